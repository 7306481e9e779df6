"""Drafted texts are marked until somebody worked on them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.generated import accepted, is_unreviewed, marked
from speakprep.script.model import is_mark
from speakprep.talk.markdown import strip_comments

DAY = date(2026, 11, 21)
WORDS = st.text(st.sampled_from("ab采样 .-<>!")).map(lambda text: " ".join(text.split()))


def _marked(words: str, model: str = "qwen3", doubts: tuple[str, ...] = ()) -> str:
    return marked(words, model=model, day=DAY, doubts=doubts, newline="\n")


def test_mark_reads_like_this() -> None:
    assert _marked("We sample.", doubts=("in no source: 40%",)) == (
        "\n<!-- generated, unreviewed: qwen3, 2026-11-21, c50ebef3 -->\n"
        "<!-- in no source: 40% -->\nWe sample.\n\n"
    )


def test_a_change_makes_the_text_the_speakers() -> None:
    text = _marked("We sample.")
    assert is_unreviewed(text)
    assert is_unreviewed(text.replace("We sample.", "We  sample.\n"))
    assert not is_unreviewed(text.replace("We", "They"))
    assert not is_unreviewed("We sample.\n")


def test_accepting_takes_off_the_marks_alone() -> None:
    text = _marked(
        "We sample.", doubts=("in no source: 40%", "rests on another slide", "rests on little: We")
    )
    assert accepted(text) == "\nWe sample.\n\n"
    assert accepted("<!-- mine -->\nWe sample.\n") == "<!-- mine -->\nWe sample.\n"


@given(model=WORDS, doubt=WORDS)
def test_nothing_a_model_says_ends_the_comment(model: str, doubt: str) -> None:
    text = _marked("We sample.", model=model, doubts=(f"in no source: {doubt}",))
    assert strip_comments(text).strip() == "We sample."
    assert is_unreviewed(text)
    assert not any(is_mark(line) for line in text.split("\n"))
    assert accepted(text) == "\nWe sample.\n\n"
