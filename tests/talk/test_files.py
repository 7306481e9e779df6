from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.talk.files import parse_talk, render_new, set_values
from speakprep.talk.model import Allowance, Dates, Talk

LANGUAGES = st.sampled_from(["en", "zh"])
TALKS = st.builds(
    Talk,
    title=st.text(st.characters(exclude_categories=["Cs"])),
    event=st.text("abc-2027", min_size=1),
    minutes=st.integers(20, 90),
    qa_minutes=st.integers(0, 19),
    language=LANGUAGES,
    slides_language=LANGUAGES,
    translate_to=st.lists(LANGUAGES, max_size=2).map(tuple),
    speakers=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=2).map(tuple),
    dates=st.builds(Dates, talk=st.none() | st.dates()),
)


@given(TALKS)
def test_render_new_reads_back_equal(talk):
    assert parse_talk(render_new(talk), "talk.toml") == talk


def test_parse_talk_of_an_empty_file_gives_the_defaults():
    assert parse_talk("", "talk.toml") == Talk(title="", qa_minutes=0)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("title = 3\n", 'title must be text in quotes, such as "..."', 1),
        ('\nminutes = "30"\n', "minutes must be a whole number from 1 to 1440", 2),
        ("minutes = 10\nqa_minutes = 10\n", "qa_minutes must be a whole number from 0 to 9", 2),
        ('language = "fr"\n', 'language must be one of "en", "zh"', 1),
        ('translate_to = ["en", "xx"]\n', 'translate_to must be one of "en", "zh"', 1),
        (
            'speakers = "me"\n',
            'speakers must be a list of texts in quotes, such as ["...", "..."]',
            1,
        ),
        ('[dates]\ntalk = "soon"\n', "dates.talk must be a day, such as 2027-03-17", 2),
        (
            "[model]\ninput_price = -1\n",
            "model.input_price must not be negative",
            2,
        ),
        ("dates = 3\n", "dates must be a table, such as dates = { ... }", 1),
    ],
)
def test_parse_talk_with_a_wrong_value_names_the_line(text, message, line):
    with pytest.raises(InputError) as caught:
        parse_talk(text, "talk.toml")
    assert (caught.value.message, caught.value.line) == (message, line)


def test_parse_talk_broken_has_line_column_and_excerpt():
    with pytest.raises(InputError) as caught:
        parse_talk('title = "x"\nminutes = = 3\n', "talk.toml")
    error = caught.value
    assert (error.file, error.line, error.column, error.excerpt) == (
        "talk.toml", 2, 11, "minutes = = 3",
    )  # fmt: skip


def test_parse_talk_accepts_bom_crlf_and_days_as_text():
    text = '\ufefftitle = "x"\r\n[dates]\r\ntalk = "2027-03-17"\r\n'
    assert parse_talk(text, "talk.toml").dates.talk == date(2027, 3, 17)


def test_set_values_keeps_comments_and_unknown_keys():
    text = '# mine\ntitle = "x"  # good\nroom = "B"\n\n[other]\nkey = 1\n'
    changed = set_values(text, "talk.toml", {"title": "y", "dates.talk": date(2027, 3, 17)})
    assert changed == (
        '# mine\ntitle = "y"  # good\nroom = "B"\n\n[other]\nkey = 1\n\n'
        "[dates]\ntalk = 2027-03-17\n"
    )


def test_set_values_none_takes_a_value_out():
    text = "[dates]\ntalk = 2027-03-17  # there\naccepted = 2026-12-15\n"
    changed = set_values(text, "talk.toml", {"dates.accepted": None, "dates.rejected": None})
    assert changed == text.replace("accepted = 2026-12-15\n", "")


def test_set_values_of_a_broken_file_is_refused():
    with pytest.raises(InputError):
        set_values("title = [", "talk.toml", {"title": "y"})


def test_allowances_know_their_lines() -> None:
    text = (
        'title = "T"\n\n[[allow]]\ncode = "CFP208"\nreason = " 产品\\n  就叫这个 "\n\n'
        '[[allow]]\ncode = "SCR103"\nfield = "abstract"\nreason = "why"\n'
    )
    assert parse_talk(text, "talk.toml").allow == (
        Allowance(code="CFP208", reason="产品 就叫这个", line=3),
        Allowance(code="SCR103", reason="why", field="abstract", line=7),
    )


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ('[[allow]]\ncode = "CFP208"', 1, "reason is missing"),
        ('[[allow]]\ncode = "CFP208"\nreason = " "', 3, "reason must say something"),
        ('[[allow]]\ncode = "all"\nreason = "r"', 2, "'all' is no rule's code"),
        ('[[allow]]\ncode = "CFP208"\nreason = "r"\nfile = "a"', 4, "unknown key 'file'"),
        ('allow = ["CFP208"]', 1, "allow must be tables, each headed by [[allow]]"),
    ],
)
def test_allowance_that_says_too_little_is_an_error(lines: str, line: int, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_talk(lines, "talk.toml")
    assert (raised.value.line, raised.value.message[: len(message)]) == (line, message)
