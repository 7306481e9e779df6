import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.plain import Part, tidy
from speakprep.script.short_lines import cells
from speakprep.script.subtitles import Cue, cues, render_srt, render_vtt
from speakprep.script.timing import Pace, seconds

SIXTY = Pace(words_per_minute=60.0, han_per_minute=60.0)  # a word or a character a second


def part(text: str, *, hidden: bool = False) -> Part:
    return Part(slide_id=256, number=1, title="t", hidden=hidden, text=text)


def shown(*parts: Part, marks: tuple[float, ...] = ()) -> list[tuple[int, int, str]]:
    return [(c.start_ms, c.end_ms, "/".join(c.lines)) for c in cues(parts, SIXTY, marks)]


def test_a_sentence_takes_as_long_as_its_words_and_a_pause_shows_nothing():
    assert shown(part("We keep all.\n[pause 3s]\nIt was slow.")) == [
        (0, 3000, "We keep all."),
        (6000, 9000, "It was slow."),
    ]


def test_slides_are_two_seconds_apart_and_hidden_ones_do_not_count():
    assert shown(part("采样。"), part("隐藏。", hidden=True), part(""), part("谢谢。")) == [
        (0, 2000, "采样。"),
        (6000, 8000, "谢谢。"),
    ]


def test_chinese_has_one_line_at_a_time_and_english_two():
    assert [
        lines for *_, lines in shown(part("我们保留了每一条调用链的数据，因为当时觉得存储很便宜。"))
    ] == [
        "我们保留了每一条调用链的数据，",
        "因为当时觉得存储很便宜。",
    ]
    english = "We kept every trace of every request, because storage seemed cheap."
    assert [lines for *_, lines in shown(part(english))] == [
        "We kept every trace of every request,/because storage seemed cheap."
    ]


def test_measured_marks_stretch_speech_and_keep_pauses():
    said = part("We keep all.\n[pause 4s]\nIt was slow.")
    assert shown(said, part("Thanks all."), marks=(10.0, 26.0)) == [
        (10_000, 16_000, "We keep all."),
        (20_000, 26_000, "It was slow."),
        (26_000, 28_000, "Thanks all."),
    ]


def test_marks_too_close_for_the_pause_shorten_it_too():
    assert shown(part("We keep.\n[pause 4s]"), part("Bye now."), marks=(0.0, 3.0, 4.0)) == [
        (0, 1000, "We keep."),
        (3000, 4000, "Bye now."),
    ]


def test_what_is_gone_in_a_blink_takes_the_next_line_in():
    fast = cues([part("Yes. It was slow.")], Pace(words_per_minute=120.0))
    assert [cue.lines for cue in fast] == [("Yes.", "It was slow.")]


HOSTILE = (Cue(start_ms=0, end_ms=3_723_004, lines=("a --> <b>b</b> & {\\an8}c", "12")),)


def test_srt_holds_no_arrow_tag_or_style():
    assert render_srt(HOSTILE) == (
        "1\n00:00:00,000 --> 01:02:03,004\na → ＜b＞b＜/b＞ & ｛\\an8}c\n12\n"
    )


def test_vtt_is_escaped():
    assert render_vtt(HOSTILE) == (
        "WEBVTT\n\n00:00:00.000 --> 01:02:03.004\n"
        "a --&gt; &lt;b&gt;b&lt;/b&gt; &amp; {\\an8}c\n12\n"
    )


TIMES = re.compile(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})")


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("ab. ,->\n采样。，<&[pause 9s]\u2028\x0b"), max_size=90),
        max_size=4,
    )
)
def test_every_srt_is_valid_and_time_goes_forward(texts):
    timed = cues([part(tidy(text)) for text in texts])
    last = 0
    for number, block in enumerate(render_srt(timed).split("\n\n") if timed else (), start=1):
        head, times, *lines = block.rstrip("\n").split("\n")
        match = TIMES.fullmatch(times)
        assert match is not None
        start, end = (
            ((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 + int(ms)
            for h, m, s, ms in (match.groups()[:4], match.groups()[4:])
        )
        assert (int(head), last <= start < end, 1 <= len(lines) <= 2) == (number, True, True)
        assert [line for line in lines if not line.strip() or "-->" in line] == []
        last = end
    for cue in timed:
        assert [line for line in cue.lines if cells(line) > 42] == []


@pytest.mark.parametrize(
    "text", ["We sample traces, all of them, every day.", "我们每天采样，不停。"]
)
def test_planned_times_are_those_of_the_script_check(text):
    (*_, last) = cues([part(text)])
    assert last.end_ms == round(seconds(text).likely * 1000)
