"""Which text a recording holds, and how much of it: the script, or some of its slides."""

from collections.abc import Sequence

from speakprep.errors import UsageError
from speakprep.rehearsal.marks import LEAFED_PAST_S, Mark, Marks
from speakprep.rehearsal.model import Amount
from speakprep.rehearsal.record import SpokenScript
from speakprep.rehearsal.syllables import syllable_count
from speakprep.script.files import parse_script
from speakprep.script.model import Script, SlideText, fingerprint
from speakprep.script.timing import amount
from speakprep.talk.language import Language

MAX_NAMED = 5
"""So many wrong slide numbers are named; the rest would only fill the screen."""


def spoken_script(
    text: str, language: Language, slides: tuple[int, ...]
) -> tuple[SpokenScript, tuple[SlideText, ...]]:
    """Return what a script's text was at the time, and the texts that were meant to be spoken.

    Hidden slides and texts without a slide are never spoken.

    Args:
        text: the script's file.
        language: its language.
        slides: numbers of the slides spoken, empty for all.

    Raises:
        UsageError: the script has no such slide.
    """
    texts = [s for s in parse_script(text).slides if not s.head.orphan and not s.head.hidden]
    known = {each.head.slide_id: fingerprint(each.prose) for each in texts}
    script = SpokenScript(language=language, texts=tuple(known.items()), slides=slides)
    return script, tuple(_chosen(texts, slides))


def amount_of(texts: Sequence[SlideText]) -> Amount:
    """Return how much there is to say in some slides' texts."""
    amounts = [amount(each.prose) for each in texts]
    return Amount(
        words=sum(each.words for each in amounts),
        han=sum(each.han for each in amounts),
        syllables=sum(
            syllable_count(each.prose, spoken) for each, spoken in zip(texts, amounts, strict=True)
        ),
    )


def reached(texts: Sequence[SlideText], marks: Marks | None) -> tuple[SlideText, ...]:
    """Return the texts whose slides were up long enough to be spoken to.

    All of them where no mark tells; a text without an id is taken to be among them.
    """
    seconds: dict[int, float] = {}
    for mark in marks.visits if marks else ():
        seconds[mark.slide_id] = seconds.get(mark.slide_id, 0.0) + _length(mark)
    up = {slide for slide, length in seconds.items() if length >= LEAFED_PAST_S}
    if not any(text.head.slide_id in up for text in texts if text.head.slide_id):
        return tuple(texts)
    return tuple(text for text in texts if not text.head.slide_id or text.head.slide_id in up)


def changed_since(script: Script, spoken: SpokenScript | None) -> tuple[int, ...]:
    """Return the numbers of the slides whose text is not the one that was spoken."""
    then = dict(spoken.texts) if spoken else {}
    return tuple(
        slide.head.number
        for slide in script.slides
        if slide.head.number is not None
        and slide.head.slide_id in then
        and fingerprint(slide.prose) != then[slide.head.slide_id]
    )


def _length(mark: Mark) -> float:
    """Return how long a visit was; one that only the recording's end ends was long enough."""
    return LEAFED_PAST_S if mark.to_s is None else mark.to_s - mark.from_s


def _chosen(texts: Sequence[SlideText], slides: tuple[int, ...]) -> list[SlideText]:
    # A heading written by hand may have no number: then its place counts.
    numbered = [(text.head.number or place, text) for place, text in enumerate(texts, 1)]
    known = {number for number, _ in numbered}
    missing = [str(number) for number in slides if number not in known]
    if missing:
        more = f" and {len(missing) - MAX_NAMED} more" if len(missing) > MAX_NAMED else ""
        raise UsageError(
            f"the script has no visible slide {', '.join(missing[:MAX_NAMED])}{more}",
            hint="slide numbers are those of the headings: --slides 1-3,7",
        )
    return [text for number, text in numbered if not slides or number in slides]
