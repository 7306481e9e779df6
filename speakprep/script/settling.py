"""What only the speaker can decide: whose text it is after a slide was replaced or has gone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.deck.model import Deck, Slide
from speakprep.errors import UsageError
from speakprep.script.files import quote_notes
from speakprep.script.likeness import REACH, SAME, Alike, creation_mark, replaced
from speakprep.script.match import Matching
from speakprep.script.memory import Memory, known_by, was_known_by
from speakprep.script.model import SlideText, Stamp

_HINT = "see what is open with: speakprep script status"


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

    The slide was `replaced` under it, or is like the one it had and is `offered` it;
    `begins` is how the text begins, on one line.
    """

    kind: Literal["replaced", "offered"]
    slide: int
    label: str
    title: str
    begins: str


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
    by_number = {slide.number: slide for slide in deck.slides}
    _check_numbers(answers, by_number)
    doubted = {
        slide.number: owned[slide.slide_id][0]
        for slide in deck.slides
        if slide.slide_id in owned
        and _is_doubted(sections[owned[slide.slide_id][0]], slide, memory)
    }
    _check("aside", answers.aside, doubted)
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
    """Return for slides without words of the speaker's own the text most like them, if any."""
    busy = {n for numbers in owned.values() for n in numbers}
    unread = {problem.slide_id for problem in deck.problems if problem.lost == "slide"}
    lost = {
        n: section
        for n, section in enumerate(sections)
        if n not in busy and section.prose and section.head.slide_id not in unread
    }
    if not lost:
        return {}
    free = [
        slide
        for slide in deck.slides
        if all(_is_spare(sections[n], slide, memory) for n in owned.get(slide.slide_id, ()))
    ]
    scores = sorted(
        (-score, n, slide.number)
        for n, score, slide in _scores(lost, aside, free, memory)
        if score >= SAME
    )
    offers: dict[int, int] = {}
    placed: set[int] = set()
    for _, n, number in scores:
        if number not in offers and n not in placed:
            offers[number] = n
            placed.add(n)
    return offers


def _scores(
    lost: Mapping[int, SlideText], aside: frozenset[int], free: Iterable[Slide], memory: Memory
) -> Iterator[tuple[int, float, Slide]]:
    """Yield which free slide is how much like the one that a lost text was written for.

    The creation id of what was put aside does not lead it back to where it was.
    """
    marked: dict[object, list[Slide]] = defaultdict(list)
    for slide in free:
        for mark in (creation_mark(slide), known_by(slide)):
            marked[mark].append(slide)
    alike = Alike(free)
    for n, section in lost.items():
        stamp = section.stamp or Stamp()
        for mark in ("" if n in aside else stamp.creation, was_known_by(stamp, memory)):
            yield from ((n, 1.0, slide) for slide in marked.get(mark, ())[:REACH] if mark)
        yield from ((n, score, slide) for score, slide in alike.to(section, memory))


def _is_spare(section: SlideText, slide: Slide, memory: Memory) -> bool:
    """Whether a section holds nothing but the notes, which the deck holds as well."""
    if section.blank or section.origin != "notes" or not slide.notes.strip():
        return section.blank
    before = memory.notes.get(section.stamp.notes, "") if section.stamp else ""
    text = section.text.replace("\r\n", "\n").strip("\r\n")
    return text in {quote_notes(notes, "\n") for notes in (slide.notes, before)}


def _check_numbers(answers: Answers, known: Mapping[int, Slide]) -> None:
    for option, numbers in vars(answers).items():
        for number in sorted(set(numbers) - set(known)):
            raise UsageError(f"--{option} {number}: the deck has no slide {number}", hint=_HINT)


def _check(option: str, numbers: Iterable[int], known: Iterable[int]) -> None:
    wrong = sorted(set(numbers) - set(known))
    if not wrong:
        return
    what = {
        "keep": "has no text in the script",
        "aside": "was not replaced under its text",
        "take": "is offered no text",
    }[option]
    raise UsageError(f"--{option} {wrong[0]}: slide {wrong[0]} {what}", hint=_HINT)
