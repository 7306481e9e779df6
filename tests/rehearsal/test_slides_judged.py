"""What is said of the slides' times, in both languages."""

import pytest

from speakprep.rehearsal.drift import Planned, drift
from speakprep.rehearsal.marks import Mark, Marks, Wrong
from speakprep.rehearsal.slides_judged import MOST_NAMED, judge_marks, judge_slides
from speakprep.talk.language import LANGUAGES
from speakprep.talk.report import Place

PLAN = (
    *(Planned(number=n, slide_id=n, title="", seconds=40.0) for n in range(1, 9)),
    Planned(number=9, slide_id=9, title="", seconds=40.0, hidden=True),
)


def found(*visits: tuple[int, float], plan=PLAN):
    at, shown = 0.0, []
    for slide, length in visits:
        shown.append(Mark(slide=slide, from_s=at, to_s=at + length))
        at += length
    return drift(Marks(source="a test", visits=tuple(shown)), plan)


def test_rehearsal_that_went_as_planned_needs_no_word():
    assert judge_slides(found((1, 45), (2, 35), (3, 40)), "en", "r.toml") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_of_the_slides(language, golden):
    visits = [(1, 120), (2, 60), (4, 10), (9, 20), (2, 5), (6, 40), (1, 1), (8, 200)]
    findings = judge_slides(found(*visits), language, "r.toml", changed=(3, 4))
    assert [(each.code, each.level) for each in findings] == [
        ("RHS201", "warning"),
        ("RHS202", "advice"),
        ("RHS203", "advice"),
        ("RHS204", "advice"),
        ("RHS205", "advice"),
        ("RHS206", "advice"),
        ("RHS207", "advice"),
    ]
    assert {each.place for each in findings} == {Place(file="r.toml")}
    golden(f"slides-judged.{language}.txt", "".join(f"{each.message}\n" for each in findings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_of_wrong_marks(language, golden):
    kinds = ("slide", "time", "order", "overlap", "beyond", "unknown")
    wrong = [Wrong(kind=kind, what=f"{n} (0:10)", line=n) for n, kind in enumerate(kinds, 1)]
    wrong += [Wrong(kind="unknown", what=str(n)) for n in range(10, 20)]
    findings = judge_marks(wrong, language, "m.txt")
    assert [each.code for each in findings] == [f"RHS21{n}" for n in range(1, 7)]
    assert [each.place.line for each in findings] == [1, 2, 3, 4, 5, 6]
    golden(f"marks-judged.{language}.txt", "".join(f"{each.message}\n" for each in findings))


def test_only_the_worst_slides_are_named():
    (finding,) = (
        each
        for each in judge_slides(found(*((n, 60 + n) for n in range(1, 9))), "en", "r.toml")
        if each.code == "RHS202"
    )
    assert finding.message.count("(+") == MOST_NAMED
    assert "8 (+0:28), 7 (+0:27)" in finding.message
    assert "and 3 more" in finding.message
