from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cfp.actions.draft import Drafted, draft
from speakprep.errors import InputError, UsageError
from speakprep.talk.workspace import Workspace

Make = Callable[..., Workspace]


def _write(space: Workspace, text: str, name: str = "cfp.md") -> Path:
    path = space.folder / name
    path.write_bytes(text.encode())
    return path


def test_draft_creates_a_proposal_with_the_talk_s_title(make_talk: Make) -> None:
    space = make_talk(title="Keep Traces")
    report = draft(space, {"level": "Advanced"})
    assert report.facts == Drafted(
        file="cfp.md",
        event="generic",
        created=True,
        filled=("title", "level"),
        kept=(),
        empty=("abstract", "audience", "takeaways", "biography", "notes"),
    )
    assert (report.written, report.next) == (("cfp.md",), "speakprep cfp lint")
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert text.count("\n## ") == 7
    assert "\nKeep Traces\n" in text


def test_draft_never_replaces_what_is_written(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Title\n\nMine\n\n## Abstract\n")
    report = draft(space, {"title": "Theirs", "abstract": "New"})
    assert path.read_text("utf-8") == "## Title\n\nMine\n\n## Abstract\n\nNew\n"
    assert (report.facts.filled, report.facts.kept) == (("abstract",), ("title",))
    (finding,) = report.findings
    assert (finding.code, finding.place.line, finding.evidence) == ("CFP130", 1, "Theirs")
    assert finding.message == (
        "title already says something, and your words stay; this was left out."
    )


def test_draft_says_in_chinese_that_chinese_words_stay(make_talk: Make) -> None:
    space = make_talk(language="zh")
    _write(space, "## 标题\n\n采样\n")
    (finding,) = draft(space, {"title": "别的"}).findings
    assert finding.message == "title 已有内容，你写的保持不变；这段没有写入。"


def test_draft_takes_the_name_of_a_folder_for_no_title(make_talk: Make) -> None:
    report = draft(make_talk(title="talk"), {})
    assert (report.facts.filled, "title" in report.facts.empty) == ((), True)


def test_draft_with_nothing_new_writes_nothing(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Title\n\nMine\n")
    report = draft(space, {"title": " Mine ", "abstract": " "})
    assert (report.written, report.findings, report.facts.filled) == ((), (), ())
    assert path.read_text("utf-8") == "## Title\n\nMine\n"


def test_draft_with_one_bad_answer_writes_none(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Title\n")
    with pytest.raises(InputError):
        draft(space, {"title": "Good", "colour": "red"})
    assert path.read_text("utf-8") == "## Title\n"


def test_draft_of_an_unknown_event_writes_nothing(make_talk: Make) -> None:
    space = make_talk(event="nowhere")
    with pytest.raises(UsageError):
        draft(space, {})
    assert not (space.folder / "cfp.md").exists()


def test_draft_keeps_a_byte_order_mark_and_line_ends(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "\ufeff## Title\r\n\r\n## Level\r\nAny\r\n")
    draft(space, {"title": "T"})
    assert path.read_bytes() == "\ufeff## Title\r\n\r\nT\r\n\r\n## Level\r\nAny\r\n".encode()


@pytest.mark.parametrize(
    ("event", "name", "key"),
    [
        ("generic", "Audience", "audience"),
        ("generic", "AUDIENCE", "audience"),
        ("generic", "目标听众", "audience"),
        ("kubecon-eu-2027", "Description.Problem", "description.problem"),
    ],
)
def test_draft_takes_a_field_by_its_label_or_key(
    make_talk: Make, event: str, name: str, key: str
) -> None:
    assert draft(make_talk(title="A b", event=event), {name: "Words"}).facts.filled[1:] == (key,)


def test_draft_whole_by_label_and_in_parts_by_key_is_refused(make_talk: Make) -> None:
    space = make_talk(event="kubecon-eu-2027")
    with pytest.raises(UsageError, match="answered whole and in parts"):
        draft(space, {"Description": "Words", "description.problem": "More"})


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "My idea.", "# Mine\r\n\r\n想法。\r\n", "<!-- open\n"]
)
def test_draft_writes_the_headings_below_a_text_without_any(make_talk: Make, text: str) -> None:
    space = make_talk(title="Keep Traces")
    path = _write(space, text)
    report = draft(space, {"level": "Any"})
    after = path.read_bytes().decode()
    assert after.startswith(text)
    assert (after.count("\n## "), report.written) == (7, ("cfp.md",))
    assert (report.facts.created, report.facts.filled) == (False, ("title", "level"))
    assert "\r\n" not in text or after.count("\r\n") == after.count("\n")
    assert draft(space, {}).written == ()


def test_draft_below_an_open_code_block_is_refused(make_talk: Make) -> None:
    path = _write(space := make_talk(), "```\nmine\n")
    with pytest.raises(InputError, match="the form's headings would not be read below this text"):
        draft(space, {})
    assert path.read_bytes() == b"```\nmine\n"
