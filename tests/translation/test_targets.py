from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.files import parse_script
from speakprep.script.generated import marked
from speakprep.translation.layout import lay_out
from speakprep.translation.model import Direction, Memory, Record, SourceSlide
from speakprep.translation.rebuild import structure
from speakprep.translation.segments import cut_script
from speakprep.translation.targets import tame, translated_slide

ZH_EN = Direction(source="zh", target="en")
EN_ZH = Direction(source="en", target="zh")
FORMS = st.sampled_from(
    [
        "\n", "## ", "### x {#s9}", "- ", "1. ", "> ", "```", "~~~", "| ", "[pause 9s]", "<!--",
        "-->", "word", "字。", " ", "\0", "\x0b", "\u2028", "\r", "\\", "[", "]", "`",
        "\x9b", "\u202e", "<!-- from zh 1 -->",
    ]
)  # fmt: skip
WILD = st.lists(FORMS, max_size=12).map("".join)
BLOCKS = st.sampled_from(
    [
        "我们每天采样一次。", "[停顿 3秒]", "<!-- 自己看 -->", "- 第一点\n- 第二点",
        "```\ncode\n```", "https://example.com", "甲乙丙丁。[pause 2s]戊己庚辛。", "### 小标题",
        "| 甲 | 乙 |", "42",
    ]
)  # fmt: skip


def memory_of(slides: tuple[SourceSlide, ...], target: str) -> Memory:
    segments = [segment for slide in slides for segment in slide.segments]
    return Memory(
        records={
            one.id: Record(id=one.id, source=one.text, target=target, model="m") for one in segments
        }
    )


@given(WILD)
def test_tame_leaves_one_plain_paragraph(text: str):
    line = tame(text)
    assert [s.raw for s in lay_out(line) if not s.spoken] in ([], [line])
    assert tame(line) == line
    assert not parse_script(line).slides


@pytest.mark.parametrize("sign", ["\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\ufeff"])
def test_tame_drops_what_a_terminal_would_obey(sign: str):
    assert tame(f"We keep {sign}one trace{sign}.") == "We keep one trace."


@pytest.mark.parametrize(
    "text", ["Use `otel` now.", "#1 of 3", "- 5 degrees?", "See [1].", "*Yes*", "1.5 seconds"]
)
def test_tame_leaves_ordinary_text_alone(text: str):
    assert tame(text).removeprefix("\\") == text


@given(st.lists(BLOCKS, max_size=8), st.sampled_from(["A sentence.", "## B", "C\n\nD [pause 1s]"]))
def test_translated_slide_keeps_every_mark_heading_and_paragraph(blocks: list[str], target: str):
    text = "## 3. 标题 {#s259 .hidden}\n\n" + "\n\n".join(blocks) + "\n\n## 4. 下一页 {#s260}\n"
    slides = cut_script(parse_script(text), ZH_EN)
    made = translated_slide(slides[0], memory_of(slides, target), ZH_EN, "\n")
    assert made is not None
    assert structure(lay_out(made.text)) == structure(slides[0].stretches)
    (again,) = parse_script(made.source).slides
    assert again == made.__class__(heading=made.heading, marks=made.marks, text=made.text, line=1)
    head = slides[0].slide.head
    assert (again.head.slide_id, again.head.number, again.head.hidden) == (
        head.slide_id,
        head.number,
        head.hidden,
    )


def test_translated_slide_into_english(kit):
    slides = cut_script(parse_script(kit.zh_script), ZH_EN)
    memory = Memory(
        records={
            one.id: Record(id=one.id, source=one.text, target=kit.zh_to_en[one.text], model="m")
            for slide in slides
            for one in slide.segments
        }
    )
    made = translated_slide(slides[0], memory, ZH_EN, "\n")
    assert made is not None
    assert made.heading == "## 1. Why sample? {#s256}\n"
    assert made.origin.startswith("zh ")
    texts = list(kit.zh_to_en.values())
    assert made.text == (
        f"\n{texts[1]} [停顿 3秒] {texts[2]}\n\n- {texts[3]}\n\n```yaml\nrate: 0.01\n```\n\n"
    )


def test_translated_slide_into_chinese_joins_without_blanks():
    source = "## 1. A {#s256}\n\n" + "We keep one trace in ten and drop nine of them at once. " * 4
    slides = cut_script(parse_script(source), EN_ZH)
    assert len(slides[0].runs[0].segments) == 2
    made = translated_slide(slides[0], memory_of(slides, "十条留一条。"), EN_ZH, "\n")
    assert made is not None
    assert made.text.strip() == "十条留一条。十条留一条。"


def test_translated_slide_waits_for_every_segment(kit):
    slides = cut_script(parse_script(kit.zh_script), ZH_EN)
    assert translated_slide(slides[0], Memory(), ZH_EN, "\n") is None


def test_translated_slide_without_title():
    slides = cut_script(parse_script("## 1. （无标题） {#s256}\n"), ZH_EN)
    made = translated_slide(slides[0], Memory(), ZH_EN, "\n")
    assert made is not None
    assert made.heading == "## 1. (no title) {#s256}\n"


def test_translation_of_a_drafted_text_carries_no_mark_of_its_draft():
    drafted = marked(
        "我们每天采样一次。",
        model="m",
        day=date(2027, 1, 2),
        doubts=["in no source: 每天"],
        newline="\n",
    )
    (slide,) = cut_script(parse_script(f"## 1. 采样 {{#s256}}\n{drafted}"), ZH_EN)
    section = translated_slide(slide, memory_of((slide,), "We sample daily."), ZH_EN, "\n")
    assert section is not None
    assert section.prose == "We sample daily."
    assert "generated" not in section.text
    assert structure(lay_out(section.text)) == structure(slide.stretches)
