"""The `[marks]` of a record: what is written is read back as it was."""

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.files import add_listening, parse_rehearsal, render_rehearsal
from speakprep.rehearsal.kept_marks import marks_values, read_marks_table
from speakprep.rehearsal.marks import KeptMarks, Mark, Marks, Moment, SectionSeconds
from speakprep.rehearsal.record import Listening
from speakprep.talk.tables import Table

SECONDS = st.floats(0, 90_000).map(lambda at: round(at, 2))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
KEPT = st.builds(
    KeptMarks,
    file=TEXT,
    sha256=TEXT,
    marks=st.builds(
        Marks,
        source=TEXT,
        visits=st.lists(
            st.builds(
                Mark,
                slide=st.integers(1, 9999),
                from_s=SECONDS,
                to_s=st.none() | SECONDS,
                slide_id=st.integers(0, 2**31),
            ),
            max_size=5,
        ).map(tuple),
        moments=st.lists(st.builds(Moment, at_s=SECONDS, note=TEXT), max_size=3).map(tuple),
        sections=st.lists(st.builds(SectionSeconds, name=TEXT, seconds=SECONDS), max_size=3).map(
            tuple
        ),
        lengths_only=st.booleans(),
    ),
)


@given(KEPT)
def test_marks_written_are_read_back(kept):
    text = tomlkit.dumps({"marks": marks_values(kept)})
    assert read_marks_table(Table.parse(text, "r.toml").inner("marks")) == kept


@given(KEPT, TEXT)
def test_record_with_marks_is_read_back_also_after_a_listening(make_take, kept, note):
    before = make_take(marks=kept)
    text = render_rehearsal(before)
    assert parse_rehearsal(text, "r.toml", before.id) == before
    heard = Listening(at=before.at, note=note)
    after = parse_rehearsal(add_listening(text, "r.toml", before.id, heard), "r.toml", before.id)
    assert (after.marks, after.listened) == (kept, (heard,))


def test_marks_are_one_to_a_line_for_a_person_to_read():
    marks = Marks(
        source="rehearse mark",
        visits=(Mark(slide=1, from_s=0, to_s=31.456, slide_id=256), Mark(slide=2, from_s=31.456)),
        moments=(Moment(at_s=12.0),),
    )
    kept = KeptMarks(file="rehearsals/a.marks.jsonl", sha256="ab", marks=marks)
    assert tomlkit.dumps({"marks": marks_values(kept)}) == (
        "[marks]\n"
        'file = "rehearsals/a.marks.jsonl"\n'
        'sha256 = "ab"\n'
        'source = "rehearse mark"\n'
        "visits = [\n"
        "    {slide = 1, id = 256, from_s = 0, to_s = 31.46},\n"
        "    {slide = 2, from_s = 31.46},\n"
        "]\n"
        "moments = [\n"
        '    {at_s = 12.0, note = ""},\n'
        "]\n"
    )


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("visits = [{slide = 1}]", "from_s is missing"),
        ("visits = [{slide = -1, from_s = 0}]", "slide must be a whole number, 0 or more"),
        ("visits = [{slide = 1, from_s = nan}]", "from_s must be a number"),
        ("visits = [[1, 0, 2]]", "marks.visits must be tables, each headed by [[visits]]"),
        ('moments = [{at_s = "x"}]', "at_s must be a number"),
        ("sections = [{name = 1, seconds = 2}]", 'name must be text in quotes, such as "..."'),
    ],
)
def test_damaged_marks_name_their_line(line, what):
    table = Table.parse(f"[marks]\n{line}\n", "r.toml").inner("marks")
    with pytest.raises(InputError) as caught:
        read_marks_table(table)
    assert (caught.value.message, caught.value.file, caught.value.line) == (what, "r.toml", 2)
