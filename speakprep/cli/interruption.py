"""Ctrl-C, as an error like any other: with what is kept, and how to go on."""

from speakprep.errors import SpeakprepError


class InterruptionError(SpeakprepError):
    """The person pressed Ctrl-C."""

    exit_code = 130
    kind = "interrupted"

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="to go on, type the same command again")
