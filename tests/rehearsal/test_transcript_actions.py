"""Transcripts imported, made part by part, and told, in a real talk folder."""

from datetime import datetime
from pathlib import Path

import pytest

from speakprep.errors import InputError, ServiceError, UsageError
from speakprep.llm.model import Recipient
from speakprep.rehearsal.actions.listening import open_player
from speakprep.rehearsal.actions.log import log
from speakprep.rehearsal.actions.playing import SlideTimes
from speakprep.rehearsal.actions.slides import slides
from speakprep.rehearsal.actions.transcribe import prepare, transcribe
from speakprep.rehearsal.actions.transcript import (
    course_of,
    import_transcript,
    show_transcript,
    transcript_path,
)
from speakprep.rehearsal.audio import cut, decode
from speakprep.rehearsal.files import read_rehearsals
from speakprep.rehearsal.said import Log

EN = (
    "Welcome everybody, today I talk about tracing at scale and what it costs us.",
    "Our first cluster had twelve nodes and every request was written to the disk.",
    "Then the bill came in, and nobody in the company believed how large it was.",
)
ZH = (
    "大家好，今天我想讲讲大规模链路追踪，以及它要花多少钱。",
    "我们的第一个集群有十二个节点，每个请求都会写到磁盘里面。",
    "后来账单寄到了，公司里没有一个人相信会有那么大的数字。",
)
TALKS = {"en": EN, "zh": ZH}
ID = "2027-03-01-1830-solo"


def script(texts):
    return "# T\n\n" + "".join(
        f"## {n}. Slide {n} {{#s{255 + n}}}\n\n{text}\n\n" for n, text in enumerate(texts, 1)
    )


def srt(texts):
    return "".join(
        f"{n}\n00:00:{n * 4:02d},000 --> 00:00:{n * 4 + 3:02d},500\n{text}\n\n"
        for n, text in enumerate(texts)
    )


@pytest.fixture
def rehearsed(make_talk, record, talk):
    """A talk of three slides with one rehearsal of 15 seconds."""

    def make(language="en"):
        space = make_talk(language=language)
        path = space.folder / f"script.{language}.md"
        path.write_text(script(TALKS[language]), encoding="utf-8")
        wav = record(space.folder / "take.wav", talk)
        log(space, wav, Log(kind="solo", at=datetime(2027, 3, 1, 18, 30)), decode=decode)  # noqa: DTZ001 -- a wall clock
        return space

    return make


def put(space, text, name="take.srt"):
    path = space.folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_import_then_show_tells_what_was_skipped(rehearsed, language):
    space, texts = rehearsed(language), TALKS[language]
    report = import_transcript(space, "2027", put(space, srt([texts[0], texts[2]])))
    assert report.facts.grain == "segment"
    assert report.written == (space.name(space.folder / f"rehearsals/{ID}.transcript.jsonl"),)
    assert report.next == f"speakprep rehearse transcript show {ID}"
    told = show_transcript(space, "2027")
    assert [slide.skipped for slide in told.facts.slides] == [False, True, False]
    assert [slide.start_s for slide in told.facts.slides] == [0.0, None, 4.0]
    assert [(f.code, f.message) for f in told.findings] == [
        ("RHS303", "skipped slide 2: less than 25% of the text was said")
    ]


def test_import_again_changes_nothing_and_replaces_only_when_told(rehearsed):
    space = rehearsed()
    file = put(space, srt(EN))
    kept = Path(space.folder / f"rehearsals/{ID}.transcript.jsonl")
    import_transcript(space, ID, file)
    assert import_transcript(space, ID, file).written == ()
    corrected = kept.read_text(encoding="utf-8").replace("twelve", "a dozen")
    kept.write_text(corrected, encoding="utf-8")
    with pytest.raises(UsageError, match="corrections of yours"):
        import_transcript(space, ID, file)
    assert kept.read_text(encoding="utf-8") == corrected
    assert import_transcript(space, ID, file, anew=True).written
    assert "twelve" in kept.read_text(encoding="utf-8")


def test_text_without_times_is_laid_over_the_talk(rehearsed):
    space = rehearsed()
    report = import_transcript(space, ID, put(space, "\n".join(EN), "take.txt"))
    assert report.facts.grain == "text"
    starts = [slide.start_s for slide in show_transcript(space, ID).facts.slides]
    assert starts[0] == pytest.approx(1.0, abs=0.2)
    assert starts == sorted(starts)
    assert starts[-1] < 14


@pytest.mark.parametrize("language", ["en", "zh"])
def test_transcript_of_another_talk_is_said_to_be_one(rehearsed, language):
    space = rehearsed(language)
    other = {
        "en": "Yesterday my neighbour told me a funny story about his old red bicycle and a dog.",
        "zh": "昨天邻居跟我聊起他那辆旧自行车，还有他家小狗，可有意思了。",
    }[language]
    import_transcript(space, ID, put(space, srt([other, other])))
    told = show_transcript(space, ID)
    assert told.facts.other_talk
    assert told.facts.slides == ()
    assert [finding.code for finding in told.findings] == ["RHS301"]


def test_transcript_longer_than_the_recording_is_doubted(rehearsed):
    space = rehearsed()
    report = import_transcript(space, ID, put(space, srt(EN * 5)))
    assert [finding.code for finding in report.findings] == ["RHS307"]


def test_script_changed_since_is_named(rehearsed):
    space = rehearsed()
    import_transcript(space, ID, put(space, srt(EN)))
    path = space.folder / "script.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("twelve", "20"), encoding="utf-8")
    (finding,) = show_transcript(space, ID).findings
    assert finding.code == "RHS304"
    assert "slide 2" in finding.message


def test_show_without_a_transcript_or_with_a_broken_one(rehearsed):
    space = rehearsed()
    with pytest.raises(UsageError, match="has no transcript yet"):
        show_transcript(space, ID)
    (space.folder / f"rehearsals/{ID}.transcript.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(InputError, match="does not begin"):
        show_transcript(space, ID)


def test_broken_transcript_does_not_keep_anybody_from_listening(rehearsed):
    space = rehearsed()
    (space.folder / f"rehearsals/{ID}.transcript.jsonl").write_text("{}\n", encoding="utf-8")
    assert open_player(space, ID, decode=decode).times == SlideTimes()
    with pytest.raises(InputError, match="does not begin"):
        slides(space, ID)


def test_player_and_reel_have_the_slides_a_transcript_tells(rehearsed):
    space = rehearsed()
    import_transcript(space, ID, put(space, srt([EN[0], EN[2]])))
    times = open_player(space, ID, decode=decode).times
    assert [(each.label, each.start_s, each.end_s) for each in times.visits] == [
        ("1", 0.0, 4.0),
        ("3", 4.0, pytest.approx(14, abs=0.1)),
    ]
    assert [(each.number, each.state) for each in times.slides] == [
        (1, "shown"),
        (2, "skipped"),
        (3, "shown"),
    ]


class Recogniser:
    """Answers in turn; an exception is raised."""

    recipient = Recipient(host="127.0.0.1:1", model="m", local=True)

    def __init__(self, *answers):
        self.answers, self.heard = list(answers), []

    def hear(self, wav, language):
        self.heard.append((len(wav), language))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def long_talk(make_talk, record, make_voice):
    """Eighty seconds of speech, with a pause each nine seconds: three parts."""
    space = make_talk(language="en")
    (space.folder / "script.en.md").write_text(script(EN), encoding="utf-8")
    spoken = [(start + 0.5, start + 9.0) for start in range(0, 80, 10)]
    wav = record(space.folder / "take.wav", make_voice(spoken, 80.0))
    log(space, wav, Log(kind="solo", at=datetime(2027, 3, 1, 18, 30)), decode=decode)  # noqa: DTZ001 -- a wall clock
    return space


WORDS = {
    "words": [{"word": w, "start": n / 3, "end": n / 3 + 0.3} for n, w in enumerate(EN[0].split())]
}
SEGMENTS = {"segments": [{"start": 0, "end": 20, "text": EN[1]}]}
TEXT = {"text": EN[2]}


def prepared(space, recogniser, **options):
    return prepare(space, "2027", recogniser.recipient, None, decode=decode, **options)


def test_prepare_says_what_would_leave(long_talk):
    out = prepared(long_talk, Recogniser()).outgoing
    assert (out.chunks, out.pending, out.language) == (3, 3, "en")
    assert 70 < out.seconds < 80
    assert out.bytes == pytest.approx(out.seconds * 32_000, rel=0.01)


def test_dialects_may_change_on_the_way_and_the_coarsest_grain_holds(long_talk):
    recogniser = Recogniser(WORDS, SEGMENTS, TEXT)
    report = transcribe(long_talk, prepared(long_talk, recogniser), recogniser, cut=cut)
    assert (report.facts.grain, report.facts.by) == ("text", "m at 127.0.0.1:1")
    assert all(size <= 30 * 32_000 + 44 for size, _ in recogniser.heard)
    told = show_transcript(long_talk, ID).facts
    assert [slide.coverage for slide in told.slides] == [1, 1, 1]
    assert told.slides[0].start_s < 1 < told.slides[1].start_s < told.slides[2].start_s


def test_failure_loses_nothing_and_the_next_run_goes_on(long_talk):
    recogniser = Recogniser(WORDS, ServiceError("it failed", hint="later"))
    with pytest.raises(ServiceError, match="it failed") as caught:
        transcribe(long_talk, prepared(long_talk, recogniser), recogniser, cut=cut)
    assert caught.value.hint == "later; 1 of 3 parts are kept: type the same command again"
    assert not (long_talk.folder / f"rehearsals/{ID}.transcript.jsonl").exists()
    again = Recogniser(SEGMENTS, TEXT)
    ready = prepared(long_talk, again)
    assert ready.outgoing.pending == 2
    transcribe(long_talk, ready, again, cut=cut)
    assert len(again.heard) == 2
    assert [slide.coverage for slide in show_transcript(long_talk, ID).facts.slides] == [1, 1, 1]


def test_another_model_starts_from_the_beginning(long_talk):
    first = Recogniser(WORDS, SEGMENTS, TEXT)
    transcribe(long_talk, prepared(long_talk, first), first, cut=cut)
    other = Recogniser()
    other.recipient = Recipient(host="127.0.0.1:1", model="n", local=True)
    assert prepared(long_talk, other, anew=True).outgoing.pending == 3


def test_transcript_that_is_there_is_not_replaced_unasked(long_talk):
    import_transcript(long_talk, ID, put(long_talk, srt(EN)))
    with pytest.raises(UsageError, match="is there already"):
        prepared(long_talk, Recogniser())


def test_server_that_hears_nothing_leaves_no_transcript(long_talk):
    recogniser = Recogniser({"text": ""}, {"segments": []}, {"text": " "})
    with pytest.raises(InputError, match="heard no word"):
        transcribe(long_talk, prepared(long_talk, recogniser), recogniser, cut=cut)
    assert not (long_talk.folder / f"rehearsals/{ID}.transcript.jsonl").exists()


def test_changed_recording_is_not_sent(long_talk):
    path = long_talk.folder / "take.wav"
    path.write_bytes(path.read_bytes()[:-2] + b"xx")
    with pytest.raises(InputError, match="not the recording that was logged"):
        prepared(long_talk, Recogniser())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_course_is_the_pace_of_the_recording_that_was_transcribed(rehearsed, language):
    space = rehearsed(language)
    (take,) = read_rehearsals(space.folder)
    assert course_of(space, take) is None
    texts = TALKS[language] * 3
    import_transcript(space, ID, put(space, srt(texts)))
    course = course_of(space, take)
    assert course is not None
    assert (course.language, course.error) == (language, 0.15)
    assert [moment.at_s for moment in course.moments] == [10.0, 20.0, 30.0]
    path = transcript_path(space, ID)
    other = path.read_text("utf-8").replace(take.recording.sha256, "0" * 64)
    path.write_text(other, "utf-8")
    assert course_of(space, take) is None
