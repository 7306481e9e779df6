from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.files import parse_script
from speakprep.translation.layout import fold
from speakprep.translation.model import Direction, Segment
from speakprep.translation.segments import (
    FRAGMENT,
    MOST,
    cut_script,
    cut_text,
    keyed,
    size,
)

ZH_EN = Direction(source="zh", target="en")
EN_ZH = Direction(source="en", target="zh")

ZH_SENTENCES = [
    "好。",
    "为什么？",
    "我们每天产生三万条调用链，存储成本一直在增加。",
    "采样率是 1%。",
]
EN_SENTENCES = ["Yes.", "Why?", "We keep one trace in ten and drop the other nine at the gateway."]


def segments(script: str, direction: Direction) -> tuple[Segment, ...]:
    slides = cut_script(parse_script(script), direction)
    return tuple(segment for slide in slides for segment in slide.segments)


@given(st.lists(st.sampled_from(ZH_SENTENCES), max_size=20))
def test_cut_text_chinese_keeps_every_character_and_leaves_no_fragment(sentences: list[str]):
    text = "".join(sentences)
    texts = cut_text(text)
    assert "".join(texts) == text
    assert all(size(one) >= FRAGMENT for one in texts) or len(texts) == 1
    assert all(size(one) <= MOST + FRAGMENT for one in texts)


@given(st.lists(st.sampled_from(EN_SENTENCES), max_size=20))
def test_cut_text_english_keeps_every_word_and_leaves_no_fragment(sentences: list[str]):
    text = " ".join(sentences)
    texts = cut_text(text)
    assert " ".join(texts) == text
    assert all(size(one) >= FRAGMENT for one in texts) or len(texts) == 1
    assert all(size(one) <= MOST + FRAGMENT for one in texts)


@given(st.text(alphabet="采样。！？.!? ab\n1", max_size=80))
def test_cut_text_any_text_loses_nothing_but_blanks(text: str):
    assert "".join("".join(cut_text(text)).split()) == "".join(fold(text).split())


def test_cut_text_long_sentence_stays_whole():
    sentence = "很" * 400 + "。"
    assert cut_text(sentence) == (sentence,)


def test_cut_text_many_short_sentences_do_not_grow_into_one():
    texts = cut_text("对。" * 60)
    assert {len(text) for text in texts} == {16, 24}
    assert texts[0] == "对。" * 8


def test_cut_text_takes_sentences_until_there_is_enough():
    long = (
        "We keep one trace in ten and drop the other nine at the gateway without any delay at all."
    )
    assert cut_text(f"{long} {long} {long}") == (f"{long} {long}", long)


def test_cut_script_same_text_has_same_id_and_repeats_are_counted():
    script = "## 1. 结果 {#s256}\n\n我们每天采样一次。\n\n我们每天采样一次。\n"
    first, again = segments(script, ZH_EN)[1:]
    assert again.id == f"{first.id}-2"
    moved = "## 9. 结果 {#s300}\n\n新的一段话在这里。\n\n我们每天采样一次。\n"
    assert segments(moved, ZH_EN)[-1].id == first.id


def test_cut_script_knows_slide_and_line(kit):
    found = [(one.text, one.slide, one.line) for one in segments(kit.zh_script, ZH_EN)]
    texts = list(kit.zh_to_en)
    assert found == [
        (texts[0], 1, 5),
        (texts[1], 1, 8),
        (texts[2], 1, 8),
        (texts[3], 1, 10),
        (texts[4], 2, 16),
        (texts[5], 2, 18),
    ]


def test_cut_script_english_takes_titles_and_paragraphs(kit):
    assert [one.text for one in segments(kit.en_script, EN_ZH)] == list(kit.en_to_zh)


def test_cut_script_leaves_out_what_needs_no_translation():
    script = (
        "## 1. Tail Sampling {#s256}\n\nkubectl get pods\n\n请看屏幕。\n\n"
        "## 2. （无标题） {#s257}\n\n## 旧的 {#s258 .orphan}\n\n旧文字。\n"
    )
    assert [one.text for one in segments(script, ZH_EN)] == ["请看屏幕。"]
    script = (
        "## 1. 采样 {#s256}\n\n这一段已经是中文了。\n\nLook at the screen, please, all of you.\n"
    )
    assert [one.text for one in segments(script, EN_ZH)] == [
        "Look at the screen, please, all of you."
    ]


def test_keyed_second_section_of_a_slide_has_a_key_of_its_own():
    script = parse_script("## A {#s256}\n## B {#s256}\n## C {#s257}\n")
    assert [key for key, _ in keyed(script.slides)] == ["s256", "s256-2", "s257"]
