"""The script follows its deck, and never overwrites or loses what was written."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from speakprep.deck.model import Deck, Problem, Slide, Visual
from speakprep.script.files import parse_script, render_script
from speakprep.script.sync import Setting, Synced, sync_script
from speakprep.script.update import stand_in, wordless_title
from speakprep.talk.language import Language

MakeSlide = Callable[..., Slide]
MakeDeck = Callable[..., Deck]


def _sync(text: str | None, deck: Deck, **more: object) -> Synced:
    options = {"title": "Talk", "language": "en", "main": True, "file": "script.en.md"} | more
    return sync_script(None if text is None else parse_script(text), deck, Setting(**options))


def _text(text: str | None, deck: Deck, **more: object) -> str:
    return render_script(_sync(text, deck, **more).script)


def _write(text: str, slide_id: int, words: str) -> str:
    """Write words at the end of a slide's section, as a person would."""
    script = parse_script(text)
    slides = [
        replace(s, text=f"{s.text.rstrip()}\n\n{words}\n\n") if s.head.slide_id == slide_id else s
        for s in script.slides
    ]
    return render_script(replace(script, slides=tuple(slides)))


def _ids(text: str) -> list[int]:
    return [section.head.slide_id for section in parse_script(text).slides]


def _prose(text: str, slide_id: int) -> list[str]:
    return [s.prose for s in parse_script(text).slides if s.head.slide_id == slide_id]


def _codes(synced: Synced) -> list[str]:
    return [finding.code for finding in synced.findings]


@pytest.fixture
def three(make_slide: MakeSlide, make_deck: MakeDeck) -> Deck:
    return make_deck(
        make_slide(256, "Why sample?", "cost"),
        make_slide(257, "采样的代价", "尾部采样", notes="先说成本。\n再说延迟。"),
        make_slide(258, "Demo", "live", hidden=True),
    )


@pytest.fixture
def written(three: Deck) -> str:
    return _write(_write(_text(None, three), 256, "Why indeed."), 258, "Look here.")


def _permuted(deck: Deck, *order: int) -> Deck:
    slides = [deck.slides[n] for n in order]
    return Deck(slides=tuple(replace(s, number=n) for n, s in enumerate(slides, start=1)))


def test_new_script_has_a_section_for_every_slide(three: Deck) -> None:
    synced = _sync(None, three)
    headings = [section.heading for section in synced.script.slides]
    assert headings == [
        "## 1. Why sample? {#s256}\n",
        "## 2. 采样的代价 {#s257}\n",
        "## 3. Demo {#s258 .hidden}\n",
    ]
    assert synced.script.slides[1].prose == "先说成本。\n再说延迟。"
    assert synced.script.slides[1].origin == "notes"
    assert [(c.kind, c.slide) for c in synced.changes] == [
        ("new", 1),
        ("new", 2),
        ("imported", 2),
        ("new", 3),
    ]
    assert synced.findings == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_second_sync_writes_the_same_bytes(
    written: str, three: Deck, newline: str, bom: str
) -> None:
    text = bom + written.replace("\n", newline)
    once = _text(text, three)
    assert _text(once, three) == once
    assert once.count("\n") == once.count(newline)
    assert once.startswith(bom)


def test_moved_slide_takes_its_text_along(written: str, three: Deck) -> None:
    synced = _sync(written, _permuted(three, 2, 0, 1))
    text = render_script(synced.script)
    assert [s.heading for s in synced.script.slides] == [
        "## 1. Demo {#s258 .hidden}\n",
        "## 2. Why sample? {#s256}\n",
        "## 3. 采样的代价 {#s257}\n",
    ]
    assert _prose(text, 258) == ["Look here."]
    assert _prose(text, 256) == ["Why indeed."]
    assert [(c.kind, c.slide) for c in synced.changes] == [("moved", 1)]
    assert text.endswith("再说延迟。\n")


def test_inserted_slide_gets_a_section_in_its_place(
    written: str, three: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    first, *rest = three.slides
    text = _text(written, make_deck(first, make_slide(300, "新的一页"), *rest))
    assert _ids(text) == [256, 300, 257, 258]
    assert "## 4. Demo {#s258 .hidden}\n" in text
    assert text.count("Why indeed.") == text.count("Look here.") == text.count("先说成本。") == 1


def test_deleted_slide_leaves_its_text_as_an_orphan(written: str, three: Deck) -> None:
    synced = _sync(written, _permuted(three, 1, 2))
    text = render_script(synced.script)
    assert _ids(text) == [257, 258, 256]
    last = synced.script.slides[-1]
    assert (last.head.orphan, last.head.number, last.prose) == (True, None, "Why indeed.")
    assert "<!-- orphan: its slide has left the deck" in last.source
    finding = synced.findings[0]
    assert (finding.code, finding.level, finding.evidence) == ("SCR126", "warning", "Why sample?")
    assert finding.place.line == last.line
    assert [(c.kind, c.title) for c in synced.changes] == [("gone", "Why sample?")]
    assert _text(text, _permuted(three, 1, 2)) == text


def test_deleted_slide_without_text_vanishes(three: Deck) -> None:
    synced = _sync(_text(None, three), _permuted(three, 1, 2))
    assert [s.head.slide_id for s in synced.script.slides] == [257, 258]
    assert [(c.kind, c.title) for c in synced.changes] == [("dropped", "Why sample?")]


def test_deleted_slide_with_only_a_comment_is_kept(three: Deck) -> None:
    text = _write(_text(None, three), 256, "<!-- ask Ann -->")
    assert "<!-- ask Ann -->" in _text(text, _permuted(three, 1, 2))


def test_slide_that_comes_back_gets_its_orphan_back(written: str, three: Deck) -> None:
    settled = _text(written, three)
    gone = _text(settled, _permuted(three, 1, 2))
    synced = _sync(gone, three)
    assert render_script(synced.script).replace("\n", "") == settled.replace("\n", "")
    assert [(c.kind, c.slide) for c in synced.changes] == [("back", 1)]
    assert synced.findings == ()


def test_orphan_does_not_return_to_another_slide_with_its_old_id(
    written: str, three: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    gone = _text(written, _permuted(three, 0, 1))
    text = _text(gone, make_deck(*three.slides[:2], make_slide(258, "Questions", "Thanks")))
    assert _prose(text, 258) == ["", "Look here."]
    assert parse_script(text).slides[-1].head.orphan


def test_duplicate_gets_a_section_of_its_own(
    written: str, three: Deck, make_deck: MakeDeck
) -> None:
    copy = replace(three.slides[1], slide_id=400)
    deck = make_deck(three.slides[0], copy, *three.slides[1:])
    text = _text(_write(written, 257, "Mine."), deck)
    assert _prose(text, 257) == ["先说成本。\n再说延迟。\n\nMine."]
    assert _prose(text, 400) == ["先说成本。\n再说延迟。"]


def test_duplicate_whose_original_was_then_edited_takes_no_text(
    written: str, three: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    copy = replace(three.slides[0], slide_id=400)
    edited = make_slide(256, "Other words", "and other text")
    text = _text(_text(written, three), make_deck(copy, edited, *three.slides[1:]))
    assert _prose(text, 256) == ["Why indeed."]
    assert _prose(text, 400) == [""]


def test_changed_slide_is_to_be_reviewed_until_the_text_is_edited(
    written: str, three: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    settled = _text(written, three)
    deck = make_deck(make_slide(256, "Why sample?", "cost and time"), *three.slides[1:])
    synced = _sync(settled, deck)
    assert _codes(synced) == ["SCR121"]
    assert synced.findings[0].place.slide == 1
    text = render_script(synced.script)
    assert [s.text for s in synced.script.slides] == [s.text for s in parse_script(settled).slides]
    assert _text(text, deck) == text
    assert _codes(_sync(_write(text, 256, "Now with time."), deck)) == []


def test_deleting_the_comment_settles_a_review(
    written: str, three: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    deck = make_deck(make_slide(256, "Why sample?", "cost and time"), *three.slides[1:])
    text = _text(written, three)
    stamp = parse_script(text).slides[0].marks[0]
    settled = _sync(text.replace(stamp, "", 1), deck)
    assert _codes(settled) == []
    assert _codes(_sync(render_script(settled.script), deck)) == []


def test_retitled_slide_is_retitled_in_the_heading(
    written: str, three: Deck, make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    deck = make_deck(make_slide(256, "Why\vsample at all?", "cost"), *three.slides[1:])
    assert "## 1. Why sample at all? {#s256}\n" in _text(written, deck)


def test_slide_without_a_title_is_called_by_its_first_words(
    make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    deck = make_deck(make_slide(256, "", "47 minutes\n8 teams"), make_slide(257))
    old = _text(None, make_deck(make_slide(256), make_slide(257)))
    text = _text(old, deck)
    headings = [line for line in text.split("\n") if line.startswith("## ")]
    assert headings == ["## 1. 47 minutes {#s256}", "## 2. (no title) {#s257}"]
    assert _sync(text, deck).findings == ()


@pytest.mark.parametrize(
    ("shows", "language", "title"),
    [
        ({"picture"}, "en", "(picture)"),
        ({"picture", "chart"}, "zh", "（图表）"),
        ({"audio"}, "en", "(no title)"),
        (set(), "zh", "（无标题）"),
    ],
)
def test_slide_without_words_is_called_by_what_it_shows(
    make_slide: MakeSlide, shows: set[Visual], language: Language, title: str
) -> None:
    assert wordless_title(make_slide(256, shows=frozenset(shows)), language) == title
    other: Language = "zh" if language == "en" else "en"
    assert stand_in(stand_in(title, other), language) == title
    assert stand_in("采样", language) == ""


def test_heading_in_own_words_stays_and_is_mentioned(written: str, three: Deck) -> None:
    text = _text(written, three).replace("1. Why sample?", "1. My own opening")
    synced = _sync(text, three)
    assert render_script(synced.script) == text
    assert [(f.code, f.level, f.evidence) for f in synced.findings] == [
        ("SCR124", "advice", "My own opening")
    ]


def test_changed_notes_are_reported_and_overwrite_nothing(
    written: str, three: Deck, make_deck: MakeDeck
) -> None:
    text = _text(written, three)
    changed = replace(three.slides[1], notes="只说成本。")
    synced = _sync(text, make_deck(three.slides[0], changed, three.slides[2]))
    assert [(f.code, f.evidence) for f in synced.findings] == [("SCR122", "只说成本。")]
    assert synced.script.slides[1].text == parse_script(text).slides[1].text


def test_deleted_import_is_not_imported_again_but_new_notes_are(
    three: Deck, make_deck: MakeDeck
) -> None:
    text = _text(None, three).replace("先说成本。\n再说延迟。\n", "")
    once = _text(text, three)
    assert _prose(once, 257) == [""]
    changed = replace(three.slides[1], notes="只说成本。")
    again = _text(once, make_deck(three.slides[0], changed, three.slides[2]))
    assert _prose(again, 257) == ["只说成本。"]


def test_edited_import_is_the_speakers_own(three: Deck) -> None:
    text = _text(_write(_text(None, three), 257, "我自己的话。"), three)
    assert parse_script(text).slides[1].origin == ""


def test_notes_in_another_language_stay_out_of_a_second_script(three: Deck) -> None:
    synced = _sync(None, three, main=False)
    assert synced.script.slides[1].prose == ""
    assert [(f.code, f.level) for f in synced.findings] == [("SCR123", "advice")]
    assert _sync(None, three, main=False, language="zh").script.slides[1].origin == "notes"


def test_translation_marks_are_kept(written: str, three: Deck) -> None:
    stamp = parse_script(_text(written, three)).slides[0].marks[0]
    text = _text(written, three).replace(stamp, stamp + "<!-- from zh 3f2a9c1e -->\n")
    synced = _sync(text, _permuted(three, 1, 0, 2))
    assert synced.script.slides[1].origin == "zh 3f2a9c1e"


def test_second_text_of_a_slide_is_kept_behind_the_first(written: str, three: Deck) -> None:
    text = _text(written, three) + "\n## 9. Why sample? {#s256}\nAgain.\n"
    synced = _sync(text, three)
    made = render_script(synced.script)
    assert _ids(made) == [256, 256, 257, 258]
    assert _prose(made, 256) == ["Why indeed.", "Again."]
    assert _codes(synced) == ["SCR125"]
    assert _text(made, three) == made


def test_empty_second_section_goes_and_the_text_wins(written: str, three: Deck) -> None:
    settled = _text(written, three)
    text = settled.replace("## 1. Why", "## 1. Why sample? {#s256}\n\n## 1. Why")
    assert _prose(_text(text, three), 256) == ["Why indeed."]


def test_hand_written_script_is_adopted_by_title(three: Deck) -> None:
    opening = "# My talk\nhello\n\n"
    text = opening + "## why sample?\nBecause.\n\n## 2. 采样的代价\n很贵。\n\n## Aside\nHm.\n"
    made = _text(text, three)
    assert _ids(made) == [256, 257, 258]
    assert _prose(made, 256) == ["Because."]
    assert _prose(made, 257) == ["很贵。\n\n## Aside\nHm."]
    assert made.startswith("# My talk\nhello\n\n## 1. Why sample? {#s256}\n")


@pytest.mark.parametrize("broken", ["", " {#sX}", " {#s}", " {#s257", " {s257}"])
def test_heading_whose_id_was_mangled_finds_its_slide_by_title(
    written: str, three: Deck, broken: str
) -> None:
    text = _write(written, 257, "Mine.").replace(" {#s257}", broken)
    made = _text(text, three)
    assert _ids(made) == [256, 257, 258]
    assert _prose(made, 257) == ["先说成本。\n再说延迟。\n\nMine."]


def test_title_that_two_slides_have_adopts_nothing(
    make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    text = "## Demo\nBecause.\n"
    made = _text(text, make_deck(make_slide(256, "Demo"), make_slide(257, "demo")))
    assert made.startswith(text)
    assert [_prose(made, 256), _prose(made, 257)] == [[""], [""]]


def test_notes_that_look_like_headings_make_no_section(
    make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    notes = "## Demo\n## 7. X {#s256}\n<!-- slide\n```"
    deck = make_deck(make_slide(256, "A", notes=notes), make_slide(257, "Demo"))
    made = _text(None, deck)
    assert _ids(made) == [256, 257]
    assert _text(made, deck) == made


def test_unreadable_slide_keeps_its_text_in_place(written: str, three: Deck) -> None:
    lost = Problem(lost="slide", part="slide2.xml", reason="broken", slide=2, slide_id=257)
    deck = Deck(slides=(three.slides[0], three.slides[2]), problems=(lost,))
    text = _text(written, three)
    synced = _sync(text, deck)
    assert render_script(synced.script) == text
    assert synced.findings == ()


def test_unreadable_notes_count_as_unknown(three: Deck) -> None:
    text = _text(None, three)
    lost = Problem(lost="notes", part="notes2.xml", reason="broken", slide=2, slide_id=257)
    silent = replace(three.slides[1], notes="")
    deck = Deck(slides=(three.slides[0], silent, three.slides[2]), problems=(lost,))
    synced = _sync(text, deck)
    assert (render_script(synced.script), synced.findings) == (text, ())


def test_empty_deck_keeps_all_text(written: str) -> None:
    made = _text(written, Deck(slides=()))
    assert _ids(made) == [256, 257, 258]
    assert all(section.head.orphan for section in parse_script(made).slides)


def test_text_without_newline_at_the_end_is_parted_when_it_moves(three: Deck) -> None:
    text = _text(None, three).rstrip("\n") + "\nlast words"
    made = _text(text, _permuted(three, 2, 0, 1))
    assert "last words\n\n## 2. Why sample?" in made
