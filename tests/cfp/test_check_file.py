from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.check_file import parse_answers, set_answers
from speakprep.cfp.evidence import Answer, Proposed, Quote
from speakprep.errors import InputError

QUOTED = Answer(
    quote=Quote(words='It "costs" 太多\\了', field="abstract", sentence="0a1b"),
    day=date(2026, 11, 20),
)
DECLINED = Answer(declined="one part only", day=date(2026, 11, 20))
OFFERED = Answer(
    declined="later",
    proposed=Proposed(quote=Quote(words="We sample."), by="qwen3", reason="It says so."),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
ANSWERS = st.one_of(
    st.builds(Answer, quote=st.builds(Quote, words=WORDS, field=WORDS), day=st.dates()),
    st.builds(Answer, declined=WORDS.map(str.strip), day=st.none() | st.dates()),
)


def test_answers_come_back_as_they_were_set() -> None:
    answers = {"CFP801": QUOTED, "CFP802": DECLINED, "CFP803": OFFERED}
    text = set_answers("", "cfp-check.toml", answers)
    assert parse_answers(text, "cfp-check.toml") == answers
    assert text.count("\n\n[CFP80") == 4


@given(st.dictionaries(st.sampled_from(["CFP801", "CFP802", "MINE001"]), ANSWERS))
def test_any_words_survive_the_file(answers: dict[str, Answer]) -> None:
    assert parse_answers(set_answers("", "f", answers), "f") == answers


def test_set_answers_keeps_all_that_a_person_wrote() -> None:
    text = '# mine\r\nnote = "x"\r\n\r\n[CFP801] # why\r\ndeclined = "no"\r\nmine = 1\r\n'
    after = set_answers(text, "f", {"CFP801": QUOTED, "CFP802": DECLINED})
    assert after.startswith('# mine\r\nnote = "x"\r\n\r\n[CFP801] # why\r\nmine = 1\r\nquote = ')
    assert after.count("\r\n") == after.count("\n")
    assert set_answers(after, "f", {"CFP801": QUOTED}) == after


def test_set_answers_takes_an_empty_one_out() -> None:
    text = set_answers("", "f", {"CFP801": QUOTED, "CFP802": DECLINED})
    after = set_answers(text, "f", {"CFP801": Answer()})
    assert parse_answers(after, "f") == {"CFP802": DECLINED}
    kept = set_answers('[CFP801]\nmine = 1\nquote = "a"\n', "f", {"CFP801": Answer()})
    assert kept == "[CFP801]\nmine = 1\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[CFP801]\nquote = 3\n", 2, 'quote must be text in quotes, such as "..."'),
        ('[CFP801]\nquote = " "\n', 2, "quote must say something"),
        ('[CFP801]\nquote = "a"\ndeclined = "b"\n', 3, "it is both quoted and declined"),
        ('[CFP801]\nquote = "a"\nday = "soon"\n', 3, "day must be a day, such as 2027-03-17"),
        ("CFP801 = 1\n", 1, "CFP801 must be a table, such as CFP801 = { ... }"),
        ("[CFP801]\n[CFP801.proposed]\nby = 'm'\n", 2, "quote is missing"),
        ("[CFP801\n", 1, "is not valid TOML"),
    ],
)
def test_broken_file_says_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_answers(text, "cfp-check.toml")
    assert (raised.value.file, raised.value.line) == ("cfp-check.toml", line)
    assert message in raised.value.message


def test_keys_and_tables_of_ones_own_are_left_alone() -> None:
    text = 'seen = true\n[notes]\nquote = 1\n[CFP801]\ndeclined = "no"\ncolour = "red"\n'
    assert parse_answers(text, "f") == {"CFP801": Answer(declined="no")}


def test_byte_order_mark_and_no_final_newline_are_fine() -> None:
    text = '\ufeff[CFP801]\ndeclined = "no"'
    after = set_answers(text, "f", {"CFP802": DECLINED})
    assert after.startswith('\ufeff[CFP801]\ndeclined = "no"\n\n[CFP802]\n')
    assert list(parse_answers(after, "f")) == ["CFP801", "CFP802"]
