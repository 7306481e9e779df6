from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.actions.freeze import freeze
from speakprep.cfp.actions.frozen import frozen_findings, frozen_state, list_frozen
from speakprep.cfp.actions.versions import diff
from speakprep.cfp.freezing import fingerprint, frozen_name, latest, parse_frozen, render_frozen
from speakprep.cfp.model import Frozen
from speakprep.errors import InputError, UsageError
from speakprep.talk.workspace import Workspace

Make = Callable[..., Workspace]

DAY = date(2026, 10, 1)
GOOD = """\
## Title\r
\r
Keep Traces\r
\r
## Abstract\r
\r
Keeping every trace costs more than the services. We sample in the Collector. You will\r
leave with three rules.\r
\r
## Audience\r
\r
Platform engineers\r
\r
## Takeaways\r
\r
三条规则\r
\r
## Biography\r
\r
Runs tracing."""


def _write(space: Workspace, text: str, name: str = "cfp.md") -> Path:
    path = space.folder / name
    path.write_bytes(text.encode())
    return path


def _versions(space: Workspace) -> list[str]:
    return sorted(path.name for path in (space.folder / "versions").glob("*"))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_freezing_keeps_the_exact_bytes_and_a_record(make_talk: Make, mark: str) -> None:
    space = make_talk()
    path = _write(space, mark + GOOD)
    report = freeze(space, DAY)
    assert report.findings == ()
    assert report.written == ("versions/2026-10-01-generic.md", "versions/2026-10-01-generic.toml")
    assert report.next == "speakprep cfp submitted"
    copy = space.folder / "versions/2026-10-01-generic.md"
    assert copy.read_bytes() == path.read_bytes()
    record = report.facts.frozen
    assert record
    assert (record.sha256, record.day, record.event, record.source, record.open) == (
        fingerprint(mark + GOOD),
        DAY,
        "generic",
        "cfp.md",
        (),
    )
    assert record.form.startswith("Fields that pretalx")
    text = copy.with_suffix(".toml").read_text("utf-8")
    assert parse_frozen(text, "x", "2026-10-01-generic") == record


def test_same_text_is_frozen_once_and_a_changed_one_again(make_talk: Make) -> None:
    space = make_talk()
    _write(space, GOOD)
    freeze(space, DAY)
    again = freeze(space, date(2026, 10, 2))
    assert (again.facts.before, again.written) == (True, ())
    _write(space, GOOD + " And more.")
    freeze(space, DAY)
    assert _versions(space) == [
        *("2026-10-01-generic-2.md", "2026-10-01-generic-2.toml"),
        *("2026-10-01-generic.md", "2026-10-01-generic.toml"),
    ]
    assert [each.name for each in list_frozen(space).facts.versions] == [
        "2026-10-01-generic",
        "2026-10-01-generic-2",
    ]


def test_open_errors_keep_it_from_being_frozen_unless_there_is_a_reason(make_talk: Make) -> None:
    space = make_talk()
    _write(space, GOOD.replace("Runs tracing.", "TBD"))
    report = freeze(space, DAY)
    assert [(f.code, f.level) for f in report.findings] == [("CFP109", "error")]
    assert (report.facts.frozen, report.written) == (None, ())
    assert not (space.folder / "versions").exists()
    with pytest.raises(UsageError, match="needs a reason"):
        freeze(space, DAY, anyway=True, reason=" \n")
    report = freeze(space, DAY, anyway=True, reason="the form\ncloses tonight")
    assert report.findings == ()
    assert report.facts.frozen
    assert report.facts.frozen.reason == "the form closes tonight"
    assert len(report.facts.frozen.open) == 1
    assert report.facts.frozen.open[0].startswith("CFP109 (biography): ")


def test_anyway_with_nothing_open_notes_no_reason(make_talk: Make) -> None:
    space = make_talk()
    _write(space, GOOD)
    frozen = freeze(space, DAY, anyway=True, reason="just in case").facts.frozen
    assert frozen
    assert (frozen.open, frozen.reason) == ((), "")


def test_killed_between_copy_and_record_goes_on_where_it_was(make_talk: Make) -> None:
    space = make_talk()
    _write(space, GOOD)
    (space.folder / "versions").mkdir()
    _write(space, GOOD, "versions/2026-10-01-generic.md")
    freeze(space, DAY)
    assert _versions(space) == ["2026-10-01-generic.md", "2026-10-01-generic.toml"]


def test_foreign_file_in_the_way_is_not_overwritten(make_talk: Make) -> None:
    space = make_talk()
    _write(space, GOOD)
    (space.folder / "versions").mkdir()
    mine = _write(space, "mine", "versions/2026-10-01-generic.md")
    freeze(space, DAY)
    assert mine.read_text("utf-8") == "mine"
    assert "2026-10-01-generic-2.md" in _versions(space)


def test_later_changes_show(make_talk: Make) -> None:
    space = make_talk()
    _write(space, GOOD)
    freeze(space, DAY)
    (state,) = frozen_state(space)
    assert (state.changed, state.gone, state.damaged, frozen_findings(space)) == (*[False] * 3, ())
    _write(space, GOOD.replace("三条", "五条"))
    (finding,) = frozen_findings(space)
    assert (finding.code, finding.level, finding.place.file) == ("CFP132", "advice", "cfp.md")
    assert finding.message == (
        "It changed since it was frozen on 2026-10-01; see what: "
        "speakprep cfp diff 2026-10-01-generic"
    )
    assert list_frozen(space).next == "speakprep cfp diff"
    facts = diff(space).facts
    assert (facts.before, facts.after) == ("versions/2026-10-01-generic.md", "cfp.md")
    changed = [change for change in facts.changes if change.kind != "same"]
    assert [(c.field, [p.text for p in c.pieces]) for c in changed] == [
        ("takeaways", ["三", "五", "条规则"])
    ]


def test_copy_that_was_edited_and_a_file_that_is_gone_are_named(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, GOOD)
    freeze(space, DAY)
    _write(space, "edited", "versions/2026-10-01-generic.md")
    path.unlink()
    (state,) = frozen_state(space)
    assert (state.changed, state.gone, state.damaged) == (False, True, True)
    assert [(finding.code, finding.message) for finding in frozen_findings(space)] == [
        ("CFP133", "This is not the text that was frozen any more: bring it back from git.")
    ]


def test_what_changed_since_is_told_in_the_language_of_the_text(make_talk: Make) -> None:
    space = make_talk()
    _write(space, "## Title\n\n采样\n")
    freeze(space, DAY, anyway=True, reason="今晚截止")
    _write(space, "## Title\n\n尾部采样\n")
    _write(space, "edited", "versions/2026-10-01-generic.md")
    assert [finding.message for finding in frozen_findings(space)] == [
        "2026-10-01 定稿之后有改动；查看改动：speakprep cfp diff 2026-10-01-generic",
        "这已经不是当时定稿的文字：请用 git 恢复。",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('source = "cfp.md"', 'source = "../secret.md"', "is no proposal's name"),
        ("sha256 = ", 'sha256 = "0" # ', "must be 64 digits"),
        ("date = 2026-10-01", 'date = "soon"', "must be a day"),
        ("event = ", "evnt = ", "unknown key 'evnt'"),
    ],
)
def test_broken_record_is_an_error_with_its_line(
    make_talk: Make, old: str, new: str, message: str
) -> None:
    space = make_talk()
    _write(space, GOOD)
    freeze(space, DAY)
    record = space.folder / "versions/2026-10-01-generic.toml"
    record.write_text(record.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputError) as raised:
        frozen_state(space)
    assert message in raised.value.message
    assert raised.value.line is not None


def test_without_a_proposal_there_is_nothing_to_freeze(make_talk: Make) -> None:
    with pytest.raises(InputError, match="no proposal to freeze yet"):
        freeze(make_talk(), DAY)
    with pytest.raises(InputError, match="no proposal for pycontw yet"):
        freeze(make_talk(), DAY, event="pycontw")


def test_variant_is_frozen_under_its_own_event(make_talk: Make) -> None:
    space = make_talk()
    _write(space, "## Title\n短\n", "cfp.pycontw.md")
    frozen = freeze(space, DAY, event="pycontw", anyway=True, reason="太晚了").facts.frozen
    assert frozen
    assert (frozen.name, frozen.source) == ("2026-10-01-pycontw", "cfp.pycontw.md")


@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.text("采 a\"'\\#\n", min_size=1))
)
def test_record_reads_as_it_was_written(reason: str, open_: list[str]) -> None:
    frozen = Frozen(
        name="2026-10-01-x",
        sha256="0" * 64,
        day=DAY,
        event="x",
        source="cfp.x.md",
        form="f",
        open=tuple(open_),
        reason=reason if open_ else "",
    )
    assert parse_frozen(render_frozen(frozen), "f", frozen.name) == frozen


def test_names_of_one_day_are_numbered_and_ordered() -> None:
    def frozen(name: str, day: date = DAY) -> Frozen:
        return Frozen(name=name, sha256="", day=day, event="x", source="cfp.md", form="")

    assert frozen_name(DAY, "x", {"2026-10-01-x", "2026-10-01-x-2"}) == "2026-10-01-x-3"
    versions = [frozen("2026-10-01-x-10"), frozen("2026-10-01-x-9"), frozen("2026-10-01-x")]
    last = latest(versions)
    assert last
    assert last.name == "2026-10-01-x-10"
    assert latest([]) is None
