import json

import pytest

from speakprep.errors import InputError
from speakprep.fidelity.cited import Chunk
from speakprep.translation.model import Item, Reading, Segment
from speakprep.translation.reading import LONGEST_SPARE, LONGEST_TIMES, read_answer, read_pasted


def answer(*items: tuple[str, str], **more: object) -> str:
    segments = [{"id": name, "text": text, "unsure": False} for name, text in items]
    return json.dumps({"segments": segments, **more}, ensure_ascii=False)


def asked(*names: str) -> list[Segment]:
    return [Segment(id=name, text="一句话", slide=1, line=1) for name in names]


def test_read_answer_takes_what_was_asked():
    text = '{"segments": [{"id": "a", "text": " One. ", "unsure": true}]}'
    assert read_answer(text, asked("a")) == Reading(items=(Item(id="a", text="One.", unsure=True),))


def test_read_answer_with_a_key_beside_the_segments():
    text = answer(("a", "One."), request_id="12345678", usage={"tokens": 3})
    assert read_answer(text, asked("a")) == Reading(items=(Item(id="a", text="One."),))


def test_read_answer_unknown_doubled_and_blank_are_not_used():
    text = answer(("a", "One."), ("x", "Extra."), ("b", "Two."), ("b", "Too."), ("c", " "))
    assert read_answer(text, asked("a", "b", "c")) == Reading(
        items=(Item(id="a", text="One."),), refused=("x", "b")
    )


def test_read_answer_same_segment_twice_alike_counts_once():
    text = answer(("a", "One."), ("a", "One."))
    assert read_answer(text, asked("a")) == Reading(items=(Item(id="a", text="One."),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Here is your translation: One.",
        '{"segments": [{"id": "a", "text": "One."',
        '{"segments": [{"id": "a", "text": "One."}]}',
        '{"segments": [{"id": "a", "text": "One.", "unsure": false, "note": "!"}]}',
        '{"segments": [{"id": "a", "text": 1, "unsure": false}], "request_id": "1"}',
        '{"segments": {"a": "One."}, "request_id": "1"}',
        '{"translations": []}',
    ],
)
def test_read_answer_other_shapes_cannot_be_used(text: str):
    with pytest.raises(InputError):
        read_answer(text, asked("a"))


def test_read_pasted_takes_fence_prose_and_request_id():
    text = (
        "Sure!\n```json\n" + answer(("a", "One."), request_id="12345678") + "\n```\nAnything else?"
    )
    assert read_pasted(text, asked("a")) == Reading(items=(Item(id="a", text="One."),))


def test_read_pasted_keeps_the_whole_segments_of_half_an_answer():
    text = answer(("a", 'Say "hi" to {{name}}.'), ("b", "Two."))[:-12]
    assert read_pasted(text, asked("a", "b")) == Reading(
        items=(Item(id="a", text='Say "hi" to {{name}}.'),)
    )


def test_read_pasted_takes_two_answers_in_a_row():
    text = answer(("a", "One.")) + "\n\n" + answer(("b", "Two."))
    assert read_pasted(text, asked("a", "b")) == Reading(
        items=(Item(id="a", text="One."), Item(id="b", text="Two."))
    )


CITED = """{"segments": [{"id": "a", "chunks": [{"source": "一，", "target": "One,"},
 {"source": "二。", "target": "two."}], "unsure": false}]}"""
CITED_ITEM = Item(
    id="a",
    text="One, two.",
    chunks=(Chunk(source="一，", target="One,"), Chunk(source="二。", target="two.")),
)


def test_read_cited_chunks():
    assert read_answer(CITED, asked("a"), "chunks") == Reading(items=(CITED_ITEM,))


def test_read_cited_chunks_where_text_was_asked_for():
    with pytest.raises(InputError):
        read_answer(CITED, asked("a"))


def test_read_pasted_takes_cited_chunks_whole_or_cut_off():
    assert read_pasted(CITED, asked("a")) == Reading(items=(CITED_ITEM,))
    cut_off = CITED[:-2] + ', {"id": "b", "chunks": [{"source": "三", "target": "Thr'
    assert read_pasted(cut_off, asked("a", "b")) == Reading(items=(CITED_ITEM,))


@pytest.mark.parametrize(
    "chunks", ['[{"source": "一"}]', '["一"]', '"一"', '[{"source": 1, "target": "One"}]']
)
def test_read_chunks_of_another_shape_are_no_segment(chunks):
    text = CITED.replace(CITED[CITED.index("[{", 12) : CITED.index("]", 12) + 1], chunks)
    with pytest.raises(InputError):
        read_pasted(text, asked("a"))


def test_read_pasted_takes_no_source_for_a_translation():
    request = '{"segments": [{"id": "a", "source": "一"}]}'
    with pytest.raises(InputError):
        read_pasted(request, asked("a"))


@pytest.mark.parametrize("text", ["", "I cannot help with that.", "[]", "{}"])
def test_read_pasted_without_a_segment_says_so(text: str):
    with pytest.raises(InputError):
        read_pasted(text, asked("a"))


@pytest.mark.parametrize("read", [read_answer, read_pasted])
@pytest.mark.parametrize("half", ["\\ud83d", "\ud83d", "\\udc80"])
def test_read_half_a_character_spoils_its_segment_alone(read, half: str):
    text = answer(("a", "One HALF."), ("b", "Two \U0001f600.")).replace("HALF", half)
    assert read(text, asked("a", "b")) == Reading(
        items=(Item(id="b", text="Two \U0001f600."),), spoilt=("a",)
    )


def test_read_pasted_half_a_character_in_half_an_answer():
    text = '{"id": "a", "text": "One \\ud83d."} {"id": "b", "text": "Two."}'
    reading = read_pasted(text, asked("a", "b"))
    assert reading == Reading(items=(Item(id="b", text="Two."),), spoilt=("a",))


def test_read_answer_half_a_character_in_an_id_can_be_shown():
    reading = read_answer(answer(("\ud83d", "One."), ("a", "One.")), asked("a"))
    assert reading == Reading(items=(Item(id="a", text="One."),), refused=("\\ud83d",))


@pytest.mark.parametrize("read", [read_answer, read_pasted])
@pytest.mark.parametrize("letter", ["x", "采"])
def test_read_text_far_longer_than_its_source_is_spoilt(read, letter: str):
    longest = letter * (LONGEST_TIMES * len("一句话") + LONGEST_SPARE)
    text = answer(("a", longest), ("b", longest + letter))
    assert read(text, asked("a", "b")) == Reading(
        items=(Item(id="a", text=longest),), spoilt=("b",)
    )


@pytest.mark.parametrize("mark", ['{"id":"', '{"id":[', "{", '"', '{"', "{\\"])
def test_read_pasted_three_megabytes_of_nonsense_end(mark: str):
    with pytest.raises(InputError):
        read_pasted(mark * (3_000_000 // len(mark)), asked("a"))
