"""The entry point: runs one command, shows its report or its error, sets the exit code."""

import itertools
import os
import re
import shlex
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import TextIOWrapper
from typing import get_args

import typer

from speakprep.cli.app import COMMANDS, root
from speakprep.cli.interruption import InterruptionError
from speakprep.cli.output import Format, Screen, show, show_error
from speakprep.errors import InputError, SpeakprepError, StorageError, UsageError

SHARED_OPTIONS = ("--talk", "--format")
"""They mean the same everywhere, so they may also stand before the command."""

_KEY = re.compile(r"\b(sk-|Bearer\s+)[\w.\-]{8,}")
_EXAMPLE = re.compile(r"For example:\s+(speakprep .+?)(?:\n\n|\Z)", re.DOTALL)
"""The last words of a command's help, or of a paragraph of it."""
_SECRET_NAMES = ("KEY", "TOKEN", "SECRET", "PASSWORD")


class InternalError(SpeakprepError):
    """A bug of speakprep, shown like any other failure."""

    exit_code = 3
    kind = "bug"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A command line: its command's own words, such as "cfp lint", and all of it in order.

    `talk` is the folder named with --talk, if one was.
    """

    command: str
    talk: str
    arguments: tuple[str, ...]
    style: Format


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code.

    0 clean, 1 findings, 2 usage or unreadable data, 3 our own bug, 4 something
    outside is missing or failed, 130 interrupted.
    """
    _make_streams_safe()
    typed = read_command_line(arguments)
    try:
        return _answer(typed)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _silence_stdout()
        return 0


def read_command_line(arguments: Sequence[str]) -> Typed:
    """Find the command's words, and put the shared options after them.

    >>> read_command_line(["--format", "json", "plan", "--talk", "t", "move"]).arguments
    ('plan', 'move', '--format', 'json', '--talk', 't')
    """
    words: list[str] = []
    shared: list[str] = []
    rest = list(arguments)
    while rest and len(words) < 2:
        name, sign, _ = rest[0].partition("=")
        if name in SHARED_OPTIONS:
            length = 1 if sign else 2
            shared, rest = shared + rest[:length], rest[length:]
        elif rest[0].startswith("-") or (not words and rest[0] not in COMMANDS):
            break
        else:
            words.append(rest.pop(0))
            if not COMMANDS[words[0]].group:
                break
    if len(words) == 1 and not rest and _needs_more(words[0]):
        rest = ["-h"]
    if rest[:1] in (["-h"], ["--help"]):
        shared = []  # a help page has one form
    ordered = (*words, *shared, *rest)
    return Typed(
        command=" ".join(words),
        arguments=ordered,
        talk=_value_of("--talk", ordered),
        style=_format_of(_value_of("--format", ordered)),
    )


def _format_of(value: str) -> Format:
    """Return the format meant; for one that does not exist, the complaint is text."""
    return next((known for known in get_args(Format) if known == value), "text")


def _needs_more(word: str) -> bool:
    """Whether a group is typed alone that means nothing alone: its help says what there is."""
    return COMMANDS[word].group and not COMMANDS[word].alone


def _value_of(option: str, arguments: Sequence[str]) -> str:
    """Return the last value of an option, whichever way it was typed; empty if none was."""
    value = ""
    for word, following in itertools.pairwise([*arguments, ""]):
        if word == "--":  # what follows are names, whatever they look like
            break
        if word == option:
            value = following
        elif word.startswith(f"{option}="):
            value = word.removeprefix(f"{option}=")
    return value


def without_secrets(text: str, environment: Mapping[str, str]) -> str:
    """Hide keys: the values of variables named so, and whatever looks like one."""
    for name, value in environment.items():
        if len(value) >= 8 and any(part in name.upper() for part in _SECRET_NAMES):
            text = text.replace(value, f"<{name}>")
    return _KEY.sub(r"\1<hidden>", text)


def _answer(typed: Typed) -> int:
    """Run the command; whatever goes wrong is shown here and nowhere else."""
    try:
        return _run(typed)
    except SpeakprepError as error:
        return _fail(error, typed)
    except typer.TyperException as error:
        return _fail(_mistyped(error, typed.command), typed)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\n")  # the terminal shows ^C on a line of its own
        return _fail(InterruptionError("interrupted; what was finished is kept"), typed)
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("SPEAKPREP_DEBUG"):
            raise
        return _fail(_bug(error, typed.command), typed)


def _mistyped(error: typer.TyperException, command: str) -> UsageError:
    """Say what is wrong with a command line; where something is missing, how one looks."""
    context, message = getattr(error, "ctx", None), error.format_message()
    example = _EXAMPLE.search(context.command.help or "") if context else None
    if example and message.startswith("Missing "):
        return UsageError(message, hint=f"for example: {' '.join(example[1].split())}")
    path = context.command_path if context else f"speakprep {command}".rstrip()
    return UsageError(message, hint=f"try: {path} -h")


def _run(typed: Typed) -> int:
    try:
        result = root(args=list(typed.arguments), prog_name="speakprep", standalone_mode=False)
    except UnicodeEncodeError as error:
        if not any("\ud800" <= character <= "\udfff" for character in error.object):
            raise
        raise InputError(
            "what was typed is not UTF-8 text", hint="check the encoding of your terminal"
        ) from None
    if isinstance(result, Screen):
        _write(result, typed)
        return result.exit_code
    sys.stdout.flush()
    if result == InterruptionError.exit_code:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _write(screen: Screen, typed: Typed) -> None:
    following = _from_here(screen.report.next, typed.talk)
    screen = replace(screen, report=replace(screen.report, next=following))
    try:
        show(screen, command=typed.command, style=typed.style)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _silence_stdout()
        raise StorageError(f"the result cannot be written: {error.strerror}") from None


def _from_here(command: str, talk: str) -> str:
    """Return a next command that finds the talk from where the person is."""
    first, _, rest = command.partition(" ")
    name = rest.partition(" ")[0]
    foreign = name in COMMANDS and not COMMANDS[name].talk
    if not talk or first != "speakprep" or foreign:
        return command
    return f"{command} --talk {shlex.quote(talk)}"


def _fail(error: SpeakprepError, typed: Typed) -> int:
    show_error(error, command=typed.command, style=typed.style)
    sys.stdout.flush()
    return error.exit_code


def _make_streams_safe() -> None:
    """Let an ASCII terminal show question marks instead of stopping the command."""
    if sys.stdout is None:  # closed by the caller: speakprep >&-
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 -- lives as long as the program
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 -- likewise
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _silence_stdout() -> None:
    """Keep Python from complaining at exit that nobody reads its output."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _bug(error: Exception, command: str) -> InternalError:
    """Keep what a report needs in a file that only this user may read."""
    story = "".join(traceback.format_exception(error))
    told = without_secrets(f"speakprep {command}\n\n{story}", os.environ)
    try:
        descriptor, log = tempfile.mkstemp(prefix="speakprep-crash-", suffix=".log", text=True)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as stream:
            stream.write(told)
        hint = f"your files are as they were; please report it with {log}"
    except OSError:
        hint = "your files are as they were; please report it with SPEAKPREP_DEBUG=1 set"
    name = f"{type(error).__name__}: {without_secrets(str(error), os.environ)}"
    return InternalError(f"this is a bug of speakprep, not yours ({name})", hint=hint)
