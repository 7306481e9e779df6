import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.llm.model import Price, Recipient
from speakprep.translation.actions.check import check, renew
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.paste import import_answer, write_request
from speakprep.translation.actions.run import prepare, run
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
MEMORY = "translation.zh-en.jsonl"
REQUEST = "translate-request.zh-en.md"
LATER = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.strip().split("\n")]


def test_prepare_plans_without_sending(zh_bench):
    remote = Recipient(host="api.example.com", model="m", local=False)
    price = Price(input_per_million=1.0, output_per_million=2.0)
    plan = prepare(zh_bench.workspace, ZH_EN, remote, price).plan
    assert (plan.segments, plan.pending, plan.requests, plan.recipient) == (6, 6, 1, remote)
    assert plan.words == 115
    estimate = plan.estimate
    assert estimate.amount == (estimate.input_tokens + 2 * estimate.output_tokens) / 1_000_000
    assert prepare(zh_bench.workspace, ZH_EN, remote, None).plan.estimate.amount is None


def test_write_request_and_import_round_trip(zh_bench, kit):
    asked = write_request(zh_bench.workspace, ZH_EN)
    assert asked.written == (REQUEST,)
    assert (asked.facts.pending, asked.next) == (6, "speakprep translate import answer.txt --to en")
    request = zh_bench.read(REQUEST)
    data = json.loads(request[request.index('{\n "direction"') : request.index("\n}\n") + 2])
    answer = json.dumps(
        {
            "request_id": "12345678",
            "segments": [
                {"id": one["id"], "text": kit.zh_to_en[one["source"]], "unsure": False}
                for one in data["segments"]
            ],
        }
    )
    report = import_answer(zh_bench.workspace, ZH_EN, f"Sure:\n```json\n{answer}\n```")
    assert report.findings == ()
    assert report.facts.came == 6
    again = import_answer(zh_bench.workspace, ZH_EN, answer)
    assert (again.facts.came, again.written) == (0, ())
    done = write_request(zh_bench.workspace, ZH_EN)
    assert (done.facts.pending, done.written) == (0, ())
    assert renew(zh_bench.workspace, ZH_EN).written == ()


def ids(bench) -> dict[str, str]:
    prepared = prepare(bench.workspace, ZH_EN, Recipient(host="h", model="m", local=True), None)
    return {one.text: one.id for window in prepared.windows for one in window.segments}


def test_import_partial_answer_keeps_what_is_there_and_asks_for_the_rest(zh_bench, kit):
    known = ids(zh_bench)
    first, second = list(kit.zh_to_en)[4:]
    answer = json.dumps(
        {"segments": [{"id": known[text], "text": kit.zh_to_en[text]} for text in (first, second)]}
    )
    report = import_answer(zh_bench.workspace, ZH_EN, answer[:-2])
    assert kit.codes(report) == ["missing"]
    assert (report.facts.came, report.facts.missing) == (2, 4)
    assert write_request(zh_bench.workspace, ZH_EN).facts.pending == 4
    request = zh_bench.read(REQUEST)
    assert [text for text in kit.zh_to_en if json.dumps(text, ensure_ascii=False) in request] == (
        list(kit.zh_to_en)[:4]
    )


@pytest.mark.parametrize(
    "spoilt", ["Half \ud83d.", "采样" * 500_000], ids=["half a character", "far too long"]
)
def test_import_of_nothing_but_a_spoilt_segment_says_so(zh_bench, spoilt: str):
    answer = json.dumps({"segments": [{"id": ids(zh_bench)[LATER], "text": spoilt}]})
    with pytest.raises(InputError, match="half a character or is far too long"):
        import_answer(zh_bench.workspace, ZH_EN, answer)
    assert not zh_bench.exists(MEMORY)


def test_import_does_not_replace_a_hand_edit(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    mine = kit.zh_to_en[LATER].replace("shrank", "went down")
    known = [line for line in lines(zh_bench.read(MEMORY)) if line.get("source") == LATER]
    zh_bench.edit("script.en.md", kit.zh_to_en[LATER], mine)
    answer = json.dumps({"segments": [{"id": known[0]["id"], "text": "Another text."}]})
    report = import_answer(zh_bench.workspace, ZH_EN, answer)
    assert report.facts.came == 0
    assert mine in zh_bench.read("script.en.md")


@pytest.mark.parametrize(
    "text", ["", "Sorry, no.", '{"segments": [{"id": "zzz", "text": "Hello."}]}', "REQUEST"]
)
def test_import_of_something_else_changes_nothing(zh_bench, text: str):
    write_request(zh_bench.workspace, ZH_EN)
    before = sorted(path.name for path in zh_bench.workspace.folder.iterdir())
    with pytest.raises(InputError):
        import_answer(
            zh_bench.workspace, ZH_EN, zh_bench.read(REQUEST) if text == "REQUEST" else text
        )
    assert sorted(path.name for path in zh_bench.workspace.folder.iterdir()) == before


def test_check_reads_a_hand_made_translation(zh_bench, kit):
    mine = (
        "## 1. Why sample? {#s256}\n\n"
        "Our platform produces 30,000 traces a day, storage costs keep rising, and queries get "
        "slower and slower. [停顿 3秒] So this spring we decided to keep only some of them and "
        "drop the rest at the gateway.\n\n"
        "- First, we do tail sampling with `otel-collector` and keep every request that failed.\n\n"
        "```yaml\nrate: 0.01\n```\n\n"
        "## 2. Results {#s257}\n\n"
        "After the sampling rate went down to 1%, storage shrank by 78%, and query time went from "
        "12 seconds to 2 seconds.\n\n<!-- 这里慢一点 -->\n"
    )
    zh_bench.write("script.en.md", mine)
    report = check(zh_bench.workspace, ZH_EN)
    assert {(one.code, one.place.line) for one in report.findings} == {("number", 13)}
    assert (report.facts.edited, report.written) == (6, ())
    assert not zh_bench.exists(MEMORY)


def test_check_edit_in_a_paragraph_is_compared_with_its_segment(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    zh_bench.edit("script.en.md", "12 seconds to 2 seconds", "12 seconds to 3 seconds")
    report = check(zh_bench.workspace, ZH_EN)
    assert {one.code for one in report.findings} == {"number"}
    assert report.next == "speakprep translate review --to en"


def test_check_other_paragraphs_are_compared_as_a_whole(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    zh_bench.edit("script.en.md", ", and query time", ".\n\nQuery time")
    report = check(zh_bench.workspace, ZH_EN)
    assert "structure" in kit.codes(report)
    assert report.facts.edited == 1


def test_check_without_translation_says_what_to_type(zh_bench):
    with pytest.raises(InputError) as caught:
        check(zh_bench.workspace, ZH_EN)
    assert caught.value.hint == "type: speakprep translate run --to en"


@pytest.mark.parametrize(
    ("script", "message"),
    [(None, "there is no Chinese script yet"), ("", "has no slide headings"), ("文字\n", "has no")],
)
def test_script_that_cannot_be_translated_is_named(make_talk, script: str | None, message: str):
    workspace = make_talk(language="zh", translate_to=("en",))
    if script is not None:
        (workspace.folder / "script.zh.md").write_text(script, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        write_request(workspace, ZH_EN)


def test_choose_direction_from_talk_or_words(make_talk):
    workspace = make_talk(language="zh", translate_to=("en",))
    assert choose_direction(workspace, None) == ZH_EN
    assert choose_direction(workspace, "zh", "en") == Direction(source="en", target="zh")
    assert choose_direction(workspace, None, "en") == Direction(source="en", target="zh")


@pytest.mark.parametrize(("source", "target"), [("en", "zh"), ("zh", "en")])
def test_choose_direction_into_the_other_language_where_none_is_named(make_talk, source, target):
    workspace = make_talk(language=source)
    assert workspace.talk.translate_to == ()
    assert choose_direction(workspace, None) == Direction(source=source, target=target)
    assert choose_direction(workspace, None, target) == Direction(source=target, target=source)


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        (
            "en",
            "the script is English already",
            "type --to zh, or --lang zh if the script is Chinese",
        ),
        (
            "zh",
            "the script is Chinese already",
            "type --to en, or --lang en if the script is English",
        ),
    ],
)
def test_choose_direction_into_the_same_language_names_the_other(make_talk, source, message, hint):
    with pytest.raises(UsageError) as caught:
        choose_direction(make_talk(language=source), source)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_own_prompt_in_the_talk_folder_wins(zh_bench, kit):
    own = Path(zh_bench.workspace.folder / "prompts")
    own.mkdir()
    front = '+++\nversion = 7\ninputs = ["source", "target", "shape"]\nschema = "segments"\n+++\n'
    (own / "translate.md").write_text(front + "From {{ source }} to {{ target }}!\n", "utf-8")
    model = kit.Translator(kit.zh_to_en)
    zh_bench.run(model)
    assert model.requests[0].messages[0].content == "From Chinese to English!\n"
    assert {line["prompt"] for line in lines(zh_bench.read(MEMORY)) if "prompt" in line} == {7}


@pytest.mark.parametrize(
    ("title", "first"), [("为什么要采样", "# Why sample?"), ("链路采样", "# 链路采样")]
)
def test_run_translates_the_title_that_a_slide_has_too(make_talk, kit, title, first):
    space = make_talk(title=title, language="zh", translate_to=("en",))
    (space.folder / "script.zh.md").write_text(kit.zh_script, "utf-8")
    direction = choose_direction(space, None)
    model = kit.Translator(kit.zh_to_en)
    prepared = prepare(space, direction, model.recipient, None)
    run(
        space,
        prepared,
        model,
        now=lambda: datetime(2027, 1, 2, tzinfo=UTC),
        progress=lambda done, total: None,
    )
    assert (space.folder / "script.en.md").read_text("utf-8").split("\n")[0] == first
