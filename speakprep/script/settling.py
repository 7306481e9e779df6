"""What only the speaker can decide: whose text it is after a slide was replaced or has gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.deck.model import Deck, Slide
from speakprep.errors import UsageError
from speakprep.script.files import quote_notes
from speakprep.script.likeness import SAME, creation_mark, replaced, unchanged, words_alike
from speakprep.script.match import Matching
from speakprep.script.memory import Memory
from speakprep.script.model import SlideText


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the speaker decided, by slide number.

    The text still fits (`keep`), goes to the end of the script (`aside`), or
    the slide takes the one it is offered (`take`).
    """

    keep: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()
    take: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whether the text headed `title` is for a slide, now called `label`.

    The slide was `replaced` under it, or is like the one it had and is `offered` it.
    """

    kind: Literal["replaced", "offered"]
    slide: int
    label: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Which text is whose after the answers, and what is offered to whom.

    Sections are positions in the old script: put `aside`, `taken` over from the
    end, or `spent`, because the deck's notes were all they held. `kept` are the
    numbers of slides whose text fits; `offers` name a slide for a section.
    """

    matching: Matching
    kept: frozenset[int]
    aside: frozenset[int]
    taken: frozenset[int]
    spent: frozenset[int]
    offers: Mapping[int | None, int]


def settle(
    sections: Sequence[SlideText],
    deck: Deck,
    matching: Matching,
    memory: Memory,
    answers: Answers,
) -> Settled:
    """Apply answers to a matching.

    Raises:
        UsageError: an answer is about a slide that nothing was asked about.
    """
    owned = dict(matching.owned)
    doubted = {
        slide.number: owned[slide.slide_id][0]
        for slide in deck.slides
        if slide.slide_id in owned
        and _is_doubted(sections[owned[slide.slide_id][0]], slide, memory)
    }
    _check("aside", answers.aside, doubted)
    by_number = {slide.number: slide for slide in deck.slides}
    for number in answers.aside:
        slide_id = by_number[number].slide_id
        owned[slide_id] = owned[slide_id][1:]
    aside = frozenset(doubted[number] for number in answers.aside)
    offers = _offers(sections, deck, owned, memory, aside)
    _check("take", answers.take, offers)
    taken = frozenset(offers[number] for number in answers.take)
    spent: set[int] = set()
    for number in answers.take:
        slide_id = by_number[number].slide_id
        spent |= set(owned.get(slide_id, ()))
        owned[slide_id] = (offers[number],)
    written = {s.number for s in deck.slides if owned.get(s.slide_id)}
    _check("keep", answers.keep, written)
    open_offers = {n: at for n, at in offers.items() if n not in answers.take}
    return Settled(
        matching=replace(matching, owned={key: found for key, found in owned.items() if found}),
        kept=answers.keep | answers.take,
        aside=aside,
        taken=taken,
        spent=frozenset(spent),
        offers={at: number for number, at in open_offers.items()},
    )


def _is_doubted(section: SlideText, slide: Slide, memory: Memory) -> bool:
    return bool(section.prose) and replaced(section, slide, memory)


def _offers(
    sections: Sequence[SlideText],
    deck: Deck,
    owned: Mapping[int, tuple[int, ...]],
    memory: Memory,
    aside: frozenset[int],
) -> dict[int, int]:
    """Return for slides without words of the speaker's own the text most like them, if any.

    What was just put aside is offered to nobody in the same breath.
    """
    busy = {n for numbers in owned.values() for n in numbers} | aside
    unread = {problem.slide_id for problem in deck.problems if problem.lost == "slide"}
    lost = [
        n
        for n, section in enumerate(sections)
        if n not in busy and section.prose and section.head.slide_id not in unread
    ]
    if not lost:
        return {}
    free = [
        slide
        for slide in deck.slides
        if all(_is_spare(sections[n], slide, memory) for n in owned.get(slide.slide_id, ()))
    ]
    scores = sorted(
        (-score, n, slide.number)
        for n in lost
        for slide in free
        if (score := _fitness(sections[n], slide, memory)) >= SAME
    )
    offers: dict[int, int] = {}
    for _, n, number in scores:
        if number not in offers and n not in offers.values():
            offers[number] = n
    return offers


def _fitness(section: SlideText, slide: Slide, memory: Memory) -> float:
    """Return the likeness that makes an offer: of what is on the slide, not of its title alone."""
    stamp = section.stamp
    if stamp and stamp.creation and stamp.creation == creation_mark(slide):
        return 1.0
    if not any(block.kind != "alt" for block in slide.blocks):
        return 0.0
    return 1.0 if unchanged(section, slide, memory) else words_alike(section, slide, memory)


def _is_spare(section: SlideText, slide: Slide, memory: Memory) -> bool:
    """Whether a section holds nothing but the notes, which the deck holds as well."""
    if section.blank or section.origin != "notes" or not slide.notes.strip():
        return section.blank
    before = memory.notes.get(section.stamp.notes, "") if section.stamp else ""
    text = section.text.replace("\r\n", "\n").strip("\n")
    return text in {quote_notes(notes, "\n") for notes in (slide.notes, before)}


def _check(option: str, numbers: Iterable[int], known: Iterable[int]) -> None:
    wrong = sorted(set(numbers) - set(known))
    if not wrong:
        return
    what = {
        "keep": "has no text in the script",
        "aside": "was not replaced under its text",
        "take": "is offered no text",
    }[option]
    raise UsageError(
        f"--{option} {wrong[0]}: slide {wrong[0]} {what}",
        hint="see what is open with: speakprep script status",
    )
