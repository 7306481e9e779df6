"""Whatever is done to deck and script: every written sentence is kept, once, with its slide.

A model of what a speaker does: slides know who they are, sentences know which
slide they were written for.
"""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from speakprep.deck.model import Block, Deck, Slide
from speakprep.script.files import parse_script, render_script
from speakprep.script.sync import sync_script

POSITIONS = st.integers(0, 10**6)
WORDS = ["采样", "sampling", "Demo", "cost", "代价", "延迟", "latency", "tail", "开场", "questions"]


class Speaker(RuleBasedStateMachine):
    """A speaker who edits a deck and its script, and syncs now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.slides: list[tuple[int, Slide]] = []
        self.binned: list[tuple[int, Slide]] = []
        self.text: str | None = None
        self.home: dict[str, int] = {}
        self.serial = 0
        self.last_id = 255
        self.in_step = False
        self.renumbered = False
        self.rewritten: set[int] = set()
        self.returned: set[int] = set()

    def _next(self) -> int:
        self.serial += 1
        return self.serial

    def _slide(self, title: str, body: str, notes: str) -> Slide:
        # No id is used twice: a reused one is only told by its creation id or title.
        self.last_id = max([self.last_id, *(slide.slide_id for _, slide in self.slides)]) + 1
        blocks = tuple(
            Block(kind=kind, text=text) for kind, text in (("title", title), ("body", body)) if text
        )
        creation = self._next() + 1000 if self.office else None
        return Slide(
            number=1,
            slide_id=self.last_id,
            creation_id=creation,
            title=title,
            blocks=blocks,
            notes=notes,
        )

    def _title(self, choice: int) -> str:
        return f"{WORDS[choice % 10]} {self._next()}" if choice % 4 else ""

    def _deck(self) -> Deck:
        return Deck(
            slides=tuple(
                replace(slide, number=n) for n, (_, slide) in enumerate(self.slides, start=1)
            )
        )

    @initialize(count=st.integers(0, 6), office=st.booleans())
    def open_deck(self, count: int, office: bool) -> None:
        self.office = office
        for n in range(count):
            self.insert(n, n)

    @rule(at=POSITIONS, choice=st.integers(0, 100))
    def insert(self, at: int, choice: int) -> None:
        who = self._next()
        notes = f"Note {who} 备注。" if choice % 3 == 0 else ""
        if notes:
            self.home[notes] = who
        slide = self._slide(self._title(choice), f"body {who}", notes)
        self.slides.insert(at % (len(self.slides) + 1), (who, slide))
        self.in_step = False

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS, to=POSITIONS)
    def move(self, at: int, to: int) -> None:
        moved = self.slides.pop(at % len(self.slides))
        self.slides.insert(to % (len(self.slides) + 1), moved)
        self.in_step = False

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def delete(self, at: int) -> None:
        who, slide = self.slides.pop(at % len(self.slides))
        if slide.notes and (self.text is None or slide.notes not in self.text):
            self.home.pop(slide.notes, None)
        self.binned.append((who, slide))
        self.in_step = False

    @precondition(lambda self: self.binned and not self.renumbered)
    @rule(at=POSITIONS)
    def take_back(self, at: int) -> None:
        who, slide = self.binned.pop()
        if slide.notes:
            self.home[slide.notes] = who
        self.slides.insert(at % (len(self.slides) + 1), (who, slide))
        self.returned.add(who)
        self.in_step = False

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def duplicate(self, at: int) -> None:
        place = at % len(self.slides)
        _, slide = self.slides[place]
        copy = self._slide(slide.title, "", "")
        self.slides.insert(place + 1, (self._next(), replace(copy, blocks=slide.blocks)))
        self.in_step = False

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS, choice=st.integers(0, 100))
    def rewrite_slide(self, at: int, choice: int) -> None:
        place = at % len(self.slides)
        who, slide = self.slides[place]
        title = self._title(choice) if choice % 2 else slide.title
        new = self._slide(title, f"rewritten {self._next()}", "")
        self.slides[place] = (who, replace(slide, title=title, blocks=new.blocks))
        self.rewritten.add(who)
        self.in_step = False

    @precondition(lambda self: self.in_step and self.slides)
    @rule(at=POSITIONS, ending=st.sampled_from(["\n", "\n\n", ""]))
    def write(self, at: int, ending: str) -> None:
        who, slide = self.slides[at % len(self.slides)]
        sentence = f"Sentence {self._next()} 句。"
        self.home[sentence] = who
        script = parse_script(self.text or "")
        slides = [
            replace(s, text=f"{s.text.rstrip()}\n{sentence}{ending or chr(10)}")
            if s.head.slide_id == slide.slide_id and not s.head.orphan
            else s
            for s in script.slides
        ]
        self.text = render_script(replace(script, slides=tuple(slides)))
        if not ending:
            self.text = self.text.rstrip("\n")

    @precondition(lambda self: self.text)
    @rule()
    def use_windows_line_ends(self) -> None:
        self.text = (self.text or "").replace("\r\n", "\n").replace("\n", "\r\n")

    @precondition(lambda self: self.in_step and self.slides)
    @rule(order=st.randoms(use_true_random=False))
    def save_elsewhere(self, order: object) -> None:
        """Another program reorders the deck, numbers its slides anew and drops creation ids."""
        order.shuffle(self.slides)  # type: ignore[attr-defined]
        self.slides = [
            (who, replace(slide, slide_id=256 + n, creation_id=None))
            for n, (who, slide) in enumerate(self.slides)
        ]
        self.renumbered = True
        self.sync()

    @rule()
    def sync(self) -> None:
        deck = self._deck()
        options = {"title": "T", "language": "zh", "main": True, "file": "script.zh.md"}
        script = None if self.text is None else parse_script(self.text)
        synced = sync_script(script, deck, **options)
        self.text = render_script(synced.script)
        again = sync_script(parse_script(self.text), deck, **options)
        assert render_script(again.script) == self.text
        self.in_step = True
        reviews = ("SCR121", "SCR122")
        self._everything_is_at_home({f.place.slide for f in synced.findings if f.code in reviews})
        orphans = [s.line for s in synced.script.slides if s.head.orphan]
        assert [f.place.line for f in synced.findings if f.code == "SCR126"] == orphans
        live = [s.head.slide_id for s in synced.script.slides if not s.head.orphan]
        assert live == [slide.slide_id for _, slide in self.slides]

    def _everything_is_at_home(self, asked: set[int | None]) -> None:
        script = parse_script(self.text or "")
        for sentence, who in list(self.home.items()):
            places = [s for s in script.slides if sentence in s.text]
            if self.renumbered and sentence.startswith("Note"):
                # Where no content tells, the notes may be imported once more.
                assert places
                continue
            assert len(places) == 1, sentence
            section = places[0]
            assert section.text.count(sentence) == 1
            own = [slide for each, slide in self.slides if each == who]
            if section.head.orphan:
                # A slide that came back rewritten cannot be told from a new one under its id.
                unlike = who in self.rewritten & self.returned
                assert self.renumbered or unlike or not own, sentence
                continue
            there = [pair for pair in self.slides if pair[1].slide_id == section.head.slide_id]
            if self.renumbered:
                # Without ids to trust, twins cannot be told apart, nor can a slide be found again
                # that was rewritten as well; the speaker is asked to look, and what they then
                # write belongs where it stands.
                twins = [s.text_hash for _, s in there] == [s.text_hash for s in own]
                assert twins or own == [there[0][1]] or section.head.number in asked, sentence
                self.home[sentence] = there[0][0]
                continue
            assert [slide for _, slide in there] == own, sentence


TestSpeaker = Speaker.TestCase
TestSpeaker.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
