"""rehearsals/<id>.toml: one file per rehearsal."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from speakprep.errors import InputError
from speakprep.rehearsal.kept_marks import marks_values, read_marks_table
from speakprep.rehearsal.model import Half, Source, Span
from speakprep.rehearsal.record import (
    KINDS,
    Figures,
    Listening,
    Part,
    Recording,
    Rehearsal,
    Remark,
    ShownDeck,
    SpokenScript,
)
from speakprep.talk.disk import read_text
from speakprep.talk.language import LANGUAGES
from speakprep.talk.tables import Table

FOLDER = "rehearsals"

_HEADER = """\
# Measured once from the recording and never rewritten: comments and keys of your own stay.
# Each time you listened is a [[listened]] at the end; you may add one by hand, such as
#   at = 2027-03-01T20:15:00
#   note = "too fast on slide 4"

"""
_SLIDE_KEY = re.compile(r"s([0-9]{1,10})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Records:
    """The rehearsals of a talk, oldest first, and what is wrong with those that cannot be read."""

    rehearsals: tuple[Rehearsal, ...] = ()
    broken: tuple[InputError, ...] = ()


def list_records(folder: Path) -> tuple[Path, ...]:
    """Return the record files of a talk folder, in the order of their ids.

    Raises:
        InputError: its folder of rehearsals cannot be read.
    """
    try:
        found = list((folder / FOLDER).iterdir())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            file=str(folder / FOLDER),
            hint=f"a talk keeps its rehearsals in a folder called {FOLDER}",
        ) from None
    records = [path for path in found if path.suffix == ".toml" and path.name[0] != "."]
    return tuple(sorted(records, key=lambda path: path.stem))


def read_records(folder: Path, name: Callable[[Path], str] = str) -> Records:
    """Return all rehearsals of a talk folder; a broken record leaves the others readable.

    Args:
        folder: the talk.
        name: how a path is shown to the person.

    Raises:
        InputError: the folder of rehearsals cannot be read.
    """
    rehearsals, broken = [], []
    for path in list_records(folder):
        try:
            rehearsals.append(read_record(path, name))
        except InputError as error:
            broken.append(error)
    return Records(
        rehearsals=tuple(sorted(rehearsals, key=lambda each: (each.at, each.id))),
        broken=tuple(broken),
    )


def read_rehearsals(folder: Path) -> tuple[Rehearsal, ...]:
    """Return all rehearsals of a talk folder, oldest first.

    Raises:
        InputError: a record is broken.
    """
    records = read_records(folder)
    for error in records.broken:
        raise error
    return records.rehearsals


def read_record(path: Path, name: Callable[[Path], str] = str) -> Rehearsal:
    """Return one rehearsal.

    Raises:
        InputError: the record is broken or cannot be read.
    """
    try:
        return parse_rehearsal(read_text(path), name(path), path.stem)
    except InputError as error:
        error.file = name(path)
        raise


def parse_rehearsal(text: str, file: str, rehearsal_id: str) -> Rehearsal:
    """Read one record; keys that speakprep does not know are ignored.

    Raises:
        InputError: it is not valid TOML, or lacks what a record must have.
    """
    table = Table.parse(text, file)
    try:
        return _rehearsal(table, rehearsal_id)
    except InputError as error:
        raise InputError(
            f"is not a complete rehearsal record: {error.message}",
            file=file,
            line=error.line,
            excerpt=error.excerpt,
            hint="mend it, or restore it from git; or delete it and log the recording again",
        ) from None


def local(moment: datetime) -> datetime:
    """Return a time as the clock here shows it, without a zone; one without is taken as it is.

    Raises:
        OverflowError, ValueError, OSError: no clock here can show it.
    """
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def render_rehearsal(rehearsal: Rehearsal) -> str:
    """Write one record as TOML a person can read."""
    import tomlkit

    source = rehearsal.recording.source
    values: dict[str, Any] = {
        "kind": rehearsal.kind,
        "at": rehearsal.at,
        "with": list(rehearsal.people),
        "note": rehearsal.note,
        "recording": {
            "file": rehearsal.recording.file,
            "sha256": rehearsal.recording.sha256,
            "size": rehearsal.recording.size,
            "codec": source.codec,
            "sample_rate": source.sample_rate,
            "channels": source.channels,
            "has_video": source.has_video,
            "truncated": source.truncated,
            **({"url": rehearsal.recording.url} if rehearsal.recording.url else {}),
        },
        "figures": _figures_table(rehearsal.figures),
    }
    if rehearsal.script:
        values["script"] = {
            "language": rehearsal.script.language,
            "slides": list(rehearsal.script.slides),
            "texts": {f"s{slide}": text for slide, text in rehearsal.script.texts},
        }
    if rehearsal.recording.following:
        values["recording"]["following"] = [vars(part) for part in rehearsal.recording.following]
    if rehearsal.marks:
        values["marks"] = marks_values(rehearsal.marks)
    if rehearsal.deck:
        values["deck"] = {"slides": {f"s{slide}": shown for slide, shown in rehearsal.deck.slides}}
    text = _HEADER + tomlkit.dumps(values)
    return text + "".join(_listening_table(listening) for listening in rehearsal.listened)


def add_listening(
    text: str,
    file: str,
    rehearsal_id: str,
    listening: Listening,
    *,
    instead: Listening | None = None,
) -> str:
    """Add a `[[listened]]` table at the end of a record; all before it stays as it is.

    Args:
        text: the record.
        file: its name, for messages.
        rehearsal_id: its id.
        listening: what to add.
        instead: what the same run wrote before; where it still stands at the end as it
            was written, the new table takes its place.

    Raises:
        InputError: the record is broken, or written so that no table can be added.
    """
    if instead is not None:
        text = text.removesuffix(_listening_table(instead))
    before = parse_rehearsal(text, file, rehearsal_id)
    gap = "" if text.endswith("\n") else "\n"
    after = f"{text}{gap}{_listening_table(listening)}"
    try:
        added = parse_rehearsal(after, file, rehearsal_id).listened
    except InputError:
        added = ()
    if added != (*before.listened, listening):
        raise InputError(
            "its `listened` is not written as [[listened]] tables, so none can be added",
            file=file,
            hint="add this one to it by hand; nothing was changed",
        )
    return after


def _listening_table(listening: Listening) -> str:
    import tomlkit

    values: dict[str, Any] = {"at": listening.at, "note": listening.note}
    if listening.played:
        values["played"] = [[span.start_s, span.end_s] for span in listening.played]
    if listening.remarks:
        # Inline, as [[remarks]] would begin a table of the record and not of this listening.
        values["remarks"] = tomlkit.array().multiline(True)
        for remark in listening.remarks:
            row = tomlkit.inline_table()
            row.update(vars(remark))
            values["remarks"].append(row)
    return "\n[[listened]]\n" + tomlkit.dumps(values)


def _listening(table: Table) -> Listening:
    spans = table.spans("played") if "played" in table else ()
    return Listening(
        at=_moment(table, "at"),
        note=table.text("note", ""),
        played=tuple(Span(start_s=start, end_s=end) for start, end in spans),
        remarks=tuple(
            Remark(at_s=remark.amount("at_s"), text=remark.text("text"))
            for remark in table.each("remarks")
        ),
    )


def _figures_table(figures: Figures) -> dict[str, Any]:
    # TOML has no null: what could not be measured is left out.
    values = _known(vars(figures))
    values["pauses"] = [[pause.start_s, pause.end_s] for pause in figures.pauses]
    if figures.halves:
        values["halves"] = [_known(vars(half)) for half in figures.halves]
    return values


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _rehearsal(table: Table, rehearsal_id: str) -> Rehearsal:
    return Rehearsal(
        id=rehearsal_id,
        kind=table.one_of("kind", KINDS),
        at=_moment(table, "at"),
        people=table.texts("with"),
        note=table.text("note", ""),
        recording=_recording(table.inner("recording")),
        figures=_figures(table.inner("figures")),
        script=_script(table.inner("script")) if "script" in table else None,
        listened=tuple(_listening(entry) for entry in table.each("listened")),
        marks=read_marks_table(table.inner("marks")) if "marks" in table else None,
        deck=_deck(table.inner("deck")) if "deck" in table else None,
    )


def _recording(table: Table) -> Recording:
    url = table.text("url", "")
    # Without a file there is an address, and what a file would have is empty.
    empty = "" if url else None
    file = table.text("file", empty)
    return Recording(
        file=file,
        sha256=_sha256(table) if file else "",
        size=table.whole("size"),
        source=Source(
            codec=table.text("codec", empty),
            sample_rate=table.whole("sample_rate"),
            channels=table.whole("channels"),
            has_video=table.flag("has_video"),
            truncated=table.flag("truncated"),
        ),
        following=tuple(
            Part(
                file=part.text("file"),
                sha256=_sha256(part),
                size=part.whole("size"),
                start_s=part.amount("start_s"),
            )
            for part in table.each("following")
        ),
        url=url,
    )


def _sha256(table: Table) -> str:
    value = table.text("sha256")
    if not _SHA256.fullmatch(value):
        raise table.wrong("sha256", "sha256 must be 64 hex digits in lower case")
    return value


def _deck(table: Table) -> ShownDeck:
    slides = table.inner("slides")
    return ShownDeck(slides=tuple((_slide_id(slides, key), slides.text(key)) for key in slides))


def _figures(table: Table) -> Figures:
    return Figures(
        measured_by=table.whole("measured_by"),
        duration_s=table.amount("duration_s"),
        talk_start_s=table.amount("talk_start_s"),
        talk_end_s=table.amount("talk_end_s"),
        speaking_s=table.amount("speaking_s"),
        short_pauses=table.whole("short_pauses"),
        pauses=tuple(Span(start_s=start, end_s=end) for start, end in table.spans("pauses")),
        loudness_lufs=table.optional(table.number, "loudness_lufs"),
        peak_dbfs=table.optional(table.number, "peak_dbfs"),
        clipped_s=table.whole("clipped_s"),
        snr_db=table.optional(table.number, "snr_db"),
        reliable=table.flag("reliable"),
        words_per_minute=table.optional(table.amount, "words_per_minute"),
        han_per_minute=table.optional(table.amount, "han_per_minute"),
        syllables_per_s=table.optional(table.amount, "syllables_per_s"),
        nuclei_per_s=table.optional(table.amount, "nuclei_per_s"),
        pause_median_s=table.optional(table.amount, "pause_median_s"),
        noise_dbfs=table.optional(table.number, "noise_dbfs"),
        pitch_hz=table.optional(table.amount, "pitch_hz"),
        pitch_spread_st=table.optional(table.amount, "pitch_spread_st"),
        halves=_halves(table),
    )


def _halves(table: Table) -> tuple[Half, Half] | None:
    halves = [
        Half(
            speech_ratio=half.amount("speech_ratio"),
            nuclei_per_s=half.optional(half.amount, "nuclei_per_s"),
            loudness_lufs=half.optional(half.number, "loudness_lufs"),
            pitch_spread_st=half.optional(half.amount, "pitch_spread_st"),
        )
        for half in table.each("halves")
    ]
    if not halves:
        return None
    if len(halves) != 2:
        raise table.wrong("halves", "halves must be two tables, one for each half of the talk")
    return halves[0], halves[1]


def _script(table: Table) -> SpokenScript:
    texts = table.inner("texts")
    return SpokenScript(
        language=table.one_of("language", LANGUAGES),
        texts=tuple((_slide_id(texts, key), texts.text(key, "")) for key in texts),
        slides=table.wholes("slides"),
    )


def _moment(table: Table, key: str) -> datetime:
    try:
        return local(table.moment(key))
    except (OverflowError, ValueError, OSError):
        raise table.wrong(key, f"{key} must be a time that a clock can show") from None


def _slide_id(table: Table, key: str) -> int:
    match = _SLIDE_KEY.fullmatch(key)
    if match is None:
        raise table.wrong(key, f"{key} must be a slide's id, such as s259")
    return int(match[1])
