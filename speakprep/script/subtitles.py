"""A script as subtitles: SRT and WebVTT, from planned times or from measured ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from speakprep.script.plain import Part, as_spoken, passages, split_signs
from speakprep.script.short_lines import short_lines
from speakprep.script.timing import DEFAULT_PACE, SLIDE_CHANGE_SECONDS, Pace, seconds
from speakprep.talk.language import Language, detect
from speakprep.talk.sentences import split_sentences

COLUMNS: dict[Language, int] = {"en": 42, "zh": 36}
"""Columns of a line: 42 letters, or 18 Han characters (streaming services ask for at most 42
letters and 16 to 20 characters)."""

LINES: dict[Language, int] = {"en": 2, "zh": 1}
"""Lines on the screen at once: about five seconds of speech in either language."""

LEAST_SECONDS = 1.0
"""What is shown for less takes the next line in, too: nobody reads it otherwise."""

_LEAST_SPOKEN = 0.3
"""Seconds for words that count as nothing, such as a row of dashes."""


@dataclass(frozen=True, kw_only=True)
class Cue:
    """Lines on the screen from `start_ms` to `end_ms`, milliseconds into the talk."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Said:
    """Lines that are said in so many seconds; without lines a pause."""

    lines: tuple[str, ...]
    seconds: float


def cues(
    parts: Sequence[Part],
    pace: Pace = DEFAULT_PACE,
    marks: Sequence[float] = (),
) -> tuple[Cue, ...]:
    """Return a script's subtitles; hidden slides have none.

    Args:
        parts: the script.
        pace: how fast the speaker is, where nothing was measured.
        marks: seconds at which each slide that is not hidden came up, ascending, as a
            rehearsal measured them; one more is the end of the talk. Without them the
            times are those that the text takes.
    """
    timed: list[Cue] = []
    clock = 0.0
    for index, part in enumerate(part for part in parts if not part.hidden):
        said = list(_said(part, pace))
        span = sum(each.seconds for each in said)
        if index < len(marks):
            clock = marks[index]
            if index + 1 < len(marks):
                span = marks[index + 1] - clock
        for start, end, lines in _spread(said, clock, span):
            # Rounding may not turn time back.
            first = max(round(start * 1000), timed[-1].end_ms if timed else 0)
            last = max(round(end * 1000), first + 1)
            timed.append(Cue(start_ms=first, end_ms=last, lines=lines))
        clock += span + SLIDE_CHANGE_SECONDS
    return tuple(timed)


def render_srt(shown: Iterable[Cue]) -> str:
    """Write SubRip, as players read it: numbered, a comma before the milliseconds."""
    blocks = [
        f"{number}\n{_stamp(cue.start_ms, ',')} --> {_stamp(cue.end_ms, ',')}\n"
        + "".join(f"{_srt(line)}\n" for line in cue.lines)
        for number, cue in enumerate(shown, start=1)
    ]
    return "\n".join(blocks)


def render_vtt(shown: Iterable[Cue]) -> str:
    """Write WebVTT (W3C, 2019): escaped, a full stop before the milliseconds."""
    blocks = [
        f"\n{_stamp(cue.start_ms, '.')} --> {_stamp(cue.end_ms, '.')}\n"
        + "".join(f"{_vtt(line)}\n" for line in cue.lines)
        for cue in shown
    ]
    return "WEBVTT\n" + "".join(blocks)


def _said(part: Part, pace: Pace) -> Iterator[_Said]:
    for passage in passages(part.text):
        if passage.kind not in {"text", "pause"}:
            continue
        for spoken in as_spoken(passage.text):
            for words, pause in split_signs(spoken):
                if pause:
                    yield _Said(lines=(), seconds=pause)
                else:
                    yield from _grouped(_lines(words, pace), LINES[detect(words)])


def _lines(words: str, pace: Pace) -> Iterator[list[_Said]]:
    """Yield the lines of each sentence."""
    for sentence in split_sentences(words):
        yield [
            _Said(lines=(line,), seconds=max(seconds(line, pace).likely, _LEAST_SPOKEN))
            for line in short_lines(sentence, COLUMNS[detect(sentence)])
        ]


def _grouped(sentences: Iterable[list[_Said]], most: int) -> Iterator[_Said]:
    """Put lines together that are on the screen at once; a sentence begins anew."""
    shown = _Said(lines=(), seconds=0.0)
    for sentence in sentences:
        for position, line in enumerate(sentence):
            begins = position == 0 and shown.seconds >= LEAST_SECONDS
            if shown.lines and (begins or len(shown.lines) == most):
                yield shown
                shown = _Said(lines=(), seconds=0.0)
            shown = _Said(lines=shown.lines + line.lines, seconds=shown.seconds + line.seconds)
    if shown.lines:
        yield shown


def _spread(
    said: Sequence[_Said], start: float, span: float
) -> Iterator[tuple[float, float, tuple[str, ...]]]:
    """Fit what is said on a slide into its time; pauses keep their length where they can."""
    still = sum(each.seconds for each in said if not each.lines)
    spoken = sum(each.seconds for each in said if each.lines)
    slack = span - still
    faster = slack / spoken if spoken and slack > 0 else span / max(still + spoken, _LEAST_SPOKEN)
    for each in said:
        keeps = not each.lines and slack > 0
        end = start + each.seconds * (1 if keeps else faster)
        if each.lines:
            yield start, end, each.lines
        start = end


def _stamp(time: int, point: str) -> str:
    rest, milliseconds = divmod(time, 1000)
    minutes, second = divmod(rest, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}{point}{milliseconds:03d}"


def _srt(line: str) -> str:
    """SubRip has no escapes: what a player takes for an arrow, a tag or a style is widened."""
    line = line.replace("-->", "→").replace("<", "＜").replace(">", "＞")
    return line.replace("{\\", "｛\\")


def _vtt(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
