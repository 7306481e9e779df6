from speakprep.rehearsal.trend import trend


def by_key(takes):
    return {series.figure: series for series in trend(takes)}


def test_trend_follows_the_newest_language_and_slides(make_take):
    takes = [
        make_take(1, "en"),
        make_take(2, "zh", figures={"han_per_minute": 200.0}),
        make_take(3, "zh", (1,), figures={"han_per_minute": 205.0}),
        make_take(4, "zh", figures={"han_per_minute": 230.0}),
    ]
    series = by_key(takes)
    assert series["han_per_minute"].values == (None, 200.0, 205.0, 230.0)
    assert series["talk_s"].values == (80.0, 80.0, None, 80.0)
    assert "words_per_minute" not in series
    change = series["han_per_minute"].change
    assert change is not None
    assert (change.before, change.after, change.changed) == (200.0, 230.0, True)


def test_trend_of_one_take_has_no_change(make_take):
    assert {series.change for series in trend([make_take()])} == {None}
    assert trend([]) == ()


def test_trend_leaves_out_what_the_newest_does_not_have(make_take):
    takes = [make_take(1), make_take(2, figures={"loudness_lufs": None, "pauses": ()})]
    assert {"loudness_lufs", "longest_pause_s"}.isdisjoint(by_key(takes))
