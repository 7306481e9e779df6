"""When each slide was up, out of a transcript."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.marks import Mark
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.told import SlideTold, Told
from speakprep.rehearsal.told_marks import marks_told

TALK = Span(start_s=2.0, end_s=60.0)


def told(*slides):
    return Told(
        rehearsal="take",
        file="take.jsonl",
        source="SubRip",
        by="",
        grain="segment",
        language="en",
        words=0,
        minutes=1.0,
        in_script=1.0,
        of_script=1.0,
        other_talk=False,
        slides=slides,
        asides=(),
        fillers=(),
        repeated=(),
        pace=(),
        start_error_s=2.0,
        pace_error=0.1,
    )


def slide(number, *starts, **changed):
    known = SlideTold(
        slide_id=255 + (number or 0),
        number=number,
        title="",
        words=20,
        coverage=1.0,
        skipped=False,
        start_s=starts[0] if starts else None,
        visits=tuple(Span(start_s=start, end_s=start + 1) for start in starts),
    )
    return replace(known, **changed)


def seen(marks):
    return [(mark.slide, mark.from_s, mark.to_s) for mark in marks.visits]


def test_a_slide_is_up_until_the_next_is_spoken_to():
    marks = marks_told(told(slide(1, 5), slide(2, 20), slide(3, 40)), TALK)
    assert (marks.source, marks.error_s) == ("SubRip", 2.0)
    assert marks.visits[1] == Mark(slide=2, from_s=20, to_s=40, slide_id=257)
    assert seen(marks) == [(1, 2.0, 20), (2, 20, 40), (3, 40, 60.0)]


def test_a_slide_spoken_to_twice_was_up_twice():
    marks = marks_told(told(slide(1, 5, 30), slide(2, 20), slide(3, 40)), TALK)
    assert seen(marks) == [(1, 2.0, 20), (2, 20, 30), (1, 30, 40), (3, 40, 60.0)]


def test_skipped_slides_and_those_without_a_text_were_not_up():
    few_words = slide(2, 20, coverage=0.1, skipped=True)
    marks = marks_told(told(slide(1, 5), few_words, slide(3, words=0), slide(4, 40)), TALK)
    assert seen(marks) == [(1, 2.0, 40), (4, 40, 60.0)]


def test_a_heading_without_a_number_counts_by_its_place():
    marks = marks_told(told(slide(1, 5), slide(None, 20)), TALK)
    assert [(mark.slide, mark.slide_id) for mark in marks.visits] == [(1, 256), (2, 255)]


@pytest.mark.parametrize("slides", [(), (slide(1, skipped=True, coverage=0.0),)])
def test_a_transcript_of_nothing_has_no_visits(slides):
    assert marks_told(told(*slides), TALK).visits == ()


@given(st.lists(st.lists(st.floats(0, 90), max_size=3), max_size=6))
def test_visits_fill_the_talk_and_never_overlap(starts):
    slides = [slide(number, *sorted(own)) for number, own in enumerate(starts, 1)]
    visits = marks_told(told(*slides), TALK).visits
    ends = [(mark.from_s, mark.to_s) for mark in visits]
    assert all(start <= end for start, end in ends)
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]
    if visits:
        assert ends[0][0] <= TALK.start_s
        assert ends[-1][1] >= TALK.end_s
