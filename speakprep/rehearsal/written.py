"""A script as words to lay a transcript beside."""

from collections.abc import Collection, Iterator

from speakprep.rehearsal.alignment import Written
from speakprep.rehearsal.transcripts.tokens import words
from speakprep.script.model import Script
from speakprep.script.plain import as_spoken, parts_of, passages, split_signs
from speakprep.talk.language import Language


def written_slides(
    script: Script, language: Language, numbers: Collection[int] = ()
) -> tuple[Written, ...]:
    """Return what is to be said on each slide that is not hidden.

    Args:
        script: the script.
        language: its language, in which its numbers are spoken.
        numbers: the slides meant, by number or, without one, by place; all where empty.
    """
    shown = [part for part in parts_of(script) if not part.hidden]
    return tuple(
        Written(
            slide_id=part.slide_id,
            number=part.number,
            title=part.title,
            words=words(" ".join(_aloud(part.text)), language),
        )
        for place, part in enumerate(shown, 1)
        if not numbers or (part.number or place) in numbers
    )


def _aloud(text: str) -> Iterator[str]:
    for passage in passages(text):
        if passage.kind == "text":
            for line in as_spoken(passage.text):
                yield from (said for said, pause in split_signs(line) if not pause)
