from collections.abc import Callable

import pytest

from speakprep.cfp.files import parse_proposal
from speakprep.cfp.form import (
    answer,
    empty_fields,
    format_findings,
    language_findings,
    language_of,
    meters,
    passages,
)
from speakprep.cfp.model import Meter, Proposal
from speakprep.event.model import Profile
from speakprep.lint.model import Bounds
from speakprep.talk.model import Talk
from speakprep.talk.report import Place

Form = Callable[..., Profile]


@pytest.fixture
def read(make_form: Form) -> Callable[..., Proposal]:
    def parse(text: str, form: Profile | None = None) -> Proposal:
        return parse_proposal(text, "cfp.md", form or make_form())

    return parse


def test_passages_come_in_the_order_of_the_file_then_what_is_missing(
    read: Callable[..., Proposal],
) -> None:
    found = passages(read("## Notes\nx\n\n## Abstract\n\n"), "en")
    assert [(p.place.field, p.place.line, p.label) for p in found] == [
        ("notes", 2, "Notes"),
        ("abstract", 4, "Abstract"),
        ("title", None, "Session Title"),
        ("format", None, "Format"),
    ]
    assert found[0].markup == "markdown"


def test_passage_carries_what_the_form_asks(read: Callable[..., Proposal]) -> None:
    text = "## Abstract\r\n<!-- hint -->\r\n\r\nabcde fghij\r\nabcde fghij\r\n"
    passage = passages(read(text), "en")[0]
    assert passage.bounds == Bounds(
        count=23, unit="characters", at_most=20, overflow=38, required=True
    )
    assert passage.text[38:].strip() == "hij"


@pytest.mark.parametrize(
    ("newline", "count"), [("newline = 1", 3), ("newline = 2", 4)], ids=["one", "two"]
)
def test_form_decides_what_a_line_break_counts(
    read: Callable[..., Proposal], make_form: Form, newline: str, count: int
) -> None:
    form = make_form("newline = 1", newline)
    assert meters(read("## Abstract\na\r\nb\n", form), "en")[1].count == count


def test_each_field_has_its_own_language_and_choices_have_the_others(
    read: Callable[..., Proposal],
) -> None:
    text = "## Abstract\n追踪的成本太高了。\n## Session Title\nKeep What Matters\n## Format\nTalk\n"
    found = passages(read(text), "en")
    assert [p.language for p in found] == ["zh", "en", "zh", "zh"]


def test_language_of_an_empty_proposal_is_the_talk_s(read: Callable[..., Proposal]) -> None:
    assert language_of(read("## Abstract\n<!-- hint -->\n"), "zh") == "zh"
    assert language_of(read("## Abstract\nEnglish words\n"), "zh") == "en"


def test_meters_come_in_the_order_of_the_form(read: Callable[..., Proposal]) -> None:
    found = meters(read("## 摘要\n追踪太贵了 😀\n"), "en")
    assert [(m.field, m.count) for m in found] == [
        ("title", 0),
        ("abstract", 7),
        ("format", 0),
        ("notes", 0),
    ]
    assert found[1] == Meter(
        field="abstract", label="摘要", count=7, limit=20, unit="个字符", required=True
    )


def test_empty_fields_and_answers(read: Callable[..., Proposal]) -> None:
    proposal = read("## Abstract\n<!-- hint -->\n\n one \n\n## Notes\n<!-- hint -->\n")
    assert [field.key for field in empty_fields(proposal)] == ["title", "format", "notes"]
    assert (answer(proposal, "abstract"), answer(proposal, "title")) == ("one", "")


def test_format_of_another_length_than_the_slot_is_found(read: Callable[..., Proposal]) -> None:
    proposal = read("## Format\n\n<!-- hint -->\ntalk\n")
    (finding,) = format_findings(proposal, Talk(title="t", minutes=45))
    assert (finding.code, finding.evidence) == ("CFP113", "talk")
    assert finding.message == "A talk has 30 minutes here, talk.toml says 45."
    assert finding.place == Place(file="cfp.md", line=4, column=1, field="format")


def test_format_for_fewer_speakers_is_found(read: Callable[..., Proposal]) -> None:
    talk = Talk(title="t", speakers=("A", "B", "C"))
    (finding,) = format_findings(read("## Format\nTalk\n"), talk)
    assert (finding.code, finding.message) == (
        "CFP114",
        "A talk takes 1 to 2 speakers, talk.toml names 3.",
    )


def test_format_that_names_everybody_misses_names_that_are_not_there(
    read: Callable[..., Proposal], make_form: Form
) -> None:
    panel = make_form("speakers = [1, 2]", "speakers = [3, 5]\nnames_all = true")
    (finding,) = format_findings(read("## Format\nTalk\n", panel), Talk(title="t"))
    assert (finding.code, finding.message) == (
        "CFP114",
        "A talk takes 3 to 5 speakers, talk.toml names 0.",
    )
    assert format_findings(read("## Format\nTalk\n"), Talk(title="t")) == ()


def test_format_for_one_speaker_says_so(read: Callable[..., Proposal], make_form: Form) -> None:
    form = make_form("speakers = [1, 2]", "speakers = [1, 1]")
    (finding,) = format_findings(
        read("## Format\nTalk\n", form), Talk(title="t", speakers=("A", "B"))
    )
    assert finding.message == "A talk takes 1 speaker, talk.toml names 2."


def test_field_exactly_at_its_limit_has_no_overflow(read: Callable[..., Proposal]) -> None:
    bounds = passages(read("## Abstract\n" + "a" * 20 + "\n"), "en")[0].bounds
    assert bounds is not None
    assert (bounds.count, bounds.overflow) == (20, None)


@pytest.mark.parametrize("text", ["", "## Format\n", "## Format\nWorkshop\n", "## Format\nTalk\n"])
def test_format_that_fits_or_is_not_chosen_is_fine(
    read: Callable[..., Proposal], text: str
) -> None:
    assert format_findings(read(text), Talk(title="t", speakers=("A",))) == ()


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("en", "## Title\n\n## Abstract\n追踪的成本太高了。\n", [(4, "追踪的成本太高了。")]),
        ("en", "## Abstract\nTracing costs too much, as 追踪 does.\n", []),
        ("zh", "## Title\n\n## Abstract\nTracing costs a lot.\n", [(4, "Tracing costs a lot.")]),
        ("zh", "## Abstract\n追踪的成本太高了。\n", []),
        ("zh", "## Abstract\n<!-- hint -->\n", []),
    ],
)
def test_form_that_wants_a_language_says_so(
    read: Callable[..., Proposal], make_form: Form, wanted: str, text: str, found: list[object]
) -> None:
    form = make_form("newline = 1", f'newline = 1\nlanguage = "{wanted}"')
    text = text.replace("## Title", "## Session Title")
    proposal = read(text, form)
    findings = language_findings(proposal)
    assert [(f.place.line, f.evidence) for f in findings] == found
    assert language_findings(read(text)) == ()
