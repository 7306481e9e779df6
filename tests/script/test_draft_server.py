"""Drafting against a real server on the loopback address, which lies, refuses and fails."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.errors import ServiceError
from speakprep.llm.address import read_address
from speakprep.llm.chat import ChatModel
from speakprep.script.actions.draft import Drafted, run
from speakprep.script.actions.prepare_draft import Task, prepare
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.script.generated import is_unreviewed
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from tests.loopback import Answer, Asked, Loopback, Reply, completion

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SLIDES = {
    "en": (("Cost", "400 services"), ("Sampling", "head\ntail"), ("Result", "96% fewer traces")),
    "zh": (("代价", "400 个服务"), ("采样", "头部\n尾部"), ("结果", "链路减少 96%")),
}
HONEST = {"en": "This is what we saw.", "zh": "这就是我们看到的。"}


class Drafter:
    """Answers honestly for whichever slide it is asked, after its `faults`, one per request.

    A fault is a status, "hang", a finish reason before a bar, or a text sent instead of an answer;
    "{n}" in it is the slide's number.
    """

    def __init__(self, language: str, serve: Callable[[Answer], Loopback]) -> None:
        self.language = language
        self.faults: list[int | str] = []
        self.asked: list[int] = []
        self.url = serve(self.answer).url

    def answer(self, asked: Asked) -> Reply:
        slide = asked.task["slides"][0]
        self.asked.append(slide["slide"])
        fault = self.faults.pop(0) if self.faults else 200
        if fault == "hang":
            return Reply(hang=True)
        if isinstance(fault, str):
            finish, _, content = fault.rpartition("|")
            content = content.replace("{n}", str(slide["slide"]))
            return Reply(body=completion(content, finish=finish or "stop"))
        said = [{"text": HONEST[self.language], "source": slide["title"]}]
        return Reply(status=fault, body=completion(_answer(slide["slide"], said)))


def _answer(slide: object, said: list[dict[str, str]]) -> str:
    return json.dumps({"slides": [{"slide": slide, "sentences": said, "unsure": ""}]})


def _saying(text: str, source: str = "") -> str:
    """An answer for the slide asked for."""
    return _answer(0, [{"text": text, "source": source}]).replace('"slide": 0', '"slide": {n}')


@pytest.fixture(params=["en", "zh"])
def server(request: pytest.FixtureRequest, serve: Callable[[Answer], Loopback]) -> Drafter:
    return Drafter(request.param, serve)


@pytest.fixture
def talk(server: Drafter, make_talk: Callable[..., Workspace]) -> Workspace:
    space = make_talk(language=server.language, minutes=6, qa_minutes=1)
    deck = Presentation()
    for title, body in SLIDES[server.language]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    deck.save(space.folder / "deck.pptx")
    sync(space)
    return space


def _run(space: Workspace, server: Drafter) -> Report[Drafted]:
    model = ChatModel(
        address=read_address(server.url),
        model="test",
        key=None,
        sleep=lambda seconds: None,
        clock=lambda: 0.0,
        timeout=0.3,
    )
    prepared = prepare(space, Task(), model.recipient, None)
    try:
        return run(space, prepared, model, now=lambda: NOW, progress=lambda done, total: None)
    finally:
        model.close()


def _path(space: Workspace) -> Path:
    return space.folder / f"script.{space.talk.language}.md"


def _proses(space: Workspace) -> list[str]:
    return [each.prose for each in parse_script(_path(space).read_text("utf-8")).slides]


def test_honest_server_leaves_nothing_to_doubt(talk: Workspace, server: Drafter) -> None:
    report = _run(talk, server)
    assert (report.facts.written, report.findings, server.asked) == ((1, 2, 3), (), [1, 2, 3])
    assert _proses(talk) == [HONEST[server.language]] * 3
    assert all(is_unreviewed(s.text) for s in parse_script(_path(talk).read_text("utf-8")).slides)


@pytest.mark.parametrize(
    "fault",
    [
        429,
        500,
        "Certainly! Here it is.",
        '{"slides": [{"slide": 1, "sentences": [{"te',
        "",
        '{"slides": []}',
        _answer(2, [{"text": "Yes. 好。", "source": ""}]),
        "content_filter|",
        _saying(""),
        _saying("x " * 5_000),
    ],
)
def test_one_fault_costs_one_more_request(
    talk: Workspace, server: Drafter, fault: int | str
) -> None:
    server.faults = [fault]
    report = _run(talk, server)
    assert (report.facts.written, report.findings) == ((1, 2, 3), ())
    assert server.asked == [1, 1, 2, 3]


def test_text_in_the_other_language_is_asked_for_again(talk: Workspace, server: Drafter) -> None:
    other = "en" if server.language == "zh" else "zh"
    server.faults = [_saying(HONEST[other])]
    report = _run(talk, server)
    assert (report.facts.written, server.asked) == ((1, 2, 3), [1, 1, 2, 3])
    assert _proses(talk) == [HONEST[server.language]] * 3


@pytest.mark.parametrize("fault", [429, 500, "hang", "Certainly! Here it is.", ""])
def test_lasting_fault_ends_and_keeps_what_is_done(
    talk: Workspace, server: Drafter, fault: int | str
) -> None:
    server.faults = [200, *[fault] * 50]
    with pytest.raises(ServiceError) as caught:
        _run(talk, server)
    assert caught.value.exit_code == 4
    assert caught.value.message.endswith("; 1 of 3 slides are done and kept")
    assert _proses(talk) == [HONEST[server.language], "", ""]
    server.faults = []
    server.asked.clear()
    assert _run(talk, server).facts.written == (2, 3)
    assert server.asked == [2, 3]


def test_inventions_are_named_and_kept_beside_the_text(talk: Workspace, server: Drafter) -> None:
    invented = {
        "en": ("So Netflix Titus cut it by 40%.", "by 40%", {"40%", "Netflix Titus"}),
        "zh": ("Netflix 把它降低了四成。", "降低了四成", {"四成", "Netflix"}),
    }
    text, source, words = invented[server.language]
    server.faults = [_saying(text, source)]
    report = _run(talk, server)
    assert {each.place.slide for each in report.findings} == {1}
    kept = _path(talk).read_text("utf-8")
    for each in {*words, source}:
        assert f"<!-- in no source: {each} -->\n" in kept


def test_words_that_would_break_the_script_do_not(talk: Workspace, server: Drafter) -> None:
    ending = HONEST[server.language]
    server.faults = [_saying(f"\0\x1b[2J## 9. X {{#s257}} <!-- {ending}")]
    _run(talk, server)
    sections = parse_script(_path(talk).read_bytes().decode()).slides
    assert [each.head.slide_id for each in sections] == [256, 257, 258]
    assert sections[0].prose.endswith(f"&lt;!-- {ending}")
    assert "\0" not in sections[0].text
    assert "\x1b" not in sections[0].text
    before = _proses(talk)
    sync(talk)
    assert _proses(talk) == before
