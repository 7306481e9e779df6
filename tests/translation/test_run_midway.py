"""Runs that something happens to: failures, refusals, kills, edits, other runs."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from speakprep.errors import BusyError, InputError, ServiceError
from speakprep.llm.model import Answer
from speakprep.talk.disk import locked
from speakprep.translation.actions.run import Sending, prepare, run
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
MEMORY = "translation.zh-en.jsonl"
LATER = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"


ASKING = {"unfinished", "declined", "unanswered", "refused", "missing", "skipped", "stale"}


def codes(report) -> list[str]:
    """Return the codes of what went wrong with asking; what the verifier says is not at issue."""
    return [finding.code for finding in report.findings if finding.code in ASKING]


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.strip().split("\n")]


def test_run_keeps_the_translation_where_no_exchange_can_be_kept(zh_bench, kit):
    zh_bench.workspace.folder.joinpath(".speakprep").mkdir()
    zh_bench.write(".speakprep/exchanges", "mine")
    assert zh_bench.run(kit.Translator(kit.zh_to_en)).facts.came == 6
    assert len([one for one in lines(zh_bench.read(MEMORY)) if "slide" not in one]) == 6


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "spoilt", ["Half \ud83d.", "采样" * 500_000], ids=["half a character", "far too long"]
)
def test_run_spoilt_segment_stays_missing_and_the_rest_is_kept(zh_bench, kit, spoilt: str):
    model = kit.Translator({**kit.zh_to_en, LATER: spoilt})
    report = zh_bench.run(model)
    # A slide is written once all of it is there: its heading waits, too.
    assert (report.facts.came, report.facts.missing) == (5, 2)
    assert model.asked[1:] == [[LATER], [LATER]]
    assert report.next == "speakprep translate run --to en"


def test_run_failed_midway_keeps_what_is_finished_and_goes_on_later(zh_bench, kit):
    many = "".join(f"\n第 {n} 段在这里说的是采样。\n" for n in range(40))
    zh_bench.write("script.zh.md", f"## 1. 采样 {{#s256}}\n{many}")
    texts = {"采样": "Sampling"} | {
        f"第 {n} 段在这里说的是采样。": f"Paragraph {n} here is about sampling." for n in range(40)
    }
    report = zh_bench.run(kit.Translator(texts, {2: ServiceError("busy", hint="later")}))
    assert (report.facts.came, report.next) == (26, "speakprep translate run --to en")
    found = report.findings[0]
    assert (found.code, found.level) == ("unfinished", "error")
    assert found.message == "15 segments stay open, because busy"
    assert (found.place.file, found.place.line, found.evidence) == (
        "script.zh.md",
        31,
        "第 14 段在这里说的是采样。",
    )
    again = kit.Translator(texts)
    report = zh_bench.run(again)
    assert [len(asked) for asked in again.asked] == [15]
    assert (report.facts.came, report.facts.missing, codes(report)) == (15, 0, [])


def test_run_failed_before_anything_came_is_an_error_and_writes_nothing(zh_bench, kit):
    broken = ServiceError("busy", hint="later")
    with pytest.raises(ServiceError) as caught:
        zh_bench.run(kit.Translator({}, {1: broken}))
    assert caught.value is broken
    assert not zh_bench.exists("script.en.md")


@pytest.mark.parametrize("workers", [1, 8])
def test_run_declined_segment_is_named_and_the_rest_is_there(zh_bench, kit, workers):
    def ask(question):
        if LATER in question.messages[1].content.partition('"context_after"')[0]:
            return Answer(text="抱歉，我无法翻译。", finish="refusal")
        return Answer(text=kit.answer_to(question, kit.zh_to_en))

    model = kit.Translator(kit.zh_to_en)
    model.ask = ask
    report = zh_bench.run(model, workers=workers)
    assert (report.facts.came, codes(report)) == (5, ["declined", "missing"])
    found = report.findings[0]
    assert found.message == (
        "this segment stays open even when it is asked for alone: "
        "the model declined: '抱歉，我无法翻译。'"
    )
    assert (found.level, found.place.slide, found.evidence) == ("warning", 2, LATER)


def test_run_source_changed_meanwhile_is_left_for_the_next_run(zh_bench, kit):
    changed = LATER.replace("1%", "2%")

    def editing(question):
        zh_bench.edit("script.zh.md", LATER, changed)
        return kit.answer_to(question, kit.zh_to_en)

    report = zh_bench.run(kit.Translator({}, {1: editing}))
    assert (report.facts.came, codes(report)) == (6, ["missing"])
    assert report.next == "speakprep translate run --to en"
    assert changed in zh_bench.read("script.zh.md")
    again = kit.Translator({changed: kit.zh_to_en[LATER].replace("1%", "2%")})
    assert codes(zh_bench.run(again)) == []
    assert again.asked == [[changed]]


def test_run_source_gone_meanwhile_keeps_what_came(zh_bench, kit):
    def removing(question):
        (zh_bench.workspace.folder / "script.zh.md").rename(zh_bench.workspace.folder / "old.md")
        return kit.answer_to(question, kit.zh_to_en)

    with pytest.raises(InputError, match="there is no Chinese script yet"):
        zh_bench.run(kit.Translator({}, {1: removing}))
    assert len(lines(zh_bench.read(MEMORY))) == 6
    (zh_bench.workspace.folder / "old.md").rename(zh_bench.workspace.folder / "script.zh.md")
    model = kit.Translator({})
    assert codes(zh_bench.run(model)) == []
    assert model.requests == []


def test_run_translation_edited_meanwhile_is_kept(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    changed = LATER.replace("1%", "2%")
    zh_bench.edit("script.zh.md", LATER, changed)

    def editing(question):
        zh_bench.edit("script.en.md", "Why sample?", "Why do we sample?")
        return kit.answer_to(question, {changed: kit.zh_to_en[LATER].replace("1%", "2%")})

    report = zh_bench.run(kit.Translator({}, {1: editing}))
    assert (codes(report), report.facts.edited) == ([], 1)
    assert "## 1. Why do we sample? {#s256}" in zh_bench.read("script.en.md")


def test_run_what_another_run_brought_since_it_was_prepared_is_not_sent(zh_bench, kit):
    prepared = prepare(zh_bench.workspace, ZH_EN, kit.Translator({}).recipient, None)
    fewer = {source: target for source, target in kit.zh_to_en.items() if source != LATER}
    zh_bench.run(kit.Translator(fewer))
    model = kit.Translator(kit.zh_to_en)
    settled = []
    report = run(
        zh_bench.workspace,
        prepared,
        model,
        now=lambda: zh_bench.now,
        progress=lambda done, total: None,
        sending=Sending(settle=lambda: settled.append(1)),
    )
    assert (model.asked, report.facts.came, settled) == ([[LATER]], 1, [1])


def test_run_with_nothing_to_ask_settles_nothing(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))

    def settle() -> None:
        raise AssertionError("asked")

    prepared = prepare(zh_bench.workspace, ZH_EN, kit.Translator({}).recipient, None)
    report = run(
        zh_bench.workspace,
        prepared,
        kit.Translator({}),
        now=lambda: zh_bench.now,
        progress=lambda done, total: None,
        sending=Sending(settle=settle),
    )
    assert codes(report) == []


def test_run_progress_counts_segments(zh_bench, kit):
    many = "".join(f"\n第 {n} 段在这里说的是采样。\n" for n in range(40))
    zh_bench.write("script.zh.md", f"## 1. 采样 {{#s256}}\n{many}")
    texts = {"采样": "Sampling"} | {
        f"第 {n} 段在这里说的是采样。": f"Paragraph {n} here is about sampling." for n in range(40)
    }
    zh_bench.run(kit.Translator(texts))
    assert zh_bench.progress == [(15, 41), (30, 41), (41, 41)]


def test_run_torn_memory_is_said_and_asked_for_again(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    whole = (zh_bench.workspace.folder / MEMORY).read_bytes().split(b"\n")
    # Cut inside a Chinese character, as a kill would.
    torn = b"\n".join(whole[:5]) + b"\n" + whole[5][: whole[5].index("采样".encode()) + 2]
    (zh_bench.workspace.folder / MEMORY).write_bytes(torn)
    (zh_bench.workspace.folder / "script.en.md").unlink()
    model = kit.Translator(kit.zh_to_en)
    report = zh_bench.run(model)
    assert model.asked == [[LATER]]
    assert codes(report) == ["skipped"]
    assert [one.place.line for one in report.findings if one.code == "skipped"] == [6]
    assert (zh_bench.workspace.folder / MEMORY).read_bytes().startswith(torn + b"\n")


def test_run_busy_talk_is_refused_before_anything_is_sent(zh_bench, kit):
    model = kit.Translator(kit.zh_to_en)
    with locked(zh_bench.workspace.folder), pytest.raises(BusyError):
        zh_bench.run(model)
    assert model.requests == []


KILLED = """
    import json, os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from speakprep.llm.model import Answer, Recipient
    from speakprep.talk.workspace import open_workspace
    from speakprep.translation.actions.opening import choose_direction
    from speakprep.translation.actions.run import prepare, run

    here = Recipient(host="this folder", model="recorded answers", local=True)

    class Dying:
        recipient = here
        asked = 0
        def ask(self, request):
            self.asked += 1
            if self.asked == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            data = json.loads(request.messages[1].content)
            texts = [{"id": one["id"], "text": "About sampling.", "unsure": False}
                     for one in data["segments"]]
            return Answer(text=json.dumps({"segments": texts}))

    talk = open_workspace(Path(sys.argv[1]), Path(sys.argv[1]))
    prepared = prepare(talk, choose_direction(talk, "en"), here, None)
    run(talk, prepared, Dying(), now=lambda: datetime.now(UTC), progress=lambda a, b: None)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_run_killed_between_windows_keeps_the_finished_one(zh_bench, kit):
    many = "".join(f"\n第 {n} 段在这里说的是采样。\n" for n in range(20))
    zh_bench.write("script.zh.md", f"## 1. 采样 {{#s256}}\n{many}")
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(zh_bench.workspace.folder)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert len(lines(zh_bench.read(MEMORY))) == 15
    assert not zh_bench.exists("script.en.md")
    model = kit.Translator(
        {f"第 {n} 段在这里说的是采样。": f"Paragraph {n} is about sampling." for n in range(20)}
    )
    zh_bench.run(model)
    assert [len(asked) for asked in model.asked] == [6]
