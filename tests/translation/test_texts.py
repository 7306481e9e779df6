import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError, ServiceError
from speakprep.translation.actions.texts import (
    compare_texts,
    current_texts,
    import_texts,
    prepare_texts,
    run_texts,
    write_texts_request,
)
from speakprep.translation.files import read_memory, remember
from speakprep.translation.model import Direction, Verdict, digest
from speakprep.translation.texts import Text, Texts, cut_texts

ZH_EN = Direction(source="zh", target="en")
EN_ZH = Direction(source="en", target="zh")
NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
MEMORY = "translation.zh-en.jsonl"
COST = "全量保留链路的成本超过了服务本身，而且绝大多数从来没有人看过。"
KEEP = "我们在 Collector 里采样，每天三万条链路只留 1%。"
FIRST = "出错的请求我们全部保留下来。"
TITLE = "只留有用的链路"
EN = {
    TITLE: "Keep the useful traces",
    COST: "Keeping every trace costs more than the services, and hardly anyone looks at them.",
    KEEP: "We sample in the Collector and keep 1% of 30,000 traces a day.",
    FIRST: "We keep every request that failed.",
}
FIELDS = Texts(
    file="cfp.md",
    texts=(
        Text(key="title", text=TITLE, line=2),
        Text(
            key="abstract",
            text=f"{COST}\n{KEEP}\n\n- {FIRST}\n",
            line=4,
            at_most="900 characters",
        ),
        Text(key="name", text="Jane Doe <https://example.org>", line=9),
    ),
)


def ask(bench, model, texts=FIELDS, direction=ZH_EN):
    prepared = prepare_texts(bench.workspace, direction, texts, model.recipient, None)
    return run_texts(bench.workspace, prepared, model, now=lambda: NOW, progress=lambda *_: None)


def words(report):
    return {each.key: each.text for each in report.facts.texts}


def data(request):
    return json.loads(request.messages[1].content)


@given(st.text("我 a.。\n-[]`<!->#1", max_size=60))
def test_stretches_add_up_to_the_text(text):
    for direction in (ZH_EN, EN_ZH):
        (cut,) = cut_texts([Text(key="t", text=text, line=1)], direction)
        assert "".join(stretch.raw for stretch in cut.stretches) == text


def test_cut_parts_lines_that_end_like_sentences_and_folds_others():
    text = f"{COST}\n{KEEP}\n我们\n继续。"
    (cut,) = cut_texts([Text(key="a", text=text, line=4)], ZH_EN)
    assert [(one.text, one.line) for one in cut.segments] == [
        (COST, 4),
        (KEEP, 5),
        ("我们继续。", 6),
    ]


def test_run_asks_text_by_text_with_its_limit_and_keeps_the_layout(zh_bench, kit):
    model = kit.Translator(EN)
    report = ask(zh_bench, model)
    assert model.asked == [[TITLE], [COST, KEEP, FIRST]]
    title, abstract = map(data, model.requests)
    assert "limits" not in title
    assert abstract["limits"] == [
        {"ids": [one["id"] for one in abstract["segments"]], "at_most": "900 characters"}
    ]
    assert words(report) == {
        "title": EN[TITLE],
        "abstract": f"{EN[COST]}\n{EN[KEEP]}\n\n- {EN[FIRST]}\n",
        "name": "Jane Doe <https://example.org>",
    }
    assert [each.by for each in report.facts.texts] == [
        ("recorded answers",),
        ("recorded answers",),
        (),
    ]
    assert (report.facts.came, report.written, report.findings) == (4, (MEMORY,), ())
    assert [each.findings for each in report.facts.texts] == [(), (), ()]


def test_second_run_asks_for_what_changed_only(zh_bench, kit):
    ask(zh_bench, kit.Translator(EN))
    again = kit.Translator(EN)
    report = ask(zh_bench, again)
    assert (again.requests, report.facts.came, report.written) == ([], 0, ())
    other = "失败的请求我们一个也不丢。"
    texts = Texts(file="cfp.md", texts=(Text(key="abstract", text=f"{KEEP}\n\n- {other}", line=4),))
    changed = kit.Translator({other: "We drop no request that failed."})
    report = ask(zh_bench, changed, texts)
    assert changed.asked == [[other]]
    assert words(report) == {"abstract": f"{EN[KEEP]}\n\n- We drop no request that failed."}


def test_script_and_texts_share_what_is_translated(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    source = next(one for one in kit.zh_to_en if "30,000" in kit.zh_to_en[one])
    model = kit.Translator({})
    report = ask(zh_bench, model, Texts(file="f", texts=(Text(key="a", text=source, line=1),)))
    assert (model.requests, words(report)) == ([], {"a": kit.zh_to_en[source]})


def test_what_a_person_refused_is_asked_for_again_with_the_reason(zh_bench, kit):
    ask(zh_bench, kit.Translator(EN))
    verdict = Verdict(
        id=digest(TITLE),
        source_digest=digest(TITLE),
        target_digest=digest(EN[TITLE]),
        decision="rejected",
        day="2027-01-02",
        reason="not what I call it",
    )
    remember(zh_bench.workspace, ZH_EN, [verdict])
    assert words(current_texts(zh_bench.workspace, ZH_EN, FIELDS))["title"] is None
    model = kit.Translator({TITLE: "Keep the traces you need"})
    report = ask(zh_bench, model)
    assert data(model.requests[0])["rejected"] == [
        {"id": digest(TITLE), "was": EN[TITLE], "because": "not what I call it"}
    ]
    assert words(report)["title"] == "Keep the traces you need"


def test_added_words_are_found_in_their_field(zh_bench, kit):
    wrong = f"{EN[KEEP]} This dramatically improves observability for everyone."
    report = ask(zh_bench, kit.Translator({**EN, KEEP: wrong}))
    (abstract,) = (each for each in report.facts.texts if each.key == "abstract")
    assert {found.place.field for found in abstract.findings} == {"abstract"}
    assert "addition" in {found.code for found in abstract.findings}
    assert "Chinese" in abstract.findings[0].message


def test_glossary_binds_texts_too(zh_bench, kit):
    zh_bench.write("glossary.toml", '[[term]]\nzh = "链路"\nen = "call chain"\n')
    model = kit.Translator(EN)
    report = ask(zh_bench, model)
    assert data(model.requests[0])["glossary"] == [{"source": "链路", "target": "call chain"}]
    assert [found.code for found in report.facts.texts[0].findings] == ["term"]


def test_what_fails_stays_open_and_the_rest_is_kept(zh_bench, kit):
    model = kit.Translator(EN, {2: ServiceError("down")})
    report = ask(zh_bench, model)
    assert [(each.text is None, each.missing) for each in report.facts.texts] == [
        (False, 0),
        (True, 3),
        (False, 0),
    ]
    assert [(found.code, found.place.file) for found in report.findings] == [
        ("unfinished", "cfp.md")
    ]
    rest = kit.Translator(EN)
    assert words(ask(zh_bench, rest))["abstract"] is not None
    assert rest.asked == [[COST, KEEP, FIRST]]


def test_english_becomes_chinese(en_bench, kit):
    texts = {"We keep every request that failed.": "出错的请求我们全部保留下来。"}
    source = Texts(file="cfp.md", texts=(Text(key="a", text=next(iter(texts)), line=1),))
    report = ask(en_bench, kit.Translator(texts), source, EN_ZH)
    assert words(report) == {"a": "出错的请求我们全部保留下来。"}


def test_request_for_a_chat_window_holds_all_texts_and_its_answer_comes_back(zh_bench, kit):
    written = write_texts_request(zh_bench.workspace, ZH_EN, FIELDS, "cfp-request.md")
    assert (written.facts.pending, written.written) == (4, ("cfp-request.md",))
    text = zh_bench.read("cfp-request.md")
    asked = json.JSONDecoder().raw_decode(text, text.index("\n{\n") + 1)[0]
    assert [one["source"] for one in asked["segments"]] == [TITLE, COST, KEEP, FIRST]
    assert len(asked["limits"]) == 1
    answer = [{"id": one["id"], "text": EN[one["source"]]} for one in asked["segments"]]
    half = json.dumps({"segments": answer[:2]})
    report = import_texts(zh_bench.workspace, ZH_EN, FIELDS, half)
    assert [each.missing for each in report.facts.texts] == [0, 2, 0]
    report = import_texts(zh_bench.workspace, ZH_EN, FIELDS, json.dumps({"segments": answer}))
    assert (report.facts.came, report.facts.texts[1].by) == (2, ("paste",))
    assert report.findings == ()
    done = write_texts_request(zh_bench.workspace, ZH_EN, FIELDS, "other.md")
    assert (done.facts.pending, done.facts.file, done.written) == (0, "", ())
    assert not zh_bench.exists("other.md")


@pytest.mark.parametrize("answer", ['{"segments": [{"id": "ffffffff", "text": "x"}]}', "sorry", ""])
def test_answer_to_another_text_changes_nothing(zh_bench, answer):
    with pytest.raises(InputError):
        import_texts(zh_bench.workspace, ZH_EN, FIELDS, answer)
    assert not zh_bench.exists(MEMORY)


def test_import_leaves_a_hands_words_alone(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    zh_bench.edit("script.en.md", "storage shrank", "our storage shrank")
    zh_bench.run(kit.Translator({}))
    source = next(one for one in kit.zh_to_en if "87%" in one)
    memory = read_memory(zh_bench.workspace, ZH_EN)
    texts = Texts(file="f", texts=(Text(key="a", text=source, line=1),))
    answer = json.dumps({"segments": [{"id": digest(source), "text": "Other words."}]})
    import_texts(zh_bench.workspace, ZH_EN, texts, answer)
    assert read_memory(zh_bench.workspace, ZH_EN) == memory


def test_hand_edited_text_is_checked_paragraph_by_paragraph(zh_bench):
    sides = {
        "title": (TITLE, EN[TITLE]),
        "abstract": (f"{COST}\n\n{KEEP}", f"{EN[COST]}\n\n{EN[KEEP].replace('1%', '5%')}"),
        "gone": (f"{COST}\n\n{KEEP}\n\n{FIRST}", f"{EN[COST]}\n\n{EN[KEEP]}"),
    }
    found = compare_texts(zh_bench.workspace, ZH_EN, sides)
    assert {(one.code, one.place.field) for one in found} >= {
        ("number", "abstract"),
        ("omission", "gone"),
    }
    assert "title" not in {one.place.field for one in found}
