from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.comparing import compare, pieces_of
from speakprep.cfp.files import parse_proposal
from speakprep.event.model import Profile

Form = Callable[..., Profile]


def _marked(before: str, after: str) -> str:
    shown = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(shown[piece.kind].format(piece.text) for piece in pieces_of(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("We keep 400 traces.", "We keep 500 traces.", "We keep [-400-]{+500+} traces."),
        ("保留四百条链路。", "保留五百条链路。", "保留[-四-]{+五+}百条链路。"),
        ("用 SDK 采样", "用 Collector 采样", "用 [-SDK-]{+Collector+} 采样"),
        ("one two three", "four five six", "[-one two three-]{+four five six+}"),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("a b", "a b c", "a b{+ c+}"),
    ],
)
def test_changes_are_words_and_chinese_signs(before: str, after: str, shown: str) -> None:
    assert _marked(before, after) == shown


TEXTS = st.text(alphabet="ab 采样。.\n\r\x0b", max_size=80)


@given(TEXTS, TEXTS)
def test_pieces_give_both_sides_back(before: str, after: str) -> None:
    pieces = pieces_of(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize("unit", ["word {} ", "第{}句。", "x"])
def test_huge_texts_are_compared_all_the_same(unit: str) -> None:
    before = "".join(unit.format(number) for number in range(50_000))
    after = "new " + before[: len(before) // 2] + "新" + before[len(before) // 2 :] + "end"
    pieces = pieces_of(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_fields_come_in_the_form_s_order_and_what_is_gone_last(make_form: Form) -> None:
    form = make_form()
    before = parse_proposal("hi\n## Notes\nN\n## Abstract\nA\n## Mine\nM\n", "a.md", form)
    after = parse_proposal("## Mine\nM\n## 摘要\nB\n## Theirs\nT\n## Theirs\nU\n", "b.md", form)
    changes = [(change.field, change.label, change.kind) for change in compare(before, after, "en")]
    assert changes == [
        ("abstract", "Abstract", "changed"),
        ("Mine", "Mine", "same"),
        ("Theirs", "Theirs", "added"),
        ("Theirs (again)", "Theirs (again)", "added"),
        ("notes", "Notes", "removed"),
        ("(above the first heading)", "(above the first heading)", "removed"),
    ]
