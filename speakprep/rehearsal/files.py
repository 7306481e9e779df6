"""rehearsals/<id>.toml: one file per rehearsal, and the hash that ties it to its recording."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from speakprep.errors import InputError
from speakprep.rehearsal.model import Source, Span
from speakprep.rehearsal.record import (
    KINDS,
    Figures,
    Kind,
    Listening,
    Recording,
    Rehearsal,
    SpokenScript,
)
from speakprep.talk.disk import read_text
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.resources import parse_toml

FOLDER = "rehearsals"

_HEADER = "# Written once from the recording. Add notes below each [[listened]] as you like.\n\n"
_CHUNK = 1024 * 1024


def sha256_of(path: Path) -> str:
    """Return the hash of a file's content, reading it in pieces.

    Raises:
        InputError: it is missing, a folder, or cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        raise InputError("there is no such recording", file=str(path)) from None
    except IsADirectoryError:
        raise InputError("this is a folder, not a recording", file=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from None
    return digest.hexdigest()


def read_rehearsals(folder: Path) -> tuple[Rehearsal, ...]:
    """Return all rehearsals of a talk folder, oldest first.

    Raises:
        InputError: a record is broken.
    """
    found = [
        parse_rehearsal(read_text(path), str(path), path.stem)
        for path in (folder / FOLDER).glob("*.toml")
    ]
    return tuple(sorted(found, key=lambda rehearsal: (rehearsal.at, rehearsal.id)))


def parse_rehearsal(text: str, file: str, rehearsal_id: str) -> Rehearsal:
    """Read one record; keys that speakprep does not know are ignored.

    Raises:
        InputError: it is not valid TOML, or lacks what a record must have.
    """
    values = parse_toml(text, file)
    try:
        return _rehearsal(values, rehearsal_id)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = error.args[0] if isinstance(error, KeyError) else error
        raise InputError(
            f"is not a complete rehearsal record ({what})",
            file=file,
            hint="restore it from git, or delete it and log the recording again",
        ) from None


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
        },
        "figures": _figures_table(rehearsal.figures),
    }
    if rehearsal.script:
        values["script"] = {
            "language": rehearsal.script.language,
            "slides": list(rehearsal.script.slides),
            "texts": {f"s{slide}": text for slide, text in rehearsal.script.texts},
        }
    text = _HEADER + tomlkit.dumps(values)
    return text + "".join(render_listening(listening) for listening in rehearsal.listened)


def render_listening(listening: Listening) -> str:
    """Write the table that is added to a record each time somebody listened."""
    import tomlkit

    return "\n[[listened]]\n" + tomlkit.dumps({"at": listening.at, "note": listening.note})


def _figures_table(figures: Figures) -> dict[str, Any]:
    # TOML has no null: what could not be measured is left out.
    values = {name: value for name, value in vars(figures).items() if value is not None}
    values["pauses"] = [[pause.start_s, pause.end_s] for pause in figures.pauses]
    return values


def _rehearsal(values: Mapping[str, Any], rehearsal_id: str) -> Rehearsal:
    recording, figures = values["recording"], values["figures"]
    script = values.get("script")
    return Rehearsal(
        id=rehearsal_id,
        kind=_kind(values["kind"]),
        at=_moment(values["at"]),
        people=tuple(str(name) for name in values.get("with", [])),
        note=str(values.get("note", "")),
        recording=Recording(
            file=str(recording["file"]),
            sha256=str(recording["sha256"]),
            size=int(recording["size"]),
            source=Source(
                codec=str(recording["codec"]),
                sample_rate=int(recording["sample_rate"]),
                channels=int(recording["channels"]),
                has_video=bool(recording["has_video"]),
                truncated=bool(recording["truncated"]),
            ),
        ),
        figures=_figures(figures),
        script=_script(script) if script else None,
        listened=tuple(
            Listening(at=_moment(entry["at"]), note=str(entry.get("note", "")))
            for entry in values.get("listened", [])
        ),
    )


def _figures(values: Mapping[str, Any]) -> Figures:
    return Figures(
        measured_by=int(values["measured_by"]),
        duration_s=float(values["duration_s"]),
        talk_start_s=float(values["talk_start_s"]),
        talk_end_s=float(values["talk_end_s"]),
        speaking_s=float(values["speaking_s"]),
        short_pauses=int(values["short_pauses"]),
        pauses=tuple(
            Span(start_s=float(start), end_s=float(end)) for start, end in values["pauses"]
        ),
        loudness_lufs=_optional(values, "loudness_lufs"),
        peak_dbfs=_optional(values, "peak_dbfs"),
        clipped_s=int(values["clipped_s"]),
        snr_db=_optional(values, "snr_db"),
        reliable=bool(values["reliable"]),
        words_per_minute=_optional(values, "words_per_minute"),
        han_per_minute=_optional(values, "han_per_minute"),
    )


def _script(values: Mapping[str, Any]) -> SpokenScript:
    return SpokenScript(
        language=_language(values["language"]),
        texts=tuple((int(key.removeprefix("s")), str(v)) for key, v in values["texts"].items()),
        slides=tuple(int(number) for number in values.get("slides", [])),
    )


def _kind(value: object) -> Kind:
    for kind in KINDS:
        if value == kind:
            return kind
    raise ValueError(f"kind {value!r}")


def _language(value: object) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise ValueError(f"language {value!r}")


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"not a time: {value!r}")
    return value


def _optional(values: Mapping[str, Any], key: str) -> float | None:
    return None if key not in values else float(values[key])
