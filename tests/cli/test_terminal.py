import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cli.terminal import (
    ask,
    cells,
    clip,
    confirm,
    escaped,
    how_far,
    interactive,
    one_line,
    pad,
    printable,
    wrap,
)
from speakprep.errors import UsageError

MIXED = st.text("a b采样，。（）-é\n", max_size=80)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("采样", 4), ("e\u0301", 1), ("采\n样", 4), ("a\x1b采", 3)],
)
def test_cells_counts_columns(text, width):
    assert cells(text) == width


def test_printable_shows_what_would_be_obeyed():
    assert printable("a\x1b[31m\u202e\x07采\tz") == "a<U+001B>[31m<U+202E><U+0007>采\tz"
    assert printable("\u200e\u200f\u061c\u2028") == "<U+200E><U+200F><U+061C><U+2028>"


def test_escaped_json_is_obeyed_by_no_terminal_and_says_the_same():
    said = "a\x1b[31m\x9b\u202e\u200f\ufeff采\n"
    shown = escaped(json.dumps([said], ensure_ascii=False, indent=2))
    assert shown == '[\n  "a\\u001b[31m\\u009b\\u202e\\u200f\\ufeff采\\n"\n]'
    assert json.loads(shown) == [said]


def test_one_line_stays_on_one_line():
    assert one_line("采\n样\t\x1b.md") == "采 样 <U+001B>.md"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("采样之后", 8, "采样之后"),
        ("采样之后", 7, "采样之…"),
        ("采样之后", 6, "采样…"),
        ("abc", 2, "a…"),
    ],
)
def test_clip_cuts_at_a_column(text, width, expected):
    assert clip(text, width) == expected


@given(MIXED, st.integers(2, 40))
def test_pad_takes_exactly_the_columns(text, width):
    assert cells(pad(text, width)) == width
    assert cells(pad(text, width, right=True)) == width


@given(MIXED, st.integers(12, 40))
def test_wrap_keeps_every_character_and_the_width(text, width):
    lines = wrap(text, width, indent="  ", hanging="    ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        longest = max(len(word) for word in line.split())
        assert cells(line) <= width or longest > (width - 4) // 2


def test_wrap_never_begins_a_line_with_a_closing_mark():
    lines = wrap("我们在网关采样，因为尾采样太贵。所以（几乎）不用。", 15)
    assert lines == ["我们在网关采", "样，因为尾采样", "太贵。所以（几", "乎）不用。"]


def test_wrap_of_a_word_longer_than_the_line_leaves_it_whole():
    url = "https://example.org/" + "x" * 40
    assert wrap(f"see {url} now", 20) == ["see", url, "now"]


@pytest.mark.parametrize(
    ("done", "total", "unit", "said"),
    [
        (45, 200, "segments", "45 of 200 segments, 31 s left"),
        (201, 200, "segments", "201 of 200 segments, 0 s left"),
        (45, 200, "", " 22%, 31 s left"),
        (45, None, "segments", "45"),
        (0, 200, "segments", "0"),
    ],
)
def test_how_far_counts_what_has_a_unit(done, total, unit, said):
    assert how_far(done, total, 9, unit) == said


def test_ask_takes_the_default_and_refuses_what_is_no_text(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n 采样 \n"))
    assert (ask("Title?", default="t"), ask("Title?")) == ("t", "采样")
    assert capsys.readouterr().err == "Title? [t] Title? "
    with pytest.raises(KeyboardInterrupt):
        ask("Title?")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n"), "utf-8"))
    with pytest.raises(UsageError, match="not UTF-8"):
        ask("Title?")


def test_nobody_is_there_without_streams(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert not interactive()
    assert confirm("Send?", assume_yes=True)
    with pytest.raises(UsageError) as caught:
        confirm("Send?", assume_yes=False)
    assert (caught.value.message, caught.value.hint) == (
        "Send? Nobody is here to say yes",
        "add --yes",
    )
