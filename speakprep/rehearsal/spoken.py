"""Which text a recording holds, and how much of it: the script, or some of its slides."""

from collections.abc import Sequence

from speakprep.errors import UsageError
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
) -> tuple[SpokenScript, Amount]:
    """Return what a script's text was at the time, and how much of it was spoken.

    Hidden slides and texts without a slide are never spoken.

    Args:
        text: the script's file.
        language: its language.
        slides: numbers of the slides spoken, empty for all.

    Raises:
        UsageError: the script has no such slide.
    """
    texts = [s for s in parse_script(text).slides if not s.head.orphan and not s.head.hidden]
    chosen = _chosen(texts, slides)
    amounts = [amount(each.prose) for each in chosen]
    known = {each.head.slide_id: fingerprint(each.prose) for each in texts}
    return (
        SpokenScript(language=language, texts=tuple(known.items()), slides=slides),
        Amount(
            words=sum(each.words for each in amounts),
            han=sum(each.han for each in amounts),
            syllables=sum(
                syllable_count(each.prose, spoken)
                for each, spoken in zip(chosen, amounts, strict=True)
            ),
        ),
    )


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
