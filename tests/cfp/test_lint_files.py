"""Files named one by one, files that cannot be read, and rule files of the talk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cfp.actions.lint import lint_sources, lint_talk
from speakprep.cfp.actions.sources import file_sources, load_rules, rules_for, talk_sources
from speakprep.errors import InputError
from speakprep.talk.workspace import Workspace
from tests.cfp.proposals import ENGLISH, write

Make = Callable[..., Workspace]


def test_files_outside_a_talk_are_checked_in_the_order_given(make_talk: Make) -> None:
    space = make_talk()
    files = [write(space, ENGLISH, "b.md"), write(space, "", "a.md")]
    sources, errors = file_sources(files, here=space.folder, user=space.folder)
    report = lint_sources(sources, errors)
    assert [proposal.file for proposal in report.facts.proposals] == ["b.md", "a.md"]
    assert {finding.place.file for finding in report.findings} == {"a.md"}
    assert report.next == ""


def test_rule_file_of_the_talk_is_used_instead(make_talk: Make) -> None:
    space = make_talk()
    write(space, ENGLISH)
    (space.folder / "checklists").mkdir()
    write(space, "[[rule]]\ncode = 1\n", "checklists/cfp.toml")
    with pytest.raises(InputError) as raised:
        lint_talk(space)
    assert raised.value.file == str(space.folder / "checklists/cfp.toml")
    assert raised.value.line == 1


def test_broken_file_is_named_and_the_others_are_checked(make_talk: Make) -> None:
    space = make_talk()
    good, bad = write(space, ENGLISH, "a.md"), space.folder / "b.md"
    bad.write_bytes(b"## Title\n\xff\n")
    files = [bad, good, space.folder / "none.md"]
    sources, errors = file_sources(files, here=space.folder, user=space.folder)
    report = lint_sources(sources, errors)
    assert [proposal.file for proposal in report.facts.proposals] == ["a.md"]
    assert [f.code for f in report.findings] == ["LNT100", "LNT100"]
    assert report.findings[0].place.line == 2
    assert report.findings[0].message.startswith("Not checked: is not UTF-8 text")
    assert len(report.facts.unread) == 2


def test_broken_talk_is_named_once_and_the_others_are_checked(
    make_talk: Make, tmp_path: Path
) -> None:
    space = make_talk()
    one, two = write(space, ENGLISH), write(space, ENGLISH, "x.md")
    (space.folder / "talk.toml").write_text("title =\n", encoding="utf-8")
    good = tmp_path / "good.md"
    good.write_text(ENGLISH, encoding="utf-8")
    sources, errors = file_sources([one, two, good], here=tmp_path, user=tmp_path)
    report = lint_sources(sources, errors)
    assert [finding.code for finding in report.findings] == ["LNT100"]
    assert report.findings[0].place.file.endswith("talk.toml")
    assert [proposal.file for proposal in report.facts.proposals] == ["good.md"]


def test_the_only_file_that_cannot_be_read_is_an_error(make_talk: Make) -> None:
    space = make_talk()
    sources, errors = file_sources([space.folder / "none.md"], here=space.folder, user=space.folder)
    with pytest.raises(InputError) as raised:
        lint_sources(sources, errors)
    assert raised.value.message == "there is no such file"


OWN = """\
[[rule]]
code = "{code}"
name = "told-before"
kind = "pattern"
level = "warning"
cues.en = ["sampling"]
message.en = "You were told this last time: say what sampling is."
why.en = "A reviewer asked."
source = "Reviewer 1"
bad.en = ["sampling"]
good.en = ["traces"]
"""


def test_rules_made_of_feedback_are_used(make_talk: Make) -> None:
    space = make_talk()
    write(space, ENGLISH)
    (space.folder / "checklists").mkdir()
    write(space, OWN.format(code="MINE001"), "checklists/my-feedback.toml")
    assert [finding.code for finding in lint_talk(space).findings] == ["MINE001"]
    assert "MINE001" in {rule.code for rule in rules_for(talk_sources(space))}


def test_two_files_with_a_rule_of_one_code_are_an_error(make_talk: Make) -> None:
    space = make_talk()
    (space.folder / "checklists").mkdir()
    own = write(space, OWN.format(code="CFP801"), "checklists/my-feedback.toml")
    with pytest.raises(InputError) as raised:
        load_rules(space.shelves)
    assert (raised.value.file, raised.value.line) == (str(own), 1)
    assert raised.value.message.startswith("CFP801 is also a rule of ")
    assert "reviewer-feedback.toml:" in raised.value.message
