"""Which slide a text was written for by what is on the slides; ids play no part."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from speakprep.deck.model import Slide
from speakprep.script.likeness import OTHER, SAME, state_of, titles_alike
from speakprep.script.memory import Memory, key_of, line_key, overlap, seen, tokens
from speakprep.script.model import SlideText, one_line

_REACH = 50
"""So far apart twins are looked at in a deck full of them; it keeps the work in proportion."""

Pairs = dict[int, int]
"""Slide id to the position of its section."""


def by_content(
    sections: Sequence[SlideText], numbers: Iterable[int], slides: Iterable[Slide], memory: Memory
) -> Pairs:
    """Match sections, by position, with slides: equal ones first, then alike ones, then neighbours.

    A tenth of all slides says what another one of the deck says ("Demo"):
    those are told apart by their notes, then by what stands around them.
    """
    search = _Search(
        {n: sections[n] for n in sorted(numbers)}, {slide.slide_id: slide for slide in slides}
    )
    # What is under review was written for something else, but stood under this.
    search.pair_equal(
        lambda s: (s.stamp.asked or None) if s.stamp else None,
        lambda slide: state_of(slide, slide.notes_hash),
    )
    search.pair_equal(
        lambda s: (key_of(s.stamp.slide, memory), s.stamp.notes) if s.stamp else None,
        lambda slide: (line_key(seen(slide)), slide.notes_hash) if slide.notes.strip() else None,
    )
    search.pair_equal(
        lambda s: key_of(s.stamp.slide, memory) if s.stamp else None,
        lambda slide: line_key(seen(slide)),
    )
    search.pair_equal(
        lambda s: s.stamp.notes if s.stamp else None,
        lambda slide: slide.notes_hash if slide.notes.strip() else None,
    )
    search.pair_alike(memory)
    return search.pairs


class _Search:
    """What is matched so far."""

    def __init__(self, texts: Mapping[int, SlideText], slides: Mapping[int, Slide]) -> None:
        self._texts, self._slides = texts, slides
        self._order, self._deck = list(texts), list(slides)
        self._at = {n: place for place, n in enumerate(self._order)}
        self._where = {slide_id: place for place, slide_id in enumerate(self._deck)}
        self.pairs: Pairs = {}
        self._taken: set[int] = set()

    def pair_equal(
        self,
        old: Callable[[SlideText], object | None],
        new: Callable[[Slide], object | None],
    ) -> None:
        """Pair what has the same key; where several have it, those with the same neighbours.

        The empty key of slides without words tells nothing by itself.
        """
        texts = _grouped((old(self._texts[n]), n) for n in self._free_texts())
        slides = _grouped((new(self._slides[each]), each) for each in self._free_slides())
        for key, numbers in texts.items():
            ids = slides.get(key, [])
            if len(numbers) == len(ids) == 1:
                self._pair(numbers[0], ids[0])
        for key, numbers in texts.items():
            self._pair_twins(
                [n for n in numbers if n not in self._taken],
                [each for each in slides.get(key, ()) if each not in self.pairs],
                telling=key != (),
            )

    def pair_alike(self, memory: Memory) -> None:
        """Pair the likest first, down to `SAME`; then what is fairly alike and in its place."""
        scores = sorted(self._scores(memory), key=lambda found: (-found[0], found[1], found[2]))
        for score, n, slide_id in scores:
            if score >= SAME:
                self._pair(n, slide_id)
        for score, n, slide_id in scores:
            if score >= OTHER and self._neighbours(n, slide_id) == 2:
                self._pair(n, slide_id)

    def _scores(self, memory: Memory) -> Iterable[tuple[float, int, int]]:
        after = {each: tokens(seen(self._slides[each]).texts) for each in self._free_slides()}
        named = Counter(one_line(self._slides[each].title).casefold() for each in after)
        for n in self._free_texts():
            section = self._texts[n]
            said = memory.slides.get(section.stamp.slide) if section.stamp else None
            before = tokens(said.texts) if said else None
            title = one_line(said.title if said else section.head.title).casefold()
            for slide_id, words in after.items():
                other = one_line(self._slides[slide_id].title).casefold()
                alike = titles_alike(title, other) if before is None else overlap(before, words)
                if alike is None or alike < OTHER:
                    continue
                if title and title == other and named[title] == 1:
                    alike = max(alike, SAME)
                yield alike, n, slide_id

    def _pair_twins(self, numbers: list[int], ids: list[int], *, telling: bool) -> None:
        if not numbers or not ids:
            return
        ranked = sorted(
            (-self._neighbours(n, each), abs(place - rank), n, each)
            for place, n in enumerate(numbers)
            for rank, each in enumerate(ids)
            if abs(place - rank) <= _REACH
        )
        counted = len(numbers) == len(ids)
        for minus, _, n, each in ranked:
            if telling or counted or minus:
                self._pair(n, each)

    def _neighbours(self, n: int, slide_id: int) -> int:
        """Return on how many sides, of two, section and slide have the same neighbour."""
        return sum(self._same_beside(n, slide_id, step) for step in (-1, 1))

    def _same_beside(self, n: int, slide_id: int, step: int) -> bool:
        at, where = self._at[n] + step, self._where[slide_id] + step
        text = self._order[at] if 0 <= at < len(self._order) else None
        slide = self._deck[where] if 0 <= where < len(self._deck) else None
        if slide is None or text is None:
            return slide is text
        return self.pairs.get(slide) == text

    def _pair(self, n: int, slide_id: int) -> None:
        if n not in self._taken and slide_id not in self.pairs:
            self.pairs[slide_id] = n
            self._taken.add(n)

    def _free_texts(self) -> list[int]:
        return [n for n in self._order if n not in self._taken]

    def _free_slides(self) -> list[int]:
        return [each for each in self._deck if each not in self.pairs]


def _grouped(items: Iterable[tuple[object | None, int]]) -> dict[object, list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for key, value in items:
        if key is not None:
            groups[key].append(value)
    return groups
