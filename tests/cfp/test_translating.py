from collections.abc import Callable
from datetime import date

import pytest

from speakprep.cfp.actions.lint import lint_talk
from speakprep.cfp.actions.translating import (
    Translatable,
    TranslatedProposal,
    Words,
    open_translatable,
    put_translation,
)
from speakprep.cfp.actions.versions import copy
from speakprep.errors import InputError, UsageError
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from tests.forms import HEAD, LEVEL, TITLE, long_text, put_form

DAY = date(2026, 11, 21)
FILE = "cfp.small.en.md"
NOTES = """
[[field]]
key = "notes"
label = { en = "Notes", zh = "备注" }
"""
IN_ENGLISH = f'{HEAD}language = "en"\n'
ZH = """\
## 标题
只留有用的链路
## 摘要
全量保留链路的成本太高了。
## 难度
Deep
"""
EN = {
    "title": Words(text="Keep the Useful Traces", by="qwen3"),
    "abstract": Words(text="Keeping every trace costs too much.", by="qwen3"),
}


@pytest.fixture
def space(make_talk: Callable[..., Workspace]) -> Workspace:
    made = make_talk(title="链路", language="zh", event="small")
    abstract = long_text("abstract", "Abstract", "摘要", 40)
    put_form(made.folder, TITLE, abstract, LEVEL, NOTES, head=IN_ENGLISH)
    write(made, "cfp.md", ZH)
    return made


def write(space: Workspace, name: str, text: str) -> None:
    (space.folder / name).write_bytes(text.encode())


def read(space: Workspace, name: str = FILE) -> str:
    return (space.folder / name).read_bytes().decode()


def put(
    space: Workspace, words: dict[str, Words] | None = None, meant: Translatable | None = None
) -> Report[TranslatedProposal]:
    meant = meant or open_translatable(space, "en")
    return put_translation(space, meant, EN if words is None else words, today=DAY)


def keys(meant: Translatable) -> list[str]:
    return [each.field.key for each in meant.fields]


def test_translatable_has_words_limits_lines_and_choices(space: Workspace) -> None:
    meant = open_translatable(space, "en")
    assert (meant.source, meant.target, meant.variant) == ("zh", "en", "small.en")
    assert [(each.field.key, each.line, each.at_most, each.copied) for each in meant.fields] == [
        ("title", 2, "", False),
        ("abstract", 4, "40 characters", False),
        ("level", 6, "", True),
    ]


def test_new_file_has_every_field_marked_and_copies_choices(space: Workspace) -> None:
    report = put(space)
    assert report.written == (FILE,)
    assert (report.facts.filled, report.facts.open) == (("title", "abstract", "level"), ())
    text = read(space)
    assert "qwen3, 2026-11-21, 22 characters" in text
    assert text.count("<!-- translated: zh ") == 2
    assert text.count("<!-- copied: zh ") == 1
    assert "## Notes" in text
    assert report.next == "speakprep cfp lint --event small.en"
    assert copy(space, "title", event="small.en").facts.text == "Keep the Useful Traces"
    assert text.split("\n")[report.facts.lines["title"] - 1] == "Keep the Useful Traces"


def test_lint_reads_the_translation_with_its_form_and_its_marks(space: Workspace) -> None:
    put(space)
    found = [
        (finding.code, finding.place.field)
        for finding in lint_talk(space, event="small.en").findings
        if finding.code in {"CFP131", "CFP115", "CFP120"}
    ]
    assert found == [("CFP131", "title"), ("CFP131", "abstract")]
    both = lint_talk(space)
    assert [each.file for each in both.facts.proposals] == ["cfp.md", FILE]
    # The form wants English, and has it now.
    assert not [each for each in both.findings if each.code == "CFP115"]


def test_same_words_again_write_nothing(space: Workspace) -> None:
    put(space)
    before = read(space)
    report = put_translation(space, open_translatable(space, "en"), EN, today=date(2027, 1, 1))
    assert (report.written, report.facts.filled) == ((), ())
    assert read(space) == before


def test_new_words_take_the_place_of_what_is_as_it_came(space: Workspace) -> None:
    put(space)
    write(space, FILE, read(space).replace("## Abstract\n", "## Abstract\n<!-- my own note -->\n"))
    before = read(space)
    write(space, "cfp.md", ZH.replace("太高", "很高"))
    report = put(space, {**EN, "abstract": Words(text="Keeping it all is dear.", by="other")})
    assert report.facts.filled == ("abstract",)
    after = read(space)
    assert "Keeping every trace" not in after
    assert "<!-- my own note -->" in after
    assert "other, 2026-11-21, 23 characters" in after
    assert after.split("## Abstract")[0] == before.split("## Abstract")[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Keep the Useful Traces", "Keep Useful Traces"),
        ("Keep the Useful Traces", "Keep the Useful Traces\nAnd more"),
        ("<!-- translated: zh", "Mine.\n<!-- translated: zh"),
    ],
)
def test_what_a_hand_changed_stays(space: Workspace, old: str, new: str) -> None:
    put(space)
    write(space, FILE, read(space).replace(old, new, 1))
    before = read(space)
    write(space, "cfp.md", ZH.replace("只留", "请只留"))
    meant = open_translatable(space, "en")
    assert "title" not in keys(meant)
    report = put(space, {"title": Words(text="Other", by="qwen3")}, meant)
    assert read(space) == before
    assert report.facts.kept == ("title",)
    (stale,) = (each for each in report.findings if each.code == "stale")
    assert "请只留有用的链路" in stale.message


def test_what_a_hand_wrote_without_a_mark_stays_and_is_not_stale(space: Workspace) -> None:
    write(space, FILE, "## Title\n\nMy own title\n")
    meant = open_translatable(space, "en")
    assert keys(meant) == ["abstract", "level"]
    report = put(space, EN, meant)
    assert report.findings == ()
    assert "My own title\n" in read(space)
    assert "## Abstract\n" in read(space)


def test_field_edited_while_the_model_was_asked_stays(space: Workspace) -> None:
    put(space)
    write(space, "cfp.md", ZH.replace("太高", "很高"))
    meant = open_translatable(space, "en")
    write(space, FILE, read(space).replace("costs too much", "is dear"))
    before = read(space)
    put(space, {"abstract": Words(text="Keeping all is dear.", by="qwen3")}, meant)
    assert read(space) == before


def test_emptied_field_is_filled_again_under_one_mark(space: Workspace) -> None:
    put(space)
    write(space, FILE, read(space).replace("Keep the Useful Traces\n", ""))
    put(space)
    assert read(space).count("Keep the Useful Traces") == 1
    assert read(space).count("<!-- translated:") == 2


def test_over_the_limit_is_told_with_the_count_and_nothing_is_cut(space: Workspace) -> None:
    long = "Keeping every single trace costs far too much."
    report = put(space, {**EN, "abstract": Words(text=long, by="qwen3")})
    (over,) = report.findings
    assert (over.code, over.level, over.evidence) == ("CFP101", "error", " much.")
    assert "46 of 40 characters" in over.message
    assert long in read(space)
    assert report.next == "speakprep cfp draft --editor --event small.en"


def test_field_without_words_stays_open(space: Workspace) -> None:
    report = put(space, {"title": EN["title"]})
    assert report.facts.open == ("abstract",)
    (missing,) = report.findings
    assert (missing.code, missing.level, missing.place.line) == ("missing", "warning", 4)
    assert report.next == "speakprep cfp translate --to en"
    assert put(space, {}).facts.filled == ()


def test_nothing_translated_writes_no_file(space: Workspace) -> None:
    report = put(space, {})
    assert (report.written, (space.folder / FILE).exists()) == ((), False)


def test_windows_line_ends_stay(space: Workspace) -> None:
    write(space, "cfp.md", ZH.replace("\n", "\r\n"))
    put(space)
    text = read(space)
    assert text.count("\n") == text.count("\r\n")
    write(space, "cfp.md", ZH.replace("太高", "很高").replace("\n", "\r\n"))
    words = Words(text="One line.\nAnother.", by="qwen3")
    assert put(space, {**EN, "abstract": words}).facts.filled == ("abstract",)
    assert read(space).count("\n") == read(space).count("\r\n")
    assert "abstract" in keys(open_translatable(space, "en"))


def test_words_that_would_leave_their_field_are_refused(space: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        put(space, {"title": Words(text="A\n## Abstract\nB", by="qwen3")})
    assert (caught.value.file, caught.value.line) == ("cfp.md", 2)
    assert not (space.folder / FILE).exists()


def test_another_form_is_filled_from_cfp_md(space: Workspace) -> None:
    meant = open_translatable(space, "en", "generic")
    assert (meant.variant, meant.source_file) == ("generic.en", "cfp.md")
    assert keys(meant)[0] == "title"
    report = put(space, {"title": EN["title"]}, meant)
    assert report.written == ("cfp.generic.en.md",)
    assert "abstract" not in [each.heading for each in report.facts.left_out]


def test_variant_of_another_form_comes_first(space: Workspace) -> None:
    write(space, "cfp.generic.md", "## Title\n另一个题目\n")
    meant = open_translatable(space, "en", "generic")
    assert [(each.text, each.line) for each in meant.fields] == [("另一个题目", 2)]
    assert meant.source_file == "cfp.generic.md"


def test_english_proposal_becomes_chinese(space: Workspace) -> None:
    write(space, "cfp.md", "## Title\nKeep the Useful Traces\n## Level\nDeep\n")
    report = put_translation(
        space,
        open_translatable(space, "zh"),
        {"title": Words(text="只留有用的链路", by="qwen3")},
        today=DAY,
    )
    assert report.written == ("cfp.small.zh.md",)
    assert "## 标题\n" in read(space, "cfp.small.zh.md")
    (found,) = (
        each for each in lint_talk(space, event="small.zh").findings if each.code == "CFP131"
    )
    assert "翻译" in found.message


def test_same_language_is_refused(space: Workspace) -> None:
    with pytest.raises(UsageError, match="Chinese already"):
        open_translatable(space, "zh")


def test_translation_that_is_not_there_says_how_to_make_it(space: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        lint_talk(space, event="generic.en")
    assert "speakprep cfp translate --to en --event generic" in caught.value.hint
