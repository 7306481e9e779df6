"""Whatever is done to deck and script: every written sentence is kept, once, with its slide.

A model of what a speaker does: slides know who they are, sentences know which
slide they were written for.
"""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from speakprep.deck.model import Block, Deck, Slide
from speakprep.script.files import parse_memory, parse_script, render_memory, render_script
from speakprep.script.memory import line_key, seen
from speakprep.script.settling import Answers, Question
from speakprep.script.sync import Setting, Synced, sync_script

POSITIONS = st.integers(0, 10**6)
WORDS = ["采样", "sampling", "Demo", "cost", "代价", "延迟", "latency", "tail", "开场", "questions"]
SETTING = Setting(title="T", language="zh", main=True, file="script.zh.md")
ONCE = {"SCR123", "SCR127"}
"""What is only said by the sync that did it."""


class Speaker(RuleBasedStateMachine):
    """A speaker who edits a deck and its script, and syncs now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.slides: list[tuple[int, Slide]] = []
        self.binned: list[tuple[int, Slide]] = []
        self.text: str | None = None
        self.memory = ""
        self.home: dict[str, int] = {}
        self.notes: dict[str, set[int]] = {}
        self.questions: tuple[Question, ...] = ()
        self.serial = 0
        self.last_id = 255
        self.in_step = False
        self.renumbered = False
        self.rewritten: set[int] = set()
        self.returned: set[int] = set()
        self.aside: set[str] = set()

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

    def _note(self, *owners: int) -> str:
        note = f"Note {self._next()}: 备注。"
        self.notes[note] = set(owners)
        return note

    def _deck(self) -> Deck:
        return Deck(
            slides=tuple(
                replace(slide, number=n) for n, (_, slide) in enumerate(self.slides, start=1)
            )
        )

    def _change(self, at: int, **fields: object) -> int:
        place = at % len(self.slides)
        who, slide = self.slides[place]
        self.slides[place] = (who, replace(slide, **fields))
        self.in_step = False
        return who

    @initialize(count=st.integers(0, 6), office=st.booleans())
    def open_deck(self, count: int, office: bool) -> None:
        self.office = office
        for n in range(count):
            self.insert(n, n)

    @rule(at=POSITIONS, choice=st.integers(0, 100))
    def insert(self, at: int, choice: int) -> None:
        who = self._next()
        notes = self._note(who) if choice % 3 == 0 else ""
        slide = self._slide(self._title(choice), f"body {who}\n要点 {who}", notes)
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
        self.binned.append(self.slides.pop(at % len(self.slides)))
        self.in_step = False

    @precondition(lambda self: self.binned and not self.renumbered)
    @rule(at=POSITIONS)
    def take_back(self, at: int) -> None:
        who, slide = self.binned.pop()
        self.slides.insert(at % (len(self.slides) + 1), (who, slide))
        self.returned.add(who)
        self.in_step = False

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def duplicate(self, at: int) -> None:
        place = at % len(self.slides)
        _, slide = self.slides[place]
        who = self._next()
        if slide.notes:
            self.notes[slide.notes].add(who)
        copy = self._slide(slide.title, "", slide.notes)
        self.slides.insert(place + 1, (who, replace(copy, blocks=slide.blocks)))
        self.in_step = False

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS, choice=st.integers(0, 100))
    def rewrite_slide(self, at: int, choice: int) -> None:
        slide = self.slides[at % len(self.slides)][1]
        title = self._title(choice) if choice % 2 else slide.title
        new = self._slide(title, f"rewritten {self._next()}", "")
        self.rewritten.add(self._change(at, title=title, blocks=new.blocks))

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def add_a_point(self, at: int) -> None:
        slide = self.slides[at % len(self.slides)][1]
        more = Block(kind="body", text=f"point {self._next()}")
        self.rewritten.add(self._change(at, blocks=(*slide.blocks, more)))

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def split_boxes(self, at: int) -> None:
        slide = self.slides[at % len(self.slides)][1]
        self._change(at, blocks=_split(slide))

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def hide(self, at: int) -> None:
        self._change(at, hidden=not self.slides[at % len(self.slides)][1].hidden)

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS, drop=st.booleans())
    def change_notes(self, at: int, drop: bool) -> None:
        who = self.slides[at % len(self.slides)][0]
        self._change(at, notes="" if drop else self._note(who))

    @precondition(lambda self: self.in_step and self.slides)
    @rule(at=POSITIONS, ending=st.sampled_from(["\n", "\n\n", ""]))
    def write(self, at: int, ending: str) -> None:
        who, slide = self.slides[at % len(self.slides)]
        sentence = f"Sentence {self._next()} 句。"
        script = parse_script(self.text or "")
        ids = [s.head.slide_id for s in script.slides if not s.head.orphan]
        if slide.slide_id not in ids:
            return
        self.home[sentence] = who
        self.questions = ()  # a slide with a text of its own is offered none
        comment = f"<!-- mine {self._next()} -->\n" if ending else ""
        slides = [
            replace(s, text=f"{s.text.rstrip()}\n{comment}{sentence}{ending or chr(10)}")
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

    @rule()
    def lose_what_was_remembered(self) -> None:
        self.memory, self.questions = "", ()

    @precondition(lambda self: self.in_step and self.slides)
    @rule(order=st.randoms(use_true_random=False))
    def save_elsewhere(self, order: object) -> None:
        """Another program reorders the deck, numbers its slides anew and drops creation ids."""
        order.shuffle(self.slides)  # type: ignore[attr-defined]
        self.slides = [
            (who, replace(slide, slide_id=256 + n, creation_id=None, blocks=_split(slide)))
            for n, (who, slide) in enumerate(self.slides)
        ]
        self.renumbered = True
        self.sync()

    @precondition(lambda self: self.in_step and self.questions)
    @rule(at=POSITIONS, yes=st.booleans())
    def answer(self, at: int, yes: bool) -> None:
        question = self.questions[at % len(self.questions)]
        number = frozenset({question.slide})
        if question.kind == "offered":
            synced = self._synced(Answers(take=number))
            section = next(s for s in synced.script.slides if s.head.number == question.slide)
            who, _ = self.slides[question.slide - 1]
            self.home |= {each: who for each in self.home if each in section.text}
            for note in self.notes:
                if note in section.text:
                    self.notes[note].add(who)
        elif yes:
            synced = self._synced(Answers(keep=number))
        else:
            old = parse_script(self.text or "").slides
            synced = self._synced(Answers(aside=number))
            gone = next(s for s in old if s.head.number == question.slide and s.prose)
            self.aside |= {each for each in self.home if each in gone.text}
        self._take_over(synced)
        assert question not in synced.questions

    @rule()
    def sync(self) -> None:
        self._take_over(self._synced(Answers()))

    def _synced(self, answers: Answers) -> Synced:
        script = None if self.text is None else parse_script(self.text)
        return sync_script(script, self._deck(), SETTING, parse_memory(self.memory), answers)

    def _take_over(self, synced: Synced) -> None:
        self.text, self.memory = render_script(synced.script), render_memory(synced.memory)
        again = self._synced(Answers())
        assert render_script(again.script) == self.text
        assert render_memory(again.memory) == self.memory
        assert (again.changes, again.questions) == ((), synced.questions)
        assert again.findings == tuple(f for f in synced.findings if f.code not in ONCE)
        self.in_step, self.questions = True, synced.questions
        reviews = ("SCR121", "SCR122", "SCR128")
        self._everything_is_at_home({f.place.slide for f in synced.findings if f.code in reviews})
        orphans = [s.line for s in synced.script.slides if s.head.orphan]
        said = [f.place.line for f in synced.findings if f.code in {"SCR126", "SCR129"}]
        assert said == orphans
        live = [s.head.slide_id for s in synced.script.slides if not s.head.orphan]
        assert live == [slide.slide_id for _, slide in self.slides]

    def _everything_is_at_home(self, asked: set[int | None]) -> None:
        script = parse_script(self.text or "")
        by_id = {slide.slide_id: (who, slide) for who, slide in self.slides}
        for sentence, who in list(self.home.items()):
            places = [s for s in script.slides if sentence in s.text]
            assert len(places) == 1, sentence
            section = places[0]
            assert section.text.count(sentence) == 1
            own = [slide for each, slide in self.slides if each == who]
            if section.head.orphan:
                # A slide that came back rewritten cannot be told from a new one under its id.
                unlike = who in self.rewritten & self.returned
                assert self.renumbered or unlike or not own or sentence in self.aside, sentence
                continue
            there, slide = by_id[section.head.slide_id]
            if self.renumbered:
                # Without ids to trust, twins cannot be told apart, nor can a slide be found again
                # that was rewritten as well; the speaker is asked to look, and what they then
                # write belongs where it stands.
                twins = [line_key(seen(slide))] == [line_key(seen(each)) for each in own]
                assert twins or there == who or section.head.number in asked, sentence
                self.home[sentence] = there
                continue
            assert there == who, sentence
        if self.renumbered:
            return
        for note, owners in self.notes.items():
            for section in script.slides:
                if note in section.text and not section.head.orphan:
                    assert by_id[section.head.slide_id][0] in owners, note


def _split(slide: Slide) -> tuple[Block, ...]:
    """Return what is on a slide as a program leaves it that makes a box of every paragraph."""
    return tuple(
        Block(kind=block.kind, text=line)
        for block in slide.blocks
        for line in block.text.split("\n")
    )


TestSpeaker = Speaker.TestCase
TestSpeaker.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
