import json

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.script.files import MEMORY_NAME, render_memory
from speakprep.script.memory import Memory, Seen, slide_key
from speakprep.translation.actions.check import check
from speakprep.translation.actions.glossary import export_table, import_table, show
from speakprep.translation.actions.paste import write_request
from speakprep.translation.actions.run import prepare
from speakprep.translation.actions.terms import propose
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
EN_ZH = Direction(source="en", target="zh")

GLOSSARY = """\
keep = ["otel-collector"]

[[term]]
zh = "采样率"
en = "sampling ratio"
note = "not for the model"

[[term]]
zh = "向量数据库"
en = "vector database"

[[term]]
zh = "网关"
en = ""
"""
HITS = [
    {"source": "otel-collector", "target": "otel-collector"},
    {"source": "采样率", "target": "sampling ratio"},
]


def data(text: str) -> dict:
    start = text.index('{\n "direction"')
    return json.JSONDecoder().raw_decode(text, start)[0]


def test_run_sends_hits_only(zh_bench, kit):
    zh_bench.write("glossary.toml", GLOSSARY)
    model = kit.Translator(kit.zh_to_en)
    zh_bench.run(model)
    (request,) = model.requests
    assert json.loads(request.messages[1].content)["glossary"] == HITS


def test_request_for_a_chat_window_holds_hits_only(zh_bench):
    zh_bench.write("glossary.toml", GLOSSARY)
    write_request(zh_bench.workspace, ZH_EN)
    assert data(zh_bench.read("translate-request.zh-en.md"))["glossary"] == HITS


def test_changed_glossary_sends_nothing_again_and_is_checked(zh_bench, kit):
    report = zh_bench.run(kit.Translator(kit.zh_to_en))
    assert "term" not in kit.codes(report)
    recipient = kit.Translator({}).recipient
    plan = prepare(zh_bench.workspace, ZH_EN, recipient, None).plan
    zh_bench.write("glossary.toml", GLOSSARY)
    assert prepare(zh_bench.workspace, ZH_EN, recipient, None).plan == plan
    (found,) = [one for one in check(zh_bench.workspace, ZH_EN).findings if one.code == "term"]
    assert found.message == "“采样率” is to be “sampling ratio” (glossary.toml), which is not there"
    assert (found.level, found.place.slide, found.place.file) == ("warning", 2, "script.en.md")
    zh_bench.edit("script.en.md", "the sampling rate went", "the sampling ratio went")
    assert "term" not in kit.codes(check(zh_bench.workspace, ZH_EN))


def test_estimate_counts_the_hits(zh_bench, kit):
    recipient = kit.Translator({}).recipient
    without = prepare(zh_bench.workspace, ZH_EN, recipient, None).plan.estimate
    zh_bench.write("glossary.toml", GLOSSARY)
    with_hits = prepare(zh_bench.workspace, ZH_EN, recipient, None).plan.estimate
    assert with_hits.input_tokens > without.input_tokens


@pytest.mark.parametrize(
    ("text", "line"),
    [("keep = 3", 1), ('keep = ["a"]\n[[term]]\nzh = "a"\nen = "b"\n', 2)],
)
def test_broken_glossary_stops_before_anything_is_sent(zh_bench, kit, text, line):
    zh_bench.write("glossary.toml", text)
    model = kit.Translator(kit.zh_to_en)
    with pytest.raises(InputError) as caught:
        zh_bench.run(model)
    assert (caught.value.file, caught.value.line) == ("glossary.toml", line)
    assert model.requests == []


def test_show_names_what_is_not_decided(zh_bench):
    assert show(zh_bench.workspace, ZH_EN).next == "speakprep translate terms --to en"
    zh_bench.write("glossary.toml", GLOSSARY)
    report = show(zh_bench.workspace, ZH_EN)
    assert [(one.code, one.level, one.place.line) for one in report.findings] == [
        ("undecided", "advice", 12)
    ]
    assert len(report.facts.terms) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_import_completes_and_keeps(zh_bench, tmp_path, encoding):
    zh_bench.write("glossary.toml", GLOSSARY)
    table = tmp_path / "terms.csv"
    table.write_bytes(
        "中文,English\r\n网关,gateway\r\n采样率,rate\r\n存储,storage\r\n".encode(encoding)
    )
    report = import_table(zh_bench.workspace, ZH_EN, table)
    assert (report.facts.added, report.facts.filled) == (1, 1)
    (found,) = report.findings
    assert (found.code, found.place.line) == ("differs", 3)
    assert "“sampling ratio” on line 3 of your glossary" in found.message
    assert zh_bench.read("glossary.toml") == (
        GLOSSARY.replace('en = ""', 'en = "gateway"') + '\n[[term]]\nen = "storage"\nzh = "存储"\n'
    )
    assert import_table(zh_bench.workspace, ZH_EN, table).written == ()


def test_import_of_a_contradiction_changes_nothing(zh_bench, tmp_path):
    table = tmp_path / "terms.csv"
    table.write_text("zh,en\n网关,gateway\n网关,portal\n", encoding="utf-8")
    with pytest.raises(InputError, match="on line 2 and “portal” on line 3"):
        import_table(zh_bench.workspace, ZH_EN, table)
    assert not zh_bench.exists("glossary.toml")


def test_export_and_import_round_trip(zh_bench, tmp_path):
    with pytest.raises(InputError, match="no glossary yet"):
        export_table(zh_bench.workspace, ZH_EN, None)
    zh_bench.write("glossary.toml", GLOSSARY)
    out = tmp_path / "terms.csv"
    terms = export_table(zh_bench.workspace, ZH_EN, out).facts.terms
    with pytest.raises(UsageError):
        export_table(zh_bench.workspace, ZH_EN, out)
    (zh_bench.workspace.folder / "glossary.toml").unlink()
    assert import_table(zh_bench.workspace, ZH_EN, out).facts.terms == terms


REPEATED = """\
## 1. 尾采样 {#s256}

尾采样先等待整条链路。我们用 Jaeger 看，决定要不要丢掉这些数据和它们的所有副本，今天讲讲怎么办。

头采样不等待，所以它便宜得多。可是 Jaeger 里会缺少最重要的那些请求，谁也不知道为什么，大家都很着急。

所以尾采样更贵！但是线上真的有用，能省下许多排查故障的时间，而且不必再保留所有的原始数据了。

没有尾采样就没有错误请求，也就没有人能解释那天夜里到底发生了什么，更不用说以后怎么避免它。
"""
IN_ENGLISH = """\
## 1. Tail sampling {#s256}

Tail sampling first waits for the whole trace.

Head sampling does not wait, so it is cheap.

So tail sampling costs more.

Without tail sampling there are no failed requests.
"""


def test_terms_are_proposed_and_written_only_with_consent(zh_bench):
    zh_bench.write("script.zh.md", REPEATED)
    report = propose(zh_bench.workspace, ZH_EN)
    assert [(one.words, one.kind, one.keep) for one in report.facts.terms] == [
        ("采样", "term", False),
        ("尾采样", "term", False),
        ("Jaeger", "name", True),
    ]
    assert report.facts.terms[0].slides == (1,)
    assert report.next == "speakprep translate terms --write --to en"
    assert not zh_bench.exists("glossary.toml")
    mine = '# my own\n[[term]]\nzh = "尾采样"\nen = "tail-based sampling"  # as in the docs\n'
    zh_bench.write("glossary.toml", mine)
    written = propose(zh_bench.workspace, ZH_EN, write=True)
    assert (written.facts.known, written.facts.written) == (1, 2)
    assert (
        zh_bench.read("glossary.toml")
        == mine.replace("# my own\n", '# my own\nkeep = [\n  "Jaeger",\n]\n')
        + '\n[[term]]\nen = ""\nzh = "采样"\n'
    )
    assert propose(zh_bench.workspace, ZH_EN, write=True).written == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_terms_that_only_slides_show_are_left_undecided(request, language):
    bench = request.getfixturevalue(f"{language}_bench")
    direction = ZH_EN if language == "zh" else EN_ZH
    said = "我们喜欢 Jaeger。" if language == "zh" else "We like Jaeger."
    bench.write(f"script.{language}.md", f"## 1. 看 / See {{#s256}}\n\n{said}\n")
    texts = ("Month | Cost | Jaeger",)
    bench.write(MEMORY_NAME, render_memory(Memory(slides={slide_key(texts): Seen(texts=texts)})))
    report = propose(bench.workspace, direction, write=True)
    assert {one.words: one.keep for one in report.facts.terms} == {"Jaeger": True, "Cost": False}
    other = direction.target
    row = {language: "Cost", other: ""}
    assert bench.read("glossary.toml").endswith(
        f'keep = [\n  "Jaeger",\n]\n\n[[term]]\nen = "{row["en"]}"\nzh = "{row["zh"]}"\n'
    )


def test_terms_are_called_what_the_translation_calls_them(zh_bench):
    zh_bench.write("script.zh.md", REPEATED)
    zh_bench.write("script.en.md", IN_ENGLISH)
    (_, term, name) = propose(zh_bench.workspace, ZH_EN).facts.terms
    assert (name.words, name.translation) == ("Jaeger", "")
    assert (term.words, term.translation) == ("尾采样", "tail sampling")
    assert term.said == term.times >= 3


def test_terms_of_an_english_script(en_bench):
    report = propose(en_bench.workspace, EN_ZH)
    assert report.facts.terms == ()
    assert report.next == "speakprep translate glossary --to zh"


def test_commands(zh_bench, speakprep_run, tmp_path, golden):
    talk = ("--talk", str(zh_bench.workspace.folder))
    zh_bench.write("script.zh.md", REPEATED)
    zh_bench.write("script.en.md", IN_ENGLISH)
    code, out, _ = speakprep_run("translate", "terms", *talk)
    assert code == 0
    golden("terms.txt", out.replace(str(zh_bench.workspace.folder), "talk"))
    assert speakprep_run("translate", "terms", "--write", *talk)[0] == 0
    code, out, _ = speakprep_run("translate", "glossary", *talk)
    assert (code, "tail sampling" in out) == (0, True)
    table = str(tmp_path / "terms.csv")
    assert speakprep_run("translate", "glossary", "export", table, *talk)[0] == 0
    code, out, _ = speakprep_run("translate", "glossary", "export", *talk)
    assert (code, out.split("\n")[0]) == (0, '"en","zh","also en","also zh","keep","note"')
    assert speakprep_run("translate", "glossary", "import", table, *talk)[0] == 0
    assert speakprep_run("translate", "glossary", "import", *talk)[0] == 2
    assert speakprep_run("translate", "glossary", "show", table, *talk)[0] == 2
    (tmp_path / "bad.csv").write_bytes(b"\x00\x01\x02" * 50)
    code, _, err = speakprep_run(
        "translate", "glossary", "import", str(tmp_path / "bad.csv"), *talk
    )
    assert code == 2
    assert "bad.csv" in err
