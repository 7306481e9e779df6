"""Findings the speaker allowed with a reason, or knows already."""

from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cfp.actions.baseline import KnownFindings
from speakprep.cfp.actions.lint import lint_sources, lint_talk
from speakprep.cfp.actions.sources import file_sources
from speakprep.errors import InputError
from speakprep.talk.workspace import Workspace, open_workspace
from tests.cfp.proposals import CHINESE_FAULTY, ENGLISH, FAULTY, write

Make = Callable[..., Workspace]

ALLOW = "<!-- speakprep: allow CFP109 the form asks for it -->"


@pytest.mark.parametrize("text", [FAULTY, CHINESE_FAULTY], ids=["en", "zh"])
def test_finding_is_allowed_by_a_comment_in_its_field(make_talk: Make, text: str) -> None:
    space = make_talk()
    heading = "## Takeaways" if text is FAULTY else "## 听众收获"
    write(space, text.replace(heading, f"{heading}\n\n{ALLOW}", 1))
    report = lint_talk(space)
    assert report.findings == ()
    (allowed,) = report.facts.suppressed
    assert (allowed.finding.code, allowed.reason) == ("CFP109", "the form asks for it")


def test_comment_in_another_field_allows_nothing_and_is_named(make_talk: Make) -> None:
    space = make_talk()
    write(space, FAULTY.replace("## Title\n", f"## Title\n\n{ALLOW}\n", 1))
    found = [(finding.code, finding.place.line) for finding in lint_talk(space).findings]
    assert found == [("LNT103", 3), ("CFP109", 18)]


def test_finding_made_without_a_rule_is_allowed_above_the_first_heading(make_talk: Make) -> None:
    space = make_talk()
    missing = ENGLISH.partition("## Notes")[0]
    write(space, missing)
    assert [finding.code for finding in lint_talk(space).findings] == ["CFP122"]
    write(space, f"<!-- speakprep: allow CFP122 no notes -->\n\n{missing}")
    report = lint_talk(space)
    assert (report.findings, len(report.facts.suppressed)) == ((), 1)


def _with_allowances(space: Workspace, lines: str) -> Workspace:
    toml = space.folder / "talk.toml"
    toml.write_text(toml.read_text("utf-8") + lines, encoding="utf-8")
    return open_workspace(space.folder, space.folder)


def test_talk_toml_allows_and_what_it_allows_in_vain_is_named(make_talk: Make) -> None:
    space = make_talk()
    write(space, FAULTY)
    allowed = _with_allowances(
        space,
        '[[allow]]\ncode = "CFP109"\nfield = "takeaways"\nreason = "later"\n'
        '[[allow]]\ncode = "CFP801"\nreason = "on purpose"\n'
        '[[allow]]\ncode = "SCR103"\nreason = "for the script"\n',
    )
    report = lint_talk(allowed)
    (finding,) = report.findings
    assert (finding.code, finding.place.file) == ("LNT103", "talk.toml")
    assert (space.folder / "talk.toml").read_text("utf-8").split("\n")[
        (finding.place.line or 0) - 1
    ] == "[[allow]]"
    assert [each.finding.code for each in report.facts.suppressed] == ["CFP109"]


def test_talk_toml_is_not_judged_by_a_part_of_the_talk(make_talk: Make) -> None:
    space = make_talk()
    path = write(space, ENGLISH)
    write(space, ENGLISH, "cfp.pycontw.md")
    _with_allowances(space, '[[allow]]\ncode = "CFP109"\nreason = "later"\n')
    sources, _ = file_sources([path], here=space.folder, user=space.folder)
    assert lint_sources(sources).findings == ()


def test_each_file_inside_a_talk_is_checked_by_what_counts_there(
    make_talk: Make, tmp_path: Path
) -> None:
    space = make_talk(event="kubecon-eu-2027", language="zh")
    inside = write(space, "")
    _with_allowances(space, '[[allow]]\ncode = "CFP103"\nreason = "not begun"\n')
    outside = tmp_path / "b.md"
    outside.write_text("## Title\n\nT\n", encoding="utf-8")
    sources, errors = file_sources([inside, outside], here=tmp_path, user=tmp_path)
    report = lint_sources(sources, errors)
    assert [(p.file, p.event, p.language) for p in report.facts.proposals] == [
        ("talk/cfp.md", "kubecon-eu-2027", "zh"),
        ("b.md", "generic", "en"),
    ]
    assert {each.finding.place.file for each in report.facts.suppressed} == {"talk/cfp.md"}


def test_known_findings_are_hidden_new_ones_shown_and_gone_ones_named(make_talk: Make) -> None:
    space = make_talk()
    write(space, FAULTY)
    known = KnownFindings(space.folder / "known.toml", space.here)
    written = known.write(lint_talk(space))
    assert (written.findings, written.facts.known) == ((), 1)
    assert written.written == ("known.toml",)
    assert 'file = "cfp.md"' in (space.folder / "known.toml").read_text("utf-8")
    write(space, "\n" + FAULTY.replace("None", "TODO"))
    again = known.hide(lint_talk(space))
    assert ([f.evidence for f in again.findings], again.facts.known) == (["TODO"], 1)
    write(space, ENGLISH)
    (gone,) = known.hide(lint_talk(space)).findings
    assert (gone.code, gone.place.file) == ("LNT104", "known.toml")


def test_list_of_known_findings_never_replaces_another_file(make_talk: Make) -> None:
    space = make_talk()
    path = write(space, FAULTY)
    with pytest.raises(InputError):
        KnownFindings(path, space.here).write(lint_talk(space))
    assert path.read_text("utf-8") == FAULTY
