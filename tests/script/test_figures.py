"""Figures on the slide, and in what is said."""

import pytest

from speakprep.script.figures import differing_figures, unspoken_figures, with_row_unit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A third of it is gone.", "33% less"),
        ("百分之三十七点五", "37.5%"),
        ("一万两千个节点", "12,000 nodes"),
        ("Nearly 40 percent.", "37.5%"),
        ("Nothing.", "Founded 2019"),
        ("Nothing.", "3 steps"),
        ("Nothing.", "10. Last step"),
        ("Nothing.", "replicas: 12"),
        ("Nothing.", "kubectl scale --replicas 12"),
        ("", ""),
    ],
)
def test_figure_that_is_said_or_tells_nothing_is_not_asked_for(text: str, shown: str) -> None:
    assert unspoken_figures(text, [shown]) == ()


@pytest.mark.parametrize(
    ("text", "shown", "found"),
    [
        ("Much less.", "37.5% less memory", "37.5%"),
        ("我们等一会儿。", "尾采样：等 30 秒", "30 秒"),
        ("Many.", "12,000 nodes", "12,000 nodes"),
        ("It took 3 hours <!-- 40% --> in all.", "40% of the day", "40%"),
    ],
)
def test_figure_that_is_not_said_is_named_as_the_slide_has_it(
    text: str, shown: str, found: str
) -> None:
    assert unspoken_figures(text, [shown]) == (found,)


@pytest.mark.parametrize(
    ("text", "shown", "pair"),
    [
        ("It needs 35.7% less.", "37.5% less", ("35.7%", "37.5%")),
        ("We wait 30 seconds.", "wait 30 ms", ("30 seconds", "30 ms")),
        ("我们有一万五千个节点。", "1.2 万个节点", ("一万五千个节点", "1.2 万个节点")),
        ("Some 15,000 nodes.", "12,000 nodes", ("15,000 nodes", "12,000 nodes")),
    ],
)
def test_other_figure_for_the_same_thing_is_found(
    text: str, shown: str, pair: tuple[str, str]
) -> None:
    (found,) = differing_figures(text, [shown])
    assert (text[found.start : found.end], found.shown) == pair


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We have 15 pods and 400 users.", "12,000 nodes"),
        ("It fell by 90%.", "37.5%"),
        ("It took 5 hours.", "37.5%"),
        ("37.5% less, and 36% elsewhere.", "37.5% less"),
    ],
)
def test_figure_of_something_else_is_left_alone(text: str, shown: str) -> None:
    assert differing_figures(text, [shown]) == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("成本（万元） | 18.2 | 9.6", "成本（万元） | 18.2 万元 | 9.6 万元"),
        ("分钟 | 47 | 13", "分钟 | 47 分钟 | 13 分钟"),
        ("Latency (ms) | 1,200 | n/a", "Latency (ms) | 1,200 ms | n/a"),
        ("CPU | 3 | 4", "CPU | 3 | 4"),
        ("small | 0.61 | 0.4 s", "small | 0.61 | 0.4 s"),
        ("Results (2026) | 3", "Results (2026) | 3"),
        ("no cells", "no cells"),
    ],
)
def test_row_gives_its_unit_to_bare_numbers(line: str, expected: str) -> None:
    assert with_row_unit(line) == expected
