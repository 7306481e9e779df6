"""What a transcript says about a rehearsal: figures, and what is worth attention."""

from collections.abc import Sequence
from dataclasses import dataclass

from speakprep.rehearsal.alignment import (
    LEAST_SAID,
    START_ERROR_S,
    Alignment,
    Aside,
    Written,
    align,
)
from speakprep.rehearsal.fillers import Filler, Repeated, fillers, repeated
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import Grain, Transcript
from speakprep.rehearsal.transcripts.rolling import PACE_ERROR, Moment, pace_over_time
from speakprep.rehearsal.transcripts.tokens import timed
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Level, Place

MANY_FILLERS = 0.04
"""Share of the words from which fillers are many: Read.ai's threshold."""

_MOST_NAMED = 8


@dataclass(frozen=True, kw_only=True)
class SlideTold:
    """One slide: `coverage` is 0 to 1, times are seconds into the recording."""

    slide_id: int
    number: int | None
    title: str
    words: int
    coverage: float
    skipped: bool
    start_s: float | None
    visits: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a transcript says, each figure with its error.

    `words` counts Han characters singly. `in_script` and `of_script` are shares of the words said
    and of the words written that agree; misheard words count against both. `start_error_s` holds
    for nine slide starts of ten, `pace_error` is a share. Sounds among the fillers are a lower
    bound. Without a script there are no slides, asides and fillers.
    """

    rehearsal: str
    file: str
    source: str
    by: str
    grain: Grain
    language: Language
    words: int
    minutes: float
    in_script: float | None
    of_script: float | None
    other_talk: bool
    slides: tuple[SlideTold, ...]
    asides: tuple[Aside, ...]
    fillers: tuple[Filler, ...]
    repeated: tuple[Repeated, ...]
    pace: tuple[Moment, ...]
    start_error_s: float
    pace_error: float

    @property
    def skipped(self) -> tuple[SlideTold, ...]:
        """The slides that have a text, and were not said."""
        return tuple(slide for slide in self.slides if slide.skipped)


def tell(
    transcript: Transcript,
    slides: Sequence[Written],
    language: Language,
    pauses: Sequence[Span],
    names: tuple[str, str],
) -> Told:
    """Work out what a transcript says.

    Args:
        transcript: what was said.
        slides: the script, empty where there is none.
        language: the language spoken.
        pauses: the long pauses of the recording.
        names: of the rehearsal and of the transcript's file.

    Raises:
        InputError: the transcript is far longer than any talk.
    """
    said = timed(transcript.pieces, language, pauses)
    script = [word for slide in slides for word in slide.words]
    alignment = align(slides, said) if script else None
    other = alignment is not None and alignment.other_talk
    against = None if other else alignment
    return Told(
        rehearsal=names[0],
        file=names[1],
        source=transcript.source,
        by=transcript.by,
        grain=transcript.grain,
        language=language,
        words=len(said.words),
        minutes=round((said.ends[-1] - said.starts[0]) / 60, 2) if said.words else 0.0,
        in_script=round(alignment.in_script, 3) if alignment else None,
        of_script=round(alignment.of_script, 3) if alignment else None,
        other_talk=other,
        slides=_slides(against) if against else (),
        asides=against.asides if against else (),
        fillers=fillers(said, against.scripted) if against else (),
        repeated=() if other else repeated(said, script),
        pace=pace_over_time(said, language),
        start_error_s=START_ERROR_S[transcript.grain],
        pace_error=PACE_ERROR[transcript.grain],
    )


def findings(told: Told, *, same_recording: bool, changed: Sequence[int]) -> tuple[Finding, ...]:
    """Return what to look at, the most pressing first.

    Args:
        told: what the transcript says.
        same_recording: whether the transcript was made of the recording as it was logged.
        changed: numbers of the slides whose text is another one since the rehearsal.
    """
    found: list[tuple[str, Level, str]] = []
    if told.other_talk:
        found.append(("RHS301", "warning", _other(told)))
    if not same_recording:
        message = "this transcript was made of another recording than the one logged"
        found.append(("RHS302", "warning", message))
    if told.skipped:
        share = f"less than {LEAST_SAID:.0%} of the text was said"
        found.append(("RHS303", "warning", f"skipped {_slides_named(told.skipped)}: {share}"))
    if changed and told.slides:
        numbers = _numbers(changed)
        message = f"the script was changed since, on {numbers}: its new text is what is compared"
        found.append(("RHS304", "advice", message))
    fillers_said = sum(filler.count for filler in told.fillers)
    if told.words and fillers_said > MANY_FILLERS * told.words:
        message = (
            f"{fillers_said / told.words:.0%} of the words are fillers that the script does not "
            f"have; below {MANY_FILLERS:.0%} nobody notices them"
        )
        found.append(("RHS305", "advice", message))
    place = Place(file=told.file)
    return tuple(
        Finding(code=code, level=level, message=message, place=place)
        for code, level, message in found
    )


def _other(told: Told) -> str:
    return (
        f"this looks like the transcript of another talk, or another script: {told.in_script:.0%} "
        f"of what was said is in the script, and {told.of_script:.0%} of the script was said"
    )


def _slides(alignment: Alignment) -> tuple[SlideTold, ...]:
    return tuple(
        SlideTold(
            slide_id=slide.slide_id,
            number=slide.number,
            title=slide.title,
            words=slide.words,
            coverage=round(slide.coverage, 3),
            skipped=slide.skipped,
            start_s=None if slide.start_s is None else round(slide.start_s, 1),
            visits=tuple(
                Span(start_s=round(each.start_s, 1), end_s=round(each.end_s, 1))
                for each in slide.visits
            ),
        )
        for slide in alignment.slides
    )


def _slides_named(slides: Sequence[SlideTold]) -> str:
    return _numbers([slide.number for slide in slides])


def _numbers(numbers: Sequence[int | None]) -> str:
    named = [str(number or "?") for number in numbers[:_MOST_NAMED]]
    more = f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else ""
    return f"slide{'s' * (len(numbers) > 1)} {', '.join(named)}{more}"
