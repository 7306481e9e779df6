"""What the rules read: each text beside its slide, and all of them as one talk."""

from collections.abc import Callable

import pytest

from speakprep.deck.model import Block, Deck, Slide
from speakprep.errors import InputError
from speakprep.lint.masking import MASK
from speakprep.script.files import parse_script
from speakprep.script.lexicon import parse_lexicon
from speakprep.script.passages import passages, see, slides_of, whole_talk
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Resource

MakeSlide = Callable[..., Slide]


def test_slide_counts_while_it_has_its_title_or_its_content(make_slide: MakeSlide) -> None:
    deck = Deck(slides=(make_slide(256, "A", "a"), make_slide(257, "New", "b"), make_slide(258)))
    stamp = f"<!-- slide {deck.slides[1].text_hash} -->"
    text = (
        f"## 1. A {{#s256}}\n## 2. Old {{#s257}}\n{stamp}\nb\n"
        "## 3. C {#s258}\n## 4. D {#s300}\n## E {#s256 .orphan}\n"
    )
    assert sorted(slides_of(parse_script(text), deck)) == [256, 257]


def test_text_follows_the_one_said_before_it() -> None:
    text = "## 1. A {#s256}\nOne.\n## 2. B {#s257 .hidden}\nTwo.\n## 3. C {#s258}\nThree.\n"
    found = passages(parse_script(text), "en", "s.md", {})
    assert [(each.before, each.title, each.seen) for each in found] == [
        ("", "A", None),
        ("", "B", None),
        ("One.", "C", None),
    ]


def test_demo_without_words_and_hidden_slides_are_not_asked_for_more(
    make_slide: MakeSlide,
) -> None:
    text = (
        "## 1. A {#s256}\nOne.\n## 2. B {#s257}\n[demo 2m]\n## 3. C {#s258}\nThree.\n"
        "## 4. D {#s259 .hidden}\nFour.\n"
    )
    slides = {number: make_slide(number, "T", "37.5% less") for number in range(256, 260)}
    found = passages(parse_script(text), "en", "s.md", slides)
    assert [(each.before, each.seen is None) for each in found] == [
        ("", False),
        ("", False),
        ("One.", False),
        ("", True),
    ]


def test_whole_talk_hides_what_is_not_said_and_keeps_its_lines() -> None:
    text = "# T\r\n## 1. A {#s256}\r\nOne.\r\n## 2. B {#s257 .hidden}\r\nTwo.\r\n"
    talk = whole_talk(parse_script(text), "en", "s.md", {})
    assert talk.text.replace(MASK, "") == "\r\n\r\nOne.\r\n\r\n\r\n"
    assert len(talk.text) == len(text)


def test_short_form_in_brackets_on_a_slide_is_written_out(make_slide: MakeSlide) -> None:
    slide = make_slide(256, "A", "Custom resource definition (CRD)\n水平扩容（HPA）")
    talk = whole_talk(parse_script("## 1. A {#s256}\nx\n"), "en", "s.md", {256: slide})
    assert talk.written_out == {"CRD", "HPA"}


@pytest.mark.parametrize(("lines", "shown"), [("", {"picture"}), ("a\nb", set())])
def test_picture_wants_words_only_where_it_stands_alone(lines: str, shown: set[str]) -> None:
    blocks = (Block(kind="title", text="T"), Block(kind="body", text=lines))
    slide = Slide(
        number=1, slide_id=256, title="T", blocks=blocks[: 1 + bool(lines)],
        shows=frozenset({"picture", "video"}),
    )  # fmt: skip
    assert see(slide, "x").visuals == shown


def test_figures_of_charts_and_titles_may_stay_unsaid() -> None:
    blocks = (
        Block(kind="title", text="In 30 days"),
        Block(kind="chart", text="a | 41%"),
        Block(kind="body", text="52%"),
    )
    slide = Slide(number=1, slide_id=256, title="T", blocks=blocks, shows=frozenset({"chart"}))
    assert see(slide, "It is 42% in 31 days.").unspoken == ("52%",)
    assert [each.shown for each in see(slide, "It is 42% in 31 days.").differing] == [
        "41%",
        "30 days",
    ]


def test_shipped_lexicon_knows_what_is_said_like_a_word() -> None:
    path = shipped_folder("checklists") / "spoken.toml"
    known = parse_lexicon(Resource(path=path, text=path.read_text("utf-8")))
    assert {"JSON", "YAML", "RAM"} <= known
    assert known.isdisjoint({"SQL", "AWS", "HTTP"})


def test_lexicon_with_another_key_is_an_error_with_its_line() -> None:
    path = shipped_folder("checklists") / "spoken.toml"
    with pytest.raises(InputError) as raised:
        parse_lexicon(Resource(path=path, text='# a\nas_word = ["X"]\n'))
    assert raised.value.line == 2
