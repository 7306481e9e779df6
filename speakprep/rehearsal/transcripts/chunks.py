"""A recording cut where the speaker pauses, and what was heard in the parts put together."""

from collections.abc import Iterable, Sequence

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import Grain, Piece
from speakprep.rehearsal.transcripts.order import Raw, one_piece, ordered
from speakprep.rehearsal.transcripts.whisper import Heard

LONGEST_CHUNK_S = 30.0
"""Seconds: what whisper hears at once; and where a server gives no times, a slide's start is
found to 2 s in chunks of 30 s, to 2.6 in chunks of 120 s."""

_FULL = 0.5
"""Share of the longest chunk from which the longest pause, not the last one, is where to cut."""

_MARGIN_S = 0.2
"""Seconds of a pause kept at either side, so that no word loses its end."""


def cut_at_pauses(talk: Span, pauses: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts of a talk to send, none longer than `LONGEST_CHUNK_S`, in order.

    Long silences stay at home. Only where nobody breathes for half a minute a word may be cut.
    """
    chunks: list[Span] = []
    start = talk.start_s
    ahead = sorted((p for p in pauses if talk.start_s < p.start_s), key=lambda p: p.start_s)
    while talk.end_s - start > LONGEST_CHUNK_S:
        latest = start + LONGEST_CHUNK_S
        near = [p for p in ahead if start < p.start_s and p.start_s + _margin(p) <= latest]
        late = [p for p in near if p.start_s >= start + _FULL * LONGEST_CHUNK_S]
        if late:
            pause = max(late, key=lambda p: (round(p.length_s, 1), p.start_s))
        elif near:
            pause = near[-1]
        else:
            pause = Span(start_s=latest, end_s=latest)
        chunks.append(Span(start_s=start, end_s=pause.start_s + _margin(pause)))
        start = pause.end_s - _margin(pause)
    if talk.end_s > start:
        chunks.append(Span(start_s=start, end_s=talk.end_s))
    return tuple(chunks)


def placed(heard: Heard, chunk: Span) -> tuple[Piece, ...]:
    """Return what was heard in a chunk with times of the recording, all of them inside it."""
    if heard.grain == "text":
        texts = (one_piece(raw.text) for raw in heard.pieces)
        text = " ".join(filter(None, texts))
        return (Piece(start_s=chunk.start_s, end_s=chunk.end_s, text=text),) if text else ()
    pieces, _ = ordered(
        Raw(
            text=raw.text,
            start_s=_inside(raw.start_s, chunk),
            end_s=_inside(raw.end_s, chunk),
        )
        for raw in heard.pieces
    )
    return pieces


def coarsest(grains: Iterable[Grain]) -> Grain:
    """Return the grain that holds for all chunks; servers may change theirs on the way."""
    found = set(grains)
    return "text" if "text" in found else "segment" if "segment" in found else "word"


def _margin(pause: Span) -> float:
    return min(_MARGIN_S, pause.length_s / 2)


def _inside(time: float | None, chunk: Span) -> float | None:
    """Move a chunk's own time; a recogniser's beyond the chunk is its end."""
    if time is None or time < 0:
        return time
    return min(chunk.start_s + time, chunk.end_s)
