"""Subtitles in both languages on one clock: that of the language the talk is given in."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from speakprep.script.plain import Part
from speakprep.script.subtitles import Cue, cues, render_srt
from speakprep.script.timing import SLIDE_CHANGE_SECONDS, Pace, seconds

DRAFT = "[DRAFT / 草稿]"
"""Stands above every subtitle of a draft: it may be on a screen at any moment."""


def both_tracks(
    given: Sequence[Part], source: Sequence[Part], pace: Pace, *, draft: bool
) -> tuple[str, str]:
    """Return SubRip of the translation and of its source, the same slides at the same times.

    Args:
        given: the translated script, in which the talk is given: its times are used.
        source: the script it was translated from.
        pace: how fast the speaker is in the language the talk is given in.
        draft: whether something in it is not signed.
    """
    marks = slide_times(given, pace)
    there = render_srt(_marked(cues(given, pace, marks), draft=draft))
    return there, render_srt(cues(_same_slides(given, source), pace, marks))


def slide_times(parts: Sequence[Part], pace: Pace) -> tuple[float, ...]:
    """Return when each slide that is not hidden comes up, and the end, in seconds."""
    times = [0.0]
    for part in parts:
        if not part.hidden:
            times.append(times[-1] + seconds(part.text, pace).likely + SLIDE_CHANGE_SECONDS)
    return tuple(times)


def _same_slides(given: Sequence[Part], source: Sequence[Part]) -> tuple[Part, ...]:
    """Return the source's texts in the order and number of the translation's slides."""
    texts: dict[int, list[str]] = defaultdict(list)
    for part in source:
        texts[part.slide_id].append(part.text)
    times = Counter[int]()
    found = []
    for part in given:
        here = texts[part.slide_id]
        nth = times[part.slide_id]
        times[part.slide_id] += 1
        found.append(replace(part, text=here[nth] if nth < len(here) else ""))
    return tuple(found)


def _marked(shown: Sequence[Cue], *, draft: bool) -> tuple[Cue, ...]:
    return tuple(replace(cue, lines=(DRAFT, *cue.lines)) if draft else cue for cue in shown)
