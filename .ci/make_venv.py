"""Make the virtual environment, on a machine that may lack Debian's python3-venv."""

import os
import subprocess
import sys
import venv


def main(folder: str) -> int:
    """Create `folder` with pip in it; return an exit code."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(
            f"speakprep needs Python 3.11 to 3.13, this is {sys.version.split()[0]}; "
            "name another one: make PYTHON=python3.12",
            file=sys.stderr,
        )
        return 2
    try:
        import ensurepip  # noqa: F401 -- Debian ships it in a package of its own
    except ImportError:
        if not _install_ensurepip():
            return 4
        # This interpreter looked before the package came: a fresh one finds it.
        os.execv(sys.executable, [sys.executable, *sys.argv])
    venv.create(folder, with_pip=True, clear=True)
    return 0


def _install_ensurepip() -> bool:
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0:
        print(f"please install {package}: sudo apt-get install {package}", file=sys.stderr)
        return False
    quiet = {"stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    done = subprocess.run(["apt-get", "install", "-qq", "-y", package], check=False, **quiet)
    if done.returncode != 0:
        print(f"apt-get could not install {package}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
