import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.fidelity.model import Pair
from speakprep.translation.judge import read_judgement, request, verbatim
from speakprep.translation.model import Direction, Opinion

ZH_EN = Direction(source="zh", target="en")
PAIR = Pair(
    key="a1",
    source="我们把采样率降到了 1%。",
    target="We lowered the sampling rate to 1%, which keeps every team happy.",
)
BENEFIT = "which keeps every team happy"


def answer(*findings: tuple[str, str, str, str]) -> str:
    names = ("id", "kind", "source_quote", "target_quote")
    return json.dumps({"findings": [dict(zip(names, one, strict=True)) for one in findings]})


def judged(*findings: tuple[str, str, str, str]):
    judgement = read_judgement(answer(*findings), [PAIR])
    return judgement.opinions["a1"], judgement.dropped


def test_no_finding_is_a_normal_answer():
    assert judged() == ((), 0)


@pytest.mark.parametrize(
    ("finding", "opinion"),
    [
        (("ADDED", "", BENEFIT), Opinion(kind="added", target_words=BENEFIT)),
        (("OMITTED", "采样率", ""), Opinion(kind="omitted", source_words="采样率")),
        (
            ("CHANGED", "降到了 1%", "to 1%"),
            Opinion(kind="changed", source_words="降到了 1%", target_words="to 1%"),
        ),
        (("OPINION", "", "happy"), Opinion(kind="opinion", target_words="happy")),
        (("OTHER_LANGUAGE", "", "sampling"), Opinion(kind="language", target_words="sampling")),
        (("ADDED", "", "which  KEEPS".replace("KEEPS", "keeps")), None),
    ],
)
def test_quoted_findings_count(finding, opinion):
    opinions, dropped = judged(("a1", *finding))
    expected = opinion or Opinion(kind="added", target_words="which keeps")
    assert (opinions, dropped) == ((expected,), 0)


@pytest.mark.parametrize(
    "finding",
    [
        ("a1", "ADDED", "", "which saves a fortune"),
        ("a1", "ADDED", "采样率", ""),
        ("a1", "OMITTED", "存储", ""),
        ("a1", "OMITTED", "", BENEFIT),
        ("a1", "CHANGED", "1%", ""),
        ("a1", "CHANGED", "1%", "1%"),
        ("a1", "ADDED", "存储", BENEFIT),
        ("b2", "ADDED", "", BENEFIT),
    ],
)
def test_finding_that_cannot_be_looked_up_is_dropped_and_counted(finding):
    assert judged(finding) == ((), 1)


def test_same_finding_twice_counts_once():
    finding = ("a1", "ADDED", "", BENEFIT)
    assert judged(finding, finding) == ((Opinion(kind="added", target_words=BENEFIT),), 0)


@pytest.mark.parametrize(
    "text",
    ["", "Looks fine to me.", '{"findings": 3}', answer(("a1", "STYLE", "", "We"))],
)
def test_answer_of_another_shape_is_an_error(text):
    with pytest.raises(InputError):
        read_judgement(text, [PAIR])


def test_request_shows_both_sides_as_data():
    asked = request([PAIR], ZH_EN, "Judge.")
    assert json.loads(asked.messages[1].content)["pairs"] == [
        {"id": "a1", "source": PAIR.source, "target": PAIR.target}
    ]
    assert asked.purpose == "judge 1 translated segment zh-en"


@given(st.text(max_size=40), st.text(max_size=40))
def test_verbatim_words_stand_in_the_text(quote, text):
    found = verbatim(quote, text)
    assert found is None or found in text


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_any_part_of_a_text_is_found_in_it(text, start, end):
    part = text[start:end]
    found = verbatim(part, text)
    assert found is not None
    assert bool(found.strip()) == bool(part.strip())
