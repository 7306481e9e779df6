"""The reviewer's questions, answered with the text's own words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from speakprep.cfp.actions.check import Changes, answer, check, open_checklist
from speakprep.cfp.proving import Tally, candidates
from speakprep.errors import InputError, UsageError
from speakprep.talk.workspace import Workspace

Make = Callable[..., Workspace]

TODAY = date(2026, 11, 21)
FOUR = ("CFP801", "CFP802", "CFP803", "CFP804")

WEAK = {
    "en": "## Abstract\n\nWe use three sampling strategies: head, tail and adaptive. It works.\n",
    "zh": "## 摘要\n\n我们使用三种采样策略：头部、尾部和自适应。效果很好。\n",
}
REVISED = {
    "en": """\
## Abstract

Keeping every trace costs more than the services
it came from. Head sampling first thins out health checks, and the tail sampler decides about
the rest. All of it happens in the Collector; SDKs stay as they are.

## Takeaways

You will leave with three rules to start from.
""",
    "zh": """\
## 摘要

全量保留链路的成本超过了
服务本身。头部采样先去掉健康检查，其余再由尾部采样决定。全部在 Collector 里完成，SDK 保持不变。

## 听众收获

听完之后，你将带走三条可以直接用的规则。
""",
}
QUOTES = {
    "en": {
        "CFP801": "every trace costs more than the services it came from",
        "CFP802": "the tail sampler decides about the rest",
        "CFP803": "in the Collector; SDKs stay as they are",
        "CFP804": "You will leave with three rules",
    },
    "zh": {
        "CFP801": "全量保留链路的成本超过了服务本身",
        "CFP802": "其余再由尾部采样决定",
        "CFP803": "全部在Collector里完成，SDK保持不变",
        "CFP804": "你将带走三条可以直接用的规则",
    },
}
EDIT = {"en": ("health checks", "health probes"), "zh": ("健康检查", "健康探测")}


def write(space: Workspace, text: str, name: str = "cfp.md") -> Path:
    path = space.folder / name
    path.write_bytes(text.encode())
    return path


def say(space: Workspace, **changes: object) -> dict[str, str]:
    facts = answer(space, Changes(**changes), today=TODAY).facts
    return {item.code: item.status for item in facts.items if item.code in FOUR}


def statuses(space: Workspace) -> dict[str, str]:
    return {item.code: item.status for item in check(space).facts.items if item.code in FOUR}


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_four_faults_are_open_close_with_quotes_and_one_goes_stale(
    make_talk: Make, language: str
) -> None:
    space = make_talk(language=language)
    path = write(space, WEAK[language])
    report = check(space)
    assert statuses(space) == dict.fromkeys(FOUR, "open")
    assert all(item.hints for item in report.facts.items if item.code in FOUR)
    assert {f.code for f in report.findings} == {"CFP140"}

    path.write_text(REVISED[language], "utf-8")
    assert statuses(space) == dict.fromkeys(FOUR, "open")  # better words alone close nothing
    assert say(space, quotes=QUOTES[language]) == dict.fromkeys(FOUR, "done")

    edited = REVISED[language].replace(*EDIT[language])
    path.write_text(edited, "utf-8")
    assert statuses(space) == {**dict.fromkeys(FOUR, "done"), "CFP802": "stale"}
    (stale,) = [f for f in check(space).findings if f.code == "CFP141"]
    assert (stale.level, stale.place.field) == ("warning", "abstract")
    assert stale.evidence == QUOTES[language]["CFP802"]

    words = QUOTES[language]["CFP802"]
    assert say(space, quotes={"CFP802": words}) == dict.fromkeys(FOUR, "done")


def test_all_questions_settled_lead_on(make_talk: Make, language: str) -> None:
    space = make_talk(language=language)
    write(space, REVISED[language])
    rest = [item.code for item in check(space).facts.items if item.code not in FOUR]
    report = answer(
        space,
        Changes(quotes=QUOTES[language], declined=dict.fromkeys(rest, "not here")),
        today=TODAY,
    )
    assert (report.findings, report.next) == ((), "speakprep cfp freeze")
    assert report.written == ("cfp-check.toml",)
    assert report.facts.counts == Tally(done=4, declined=len(rest))


def test_line_ends_and_moved_sentences_keep_an_answer(make_talk: Make, language: str) -> None:
    space = make_talk(language=language)
    path = write(space, REVISED[language])
    say(space, quotes=QUOTES[language])
    path.write_bytes(("\ufeff" + REVISED[language].replace("\n", "\r\n")).encode())
    assert statuses(space) == dict.fromkeys(FOUR, "done")
    head, mark, tail = REVISED[language].partition("## " + ("Take" if language == "en" else "听众"))
    path.write_text(mark + tail + "\n" + head, "utf-8")
    assert statuses(space) == dict.fromkeys(FOUR, "done")


def test_place_of_a_quote_is_where_its_sentence_begins(make_talk: Make) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    say(space, quotes=QUOTES["en"])
    places = {item.code: str(item.place) for item in check(space).facts.items}
    assert [places[code] for code in FOUR] == [
        "cfp.md:3:1",
        "cfp.md:4:15",
        "cfp.md:5:11",
        "cfp.md:9:1",
    ]


def test_hints_go_where_the_gate_finds_nothing(make_talk: Make) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    assert [i.hints for i in check(space).facts.items if i.code in FOUR] == [(), (), (), ()]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quotes": {"CFP801": "these words are not there"}}, "CFP801: these words do not stand"),
        ({"quotes": {"CFP801": "You will"}}, "CFP801: this quote is very short"),
        ({"quotes": {"CFP801": " "}}, "CFP801: these words do not stand"),
        ({"quotes": {"CFP999": "You will leave with"}}, "no checklist asks 'CFP999'"),
        ({"declined": {"CFP801": " - "}}, "why is CFP801 left out?"),
        ({"accepted": ["CFP801"]}, "nothing is proposed for CFP801"),
        ({"accepted": ["all"]}, "nothing is proposed"),
        ({"reopened": ["CFP801"]}, "CFP801 is open already"),
        ({"reopened": ["CFP802", "CFP802"]}, "CFP802 is named twice"),
        ({"declined": {"CFP801": "a"}, "reopened": ["CFP801"]}, "CFP801 is named twice"),
    ],
)
def test_one_wrong_answer_and_none_is_noted(
    make_talk: Make, changes: dict[str, object], message: str
) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    good = {"declined": {"CFP803": "one side only"}}
    merged = {**changes, "declined": {**good["declined"], **changes.get("declined", {})}}
    with pytest.raises(UsageError) as raised:
        say(space, **merged)
    assert raised.value.message.startswith(message)
    assert not (space.folder / "cfp-check.toml").exists()


def test_reopen_takes_an_answer_back(make_talk: Make) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    say(space, quotes=QUOTES["en"], declined={})
    assert say(space, reopened=["CFP801"])["CFP801"] == "open"


def test_quote_by_hand_counts_while_its_words_stand(make_talk: Make) -> None:
    space = make_talk()
    path = write(space, REVISED["en"])
    write(space, '[CFP804]\nquote = "leave with three rules"\n', "cfp-check.toml")
    assert statuses(space)["CFP804"] == "done"
    path.write_text(REVISED["en"].replace("to start from", "at least"), "utf-8")
    assert statuses(space)["CFP804"] == "done"
    path.write_text(REVISED["en"].replace("three rules", "rules"), "utf-8")
    assert statuses(space)["CFP804"] == "stale"


def test_answer_to_a_question_nobody_asks_stays_and_is_named(make_talk: Make) -> None:
    space = make_talk(language="zh")
    write(space, REVISED["zh"])
    write(space, '[MINE001]\ndeclined = "x"\n', "cfp-check.toml")
    (finding,) = [f for f in check(space).findings if f.code == "CFP142"]
    assert finding.message == "没有哪份清单问到 MINE001；这条回答保留着，但不起作用。"
    say(space, quotes=QUOTES["zh"])
    assert "[MINE001]" in (space.folder / "cfp-check.toml").read_text("utf-8")
    say(space, reopened=["MINE001"])
    assert "[MINE001]" not in (space.folder / "cfp-check.toml").read_text("utf-8")


def test_variant_has_answers_of_its_own(make_talk: Make) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    write(space, REVISED["en"], "cfp.pycontw.md")
    words = {"CFP801": QUOTES["en"]["CFP801"]}
    report = answer(space, Changes(quotes=words), today=TODAY, event="pycontw")
    assert report.written == ("cfp-check.pycontw.toml",)
    there, here = (check(space, event=event).facts.counts.done for event in ("pycontw", ""))
    assert (there, here) == (1, 0)


def test_without_a_proposal_there_is_nothing_to_ask(make_talk: Make) -> None:
    space = make_talk()
    with pytest.raises(InputError) as raised:
        check(space)
    assert raised.value.hint == "write one with: speakprep cfp draft"


def test_file_edited_meanwhile_is_not_replaced(make_talk: Make) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    path = write(space, "[CFP801\n", "cfp-check.toml")
    with pytest.raises(InputError):
        say(space, quotes=QUOTES["en"])
    assert path.read_text("utf-8") == "[CFP801\n"


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("CFP801", "Keeping every trace costs more than the services\nit came from."),
        ("CFP803", "All of it happens in the Collector; SDKs stay as they are."),
        ("CFP804", "You will leave with three rules to start from."),
    ],
)
def test_candidates_begin_with_the_likeliest(make_talk: Make, code: str, first: str) -> None:
    space = make_talk()
    write(space, REVISED["en"])
    opened = open_checklist(space)
    rule = next(rule for rule in opened.rules if rule.code == code)
    assert candidates(rule, opened.proposal, "en")[0].words == first


def test_candidates_are_quotes_that_hold(make_talk: Make, language: str) -> None:
    space = make_talk()
    hostile = "A `code` and\x1b[31m \u202eodd words stand here. <!-- note --> https://a.b/c is it. "
    write(space, REVISED[language].replace("\n## ", hostile * 20 + "\n\n## "))
    opened = open_checklist(space)
    rule = next(rule for rule in opened.rules if rule.code == "CFP801")
    found = candidates(rule, opened.proposal, "en")
    assert len(found) == 9
    for candidate in found:
        assert say(space, quotes={"CFP801": candidate.words})["CFP801"] == "done"


def test_megabyte_of_text_is_checked(make_talk: Make) -> None:
    space = make_talk()
    long = ("word " * 40 + "end.\n") * 5_000
    write(space, f"## Abstract\n\n{long}\nThe last words count.\n")
    words = {"CFP801": "The last words count"}
    assert say(space, quotes=words)["CFP801"] == "done"
