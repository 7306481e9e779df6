"""Time to speak, in English, Chinese and a mix of both."""

import pytest

from speakprep.script.timing import (
    DEFAULT_PACE,
    Pace,
    Seconds,
    Spoken,
    amount,
    clock,
    seconds,
    spoken_text,
    total,
    unit_count,
)


def test_english_minute_is_140_words_with_a_band_of_a_fifth() -> None:
    time = seconds("word " * 140)
    assert (time.low, time.likely, time.high) == pytest.approx((48, 60, 72))


def test_chinese_minute_is_200_characters() -> None:
    assert seconds("采样" * 100).likely == pytest.approx(60)


def test_mixed_text_adds_both() -> None:
    assert seconds("采样" * 100 + " sampling" * 140).likely == pytest.approx(120)


def test_own_pace_replaces_the_default() -> None:
    assert seconds("word " * 100, Pace(words_per_minute=100)).likely == pytest.approx(60)
    assert Pace(words_per_minute=140, han_per_minute=200) == DEFAULT_PACE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[pause 3s]", 3),
        ("[demo 2m]", 120),
        ("[Demo: 1.5 minutes]", 90),
        ("[停顿 3秒]", 3),
        ("【演示 2分钟】", 120),
        ("[演示 1分30秒]", 90),
        ("[pause 2s] [pause 1s]", 3),
        ("[pause]", 60 / 140),
        ("[demo 2m: open the dashboard, 3 of them]", 120),
        ("[演示 3 分钟：打开面板]", 180),
        ("[live demo 2:30]", 150),
        ("【播放视频 1 分 5 秒】", 65),
        ("[暂停 3 秒]", 3),
        ("[break 5s]", 5),
    ],
)
def test_pause_and_demo_count_as_they_are(text: str, expected: float) -> None:
    assert seconds(text).likely == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "han"),
    [("37.5%", 8), ("12,000 个", 5), ("3 个", 2), ("105 个", 4), ("0 次", 2), ("100 次", 3)],
)
def test_number_in_chinese_counts_as_read(text: str, han: int) -> None:
    assert amount("我们一共处理了这么多 " + text).han == pytest.approx(10 + han, abs=1)


def test_number_and_acronym_in_english_take_longer_than_a_word() -> None:
    assert amount("SQL").words == pytest.approx(3 / 1.42)
    assert amount("AWS").words == pytest.approx(5 / 1.42)
    assert 2 < amount("37").words < 3
    assert amount("12,000").words < 4
    assert amount("sql").words == 1
    assert amount("用SQL查").words == pytest.approx(3 / 1.42)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- think -->",
        "```\ncode here\n```",
        "~~~\nnever closed code",
        "## A heading",
        "https://example.org/a/b?c=d",
        "```sh\na\n```\n\n````\n```\nb\n````",
        "",
    ],
)
def test_what_is_not_spoken_takes_no_time(text: str) -> None:
    assert seconds(text) == Seconds()


def test_spoken_text_keeps_link_words_and_what_follows_a_fence() -> None:
    text = spoken_text("See [the docs](https://example.org).\n```\nx\n```\nThen go on.")
    assert text.split() == ["See", "[the", "docs].", "Then", "go", "on."]


def test_total_adds_two_seconds_for_each_change_of_slide() -> None:
    one = Seconds(low=1, likely=2, high=3)
    assert total([one, one, one]) == Seconds(low=7, likely=10, high=13)
    assert total([]) == Seconds()


def test_unit_count_is_in_what_the_speaker_counts() -> None:
    assert unit_count("one two three", "en") == 3
    assert unit_count("采样率", "zh") == 3
    assert unit_count("用 sampling", "zh") == 2


@pytest.mark.parametrize(
    ("time", "shown"),
    [(0, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (754.0, "12:34"), (21_600, "360:00")],
)
def test_clock_shows_minutes_beyond_an_hour(time: float, shown: str) -> None:
    assert clock(time) == shown


def test_capitals_said_like_a_word_are_one_word() -> None:
    known = {"JSON"}
    assert amount("JSON", known).words == amount("JSONs", known).words == 1
    assert amount("JSON").words == pytest.approx(4 / 1.42)


@pytest.mark.parametrize(
    ("text", "han"), [("一共 37.5％", 10), ("二零二六年", 5), ("等了 3-5 秒", 6), ("在 2026 年", 6)]
)
def test_figures_in_chinese_are_counted_exactly(text: str, han: float) -> None:
    assert amount(text) == Spoken(words=0, han=han, pause_seconds=0)


def test_rehearsed_pace_has_a_narrower_band() -> None:
    time = seconds("word " * 140, Pace(band=0.1, origin="rehearsal"))
    assert (time.low, time.likely, time.high) == pytest.approx((54, 60, 66))


def test_ten_megabytes_of_digits_are_counted() -> None:
    assert amount("1" * 1_000_000).words > 700_000
    assert amount("1-" * 500_000).words > 300_000
