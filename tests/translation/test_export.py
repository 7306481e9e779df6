"""What leaves: only what is signed, or what says that it is not."""

import re

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.translation.actions.export import Wanted, export, paths_of
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.formats.model import FINAL_FORMS
from speakprep.translation.model import Direction

MARK = "DRAFT / 草稿"
EVIL = "<script>alert(1)</script>"
ALL = ("md", "html", "srt", "tmx", "xliff", "xliff2", "csv")


def out(bench, form, *, draft=False, name="out", replaces=False):
    direction = choose_direction(bench.workspace, None)
    path = bench.workspace.folder / f"{name}.{form}"
    return export(
        bench.workspace, direction, Wanted(form=form, draft=draft), out=path, replaces=replaces
    )


def text(bench, form, *, draft=False):
    direction = choose_direction(bench.workspace, None)
    return export(bench.workspace, direction, Wanted(form=form, draft=draft)).facts.text


@pytest.mark.parametrize("form", ["md", "html", "srt", "tmx"])
def test_unsigned_text_is_never_final(done, form):
    done.sign("结果") if form != "tmx" else None
    with pytest.raises(UsageError) as caught:
        out(done, form)
    left = 5 if form != "tmx" else 6
    assert caught.value.message.startswith(f"{left} of 6 places are not signed")
    assert caught.value.message.endswith("; nothing was written")
    assert "speakprep translate review --to en" in caught.value.hint
    assert not done.exists(f"out.{form}")
    assert not done.exists("out.en.srt")


@pytest.mark.parametrize("form", ["md", "html", "srt"])
def test_one_edit_makes_it_a_draft_again(done, form):
    done.sign()
    out(done, form)
    done.edit("script.en.md", "storage shrank", "storage use shrank")
    with pytest.raises(UsageError, match="1 of 6 places are not signed"):
        out(done, form, name="later")


def test_what_is_wrong_is_told_apart(done):
    done.sign()
    done.edit("script.en.md", "87%", "95%")
    done.edit("script.zh.md", "结果", "成果")
    with pytest.raises(UsageError) as caught:
        out(done, "md")
    assert caught.value.message == (
        "2 of 6 places are not signed (1 with findings, 1 to be translated); nothing was written"
    )


@pytest.mark.parametrize("form", sorted(FINAL_FORMS))
def test_draft_is_marked_and_signed_text_is_not(done, form):
    files = {"srt": "out.en.srt"}
    assert out(done, form, draft=True).facts.draft is True
    assert MARK in done.read(files.get(form, f"out.{form}"))
    done.sign()
    report = out(done, form, draft=True, replaces=True)
    assert (report.facts.draft, report.facts.unsigned) == (False, 0)
    assert MARK not in done.read(files.get(form, f"out.{form}"))


@pytest.mark.parametrize("form", ["xliff", "xliff2", "csv"])
def test_working_files_carry_states(done, form):
    done.sign("结果")
    shown = text(done, form)
    assert len(re.findall({"csv": '"signed"'}.get(form, 'state="final"'), shown)) == 1


def test_memory_holds_what_is_signed_and_drafts_only_when_told(done):
    done.sign("结果")
    report = out(done, "tmx")
    assert (report.facts.places, report.facts.left_out) == (1, 5)
    assert done.read("out.tmx").count("<tu ") == 1
    assert text(done, "tmx", draft=True).count("<tu ") == 6


def test_missing_and_stale_places_are_in_no_memory(done):
    done.edit("script.zh.md", "87%", "88%")
    assert text(done, "tmx", draft=True).count("<tu ") == 5


def test_markdown_is_the_script_without_marks(done, golden):
    done.sign()
    golden("export.en.md", text(done, "md"))


def test_markdown_draft(done, golden):
    golden("export-draft.en.md", text(done, "md", draft=True))


def test_both_subtitles_run_on_one_clock(done, golden):
    done.sign()
    report = out(done, "srt")
    assert report.written == ("out.en.srt", "out.zh.srt")
    golden("export.en.srt", done.read("out.en.srt"))
    golden("export.zh.srt", done.read("out.zh.srt"))


def test_subtitles_are_two_files(done):
    with pytest.raises(UsageError, match="srt is two files"):
        text(done, "srt", draft=True)


def test_page_marks_what_was_found(done):
    done.sign()
    done.edit("script.en.md", "12 seconds to 2", "12 seconds to 3")
    shown = text(done, "html", draft=True)
    assert shown.count('<p class="state signed">') == 5
    assert shown.count('<p class="state flagged">') == 1
    assert '<p class="finding error">' in shown


def test_page_is_closed(done):
    done.edit("script.zh.md", "# 采样", f"# {EVIL}")
    done.edit("script.zh.md", "存储空间减少了", f"存储{EVIL}空间减少了")
    shown = text(done, "html", draft=True)
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 1
    assert "default-src 'none'" in shown
    assert re.findall(r"(?:src|href)=", shown) == []


def test_page_of_a_slide_with_paragraphs_of_its_own(done):
    done.edit("script.en.md", "First, we do", "One more.\n\nFirst, we do")
    shown = text(done, "html", draft=True)
    assert shown.count('<div class="pair') == 4
    assert "One more." in shown


@pytest.mark.parametrize("form", ALL)
def test_existing_file_stays(done, form):
    done.sign()
    name = "out.zh.srt" if form == "srt" else f"out.{form}"
    done.write(name, "mine")
    with pytest.raises(UsageError, match="exists already"):
        out(done, form)
    assert done.read(name) == "mine"
    assert not done.exists("out.en.srt")


@pytest.mark.parametrize("name", ["script.en", "talk.toml", "translation.zh-en.jsonl"])
def test_files_of_the_talk_are_never_replaced(done, name):
    done.sign()
    path = done.workspace.folder / (f"{name}.md" if name == "script.en" else name)
    before = path.read_bytes()
    direction = choose_direction(done.workspace, None)
    with pytest.raises(UsageError, match="one of the talk's own files"):
        export(done.workspace, direction, Wanted(form="md"), out=path, replaces=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["md", "html", "tmx"])
def test_without_a_translation_there_is_nothing_to_export(zh_bench, form):
    with pytest.raises(InputError, match="there is no English script yet"):
        out(zh_bench, form, draft=True)


def test_source_alone_leaves_for_a_translator(zh_bench):
    assert text(zh_bench, "xliff").count("<trans-unit") == 6
    assert "<target" not in text(zh_bench, "xliff2")


def test_next_is_what_to_type(done):
    assert out(done, "xliff").next == "speakprep translate import out.xliff --to en"
    assert out(done, "html", draft=True).next == "speakprep translate review --to en"


def test_names_of_subtitles(tmp_path):
    direction = Direction(source="zh", target="en")
    found = paths_of(tmp_path / "a.b", "srt", direction)
    assert [path.name for path in found] == ["a.en.b", "a.zh.b"]
    assert [path.name for path in paths_of(tmp_path / "a", "srt", direction)] == [
        "a.en.srt",
        "a.zh.srt",
    ]
