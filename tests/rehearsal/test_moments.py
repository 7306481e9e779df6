from array import array
from dataclasses import replace

import pytest

from speakprep.rehearsal.drift import SlideDrift
from speakprep.rehearsal.marks import Mark, Marks, Moment
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.moments import (
    MOST_PAUSES,
    beep,
    in_parts,
    loudness_jumps,
    reason_words,
    worth_hearing,
)


def slide(number=1, planned=10.0, actual=40.0, *, flagged=True):
    return SlideDrift(
        number=number,
        slide_id=0,
        title="T",
        section="",
        planned_s=planned,
        actual_s=actual,
        visits=1,
        state="shown",
        drift_s=actual - planned,
        late_s=0.0,
        flagged=flagged,
    )


def marks(*visits, moments=(), lengths_only=False):
    return Marks(
        source="x",
        visits=tuple(Mark(slide=n, from_s=start, to_s=end) for n, start, end in visits),
        moments=moments,
        lengths_only=lengths_only,
    )


def told(found):
    return [(each.start_s, each.end_s, [reason.why for reason in each.reasons]) for each in found]


def test_pauses_come_with_what_is_around_them(make_take):
    assert told(worth_hearing(make_take().figures)) == [
        (28.5, 33.5, ["pause"]),
        (58.5, 66.0, ["pause"]),
    ]


def test_moments_that_overlap_become_one(make_take):
    there = marks(moments=(Moment(at_s=31.0, note="lost"), Moment(at_s=99.0)))
    assert told(worth_hearing(make_take().figures, there))[0] == (27.0, 37.0, ["pause", "marked"])
    assert told(worth_hearing(make_take().figures, there))[-1] == (95.0, 100.0, ["marked"])


def test_overrunning_slide_is_heard_where_its_time_is_over(make_take):
    figures = make_take(figures={"pauses": ()}).figures
    there = marks((1, 0.0, 4.0), (2, 4.0, 50.0), (1, 50.0, 90.0))
    found = worth_hearing(figures, there, [slide(1), slide(2, flagged=False)])
    assert told(found) == [(53.0, 63.0, ["overrun"])]
    lengths = marks((1, 0.0, 40.0), lengths_only=True)
    assert worth_hearing(figures, lengths, [slide(1)]) == ()
    assert worth_hearing(figures, there, [slide(1, actual=2.0)]) == ()


@pytest.mark.parametrize(
    ("ids", "overrun"),
    [((257, 256), 1), ((256, 257), 2), ((900, 901), 1)],
    ids=["as marked", "both moved since", "all ids are new"],
)
def test_overrunning_slide_is_found_wherever_it_is_now(make_take, ids, overrun):
    figures = make_take(figures={"pauses": ()}).figures
    visits = (
        Mark(slide=2, from_s=0.0, to_s=4.0, slide_id=ids[0]),
        Mark(slide=1, from_s=4.0, to_s=90.0, slide_id=ids[1]),
    )
    slides = [replace(slide(number), slide_id=255 + number) for number in (1, 2)]
    found = worth_hearing(figures, Marks(source="", visits=visits), slides)
    assert [each.reasons[0].slide for each in found] == [overrun]


def test_only_the_longest_pauses_are_taken(make_take):
    pauses = tuple(Span(start_s=n * 10, end_s=n * 10 + 1 + n / 100) for n in range(1, 30))
    figures = make_take(figures={"pauses": pauses, "duration_s": 400.0}).figures
    found = worth_hearing(figures)
    assert len(found) == MOST_PAUSES
    assert found[0].reasons[0].at_s == 180.0


def test_moment_beyond_the_end_is_left_out(make_take):
    figures = make_take(figures={"pauses": ()}).figures
    assert worth_hearing(figures, marks(moments=(Moment(at_s=500.0),))) == ()


def test_loudness_jump_is_found_where_the_voice_changes():
    curve = [-26] * 40 + [-18] * 40
    (jump,) = loudness_jumps(curve)
    assert (jump.at_s, jump.amount) == (40.0, 8.0)
    assert reason_words(jump, "en") == "+8 LU, louder from here on"
    assert reason_words(jump, "zh") == "+8 LU，从这里起变响"


@pytest.mark.parametrize(
    "curve",
    [[], [-70] * 30, [-20] * 60, [-22, -19] * 30, [-20] * 20 + [-70] * 20 + [-20] * 20, [-20] * 3],
)
def test_steady_voice_pauses_and_silence_are_no_jump(curve):
    assert loudness_jumps(curve) == ()


def test_stretch_over_a_seam_lies_in_both_files():
    span = Span(start_s=58.0, end_s=63.0)
    assert in_parts(span, (0.0, 60.0, 120.0)) == (
        (0, Span(start_s=58.0, end_s=60.0)),
        (1, Span(start_s=0.0, end_s=3.0)),
    )
    assert in_parts(span, (0.0,)) == ((0, span),)


def test_beep_is_short_and_not_louder_than_speech():
    clip = beep(16_000)
    samples = array("h", clip.pcm)
    assert (len(samples), max(samples)) == (2400, pytest.approx(3277, abs=2))
