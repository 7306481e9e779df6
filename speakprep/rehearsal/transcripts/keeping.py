"""rehearsals/<id>.transcript.jsonl: what was said, one piece a line under a line about it.

One object a line, so that a corrected word is one changed line in git. Text in, text out.
"""

import json
from collections.abc import Iterable

from speakprep.errors import InputError
from speakprep.llm.model import Json
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import GRAINS, Grain, Piece, Transcript
from speakprep.talk.language import LANGUAGES

SUFFIX = ".transcript.jsonl"
VERSION = 1

Known = tuple[Grain, tuple[Piece, ...]]
"""What was heard in one chunk, and how fine its times are."""

_AGAIN = "mend it, or import or transcribe it again"


def render_transcript(transcript: Transcript) -> str:
    """Write a transcript, times in seconds to the hundredth."""
    about: dict[str, Json] = {
        "version": VERSION,
        "source": transcript.source,
        "by": transcript.by,
        "grain": transcript.grain,
        "language": transcript.language,
        "sha256": transcript.sha256,
    }
    return "".join(f"{row}\n" for row in (_json(about), *map(render_piece, transcript.pieces)))


def parse_transcript(text: str, file: str) -> Transcript:
    """Read a transcript that speakprep wrote, corrected by hand or not.

    Raises:
        InputError: a line is not what it has to be, with its number.
    """
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    if not rows:
        raise InputError("is empty", file=file, hint=_AGAIN)
    first, about = _object(*rows[0], file)
    if about.get("version") != VERSION:
        raise _wrong(first, file, "does not begin as a transcript of speakprep does")
    grain = next((each for each in GRAINS if each == about.get("grain")), None)
    if grain is None:
        raise _wrong(first, file, f"grain must be one of {', '.join(GRAINS)}")
    return Transcript(
        source=_text(about, "source"),
        by=_text(about, "by"),
        grain=grain,
        language=next((each for each in LANGUAGES if each == about.get("language")), None),
        sha256=_text(about, "sha256"),
        pieces=_pieces(rows[1:], file),
    )


def render_piece(piece: Piece) -> str:
    """Write one piece as one line, without its end."""
    times: list[Json] = [round(piece.start_s, 2), round(piece.end_s, 2)]
    return _json({"at": times, "text": piece.text})


def read_piece(value: Json) -> Piece | None:
    """Read what `render_piece` wrote; None for anything else."""
    match value:
        case {"at": [int() | float() as start, int() | float() as end], "text": str(text)}:
            if 0 <= start <= end < float("inf") and text.strip():
                return Piece(start_s=float(start), end_s=float(end), text=text)
    return None


def chunk_line(chunk: Span, key: str, grain: str, pieces: Iterable[Piece]) -> str:
    """Write what was heard in one chunk, to go on from after a failure."""
    at: list[Json] = [round(chunk.start_s, 2), round(chunk.end_s, 2)]
    heard: list[Json] = [json.loads(render_piece(piece)) for piece in pieces]
    return _json({"key": key, "at": at, "grain": grain, "heard": heard})


def read_chunks(text: str, key: str) -> dict[tuple[float, float], Known]:
    """Return what was heard already, by chunk; lines cut off or of another run are passed over."""
    known: dict[tuple[float, float], Known] = {}
    for row in text.split("\n"):
        try:
            value = json.loads(row)
        except (ValueError, RecursionError):
            continue
        match value:
            case {"key": str(own), "at": [float() | int() as start, float() | int() as end]}:
                heard = value.get("heard")
                grain = next((each for each in GRAINS if each == value.get("grain")), None)
                if own != key or grain is None or not isinstance(heard, list):
                    continue
                pieces = [piece for each in heard if (piece := read_piece(each))]
                if len(pieces) == len(heard):
                    known[float(start), float(end)] = (grain, tuple(pieces))
    return known


def _pieces(rows: list[tuple[int, str]], file: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for number, row in rows:
        _, value = _object(number, row, file)
        piece = read_piece(value)
        if piece is None:
            raise _wrong(number, file, 'must be like {"at": [1.5, 2.0], "text": "..."}')
        if pieces and piece.start_s < pieces[-1].start_s:
            raise _wrong(number, file, "begins before the line above")
        pieces.append(piece)
    return tuple(pieces)


def _object(number: int, row: str, file: str) -> tuple[int, dict[str, Json]]:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _wrong(number, file, "is not a JSON object")
    return number, value


def _wrong(number: int, file: str, what: str) -> InputError:
    return InputError(f"this line {what}", file=file, line=number, hint=_AGAIN)


def _text(about: dict[str, Json], key: str) -> str:
    value = about.get(key)
    return value if isinstance(value, str) else ""


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
