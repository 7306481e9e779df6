import pytest

from speakprep.script.files import parse_script, render_script
from speakprep.script.model import Script
from speakprep.translation.align import align
from speakprep.translation.model import Direction, Memory, Record, SourceSlide
from speakprep.translation.rebuild import rebuild
from speakprep.translation.segments import cut_script

ZH_EN = Direction(source="zh", target="en")
LONG = "我们的平台每天产生三万条调用链，存储成本一直在增加，查询也越来越慢了。"
SCRIPT = parse_script(
    f"## 1. 标题 {{#s256}}\n\n{LONG}{LONG.replace('三', '四')}{LONG.replace('三', '五')}\n"
)


def slides() -> tuple[SourceSlide, ...]:
    return cut_script(SCRIPT, ZH_EN)


def remembered() -> tuple[Memory, str]:
    """Return a memory where all is translated, and the script that goes with it."""
    segments = slides()[0].segments
    targets = ["Title", "One is here.", "Two is here.", "Three is here."]
    assert len(segments) == len(targets)
    memory = Memory(
        records={
            one.id: Record(id=one.id, source=one.text, target=target, model="m")
            for one, target in zip(segments, targets, strict=True)
        }
    )
    done = rebuild(slides(), memory, Script(), ZH_EN, "\n")
    base = {one.key: one for one in done.generated}
    return Memory(records=memory.records, generated=base), render_script(done.script)


def aligned(memory: Memory, text: str) -> list[tuple[int, str, str]]:
    found = align(slides(), parse_script(text), memory, "en")
    return [(len(one.segments), one.text, one.origin) for one in found]


def test_align_untouched_script_segment_by_segment():
    assert aligned(*remembered()) == [
        (1, "Title", "machine"),
        (1, "One is here.", "machine"),
        (1, "Two is here.", "machine"),
        (1, "Three is here.", "machine"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Two", "2", [(1, "One is here."), (1, "2 is here."), (1, "Three is here.")]),
        ("One", "1", [(1, "1 is here."), (1, "Two is here."), (1, "Three is here.")]),
        ("Three", "3", [(1, "One is here."), (1, "Two is here."), (1, "3 is here.")]),
        ("One is here. Two", "Both", [(2, "Both is here."), (1, "Three is here.")]),
        (" Two is here.", "", [(1, "One is here."), (2, "Three is here.")]),
        (
            "here. Two is",
            "here. New. Two is",
            [(2, "One is here. New. Two is here."), (1, "Three is here.")],
        ),
    ],
)
def test_align_edit_is_narrowed_to_its_segments(old: str, new: str, expected: list):
    memory, text = remembered()
    assert text.count(old) == 1
    found = aligned(memory, text.replace(old, new))[1:]
    assert [(count, words) for count, words, _ in found] == expected
    assert [origin for *_, origin in found].count("edited") == 1


def test_align_source_without_translation_is_stale_where_it_was_translated_before():
    memory, text = remembered()
    older = Memory(records={}, generated=memory.generated)
    assert {origin for *_, origin in aligned(older, text)} == {"stale"}


def test_align_script_nobody_generated_is_a_hands_work():
    _, text = remembered()
    assert {origin for *_, origin in aligned(Memory(), text)} == {"edited"}


def test_align_wrapped_lines_are_no_edit():
    memory, text = remembered()
    wrapped = text.replace("here. Two", "here.\nTwo")
    assert {origin for *_, origin in aligned(memory, wrapped)} == {"machine"}


def test_align_other_paragraphs_are_one_piece():
    memory, text = remembered()
    found = aligned(memory, text.replace("here. Two", "here.\n\nTwo"))
    assert found == [
        (1, "Title", "machine"),
        (3, "One is here.\n\nTwo is here. Three is here.", "edited"),
    ]


def test_align_missing_slide_is_missing_at_its_source():
    found = align(slides(), Script(), Memory(), "en")
    assert {(one.origin, one.text, one.line) for one in found} == {
        ("missing", "", 1),
        ("missing", "", 3),
    }
