"""Any two texts as pairs: what stands for what, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError, UsageError
from speakprep.translation.actions.pairs import check_files
from speakprep.translation.beads import align_texts
from speakprep.translation.pairs import Paragraph, couples, paragraphs

ZH = (
    "我们的平台每天产生三万条调用链，存储成本一直在增加，查询也越来越慢。",
    "所以今年春天我们决定只保留其中一部分，其余的在网关上就丢掉。",
    "第一步，用 otel-collector 做尾部采样，出错的请求全部保留下来。",
    "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。",
    "最后谢谢各位，问题可以现在问，也可以会后找我。",
)
EN = (
    "Our platform produces 30,000 traces a day, storage keeps costing more, queries get slower.",
    "So this spring we decided to keep only some of them and drop the rest at the gateway.",
    "First, we do tail sampling with otel-collector and keep every request that failed.",
    "After sampling went down to 1%, storage shrank by 87%, queries from 12 seconds to 2 seconds.",
    "Thank you all; ask your questions now, or find me after the talk.",
)
EXTRA = "This is a paragraph of its own which nobody on this side of the world has ever asked for."


def lines(beads):
    return [(list(bead.source), list(bead.target)) for bead in beads]


@pytest.mark.parametrize("gone", range(5))
def test_missing_paragraph_is_found(gone):
    rest = [text for number, text in enumerate(EN) if number != gone]
    assert ([gone], []) in lines(align_texts(ZH, rest, "zh"))
    rest = [text for number, text in enumerate(ZH) if number != gone]
    assert ([gone], []) in lines(align_texts(EN, rest, "en"))


@pytest.mark.parametrize("place", range(6))
def test_extra_paragraph_is_found(place):
    more = [*EN[:place], EXTRA, *EN[place:]]
    assert ([], [place]) in lines(align_texts(ZH, more, "zh"))


@pytest.mark.parametrize("place", range(4))
def test_joined_paragraphs_stay_together(place):
    joined = [*EN[:place], f"{EN[place]} {EN[place + 1]}", *EN[place + 2 :]]
    assert ([place, place + 1], [place]) in lines(align_texts(ZH, joined, "zh"))


def test_without_standing_alone_there_may_be_no_way():
    assert align_texts(ZH, EN[:1], "zh", alone=False) == ()
    assert lines(align_texts(ZH[:1], EN[:1], "zh", alone=False)) == [([0], [0])]


@given(st.lists(st.sampled_from(ZH), max_size=60), st.lists(st.sampled_from(EN), max_size=9))
def test_every_text_is_in_one_bead_in_order(ours, theirs):
    beads = align_texts(ours, theirs, "zh")
    assert [at for bead in beads for at in bead.source] == list(range(len(ours)))
    assert [at for bead in beads for at in bead.target] == list(range(len(theirs)))


def test_paragraphs_know_their_lines():
    rows = ("\ufeff# Title", "", "<!-- a -->", "- One", "still one.", "", "```", "x", "```", "Two.")
    text = "\r\n".join(rows)
    assert [(one.line, one.text) for one in paragraphs(text)] == [
        (1, "Title"),
        (4, "One still one."),
        (10, "Two."),
    ]
    assert paragraphs(text)[1].line_of("still") == 5


def test_lines_are_paragraphs_where_none_is_blank():
    text = "\n".join(ZH)
    assert [(one.line, one.text) for one in paragraphs(text)] == list(enumerate(ZH, start=1))


def test_hard_wrapped_text_is_one_paragraph():
    text = "Our platform produces\n30,000 traces a day, and\nstorage costs keep\nrising."
    assert [one.line for one in paragraphs(text)] == [1]


def test_scripts_are_compared_slide_by_slide():
    ours = paragraphs(f"## 1. 甲 {{#s256}}\n\n{ZH[0]}\n\n## 2. 乙 {{#s257}}\n\n{ZH[1]}\n")
    theirs = paragraphs(f"## 2. B {{#s257}}\n\n{EN[1]}\n\n## 1. A {{#s256}}\n\n{EN[0]}\n")
    found = couples(ours, theirs, "zh")
    assert [([o.line for o in one.source], [t.line for t in one.target]) for one in found] == [
        ([1], [5]),
        ([3], [7]),
        ([5], [1]),
        ([7], [3]),
    ]


def test_long_paragraphs_are_parted_by_sentences():
    found = couples(paragraphs("".join(ZH)), paragraphs(" ".join(EN)), "zh")
    assert [[one.text for one in couple.target] for couple in found] == [
        [EN[0]],
        [EN[1], EN[2]],
        [EN[3], EN[4]],
    ]


def write(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def told(report):
    return [(found.code, str(found.place).rpartition("/")[2]) for found in report.findings]


def test_two_translations_of_one_term_are_named_without_a_talk(tmp_path):
    talk = [
        ("我们把调用链存下来。", "We store traces."),
        ("查询调用链很慢。", "Querying traces is slow."),
        ("调用链太多了。", "There are too many traces."),
        ("丢掉一些调用链吧。", "Let us drop some traces."),
        ("这条调用链坏了。", "This call chain broke."),
        ("看看调用链的结构。", "Look how a call chain is built."),
        ("存储很贵。", "Storage is expensive."),
    ]
    rows = "".join(f'"{source}","{target}"\n' for source, target in talk)
    report = check_files(write(tmp_path, "pairs.csv", f"zh,en\n{rows}"), None)
    assert told(report) == [("term", "pairs.csv:6"), ("term", "pairs.csv:7")]
    assert "“traces” elsewhere in this talk" in report.findings[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_missing_and_extra_paragraphs_are_named_with_their_lines(tmp_path, encoding, end):
    source = write(tmp_path, "a.txt", (end * 2).join(ZH), encoding)
    there = [EN[0], *EN[2:4], EXTRA, EN[4]]
    target = write(tmp_path, "b.md", (end * 2).join(there), encoding)
    report = check_files(source, target)
    assert {("omission", "a.txt:3"), ("addition", "b.md:7")} <= set(told(report))
    assert report.facts.source_paragraphs == report.facts.target_paragraphs == 5
    assert f"in {target} (looked for about line 1)" in report.findings[0].message


def test_findings_name_both_lines_and_both_words(tmp_path):
    source = write(tmp_path, "a.md", "\n\n".join(ZH))
    target = write(tmp_path, "b.md", "\n\n".join(EN).replace("87%", "95%"))
    (found,) = [one for one in check_files(source, target).findings if one.code == "number"]
    assert (found.level, found.place.file, found.place.line) == ("error", str(target), 7)
    assert f"({source}:7" in found.message
    assert "95" in found.evidence


def test_both_directions(tmp_path):
    source = write(tmp_path, "a.md", "\n\n".join(EN))
    target = write(tmp_path, "b.md", "\n\n".join(ZH[:4]))
    report = check_files(source, target)
    assert str(report.facts.direction) == "en-zh"
    assert ("omission", "a.md:9") in told(report)
    assert report.facts.realigned is True


@pytest.mark.parametrize(
    ("header", "order"), [("source,target", (0, 1)), ("zh,en", (0, 1)), ("id;en;zh", (1, 0))]
)
def test_tables_hold_both_sides(tmp_path, header, order):
    delimiter = ";" if ";" in header else ","
    extra = [f"x{delimiter}" if header.startswith("id") else ""] * 5
    rows = [
        front + delimiter.join(f'"{(zh, en)[side]}"' for side in order)
        for front, zh, en in zip(extra, ZH, EN, strict=True)
    ]
    rows[3] = rows[3].replace("2 seconds", "3 seconds").replace("12 秒变成 3", "12 秒变成 2")
    report = check_files(write(tmp_path, "p.csv", "\r\n".join([header, *rows])), None)
    assert report.facts.pairs == 5
    assert ("number", "p.csv:5") in told(report)
    assert str(report.facts.direction) == ("en-zh" if order == (1, 0) else "zh-en")


def test_blank_cell_is_a_missing_translation(tmp_path):
    path = write(tmp_path, "p.tsv", f"zh\ten\n{ZH[0]}\t{EN[0]}\n{ZH[1]}\t\n\t{EXTRA}\n")
    found = told(check_files(path, None))
    assert [one for one in found if one[1] != "p.tsv:2"] == [
        ("omission", "p.tsv:3"),
        ("addition", "p.tsv:4"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "error", "message"),
    [
        ("", EN[0], InputError, "holds no words to compare"),
        (ZH[0], "```\nx\n```", InputError, "holds no words to compare"),
        (ZH[0], "a\0b", InputError, "holds binary data, not text"),
        (ZH[0], ZH[1], UsageError, "both sides are Chinese"),
        (ZH[0], None, UsageError, "which file is the translation?"),
    ],
)
def test_what_cannot_be_compared_gets_one_line(tmp_path, first, second, error, message):
    source = write(tmp_path, "a.md", first)
    target = None if second is None else write(tmp_path, "b.md", second)
    with pytest.raises(error) as caught:
        check_files(source, target)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("a,b\n1,2\n", InputError, "its first row does not name both sides"),
        ("", InputError, "its first row does not name both sides"),
        ("zh,en\n", InputError, "holds no words to compare"),
    ],
)
def test_tables_that_cannot_be_compared(tmp_path, text, error, message):
    with pytest.raises(error) as caught:
        check_files(write(tmp_path, "p.csv", text), None)
    assert caught.value.message == message


def test_table_takes_no_second_file(tmp_path):
    path = write(tmp_path, "p.csv", "zh,en\n")
    with pytest.raises(UsageError, match="a table holds both sides"):
        check_files(path, path)


def test_languages_may_be_said(tmp_path):
    source = write(tmp_path, "a.md", "OpenTelemetry Collector")
    target = write(tmp_path, "b.md", EN[0])
    assert str(check_files(source, target, lang="zh", to="en").facts.direction) == "zh-en"


def test_sentences_of_a_long_paragraph_hold_their_own_words_only():
    said = [f"第 {n} 句在这里说的是采样，后面还有别的内容。" for n in range(90)]
    told = [f"Sentence {n} is about sampling here, and more is to come." for n in range(90)]
    theirs = paragraphs(" ".join(told))
    found = couples([Paragraph(text="".join(said), raw="\n".join(said), line=1)], theirs, "zh")
    assert "".join(one.raw for couple in found for one in couple.source) == "\n".join(said)
    lines = [one.line for couple in found for one in couple.source]
    assert lines == list(range(1, 91))
