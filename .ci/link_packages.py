"""Let one virtual environment see the packages of the one that runs this script.

Packages listed through a .pth file are importable, but .pth files among them
are not read: an editable install of speakprep stays invisible.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path


def main(folder: str) -> None:
    """Write the .pth file into the environment at `folder`."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    python = Path(folder) / "bin" / "python"
    there = subprocess.run(
        [python, "-c", ask], check=True, capture_output=True, text=True
    ).stdout.strip()
    Path(there, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
