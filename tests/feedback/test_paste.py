import pytest

from speakprep.feedback.model import WHOLE, Target
from speakprep.feedback.paste import listen

ENGLISH = """\
From: Dana Ortiz <dana@example.org>
Date: 2026-11-18
Subject: Re: your proposal

Hi Wen,

thanks for sending the draft, I have four comments:

- Section 1: Say first what every trace costs you;
  otherwise nobody needs the sampler.
- Abstract: you list three strategies. How do they work together?
- It must be clear which side this is about, the SDK or the Collector.
- idea: end with what the audience takes home.

> We use three strategies

Best regards,
Dana
"""
CHINESE = """\
文同学，你好：

稿子看完了，有四点意见：

1. 第一部分：先说清全量采集为什么贵，再讲你们的方案。
2. 摘要：三种策略怎样组合在一起，各自的前提是什么？
3. 必须说明讲的是 SDK 还是 Collector，
   两边的听众不同。
4、第 12 页：结尾补一句听众能带走什么。

祝好
李蕾
"""


def heard(text):
    return [
        (each.reviewer, [(str(r.target), r.severity, r.text) for r in each.remarks])
        for each in listen(text, {})
    ]


def test_listen_to_english_mail_finds_its_four_comments():
    (each,) = listen(ENGLISH, {})
    assert heard(ENGLISH) == [
        (
            "Dana Ortiz",
            [
                (
                    "section 1",
                    "should",
                    "Say first what every trace costs you;\notherwise nobody needs the sampler.",
                ),
                (
                    "field abstract",
                    "should",
                    "you list three strategies. How do they work together?",
                ),
                (
                    "whole",
                    "must",
                    "It must be clear which side this is about, the SDK or the Collector.",
                ),
                ("whole", "idea", "end with what the audience takes home."),
            ],
        )
    ]
    assert [remark.line for remark in each.remarks] == [9, 11, 12, 13]
    assert (str(each.day), each.odd) == ("2026-11-18", ())


def test_listen_to_chinese_mail_finds_its_four_comments():
    (each,) = listen(CHINESE, {})
    assert heard(CHINESE) == [
        (
            "李蕾",
            [
                ("section 1", "should", "先说清全量采集为什么贵，再讲你们的方案。"),
                ("field abstract", "should", "三种策略怎样组合在一起，各自的前提是什么？"),
                ("whole", "must", "必须说明讲的是 SDK 还是 Collector，\n两边的听众不同。"),
                ("slide 12", "should", "结尾补一句听众能带走什么。"),
            ],
        )
    ]
    assert each.odd == ()


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_listen_keeps_every_word(text):
    (each,) = listen(text, {})
    kept = " ".join([*(note.text for note in each.notes), *(r.text for r in each.remarks)])
    for row in text.split("\n"):
        assert row[-8:].strip() in kept


def test_listen_to_several_reviewers_parts_them():
    text = "Reviewer 1: too long\n\n审稿人二：\n- 标题：太长\n\nLi Lei:\n- p. 12 the lines\n"
    assert heard(text) == [
        ("Reviewer 1", [("whole", "should", "too long")]),
        ("审稿人二", [("field title", "should", "太长")]),
        ("Li Lei", [("slide 12", "should", "p. 12 the lines")]),
    ]


@pytest.mark.parametrize(
    ("row", "target", "words"),
    [
        ("- Slide 12: too full", Target(kind="slide", value="12"), "too full"),
        ("- 第十二页：字太小", Target(kind="slide", value="12"), "字太小"),
        ("- slides 3-5: faster", Target(kind="slide", value="3-5"), "faster"),
        ("- 14:05 you lost me", Target(kind="time", value="14:05"), "you lost me"),
        ("- At 14:05 you lost me", Target(kind="time", value="14:05"), "you lost me"),
        ("- around (14:05): lost me", Target(kind="time", value="14:05"), "lost me"),
        ("- 在 14:05 左右的地方停了很久", Target(kind="time", value="14:05"), "停了很久"),
        ("- 14:05处停了很久", Target(kind="time", value="14:05"), "停了很久"),
        ("- 标题：太长", Target(kind="field", value="title"), "太长"),
        ("- On slide 7 the axis has no unit", Target(kind="slide", value="7"),
         "On slide 7 the axis has no unit"),
        ("- On the title slide the date is wrong", Target(kind="slide", value="1"),
         "On the title slide the date is wrong"),
        ("- Title slide: wrong date", Target(kind="slide", value="1"), "wrong date"),
        ("- 标题页的日期不对", Target(kind="slide", value="1"), "标题页的日期不对"),
        ("- 封面页：日期不对", Target(kind="slide", value="1"), "日期不对"),
        ("- Typo on slide two", Target(kind="slide", value="2"), "Typo on slide two"),
        ("- Slide Twelve: too full", Target(kind="slide", value="12"), "too full"),
        ("- Slide one is too full", Target(kind="slide", value="1"), "Slide one is too full"),
        ("- Give each slide one idea", WHOLE, "Give each slide one idea"),
        ("- Make this slide two-column", WHOLE, "Make this slide two-column"),
        ("- Overall: shorter", WHOLE, "shorter"),
        ("- Use Case: unclear", WHOLE, "Use Case: unclear"),
    ],
)  # fmt: skip
def test_listen_reads_a_place(row, target, words):
    (each,) = listen(row, {})
    assert [(remark.target, remark.text) for remark in each.remarks] == [(target, words)]


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        ("- must: name it", "must"), ("- 必须改：标题", "must"), ("- nit: a typo", "idea"),
        ("- 建议：短一些", "should"), ("- 可以考虑换图", "idea"),
        ("- not a must, name it", "should"),
    ],
)  # fmt: skip
def test_listen_reads_how_pressing_it_is(row, severity):
    (each,) = listen(row, {})
    assert [remark.severity for remark in each.remarks] == [severity]


def test_listen_gives_a_place_to_the_list_below_it():
    text = "Slide 3:\n- too small\n- too many\n\n### Must fix\n- the title\n"
    assert heard(text) == [
        (
            "",
            [
                ("slide 3", "should", "too small"),
                ("slide 3", "should", "too many"),
                ("whole", "must", "the title"),
            ],
        )
    ]


def test_listen_to_paragraphs_takes_each_as_a_comment():
    text = "Hi,\n\nWhy is it expensive?\n\nName the side.\n\nLooking forward to it!"
    assert [words for _, _, words in heard(text)[0][1]] == [
        "Why is it expensive?",
        "Name the side.",
    ]


def test_listen_tells_what_it_does_not_understand():
    (each,) = listen("- one\n\nThe room was cold.\n\n- two\n", {})
    assert [(note.text, note.line) for note in each.odd] == [("The room was cold.", 3)]


def test_listen_to_quotations_alone_reads_them():
    assert heard("> - one\n> - two\n")[0][1] == [
        ("whole", "should", "one"), ("whole", "should", "two"),
    ]  # fmt: skip


MIXED = """\
Reviewer 1: say what full tracing costs before you solve it.
- Section 3：say how the three strategies combine
第 12 页：字太多，图看不清
14:05 this part is too fast
"""


def test_listen_to_words_behind_a_name_finds_a_comment_above_the_list():
    assert heard(MIXED) == [
        (
            "Reviewer 1",
            [
                ("whole", "should", "say what full tracing costs before you solve it."),
                ("section 3", "should", "say how the three strategies combine"),
                ("slide 12", "should", "字太多，图看不清"),
                ("time 14:05", "should", "this part is too fast"),
            ],
        )
    ]


@pytest.mark.parametrize("words", ["here are my comments:", "Great work overall!", "你好，"])
def test_listen_to_a_greeting_behind_a_name_finds_no_comment_in_it(words):
    ((name, remarks),) = heard(f"Reviewer 1: {words}\n- Slide 3: too much text\n")
    assert (name, [each[2] for each in remarks]) == ("Reviewer 1", ["too much text"])


@pytest.mark.parametrize(
    ("row", "name", "said"),
    [
        ("Reviewer 1: 李雷", "李雷", ""),
        ("审稿人二：韩梅梅老师。", "韩梅梅老师", ""),
        ("Reviewer A: Li Lei", "Li Lei", ""),
        ("Reviewer 1: Strong Accept", "Reviewer 1", "Strong Accept"),
        ("Reviewer 1: Accept", "Reviewer 1", "Accept"),
        ("审稿人一：严谨", "审稿人一", "严谨"),
        ("Reviewer 1: The title is long", "Reviewer 1", "The title is long"),
    ],
)
def test_listen_to_a_reviewer_with_a_name_takes_it_for_a_name(row, name, said):
    heard = [each for each in listen(f"{row}\n- slide 3: too full\n", {}) if each.remarks]
    assert [each.reviewer for each in heard] == [name]
    assert [each.text for each in heard[0].remarks] == [*filter(None, [said]), "too full"]
