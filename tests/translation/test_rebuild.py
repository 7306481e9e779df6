from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.files import parse_script, render_script
from speakprep.script.model import Script
from speakprep.translation.align import align
from speakprep.translation.model import Direction, Generated, Memory, Record
from speakprep.translation.rebuild import Rebuilt, is_untranslated, rebuild
from speakprep.translation.segments import cut_script

ZH_EN = Direction(source="zh", target="en")
PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            "第一段讲采样。",
            "第二段讲存储。",
            "第三段 [pause 2s] 讲查询。",
            "- 一\n- 二",
            "```\nx\n```",
            "<!-- 备注 -->",
            "| 甲 | 乙 |",
            "https://example.com",
            "### 小标题\n正文",
            "甲\n乙",
            "\\[x] y。",
        ]
    ),
    max_size=5,
)
EDITS = st.sampled_from(["none", "word", "paragraph", "delete", "comment", "title"])


def source(paragraphs: list[str], title: str = "标题") -> Script:
    body = "\n\n".join(paragraphs)
    return parse_script(f"## 1. {title} {{#s256}}\n\n{body}\n\n## 2. 尾 {{#s257}}\n\n最后一页。\n")


def translated(script: Script, memory: Memory) -> Memory:
    """Add a made-up translation of every segment that has none."""
    records = dict(memory.records)
    for slide in cut_script(script, ZH_EN):
        for one in slide.segments:
            records.setdefault(
                one.id, Record(id=one.id, source=one.text, target=f"T{one.id}.", model="m")
            )
    return Memory(records=records, generated=memory.generated)


def written(script: Script, memory: Memory, present: Script) -> tuple[Rebuilt, Memory, Script]:
    """Rebuild, and read back what would be on the disk."""
    done = rebuild(cut_script(script, ZH_EN), memory, present, ZH_EN, "\n")
    base: dict[str, Generated] = {one.key: one for one in done.generated}
    memory = Memory(records=memory.records, generated={**memory.generated, **base})
    return done, memory, parse_script(render_script(done.script))


def edited(text: str, kind: str) -> str:
    if kind == "word":
        return text.replace("T", "MINE T", 1)
    if kind == "paragraph":
        return text.replace("## 2.", "MINE is a paragraph of its own.\n\n## 2.", 1)
    if kind == "comment":
        return text.replace("## 2.", "<!-- MINE -->\n\n## 2.", 1)
    if kind == "title":
        return text.replace("## 1. ", "## 1. MINE ", 1)
    if kind == "delete":
        return text.replace("T", "", 1)
    return text


@given(PARAGRAPHS)
def test_rebuild_again_changes_nothing(paragraphs: list[str]):
    script = source(paragraphs)
    _, memory, present = written(script, translated(script, Memory()), Script())
    again, same, read = written(script, memory, present)
    assert render_script(again.script) == render_script(present)
    assert (same, read, again.conflicts) == (memory, present, ())
    found = align(cut_script(script, ZH_EN), present, memory, "en")
    assert {one.origin for one in found} <= {"machine"}
    assert [one for each in found for one in each.segments] == [
        one for slide in cut_script(script, ZH_EN) for one in slide.segments
    ]


@given(PARAGRAPHS, PARAGRAPHS, EDITS)
def test_rebuild_never_loses_a_hand_edit(before: list[str], after: list[str], kind: str):
    script = source(before)
    _, memory, present = written(script, translated(script, Memory()), Script())
    mine = edited(render_script(present), kind)
    changed = source(after)
    memory = translated(changed, memory)
    done, memory, _ = written(changed, memory, parse_script(mine))
    text = render_script(done.script)
    assert text.count("MINE") == mine.count("MINE")
    again, _, _ = written(changed, memory, parse_script(text))
    assert render_script(again.script) == text
    assert again.conflicts == ()


@given(PARAGRAPHS, PARAGRAPHS)
def test_rebuild_follows_the_source_where_nothing_was_edited(before: list[str], after: list[str]):
    script, changed = source(before), source(after)
    _, memory, present = written(script, translated(script, Memory()), Script())
    memory = translated(changed, memory)
    done, _, _ = written(changed, memory, present)
    fresh, _, _ = written(changed, memory, Script())
    assert render_script(done.script) == render_script(fresh.script)
    assert done.conflicts == ()


def test_rebuild_untranslated_slide_gets_a_note_only():
    done = rebuild(cut_script(source([]), ZH_EN), Memory(), Script(), ZH_EN, "\n")
    assert [is_untranslated(slide) for slide in done.script.slides] == [True, True]
    assert done.generated == ()


def test_rebuild_section_written_by_hand_is_kept_and_offered_the_translation():
    script = source(["第一段讲采样。"])
    mine = "## 1. Mine {#s256}\n\nMy paragraph.\n\nAnd another.\n\n"
    done, _, _ = written(script, translated(script, Memory()), parse_script(mine))
    assert render_script(done.script).startswith(mine)
    assert [conflict.kept for conflict in done.conflicts] == [
        "Mine",
        "My paragraph.\n\nAnd another.",
    ]


def test_rebuild_keeps_what_speakprep_remembers_about_a_section():
    script = source(["第一段讲采样。"])
    stamp = "<!-- slide 3f2a9c1e text 11111111 -->\n"
    present = parse_script(f"## 1. 标题 {{#s256 .mine}}\n{stamp}\n")
    done, _, _ = written(script, translated(script, Memory()), present)
    first = done.script.slides[0]
    assert [mark.split()[1] for mark in first.marks] == ["from", "slide"]


def test_rebuild_section_whose_slide_has_gone_waits_at_the_end_without_a_number():
    script = source(["第一段讲采样。"])
    _, memory, present = written(script, translated(script, Memory()), Script())
    shorter = parse_script(render_script(script).partition("## 2.")[0])
    _, memory, read = written(shorter, memory, present)
    gone = read.slides[-1]
    assert (gone.head.slide_id, gone.head.number, gone.head.orphan) == (257, None, True)
    assert gone.prose == present.slides[-1].prose
    again, _, _ = written(shorter, memory, read)
    assert render_script(again.script) == render_script(read)
    back, _, _ = written(script, memory, read)
    assert [s.head.orphan for s in back.script.slides] == [False, False]


def test_rebuild_section_without_text_goes_with_its_slide():
    script = source(["第一段讲采样。"])
    present = rebuild(cut_script(script, ZH_EN), Memory(), Script(), ZH_EN, "\n").script
    shorter = parse_script(render_script(script).partition("## 2.")[0])
    done = rebuild(cut_script(shorter, ZH_EN), Memory(), present, ZH_EN, "\n")
    assert [slide.head.slide_id for slide in done.script.slides] == [256]
