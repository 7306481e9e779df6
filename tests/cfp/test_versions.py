from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.actions.sources import talk_sources
from speakprep.cfp.actions.versions import copy, diff, fit_to, new_version
from speakprep.cfp.files import parse_proposal
from speakprep.cfp.prose import prose_of
from speakprep.cfp.versions import carry
from speakprep.errors import InputError, UsageError
from speakprep.event.profiles import load_profile
from speakprep.talk.workspace import Workspace, shelves

Make = Callable[..., Workspace]

SHIPPED = shelves(Path("no-such-folder"))
GENERIC, PYCONTW = load_profile(SHIPPED, "generic"), load_profile(SHIPPED, "pycontw")
PARTS = ("problem", "who")

TEXT = """\
Hello there.

## Title

Keep Traces

## Abstract

<!-- hint -->
<!-- problem: what? -->
It costs. <!-- my note -->

<!-- who -->
<!-- generated: m, 2026-10-01, 5 characters, 00000000 -->
Teams.

## 难度

Intermediate

## Takeaways

三条规则

## Biography

Runs tracing.

## Abstract

Again.

## Outline

1. Why

## Mine

Only for me.
"""


def _write(space: Workspace, text: str, name: str = "cfp.md") -> None:
    (space.folder / name).write_bytes(text.encode())


def test_words_go_where_the_other_form_asks_for_them() -> None:
    carried, left = carry(parse_proposal(TEXT, "cfp.md", GENERIC), PYCONTW, PARTS)
    assert {each.field.key: (each.source, each.text) for each in carried if each.text} == {
        "title": ("Title", "Keep Traces"),
        "abstract": ("Abstract", "It costs. \n\nTeams."),
        "python_level": ("难度", "Intermediate"),
        "objective": ("Takeaways", "三条规则"),
        "outline": ("Outline", "1. Why"),
    }
    assert [(each.heading, each.line, each.reason) for each in left] == [
        ("", 1, "it stands above the first heading"),
        ("Biography", 25, "this form does not ask for it"),
        ("Abstract", 29, "its heading is there twice"),
        ("Mine", 37, "this form does not ask for it"),
    ]


def test_marks_of_parts_and_of_models_travel_and_notes_stay() -> None:
    carried, _ = carry(parse_proposal(TEXT, "cfp.md", GENERIC), PYCONTW, PARTS)
    abstract = next(each for each in carried if each.field.key == "abstract")
    assert abstract.body == (
        "<!-- problem -->\nIt costs. \n\n<!-- who -->\n"
        "<!-- generated: m, 2026-10-01, 5 characters, 00000000 -->\nTeams."
    )
    assert prose_of(abstract.body) == abstract.text


def test_choice_that_is_not_offered_stays_behind() -> None:
    source = parse_proposal("## Level\nAdvanced\n", "cfp.md", GENERIC)
    _, left = carry(source, PYCONTW, ())
    assert [(each.heading, each.reason) for each in left] == [
        ("Level", "this form offers other choices")
    ]


PIECES = st.sampled_from(
    [
        "## Title\n",
        "## Abstract\n",
        "## Notes\n",
        "## 大綱\n",
        "<!-- who -->",
        "<!-- x\n-->",
        "words ",
        "采样。",
        "\r\n",
        "\n",
        "```\n",
        "<!--",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_no_words_are_lost_or_used_twice(text: str) -> None:
    source = parse_proposal(text, "cfp.md", GENERIC)
    carried, left = carry(source, PYCONTW, PARTS)
    found = sorted([each.text for each in carried if each.text] + [each.text for each in left])
    assert found == sorted(filter(None, (prose_of(section.body) for section in source.sections)))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_new_version_holds_the_same_words_and_leaves_cfp_md_alone(
    make_talk: Make, newline: str
) -> None:
    space = make_talk()
    _write(space, "\ufeff" + TEXT.replace("\n", newline))
    before = (space.folder / "cfp.md").read_bytes()
    report = new_version(space, "pycontw")
    assert (report.written, report.next) == (
        ("cfp.pycontw.md",),
        "speakprep cfp fit --to pycontw",
    )
    assert (space.folder / "cfp.md").read_bytes() == before
    data = (space.folder / "cfp.pycontw.md").read_bytes().decode()
    assert data.count("\r\n") == (data.count("\n") if newline == "\r\n" else 0)
    made = parse_proposal(data, "x", PYCONTW)
    assert [finding.code for finding in made.findings] == []
    assert copy(space, "abstract", event="pycontw").facts.text == "It costs. \n\nTeams."
    with pytest.raises(UsageError, match="is there already, and stays as it is"):
        new_version(space, "pycontw")


@pytest.mark.parametrize(
    ("event", "text", "error", "message"),
    [
        ("generic", "## Title\nA\n", UsageError, "cfp.md is the proposal for generic itself"),
        ("nowhere", "## Title\nA\n", UsageError, "there is no event profile called 'nowhere'"),
        ("pycontw", "## Abstract\nA <!-- open\n", InputError, "would not stay in its field"),
        ("pycontw", "## Abstract\n```\nA\n", InputError, "would not stay in its field"),
        ("pycontw", None, InputError, "there is no proposal yet"),
    ],
)
def test_new_version_that_cannot_be_made_writes_nothing(
    make_talk: Make, event: str, text: str | None, error: type[Exception], message: str
) -> None:
    space = make_talk()
    if text is not None:
        _write(space, text)
    with pytest.raises(error, match=message):
        new_version(space, event)
    assert list(space.folder.glob("cfp.*.md")) == []


def test_fit_points_at_the_first_character_that_falls_off(make_talk: Make) -> None:
    space = make_talk()
    _write(space, "## Abstract\r\n<!-- x -->\r\n" + "采" * 500 + "尾巴\r\n")
    report = fit_to(space, "pycontw", "摘要")
    (fitted,) = report.facts.fields
    assert (fitted.count, fitted.limit, fitted.over, fitted.lost) == (1004, 1000, 4, "尾巴")
    (finding,) = report.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("CFP101", 3, 501)
    assert finding.message == "“摘要”共 1004 列，上限 1000：从这里起要删去 4。"
    assert report.next == "speakprep cfp new-version --event pycontw"


def test_fit_measures_the_variant_once_there_is_one(make_talk: Make) -> None:
    space = make_talk()
    _write(space, "## Title\n" + "采" * 141 + "\n")
    _write(space, "## Title\n短\n", "cfp.pycontw.md")
    report = fit_to(space, "pycontw")
    assert (report.facts.file, report.findings) == ("cfp.pycontw.md", ())
    assert report.next == "speakprep cfp lint --event pycontw"


def test_fit_of_a_field_the_form_lacks_names_those_it_has(make_talk: Make) -> None:
    space = make_talk()
    _write(space, TEXT)
    with pytest.raises(UsageError) as raised:
        fit_to(space, "pycontw", "level")
    assert raised.value.hint.startswith("it has: title, abstract, python_level")


def test_copy_of_an_empty_field_says_where_it_is_written(make_talk: Make) -> None:
    space = make_talk()
    _write(space, TEXT)
    with pytest.raises(InputError) as raised:
        copy(space, "notes")
    assert (raised.value.message, raised.value.hint) == (
        "notes is still empty",
        "write it with: speakprep cfp draft",
    )


def test_diff_of_two_forms_compares_what_asks_for_the_same(make_talk: Make) -> None:
    space = make_talk()
    _write(space, TEXT)
    new_version(space, "pycontw")
    facts = diff(space, "cfp.md").facts
    assert (facts.before, facts.after) == ("cfp.md", "cfp.pycontw.md")
    kinds = {change.field: change.kind for change in facts.changes}
    assert kinds["abstract"] == kinds["objective"] == kinds["python_level"] == "same"
    assert kinds["biography"] == "removed"


@pytest.mark.parametrize(("one", "other"), [("nothing", ""), ("cfp.md", "../no.md"), ("", "")])
def test_diff_with_nothing_to_compare_says_so(make_talk: Make, one: str, other: str) -> None:
    space = make_talk()
    _write(space, TEXT)
    with pytest.raises(InputError, match="nothing"):
        diff(space, one, other)


def test_variant_is_found_whatever_capitals_are_typed(make_talk: Make) -> None:
    space = make_talk(event="generic")
    (space.folder / "cfp.md").write_text(TEXT, encoding="utf-8")
    made = new_version(space, "PyConTW").facts
    assert (made.file, made.event) == ("cfp.pycontw.md", "pycontw")
    assert fit_to(space, "PYCONTW").facts.file == "cfp.pycontw.md"
    assert copy(space, "title", event="PyConTW").facts.file == "cfp.pycontw.md"
    assert [each.name for each in talk_sources(space, "PyConTW")] == ["cfp.pycontw.md"]
    with pytest.raises(UsageError, match=r"cfp\.md is the proposal for generic itself"):
        new_version(space, "Generic")
