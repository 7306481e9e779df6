"""Where the program begins: `speakprep` and `python -m speakprep`."""

import sys


def main() -> None:
    """Run what was typed; Ctrl-C ends quietly even while modules are still being loaded."""
    try:
        from speakprep.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
