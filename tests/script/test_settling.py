"""What only the speaker can decide, and what a deck's notes may change."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from speakprep.deck.model import Block, Deck, Media, Slide
from speakprep.errors import UsageError
from speakprep.script.comparing import against_notes, since_written
from speakprep.script.files import parse_memory, parse_script, render_memory, render_script
from speakprep.script.memory import Memory, learn, overlap, tokens
from speakprep.script.settling import Answers
from speakprep.script.standing import standings
from speakprep.script.sync import Setting, Synced, sync_script

MakeSlide = Callable[..., Slide]
MakeDeck = Callable[..., Deck]
SETTING = Setting(title="T", language="en", main=True, file="script.en.md")


@pytest.fixture
def deck(make_slide: MakeSlide, make_deck: MakeDeck) -> Deck:
    return make_deck(
        make_slide(256, "Why sample?", "cost of storage\nlatency"),
        make_slide(257, "采样的代价", "尾部采样要等整条链路结束", notes="先说成本。再说延迟。"),
        make_slide(258, "Demo", "live on the cluster"),
    )


class Talk:
    """A script and what it remembers, from one sync to the next."""

    def __init__(self, deck: Deck) -> None:
        self.text, self.memory, self.deck = "", Memory(), deck
        self.sync(deck)
        for slide in deck.slides:
            if not slide.notes:
                self.write(slide.slide_id, f"Words for {slide.title}.")
        self.sync(deck)

    def write(self, slide_id: int, words: str) -> None:
        script = parse_script(self.text)
        slides = [
            replace(s, text=f"{s.text.rstrip()}\n\n{words}\n\n")
            if s.head.slide_id == slide_id
            else s
            for s in script.slides
        ]
        self.text = render_script(replace(script, slides=tuple(slides)))

    def sync(self, deck: Deck, setting: Setting = SETTING, **answers: set[int]) -> Synced:
        chosen = Answers(**{key: frozenset(value) for key, value in answers.items()})
        script = parse_script(self.text) if self.text else None
        synced = sync_script(script, deck, setting, self.memory, chosen)
        self.text, self.deck = render_script(synced.script), deck
        self.memory = parse_memory(render_memory(synced.memory))
        return synced


@pytest.fixture
def talk(deck: Deck) -> Talk:
    return Talk(deck)


def _with(deck: Deck, number: int, slide: Slide) -> Deck:
    slides = list(deck.slides)
    slides[number - 1] = replace(slide, number=number)
    return Deck(slides=tuple(slides))


def _codes(synced: Synced) -> list[str]:
    return [finding.code for finding in synced.findings]


def _prose(synced: Synced) -> list[tuple[int, bool, str]]:
    return [(s.head.slide_id, s.head.orphan, s.prose) for s in synced.script.slides]


@pytest.fixture
def replaced(deck: Deck, make_slide: MakeSlide) -> Deck:
    return _with(deck, 1, make_slide(256, "About us", "twelve people\ntwo dogs"))


def test_replaced_slide_asks_and_the_text_waits(talk: Talk, replaced: Deck) -> None:
    synced = talk.sync(replaced)
    assert _codes(synced) == ["SCR128"]
    assert "speakprep script sync --keep 1. " in synced.findings[0].message
    assert _prose(synced)[0] == (256, False, "Words for Why sample?.")
    assert [(q.kind, q.slide, q.label, q.title) for q in synced.questions] == [
        ("replaced", 1, "About us", "Why sample?")
    ]
    assert talk.sync(replaced).questions == synced.questions


def test_kept_text_is_the_slides_own_from_then_on(talk: Talk, replaced: Deck) -> None:
    talk.sync(replaced)
    synced = talk.sync(replaced, keep={1})
    assert (_codes(synced), synced.questions) == ([], ())
    assert [(c.kind, c.slide) for c in synced.changes] == [("kept", 1)]
    assert synced.script.slides[0].head.title == "About us"
    assert _codes(talk.sync(replaced)) == []


def test_text_put_aside_is_kept_at_the_end_and_does_not_come_back(
    talk: Talk, replaced: Deck
) -> None:
    talk.sync(replaced)
    synced = talk.sync(replaced, aside={1})
    assert _prose(synced)[0] == (256, False, "")
    assert _prose(synced)[-1] == (0, True, "Words for Why sample?.")
    assert _prose(talk.sync(replaced)) == _prose(synced)


def test_text_put_aside_is_offered_when_its_slide_is_there_again(
    talk: Talk, deck: Deck, replaced: Deck, make_deck: MakeDeck
) -> None:
    talk.sync(replaced)
    talk.sync(replaced, aside={1})
    again = make_deck(*replaced.slides, replace(deck.slides[0], slide_id=300))
    synced = talk.sync(again)
    assert [(q.kind, q.slide) for q in synced.questions] == [("offered", 4)]
    assert _codes(synced) == ["SCR129"]
    assert _prose(synced)[3] == (300, False, "")
    taken = talk.sync(again, take={4})
    assert _prose(taken)[3] == (300, False, "Words for Why sample?.")
    assert [(c.kind, c.slide) for c in taken.changes if c.kind == "taken"] == [("taken", 4)]
    assert (len(taken.script.slides), _codes(taken)) == (4, [])


def test_duplicate_with_notes_takes_the_text_of_its_deleted_original_when_told(
    talk: Talk, deck: Deck, make_deck: MakeDeck
) -> None:
    talk.write(257, "我自己加的。")
    talk.sync(deck)
    copy = replace(deck.slides[1], slide_id=400)
    without = make_deck(deck.slides[0], copy, deck.slides[2])
    synced = talk.sync(without)
    assert _prose(synced)[1] == (400, False, "先说成本。再说延迟。")
    assert [(q.kind, q.slide) for q in synced.questions] == [("offered", 2)]
    taken = talk.sync(without, take={2})
    assert _prose(taken)[1] == (400, False, "先说成本。再说延迟。\n\n我自己加的。")
    assert len(taken.script.slides) == 3


def test_duplicate_takes_nothing_from_a_slide_that_is_there(
    talk: Talk, deck: Deck, make_deck: MakeDeck
) -> None:
    copy = replace(deck.slides[0], slide_id=400)
    synced = talk.sync(make_deck(copy, *deck.slides))
    assert (_prose(synced)[0], synced.questions) == ((400, False, ""), ())


def test_new_slide_that_is_somewhat_like_a_lost_one_is_not_offered_its_text(
    talk: Talk, deck: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    new = make_slide(400, "Why sample?", "other points altogether, and many of them")
    synced = talk.sync(make_deck(new, *deck.slides[1:]))
    assert (_codes(synced), synced.questions) == (["SCR126"], ())


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"keep": {9}}, "--keep 9: the deck has no slide 9"),
        ({"aside": {1}}, "--aside 1: slide 1 was not replaced under its text"),
        ({"take": {1}}, "--take 1: slide 1 is offered no text"),
    ],
)
def test_answer_to_what_was_not_asked_is_refused(
    talk: Talk, deck: Deck, answers: dict[str, set[int]], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        talk.sync(deck, **answers)


def test_resaved_or_rearranged_slide_is_not_to_be_reviewed(talk: Talk, deck: Deck) -> None:
    slide = deck.slides[0]
    lines = [line for block in slide.blocks for line in block.text.split("\n")]
    blocks = tuple(Block(kind="body", text=f" {line}\u00a0") for line in reversed(lines))
    synced = talk.sync(_with(deck, 1, replace(slide, blocks=blocks)))
    assert (_codes(synced), synced.changes) == ([], ())


def test_edit_of_slide_and_text_between_two_syncs_is_reviewed_once(talk: Talk, deck: Deck) -> None:
    slide = deck.slides[0]
    more = (*slide.blocks, Block(kind="body", text="and energy"))
    changed = _with(deck, 1, replace(slide, blocks=more))
    talk.write(256, "Written without knowing of energy.")
    assert _codes(talk.sync(changed)) == ["SCR121"]
    assert _codes(talk.sync(changed)) == ["SCR121"]
    talk.write(256, "Energy too.")
    assert _codes(talk.sync(changed)) == []


def test_untouched_notes_follow_the_deck(talk: Talk, deck: Deck) -> None:
    changed = _with(deck, 2, replace(deck.slides[1], notes="只说成本。\n## 2. X {#s256}"))
    synced = talk.sync(changed)
    assert _codes(synced) == []
    assert _prose(synced)[1] == (257, False, "只说成本。\n\\## 2. X {#s256}")
    assert [(c.kind, c.slide) for c in synced.changes] == [("renewed", 2)]
    assert talk.sync(changed).changes == ()


def test_bare_carriage_return_at_the_end_is_no_edit_of_the_notes(talk: Talk, deck: Deck) -> None:
    shorter = Deck(slides=deck.slides[:2])
    talk.sync(shorter)
    head, _, _ = talk.text.partition("## Demo")
    talk.text = head.rstrip() + "\r"
    changed = _with(shorter, 2, replace(deck.slides[1], notes="只说成本。"))
    assert [c.kind for c in talk.sync(changed).changes] == ["renewed"]
    assert talk.sync(changed).changes == ()


@pytest.mark.parametrize("mine", ["我的话。", "<!-- 我的备忘 -->"])
def test_notes_that_a_person_touched_are_a_conflict(talk: Talk, deck: Deck, mine: str) -> None:
    talk.write(257, mine)
    changed = _with(deck, 2, replace(deck.slides[1], notes="只说成本。"))
    synced = talk.sync(changed)
    assert [(f.code, f.evidence) for f in synced.findings] == [("SCR122", "只说成本。")]
    assert mine in synced.script.slides[1].text
    assert _codes(talk.sync(changed, keep={2})) == []


def test_notes_deleted_in_the_deck_delete_no_text(talk: Talk, deck: Deck) -> None:
    synced = talk.sync(_with(deck, 2, replace(deck.slides[1], notes="")))
    assert _codes(synced) == ["SCR122"]
    assert _prose(synced)[1] == (257, False, "先说成本。再说延迟。")


def test_notes_that_say_what_the_text_says_are_no_conflict(talk: Talk, deck: Deck) -> None:
    talk.write(257, "我的话。")
    talk.sync(deck)
    pushed = _with(deck, 2, replace(deck.slides[1], notes="先说成本。再说延迟。\n\n我的话。"))
    assert _codes(talk.sync(pushed)) == []
    changed = _with(deck, 2, replace(deck.slides[1], notes="又改了。"))
    assert _codes(talk.sync(changed)) == ["SCR122"]


def test_notes_in_the_other_language_are_no_conflict_of_a_second_script(deck: Deck) -> None:
    second = replace(SETTING, main=False)
    talk = Talk(deck)
    talk.text = ""
    talk.sync(deck, second)
    talk.write(257, "Cost first.")
    talk.sync(deck, second)
    changed = _with(deck, 2, replace(deck.slides[1], notes="只说成本。"))
    assert _codes(talk.sync(changed, second)) == []


def test_findings_speak_the_language_of_the_script(talk: Talk, replaced: Deck) -> None:
    chinese = replace(SETTING, language="zh", command="speakprep script sync --lang zh")
    message = talk.sync(replaced, chinese).findings[0].message
    assert message == (
        "第 1 页的内容与写讲稿时完全不同。这段文字还是这一页的吗？"
        "是：speakprep script sync --lang zh --keep 1。"
        "不是，放到末尾：speakprep script sync --lang zh --aside 1"
    )


def test_difference_shows_what_went_and_what_came(talk: Talk, deck: Deck) -> None:
    blocks = (deck.slides[0].blocks[0], Block(kind="body", text="cost of storage\nenergy"))
    changed = _with(deck, 1, replace(deck.slides[0], blocks=blocks))
    (found,) = since_written(talk.sync(changed), changed)
    (compared,) = found.comparisons
    assert (found.number, found.replaced, compared.what) == (1, False, "slide")
    assert [(line.mark, line.text) for line in compared.lines] == [
        ("…", "1"),
        (" ", "cost of storage"),
        ("-", "latency"),
        ("+", "energy"),
    ]


def test_conflict_shows_notes_then_notes_now_and_the_text(talk: Talk, deck: Deck) -> None:
    talk.write(257, "我的话。")
    changed = _with(deck, 2, replace(deck.slides[1], notes="先说成本。最后说能耗。"))
    (found,) = since_written(talk.sync(changed), changed)
    shown = {c.what: [(line.mark, line.text) for line in c.lines] for c in found.comparisons}
    assert shown == {
        "notes": [(" ", "先说成本。"), ("-", "再说延迟。"), ("+", "最后说能耗。")],
        "text": [
            (" ", "先说成本。"),
            ("-", "最后说能耗。"),
            ("+", "再说延迟。"),
            ("+", "我的话。"),
        ],
    }


def test_difference_without_memory_says_that_it_does_not_know(talk: Talk, replaced: Deck) -> None:
    talk.memory = Memory()
    (found,) = since_written(talk.sync(replaced), replaced)
    assert [(c.known, {line.mark for line in c.lines}) for c in found.comparisons] == [
        (False, {"+"})
    ]


def test_texts_are_compared_with_the_notes_of_the_deck(talk: Talk, deck: Deck) -> None:
    assert against_notes(talk.sync(deck), deck) == ()
    talk.write(257, "我的话。")
    (found,) = against_notes(talk.sync(deck), deck)
    assert [(line.mark, line.text) for line in found.comparisons[0].lines][-1] == ("+", "我的话。")


def test_standing_names_what_each_text_waits_for(
    talk: Talk, replaced: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    slides = (replaced.slides[0], replaced.slides[1], make_slide(300, "New", hidden=True))
    synced = talk.sync(make_deck(*slides))
    assert [(s.number, s.state, s.hidden) for s in standings(synced.parts)] == [
        (1, "replaced", False),
        (2, "notes", False),
        (3, "empty", True),
        (None, "orphan", False),
    ]


def test_memory_comes_back_and_passes_over_what_is_not_true(deck: Deck) -> None:
    memory = learn(deck)
    text = render_memory(memory)
    assert parse_memory(text) == memory
    marked = f"<<<<<<< ours\n{text}=======\n{text.replace('cost', 'price')}>>>>>>>\n[[1]]\nnull\n"
    assert parse_memory(marked) == memory
    assert parse_memory('{"notes": "3f2a9c1e", "text": "\\ud800"}\n' + "[" * 10_000) == Memory()


def test_chinese_slides_are_alike_by_their_words_and_not_by_their_characters() -> None:
    one, other = tokens(["尾部采样的代价"]), tokens(["代采价样尾的部"])
    assert overlap(one, one) == 1
    assert overlap(one, other) == 0
    assert overlap(one, tokens(["!"])) is None


def _pictured(deck: Deck, *checksums: int) -> Deck:
    pictures = [Media(kind="picture", part="a.png", size=9, checksum=each) for each in checksums]
    slides = zip(deck.slides, pictures, strict=True)
    return Deck(slides=tuple(replace(slide, media=(picture,)) for slide, picture in slides))


def test_exchanged_picture_is_to_be_reviewed_until_the_speaker_answers(deck: Deck) -> None:
    talk = Talk(_pictured(deck, 1, 2, 3))
    changed = _pictured(deck, 9, 2, 3)
    assert _codes(talk.sync(changed)) == ["SCR121"]
    (found,) = since_written(talk.sync(changed), changed)
    assert [(c.what, c.lines) for c in found.comparisons] == [("media", ())]
    assert _codes(talk.sync(changed, keep={1})) == []
    assert _codes(talk.sync(changed)) == []


def test_pictures_that_a_program_packed_anew_are_not_to_be_reviewed(deck: Deck) -> None:
    talk = Talk(_pictured(deck, 1, 2, 3))
    packed = _pictured(deck, 7, 8, 9)
    assert _codes(talk.sync(packed)) == []
    assert _codes(talk.sync(_pictured(deck, 7, 8, 1))) == ["SCR121"]


def test_text_put_aside_is_offered_in_the_same_breath_as_ever_after(
    talk: Talk, deck: Deck, replaced: Deck, make_deck: MakeDeck
) -> None:
    talk.sync(replaced)
    both = make_deck(*replaced.slides, replace(deck.slides[0], slide_id=300))
    talk.sync(both)
    first = talk.sync(both, aside={1})
    assert [(q.kind, q.slide) for q in first.questions] == [("offered", 4)]
    assert talk.sync(both).questions == first.questions
    assert [c.kind for c in first.changes] == ["aside"]


def test_long_deck_exchanged_for_another_is_settled_at_once(
    make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    old = make_deck(*(make_slide(300 + n, f"Old {n}", f"the {n} old") for n in range(120)))
    new = make_deck(*(make_slide(3000 + n, f"New {n}", f"the {n} new") for n in range(120)))
    talk = Talk(old)
    synced = talk.sync(new)
    assert [s.head.orphan for s in synced.script.slides] == [False] * 120 + [True] * 120
    assert talk.sync(new).changes == ()
