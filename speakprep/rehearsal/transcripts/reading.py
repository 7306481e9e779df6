"""A transcript out of another program's file, whichever of the usual kinds it is."""

import json
import re
from collections.abc import Iterable

from speakprep.errors import InputError
from speakprep.rehearsal.transcript import Grain, Piece, Taken, Transcript
from speakprep.rehearsal.transcripts.cues import is_cues, read_cues
from speakprep.rehearsal.transcripts.order import Raw, one_piece, ordered
from speakprep.rehearsal.transcripts.plain import read_plain
from speakprep.rehearsal.transcripts.whisper import read_heard
from speakprep.talk.encoding import decode
from speakprep.talk.language import count

MAX_BYTES = 32 * 1024 * 1024
"""Word times of six hours take 8 MB in the wordiest dialect: a larger file is no transcript."""

_KINDS = "SRT, VTT, whisper JSON and plain text can be read"
_JSON = re.compile(r"\s*(?:\{|\[\s*[\[{\]])")
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|tt\b|transcript\b)", re.IGNORECASE)


def read_transcript(data: bytes, file: str) -> Taken:
    """Read a transcript and put right what can be put right.

    Args:
        data: the file's bytes.
        file: its name, for messages.

    Raises:
        InputError: it is too long, not text, of another kind, or holds no words.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"has {len(data) / 1e6:,.0f} MB: that is no transcript of a talk",
            file=file,
            hint=_KINDS,
        )
    text, _ = decode(data, file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise InputError("holds binary data, not text", file=file, hint=_KINDS)
    if text.lstrip().startswith("{\\rtf") or _MARKUP.match(text):
        raise InputError("is a formatted document or a web page", file=file, hint=f"only {_KINDS}")
    if _JSON.match(text) or file.lower().endswith(".json"):
        return _from_json(text, file)
    if is_cues(text):
        kind = "WebVTT" if text.startswith("WEBVTT") else "SubRip"
        return _taken(read_cues(text), file, kind, "segment")
    raw, timed = read_plain(text)
    return _taken(raw, file, "plain text", "segment" if timed else "text")


def _from_json(text: str, file: str) -> Taken:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not valid JSON: {error.msg}",
            file=file,
            line=error.lineno,
            column=error.colno,
            hint="was it cut off? export it again",
        ) from None
    except (ValueError, RecursionError):  # numbers of thousands of digits, brackets without end
        raise InputError("is not the JSON of a transcript", file=file, hint=_KINDS) from None
    heard = read_heard(value, file)
    taken = _taken(heard.pieces, file, "whisper JSON", heard.grain)
    transcript = taken.transcript
    return Taken(
        transcript=Transcript(
            source=transcript.source,
            grain=transcript.grain,
            pieces=transcript.pieces,
            by=one_piece(heard.model)[:100],
            language=heard.language,
        ),
        mended=taken.mended,
        timed=taken.timed,
    )


def _taken(raw: Iterable[Raw], file: str, source: str, grain: Grain) -> Taken:
    if grain == "text":
        pieces = tuple(
            Piece(start_s=0, end_s=0, text=line)
            for each in raw
            for row in each.text.split("\n")
            if (line := one_piece(row))
        )
        mended: tuple[str, ...] = ()
    else:
        pieces, mended = ordered(raw)
    words = count("\n".join(piece.text for piece in pieces))
    if not words.han + words.words:
        raise InputError(
            "holds no words" + (f": {mended[-1]}" if mended else ""), file=file, hint=_KINDS
        )
    transcript = Transcript(source=source, grain=grain, pieces=pieces)
    return Taken(transcript=transcript, mended=mended, timed=grain != "text")
