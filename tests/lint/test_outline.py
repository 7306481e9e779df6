from collections.abc import Callable

import pytest

from speakprep.lint.lint import lint
from speakprep.lint.model import Bounds, Passage, Rule

Make = Callable[..., Rule]
Text = Callable[..., Passage]


def _sum(make_rule: Make, passage: Passage) -> list[str]:
    rule = make_rule('kind = "minutes-sum"', message="{count}/{limit}")
    return [finding.message for finding in lint([passage], [rule])]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Intro (5 min)\nMain part: 20 minutes\nQ&A, 5 mins", "30"),
        ("[5] Intro\n[20] Main\n[7] Q&A", "32"),
        ("5m intro; 20m main; 7m questions", "32"),
        ("0:00-4:30 Intro\n4:30-20:00 Main", "20"),
        ("00:00 – 05:00 Intro\n05:00 – 25:00 Main", "25"),
        ("0–5 intro\n5–25 main", "25"),
        ("背景 5 分钟\n方案（20分钟）\n问答 7分", "32"),
        ("背景：5分钟；方案：20分钟；问答：7分钟", "32"),
        ("Intro 5'\nMain 20′", "25"),
        ("Intro 5 min\nMain 20 min\nTotal 25 min", "25"),
        ("背景 5 分钟\n方案 20 分钟\n共计 25 分钟", "25"),
        ("1. Intro, 5 min, with 3 slides\n2. In 2019 we had 20 min outages, 10 min", "15"),
    ],
)
def test_times_of_the_parts_add_up(
    make_rule: Make, make_passage: Text, text: str, total: str
) -> None:
    assert _sum(make_rule, make_passage(text, bounds=Bounds(minutes=99))) == [f"{total}/99"]


def test_outline_of_the_right_length_is_fine(make_rule: Make, make_passage: Text) -> None:
    text = "Intro (5 min)\nMain (25 min)"
    assert _sum(make_rule, make_passage(text, bounds=Bounds(minutes=30))) == []
    assert _sum(make_rule, make_passage(text, bounds=Bounds())) == []


@pytest.mark.parametrize("text", ["Intro, main part", "45 minutes in all\nIntro 5 min", "v1.5-2.0"])
def test_outline_with_fewer_than_two_times_has_no_sum(
    make_rule: Make, make_passage: Text, text: str
) -> None:
    passage = make_passage(text, bounds=Bounds(minutes=30))
    assert _sum(make_rule, passage) == []
    assert len(lint([passage], [make_rule('kind = "timings"', message="m")])) == 1


def test_outline_with_two_times_is_timed(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "timings"', message="m")
    assert lint([make_passage("Intro 5 min\nMain 20 min")], [rule]) == ()
