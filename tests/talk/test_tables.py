import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.talk.tables import Table

TEXT = """\
# nothing but examples
title = "采样"
empty = ""
names = ["小明", "Anna"]
kind = "team"
ready = true
minutes = 30
slides = [1, 2]
level = -23.5
speakers = [1, 2]
pauses = [[8, 12.5]]
day = 2027-03-17
spoken = "2027-03-17"
at = 2027-03-17T18:30:00
zoned = 2027-03-17T18:30:00Z
label.en = "Title"
label.zh = "标题"
limit = { zh = 40 }
good.en = ["a", "b"]

[dates]
talk = 2027-03-17

[[rule]]
code = "A1"

[[rule]]
code = "A2"
"""


@pytest.fixture
def table() -> Table:
    return Table.parse(TEXT, "a.toml")


def fault(read: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        read()
    return caught.value


def test_values_of_every_kind_are_read(table):
    assert table.text("title") == "采样"
    assert table.text("empty", "") == ""
    assert table.texts("names") == ("小明", "Anna")
    assert table.one_of("kind", ("solo", "team")) == "team"
    assert table.some_of("names", ("Anna", "小明")) == ("小明", "Anna")
    assert table.flag("ready") is True
    assert table.whole("minutes", most=30) == 30
    assert table.wholes("slides") == (1, 2)
    assert (table.number("level"), table.amount("minutes")) == (-23.5, 30.0)
    assert table.range("speakers") == (1, 2)
    assert table.spans("pauses") == ((8.0, 12.5),)
    assert table.by_language("label") == {"en": "Title", "zh": "标题"}
    assert table.wholes_by_language("limit") == {"zh": 40}
    assert table.texts_by_language("good") == {"en": ("a", "b")}


def test_days_and_times_are_read_however_they_are_written(table):
    days = [table.day(key) for key in ("day", "spoken", "at", "zoned")]
    assert [(type(day), day) for day in days] == [(date, date(2027, 3, 17))] * 4
    assert table.moment("day") == datetime.fromisoformat("2027-03-17T00:00:00")
    assert table.moment("at") == datetime.fromisoformat("2027-03-17T18:30:00")
    assert table.moment("zoned") == datetime(2027, 3, 17, 18, 30, tzinfo=UTC)


def test_absent_keys_give_their_default(table):
    assert table.text("x", "y") == "y"
    assert table.one_of("x", ("a", "b"), "b") == "b"
    assert table.flag("x", default=False) is False
    assert table.whole("x", 5) == 5
    assert (table.texts("x"), table.wholes("x"), table.some_of("x", ("a",))) == ((), (), ())
    assert (list(table.inner("x")), table.each("x")) == ([], ())
    assert table.by_language("x", required=False) == {}
    assert table.wholes_by_language("x") == {}
    assert table.optional(table.day, "x") is None
    assert table.optional(table.whole, "minutes", least=30) == 30


def test_inner_tables_know_their_keys_and_lines(table):
    assert (list(table.inner("dates")), "talk" in table.inner("dates")) == (["talk"], True)
    assert [(rule.line, rule.text("code")) for rule in table.each("rule")] == [
        (24, "A1"),
        (27, "A2"),
    ]
    assert (table.line, table.inner("dates").line, table.file) == (1, 21, "a.toml")


FAULTS = [
    (lambda t: t.text("minutes"), 7, 'minutes must be text in quotes, such as "..."'),
    (lambda t: t.text("empty"), 3, "empty must say something"),
    (lambda t: t.text("x"), 1, "x is missing"),
    (lambda t: t.texts("title"), 2, "title must be a list of texts in quotes"),
    (lambda t: t.texts("slides"), 8, "slides must be a list of texts in quotes"),
    (lambda t: t.one_of("kind", ("a", "b")), 5, 'kind must be one of "a", "b"'),
    (lambda t: t.one_of("empty", ("a",), "a"), 3, 'empty must be one of "a"'),
    (lambda t: t.some_of("names", ("Anna",)), 4, 'names must be one of "Anna"'),
    (lambda t: t.flag("minutes"), 7, "minutes must be true or false"),
    (lambda t: t.flag("x"), 1, "x is missing"),
    (lambda t: t.whole("ready"), 6, "ready must be a whole number, 0 or more"),
    (lambda t: t.whole("level"), 9, "level must be a whole number, 0 or more"),
    (lambda t: t.whole("minutes", least=31), 7, "minutes must be a whole number, 31 or more"),
    (lambda t: t.whole("minutes", most=9), 7, "minutes must be a whole number from 0 to 9"),
    (lambda t: t.wholes("names"), 4, "names must be a list of whole numbers"),
    (lambda t: t.wholes("minutes"), 7, "minutes must be a list of whole numbers"),
    (lambda t: t.number("ready"), 6, "ready must be a number"),
    (lambda t: t.amount("level"), 9, "level must not be negative"),
    (lambda t: t.range("pauses"), 11, "pauses must be a least and a most, such as [1, 2]"),
    (lambda t: t.spans("slides"), 8, "slides must be a list of [start, end] in seconds"),
    (lambda t: t.day("title"), 2, "title must be a day, such as 2027-03-17"),
    (lambda t: t.day("minutes"), 7, "minutes must be a day, such as 2027-03-17"),
    (lambda t: t.moment("spoken"), 13, "spoken must be a time without quotes"),
    (lambda t: t.inner("title"), 2, "title must be a table, such as title = { ... }"),
    (lambda t: t.each("dates"), 21, "dates must be tables, each headed by [[dates]]"),
    (lambda t: t.by_language("limit"), 18, "limit.zh must be text in quotes"),
    (lambda t: t.by_language("good"), 19, "good.en must be text in quotes"),
    (lambda t: t.by_language("dates"), 22, "unknown key 'talk'"),
    (lambda t: t.inner("dates").text("talk"), 22, "dates.talk must be text in quotes"),
    (lambda t: t.inner("dates").text("x"), 21, "dates.x is missing"),
    (lambda t: t.each("rule")[1].whole("code"), 28, "code must be a whole number"),
    (lambda t: t.each("rule")[1].only(("codes",)), 28, "unknown key 'code'"),
]


@pytest.mark.parametrize(("read", "line", "message"), FAULTS)
def test_wrong_value_names_key_and_line(table, read, line, message):
    error = fault(lambda: read(table))
    assert (error.file, error.line) == ("a.toml", line)
    assert error.excerpt == TEXT.split("\n")[line - 1]
    assert error.message.startswith(message)
    assert error.hint


@pytest.mark.parametrize("required", [True, False])
def test_text_that_is_not_in_english_is_refused(required):
    table = Table.parse('a = 1\nlabel.zh = "标题"\n', "a.toml")
    error = fault(lambda: table.by_language("label", required=required))
    assert (error.line, error.message) == (2, "label.en is missing")


def test_hints_say_what_to_write(table):
    assert fault(lambda: table.text("x")).hint == 'add a line: x = "..."'
    assert fault(lambda: table.whole("x", least=3)).hint == "add a line: x = 3"
    assert fault(lambda: table.by_language("x")).hint == 'add a text in English: x.en = "..."'
    assert fault(lambda: table.inner("dates").only(("b", "a"))).hint == "known: a, b"


def test_wrong_is_at_the_line_that_holds_the_words(table):
    assert table.wrong("label", "no", words="标题").line == 17
    assert table.wrong("label", "no", words="not there").line == 16
    assert table.inner("dates").wrong("talk", "no", words="A2").line == 28


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "9" * 400, "1e300", "1e15"])
def test_number_beyond_all_measure_is_refused(value):
    table = Table.parse(f"x = {value}\ny = [[0, {value}]]\nz = [{value}]", "a.toml")
    assert fault(lambda: table.number("x")).message == "x must be a number"
    assert fault(lambda: table.spans("y")).line == 2
    assert fault(lambda: table.wholes("z")).line == 3


@pytest.mark.parametrize("pair", ["[2, 1]", "[1]", "[1, 2, 3]", "[true, 2]", "[-1, 2]", '["1", 2]'])
def test_pair_out_of_order_is_refused(pair):
    table = Table.parse(f"a = {pair}\nb = [{pair}]", "a.toml")
    assert fault(lambda: table.range("a")).line == 1
    assert fault(lambda: table.spans("b")).line == 2


def test_text_that_is_no_toml_is_refused_at_its_line():
    error = fault(lambda: Table.parse("a = 1\nb = = 2", "a.toml"))
    assert (error.line, error.excerpt) == (2, "b = = 2")


READERS: list[Callable[[Table, str], object]] = [
    Table.text,
    Table.texts,
    Table.flag,
    Table.whole,
    Table.wholes,
    Table.number,
    Table.amount,
    Table.range,
    Table.spans,
    Table.day,
    Table.moment,
    Table.inner,
    Table.each,
    Table.by_language,
    Table.wholes_by_language,
    Table.texts_by_language,
    lambda table, key: table.one_of(key, ("a", "")),
    lambda table, key: table.some_of(key, ("a", "")),
    lambda table, _: table.only(()),
]
KEYS = st.sampled_from(["a", "en", "zh", "b.c", "键"])
VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.dates(date(1, 1, 1))
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4), KEYS)
def test_any_value_is_read_or_refused_with_its_line(values, missing):
    text = tomlkit.dumps(values)
    _read_all(text, Table.parse(text, "a.toml"), missing)


@given(st.text(st.sampled_from("a=[]{}\"'.,1- \n#t\\é"), max_size=40))
def test_any_text_is_read_or_refused_with_its_line(text):
    try:
        table = Table.parse(text, "a.toml")
    except InputError as error:
        assert error.line is not None  # noqa: PT017 -- either may happen
        return
    assert sorted(table) == sorted(tomllib.loads(text))
    _read_all(text, table, "b")


def _read_all(text: str, table: Table, missing: str) -> None:
    rows = text.split("\n")
    for read in READERS:
        for key in {*table, missing}:
            try:
                found = read(table, key)
            except InputError as error:
                assert 1 <= error.line <= len(rows)  # noqa: PT017 -- either may happen
                assert error.excerpt == rows[error.line - 1].strip()  # noqa: PT017 -- as above
                continue
            if isinstance(found, Table) and key in table:
                _read_all(text, found, missing)
