"""Every way in which speakprep can fail to do what was asked.

An exception means "could not even check"; a rule that is broken is a
`Finding`, never an exception. One place prints them (`speakprep.cli.main`).

    SpeakprepError
    |-- UsageError      exit 2   the command asks for something that makes no sense here
    |-- InputError      exit 2   a file or an answer cannot be read
    `-- OutsideError    exit 4   something outside speakprep is missing or failed
        |-- BusyError            another speakprep is writing in this talk
        |-- StorageError         the disk is full or does not let us write
        |-- MissingError         a program, package, key or server is not there
        `-- ServiceError         a model server answered with a failure
"""

from typing import ClassVar


class SpeakprepError(Exception):
    """What happened, in one line, with a way out.

    Args:
        message: what happened, one line, no trailing full stop needed.
        hint: what to do or type next; empty when there is nothing to add.
        file: the file meant, as the person would type it.
        line: its line, from 1.
        column: its column in code points, from 1.
        excerpt: that line, verbatim.
    """

    exit_code: ClassVar[int] = 2
    kind: ClassVar[str] = "error"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        file: str = "",
        line: int | None = None,
        column: int | None = None,
        excerpt: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
        self.excerpt = excerpt


class UsageError(SpeakprepError):
    """The command asks for something that makes no sense here."""

    kind = "usage"


class InputError(SpeakprepError):
    """A file or an answer cannot be read."""

    kind = "input"


class OutsideError(SpeakprepError):
    """Something outside speakprep is missing or failed."""

    exit_code = 4
    kind = "outside"


class BusyError(OutsideError):
    """Another speakprep is writing in this talk."""

    kind = "busy"


class StorageError(OutsideError):
    """The disk is full or does not let us write."""

    kind = "storage"


class MissingError(OutsideError):
    """A program, package, key or server is not there."""

    kind = "missing"


class ServiceError(OutsideError):
    """A model server answered with a failure."""

    kind = "service"
