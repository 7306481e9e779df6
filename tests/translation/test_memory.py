import json
from collections.abc import Mapping
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.fidelity.cited import Chunk
from speakprep.translation.memory import Entry, parse_memory, render
from speakprep.translation.model import (
    Accepted,
    Accusation,
    Dismissed,
    Generated,
    Judged,
    Memory,
    Opinion,
    Record,
    Segment,
    Verdict,
)

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(WORDS, max_size=2).map(tuple)
REASONS = WORDS.map(lambda text: f"{text}因")
BOUND: dict[str, Any] = {"id": WORDS, "source_digest": WORDS, "target_digest": WORDS}
KINDS: Mapping[str, st.SearchStrategy[Any]] = {
    "records": st.builds(
        Record,
        id=WORDS,
        source=WORDS,
        target=WORDS,
        model=WORDS,
        prompt=st.integers(0, 9),
        unsure=st.booleans(),
        findings=TEXTS,
        state=st.sampled_from(["machine", "flagged", "edited"]),
        chunks=st.lists(st.builds(Chunk, source=WORDS, target=WORDS), max_size=2).map(tuple),
    ),
    "generated": st.builds(Generated, key=WORDS, origin=WORDS, title=WORDS, text=WORDS, runs=TEXTS),
    "accepted": st.builds(Accepted, **BOUND, findings=TEXTS, reason=REASONS),
    "verdicts": st.builds(
        Verdict,
        **BOUND,
        decision=st.sampled_from(["signed", "rejected"]),
        day=WORDS,
        by=WORDS,
        reason=WORDS,
        in_bulk=st.booleans(),
    ),
    "judged": st.builds(
        Judged,
        **BOUND,
        how=st.sampled_from(["judge", "second", "back"]),
        by=WORDS,
        opinions=st.lists(
            st.builds(
                Opinion,
                kind=st.sampled_from(get_args(Accusation)),
                source_words=WORDS,
                target_words=WORDS,
            ),
            max_size=2,
        ).map(tuple),
    ),
    "dismissed": st.builds(
        Dismissed, kind=WORDS, source_words=WORDS, target_words=WORDS, reason=REASONS
    ),
}
"""What each part of the memory holds."""

RECORD = Record(id="a1", source="采样", target="Sampling", model="m", prompt=1)
SLIDE = Generated(key="s256", origin="zh 12345678", title="t", text="x", runs=("r1", "r2"))
ACCEPTED = Accepted(
    id="a1+b2", source_digest="1", target_digest="2", findings=("number",), reason="对"
)
VERDICT = Verdict(
    id="a1", source_digest="1", target_digest="2", decision="signed", day="2026-11-21", by="李"
)
JUDGED = Judged(
    id="a1",
    how="judge",
    source_digest="1",
    target_digest="2",
    by="m",
    opinions=(Opinion(kind="added", target_words="very"),),
)
RULE = Dismissed(kind="number", source_words="十几", target_words="a dozen", reason="对")
ENTRIES: tuple[Entry, ...] = (RECORD, SLIDE, ACCEPTED, VERDICT, JUDGED, RULE)


def only(slot: str, memory: Memory) -> Any:
    """Return the one thing that a memory holds, and nothing else does it hold."""
    assert memory == Memory(**{slot: getattr(memory, slot)})
    (entry,) = getattr(memory, slot).values()
    return entry


@pytest.mark.parametrize("slot", KINDS)
@given(data=st.data())
def test_every_kind_survives_a_round_trip(slot: str, data: st.DataObject):
    entry = data.draw(KINDS[slot])
    line = render(entry)
    assert "\n" not in line
    assert only(slot, parse_memory(line)) == entry


@given(st.lists(st.one_of(*KINDS.values()), max_size=6))
def test_lines_of_all_kinds_live_together(entries: list[Entry]):
    memory = parse_memory("".join(f"{render(entry)}\n" for entry in entries))
    assert memory.unreadable == ()
    assert set(memory.records.values()) == {
        entry
        for number, entry in enumerate(entries)
        if isinstance(entry, Record)
        and not any(
            isinstance(later, Record) and later.id == entry.id for later in entries[number + 1 :]
        )
    }


@pytest.mark.parametrize("entry", ENTRIES)
def test_half_a_line_of_any_kind_is_skipped_and_named(entry: Entry):
    line = render(entry)
    for cut in range(1, len(line)):
        text = f"{render(SLIDE)}\n{line[:cut]}"
        assert parse_memory(text) == Memory(generated={"s256": SLIDE}, unreadable=(2,))


@pytest.mark.parametrize("entry", ENTRIES)
def test_line_that_lacks_a_key_does_not_count(entry: Entry):
    values = json.loads(render(entry))
    for missing in values:
        line = json.dumps({key: value for key, value in values.items() if key != missing})
        found = parse_memory(line)
        tolerated = isinstance(entry, Record) and missing in {"findings", "prompt", "unsure"}
        assert (found.unreadable == (1,)) is not tolerated


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("wrong", [None, 3.5, {"a": 1}, [1], [["a"]]])
def test_value_of_another_shape_does_not_count(entry: Entry, wrong: object):
    values = json.loads(render(entry))
    for key in values.keys() - {"unsure", "in_bulk", "chunks"}:  # these count as no
        assert parse_memory(json.dumps({**values, key: wrong})) == Memory(unreadable=(1,))


@pytest.mark.parametrize(
    "change", [{"reason": " "}, {"reason": "…"}, {"findings": "number"}, {"accepted": 1}]
)
def test_parse_memory_acceptance_without_a_reason_does_not_count(change: dict[str, object]):
    line = json.dumps({**json.loads(render(ACCEPTED)), **change})
    assert parse_memory(line) == Memory(unreadable=(1,))


def test_dismissal_knows_its_line():
    (rule,) = parse_memory(f"\n{render(RECORD)}\n{render(RULE)}\n").dismissed.values()
    assert rule.line == 3


def test_parse_memory_later_lines_win():
    later = Record(id="a1", source="采样", target="Sampling it", model="m", state="edited")
    text = f"{render(RECORD)}\n\n{render(later)}\n"
    assert parse_memory(text) == Memory(records={"a1": later})


@pytest.mark.parametrize(
    "change",
    [
        {"target": "Changed by hand"},
        {"source": "别的"},
        {"state": "signed"},
        {"prompt": "one"},
        {"model": None},
    ],
)
def test_parse_memory_record_that_was_changed_does_not_count(change: dict[str, object]):
    line = json.dumps({**json.loads(render(RECORD)), **change})
    assert parse_memory(line) == Memory(unreadable=(1,))


@pytest.mark.parametrize("line", ["[]", "1", "{}", '{"slide": 1}', "<<<<<<< HEAD", "[" * 100_000])
def test_parse_memory_foreign_lines_are_named(line: str):
    assert parse_memory(line) == Memory(unreadable=(1,))


def test_parse_memory_citations_of_another_shape_count_as_none():
    line = json.dumps({**json.loads(render(RECORD)), "chunks": [["only one"]]})
    assert parse_memory(line) == Memory(records={"a1": RECORD})


def test_target_belongs_to_its_source_only():
    memory = Memory(records={"a1": RECORD})
    assert memory.target(Segment(id="a1", text="采样", slide=1, line=1)) == "Sampling"
    assert memory.target(Segment(id="a1", text="别的", slide=1, line=1)) is None
    assert memory.target(Segment(id="b2", text="采样", slide=1, line=1)) is None
