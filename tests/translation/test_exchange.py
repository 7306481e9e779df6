"""Edits from a translator's tool or a spreadsheet, brought back into a talk."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.translation.actions.check import check
from speakprep.translation.actions.exchange import import_edits, is_exchange
from speakprep.translation.actions.export import Wanted, export, placed_now
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.formats import markup, table
from speakprep.translation.snapshot import read_snapshot
from speakprep.translation.targets import tame

WORKING = ("xliff", "xliff2", "csv")
NAMES = {"xliff": "talk.xlf", "xliff2": "talk.xliff", "csv": "talk.csv"}
HONEST = "storage shrank by 87%"
EDITED = "storage use shrank by 87%"


def leave(bench, form):
    direction = choose_direction(bench.workspace, None)
    return export(bench.workspace, direction, Wanted(form=form)).facts.text


def bring(bench, form, text):
    direction = choose_direction(bench.workspace, None)
    return import_edits(bench.workspace, direction, text.encode(), NAMES[form])


def files(bench):
    folder = bench.workspace.folder
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def told(report):
    """Return what the import itself has to say, apart from what the check says of the words."""
    return [one.code for one in report.findings if one.code in {"kept", "empty", "unsigned"}]


def placed(bench):
    direction = choose_direction(bench.workspace, None)
    return placed_now(bench.workspace, read_snapshot(bench.workspace, direction))


@pytest.fixture
def done_and_kept(done):
    """The same, and all its files as they were."""
    return done, files(done)


@pytest.mark.parametrize("form", WORKING)
def test_unedited_file_changes_nothing(done, form):
    text, before = leave(done, form), files(done)
    report = bring(done, form, text)
    assert (report.facts.came, report.written, told(report)) == (0, (), [])
    assert files(done) == before


@pytest.mark.parametrize("form", WORKING)
def test_edit_becomes_a_hand_edit(done, form):
    before = done.read("script.en.md")
    report = bring(done, form, leave(done, form).replace(HONEST, EDITED))
    assert (report.facts.came, told(report)) == (1, [])
    assert report.written == ("script.en.md", "translation.zh-en.jsonl")
    assert done.read("script.en.md") == before.replace(HONEST, EDITED)
    assert [one.where.origin for one in placed(done)].count("edited") == 1
    assert check(done.workspace, report.facts.direction).facts.edited == 1
    assert leave(done, form).replace(EDITED, HONEST).count(HONEST) == 1


@pytest.mark.parametrize("form", WORKING)
def test_wrong_edit_is_flagged(done, form, kit):
    report = bring(done, form, leave(done, form).replace(HONEST, "storage shrank by 95%"))
    assert "number" in kit.codes(report)
    (place,) = [one for one in placed(done) if "95%" in one.target]
    assert place.standing == "flagged"
    assert "storage shrank by 95%" in done.read("script.en.md")
    assert "95" in leave(done, form).replace("storage shrank by 95%", "")  # told to the translator


@pytest.mark.parametrize("form", WORKING)
def test_two_neighbours_and_a_title_keep_their_own_segments(done, form):
    text = leave(done, form)
    for old, new in (
        ("Why sample?", "Why do we sample?"),
        ("Our platform produces", "Our platform makes"),
        ("So this spring", "So, this spring,"),
    ):
        assert old in text
        text = text.replace(old, new)
    report = bring(done, form, text)
    script = done.read("script.en.md")
    assert report.facts.came == 3
    assert "## 1. Why do we sample? {#s256}" in script
    assert "slower. [pause" not in script
    assert "Our platform makes" in script
    assert "So, this spring," in script
    assert [len(one.where.segments) for one in placed(done)] == [1] * 6


def test_everything_around_stays_to_the_byte(done):
    done.edit("script.en.md", "## 2. Results", "## 2. Results  ")
    done.write("script.en.md", done.read("script.en.md").replace("\n", "\r\n"))
    before = done.read("script.en.md")
    bring(done, "xliff", leave(done, "xliff").replace(HONEST, EDITED))
    assert done.read("script.en.md") == before.replace(HONEST, EDITED)


@pytest.mark.parametrize("form", WORKING)
def test_human_translator_begins_with_the_source_alone(zh_bench, kit, form):
    text = leave(zh_bench, form)
    for source, target in kit.zh_to_en.items():
        if form == "csv":
            text = text.replace(f'"{source}",""', f'"{source}","{target}"')
        else:
            end = f"{source}</source>"
            added = f"{end}<target>{target}</target>"
            text = text.replace(end, added)
    report = bring(zh_bench, form, text)
    assert (report.facts.came, report.facts.missing) == (6, 0)
    assert "# Results" in zh_bench.read("script.en.md").replace("2. ", "")
    assert {one.where.origin for one in placed(zh_bench)} == {"edited"}


def test_edit_here_and_there_keeps_the_one_here(done):
    text = leave(done, "xliff").replace(HONEST, EDITED)
    done.edit("script.en.md", HONEST, "storage fell by 87%")
    report = bring(done, "xliff", text)
    assert told(report) == ["kept"]
    assert EDITED in report.findings[0].message
    assert "storage fell by 87%" in done.read("script.en.md")


def test_edit_here_since_is_not_undone_by_the_old_text(done):
    text = leave(done, "xliff")
    done.edit("script.en.md", HONEST, "storage fell by 87%")
    report = bring(done, "xliff", text)
    assert told(report) == []
    assert "storage fell by 87%" in done.read("script.en.md")


def test_tool_that_loses_our_mark_overwrites_no_hand_edit(done):
    done.edit("script.en.md", HONEST, "storage fell by 87%")
    text = re.sub(r' extradata="[^"]*"', "", leave(done, "xliff"))
    report = bring(done, "xliff", text.replace("storage fell", "storage dropped"))
    assert told(report) == ["kept"]
    assert "storage fell by 87%" in done.read("script.en.md")


@pytest.mark.parametrize("state", ["final", "signed-off"])
def test_a_tool_never_signs(done, state):
    text = re.sub(
        r'state="[^"]*"( state-qualifier="[^"]*")?', f'state="{state}"', leave(done, "xliff")
    ).replace("<trans-unit", '<trans-unit approved="yes"')
    report = bring(done, "xliff", text)
    assert told(report) == ["unsigned"]
    assert report.findings[0].level == "advice"
    assert "6 segments final" in report.findings[0].message
    assert "signed" not in {one.standing for one in placed(done)}


def test_edit_revokes_a_signature(done):
    done.sign()
    assert {one.standing for one in placed(done)} == {"signed"}
    bring(done, "xliff2", leave(done, "xliff2").replace(HONEST, EDITED))
    assert [one.where.origin for one in placed(done)].count("edited") == 1


def test_emptied_target_stays_and_is_named(done):
    target = '<target state="needs-review-translation" state-qualifier="mt-suggestion">Results<'
    text = leave(done, "xliff")
    assert target in text
    report = bring(done, "xliff", text.replace(target, "<target><"))
    assert told(report) == ["empty"]
    assert "## 2. Results" in done.read("script.en.md")


def test_order_and_missing_units_do_not_matter(done):
    units = re.findall(r"<trans-unit.*?</trans-unit>", leave(done, "xliff"), re.DOTALL)
    body = "".join(reversed(units[2:])).replace(HONEST, EDITED)
    text = f"""<xliff version="1.2"><file source-language="zh-CN" target-language="en-GB">
<body>{body}</body></file></xliff>"""
    assert bring(done, "xliff", text).facts.came == 1
    assert EDITED in done.read("script.en.md")


def test_slide_with_paragraphs_of_its_own_is_left_to_the_hand(done):
    done.edit("script.en.md", "After the", "One paragraph.\n\nAfter the")
    text = leave(done, "xliff")
    assert text.count('translate="no"') == 1
    report = bring(done, "xliff", text.replace(HONEST, EDITED))
    assert "kept" in [found.code for found in report.findings]
    assert HONEST in done.read("script.en.md")


def test_stale_text_renewed_outside_is_taken(done):
    done.edit("script.zh.md", "87%", "88%")
    text = leave(done, "csv")
    assert '"stale"' in text
    report = bring(done, "csv", text.replace("87%", "88%"))
    assert (report.facts.came, report.facts.stale) == (1, 0)
    assert "storage shrank by 88%" in done.read("script.en.md")


def second(text):
    """Return the unit of the second slide's title once more, with other words."""
    before, _, after = text.partition(">Results<")
    unit = "<trans-unit" + before.rpartition("<trans-unit")[2] + ">Outcome<"
    return unit + after.partition("</trans-unit>")[0] + "</trans-unit>"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("87%，", "80%，"), "the source text of u"),
        (
            lambda text: re.sub(r'id="u[0-9a-f]{8}', 'id="u00000000', text),
            "is of another talk: none of its 6 segments is in ",
        ),
        (
            lambda text: re.sub(r'id="u[0-9a-f]{8}', 'id="u00000000', text, count=1),
            "is of an older ",
        ),
        (lambda text: text.replace('id="u', 'id="x', 1), "holds a segment that speakprep did not"),
        (lambda text: text.replace('"en"', '"de"'), "is from zh into de, not from Chinese into"),
        (lambda text: text.replace(HONEST, "x" * 9000), "the translation of u"),
        (
            lambda text: text.replace("<body>", f"<body>{second(text)}"),
            "gives two translations for u",
        ),
        (lambda text: text.replace("<xliff", "<!DOCTYPE xliff><xliff"), "declares a document type"),
        (lambda text: text[:-20], "is broken XML"),
        (lambda text: text + " " * 9_000_000, "is larger than any talk's"),
    ],
)
def test_what_does_not_belong_changes_nothing(done, change, message):
    text = change(leave(done, "xliff").replace("Our platform", "My platform"))
    before = files(done)
    with pytest.raises(InputError) as caught:
        bring(done, "xliff", text)
    assert caught.value.message.startswith(message)
    assert caught.value.file == "talk.xlf"
    assert caught.value.hint
    assert files(done) == before


@pytest.mark.parametrize(
    ("tags", "said", "hint"),
    [
        (("en", "zh"), "en into zh", "for the other direction, add --lang en"),
        (("zh", "de"), "zh into de", "export it again: speakprep translate export --to en"),
    ],
)
def test_file_in_other_languages_says_what_to_type(done, tags, said, hint):
    source, target = tags
    text = leave(done, "xliff").replace('source-language="zh"', f'source-language="{source}"')
    text = text.replace('target-language="en"', f'target-language="{target}"')
    with pytest.raises(InputError) as caught:
        bring(done, "xliff", text)
    assert caught.value.message == f"is from {said}, not from Chinese into English"
    assert caught.value.hint == hint


def test_both_directions(en_bench, kit):
    en_bench.run(kit.Translator(kit.en_to_zh))
    text = leave(en_bench, "csv").replace("而不是 12 秒", "不再是 12 秒")
    report = bring(en_bench, "csv", text)
    assert (report.facts.came, told(report)) == (1, [])
    assert "不再是 12 秒" in en_bench.read("script.zh.md")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(WORKING),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60)
    | st.sampled_from(
        ("]]>&<b>", "𠀀", "a\u2028b", "\u202ex", "=1", "# head", "[pause 9s]", "<!--")
    ),
)
def test_random_edits_come_back(done_and_kept, form, words):
    """Exactly, as far as one paragraph of a script can hold them."""
    done, kept = done_and_kept
    for name, data in kept.items():
        (done.workspace.folder / name).write_bytes(data)
    edited = f"We say: {words}."
    if form == "csv":
        cell = table.escape(edited).replace('"', '""')
        text = leave(done, form).replace('"Results"', f'"{cell}"')
    else:
        edited = "".join(part if holds else " " for part, holds in markup.split_plain(edited))
        shown = "".join(f"&#{ord(sign)};" for sign in edited)
        text = leave(done, form).replace(">Results<", f">{shown}<")
    assert bring(done, form, text).facts.came == 1
    (now,) = [one for one in placed(done) if one.source == "结果"]
    assert (now.target, now.where.origin) == (tame(edited), "edited")
    before = files(done)
    assert bring(done, form, leave(done, form)).facts.came == 0
    assert files(done) == before


@pytest.mark.parametrize(
    ("data", "name", "is_one"),
    [
        (b"", "talk.xlf", True),
        (b"", "talk.CSV", True),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?>', "answer.txt", True),
        ('\ufeff<?xml version="1.0"?>'.encode("utf-16-le"), "-", True),
        (b'\xef\xbb\xbf"id","slide","state","zh"', "-", True),
        (b'{"segments": []}', "answer.txt", False),
        (b"<think>hm</think>{}", "answer.txt", False),
    ],
)
def test_answers_are_told_from_files_of_tools(data, name, is_one):
    assert is_exchange(data, name) is is_one
