import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.short_lines import cells, short_lines


@pytest.mark.parametrize(
    ("sentence", "width", "lines"),
    [
        ("", 20, []),
        ("Short.", 20, ["Short."]),
        (
            "If it is slow, we sample what matters most to us.",
            24,
            ["If it is slow,", "we sample what matters", "most to us."],
        ),
        ("如果很慢，就采样。", 36, ["如果很慢，就采样。"]),
        ("如果调用链很慢，我们就采样。", 16, ["如果调用链很慢，", "我们就采样。"]),
        ("我们保留了每一条调用链的全部数据", 20, ["我们保留了每一条", "调用链的全部数据"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
        ("他说“采样”很好用而且不贵", 12, ["他说“采样”很", "好用而且不贵"]),
        (
            "这一层可以随便扩容但是节点数一旦变化就会出现半条链路",
            32,
            ["这一层可以随便扩容", "但是节点数一旦变化就会出现", "半条链路"],
        ),
        (
            "每个实例的内存从 0.4 核涨到了 2.6 核以上",
            24,
            ["每个实例的内存从 0.4 核", "涨到了 2.6 核以上"],
        ),
        ("这些数据等了很久的那些人", 12, ["这些数据等了", "很久的那些人"]),
    ],
)
def test_lines_are_cut_where_one_breathes(sentence, width, lines):
    assert short_lines(sentence, width) == lines


@given(st.text(alphabet=st.sampled_from("ab ,.采样，。“”（）🙂é-"), max_size=120))
def test_no_line_is_too_long_and_nothing_is_lost(sentence):
    lines = short_lines(sentence, 12)
    assert [line for line in lines if cells(line) > 12] == []
    assert "".join("".join(lines).split()) == "".join(sentence.split())


def test_han_takes_two_columns_and_a_combining_mark_none():
    assert [cells("采样"), cells("ab"), cells("e\u0301")] == [4, 2, 1]
