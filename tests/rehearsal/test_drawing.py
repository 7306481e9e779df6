import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.drawing import (
    WIDTH,
    Region,
    columns,
    curve,
    pause_bars,
    waveform,
)
from speakprep.rehearsal.model import Span


def kinds(rows):
    return [row["kind"] for row in rows]


def numbers(rows):
    keys = ("x", "y", "w", "h", "x1", "y1", "x2", "y2")
    return [float(row[key]) for row in rows for key in keys if key in row]


@given(
    st.lists(st.integers(-200, 40), max_size=900),
    st.floats(0, 30_000),
    st.lists(st.tuples(st.floats(-10, 40_000), st.floats(-10, 40_000)), max_size=40),
)
def test_waveform_stays_in_its_box(levels, seconds, pairs):
    regions = [Region(start_s=a, end_s=b, label="1") for a, b in pairs]
    pauses = [Span(start_s=a, end_s=b) for a, b in pairs]
    rows = list(waveform(levels, seconds, regions, pauses))
    assert all(-10 <= number <= WIDTH for number in numbers(rows))
    assert kinds(rows).count("path") == 1


def test_long_recording_is_drawn_in_few_columns():
    (path,) = (row for row in waveform([-20] * 20_000, 20_000, [], []) if row["kind"] == "path")
    assert path["d"].count("L") == 2 * 360 - 1


def test_many_slides_are_not_all_named():
    regions = [Region(start_s=n, end_s=n + 1, label=str(n)) for n in range(60)]
    rows = waveform([-20] * 60, 60.0, regions, [])
    names = [row["text"] for row in rows if row["kind"] == "label" and ":" not in row["text"]]
    assert names == [str(n) for n in range(0, 60, 5)]


def test_pause_is_as_high_as_it_is_long():
    rows = pause_bars([Span(start_s=1, end_s=3), Span(start_s=5, end_s=9)], 10.0, [])
    assert [row["h"] for row in rows if row["kind"] == "rect"] == ["50.0", "100.0"]


def test_columns_show_the_plan_where_there_is_one():
    rows = list(columns([10.0, 20.0], ["1", "2"], [None, 40.0]))
    assert [row["h"] for row in rows if row["kind"] == "rect"] == ["25.0", "50.0"]
    assert [row["class"] for row in rows if row["kind"] == "line"] == ["plan", "edge"]


def test_curve_leaves_out_what_is_not_there():
    rows = list(curve([1.0, None, 3.0], ["a", "b", "c"], ["1", "", "3"]))
    assert kinds(rows).count("dot") == 2
    assert [row["text"] for row in rows if row["kind"] == "label"] == ["1", "3", "a", "b", "c"]


@pytest.mark.parametrize("values", [[], [None], [2.0], [0.0, 0.0], [1e9, -1e9]])
def test_curve_of_little_is_still_a_picture(values):
    rows = list(curve(values, [""] * len(values), [""] * len(values), zero=True))
    assert all(-10 <= number <= WIDTH for number in numbers(rows))


def test_difference_that_means_nothing_looks_level():
    def height(least):
        rows = curve([100.0, 101.0], ["a", "b"], ["", ""], least_span=least)
        first, last = (float(row["y"]) for row in rows if row["kind"] == "dot")
        return abs(first - last)

    assert height(0.0) == pytest.approx(83.3, abs=0.2)
    assert height(10.0) == pytest.approx(8.3, abs=0.2)
