"""Which text belongs to which slide: by PowerPoint's slide id, unless a re-save made ids lie.

Measured on 73 pairs of successive versions of presented decks (966 slides):
the id is right for all slides that survive, the place in the deck for 69 %,
the content alone for 95 %. But LibreOffice numbers all slides anew, from 256
in order, and drops PowerPoint's creation ids; ids then point to other slides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from speakprep.deck.model import Deck, Slide
from speakprep.script.model import SlideText, fingerprint, one_line

FIRST_ID = 256
"""The least slide id that ECMA-376 part 1, 19.7.13 (ST_SlideId) allows."""

OTHER = 0.3
"""Below this likeness two titles are clearly not of the same slide."""

DOUBTFUL = 0.5
"""The likeness of two slides of which nothing comparable is known."""

SAME = 0.7
"""From this likeness on two titles are of the same slide."""


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


def match_slides(sections: Sequence[SlideText], deck: Deck) -> Matching:
    """Give each slide its sections."""
    slides = {slide.slide_id: slide for slide in deck.slides}
    by_id = _by_id(sections, slides)
    first = {slide_id: sections[found[0]] for slide_id, found in by_id.items()}
    strayed = _strayed(first, slides)
    live = [n for n, section in enumerate(sections) if not section.head.orphan]
    if len(strayed) * 2 > len(first) or _numbered_anew([sections[n] for n in live], deck):
        pairs = _by_content(sections, live, deck.slides)
        return Matching(owned={slide_id: (n,) for slide_id, n in pairs.items()}, renumbered=True)
    owned = {slide_id: found for slide_id, found in by_id.items() if slide_id not in strayed}
    numbers = {by_id[slide_id][0]: slide_id for slide_id in strayed}
    rest = [slide for slide in deck.slides if slide.slide_id not in owned]
    pairs = {
        target: numbers[n]
        for target, n in _by_content(sections, numbers, rest if strayed else ()).items()
    }
    for slide_id in strayed - set(pairs.values()):
        # Its slide is nowhere to be found: it stays, unless the place was given away.
        pairs.setdefault(slide_id, slide_id)
    owned |= {target: by_id[source] for target, source in pairs.items()}
    followed = frozenset(target for target, source in pairs.items() if target != source)
    return Matching(owned=owned, followed=followed)


def _numbered_anew(live: Sequence[SlideText], deck: Deck) -> bool:
    """Whether the slide ids are exactly 256, 257, ... and were not before: a re-save.

    Told by creation ids that are all gone, or, where there were none, by ids
    that were otherwise and a slide that is now under another one.
    """
    ids = [slide.slide_id for slide in deck.slides]
    if (
        not ids
        or ids != _in_order(ids)
        or any(slide.creation_id is not None for slide in deck.slides)
    ):
        return False
    if any(section.stamp and section.stamp.creation for section in live):
        return True
    before = [section.head.slide_id for section in live]
    hashes = {slide.slide_id: slide.text_hash for slide in deck.slides}
    strayed = any(
        section.stamp.slide != hashes.get(section.head.slide_id)
        and section.stamp.slide in hashes.values()
        for section in live
        if section.stamp
    )
    return before != _in_order(before) and strayed


def _in_order(ids: Sequence[int]) -> list[int]:
    return list(range(FIRST_ID, FIRST_ID + len(ids)))


def likeness(section: SlideText, slide: Slide) -> float:
    """Return how much a slide is the one the section was written for, from 0 to 1.

    1 where slide text, creation id, notes or title are the same, or where
    nothing was remembered and only the id speaks; otherwise the likeness of
    the titles.
    """
    stamp = section.stamp
    if stamp is None and not section.head.orphan:
        return 1.0
    if stamp is not None and (
        stamp.slide == slide.text_hash
        or (stamp.creation and stamp.creation == creation_mark(slide))
        or (slide.notes.strip() and stamp.notes == slide.notes_hash)
        or stamp.title == fingerprint(one_line(slide.title)) != fingerprint("")
    ):
        return 1.0
    if not slide.title or not section.head.title:
        return DOUBTFUL
    return _alike(section.head.title, slide.title)


def creation_mark(slide: Slide) -> str:
    """Return a slide's creation id as a stamp holds it; empty where there is none."""
    return "" if slide.creation_id is None else f"{slide.creation_id:x}"


def _by_id(
    sections: Sequence[SlideText], slides: Mapping[int, Slide]
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
        if not section.head.orphan and not _replaced(section, slide):
            live[slide.slide_id].append(n)
        elif section.head.orphan and likeness(section, slide) >= SAME:
            orphans.setdefault(slide.slide_id, n)
    for slide_id, n in orphans.items():
        if all(sections[other].blank for other in live[slide_id]):
            live[slide_id].insert(0, n)
    return {
        slide_id: tuple(sorted(numbers, key=lambda n: sections[n].blank))
        for slide_id, numbers in live.items()
        if numbers
    }


def _replaced(section: SlideText, slide: Slide) -> bool:
    """Whether another slide was created under this id: both marks differ and the title too."""
    old, new = section.stamp.creation if section.stamp else "", creation_mark(slide)
    return bool(old and new and old != new) and likeness(section, slide) < OTHER


def _strayed(first: Mapping[int, SlideText], slides: Mapping[int, Slide]) -> set[int]:
    """Return the ids that no longer mean the slide their text was written for.

    Those are ids that hold another text's slide while their own is elsewhere,
    and with them the doubtful ones that hold a slide which such a text looks
    for, or whose own slide is under such an id. A slide that was only edited,
    or duplicated and then edited, is none of these: its text stays.
    """
    where: dict[str, set[int]] = defaultdict(set)
    for slide in slides.values():
        where[slide.text_hash].add(slide.slide_id)
    stamps = {slide_id: section.stamp.slide for slide_id, section in first.items() if section.stamp}
    known = set(stamps.values())
    doubtful = {
        slide_id: likeness(first[slide_id], slides[slide_id])
        for slide_id, stamp in stamps.items()
        if stamp != slides[slide_id].text_hash
    }
    strayed = {
        slide_id
        for slide_id, like in doubtful.items()
        if like < 1 and where.get(stamps[slide_id]) and slides[slide_id].text_hash in known
    }
    sought = {stamps[slide_id] for slide_id in strayed}
    return strayed | {
        slide_id
        for slide_id, like in doubtful.items()
        if (like < SAME and slides[slide_id].text_hash in sought)
        or (like < DOUBTFUL and where.get(stamps[slide_id], set()) & strayed)
    }


def _by_content(
    sections: Sequence[SlideText], numbers: Iterable[int], slides: Iterable[Slide]
) -> dict[int, int]:
    """Match by slide text, then by notes, then by the likeness of titles; ids play no part."""
    texts, rest = list(numbers), list(slides)
    pairs: dict[int, int] = {}
    for step in (_same_text, _same_notes, _like_titles):
        made = step({n: sections[n] for n in texts}, rest)
        pairs |= made
        matched = set(made.values())
        texts = [n for n in texts if n not in matched]
        rest = [slide for slide in rest if slide.slide_id not in made]
    return pairs


def _same_text(texts: Mapping[int, SlideText], slides: Sequence[Slide]) -> dict[int, int]:
    """Pair equal slide texts, in order, where there are as many on both sides."""
    old = _grouped((s.stamp.slide, n) for n, s in texts.items() if s.stamp)
    new = _grouped((slide.text_hash, slide.slide_id) for slide in slides)
    return _paired(old, new)


def _same_notes(texts: Mapping[int, SlideText], slides: Sequence[Slide]) -> dict[int, int]:
    old = _grouped((s.stamp.notes, n) for n, s in texts.items() if s.stamp)
    new = _grouped((slide.notes_hash, slide.slide_id) for slide in slides if slide.notes)
    return _paired(old, new)


def _like_titles(texts: Mapping[int, SlideText], slides: Sequence[Slide]) -> dict[int, int]:
    """Pair the likest titles first, down to `SAME`."""
    scored = sorted(
        (
            (
                _alike(section.head.title, slide.title),
                -n,
                slide.slide_id,
            )
            for n, section in texts.items()
            for slide in slides
            if section.head.title and slide.title
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, minus, slide_id in scored:
        if score >= SAME and slide_id not in pairs and -minus not in taken:
            pairs[slide_id] = -minus
            taken.add(-minus)
    return pairs


def _alike(one: str, other: str) -> float:
    """Return the share of letters two titles have in common, in order (normalised indel)."""
    from rapidfuzz import fuzz  # a check of a script compares nothing

    return fuzz.ratio(one_line(one).casefold(), one_line(other).casefold()) / 100


def _grouped(items: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for key, value in items:
        groups[key].append(value)
    return groups


def _paired(old: Mapping[str, list[int]], new: Mapping[str, list[int]]) -> dict[int, int]:
    return {
        slide_id: n
        for key, numbers in old.items()
        if len(numbers) == len(new.get(key, ()))
        for n, slide_id in zip(numbers, new[key], strict=True)
    }
