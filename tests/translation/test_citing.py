import json

import pytest

from speakprep.llm.model import Answer
from speakprep.translation.actions.run import prepare, run
from speakprep.translation.model import Direction
from speakprep.translation.windows import SCHEMAS
from tests.queue_model import RECORDED

ZH_EN = Direction(source="zh", target="en")
MEMORY = "translation.zh-en.jsonl"
BENEFIT = "which makes every team in the whole company very happy"


class Citer:
    """Answers in chunks where it is asked for them; `cites` makes them of a source and a target."""

    recipient = RECORDED

    def __init__(self, texts, cites):
        self.texts, self.cites = texts, cites
        self.asked = []

    def ask(self, request):
        chunked = request.schema == SCHEMAS["chunks"]
        sources = [one["source"] for one in self._segments(request)]
        self.asked.append(("chunks" if chunked else "text", sources))
        found = [
            {"id": one["id"], "unsure": False, **self._translation(one["source"], chunked)}
            for one in self._segments(request)
        ]
        return Answer(text=json.dumps({"segments": found}, ensure_ascii=False))

    def _segments(self, request):
        return json.loads(request.messages[1].content)["segments"]

    def _translation(self, source, chunked):
        text = self.texts[source]
        return self.cites(source, text) if chunked else {"text": text}


def chunks(*pairs):
    return {"chunks": [{"source": source, "target": target} for source, target in pairs]}


def honest(source, text):
    return chunks((source, text))


def embellishing(source, text):
    more = [("", BENEFIT)] if "87%" in text else []
    return chunks((source, text), *more)


def careless(source, text):
    return chunks((source[:-3], text))


def unable(_source, text):
    return {"text": text}


def translated(bench, model):
    prepared = prepare(bench.workspace, ZH_EN, model.recipient, None, "chunks")
    return run(bench.workspace, prepared, model, now=lambda: bench.now, progress=lambda *_: None)


def remembered(bench):
    lines = [json.loads(line) for line in bench.read(MEMORY).strip().split("\n")]
    return {line["source"]: line for line in lines if "source" in line}


def test_honest_chunks_are_remembered_and_silent(zh_bench, kit):
    model = Citer(kit.zh_to_en, honest)
    report = translated(zh_bench, model)
    assert kit.codes(report) == []
    assert [shape for shape, _ in model.asked] == ["chunks"]
    assert all(line["chunks"] for line in remembered(zh_bench).values())


def test_phrase_without_a_source_is_an_error_with_its_words(zh_bench, kit):
    report = translated(zh_bench, Citer(kit.zh_to_en, embellishing))
    found = [one for one in report.findings if "no words of the source" in one.message]
    assert [(one.code, one.level, one.evidence) for one in found] == [
        ("addition", "error", BENEFIT)
    ]


def test_edited_words_are_no_longer_judged_by_their_chunks(zh_bench, kit):
    translated(zh_bench, Citer(kit.zh_to_en, embellishing))
    zh_bench.edit("script.en.md", f" {BENEFIT}", "")
    report = translated(zh_bench, Citer(kit.zh_to_en, embellishing))
    assert [one for one in report.findings if "no words of the source" in one.message] == []


@pytest.mark.parametrize("cites", [careless, unable])
def test_model_that_cannot_cite_is_asked_for_plain_text(zh_bench, kit, cites):
    model = Citer(kit.zh_to_en, cites)
    report = translated(zh_bench, model)
    assert [shape for shape, _ in model.asked] == ["chunks", "text"]
    assert model.asked[0][1] == model.asked[1][1]
    assert kit.codes(report) == []
    assert not any("chunks" in line for line in remembered(zh_bench).values())


def test_segments_that_were_cited_well_are_not_asked_for_again(zh_bench, kit):
    first = next(iter(kit.zh_to_en))
    model = Citer(
        kit.zh_to_en,
        lambda source, text: (honest if source == first else careless)(source, text),
    )
    translated(zh_bench, model)
    assert first not in model.asked[1][1]
    assert "chunks" in remembered(zh_bench)[first]
