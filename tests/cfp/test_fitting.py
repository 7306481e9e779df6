from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.fitting import fit
from speakprep.cfp.model import Carried, Fit
from speakprep.event.counting import size
from speakprep.event.model import Counter
from speakprep.event.profiles import load_profile
from speakprep.talk.workspace import shelves

GENERIC = load_profile(shelves(Path("no-such-folder")), "generic")


def _fit(text: str, most: int | None, *, counter: Counter = "code-points", least: int = 0) -> Fit:
    field = replace(GENERIC.fields[0], at_most=most, at_least=least, counter=counter)
    return fit(Carried(field=field, source="Abstract", line=1, text=text), GENERIC, "en")


def _ways(found: Fit) -> list[list[str]]:
    return [[sentence.text for sentence in way] for way in found.without]


def test_text_that_fits_has_nothing_to_lose() -> None:
    found = _fit("One. Two.", 9)
    assert (found.count, found.over, found.lost, found.longest, found.without) == (9, 0, "", (), ())


def test_text_too_long_loses_its_exact_tail_and_names_single_sentences() -> None:
    text = "It costs too much. We sample. You will leave with three rules."
    found = _fit(text, 48)
    assert (found.over, found.lost) == (14, "h three rules.")
    assert [(s.text, s.size) for s in found.longest] == [
        ("You will leave with three rules.", 32),
        ("It costs too much.", 18),
        ("We sample.", 10),
    ]
    assert _ways(found) == [["It costs too much."], ["You will leave with three rules."]]


def test_chinese_counted_in_columns_names_as_few_sentences_as_possible() -> None:
    text = "太贵了。我们采样。听众带走规则。没有别的。"
    found = _fit(text, 18, counter="east-asian-width")
    assert (found.count, found.over) == (42, 24)
    assert found.lost == "听众带走规则。没有别的。"
    assert _ways(found) == [["我们采样。", "听众带走规则。"], ["听众带走规则。", "没有别的。"]]


def test_single_long_sentence_cannot_be_helped_by_leaving_one_out() -> None:
    assert _fit("word " * 30, 10).without == ()


def test_too_short_says_by_how_much_and_empty_is_only_empty() -> None:
    assert _fit("One.", 100, least=10).short == 6
    assert _fit("", 100, least=10).short == 0


def test_hundred_thousand_sentences_are_measured_at_once() -> None:
    found = _fit("Ok so. " * 100_000, 1000)
    assert (found.over, found.without, len(found.longest)) == (699_000, (), 3)


@given(st.text(alphabet="ab 采样。.\n！😀", max_size=200), st.integers(1, 60))
def test_lost_is_the_tail_and_every_way_fits(text: str, most: int) -> None:
    text = text.strip()
    for counter in ("code-points", "utf-16", "east-asian-width"):
        found = _fit(text, most, counter=counter)
        assert text.endswith(found.lost)
        kept = text[: len(text) - len(found.lost)]
        assert size(kept, counter) <= most
        for way in found.without:
            assert all(sentence.text in text for sentence in way)
            assert sum(sentence.size for sentence in way) >= 1
