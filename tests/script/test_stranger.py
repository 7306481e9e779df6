"""Three talks, read as a stranger would read them: what is found in drafts, and in their mending.

Each is a deck and a script as speakers write them; the faults of the drafts are
named beside them, and nothing else may be found.
"""

from collections.abc import Callable

import pytest

from speakprep.deck.model import Block, BlockKind, Deck, Slide
from speakprep.lint.files import parse_rules
from speakprep.lint.model import Rule
from speakprep.script.check import Delivery, check_script
from speakprep.script.files import parse_script
from speakprep.script.passages import slides_of
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import Language
from speakprep.talk.resources import Resource

FIRST = 256


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    path = shipped_folder("checklists") / "script.toml"
    return parse_rules(Resource(path=path, text=path.read_text("utf-8")))


def _showing(slide_id: int, title: str, kind: BlockKind, inside: str) -> Slide:
    """A slide with a title, and a chart, table or diagram with these words in it."""
    blocks = (Block(kind="title", text=title), Block(kind=kind, text=inside))
    shows = frozenset({kind})
    return Slide(number=1, slide_id=slide_id, title=title, blocks=blocks, shows=shows)


def _script(deck: Deck, *texts: str) -> str:
    parts = [
        f"## {slide.number}. {slide.title} {{#s{slide.slide_id}}}\n\n{text}\n\n"
        for slide, text in zip(deck.slides, texts, strict=True)
    ]
    return "".join(parts)


def _found(
    deck: Deck, script: str, language: Language, rules: tuple[Rule, ...]
) -> list[tuple[str, int | None]]:
    parsed = parse_script(script)
    delivery = Delivery(minutes=30, slides=slides_of(parsed, deck))
    checked = check_script(parsed, language=language, rules=rules, file="s.md", delivery=delivery)
    return [(f.code, f.place.slide) for f in checked.findings if f.code != "SCR112"]


@pytest.fixture
def storage_deck(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    """An English talk about moving a time-series store."""
    return make_deck(
        make_slide(FIRST, "Moving 40 TB of metrics without a gap"),
        make_slide(
            FIRST + 1,
            "What we had",
            "One store per region\n12,000 series per node\nA rebuild took 9 hours",
        ),
        _showing(
            FIRST + 2, "Query latency, p99", "chart", "old store | 840 ms | new store | 310 ms"
        ),
        make_slide(
            FIRST + 3,
            "Double writes",
            "Write to both stores\nCompare every answer\nSwitch the reads last",
        ),
        make_slide(FIRST + 4, "What went wrong", "Clock skew on 3 nodes\nLost 0.02 % of samples"),
        make_slide(FIRST + 5, "Thank you"),
    )


def test_storage_talk_in_its_first_draft(storage_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        storage_deck,
        "Hello. This is about forty terabytes of metrics, and about the night we moved them.",
        "We had one store per region. Each node held 15,000 series, and a rebuild took nine hours.",
        "The migration was worth it for everybody who has to wait for a dashboard.",
        "Write to both stores. Compare every answer. Switch the reads last.",
        "Kafka consumers had to be restarted. The WAL on those nodes was newer than the clock "
        "said, so run `kubectl delete pod -l app=store` and wait. TODO the numbers.",
        "Thank you.",
    )
    assert _found(storage_deck, script, "en", rules) == [
        ("SCR141", 2),  # 15,000 series against 12,000
        ("SCR106", 3),  # the chart
        ("SCR143", 3),
        ("SCR105", 4),  # the bullets
        ("SCR143", 4),
        ("SCR110", 5),  # 0.02 %
        ("SCR143", 5),  # Kafka comes out of nowhere
        ("SCR108", 5),  # what a WAL is
        ("SCR104", 5),  # kubectl
        ("SCR102", 5),
    ]


def test_storage_talk_mended(storage_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        storage_deck,
        "Hello. This is about forty terabytes of metrics, and about the night we moved them.",
        "So this is what we had: one store per region, twelve thousand series on every node, and "
        "nine hours to rebuild one. Nine hours in which nobody sees an alert.",
        "What did we get for it? In this chart the left bar is the old store. A slow query took "
        "840 milliseconds. The right one is where we are now, at 310.",
        "How do you get there without a gap? For three weeks every sample went to both stores. A "
        "small program asked both the same questions, and shouted when they disagreed.",
        "It shouted on the second day. Three nodes had a wrong clock. The write-ahead log (WAL) "
        "there came from the future, and we lost 0.02 percent of the samples. [pause 2s]",
        "That was our move. Thank you, and now I would like to hear about yours.",
    )
    assert _found(storage_deck, script, "en", rules) == []


@pytest.fixture
def rollout_deck(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    """A Chinese talk about releases."""
    return make_deck(
        make_slide(FIRST, "四百个服务，一天发布一百次"),
        make_slide(FIRST + 1, "发布为什么慢", "人工审批 3 小时\n回滚要 40 分钟\n每周只敢发两次"),
        _showing(FIRST + 2, "发布流程", "diagram", "提交\n构建\n灰度\n全量"),
        make_slide(FIRST + 3, "三个数字", "先放 1% 流量\n观察 15 分钟\n错误率超过 0.5% 回滚"),
        make_slide(FIRST + 4, "谢谢"),
    )


def test_rollout_talk_in_its_first_draft(rollout_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        rollout_deck,
        "大家好，今天讲发布。",
        "人工审批三小时，回滚要四十分钟，每周只敢发两次。",
        "流程很清楚，如图所示。",
        "先放百分之一的流量，观察二十分钟，错误率超过百分之零点五就回滚。DRS 会自动执行。",
        "谢谢大家。",
    )
    assert _found(rollout_deck, script, "zh", rules) == [
        ("SCR105", 2),
        ("SCR143", 3),
        ("SCR107", 3),
        ("SCR141", 4),
        ("SCR108", 4),
    ]


def test_rollout_talk_mended(rollout_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        rollout_deck,
        "大家好。我们有四百个服务，现在一天发布一百次，去年这个时候一周只有两次。",
        "为什么这么慢？审批要等三个小时，因为审批的人也在开会。回滚要四十分钟，所以谁都不敢在下午发布，每周只敢发两次。",
        "后来我们把流程改成了图上这四步。最左边是提交，中间两步机器自己做，人只看灰度那一步。",
        "灰度靠三个数字。先放百分之一的流量，观察十五分钟，错误率超过百分之零点五，就自动回滚。为什么是十五分钟？因为我们最慢的报表十分钟跑一次。",
        "这就是我们的做法，谢谢大家。",
    )
    assert _found(rollout_deck, script, "zh", rules) == []


@pytest.fixture
def budget_deck(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    """A talk with tables and code on its slides, told in English."""
    return make_deck(
        make_slide(FIRST, "An error budget for a team of three"),
        _showing(
            FIRST + 1,
            "Where the budget went",
            "table",
            "deploys | 61 %\nnetwork | 27 %\nnobody knows | 12 %",
        ),
        make_slide(
            FIRST + 2,
            "The alert",
            'alert: BudgetBurn\nexpr: burn_rate{window="1h"} > 14.4\nfor: 5m',
        ),
        make_slide(FIRST + 3, "After half a year", "2027 against 2026\n99.95 % instead of 99.7 %"),
    )


def test_budget_talk_in_its_first_draft(budget_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        budget_deck,
        "We are three people who keep a service up that four hundred others use and none of us "
        "wants to be woken at night for something that could have waited until the morning coffee "
        "was ready.",
        "You all know this feeling.",
        "The alert fires when we burn too fast. See https://example.org/alerts for the rest.",
        "We went from 99.7 to 99.59 percent.",
    )
    assert _found(budget_deck, script, "en", rules) == [
        ("SCR142", 1),
        ("SCR106", 2),
        ("SCR103", 3),
        ("SCR143", 4),
        ("SCR141", 4),
    ]


def test_budget_talk_mended(budget_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        budget_deck,
        "We are three people, and we keep a service up that four hundred others use. None of us "
        "wants to be woken at night for what could wait.",
        "So first we asked where the budget goes. Deploys take the most, more than half. The "
        "network takes a quarter. And the last row is honest: one part in eight, nobody knows.",
        "This is the alert we live with now. It fires when an hour burns budget 14.4 times as "
        "fast as it should, for five minutes.",
        "After half a year it looks like this: 99.95 percent, where we had 99.7. And one of us "
        "went on a long holiday.",
    )
    assert _found(budget_deck, script, "en", rules) == []


@pytest.fixture
def answers_deck(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    """A talk with slides in two languages, told in Chinese."""
    return make_deck(
        make_slide(FIRST, "From logs to answers 从日志到答案"),
        make_slide(FIRST + 1, "为什么 Why", "平均 47 minutes 才找到原因\nOn-call 3 人"),
        _showing(FIRST + 2, "找到原因要多久", "chart", "Q1 | Q2 | Q3\n分钟 | 47 | 22 | 13"),
        _showing(FIRST + 3, "四步", "diagram", "采集\n缓冲\n检索\n回答"),
        make_slide(FIRST + 4, "Demo"),
        make_slide(FIRST + 5, "安全 Security", "手机号脱敏\nAudit log 180 天"),
        make_slide(FIRST + 6, "备用：哈希环", "虚拟节点 160 个", hidden=True),
        make_slide(FIRST + 7, "Thanks 谢谢"),
    )


def test_answers_talk_in_its_first_draft(answers_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        answers_deck,
        "大家好，今天讲日志。",
        "这件事为什么值得做？平均四十七分钟才找到原因，值班的只有三个人。",
        "再看这张图，第三季度降到了 15 分钟。",
        "流程图大家自己看就行。",
        "[演示：打开面板]",
        "安全方面，手机号都脱敏了，跑一下就知道：\n\n```\ngrep phone\n```\n一个也没有。",
        "这一页备用。",
        "谢谢大家，代码在 https://example.org/logs。",
    )
    script = script.replace(f"{{#s{FIRST + 6}}}", f"{{#s{FIRST + 6} .hidden}}")
    assert _found(answers_deck, script, "zh", rules) == [
        ("SCR141", 3),  # 15 against 13, whose unit stands in the first cell
        ("SCR106", 4),
        ("SCR107", 4),
        ("SCR143", 5),  # its sign is not understood, so it counts as words
        ("SCR144", 5),
        ("SCR110", 6),  # 180 days
        ("SCR104", 6),  # once, not again at the end of the code
        ("SCR103", 8),
    ]


def test_answers_talk_mended(answers_deck: Deck, rules: tuple[Rule, ...]) -> None:
    script = _script(
        answers_deck,
        "大家好，今天讲日志。",
        "这件事为什么值得做？平均四十七分钟才找到原因，值班的只有三个人。",
        "再看这张图，第三季度降到了十三分钟。",
        "怎么做到的？流程如图所示。最左边是采集，右边是回答，中间两步各用一个下午就搭起来了。",
        "[演示 3 分钟：打开面板，问一个问题]",
        "安全方面，手机号都脱敏了，谁问过什么，留一百八十天。",
        "这一页备用。",
        "谢谢大家，代码的地址在这一页。",
    )
    script = script.replace(f"{{#s{FIRST + 6}}}", f"{{#s{FIRST + 6} .hidden}}")
    assert _found(answers_deck, script, "zh", rules) == []


@pytest.fixture
def move_deck(make_slide: Callable[..., Slide], make_deck: Callable[..., Deck]) -> Deck:
    """An English talk about moving a database."""
    return make_deck(
        make_slide(FIRST, "Moving 11 TB with 38 seconds of downtime"),
        make_slide(FIRST + 1, "Why we moved", "A vacuum took 19 hours\nDisk at 91%"),
        _showing(FIRST + 2, "Before and after", "chart", "p50 | p99\nold | 4.1 | 180"),
        make_slide(FIRST + 3, "Setting it up", "CREATE PUBLICATION move FOR ALL TABLES;"),
        make_slide(FIRST + 4, "Takeaways", "Rehearse\nMeasure\nKeep a way back"),
    )


def test_move_talk_is_told_what_is_wrong_and_nothing_else(
    move_deck: Deck, rules: tuple[Rule, ...]
) -> None:
    script = _script(
        move_deck,
        "Good morning. This is the story of one Sunday night.",
        "Why would anybody touch it? Because a vacuum took nineteen hours, and the disk was at 94 "
        "percent.",
        "Was it worth it? Look at this chart. The p99 went from 180 milliseconds down to 66, and "
        "every ALTER TABLE got a little faster, too.",
        "How is it done? With two statements:\n```sql\nCREATE PUBLICATION move;\n```\nThe first "
        "one runs on the old side.\n",
        "Three things to take home. Rehearse until it is boring. Measure what you lose. And keep "
        "the door open behind you. The scripts are at www.example.org/move.",
    )
    assert _found(move_deck, script, "en", rules) == [
        ("SCR141", 2),  # 94 against 91 percent
        ("SCR104", 4),
        ("SCR103", 5),
    ]
