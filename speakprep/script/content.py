"""Which slide a text was written for by what is on the slides; ids play no part."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from speakprep.deck.model import Slide
from speakprep.script.likeness import OTHER, REACH, SAME, Alike, state_of
from speakprep.script.memory import Memory, known_by, media_of, was_known_by
from speakprep.script.model import SlideText, one_line

Pairs = dict[int, int]
"""Slide id to the position of its section."""


def by_content(
    sections: Sequence[SlideText],
    numbers: Iterable[int],
    slides: Iterable[Slide],
    memory: Memory,
    *,
    whole: bool,
) -> Pairs:
    """Match sections, by position, with slides: equal ones first, then alike ones, then neighbours.

    A tenth of all slides says what another one of the deck says ("Demo"):
    those are told apart by their notes or pictures, then by what stands around them.
    When these are the `whole` script and deck, what is left between the same two
    neighbours is paired as well, however unlike: the speaker will be asked.
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
        lambda s: (was_known_by(s.stamp, memory), s.stamp.notes) if s.stamp else None,
        lambda slide: (known_by(slide), slide.notes_hash) if slide.notes.strip() else None,
    )
    search.pair_equal(
        lambda s: (was_known_by(s.stamp, memory), s.stamp.media) if s.stamp else None,
        lambda slide: (known_by(slide), media_of(slide)) if slide.media else None,
    )
    search.pair_equal(
        lambda s: was_known_by(s.stamp, memory) if s.stamp else None,
        known_by,
    )
    search.pair_equal(
        lambda s: s.stamp.notes if s.stamp else None,
        lambda slide: slide.notes_hash if slide.notes.strip() else None,
    )
    search.pair_alike(memory)
    if whole:
        search.pair_in_place()
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

    def pair_in_place(self) -> None:
        """Pair a text with the slide that stands where its own stood, between the same two."""
        for at, slide_id in enumerate(self._deck):
            text = self.pairs.get(self._deck[at - 1]) if at else None
            if at and text is None:
                continue
            after = self._at[text] + 1 if text is not None else 0
            n = self._order[after] if after < len(self._order) else None
            # Of a text about which nothing is remembered, nobody could say that it is unlike.
            if n is not None and self._texts[n].stamp and self._neighbours(n, slide_id) == 2:
                self._pair(n, slide_id)

    def _scores(self, memory: Memory) -> Iterable[tuple[float, int, int]]:
        free = [self._slides[each] for each in self._free_slides()]
        titled = Counter(_title(slide) for slide in free)
        alike = Alike(free)
        for n in self._free_texts():
            section = self._texts[n]
            said = memory.slides.get(section.stamp.slide) if section.stamp else None
            title = one_line(said.title if said else section.head.title).casefold()
            for score, slide in alike.to(section, memory):
                if score < OTHER:
                    continue
                if title and title == _title(slide) and titled[title] == 1:
                    yield max(score, SAME), n, slide.slide_id
                else:
                    yield score, n, slide.slide_id

    def _pair_twins(self, numbers: list[int], ids: list[int], *, telling: bool) -> None:
        if not numbers or not ids:
            return
        ranked = sorted(
            (-self._neighbours(n, each), abs(place - rank), n, each)
            for place, n in enumerate(numbers)
            for rank, each in enumerate(ids[: place + REACH])
            if place - rank <= REACH
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


def _title(slide: Slide) -> str:
    return one_line(slide.title).casefold()


def _grouped(items: Iterable[tuple[object | None, int]]) -> dict[object, list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for key, value in items:
        if key is not None:
            groups[key].append(value)
    return groups
