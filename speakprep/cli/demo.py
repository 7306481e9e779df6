"""`speakprep demo`: the example talk, walked through the whole main job in this process."""

import contextlib
import dataclasses
import io
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.main import run
from speakprep.cli.options import FormatOption, command_app, here
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, printable, styled, wrap
from speakprep.errors import SpeakprepError, StorageError, UsageError
from speakprep.script.files import parse_script, render_script
from speakprep.talk.disk import TEMPORARY_SUFFIX, read_text, write_atomic
from speakprep.talk.folders import shipped_folder
from speakprep.talk.report import Report
from speakprep.talk.resources import parse_toml
from speakprep.talk.workspace import shown_path

app = command_app()

NAME = "trace-sampling"
SCRIPT = "script.zh.md"
TRANSLATED = "script.en.md"
DAYS_AHEAD = 70
"""The example's talk is ten weeks away, so that its plan has all five steps ahead."""

CLEAN = frozenset({0})
FINDINGS = frozenset({1})
EITHER = CLEAN | FINDINGS


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stop of the walk: what is told, what is typed, and how it is expected to end.

    `typed` is a command line, `does` what happens instead when it is none of
    speakprep's own; `codes` are the exit codes that keep the walk going.
    """

    heading: str = ""
    tells: str
    typed: str = ""
    does: Callable[[], None] | None = None
    codes: frozenset[int] = CLEAN


@dataclass(frozen=True, kw_only=True)
class Walked:
    """Where the example's talk is now, and how many commands were run."""

    folder: str
    commands: int


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where to put the example; a new folder.")
    ] = Path("speakprep-demo"),
    format_: FormatOption = "text",
) -> Screen:
    """Walk an example talk through all of it: no key, no network, nothing to install.

    For example: speakprep demo my-first-look
    """
    start = here()
    target = start / folder
    _prepare(target, shown=str(folder))
    example = shipped_folder("examples") / NAME
    steps = list(walk(example, date.today() + timedelta(days=DAYS_AHEAD)))  # noqa: DTZ011 -- the speaker's own day
    told_on = sys.stdout if format_ == "text" else sys.stderr  # stdout is for the envelope then
    with contextlib.redirect_stdout(told_on), _walking(target, shown=str(folder)):
        _say(styled(f"$ cd {shlex.quote(str(folder))}", "bold"))
        for step in steps:
            _take(step)
    talk = shown_path(target / NAME, start)
    return Screen(
        report=Report(
            facts=Walked(folder=talk, commands=sum(bool(step.typed) for step in steps)),
            next=f"cd {shlex.quote(talk)} && speakprep",
        ),
        lines=("", *_closing(talk)),
    )


def walk(example: Path, day: date) -> Iterator[Step]:
    """Return the whole way, to be taken in a new folder.

    Args:
        example: the shipped example's folder.
        day: the day of the talk.
    """
    yield from _beginning(example, day)
    yield from _script()
    yield from _translation()
    yield from _stage()


def write_texts(script: Path, texts: Path) -> None:
    """Put the texts of one script under the same slides' headings in another.

    It stands for the speaker, who would write them in an editor.
    """
    written = {slide.head.slide_id: slide.text for slide in parse_script(read_text(texts)).slides}
    before = parse_script(read_text(script))
    slides = tuple(
        dataclasses.replace(slide, text=written.get(slide.head.slide_id, slide.text))
        for slide in before.slides
    )
    after = render_script(dataclasses.replace(before, slides=slides))
    write_atomic(script, after.encode(), within=script.absolute().parent)


def mend(script: Path, planted: Path) -> None:
    """Put the honest sentences back where faults were planted, as the speaker would by hand."""
    text = read_text(script)
    for fault in parse_toml(read_text(planted), planted.name)["planted"]:
        text = text.replace(fault["answer"], fault["honest"])
    write_atomic(script, text.encode(), within=script.absolute().parent)


def _beginning(example: Path, day: date) -> Iterator[Step]:
    yield Step(
        heading="1. A talk is a folder",
        tells="The speaker writes in Chinese; the talk goes to an English-speaking KubeCon.",
        typed=f"speakprep new {NAME} --event kubecon-eu-2027 --date {day} \\\n"
        "    --title '采样之后，还能查清故障吗？' --lang zh --slides-lang zh \\\n"
        "    --to en --no-input",
    )
    yield Step(
        tells="Into it go the speaker's slides, a first draft of the proposal and a recording. "
        "They come with speakprep; README.md says what each is.",
        typed=f"cd {NAME}",
        does=lambda: _enter(example),
    )
    yield Step(
        heading="2. The proposal, read as reviewers read it",
        tells="This first draft has the faults first drafts have, and is late for its call.",
        typed="speakprep cfp lint",
        codes=FINDINGS,
    )


def _script() -> Iterator[Step]:
    yield Step(
        heading="3. A script in step with the slides",
        tells="Every slide gets its section; speaker notes come along.",
        typed="speakprep script sync deck.pptx",
    )
    yield Step(
        tells="Now the speaker writes. (In this walk, the texts of script-texts.zh.md are put "
        f"under their headings in {SCRIPT}.) Is everything there, and does it fit the slot?",
        does=lambda: write_texts(Path(SCRIPT), Path("script-texts.zh.md")),
        typed="speakprep script check",
        codes=EITHER,
    )
    yield Step(
        tells="The evening before the rehearsal two slides are moved, one is inserted, one "
        "deleted and one duplicated.",
        typed="mv deck-reordered.pptx deck.pptx",
        does=lambda: _replace("deck-reordered.pptx", "deck.pptx"),
    )
    yield Step(
        tells="Each text follows its slide. What was written for the deleted one is kept at the "
        "end of the script.",
        typed="speakprep script sync deck.pptx",
        codes=EITHER,
    )


def _translation() -> Iterator[Step]:
    yield Step(
        heading="4. Into English, with nothing added",
        tells="Without a key or a model server of your own, speakprep writes one request to put "
        "into any chat window. Nothing leaves this machine.",
        typed="speakprep translate run --to en --paste",
    )
    yield Step(
        tells="What comes back is checked before it is used. This answer was recorded: no model "
        "is asked here. Eight faults are planted in it, each of another kind; planted.toml "
        "lists them.",
        typed="speakprep translate import answer.recorded.json",
        codes=FINDINGS,
    )
    yield Step(
        tells="The speaker mends these places by hand. (In this walk, the honest sentences of "
        f"planted.toml are put back into {TRANSLATED}.) Then the same check runs again.",
        does=lambda: mend(Path(TRANSLATED), Path("planted.toml")),
        typed="speakprep translate check",
    )


def _stage() -> Iterator[Step]:
    yield Step(
        heading="5. Out loud",
        tells="A recording of the first two slides, spoken by a speech synthesiser, with one long "
        "silence in it.",
        typed="speakprep rehearse log rehearsal.m4a --slides 1-2 --lang en",
        codes=EITHER,
    )
    yield Step(
        heading="6. To the stage",
        tells="Five steps, counted back from the day of the talk; what was done is read from "
        "the folder.",
        typed="speakprep plan",
        codes=EITHER,
    )


def _prepare(target: Path, *, shown: str) -> None:
    """Make the folder, or refuse one that holds something.

    What a walk that was killed left behind does not count, and stays.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"{shown} is not a folder", hint="name a new one: speakprep demo DIR")
    try:
        target.mkdir(parents=True, exist_ok=True)
        occupied = any(not each.name.endswith(TEMPORARY_SUFFIX) for each in target.iterdir())
    except OSError as error:
        raise StorageError(f"cannot be created: {error.strerror}", file=shown) from None
    if occupied:
        raise UsageError(f"{shown} is not empty", hint="name a new folder: speakprep demo DIR")


@contextlib.contextmanager
def _walking(target: Path, *, shown: str) -> Iterator[None]:
    """Walk in a folder of its own inside the target; the talk moves out of it at the end.

    A walk that is stopped, by a full disk or by Ctrl-C, leaves the target empty, so that the same
    command can be typed again. Nothing is ever removed but the folder made here.
    """
    try:
        made = Path(tempfile.mkdtemp(prefix=".", suffix=TEMPORARY_SUFFIX, dir=target))
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", file=shown) from None
    try:
        with contextlib.chdir(made):
            yield
        _move(made / NAME, target / NAME, shown=shown)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _move(talk: Path, to: Path, *, shown: str) -> None:
    try:
        talk.rename(to)
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", file=shown) from None


def _enter(example: Path) -> None:
    """Copy the example's files beside the new talk.toml, and go there."""
    talk = Path(NAME)
    for file in sorted(example.iterdir()):
        if file.is_file() and not file.name.startswith("."):
            write_atomic(talk / file.name, file.read_bytes(), within=talk.absolute())
    os.chdir(talk)


def _replace(source: str, target: str) -> None:
    shutil.move(source, target)


def _take(step: Step) -> None:
    """Tell, show what is typed, do it.

    Raises:
        Exit: the command failed for a reason it has told already.
        SpeakprepError: it ended otherwise than the walk expects.
    """
    if step.heading:
        _say("", styled(step.heading, "bold"))
    _say("", *wrap(step.tells, columns()), "")
    if step.does:
        step.does()
    if step.typed:
        _say(styled(f"$ {step.typed}", "bold"))
    if not step.typed.startswith("speakprep "):
        return
    code = _run_shown(shlex.split(step.typed.replace("\\\n", ""))[1:])
    if code in step.codes:
        return
    if code > max(FINDINGS):
        raise typer.Exit(code)
    raise SpeakprepError(
        f"the walk stops here: {'findings' if step.codes == FINDINGS else 'nothing to fix'} "
        f"had to come out of: {step.typed}",
        hint="are there checklists of your own? without them: "
        "SPEAKPREP_HOME=/nowhere speakprep demo DIR",
    )


class _Held(io.StringIO):
    """Holds a command's output; colour is wanted if it is wanted where that goes."""

    def isatty(self) -> bool:
        return sys.__stdout__ is not None and sys.__stdout__.isatty()


def _run_shown(arguments: list[str]) -> int:
    """Run a command; its output is passed on afterwards.

    Otherwise the command, not the walk, would notice that nobody reads on, and end well.
    """
    held = _Held()
    with contextlib.redirect_stdout(held):
        code = run(arguments)
    sys.stdout.write(held.getvalue())
    sys.stdout.flush()
    return code


def _closing(talk: str) -> list[str]:
    text = (
        f"That was the whole way, in {printable(talk)}. Look around in it, change something, "
        "type any of the commands again."
    )
    return [*wrap(text, columns()), "Your own talk begins with: speakprep new my-talk"]


def _say(*lines: str) -> None:
    """Write to stdout, in order with what the commands print there."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
