"""Ids are trusted until a re-save shows that they lie."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from speakprep.deck.model import Deck, Media, Slide
from speakprep.script.files import parse_script, render_script
from speakprep.script.likeness import REACH, Alike, likeness
from speakprep.script.memory import Memory, learn
from speakprep.script.sync import Setting, Synced, sync_script

SETTING = Setting(title="T", language="en", main=True, file="script.en.md")
TITLES = ["开场", "Why sample?", "Tail sampling", "代价", "Questions"]


def _sync(text: str | None, deck: Deck) -> Synced:
    script = None if text is None else parse_script(text)
    return sync_script(script, deck, SETTING)


def _with_text(deck: Deck) -> str:
    """Return a script in which every slide's text names the slide."""
    script = _sync(None, deck).script
    slides = [replace(s, text=f"\nText of {s.head.title}.\n\n") for s in script.slides]
    return render_script(_sync(render_script(replace(script, slides=tuple(slides))), deck).script)


@pytest.fixture
def office(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    return make_deck(
        *(
            make_slide(300 + 7 * n, title, f"body {n}", creation_id=0xABC0 + n)
            for n, title in enumerate(TITLES)
        )
    )


def _resaved(deck: Deck, *order: int) -> Deck:
    """Return the deck reordered and saved by a program that numbers slides anew."""
    slides = [deck.slides[n] for n in order]
    return Deck(
        slides=tuple(
            replace(s, number=n, slide_id=255 + n, creation_id=None)
            for n, s in enumerate(slides, start=1)
        )
    )


def _at_home(synced: Synced) -> dict[str, str]:
    return {s.head.title: s.prose for s in synced.script.slides if not s.head.orphan}


def test_renumbered_deck_keeps_every_text_on_its_slide(office: Deck) -> None:
    synced = _sync(_with_text(office), _resaved(office, 3, 0, 1, 4, 2))
    assert synced.renumbered
    assert _at_home(synced) == {title: f"Text of {title}." for title in TITLES}
    assert [f.code for f in synced.findings] == ["SCR127"]
    assert [s.head.slide_id for s in synced.script.slides] == [256, 257, 258, 259, 260]


def test_renumbering_is_settled_after_one_sync(office: Deck) -> None:
    deck = _resaved(office, 3, 0, 1, 4, 2)
    text = render_script(_sync(_with_text(office), deck).script)
    again = _sync(text, deck)
    assert (render_script(again.script), again.renumbered, again.findings) == (text, False, ())


def test_renumbered_deck_matches_edited_slides_by_title(
    office: Deck, make_slide: Callable[..., Slide]
) -> None:
    deck = _resaved(office, 1, 0, 2, 3, 4)
    edited = make_slide(256, "Why sample it?", "another body")
    synced = _sync(_with_text(office), Deck(slides=(edited, *deck.slides[1:])))
    assert synced.script.slides[0].prose == "Text of Why sample?."


def test_text_of_a_slide_deleted_before_the_renumbering_is_an_orphan_for_good(office: Deck) -> None:
    deck = _resaved(office, 1, 2, 3, 4)
    synced = _sync(_with_text(office), deck)
    orphan = synced.script.slides[-1]
    assert (orphan.head.slide_id, orphan.head.orphan, orphan.prose) == (0, True, "Text of 开场.")
    text = render_script(synced.script)
    assert render_script(_sync(text, deck).script) == text


def test_renumbering_without_creation_ids_shows_in_the_content(office: Deck) -> None:
    plain = _resaved(office, 0, 1, 2, 3, 4)
    turned = _resaved(plain, 4, 3, 2, 1, 0)
    synced = _sync(_with_text(plain), turned)
    assert synced.renumbered
    assert _at_home(synced) == {title: f"Text of {title}." for title in TITLES}


def test_two_swapped_slides_of_a_renumbered_deck_keep_their_texts(office: Deck) -> None:
    plain = _resaved(office, 0, 1, 2, 3, 4)
    synced = _sync(_with_text(plain), _resaved(plain, 0, 1, 2, 4, 3))
    assert synced.renumbered
    assert _at_home(synced) == {title: f"Text of {title}." for title in TITLES}


def test_id_reused_for_a_new_slide_leaves_the_old_text_as_an_orphan(
    office: Deck, make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]
) -> None:
    last = office.slides[-1].slide_id
    new = make_slide(last, "Xyz", "zzz", creation_id=1)
    synced = _sync(_with_text(office), make_deck(*office.slides[:-1], new))
    assert [(s.head.orphan, s.prose) for s in synced.script.slides if s.head.slide_id == last] == [
        (False, ""),
        (True, "Text of Questions."),
    ]


def test_slide_rewritten_in_place_keeps_its_text_and_asks_for_a_look(
    office: Deck, make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]
) -> None:
    slide = office.slides[1]
    new = make_slide(slide.slide_id, "完全不同", "zzz")
    deck = make_deck(office.slides[0], new, *office.slides[2:])
    synced = _sync(_with_text(office), deck)
    assert synced.script.slides[1].prose == "Text of Why sample?."
    assert [(f.code, f.evidence) for f in synced.findings] == [("SCR128", "Why sample?")]
    assert synced.script.slides[1].head.title == "Why sample?"
    again = _sync(render_script(synced.script), deck)
    assert (again.script, again.findings) == (synced.script, synced.findings)


def test_likeness_is_certain_where_text_creation_id_or_title_are_the_same(office: Deck) -> None:
    section = parse_script(_with_text(office)).slides[1]
    slide = office.slides[1]
    assert likeness(section, slide, Memory()) == 1
    assert likeness(section, replace(slide, blocks=()), Memory()) == 1
    assert likeness(section, replace(slide, blocks=(), title="Tail"), Memory()) == 1
    assert (
        likeness(section, replace(slide, blocks=(), title="代价", creation_id=None), Memory()) == 0
    )
    assert likeness(section, replace(slide, blocks=(), title="", creation_id=None), Memory()) == 0.5


def _picture(checksum: int) -> tuple[Media, ...]:
    return (Media(kind="picture", part=f"{checksum}.png", size=9, checksum=checksum),)


def test_slides_with_nothing_but_a_picture_are_told_by_it(
    make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]
) -> None:
    deck = make_deck(*(make_slide(300 + 7 * n, media=_picture(n)) for n in range(5)))
    text = render_script(_sync(None, deck).script)
    for n in range(5):
        text = text.replace(f"{{#s{300 + 7 * n}}}", f"{{#s{300 + 7 * n}}}\nText {n}.", 1)
    text = render_script(_sync(text, deck).script)
    synced = _sync(text, _resaved(deck, 3, 1, 4, 0, 2))
    assert synced.renumbered
    assert [s.prose for s in synced.script.slides] == [f"Text {n}." for n in (3, 1, 4, 0, 2)]


def test_twins_with_different_pictures_are_told_apart(
    make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]
) -> None:
    deck = make_deck(*(make_slide(300 + n, "Demo", media=_picture(n)) for n in (3, 5, 9)))
    text = render_script(_sync(None, deck).script).replace(
        "{#s309}", "{#s309}\n<!-- mine -->\nThe last one.", 1
    )
    text = render_script(_sync(text, deck).script)
    synced = _sync(text, _resaved(deck, 2, 0, 1))
    assert [s.prose for s in synced.script.slides] == ["The last one.", "", ""]


def test_new_picture_slide_under_a_reused_id_takes_no_text(
    make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]
) -> None:
    first = make_slide(300, "Why", "cost", creation_id=1)
    old = make_slide(301, media=_picture(1), creation_id=2)
    text = render_script(_sync(None, make_deck(first, old)).script)
    text = render_script(_sync(text + "About the picture.\n", make_deck(first, old)).script)
    new = make_slide(301, media=_picture(2), creation_id=3)
    synced = _sync(text, make_deck(first, new))
    found = [(s.head.orphan, s.prose) for s in synced.script.slides[1:]]
    assert found == [(False, ""), (True, "About the picture.")]


def test_slide_rewritten_before_a_renumbering_is_asked_about_in_its_place(
    office: Deck, make_slide: Callable[..., Slide]
) -> None:
    plain = _resaved(office, 0, 1, 2, 3, 4)
    moved = _resaved(plain, 4, 0, 1, 2, 3)
    other = replace(make_slide(259, "关于我们", "十二个人，两条狗"), number=4)
    deck = Deck(slides=(*moved.slides[:3], other, *moved.slides[4:]))
    synced = sync_script(parse_script(_with_text(plain)), deck, SETTING, learn(plain))
    assert synced.renumbered
    assert [(q.slide, q.title, q.begins) for q in synced.questions] == [
        (4, "Tail sampling", "Text of Tail sampling.")
    ]
    assert not any(s.head.orphan for s in synced.script.slides)


def test_like_slide_is_found_in_a_long_deck_by_its_rare_words(
    make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]
) -> None:
    common = "the event of the year 年度大会"
    slides = [make_slide(300 + n, f"Part {n}", f"{common} rare{n}") for n in range(4 * REACH)]
    deck = make_deck(*slides)
    section = _sync(None, deck).script.slides[3 * REACH]
    again = make_deck(*(replace(slide, slide_id=900 + slide.slide_id) for slide in slides))
    found = list(Alike(again.slides).to(section, learn(deck)))
    assert max(found, key=lambda each: each[0])[1].number == 3 * REACH + 1
    assert len(found) <= REACH
