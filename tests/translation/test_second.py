import json
from datetime import UTC, datetime

import pytest

from speakprep.errors import ServiceError
from speakprep.llm.model import Answer
from speakprep.translation.actions.check import check
from speakprep.translation.actions.second import prepare_second, run_second
from speakprep.translation.model import Direction
from tests.queue_model import QueueModel

ZH_EN = Direction(source="zh", target="en")
NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
MEMORY = "translation.zh-en.jsonl"
FIRST = "A sampling rate of 1% "


@pytest.fixture
def talk(zh_bench, kit):
    """A translated talk without findings."""
    zh_bench.run(kit.Translator(kit.zh_to_en))
    assert kit.codes(check(zh_bench.workspace, ZH_EN)) == []
    return zh_bench


def opinion(bench, how, model):
    prepared = prepare_second(bench.workspace, ZH_EN, how, model.recipient, None)
    return run_second(bench.workspace, prepared, model, now=lambda: NOW, progress=lambda *_: None)


class Judge(QueueModel):
    """Finds the same words in every text that has them."""

    def __init__(self, kind, words, side="target"):
        super().__init__([])
        self.kind, self.words, self.side = kind, words, side

    def ask(self, request):
        self.requests.append(request)
        pairs = json.loads(request.messages[1].content)["pairs"]
        quote = {"source_quote": "", "target_quote": "", f"{self.side}_quote": self.words}
        found = [
            {"id": one["id"], "kind": self.kind, **quote}
            for one in pairs
            if self.words in one[self.side]
        ]
        return Answer(text=json.dumps({"findings": found}, ensure_ascii=False))


def test_judge_reads_every_place_and_is_silent_about_a_right_one(talk, kit):
    report = opinion(talk, "judge", Judge("ADDED", "which nobody wrote"))
    facts = report.facts
    assert (facts.read, facts.doubted, facts.dropped) == (facts.translation.segments, 0, 0)
    assert kit.codes(report) == []


def test_judge_finding_stands_with_its_quotation_until_the_words_are_edited(talk, kit):
    report = opinion(talk, "judge", Judge("OPINION", "87%"))
    (finding,) = report.findings
    assert (finding.code, finding.level, finding.evidence) == ("opinion", "warning", "87%")
    assert finding.place.file == "script.en.md"
    assert "recorded answers" in finding.message
    assert kit.codes(check(talk.workspace, ZH_EN)) == ["opinion"]
    talk.edit("script.en.md", "storage shrank", "storage fell")
    assert "opinion" not in kit.codes(check(talk.workspace, ZH_EN))


def test_judge_finding_without_a_true_quotation_is_counted_and_forgotten(talk, kit):
    class Inventing(Judge):
        def ask(self, request):
            answer = super().ask(request)
            return Answer(
                text=answer.text.replace('"target_quote": "87%"', '"target_quote": "88%"')
            )

    report = opinion(talk, "judge", Inventing("ADDED", "87%"))
    assert (report.facts.doubted, report.facts.dropped) == (0, 1)
    assert kit.codes(report) == []


def test_second_opinion_is_not_asked_for_twice(talk):
    first = Judge("OPINION", "87%")
    opinion(talk, "judge", first)
    again = Judge("OPINION", "87%")
    report = opinion(talk, "judge", again)
    assert (len(first.requests), len(again.requests), report.facts.read) == (1, 0, 0)
    assert report.written == ()


def test_second_translation_shows_what_only_one_of_them_says(talk, kit):
    words = next(text for text in kit.zh_to_en.values() if "87%" in text)
    more = dict(kit.zh_to_en)
    source = next(key for key, text in more.items() if text == words)
    talk.edit(
        "script.en.md", words, f"{words} This makes every engineering team in the company happy."
    )
    report = opinion(talk, "second", kit.Translator(more))
    found = [one for one in report.findings if "second translation" in one.message]
    assert [(one.code, one.level) for one in found] == [("addition", "warning")]
    assert "engineering team" in found[0].evidence
    assert source in json.dumps(talk.read("script.zh.md"), ensure_ascii=False)


def test_translation_back_is_asked_only_where_there_are_findings(talk, kit):
    model = kit.Translator({})
    report = opinion(talk, "back", model)
    assert (model.requests, report.facts.read) == ([], 0)


def test_translation_back_compares_in_the_language_of_the_source(talk, kit):
    talk.edit("script.en.md", "87%", "90%")
    line = next(row for row in talk.read("script.en.md").split("\n") if "90%" in row)
    model = QueueModel([])
    prepared = prepare_second(talk.workspace, ZH_EN, "back", model.recipient, None)
    (window,) = prepared.windows
    assert [segment.text in line for segment in window.segments] == [True]
    back = json.dumps(
        {
            "segments": [
                {
                    "id": window.segments[0].id,
                    "text": "完全是另一回事，讲的是怎么做饭。",
                    "unsure": False,
                }
            ]
        }
    )
    report = opinion(talk, "back", QueueModel([back]))
    said = [one.message for one in report.findings if "translated back" in one.message]
    assert len(said) >= 1


def test_failure_before_anything_came_is_an_error(talk):
    with pytest.raises(ServiceError):
        opinion(talk, "judge", QueueModel([ServiceError("the server failed")]))


def test_second_translation_is_asked_for_with_the_fixed_words(talk, kit):
    talk.write("glossary.toml", '[[term]]\nzh = "采样"\nen = "sampling"\n')
    model = kit.Translator(kit.zh_to_en)
    opinion(talk, "second", model)
    asked = json.loads(model.requests[0].messages[1].content)
    assert asked["glossary"] == [{"source": "采样", "target": "sampling"}]
    back = kit.Translator({})
    prepared = prepare_second(talk.workspace, ZH_EN, "back", back.recipient, None)
    assert prepared.questions.glossary.find("采样") == ()
