"""`speakprep script export`."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import FormatOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.script.unsigned import warned
from speakprep.cli.slides import PdfOption, drawn_slides
from speakprep.cli.terminal import columns, confirm, one_line, printable, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.actions.marks import load_marks
from speakprep.rehearsal.own_pace import pace_of
from speakprep.script.actions.export import ExportFacts, Form, Look, Wanted, export
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.talk.workspace import Workspace

_LANGUAGES: dict[str | None, tuple[Language, ...]] = {
    None: (),
    "en": ("en",),
    "zh": ("zh",),
    "zh+en": ("zh", "en"),
    "en+zh": ("en", "zh"),
}
_ENDINGS: dict[str, Form] = {
    ".txt": "txt",
    ".md": "md",
    ".srt": "srt",
    ".vtt": "vtt",
    ".html": "html",
    ".htm": "html",
}
_TIME = re.compile(
    r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d(?:\.\d{1,3})?)"
)


def export_command(
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="Slides beside a page's text, if not deck.pptx."),
    ] = None,
    to: Annotated[
        Form | None,
        typer.Option(
            metavar="FORM", help="txt, md, teleprompter, srt, vtt or html; else as FILE ends."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The file; the screen if not given."),
    ] = None,
    lang: Annotated[
        Literal["en", "zh", "zh+en", "en+zh"] | None,
        typer.Option(metavar="en|zh|zh+en", help="Whose script, or both on one page."),
    ] = None,
    marks: Annotated[
        str,
        typer.Option(metavar="TIMES|FILE", help="When each slide came up, for srt and vtt."),
    ] = "",
    pdf: PdfOption = None,
    pictures: Annotated[bool, typer.Option(help="Draw the slides for a page.")] = True,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Hand the text on: plain, for a prompter, as subtitles, as a page.

    A page (html) has the slides beside the text; print it from a browser for a PDF.
    For example: speakprep script export --to html --out script.html
    """
    space = workspace(talk)
    if out is not None and out.is_file():
        question = f"{one_line(str(out))} is there already. Replace it?"
        yes = confirm(question, assume_yes=yes)
        if not yes:
            raise UsageError("it stays as it is; nothing was written", file=str(out))
    languages = _LANGUAGES[lang] or (space.talk.language,)
    pace = pace_of(space, languages[0])
    came_up = _marked(space, Path(marks), languages[0]) if Path(marks).is_file() else times(marks)
    wanted = Wanted(form=to or form_of(out), languages=languages, marks=came_up, pace=pace)
    look = partial(_look, space, pdf) if pictures or pdf else None
    report = export(space, wanted, out=out, replace=yes, deck=deck, look=look)
    report = warned(report, space, languages)
    facts = report.facts
    lines = tuple(_told(facts)) if out is not None else tuple(facts.text.rstrip("\n").split("\n"))
    return Screen(report=report, lines=lines)


def form_of(out: Path | None) -> Form:
    """Return the form that a file's name asks for; plain text where it asks for none.

    >>> form_of(Path("talk.HTML")), form_of(Path("talk.docx")), form_of(None)
    ('html', 'txt', 'txt')
    """
    return _ENDINGS.get(out.suffix.lower(), "txt") if out else "txt"


def times(text: str) -> tuple[float, ...]:
    """Read "0:00,1:15.5" as seconds.

    Raises:
        UsageError: it is not written like this.

    >>> times("0:00,1:15.5,1:02:03")
    (0.0, 75.5, 3723.0)
    """
    found = []
    for part in re.split(r"[,，、\s]+", text.strip()) if text.strip() else ():
        match = _TIME.fullmatch(part)
        if match is None:
            raise UsageError(
                f"--marks: {one_line(part)!r} is not a time", hint="for example: --marks 0:00,1:10"
            )
        minutes = 60 * int(match["hours"] or 0) + int(match["minutes"])
        found.append(60.0 * minutes + float(match["seconds"]))
    return tuple(found)


def _marked(space: Workspace, file: Path, language: Language) -> tuple[float, ...]:
    """Return when each slide came up first, and when the last was left, by a file of marks.

    Raises:
        InputError: it cannot be read, or holds no marks.
        UsageError: a slide was shown twice, so its text has no one time.
    """
    visits = load_marks(space, file, language).visits
    numbers = [visit.slide for visit in visits]
    if len(set(numbers)) < len(numbers):
        raise UsageError(
            "a slide was shown twice, so its words have no one time",
            file=str(file),
            hint="mark each slide once, or leave out --marks for planned times",
        )
    end = visits[-1].to_s if visits else None
    return (*(visit.from_s for visit in visits), *([] if end is None else [end]))


def _look(space: Workspace, pdf: Path | None, deck: Path) -> Look:
    drawn = drawn_slides(space, deck, pdf)
    pictures = {number: file.read_bytes() for number, file in drawn.files.items()}
    return Look(pictures=pictures, findings=drawn.findings)


def _told(facts: ExportFacts) -> Iterator[str]:
    names = " and ".join(LANGUAGE_NAMES[language] for language in facts.languages)
    line = f"{facts.slides} slides, {names}"
    if facts.form == "html":
        line += f", {facts.pictures} pictures" if facts.pictures else ", no pictures"
        line += f": {facts.without_pictures}" if facts.without_pictures else ""
    yield from wrap(printable(f"{line}."), columns())
    if facts.orphans:
        noun = "1 text" if facts.orphans == 1 else f"{facts.orphans} texts"
        yield f"Left out: {noun} whose slide has left the deck."
