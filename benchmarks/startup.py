"""CPU of short commands as a multiple of `python -c pass`, measured in the same run.

    python benchmarks/startup.py [--rounds N]

Commands are interleaved, each once per round, and the medians are compared:
the ratio holds on a slow or busy machine where seconds do not.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "trace-sampling"
LIMITS = {"speakprep --help": 12.0, "speakprep cfp lint": 25.0}
"""What the project promises, as multiples of `python -c pass`."""


def main() -> int:
    """Print the table; exit 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    speakprep = [str(Path(sys.executable).with_name("speakprep"))]
    with tempfile.TemporaryDirectory() as folder:
        talk = Path(folder, "talk")
        shutil.copytree(EXAMPLE, talk)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "speakprep --help": [*speakprep, "--help"],
            "speakprep --version": [*speakprep, "--version"],
            "speakprep (in a talk)": speakprep,
            "speakprep cfp lint": [*speakprep, "cfp", "lint"],
            "speakprep script check": [*speakprep, "script", "check"],
            "speakprep plan": [*speakprep, "plan"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                seconds = cpu_seconds(command, talk)
                if number:  # the first round writes byte code
                    times[name].append(seconds)
    return report(times)


def cpu_seconds(command: list[str], folder: Path) -> float:
    """Return user and system time of one run."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def report(times: dict[str, list[float]]) -> int:
    """Print medians and ratios; return 1 when a promise is broken."""
    bare = statistics.median(times["python -c pass"])
    broken = 0
    print(f"{'command':<26}{'CPU ms':>8}{'ratio':>8}{'at most':>9}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        limit = LIMITS.get(name)
        broken += limit is not None and median / bare > limit
        allowed = f"{limit:.0f}" if limit else ""
        print(f"{name:<26}{median * 1000:>8.1f}{median / bare:>8.1f}{allowed:>9}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
