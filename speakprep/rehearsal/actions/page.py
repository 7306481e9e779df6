"""Rehearsals as one HTML page that holds all it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.playing import Decode, levels_of, slide_times
from speakprep.rehearsal.actions.records import LOG_ONE, find_rehearsal, records_of
from speakprep.rehearsal.actions.transcript import course_of
from speakprep.rehearsal.files import FOLDER
from speakprep.rehearsal.model import Progress
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.report import TEMPLATE, Told, page_inputs
from speakprep.talk.disk import locked, read_bytes, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace

MOST_CHARACTERS = 20_000_000
"""Of a page: a rehearsal with a thousand slides takes half a million."""

MOST_CHOSEN = 2
"""Without names, so many of the newest rehearsals are shown one by one, and compared."""

_PAGE = b"<!doctype html>"


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """A page that was written: the ids shown one by one, and why some have no waveform."""

    file: str
    rehearsals: tuple[str, ...]
    takes: int
    without_wave: tuple[tuple[str, str], ...]


def page_file(workspace: Workspace) -> Path:
    """Return where the page goes unless another file is named."""
    return workspace.folder / FOLDER / "report.html"


def write_page(
    workspace: Workspace,
    ids: Sequence[str] = (),
    *,
    out: Path,
    decode: Decode,
    replace: bool = False,
    progress: Progress | None = None,
) -> Report[PageFacts]:
    """Write rehearsals as an HTML page.

    Args:
        workspace: the talk.
        ids: the rehearsals to show one by one; the newest `MOST_CHOSEN` when empty.
        out: the file to write.
        decode: turns a recording into what is measured, where its loudness is not kept.
        replace: whether a page that is there may be replaced.
        progress: told the bytes read of a recording.

    Raises:
        UsageError: there is no such rehearsal, or the file is there already.
        InputError: a record, a transcript or the template is broken.
        StorageError: the page cannot be written.
    """
    check_target(workspace, out, replace=replace)
    records = records_of(workspace)
    for error in records.broken:
        raise error
    chosen = _chosen(workspace, ids, records.rehearsals)
    told = [_told(workspace, each, decode, progress) for each in chosen]
    takes = [each for each in records.rehearsals if each.figures.speech_found]
    page = _page(workspace, told, takes)
    before = read_bytes(out) if out.exists() else None
    with locked(workspace.folder):
        write_atomic(out, page, within=out.parent, expected=before)
    return Report(
        facts=PageFacts(
            file=workspace.name(out),
            rehearsals=tuple(each.id for each in chosen),
            takes=len(takes),
            without_wave=tuple(
                (each.rehearsal.id, each.without_levels) for each in told if each.without_levels
            ),
        ),
        written=(workspace.name(out),),
        next="speakprep plan",
    )


def check_target(workspace: Workspace, out: Path, *, replace: bool) -> None:
    """Refuse to write over anything but a page, and over a page unless that is wanted.

    Raises:
        UsageError: the file is a folder, something else than a page, or there already.
    """
    name = workspace.name(out)
    if out.is_dir():
        raise UsageError("is a folder", file=name, hint="name a file in it")
    if not out.exists():
        return
    if read_bytes(out, at_most=len(_PAGE)).lower() != _PAGE:
        raise UsageError(
            "is not a page that speakprep wrote; it stays as it is",
            file=name,
            hint="name another file",
        )
    if not replace:
        raise UsageError("exists already", file=name, hint="name another file, or add --yes")


def _chosen(
    workspace: Workspace, ids: Sequence[str], all_of_them: Sequence[Rehearsal]
) -> list[Rehearsal]:
    """Return the rehearsals to show one by one, the oldest first."""
    named = [find_rehearsal(workspace, name) for name in ids]
    chosen = named or all_of_them[-MOST_CHOSEN:]
    if not chosen:
        raise UsageError("there is no rehearsal yet", hint=LOG_ONE)
    unique = {each.id: each for each in chosen}.values()
    return sorted(unique, key=lambda each: (each.at, each.id))


def _page(workspace: Workspace, told: Sequence[Told], takes: Sequence[Rehearsal]) -> bytes:
    talk = workspace.talk
    inputs = page_inputs(talk.title, talk.language, talk.speaking_minutes, told, takes)
    template = parse_template(find_resource(workspace.shelves, TEMPLATE))
    return render(template, inputs, html=True, at_most=MOST_CHARACTERS).encode()


def _told(
    workspace: Workspace, rehearsal: Rehearsal, decode: Decode, progress: Progress | None
) -> Told:
    times = slide_times(workspace, rehearsal)
    levels: tuple[int, ...] = ()
    reason = ""
    if rehearsal.figures.speech_found:
        try:
            levels = levels_of(workspace, rehearsal, decode, progress)
        except InputError as error:
            reason = f"{error.file}: {error.message}" if error.file else error.message
    return Told(
        rehearsal=rehearsal,
        course=course_of(workspace, rehearsal),
        levels=levels,
        without_levels=reason,
        visits=times.visits,
        slides=times.slides,
    )
