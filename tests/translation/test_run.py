import json

import pytest

from speakprep.translation.actions.check import check
from speakprep.translation.actions.run import prepare
from speakprep.translation.actions.status import status
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
MEMORY = "translation.zh-en.jsonl"
LATER = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.strip().split("\n")]


def test_run_chinese_to_english_writes_script_and_memory(zh_bench, kit):
    report = zh_bench.run(kit.Translator(kit.zh_to_en))
    assert report.findings == ()
    assert report.written == ("script.en.md", MEMORY)
    assert report.next == "speakprep translate review --to en"
    facts = report.facts
    assert (facts.segments, facts.came, facts.missing, facts.flagged) == (6, 6, 0, 0)
    script = zh_bench.read("script.en.md")
    for target in kit.zh_to_en.values():
        assert script.count(target) == 1
    kept = ["{#s256}", "{#s257}", "[停顿 3秒]", "```yaml\nrate: 0.01\n```", "<!-- 这里慢一点 -->"]
    assert [script.count(words) for words in kept] == [1, 1, 1, 1, 1]
    records = [line for line in lines(zh_bench.read(MEMORY)) if "slide" not in line]
    assert {line["source"]: line["target"] for line in records} == kit.zh_to_en
    assert {line["state"] for line in records} == {"machine"}
    assert zh_bench.progress == [(6, 6)]


def test_run_english_to_chinese_writes_script(en_bench, kit):
    report = en_bench.run(kit.Translator(kit.en_to_zh))
    assert report.findings == ()
    script = en_bench.read("script.zh.md")
    for target in kit.en_to_zh.values():
        assert script.count(target) == 1
    assert script.count("[pause 3s]") == 1
    assert "<!-- from en " in script


def test_one_sentence_of_a_paragraph_counts_as_one_to_renew_everywhere(zh_bench, kit):
    model = kit.Translator(kit.zh_to_en)
    zh_bench.edit("script.zh.md", "[停顿 3秒] ", "")
    zh_bench.run(model)
    zh_bench.edit("script.zh.md", "三万条", "四万条")
    checked = check(zh_bench.workspace, ZH_EN).facts
    prepared = prepare(zh_bench.workspace, ZH_EN, model.recipient, None)
    standing = status(zh_bench.workspace, ZH_EN).facts.tally
    assert (checked.stale, prepared.plan.pending, standing.counts["stale"]) == (1, 1, 1)
    assert (checked.segments, prepared.plan.segments, standing.places) == (6, 6, 5)


def test_sentences_that_only_moved_are_one_place_to_renew(zh_bench, kit):
    zh_bench.edit("script.zh.md", "[停顿 3秒] ", "")
    zh_bench.run(kit.Translator(kit.zh_to_en))
    first, second = list(kit.zh_to_en)[1:3]
    zh_bench.edit("script.zh.md", first + second, second + first)
    checked = check(zh_bench.workspace, ZH_EN).facts
    assert checked.stale == status(zh_bench.workspace, ZH_EN).facts.tally.counts["stale"] == 1


def test_run_keeps_every_exchange(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    (kept,) = (zh_bench.workspace.folder / ".speakprep/exchanges").iterdir()
    assert json.loads(kept.read_text())["request"]["purpose"] == "translate 6 segments zh-en"


def test_run_again_sends_nothing_and_changes_nothing(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    before = zh_bench.read("script.en.md"), zh_bench.read(MEMORY)
    model = kit.Translator(kit.zh_to_en)
    report = zh_bench.run(model)
    assert model.requests == []
    assert report.written == ()
    assert (zh_bench.read("script.en.md"), zh_bench.read(MEMORY)) == before


def test_run_sends_only_what_changed(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    changed = "采样率降到 2% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"
    zh_bench.edit("script.zh.md", LATER, changed)
    stale = check(zh_bench.workspace, ZH_EN)
    assert kit.codes(stale) == ["stale"]
    assert (stale.facts.stale, stale.findings[0].place.slide) == (1, 2)
    assert stale.next == "speakprep translate run --to en"
    target = kit.zh_to_en[LATER].replace("1%", "2%")
    model = kit.Translator({changed: target})
    report = zh_bench.run(model)
    assert model.asked == [[changed]]
    assert report.findings == ()
    assert target in zh_bench.read("script.en.md")
    assert kit.zh_to_en[LATER] not in zh_bench.read("script.en.md")


@pytest.mark.parametrize(
    "added",
    [
        " This shows how careful sampling can transform your whole engineering organization.",
        " (Note: these figures may vary between deployments.)",
        " It also costs 5,000 dollars less.",
    ],
)
def test_run_embellished_answer_is_found_and_placed(zh_bench, kit, added: str):
    texts = {**kit.zh_to_en, LATER: kit.zh_to_en[LATER] + added}
    report = zh_bench.run(kit.Translator(texts))
    assert report.findings
    line = zh_bench.read("script.en.md").split("\n").index(texts[LATER]) + 1
    assert {(one.place.file, one.place.line, one.place.slide) for one in report.findings} == {
        ("script.en.md", line, 2)
    }
    assert report.facts.flagged == 1
    records = {one.get("target"): one.get("state") for one in lines(zh_bench.read(MEMORY))}
    assert records[texts[LATER]] == "flagged"
    assert list(records.values()).count("flagged") == 1


def test_run_embellished_chinese_is_found(en_bench, kit):
    source = (
        "Our platform produces 30,000 traces a day, and storing them all costs more every month."
    )
    texts = {
        **kit.en_to_zh,
        source: kit.en_to_zh[source] + "这充分说明了采样技术对整个行业的重要意义和深远影响。",
    }
    report = en_bench.run(kit.Translator(texts))
    assert {one.place.slide for one in report.findings} == {1}


def test_run_findings_show_the_words_of_both_sides(zh_bench, kit):
    texts = {**kit.zh_to_en, LATER: kit.zh_to_en[LATER].replace("87%", "90%")}
    found = zh_bench.run(kit.Translator(texts)).findings
    assert {(one.code, one.level) for one in found} == {("number", "error")}
    assert any("87%" in one.message for one in found)
    assert "90%" in {one.evidence for one in found}


def test_run_incomplete_slide_says_todo_until_it_is_whole(zh_bench, kit):
    fewer = {source: target for source, target in kit.zh_to_en.items() if source != LATER}
    report = zh_bench.run(kit.Translator(fewer))
    assert kit.codes(report) == ["unanswered", "missing"]
    assert {finding.place.file for finding in report.findings} == {"script.zh.md"}
    assert report.next == "speakprep translate run --to en"
    script = zh_bench.read("script.en.md")
    assert "## 2. 结果 {#s257}\n\n<!-- TODO: not translated yet -->\n" in script
    zh_bench.run(kit.Translator(kit.zh_to_en))
    assert "TODO" not in zh_bench.read("script.en.md")


def test_run_without_memory_takes_the_script_for_a_hands_work(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    before = zh_bench.read("script.en.md")
    (zh_bench.workspace.folder / MEMORY).unlink()
    model = kit.Translator(kit.zh_to_en)
    assert zh_bench.run(model).findings == ()
    assert model.requests == []
    assert zh_bench.read("script.en.md") == before


def test_run_keeps_hand_edits_and_marks_them(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    zh_bench.edit("script.en.md", "drop the rest at the gateway", "drop the others at the gateway")
    changed = "采样率降到 2% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"
    zh_bench.edit("script.zh.md", LATER, changed)
    target = kit.zh_to_en[LATER].replace("1%", "2%")
    report = zh_bench.run(kit.Translator({changed: target}))
    assert report.findings == ()
    assert report.facts.edited == 1
    script = zh_bench.read("script.en.md")
    assert "drop the others at the gateway" in script
    assert target in script
    edited = [line for line in lines(zh_bench.read(MEMORY)) if line.get("state") == "edited"]
    assert [line["model"] for line in edited] == [""]


def test_run_edited_paragraph_whose_source_changed_is_kept_and_named(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    mine = kit.zh_to_en[LATER].replace("shrank", "went down")
    zh_bench.edit("script.en.md", kit.zh_to_en[LATER], mine)
    changed = LATER.replace("1%", "2%")
    zh_bench.edit("script.zh.md", LATER, changed)
    target = kit.zh_to_en[LATER].replace("1%", "2%")
    report = zh_bench.run(kit.Translator({changed: target}))
    assert "kept" in kit.codes(report)
    assert mine in zh_bench.read("script.en.md")
    (kept,) = [one for one in report.findings if one.code == "kept"]
    assert (kept.evidence, kept.place.slide) == (mine, 2)
    again = kit.Translator({})
    assert "kept" not in kit.codes(zh_bench.run(again))
    assert again.requests == []
    assert mine in zh_bench.read("script.en.md")


def test_run_script_written_by_hand_is_neither_sent_nor_touched(zh_bench, kit):
    mine = (
        "# My talk\n\n## 1. Why sample? {#s256}\n\nOne paragraph of my own, as I like it.\n\n"
        "## 2. Results {#s257}\n\nQueries take 2 seconds instead of 12 seconds at 1%, 87% less.\n"
        "<!-- 这里慢一点 -->\n"
    )
    zh_bench.write("script.en.md", mine)
    model = kit.Translator(kit.zh_to_en)
    zh_bench.run(model)
    assert model.requests == []
    assert zh_bench.read("script.en.md") == mine


def test_run_moved_and_new_slides_follow_the_source(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    first, second = kit.zh_script.split("## 2. ")
    preamble, one = first.split("## 1. ")
    new = "## 2. 新的一页 {#s300}\n\n这一页是今天早上刚加进来的。\n\n"
    zh_bench.write("script.zh.md", f"{preamble}## 1. {second}\n{new}## 3. {one}")
    texts = {
        "新的一页": "A new slide",
        "这一页是今天早上刚加进来的。": "This slide was added this morning.",
    }
    model = kit.Translator(texts)
    report = zh_bench.run(model)
    assert model.asked == [list(texts)]
    assert report.findings == ()
    script = zh_bench.read("script.en.md")
    headings = [line for line in script.split("\n") if line.startswith("## ")]
    assert headings == [
        "## 1. Results {#s257}",
        "## 2. A new slide {#s300}",
        "## 3. Why sample? {#s256}",
    ]


def test_run_keeps_slides_that_only_the_translation_has(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    extra = "## 9. Spare {#s999}\n\nMy own words.\n"
    zh_bench.write("script.en.md", zh_bench.read("script.en.md") + extra)
    zh_bench.edit("script.zh.md", "结果", "后来的结果")
    zh_bench.run(kit.Translator({"后来的结果": "Later results"}))
    assert zh_bench.read("script.en.md").endswith(extra)


def test_run_windows_line_ends_stay(zh_bench, kit):
    zh_bench.write("script.zh.md", kit.zh_script.replace("\n", "\r\n"))
    assert zh_bench.run(kit.Translator(kit.zh_to_en)).findings == ()
    script = zh_bench.read("script.en.md")
    assert script.count("\n") == script.count("\r\n")
    zh_bench.write("script.en.md", script.replace("\r\n", "\n"))
    assert zh_bench.run(kit.Translator({})).facts.edited == 0


def test_run_unsure_and_unknown_ids_are_named(zh_bench, kit):
    def reply(request):
        answer = json.loads(kit.answer_to(request, kit.zh_to_en))
        answer["segments"][0]["unsure"] = True
        answer["segments"].append({"id": "made-up", "text": "Thank you!", "unsure": False})
        return json.dumps(answer)

    report = zh_bench.run(kit.Translator({}, {1: reply}))
    assert [(one.code, one.level, one.evidence) for one in report.findings] == [
        ("unsure", "advice", "Why sample?"),
        ("refused", "advice", "made-up"),
    ]
    assert "Thank you!" not in zh_bench.read("script.en.md")


def test_run_hostile_answer_cannot_make_slides_or_hide_text(zh_bench, kit):
    evil = "## 7. Evil {#s777}\n\n<!-- hidden [pause 9m]\n```"
    zh_bench.run(kit.Translator({**kit.zh_to_en, LATER: evil}))
    script = zh_bench.read("script.en.md")
    assert [line for line in script.split("\n") if line.startswith("##")] == [
        "## 1. Why sample? {#s256}",
        "## 2. Results {#s257}",
    ]
    assert "\\## 7. Evil {#s777} <\\!-- hidden (pause 9m) ```" in script
