import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.translation.memory import (
    parse_memory,
    render_accepted,
    render_generated,
    render_record,
    render_verdict,
)
from speakprep.translation.model import Accepted, Generated, Memory, Record, Segment, Verdict

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
RECORDS = st.builds(
    Record,
    id=WORDS,
    source=WORDS,
    target=WORDS,
    model=WORDS,
    prompt=st.integers(0, 9),
    unsure=st.booleans(),
    findings=st.lists(WORDS, max_size=2).map(tuple),
    state=st.sampled_from(["machine", "flagged", "edited"]),
)
RECORD = Record(id="a1", source="采样", target="Sampling", model="m", prompt=1)
SLIDE = Generated(key="s256", origin="zh 12345678", title="t", text="x", runs=("r1", "r2"))


@given(RECORDS)
def test_record_survives_a_round_trip(record: Record):
    line = render_record(record)
    assert "\n" not in line
    assert parse_memory(line) == Memory(records={record.id: record})


def test_generated_survives_a_round_trip():
    assert parse_memory(render_generated(SLIDE)) == Memory(generated={"s256": SLIDE})


ACCEPTED = Accepted(
    id="a1+b2", source_digest="1", target_digest="2", findings=("number",), reason="对"
)


VERDICT = Verdict(
    id="a1", source_digest="1", target_digest="2", decision="signed", day="2026-11-21", by="李"
)


def test_verdict_survives_a_round_trip():
    assert parse_memory(render_verdict(VERDICT)) == Memory(verdicts={"a1": VERDICT})


@pytest.mark.parametrize("wrong", ['"decision": "perhaps"', '"decision": 3', '"day": 3'])
def test_verdict_of_another_shape_is_skipped(wrong):
    key = wrong.split(":")[0]
    line = render_verdict(VERDICT)
    start = line.index(key)
    broken = line[:start] + wrong + line[line.index(",", start) :]
    assert parse_memory(broken) == Memory(unreadable=(1,))


def test_accepted_survives_a_round_trip():
    assert parse_memory(render_accepted(ACCEPTED)) == Memory(accepted={"a1+b2": ACCEPTED})


@pytest.mark.parametrize(
    "change", [{"reason": " "}, {"reason": None}, {"findings": "number"}, {"accepted": 1}]
)
def test_parse_memory_acceptance_without_a_reason_does_not_count(change: dict[str, object]):
    line = json.dumps({**json.loads(render_accepted(ACCEPTED)), **change})
    assert parse_memory(line) == Memory(unreadable=(1,))


def test_parse_memory_later_lines_win():
    later = Record(id="a1", source="采样", target="Sampling it", model="m", state="edited")
    text = f"{render_record(RECORD)}\n\n{render_record(later)}\n"
    assert parse_memory(text) == Memory(records={"a1": later})


@pytest.mark.parametrize("cut", [1, 20, -1])
def test_parse_memory_torn_line_is_skipped_and_named(cut: int):
    whole = render_record(RECORD)
    text = f"{render_generated(SLIDE)}\n{whole[:cut]}"
    assert parse_memory(text) == Memory(generated={"s256": SLIDE}, unreadable=(2,))


@pytest.mark.parametrize(
    "change",
    [
        {"target": "Changed by hand"},
        {"source": "别的"},
        {"state": "signed"},
        {"findings": "number"},
        {"prompt": "one"},
        {"model": None},
    ],
)
def test_parse_memory_record_that_was_changed_does_not_count(change: dict[str, object]):
    line = json.dumps({**json.loads(render_record(RECORD)), **change})
    assert parse_memory(line) == Memory(unreadable=(1,))


@pytest.mark.parametrize("line", ["[]", "1", "{}", '{"slide": 1}', "<<<<<<< HEAD", "[" * 100_000])
def test_parse_memory_foreign_lines_are_named(line: str):
    assert parse_memory(line) == Memory(unreadable=(1,))


def test_target_belongs_to_its_source_only():
    memory = Memory(records={"a1": RECORD})
    assert memory.target(Segment(id="a1", text="采样", slide=1, line=1)) == "Sampling"
    assert memory.target(Segment(id="a1", text="别的", slide=1, line=1)) is None
    assert memory.target(Segment(id="b2", text="采样", slide=1, line=1)) is None
