"""Whatever is done to deck and scripts: every written sentence is kept, once, with its slide.

A model of what a speaker does: slides know who they are, sentences know which
slide they were written for.
"""

import random
from dataclasses import dataclass, field, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from speakprep.deck.model import Block, Deck, Media, Slide
from speakprep.script.files import parse_memory, parse_script, render_memory, render_script
from speakprep.script.memory import known_by, needed
from speakprep.script.model import Script, SlideText
from speakprep.script.settling import Answers, Question
from speakprep.script.sync import Setting, Synced, sync_script
from speakprep.talk.language import LANGUAGES, Language

POSITIONS = st.integers(0, 10**6)
WORDS = ["采样", "sampling", "Demo", "cost", "代价", "延迟", "latency", "tail", "开场", "questions"]
ONCE = {"SCR123", "SCR127"}
"""What is only said by the sync that did it."""
REVIEW = {"SCR121", "SCR122", "SCR128"}


@dataclass
class Book:
    """One script, and where its sentences belong: by sentence, who the slide is."""

    language: Language
    text: str | None = None
    home: dict[str, int] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    in_step: bool = False
    kept_apart: set[str] = field(default_factory=set)

    @property
    def script(self) -> Script:
        return parse_script(self.text or "")

    @property
    def setting(self) -> Setting:
        file = f"script.{self.language}.md"
        return Setting(title="T", language=self.language, main=self.language == "zh", file=file)

    def live(self) -> list[SlideText]:
        """Return the sections a person finds under a slide's heading."""
        return [s for s in self.script.slides if s.head.slide_id in self.owners and s.head.number]

    def rewrite(self, line: int, text: str) -> None:
        """Put another text under the heading on a line."""
        slides = [replace(s, text=text) if s.line == line else s for s in self.script.slides]
        self.text = render_script(replace(self.script, slides=tuple(slides)))


class Speaker(RuleBasedStateMachine):
    """A speaker who edits a deck and its two scripts, and syncs them now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.slides: list[tuple[int, Slide]] = []
        self.binned: list[tuple[int, Slide]] = []
        self.books = {language: Book(language) for language in LANGUAGES}
        self.memory = ""
        self.notes: dict[str, set[int]] = {}
        self.serial = 0
        self.last_id = 255
        self.resaved = False
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

    def _note(self, *owners: int) -> str:
        note = f"Note {self._next()}: 备注。"
        self.notes[note] = set(owners)
        return note

    def _deck(self) -> Deck:
        slides = (replace(slide, number=n) for n, (_, slide) in enumerate(self.slides, start=1))
        return Deck(slides=tuple(slides))

    def _edited(self) -> None:
        for book in self.books.values():
            book.in_step = False

    def _change(self, at: int, **fields: object) -> int:
        place = at % len(self.slides)
        who, slide = self.slides[place]
        self.slides[place] = (who, replace(slide, **fields))
        self._edited()
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
        if choice % 5 == 0:
            slide = replace(slide, media=_picture(who))
        if choice % 7 == 0:  # nothing but a picture
            slide = replace(slide, title="", blocks=(), media=_picture(who))
        self.slides.insert(at % (len(self.slides) + 1), (who, slide))
        self._edited()

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS, to=POSITIONS)
    def move(self, at: int, to: int) -> None:
        moved = self.slides.pop(at % len(self.slides))
        self.slides.insert(to % (len(self.slides) + 1), moved)
        self._edited()

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def delete(self, at: int) -> None:
        self.binned.append(self.slides.pop(at % len(self.slides)))
        self._edited()

    @precondition(lambda self: self.binned)
    @rule(at=POSITIONS)
    def take_back(self, at: int) -> None:
        who, slide = self.binned.pop()
        self.slides.insert(at % (len(self.slides) + 1), (who, slide))
        self.returned.add(who)
        self._edited()

    @precondition(lambda self: self.slides)
    @rule(at=POSITIONS)
    def duplicate(self, at: int) -> None:
        place = at % len(self.slides)
        _, slide = self.slides[place]
        who = self._next()
        if slide.notes:
            self.notes[slide.notes].add(who)
        copy = self._slide(slide.title, "", slide.notes)
        copy = replace(copy, blocks=slide.blocks, media=slide.media)
        self.slides.insert(place + 1, (who, copy))
        self._edited()

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
    def change_picture(self, at: int) -> None:
        self.rewritten.add(self._change(at, media=_picture(self._next())))

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

    @rule(
        language=st.sampled_from(LANGUAGES), at=POSITIONS, end=st.sampled_from(["\n", "\n\n", ""])
    )
    def write(self, language: Language, at: int, end: str) -> None:
        """Write under a heading, whatever has become of its slide since the last sync."""
        book = self.books[language]
        if not (live := book.live()):
            return
        section = live[at % len(live)]
        sentence = f"Sentence {self._next()} 句。"
        book.home[sentence] = book.owners[section.head.slide_id]
        book.questions = ()  # a slide with a text of its own is offered none
        comment = f"<!-- mine {self._next()} -->\n" if end else ""
        book.rewrite(section.line, f"{section.text.rstrip()}\n{comment}{sentence}{end or chr(10)}")
        if not end:
            book.text = (book.text or "").rstrip("\n")

    @rule(language=st.sampled_from(LANGUAGES), at=POSITIONS, to=POSITIONS)
    def move_sentence(self, language: Language, at: int, to: int) -> None:
        """Cut a sentence out, from the orphans too, and put it under another heading."""
        book = self.books[language]
        written = sorted(book.home)
        if not written or not (live := book.live()):
            return
        sentence, slide_id = written[at % len(written)], live[to % len(live)].head.slide_id
        book.text = (book.text or "").replace(sentence, "")
        section = next(s for s in book.live() if s.head.slide_id == slide_id)
        book.rewrite(section.line, f"{section.text.rstrip()}\n{sentence}\n")
        book.home[sentence], book.questions = book.owners[slide_id], ()

    @rule(language=st.sampled_from(LANGUAGES), at=POSITIONS, change=st.booleans())
    def edit_sentence(self, language: Language, at: int, change: bool) -> None:
        book = self.books[language]
        if not (written := sorted(book.home)):
            return
        old = written[at % len(written)]
        who = book.home.pop(old)
        new = f"Sentence {self._next()} 改。" if change else ""
        book.text, book.questions = (book.text or "").replace(old, new), ()
        if change:
            book.home[new] = who
            book.kept_apart |= {new} if old in book.kept_apart else set()

    @rule(language=st.sampled_from(LANGUAGES))
    def use_windows_line_ends(self, language: Language) -> None:
        book = self.books[language]
        if book.text:
            book.text = book.text.replace("\r\n", "\n").replace("\n", "\r\n")

    @rule()
    def lose_what_was_remembered(self) -> None:
        self.memory = ""
        for book in self.books.values():
            book.questions = ()

    @precondition(lambda self: all(b.in_step or not b.text for b in self.books.values()))
    @rule(chance=st.randoms(use_true_random=False))
    def save_elsewhere(self, chance: random.Random) -> None:
        """Another program reorders the deck, numbers its slides anew and drops creation ids."""
        chance.shuffle(self.slides)
        self.slides = [
            (who, replace(slide, slide_id=256 + n, creation_id=None, blocks=_split(slide)))
            for n, (who, slide) in enumerate(self.slides)
        ]
        self.binned.clear()  # their ids now mean other slides
        self.resaved = True
        for language, book in self.books.items():
            if book.text is not None:
                self.sync(language)
        self.resaved = False

    @rule(language=st.sampled_from(LANGUAGES), at=POSITIONS, yes=st.booleans())
    def answer(self, language: Language, at: int, yes: bool) -> None:
        book = self.books[language]
        if not book.in_step or not book.questions:
            return
        question = book.questions[at % len(book.questions)]
        number = frozenset({question.slide})
        if question.kind == "offered":
            synced = self._synced(book, Answers(take=number))
            section = next(s for s in synced.script.slides if s.head.number == question.slide)
            who, _ = self.slides[question.slide - 1]
            book.home |= {each: who for each in book.home if each in section.text}
            for note in self.notes:
                if note in section.text:
                    self.notes[note].add(who)
        elif yes:
            synced = self._synced(book, Answers(keep=number))
        else:
            gone = next(
                s for s in book.script.slides if s.head.number == question.slide and s.prose
            )
            synced = self._synced(book, Answers(aside=number))
            book.kept_apart |= {each for each in book.home if each in gone.text}
        self._take_over(book, synced)
        assert question not in synced.questions

    @rule(language=st.sampled_from(LANGUAGES))
    def sync(self, language: Language) -> None:
        book = self.books[language]
        self._take_over(book, self._synced(book, Answers()))

    def _synced(self, book: Book, answers: Answers) -> Synced:
        script = None if book.text is None else book.script
        return sync_script(script, self._deck(), book.setting, parse_memory(self.memory), answers)

    def _take_over(self, book: Book, synced: Synced) -> None:
        memory = synced.memory
        for other in self.books.values():
            if other is not book:
                memory = needed(parse_memory(self.memory), other.script.slides) + memory
        book.text, self.memory = render_script(synced.script), render_memory(memory)
        again = self._synced(book, Answers())
        assert render_script(again.script) == book.text
        assert again.memory == synced.memory
        assert (again.changes, again.questions) == ((), synced.questions)
        assert again.findings == tuple(f for f in synced.findings if f.code not in ONCE)
        book.in_step, book.questions = True, synced.questions
        book.owners = {slide.slide_id: who for who, slide in self.slides}
        self._everything_is_at_home(
            book, {f.place.slide for f in synced.findings if f.code in REVIEW}
        )
        orphans = [s.line for s in synced.script.slides if s.head.orphan]
        said = [f.place.line for f in synced.findings if f.code in {"SCR126", "SCR129"}]
        assert said == orphans
        live = [s.head.slide_id for s in synced.script.slides if not s.head.orphan]
        assert live == [slide.slide_id for _, slide in self.slides]

    def _everything_is_at_home(self, book: Book, asked: set[int | None]) -> None:
        script = book.script
        by_id = {slide.slide_id: (who, slide) for who, slide in self.slides}
        for sentence, who in list(book.home.items()):
            places = [s for s in script.slides if sentence in s.text]
            assert len(places) == 1, sentence
            section = places[0]
            assert section.text.count(sentence) == 1
            own = [slide for each, slide in self.slides if each == who]
            if section.head.orphan:
                # A slide that came back rewritten cannot be told from a new one under its id.
                unlike = who in self.rewritten & self.returned
                known = not own or unlike or sentence in book.kept_apart
                assert known or self.resaved, sentence
                book.kept_apart |= {sentence} if own else set()
                continue
            there, slide = by_id[section.head.slide_id]
            if there != who:
                # Without ids to trust, twins cannot be told apart, nor can a slide be found again
                # that was rewritten as well; the speaker is asked to look, and what they then
                # write belongs where it stands.
                assert self.resaved, sentence
                twins = [known_by(slide)] == [known_by(each) for each in own]
                assert twins or section.head.number in asked, sentence
                book.home[sentence] = there
        for note, owners in self.notes.items():
            for section in script.slides:
                if note in section.text and not section.head.orphan:
                    there, _ = by_id[section.head.slide_id]
                    if self.resaved:
                        owners.add(there)
                    assert there in owners, note


def _split(slide: Slide) -> tuple[Block, ...]:
    """Return what is on a slide as a program leaves it that makes a box of every paragraph."""
    return tuple(
        Block(kind=block.kind, text=line)
        for block in slide.blocks
        for line in block.text.split("\n")
    )


def _picture(checksum: int) -> tuple[Media, ...]:
    return (Media(kind="picture", part=f"{checksum}.png", size=9, checksum=checksum),)


TestSpeaker = Speaker.TestCase
TestSpeaker.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
