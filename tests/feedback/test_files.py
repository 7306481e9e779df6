from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.feedback.files import add_to_round, change_item, file_name, new_round, parse_round
from speakprep.feedback.follow import settle
from speakprep.feedback.model import WHOLE, Item, Note, Target
from speakprep.feedback.wording import clean

DAY = date(2026, 11, 21)
WORDS = (
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda t: clean(t).strip()).filter(bool)
)
TARGETS = st.sampled_from(
    [WHOLE, Target(kind="slide", value="12"), Target(kind="field", value="abstract"),
     Target(kind="section", value="Why: a # b {x}"), Target(kind="time", value="14:05")]
)  # fmt: skip
HAND = """\
# My own words

- reviewer: 李蕾
- date: 2026-11-21

## slide 12
- severity: Must
- mood: good

> 字太小
> <!-- ## not a heading

My answer.

## 第 3 页

> too many
"""


def items(texts, targets):
    return [
        Item(id=f"a{n:03}", reviewer="Li Lei", day=DAY, stage="deck" if n % 2 else "cfp",
             target=target, severity="idea", text=text, before="0123456789ab")
        for n, (text, target) in enumerate(zip(texts, targets, strict=True))
    ]  # fmt: skip


@given(st.lists(st.tuples(WORDS, TARGETS), min_size=1, max_size=4), WORDS, st.booleans())
def test_round_keeps_items_and_notes_exactly(pairs, note, crlf):
    made = items(*zip(*pairs, strict=True))
    text = new_round("Li Lei", DAY, "cfp")
    text = text.replace("\n", "\r\n") if crlf else text
    text = add_to_round(text, made, [Note(text=note)], "cfp")
    read = parse_round(text, "f.md")
    assert [vars(i) | {"file": "", "line": None} for i in read.items] == [vars(i) for i in made]
    assert [each.text for each in read.notes] == [note]


def test_change_of_an_item_leaves_all_else(golden):
    read = parse_round(HAND, "f.md")
    first = settle(read.items[0], "fixed", DAY, now="larger")
    changed = change_item(HAND, first)
    golden("changed.md", changed)
    again = parse_round(changed, "f.md").items
    assert (again[0].status, again[0].since, again[0].id) == ("fixed", DAY, read.items[0].id)
    assert again[1].text == "too many"
    kept = [row for row in changed.split("\n") if row in HAND.split("\n")]
    assert kept == [row for row in HAND.split("\n") if row != "## slide 12"]


def test_round_written_by_hand_is_read():
    read = parse_round("\ufeff" + HAND.replace("\n", "\r\n"), "f.md")
    assert [(str(i.target), i.severity, i.text) for i in read.items] == [
        ("slide 12", "must", "字太小\n<!-- ## not a heading"), ("slide 3", "should", "too many"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("- reviewer: 李蕾\n", "", "reviewer is missing above the first comment", 1),
        ("2026-11-21", "soon", "date must have a day, such as 2027-03-17", 4),
        ("Must", "huge", "severity must be one of must, should, idea", 7),
        ("- mood: good", "- severity: idea", "severity is said twice, first in line 7", 8),
        ("slide 12", "the moon", "'the moon' is not a place in a talk", 6),
        ("> too many", "too many", "this comment says nothing", 15),
        ("- mood: good", "- status: done", "status must be one of", 8),
        ("- mood: good", "- status: declined", "a declined comment needs a reason", 8),
        ("- mood: good", "- before: xyz", "before must be 12 hex digits", 8),
    ],
)
def test_round_with_a_slip_is_refused_with_its_line(old, new, message, line):
    with pytest.raises(InputError) as caught:
        parse_round(HAND.replace(old, new, 1), "f.md")
    assert (caught.value.message.startswith(message), caught.value.line) == (True, line)
    assert (caught.value.file, bool(caught.value.hint)) == ("f.md", True)


@given(st.text())
def test_round_of_nonsense_is_an_error_and_no_crash(text):
    with pytest.raises(InputError):
        parse_round(text.replace("reviewer", ""), "f.md")


def test_file_name_is_safe_for_any_name():
    assert [file_name(DAY, name, n) for name, n in (("../Li Lei", 1), ("李蕾", 2), ("!", 1))] == [
        "2026-11-21-li-lei.md", "2026-11-21-李蕾-2.md", "2026-11-21-reviewer.md",
    ]  # fmt: skip
