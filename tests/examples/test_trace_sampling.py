"""What the shipped example promises: its deck, its faults, and that each fault is caught."""

import json
import tomllib
from functools import cache

import pytest
from pptx import Presentation

from speakprep.cli.demo import write_texts
from speakprep.deck.files import read_deck
from speakprep.deck.model import Deck
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.verify import verify
from speakprep.rehearsal.audio import decode
from speakprep.rehearsal.measure import measure
from speakprep.script.files import parse_script, render_script
from speakprep.script.model import Script
from speakprep.script.sync import Setting, sync_script
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import count
from speakprep.translation.model import Direction, Segment
from speakprep.translation.reading import read_pasted
from speakprep.translation.segments import cut_script

EXAMPLE = shipped_folder("examples") / "trace-sampling"
DECK, REORDERED = EXAMPLE / "deck.pptx", EXAMPLE / "deck-reordered.pptx"
PLANTED = tomllib.loads((EXAMPLE / "planted.toml").read_text("utf-8"))["planted"]
DATED = ("CFP111", "EVT101")
SIZES = {"rehearsal.m4a": 300_000, "deck.pptx": 100_000, "deck-reordered.pptx": 100_000}


def test_example_is_small():
    sizes = {file.name: file.stat().st_size for file in EXAMPLE.iterdir()}
    assert [name for name, most in SIZES.items() if not 0 < sizes[name] <= most] == []
    assert sum(sizes.values()) < 1_000_000


def test_proposal_has_the_faults_of_a_first_draft(speakprep_run):
    code, out, _ = speakprep_run(
        "cfp", "lint", str(EXAMPLE / "cfp.md"), "--event", "kubecon-eu-2027", "--format", "json"
    )
    findings = json.loads(out)["findings"]
    # What depends on the day is no fault of the words: the call is over, later the event as well.
    found = [(each["code"], each["level"]) for each in findings if each["code"] not in DATED]
    assert (code, sorted(found)) == (
        1,
        [
            ("CFP101", "error"),
            ("CFP103", "error"),
            ("CFP109", "error"),
            ("CFP206", "advice"),
            ("CFP704", "advice"),
            ("CFP801", "advice"),
            ("CFP802", "advice"),
            ("CFP803", "advice"),
            ("CFP804", "advice"),
        ],
    )


def test_deck_has_what_it_promises():
    deck = read_deck(DECK)
    assert deck.problems == ()
    assert [slide.slide_id for slide in deck.slides] == list(range(256, 273))
    assert [slide.number for slide in deck.slides if slide.hidden] == [17]
    assert [slide.number for slide in deck.slides if slide.notes] == [1, 2, 6, 9, 12, 15]
    assert {slide.number: shown for slide in deck.slides if (shown := slide.shows)} == {
        3: frozenset({"table"}),
        12: frozenset({"chart"}),
    }
    assert deck.slides[2].body[0] == "环节 | 成本跟着什么走 | 占账单 | 谁能省"
    assert deck.slides[10].body[1] == "tail_sampling:"


def test_deck_draws_its_architecture_in_nested_groups():
    slide = Presentation(str(DECK)).slides[7]
    groups = {shape.name: shape for shape in slide.shapes if shape.shape_type == 6}
    assert sorted(groups) == ["Collector 池", "应用"]
    assert [layer.name for layer in groups["Collector 池"].shapes] == ["第一层", "第二层"]
    assert "尾采样 3：等 30 秒" in read_deck(DECK).slides[7].body


def test_reordered_deck_has_two_moves_an_insertion_a_deletion_and_a_duplicate():
    ids = [slide.slide_id for slide in read_deck(REORDERED).slides]
    assert ids == [
        256, 257, 273, 258, 259, 261, 262, 274, 264, 263, 265, 266, 268, 267, 269, 270, 271, 272,
    ]  # fmt: skip
    slides = {slide.slide_id: slide for slide in read_deck(REORDERED).slides}
    assert slides[274].text_hash == slides[262].text_hash
    assert slides[274].creation_id != slides[262].creation_id


def test_example_has_enough_to_say():
    texts = parse_script((EXAMPLE / "script-texts.zh.md").read_text("utf-8")).slides
    notes = {slide.slide_id: slide.notes for slide in read_deck(DECK).slides if slide.notes}
    spoken = notes | {text.head.slide_id: text.prose for text in texts}
    assert len(spoken) == 16
    long_enough = [key for key, text in spoken.items() if count(text).han >= 100]
    assert len(long_enough) == 15


def test_recording_is_a_short_rehearsal_with_one_silence_too_long():
    measured = measure(decode(EXAMPLE / "rehearsal.m4a"))
    assert 60 < measured.duration_s < 90
    assert measured.source.codec == "aac"
    assert [pause.kind for pause in measured.pauses].count("dead air") == 1
    assert [pause.kind for pause in measured.pauses].count("long") >= 1


def test_recorded_answer_answers_every_segment_of_the_walk(walked):
    asked = [segment.id for segment in walked]
    answered = [item.id for item in read_pasted(recorded(), walked).items]
    assert answered == asked


def test_planted_faults_are_of_eight_kinds_on_eight_slides():
    assert len(PLANTED) == 8
    assert len({each["fault"] for each in PLANTED}) == 8
    assert len({each["slide"] for each in PLANTED}) == 8


@pytest.mark.parametrize("fault", PLANTED, ids=[each["fault"] for each in PLANTED])
def test_planted_fault_is_caught(fault, walked):
    segment = next(each for each in walked if fault["source"] in each.text)
    caught = [
        found
        for found in check(answers(walked), walked)
        if found.key == segment.id and found.kind in fault["kinds"]
    ]
    assert caught != []
    quotes = [(found.target_words or found.source_words).strip(".,: ") for found in caught]
    assert [quote for quote in quotes if quote in fault["words"] or fault["words"] in quote] != []


def test_honest_translation_passes_without_a_finding(walked):
    honest = answers(walked)
    for fault in PLANTED:
        segment = next(each for each in walked if fault["source"] in each.text)
        assert honest[segment.id].count(fault["answer"]) == 1
        honest[segment.id] = honest[segment.id].replace(fault["answer"], fault["honest"])
    assert [(found.kind, found.target_words) for found in check(honest, walked)] == []


def test_only_planted_segments_are_flagged(walked):
    spoiled = {
        segment.id for segment in walked for fault in PLANTED if fault["source"] in segment.text
    }
    assert {found.key for found in check(answers(walked), walked)} == spoiled


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> tuple[Segment, ...]:
    """The segments the demo asks to translate, reached on the same way."""
    script_file = tmp_path_factory.mktemp("example") / "script.zh.md"
    script_file.write_text(render_script(synced(None, read_deck(DECK))), "utf-8")
    write_texts(script_file, EXAMPLE / "script-texts.zh.md")
    script = synced(parse_script(script_file.read_text("utf-8")), read_deck(REORDERED))
    slides = cut_script(script, Direction(source="zh", target="en"))
    return tuple(segment for slide in slides for segment in slide.segments)


def synced(script: Script | None, deck: Deck) -> Script:
    setting = Setting(title="采样", language="zh", main=True, file="script.zh.md")
    return sync_script(script, deck, setting).script


@cache
def recorded() -> str:
    return (EXAMPLE / "answer.recorded.json").read_text("utf-8")


def answers(walked: tuple[Segment, ...]) -> dict[str, str]:
    reading = read_pasted(recorded(), walked)
    return {item.id: item.text for item in reading.items}


def check(texts: dict[str, str], walked: tuple[Segment, ...]) -> tuple[Discrepancy, ...]:
    pairs = [Pair(key=each.id, source=each.text, target=texts[each.id]) for each in walked]
    return verify(pairs, "zh", "en")
