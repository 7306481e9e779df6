"""Scripts mangled by hand: no word is lost, no word moves to another slide, and it settles."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speakprep.deck.model import Block, Deck, Slide
from speakprep.script.files import parse_script, render_script
from speakprep.script.sync import Setting, sync_script

SETTING = Setting(title="T", language="en", main=True, file="script.en.md")
IDS = (256, 257, 300)
DECK = Deck(
    slides=tuple(
        Slide(
            number=n,
            slide_id=slide_id,
            title=title,
            blocks=(Block(kind="title", text=title), Block(kind="body", text=f"body {n}")),
            notes=notes,
        )
        for n, (slide_id, title, notes) in enumerate(
            zip(IDS, ("Why", "代价", "Demo"), ("", "备注。", ""), strict=True), start=1
        )
    )
)
LINES = st.sampled_from(
    [
        "# Talk",
        "## 1. Why {#s256}",
        "## 1. Why {#s256}",
        "## 2. 代价 {#s257}",
        "### 2. 代价 {#s257}",
        "## 3. Demo {#s300 .hidden}",
        "## 3. Demo {#s300 .orphan}",
        "## Old {#s0 .orphan}",
        "## 9. Gone {#s999}",
        "## 99999999999. Far {#s9999999999}",
        "## Why",
        "## demo",
        "##Demo{#s300}",
        "### nested",
        "## {#s256} ##",
        "<!-- slide 3f2a9c1e text 3f2a9c1e notes e3b0c442 asked 00000000 -->",
        "<!-- from notes -->",
        "<!-- open",
        "-->",
        "```",
        "",
        "  ",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", ""])


@st.composite
def scripts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return a mangled script, and the words a person wrote in it."""
    words: list[str] = []
    text = draw(st.sampled_from(["", "\ufeff"]))
    for line, end, spoken in draw(st.lists(st.tuples(LINES, ENDS, st.booleans()), max_size=14)):
        text += line + end
        if spoken:
            words.append(f"word{len(words)}词。")
            text += f"\n{words[-1]}{end}"
    return text, words


def _sync(text: str) -> str:
    return render_script(sync_script(parse_script(text), DECK, SETTING).script)


@given(scripts())
def test_no_word_of_a_mangled_script_is_lost_or_doubled(mangled: tuple[str, list[str]]) -> None:
    text, words = mangled
    once = _sync(text)
    assert [once.count(word) for word in words] == [1] * len(words)


@example(("## 3. Demo {#s300 .orphan}\n## 3. Demo {#s300 .orphan}\n\nMine.\n", ["Mine."]))
@given(scripts())
def test_mangled_script_is_settled_after_one_sync(mangled: tuple[str, list[str]]) -> None:
    once = _sync(mangled[0])
    assert _sync(once) == once


@given(scripts())
def test_words_under_an_id_stay_under_it_or_go_to_the_end(mangled: tuple[str, list[str]]) -> None:
    text, words = mangled
    before, after = parse_script(text), parse_script(_sync(text))
    for word in words:
        owner = next((s.head for s in before.slides if word in s.text), None)
        now = next((s.head for s in after.slides if word in s.text), None)
        if owner is None or owner.slide_id not in IDS or now is None or now.orphan:
            continue
        # A heading without an id takes what stands under it to the slide it names.
        named = any(title in text for title in ("## Why", "## demo"))
        assert now.slide_id == owner.slide_id or named


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "Before.\n## 1. Why {#s256}\nMine.",
        "\ufeff## 1. Why {#s256}\nMine.\n\n## 1. Why {#s256}\nTwice.",
        "## 1. Why {#s256}\n<!-- never closed\nMine.\n## 2. 代价 {#s257}\n我的。",
        "## 1. Why {#s256}\n```\ncode\n## 2. 代价 {#s257}\n我的。\n",
        "## 1. Why {#s256}\n### deeper\nMine.\n#### deeper still\nMore.\n",
    ],
)
def test_what_a_person_wrote_stays_byte_for_byte(text: str, newline: str) -> None:
    written = text.replace("\n", newline)
    made = _sync(written)
    for section in parse_script(written).slides:
        assert section.text.strip("\r\n") in made
    assert made.count("\n") == made.count(newline)
    assert _sync(made) == made


@pytest.fixture
def huge(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    return make_deck(*(make_slide(256 + n, f"Slide {n}", f"body {n}") for n in range(400)))


def test_deck_of_twins_is_matched_in_order(
    make_slide: Callable[..., Slide], make_deck: Callable[..., Deck], huge: Deck
) -> None:
    twins = make_deck(*(make_slide(300 + n, "Demo", creation_id=n + 1) for n in range(400)))
    script = sync_script(None, twins, SETTING).script
    text = render_script(script).replace("\n## 2. Demo", "First.\n\n## 2. Demo")
    anew = make_deck(*(make_slide(256 + n, "Demo") for n in range(400)))
    assert sync_script(parse_script(text), anew, SETTING).script.slides[0].prose == "First."
    other = sync_script(parse_script(text), huge, SETTING).script.slides
    assert [s.prose for s in other if s.head.orphan] == ["First."]
