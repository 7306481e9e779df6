"""Which text belongs to which slide: by PowerPoint's slide id, unless a re-save made ids lie.

Measured on 73 pairs of successive versions of presented decks (966 slides):
the id is right for all slides that survive, the place in the deck for 69 %,
the content alone for 95 %. But LibreOffice numbers all slides anew, from 256
in order, and drops PowerPoint's creation ids; ids then point to other slides.
Others give ids that no slide had.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from speakprep.deck.model import Deck, Slide
from speakprep.script.content import by_content
from speakprep.script.likeness import (
    DOUBTFUL,
    SAME,
    creation_mark,
    likeness,
    other_pictures,
    replaced,
    state_of,
)
from speakprep.script.memory import Memory, known_by, was_known_by
from speakprep.script.model import SlideText

FIRST_ID = 256
"""The least slide id that ECMA-376 part 1, 19.7.13 (ST_SlideId) allows."""


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Which sections of a script belong to which slide id of a deck, the speaker's text first.

    Sections are positions in `Script.slides`; those that are in no tuple have
    no slide. `renumbered` when ids were not to be trusted; `followed` are the
    slide ids whose text came from another id because its content is here now.
    """

    owned: Mapping[int, tuple[int, ...]]
    renumbered: bool = False
    followed: frozenset[int] = frozenset()


def match_slides(sections: Sequence[SlideText], deck: Deck, memory: Memory) -> Matching:
    """Give each slide its sections.

    `memory` is what slides said when these were written, and what the deck says now.
    """
    slides = {slide.slide_id: slide for slide in deck.slides}
    by_id = _by_id(sections, slides, memory)
    first = {slide_id: sections[found[0]] for slide_id, found in by_id.items()}
    strayed = _strayed(first, slides, memory)
    live = [n for n, section in enumerate(sections) if not section.head.orphan]
    lying = len(strayed) * 2 > len(first) or _all_new(sections, deck, memory)
    if lying or _numbered_anew([sections[n] for n in live], deck, memory, found=bool(strayed)):
        pairs = by_content(sections, live, deck.slides, memory, whole=True)
        return Matching(owned={slide_id: (n,) for slide_id, n in pairs.items()}, renumbered=True)
    owned = {slide_id: found for slide_id, found in by_id.items() if slide_id not in strayed}
    numbers = {by_id[slide_id][0]: slide_id for slide_id in strayed}
    rest = [slide for slide in deck.slides if slide.slide_id not in owned]
    pairs = {
        target: numbers[n]
        for target, n in by_content(
            sections, numbers, rest if strayed else (), memory, whole=False
        ).items()
    }
    for slide_id in strayed - set(pairs.values()):
        # Its slide is nowhere to be found: it stays, unless the place was given away.
        pairs.setdefault(slide_id, slide_id)
    owned |= {target: by_id[source] for target, source in pairs.items()}
    followed = frozenset(target for target, source in pairs.items() if target != source)
    return Matching(owned=owned, followed=followed)


def _numbered_anew(live: Sequence[SlideText], deck: Deck, memory: Memory, *, found: bool) -> bool:
    """Whether the slide ids are exactly 256, 257, ... because the deck was saved elsewhere.

    Told by creation ids of which none is left (a later save in PowerPoint
    makes new ones); where there were none, by strayed texts that were `found`, or by
    ids that were otherwise and a slide that is now under another one.
    """
    ids = [slide.slide_id for slide in deck.slides]
    if not ids or ids != _in_order(ids):
        return False
    created = {creation_mark(slide) for slide in deck.slides} - {""}
    remembered = {section.stamp.creation for section in live if section.stamp} - {""}
    if remembered or created:
        return bool(remembered) and not remembered & created
    before = [section.head.slide_id for section in live]
    keys = {slide.slide_id: known_by(slide) for slide in deck.slides}
    there = set(keys.values())
    strayed = any(
        keys.get(section.head.slide_id) != was_known_by(section.stamp, memory) in there
        for section in live
        if section.stamp
    )
    return found or (before != _in_order(before) and strayed)


def _all_new(sections: Sequence[SlideText], deck: Deck, memory: Memory) -> bool:
    """Whether the deck has not one id of the script, and still most of its slides.

    Where it has few of them, it is another deck: the texts wait under their ids for their own.
    """
    if {section.head.slide_id for section in sections} & {slide.slide_id for slide in deck.slides}:
        return False
    there = {known_by(slide) for slide in deck.slides} - {()}
    live = [section.stamp for section in sections if not section.head.orphan]
    found = sum(was_known_by(stamp, memory) in there for stamp in live if stamp)
    return found * 2 > len(live)


def _in_order(ids: Sequence[int]) -> list[int]:
    return list(range(FIRST_ID, FIRST_ID + len(ids)))


def _by_id(
    sections: Sequence[SlideText], slides: Mapping[int, Slide], memory: Memory
) -> dict[int, tuple[int, ...]]:
    """Give each slide the sections that carry its id, those with text first.

    Where no text is left, an orphan returns, but only to a slide that is like
    its own, because PowerPoint gives the id of a deleted last slide to the
    next new one. A text whose slide was replaced under its id stays out as well.
    """
    live: dict[int, list[int]] = defaultdict(list)
    orphans: dict[int, int] = {}
    for n, section in enumerate(sections):
        slide = slides.get(section.head.slide_id)
        if slide is None:
            continue
        if not section.head.orphan and not _created_anew(section, slide, memory):
            live[slide.slide_id].append(n)
        elif not section.head.orphan or section.blank:
            continue
        elif likeness(section, slide, memory) >= SAME:
            orphans.setdefault(slide.slide_id, n)
    for slide_id, n in orphans.items():
        if all(sections[other].blank for other in live[slide_id]):
            live[slide_id].insert(0, n)
    return {
        slide_id: tuple(sorted(numbers, key=lambda n: sections[n].blank))
        for slide_id, numbers in live.items()
        if numbers
    }


def _created_anew(section: SlideText, slide: Slide, memory: Memory) -> bool:
    """Whether another slide was created under this id: both marks differ, and what it holds."""
    old, new = section.stamp.creation if section.stamp else "", creation_mark(slide)
    return bool(old and new and old != new) and (
        replaced(section, slide, memory) or other_pictures(section, slide, memory)
    )


def _is_under_review(section: SlideText, slide: Slide) -> bool:
    """Whether this very state of the slide was what the speaker was asked to look at."""
    stamp = section.stamp
    return stamp is not None and stamp.asked == state_of(slide, slide.notes_hash)


def _strayed(
    first: Mapping[int, SlideText], slides: Mapping[int, Slide], memory: Memory
) -> set[int]:
    """Return the ids that no longer mean the slide their text was written for.

    Those are ids whose own slide is elsewhere, while they hold another text's
    slide or their own has the place of another text; and with them the doubtful
    ones that hold a slide which such a text looks for, or whose own slide is
    under such an id. A slide that was only edited, or duplicated and then
    edited, is none of these: its text stays.
    """
    now = {slide_id: known_by(slide) for slide_id, slide in slides.items()}
    where: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for slide_id, key in now.items():
        where[key].add(slide_id)
    before = {
        slide_id: was_known_by(section.stamp, memory)
        for slide_id, section in first.items()
        if section.stamp
    }
    known = set(before.values())
    doubtful = {
        slide_id: likeness(first[slide_id], slides[slide_id], memory)
        for slide_id, key in before.items()
        if key != now[slide_id] and not _is_under_review(first[slide_id], slides[slide_id])
    }
    other = {slide_id for slide_id, like in doubtful.items() if like < 1}
    strayed = {
        slide_id
        for slide_id in other
        if (there := where.get(before[slide_id])) and (now[slide_id] in known or other & there)
    }
    sought = {before[slide_id] for slide_id in strayed}
    return strayed | {
        slide_id
        for slide_id, like in doubtful.items()
        if (like < SAME and now[slide_id] in sought)
        or (like < DOUBTFUL and where.get(before[slide_id], set()) & strayed)
    }
