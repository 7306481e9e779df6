"""A model drafts texts for empty slides of a real deck; nothing of the speaker's is touched."""

import io
import itertools
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.errors import InputError, ServiceError, UsageError
from speakprep.llm.model import Answer, Recipient, Request
from speakprep.script.actions.accept import accept
from speakprep.script.actions.draft import Drafted, import_answer, run, write_request
from speakprep.script.actions.prepare_draft import Prepared, Task, prepare
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from tests.queue_model import RECORDED, QueueModel

MakeTalk = Callable[..., Workspace]
Golden = Callable[[str, str], None]
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SLIDES = {
    "en": (("Cost", "400 services"), ("Sampling", "head\ntail"), ("Result", "96% fewer traces")),
    "zh": (("代价", "400 个服务"), ("采样", "头部\n尾部"), ("结果", "链路减少 96%")),
}


@pytest.fixture
def talk(make_talk: MakeTalk) -> Callable[..., Workspace]:
    """Make a talk of three slides; the first has a text."""

    def make(language: str = "en") -> Workspace:
        space = make_talk(language=language, minutes=6, qa_minutes=1)
        deck = Presentation()
        for title, body in SLIDES[language]:
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = title
            slide.placeholders[1].text = body
        stream = io.BytesIO()
        deck.save(stream)
        (space.folder / "deck.pptx").write_bytes(stream.getvalue())
        sync(space)
        path = _path(space)
        text = path.read_text("utf-8")
        first = text.index("{#s256}\n")
        end = text.index("\n## 2.")
        path.write_text(f"{text[:end]}\nMine, and mine alone.\n{text[end:]}", "utf-8")
        assert first < end
        return space

    return make


def _path(space: Workspace) -> Path:
    return space.folder / f"script.{space.talk.language}.md"


def _prepared(space: Workspace, *slides: int, proposal: str = "") -> Prepared:
    return prepare(space, Task(slides=slides, proposal=proposal), RECORDED, None)


def _answer(number: int, text: str, source: str = "", unsure: str = "") -> str:
    sentences = [{"text": text, "source": source}]
    return json.dumps({"slides": [{"slide": number, "sentences": sentences, "unsure": unsure}]})


def _run(space: Workspace, model: QueueModel, *slides: int) -> Report[Drafted]:
    ticks = itertools.count()
    return run(
        space,
        _prepared(space, *slides),
        model,
        now=lambda: NOW + timedelta(seconds=next(ticks)),
        progress=lambda done, total: None,
    )


def _proses(space: Workspace) -> list[str]:
    return [each.prose for each in parse_script(_path(space).read_text("utf-8")).slides]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_draft_fills_the_empty_slides_alone(talk: Callable[..., Workspace], language: str) -> None:
    space = talk(language)
    said = {
        "en": [("We sample at head and tail.", "head"), ("That is 96% fewer.", "96% fewer")],
        "zh": [("我们在头部和尾部采样。", "头部"), ("链路减少了百分之九十六。", "链路减少")],
    }[language]
    model = QueueModel([_answer(n, *each) for n, each in enumerate(said, start=2)])
    report = _run(space, model)
    assert report.facts == Drafted(
        script=f"script.{language}.md", by="recorded answers", written=(2, 3)
    )
    assert report.findings == ()
    assert _proses(space) == ["Mine, and mine alone.", *(text for text, _ in said)]
    assert [json.loads(each.messages[1].content)["slides"][0]["slide"] for each in model.requests]
    # What was drafted first is what is said before the next slide.
    assert json.loads(model.requests[0].messages[1].content)["slides"][0]["said_before"] == (
        "Mine, and mine alone."
    )
    sync(space)
    assert _proses(space)[1:] == [text for text, _ in said]
    assert sync(space).written == ()


def test_what_stands_in_no_source_is_named_and_marked(talk: Callable[..., Workspace]) -> None:
    space = talk()
    report = _run(space, QueueModel([_answer(3, "It saves 40% with Zipkin v2.", "96% more")]), 3)
    assert [(each.code, each.place.slide, each.level) for each in report.findings] == [
        ("SCR131", 3, "warning")
    ] * len(report.findings)
    text = _path(space).read_text("utf-8")
    assert "<!-- in no source: 40% -->\n" in text
    assert "<!-- in no source: 96% more -->\n" in text
    (line,) = {each.place.line for each in report.findings}
    assert line is not None
    assert "It saves 40%" in "\n".join(text.split("\n")[line - 1 : line + 8])


def test_draft_never_replaces_what_was_written_meanwhile(talk: Callable[..., Workspace]) -> None:
    space = talk()
    prepared = _prepared(space, 2)

    class Slow:
        recipient: Recipient = RECORDED

        def ask(self, request: Request) -> Answer:
            assert request.purpose == "draft what to say on slide 2"
            path = _path(space)
            text = path.read_text("utf-8")
            path.write_text(text.replace("\n## 3.", "\nMy own words.\n\n## 3."), "utf-8")
            return Answer(text=_answer(2, "We sample.", "head"))

    report = run(space, prepared, Slow(), now=lambda: NOW, progress=lambda done, total: None)
    assert (report.facts.written, report.facts.taken, report.written) == ((), (2,), ())
    assert _proses(space)[1] == "My own words."


@pytest.mark.parametrize(
    ("slides", "message"),
    [((1,), "slide 1 has a text already"), ((9,), "the deck has no slide 9")],
)
def test_draft_of_a_slide_that_cannot_be_meant(
    talk: Callable[..., Workspace], slides: tuple[int, ...], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        _prepared(talk(), *slides)


def test_draft_without_a_script_says_how_to_make_one(make_talk: MakeTalk) -> None:
    with pytest.raises(InputError) as raised:
        _prepared(make_talk())
    assert raised.value.hint == "make it from your slides: speakprep script sync"


def test_answer_that_cannot_be_used_is_asked_for_once_more(
    talk: Callable[..., Workspace],
) -> None:
    space = talk()
    model = QueueModel(["I am sorry.", _answer(2, "We sample.", "head"), "no", "{}"])
    with pytest.raises(ServiceError, match="no usable answer for slide 3, twice"):
        _run(space, model)
    assert len(model.requests) == 4
    assert _proses(space) == ["Mine, and mine alone.", "We sample.", ""]


def test_pasted_answer_fills_all_slides_it_has(talk: Callable[..., Workspace]) -> None:
    space = talk()
    requested = write_request(space, _prepared(space))
    assert (requested.facts.slides, requested.next) == (
        2,
        "speakprep script draft --import answer.txt",
    )
    sentences = [{"text": "So we sample.", "source": "head"}]
    both = [{"slide": n, "sentences": sentences, "unsure": "What rate?"} for n in (1, 2)]
    report = import_answer(space, _prepared(space), json.dumps({"slides": both}), day=TODAY)
    assert report.facts == Drafted(
        script="script.en.md",
        by="a chat window",
        written=(2,),
        missing=(3,),
        unsure=((2, "What rate?"),),
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_request_reads_like_this(
    talk: Callable[..., Workspace], golden: Golden, language: str
) -> None:
    space = talk(language)
    write_request(space, _prepared(space, 2, proposal="We keep what matters."))
    text = (space.folder / f"draft-request.{language}.md").read_text("utf-8")
    golden(f"draft-request.{language}.md", text)


def test_accept_takes_off_the_marks_alone(talk: Callable[..., Workspace]) -> None:
    space = talk()
    answers = [_answer(2, "We sample.", "head"), _answer(3, "It saves 40%.", "96%")]
    _run(space, QueueModel(answers))
    report = accept(space, (3,))
    assert (report.facts.slides, report.facts.left) == ((3,), (2,))
    text = _path(space).read_text("utf-8")
    assert text.count("<!-- generated, unreviewed: ") == 1
    assert "in no source" not in text
    assert _proses(space)[1:] == ["We sample.", "It saves 40%."]
    with pytest.raises(UsageError, match="slide 3 has no generated text") as raised:
        accept(space, (3,))
    assert raised.value.hint == "these have: 2"


@pytest.mark.parametrize("words", ["TODO", "<!-- later -->", "\\", "[pause 3s]", "待写"])
def test_slide_with_anything_under_it_is_never_touched(
    talk: Callable[..., Workspace], words: str
) -> None:
    space = talk()
    path = _path(space)
    path.write_text(path.read_text("utf-8").replace("\n## 3.", f"\n{words}\n\n## 3."), "utf-8")
    before = path.read_bytes()
    assert _prepared(space).plan.slides == (3,)
    with pytest.raises(UsageError, match="slide 2 has a text already"):
        _prepared(space, 2)
    with pytest.raises(InputError, match="the answer is for slide 2, and"):
        import_answer(space, _prepared(space), _answer(2, "We sample.", "head"), day=TODAY)
    assert path.read_bytes() == before


def test_slide_with_a_text_and_an_empty_one_is_not_touched(talk: Callable[..., Workspace]) -> None:
    space = talk()
    path = _path(space)
    doubled = "\n## 2. Sampling {#s257}\n\nMine as well.\n\n## 2. Sampling {#s257}\n\n## 3."
    path.write_text(path.read_text("utf-8").replace("\n## 3.", doubled), "utf-8")
    sync(space)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="slide 2 has a text already"):
        _prepared(space, 2)
    assert path.read_bytes() == before


def test_draft_under_a_slide_that_the_script_does_not_know_yet(
    talk: Callable[..., Workspace],
) -> None:
    """The deck was numbered anew: what is written under an id would move with the next sync."""
    space = talk()
    deck = Presentation(space.folder / "deck.pptx")
    listed = deck.slides._sldIdLst
    first, second, third = list(listed)
    for entry, key in ((first, 256), (third, 257), (second, 258)):
        listed.remove(entry)
        listed.append(entry)
        entry.set("id", str(key))
    deck.save(space.folder / "deck.pptx")
    with pytest.raises(UsageError) as caught:
        _prepared(space)
    assert caught.value.message == "is not in step with the deck at slide 2"
    assert caught.value.hint == "type first: speakprep script sync"
    sync(space)
    assert _prepared(space).plan.slides == (2, 3)


def test_new_slide_is_not_taken_for_one_with_a_text(talk: Callable[..., Workspace]) -> None:
    space = talk()
    deck = Presentation(space.folder / "deck.pptx")
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "New"
    deck.save(space.folder / "deck.pptx")
    for slides in ((), (4,)):
        with pytest.raises(UsageError, match="is not in step with the deck at slide 4"):
            _prepared(space, *slides)
    assert _prepared(space, 2).plan.slides == (2,)


def test_pasted_text_in_another_language_is_left_out_alone(
    talk: Callable[..., Workspace],
) -> None:
    space = talk("zh")
    said = {2: "This is in English, and nobody asked for that.", 3: "链路减少了。"}
    entries = [
        {"slide": n, "sentences": [{"text": text, "source": ""}], "unsure": ""}
        for n, text in said.items()
    ]
    answer = f"好的！\n```json\n{json.dumps({'slides': entries})}\n```\n还需要什么吗？"
    report = import_answer(space, _prepared(space), answer, day=TODAY)
    facts = report.facts
    assert (facts.written, facts.missing, facts.unusable) == ((3,), (), ((2, "is in English"),))
    assert _proses(space)[1:] == ["", "链路减少了。"]


def test_pasted_answer_with_two_slides_mixed_up_is_noticed(talk: Callable[..., Workspace]) -> None:
    space = talk()
    mixed = {2: ("So 96% fewer.", "96% fewer"), 3: ("Head, then tail.", "head")}
    entries = [
        {"slide": n, "sentences": [{"text": text, "source": source}], "unsure": ""}
        for n, (text, source) in mixed.items()
    ]
    report = import_answer(space, _prepared(space), json.dumps({"slides": entries}), day=TODAY)
    assert [each.message[:32] for each in report.findings] == [
        "All of this text rests on the sl"
    ] * 2
    assert _path(space).read_text("utf-8").count("<!-- rests on another slide -->\n") == 2
    accept(space, ())
    assert "<!-- rests" not in _path(space).read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_accept_all_takes_stale_marks_off_too(
    talk: Callable[..., Workspace], language: str
) -> None:
    space = talk(language)
    texts = {"en": ("We sample.", "It helped."), "zh": ("我们采样。", "有用。")}[language]
    _run(space, QueueModel([_answer(n, text) for n, text in enumerate(texts, start=2)]))
    path = _path(space)
    path.write_text(path.read_text("utf-8").replace(texts[0], texts[0] + "!"), "utf-8")
    report = accept(space, ())
    assert (report.facts.slides, report.facts.left) == ((2, 3), ())
    assert "generated" not in path.read_text("utf-8")
    assert _proses(space)[1:] == [texts[0] + "!", texts[1]]
    nothing = accept(space, ())
    assert (nothing.facts.slides, nothing.written) == ((), ())


def test_text_of_the_second_language_is_drafted_into_its_script(
    talk: Callable[..., Workspace],
) -> None:
    space = talk("zh")
    sync(space, language="en")
    before = _path(space).read_bytes()
    task = Task(language="en", slides=(2,))
    answer = _answer(2, "We sample at the head.", "头部")
    report = import_answer(space, prepare(space, task, RECORDED, None), answer, day=TODAY)
    assert (report.facts.script, report.facts.written) == ("script.en.md", (2,))
    assert report.next == "speakprep script check --lang en"
    assert _path(space).read_bytes() == before
