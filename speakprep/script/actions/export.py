"""The script as a file for somebody else: to read, to print, to prompt, to subtitle."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Literal

from speakprep.deck.files import read_deck
from speakprep.deck.model import Slide
from speakprep.errors import InputError, OutsideError, UsageError
from speakprep.script.actions.opening import find_deck, open_script, script_file
from speakprep.script.export import markdown, plain_text, teleprompter
from speakprep.script.model import Script
from speakprep.script.page import MOST_CHARACTERS, TEMPLATE, Spoken, page_inputs
from speakprep.script.plain import Part, in_step, parts_of
from speakprep.script.subtitles import cues, render_srt, render_vtt
from speakprep.script.timing import DEFAULT_PACE, Pace
from speakprep.talk.disk import locked, read_bytes, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace

Form = Literal["txt", "md", "teleprompter", "srt", "vtt", "html"]

_SOURCES = ("*.toml", "*.jsonl", "*.pptx", "script.*.md", "cfp.md", "cfp.*.md")
"""Names of files that the talk is made of: no export takes their place."""

_LOOK_BYTES = 8192
"""Within so many bytes a recording or a picture holds a zero byte, which no export does."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to export.

    `languages` are the scripts, the talk's own when empty; a page takes two. The slides,
    their order and their numbers are those of the talk's own script, where there is one:
    a translation is often older.
    `marks` are the seconds at which the slides that are not hidden came up, and
    the end, when a rehearsal measured them; `pace` is the speaker's.
    """

    form: Form
    languages: tuple[Language, ...] = ()
    marks: tuple[float, ...] = ()
    pace: Pace = DEFAULT_PACE


@dataclass(frozen=True, kw_only=True)
class Look:
    """Pictures of slides by number, and what is wrong with them."""

    pictures: Mapping[int, bytes]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExportFacts:
    """An export: `text` is the whole of it, empty when it went to a file.

    `slides` are in it: a hidden one is in no subtitles and on no teleprompter.
    `orphans` are texts without a slide that are not;
    `pictures` were put in, `without_pictures` says why not.
    """

    form: Form
    languages: tuple[Language, ...]
    slides: int
    orphans: int
    text: str = ""
    pictures: int = 0
    without_pictures: str = ""


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What is known of the slides, for a page."""

    slides: Mapping[int, Slide] = field(default_factory=dict)
    pictures: Mapping[int, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    reason: str = ""


def export(
    workspace: Workspace,
    wanted: Wanted,
    *,
    out: Path | None = None,
    replace: bool = False,
    deck: Path | None = None,
    look: Callable[[Path], Look] | None = None,
) -> Report[ExportFacts]:
    """Export a script; without a file to write, the text is in the facts.

    Args:
        workspace: the talk.
        wanted: what to export.
        out: the file to write.
        replace: whether a file that is there may be replaced.
        deck: the slides beside the text of a page; without it the talk's own, if it has one.
        look: draws the slides of a deck; without it there are cards with their words.

    Raises:
        UsageError: `out` is there already or is one of the talk's own files, two
            languages are wanted in one text, or the marks are not of these slides.
        InputError: there is no script, nothing in it to show, or it cannot be read.
        StorageError: the file cannot be written.
        BusyError: another speakprep is writing in this talk.
    """
    languages = _languages(workspace, wanted)
    if out is not None:
        _check_target(workspace, out, replace=replace)
    opened = {language: open_script(workspace, language) for language in languages}
    scripts = list(_scripts(workspace, opened))
    seen = _seen(workspace, deck, look) if wanted.form == "html" else _Seen()
    text = _text(workspace, wanted, scripts, seen)
    facts = ExportFacts(
        form=wanted.form,
        languages=languages,
        slides=_count(wanted, scripts[0].parts),
        orphans=_left_out(opened[languages[0]], scripts[0].parts),
        text=text if out is None else "",
        pictures=len(seen.pictures),
        without_pictures=seen.reason,
    )
    if out is None:
        return Report(facts=facts)
    before = read_bytes(out) if out.exists() else None
    with locked(workspace.folder):
        write_atomic(out, text.encode("utf-8"), within=out.parent, expected=before)
    written = (workspace.name(out),)
    following = "speakprep rehearse log RECORDING"
    return Report(facts=facts, findings=seen.findings, written=written, next=following)


def _languages(workspace: Workspace, wanted: Wanted) -> tuple[Language, ...]:
    languages = tuple(dict.fromkeys(wanted.languages)) or (workspace.talk.language,)
    if len(languages) > 1 and wanted.form != "html":
        raise UsageError(
            f"{wanted.form} holds one language",
            hint="name one, such as --lang en, or take --to html",
        )
    return languages


def _scripts(workspace: Workspace, opened: Mapping[Language, Script]) -> Iterator[Spoken]:
    """Yield the scripts, a translation in step with the talk's own script."""
    main = workspace.talk.language
    try:
        script = opened[main] if main in opened else open_script(workspace, main)
    except InputError:
        script = Script()
    own, known = parts_of(script), {slide.head.slide_id for slide in script.slides}
    for language, each in opened.items():
        parts = parts_of(each)
        newer = main not in opened and any(
            part.text and part.slide_id not in known for part in parts
        )
        # A translation that has slides of its own may be the one that follows the deck.
        stays = language == main or newer
        yield Spoken(language=language, parts=parts if stays else in_step(parts, own))


def _count(wanted: Wanted, parts: Sequence[Part]) -> int:
    """Return how many slides an export holds."""
    if wanted.form in {"srt", "vtt"}:
        return sum(bool(cues((part,), wanted.pace)) for part in parts)
    if wanted.form == "teleprompter":
        return sum(not part.hidden for part in parts)
    return len(parts)


def _left_out(script: Script, parts: Sequence[Part]) -> int:
    """Return how many texts of a script are not in its export."""
    shown = {part.slide_id for part in parts}
    return sum(
        slide.head.orphan or bool(slide.prose and slide.head.slide_id not in shown)
        for slide in script.slides
    )


def _check_target(workspace: Workspace, out: Path, *, replace: bool) -> None:
    name = workspace.name(out)
    # A link may lead to one of them, and some disks know no upper case.
    names = {each.name.lower() for each in (out, out.resolve())}
    sources = any(fnmatchcase(each, source) for each in names for source in _SOURCES)
    if out.is_dir():
        raise UsageError("is a folder", file=name, hint="name a file in it")
    if out.exists() and (sources or b"\0" in read_bytes(out)[:_LOOK_BYTES]):
        raise UsageError(
            "is not something that speakprep exported; it stays as it is",
            file=name,
            hint="name another file",
        )
    if out.exists() and not replace:
        raise UsageError("exists already", file=name, hint="name another file, or add --yes")


def _text(workspace: Workspace, wanted: Wanted, scripts: Sequence[Spoken], seen: _Seen) -> str:
    title, first = workspace.talk.title, scripts[0]
    parts, language = first.parts, first.language
    if wanted.form == "html":
        template = parse_template(find_resource(workspace.shelves, TEMPLATE))
        inputs = page_inputs(title, scripts, seen.slides, seen.pictures, wanted.pace)
        return render(template, inputs, html=True, at_most=MOST_CHARACTERS)
    if wanted.form in {"srt", "vtt"}:
        return _subtitles(workspace, wanted, first)
    if wanted.form == "teleprompter":
        return teleprompter(parts, language)
    return {"txt": plain_text, "md": markdown}[wanted.form](parts, title, language)


def _subtitles(workspace: Workspace, wanted: Wanted, script: Spoken) -> str:
    shown = [part for part in script.parts if not part.hidden]
    _check_marks(wanted.marks, shown)
    timed = cues(script.parts, wanted.pace, wanted.marks)
    if not timed:
        raise InputError(
            "has no text to show on any slide",
            file=script_file(workspace, script.language),
            hint="write under the headings what you will say",
        )
    return render_srt(timed) if wanted.form == "srt" else render_vtt(timed)


def _check_marks(marks: Sequence[float], shown: Sequence[Part]) -> None:
    if marks and len(marks) not in {len(shown), len(shown) + 1}:
        raise UsageError(
            f"{len(marks)} marks do not fit {len(shown)} slides",
            hint="give the time at which each slide that is not hidden came up, and the end",
        )
    if any(later <= earlier for earlier, later in pairwise(marks)):
        raise UsageError("the marks do not go forward", hint="for example: --marks 0:00,1:10,2:45")


def _seen(workspace: Workspace, deck: Path | None, look: Callable[[Path], Look] | None) -> _Seen:
    """Return the slides of a deck and their pictures, as far as there are any."""
    try:
        source = deck or find_deck(workspace)
    except UsageError as error:
        return _Seen(reason=error.message)
    try:
        slides = {slide.slide_id: slide for slide in read_deck(source).slides}
    except InputError as error:
        if deck is not None:
            raise
        # The texts are worth a page of their own.
        return _Seen(reason=f"{workspace.name(source)} {error.message}")
    if look is None:
        return _Seen(slides=slides)
    try:
        found = look(source)
    except OutsideError as error:
        return _Seen(slides=slides, reason=error.message)
    ids = {slide.number: slide.slide_id for slide in slides.values()}
    pictures = {ids[number]: data for number, data in found.pictures.items() if number in ids}
    return _Seen(slides=slides, pictures=pictures, findings=found.findings)
