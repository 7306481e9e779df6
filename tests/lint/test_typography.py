import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import UsageError
from speakprep.lint import typography
from speakprep.lint.engines import engine_findings
from speakprep.lint.model import Passage
from speakprep.lint.typography import CODES, SKIPPED, edits
from speakprep.talk.report import Place

LETTERS = st.text(alphabet="采样ab1 ,，.。()（）", max_size=30)


def passage(text: str, language: str = "zh") -> Passage:
    place = Place(file="cfp.md", line=3, column=1, field="abstract")
    return Passage(text=text, language=language, place=place)


def found(text: str) -> list[tuple[str, str, str]]:
    return [
        (each.code, str(each.place), each.message) for each in typography.check([passage(text)])
    ]


def test_each_change_is_one_piece_of_advice_at_its_place():
    assert found("采样 ，省钱\n价格$100元(测试)。") == [
        ("ACP105", "cfp.md:3:3", "全角标点旁边不用空格：“样，”。"),
        ("ACP104", "cfp.md:4:3", "按中文排版习惯，这里加一个空格：“格 $”。"),
        ("ACP102", "cfp.md:4:8", "按中文排版习惯，这里加一个空格：“元 (”。"),
    ]


def test_same_line_twice_has_two_places():
    places = [place for _, place, _ in found("采样 ，好\n采样 ，好")]
    assert places == ["cfp.md:3:3", "cfp.md:4:3"]


@pytest.mark.parametrize(
    "text",
    [
        "“采样 ，好”",
        "`采样 ，`",
        "<!-- 采样 ，好 -->",
        "Kubernetes集群,好",
        "ＡＢＣ",
        "《采样(测试)》",
    ],
)
def test_quotations_code_and_what_our_own_rules_say_are_left_out(text):
    assert found(text) == []


def test_english_is_left_alone():
    assert typography.check([passage("采样 ，好", "en")]) == ()


def test_rules_of_another_run_do_not_leak_into_this_one():
    assert found("采样 ，好") == found("采样 ，好")
    assert set(CODES).isdisjoint(SKIPPED)


@given(old=LETTERS, new=LETTERS)
def test_edits_make_the_new_text_out_of_the_old_one(old, new):
    made = old
    for edit in reversed(edits(old, new)):
        made = made[: edit.start] + edit.new + made[edit.end :]
    assert made == new


def test_equal_texts_need_no_edit():
    assert edits("采样", "采样") == ()


def test_unknown_engine_is_named_with_those_there_are():
    with pytest.raises(UsageError) as caught:
        engine_findings(["vale"], [passage("采样")])
    assert str(caught.value.hint) == "there are: proselint, autocorrect"


def test_engines_run_in_the_order_named_and_once():
    texts = [passage("very unique", "en"), passage("采样 ，好")]
    both = engine_findings(["autocorrect", "proselint", "autocorrect"], texts)
    assert [each.code for each in both] == ["ACP105", "PRO120"]
