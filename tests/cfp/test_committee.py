import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.actions.committee import OUT_HEADER, Asked, lint_export
from speakprep.cfp.committee import (
    ID,
    MOST_OF_A_CELL,
    MOST_SUBMISSIONS,
    find_columns,
    is_identity,
    is_known,
    submissions,
)
from speakprep.cfp.spreadsheet import harmless, render_rows, unescape
from speakprep.errors import InputError, UsageError
from speakprep.event.profiles import load_profile
from speakprep.talk.encoding import decode
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Shelves
from speakprep.talk.rows import Row, read_rows

SHIPPED = Shelves(folders=(shipped_folder("checklists").parent,))
PRETALX = (
    "ID", "Proposal title", "Proposal state", "Session type", "Track", "Abstract", "Description",
    "Notes", "Speaker IDs", "Speaker names", "Median score",
)  # fmt: skip
SESSIONIZE = (
    "Session Id", "Title", "Description", "Owner", "Owner Email", "Session format", "Level",
    "Track", "Owner Informed", "Speaker Id", "FirstName", "LastName", "TagLine", "Bio", "LinkedIn",
    "Profile Picture",
)  # fmt: skip
CHINESE = ("编号", "议题名称", "简介", "目标听众", "讲者姓名", "公司", "讲者简介", "会场要求")


def columns(header, event="generic", given=None, *, with_identity=False):
    profile = load_profile(SHIPPED, event)
    return find_columns(header, profile, given or {}, with_identity=with_identity, file="x.csv")


def read(text: str) -> tuple[str, list[Row]]:
    delimiter, rows = read_rows(text, is_known)
    return delimiter, list(rows)


@pytest.mark.parametrize(
    ("header", "event", "read", "dropped", "other"),
    [
        (
            PRETALX,
            "generic",
            {ID: "ID", "title": "Proposal title", "abstract": "Abstract", "notes": "Notes"},
            ("Speaker IDs", "Speaker names"),
            ("Proposal state", "Session type", "Track", "Description", "Median score"),
        ),
        (
            SESSIONIZE,
            "generic",
            {ID: "Session Id", "title": "Title", "abstract": "Description", "level": "Level"},
            ("Owner", "Owner Email", "Owner Informed", "Speaker Id", "FirstName", "LastName",
             "TagLine", "Bio", "LinkedIn", "Profile Picture"),
            ("Session format", "Track"),
        ),
        (
            CHINESE,
            "generic",
            {ID: "编号", "title": "议题名称", "abstract": "简介", "audience": "目标听众"},
            ("讲者姓名", "公司", "讲者简介"),
            ("会场要求",),
        ),
    ],
)  # fmt: skip
def test_find_columns_knows_the_exports(header, event, read, dropped, other):
    found = columns(header, event)
    assert (found.read, found.dropped, found.other) == (read, dropped, other)
    assert found.at == {key: header.index(name) for key, name in read.items()}


def test_find_columns_form_with_a_description_takes_the_abstract_of_the_export():
    found = columns(("Title", "Abstract"), "kubecon-eu-2027")
    assert found.read == {"title": "Title", "description": "Abstract"}


@pytest.mark.parametrize(
    "header", ["“Title”", "TITLE *", "title:", " 标题 ", "Title (required)", "session_title"]
)
def test_find_columns_looks_past_how_a_header_is_written(header):
    assert columns(("x1", header)).read == {"title": header}


def test_find_columns_named_by_the_person_win():
    given = {"title": "topic", ID: "Proposal title"}
    found = columns((*PRETALX, "Topic"), given=given)
    assert (found.read["title"], found.read[ID]) == ("Topic", "Proposal title")


def test_find_columns_with_identity_reads_the_biography():
    header = ("Title", "Biography")
    assert columns(header).read == {"title": "Title"}
    assert columns(header, with_identity=True).read["biography"] == "Biography"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"titel": "Title"}, "the form has no field 'titel'"),
        ({"title": "Topic"}, "there is no column 'Topic'"),
        ({"notes": "E-mail"}, "the column 'E-mail' tells who submitted"),
    ],
)
def test_find_columns_named_wrongly_are_refused_with_a_way_out(given, message):
    with pytest.raises(UsageError) as caught:
        columns(("Title", "E-mail"), given=given)
    assert (caught.value.message, caught.value.hint != "") == (message, True)


def test_find_columns_none_of_them_known_is_told():
    with pytest.raises(InputError) as caught:
        columns(("ID", "Colour\r\nor so", "Size"))
    fault = caught.value
    assert (fault.message, fault.line) == ("none of the columns is a field of the form", 1)
    assert (fault.excerpt, fault.hint) == ("ID, Colour or so, Size", "name one: --map title=COLUMN")


@pytest.mark.parametrize(
    "name", ["Speaker names", "E-Mail", "email", "Company", "Bio", "X (Twitter)", "LinkedIn",
             "First name", "Affiliation", "讲者", "邮箱", "作者单位", "头像", "GitHub", "LastName",
             "speaker_email"],
)  # fmt: skip
def test_is_identity_what_tells_who_submitted(name):
    assert is_identity(name)


@pytest.mark.parametrize(
    "name", ["Title", "Abstract", "Description", "Track", "Level", "Notes", "标题", "摘要", "难度",
             "Takeaways", "Target audience", "Session format", "Benefits to the ecosystem"],
)  # fmt: skip
def test_is_identity_leaves_the_words_of_the_talk(name):
    assert not is_identity(name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_read_rows_finds_the_delimiter_and_every_row(delimiter, end):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    cells = [("Title", "Abstract"), ('a "b"', "one, two; three\tfour"), ("标题", "第一行\n第二行")]
    writer.writerows(cells)
    found, rows = read(out.getvalue())
    assert (found, [row.cells for row in rows]) == (delimiter, cells)


def test_read_rows_counts_lines_inside_cells_and_leaves_blank_rows_out():
    text = 'Title,Abstract\n\n"a\nb\r\nc",x\n , \n"d",y\n'
    assert [row.line for row in read(text)[1]] == [1, 3, 7]


def test_read_rows_heeds_the_line_that_excel_puts_first():
    delimiter, rows = read("sep=;\r\nTitle;Abstract\r\na,b;c\r\n")
    assert (delimiter, [row.cells for row in rows][1:]) == (";", [("a,b", "c")])
    assert [row.line for row in rows] == [2, 3]


@given(st.text(), st.binary())
def test_reading_takes_whatever_comes(text, data):
    width = sum(len(row.cells) for row in read(text)[1])
    assert width >= 0
    try:
        decoded, _ = decode(data, "x.csv")
    except InputError:
        return
    assert isinstance(decoded, str)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("gb18030", "GB18030")],
)
def test_decode_knows_the_encodings_of_spreadsheets(encoding, name):
    assert decode("标题,摘要\n采样,难题\n".encode(encoding), "x.csv") == (
        "标题,摘要\n采样,难题\n",
        name,
    )


def test_decode_utf_16_from_the_other_end():
    assert decode(b"\xfe\xff" + "标题".encode("utf-16-be"), "x") == ("标题", "UTF-16")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_decode_utf_16_without_its_mark(encoding):
    text = "id,title\r\n1,标题\r\n"
    assert decode(text.encode(encoding), "x") == (text, encoding.upper())


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a\nb\xff\xff", "is not text in UTF-8 or GB18030", 2),
        (b"\xff\xfea", "is not text in UTF-16", 1),
        (b"\xef\xbb\xbf\n\n\xff", "is not text in UTF-8", 3),
    ],
)
def test_decode_what_is_no_text_has_its_line(data, message, line):
    with pytest.raises(InputError) as caught:
        decode(data, "x.csv")
    assert (caught.value.message, caught.value.line) == (message, line)


@pytest.mark.parametrize(
    ("cell", "before"),
    [
        # The left sides are what defusedcsv 3.0.0 makes of the right ones.
        ("'=1+1", "=1+1"),
        ("'-1+1", "-1+1"),
        ("'@A3", "@A3"),
        ("'%1", "%1"),
        (r"'\|1+1", "|1+1"),
        (r"'=cmd\|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        (r"'- a \\| b", r"- a \| b"),
        # It changes none of these.
        ("-1.3", "-1.3"),
        ("Test | Foo", "Test | Foo"),
        ("'tis", "'tis"),
        ("'-1.3", "'-1.3"),
        ("'=a|b", "'=a|b"),
        ("''=1", "''=1"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_unescape_undoes_exactly_what_defusedcsv_does(cell, before):
    assert unescape(cell) == before


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "|a", "%a", " =1", "'=1", '"=1', "＝1",
             "\u3000=1", "\ufeff=1", "\xa0=1", "' =1", "\x0b=1"],
)  # fmt: skip
def test_harmless_no_cell_begins_a_formula(cell):
    shown = harmless(cell)
    assert (shown[0], "\n" in shown, "\t" in shown) == ("'", False, False)


@pytest.mark.parametrize("cell", ["", "Title", "a=b", "标题", "1-2", "3 + 4", "“=”", "a | b"])
def test_harmless_leaves_words_alone(cell):
    assert harmless(cell) == cell


def test_harmless_shows_what_would_be_obeyed():
    assert harmless("a\x1b[2Jb\u202ec\x00d\r\ne") == "a\ufffd[2Jb\ufffdc\ufffdd e"


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_render_rows_keeps_every_cell_in_its_place(rows):
    back = list(csv.reader(io.StringIO(render_rows(rows), newline="")))
    assert back == [[harmless(cell) for cell in row] for row in rows]


def submitted(rows, header=("ID", "Title", "Abstract")):
    found = columns(header)
    return list(submissions(rows, found, len(header), "x.csv"))


def test_submissions_ragged_rows_are_told_and_read():
    rows = [Row(line=2, cells=("A", "One")), Row(line=3, cells=("B", "Two", "text", "more"))]
    short, long = submitted(rows)
    assert (short.texts, long.texts) == (
        {"title": "One", "abstract": ""},
        {"title": "Two", "abstract": "text"},
    )
    assert [finding.code for finding in (*short.findings, *long.findings)] == ["CFP151"] * 2
    assert "2 cells and the header 3; what is missing" in short.findings[0].message
    assert "4 cells and the header 3; what is beyond" in long.findings[0].message
    (chinese,) = submitted([Row(line=2, cells=("A", "尾部采样与成本"))])
    assert chinese.findings[0].message == (
        "这一行有 2 个单元格，表头有 3 个；缺少的按空白处理。是不是少了引号？"
    )


def test_submissions_giant_and_binary_cells_are_told():
    rows = [Row(line=2, cells=("A", "a\0b", "x" * (MOST_OF_A_CELL + 1)))]
    (one,) = submitted(rows)
    assert one.texts == {"title": "a\ufffdb"}
    assert [(f.code, f.place.field, f.place.line) for f in one.findings] == [
        ("CFP153", "title", 2), ("CFP152", "abstract", 2),
    ]  # fmt: skip


def test_submissions_without_an_id_are_called_by_their_row():
    rows = [Row(line=2, cells=("", "One", "x")), Row(line=9, cells=("  B\n1 ", "Two", "x"))]
    assert [each.id for each in submitted(rows)] == ["row 1", "B 1"]


def test_submissions_more_than_any_conference_gets_are_refused():
    rows = (Row(line=n, cells=("", "a", "b")) for n in range(MOST_SUBMISSIONS + 1))
    with pytest.raises(InputError) as caught:
        submitted(rows)
    assert caught.value.message == f"has more than {MOST_SUBMISSIONS} rows"


HOLLOW = "ID,Title,Abstract,Speaker name\n"


def export(tmp_path: Path, text: str, **asked: object):
    path = tmp_path / "subs.csv"
    path.write_text(text, "utf-8")
    out = tmp_path / "found.csv"
    report = lint_export(
        path, Asked(**{"event": "generic", **asked}), here=tmp_path, shelves=SHIPPED, out=out
    )
    with out.open(encoding="utf-8-sig", newline="") as stream:
        return report, list(csv.reader(stream))


def test_lint_export_holds_each_submission_against_rules_and_form(tmp_path):
    text = (
        HOLLOW
        + 'A1,"A title","First line\nWe leverage our revolutionary platform.",Dana Doe\n'
        + "B2,,短,李明\n"
    )
    report, rows = export(tmp_path, text)
    facts = report.facts
    assert (facts.submissions, facts.encoding, facts.delimiter) == (2, "UTF-8", ",")
    assert (facts.columns["title"], facts.dropped) == ("Title", ("Speaker name",))
    empty = [f for f in report.findings if f.code == "CFP103"]
    assert [(f.place.file, f.place.line, f.place.field, f.message[:4]) for f in empty] == [
        ("subs.csv", 4, "title", "B2: ")
    ]
    hype = next(f for f in report.findings if "revolutionary" in f.evidence)
    assert (hype.place.line, hype.place.column, hype.place.field) == (2, None, "abstract")
    assert tuple(rows[0]) == OUT_HEADER
    assert len(rows) == 1 + len(report.findings)
    assert {row[0] for row in rows[1:]} == {"A1", "B2"}
    told = {each.code: each.submissions for each in facts.rules}
    assert told == {
        code: len({f.place.line for f in report.findings if f.code == code})
        for code in {f.code for f in report.findings}
    }
    assert report.written == ("found.csv",)


def test_lint_export_says_nothing_of_who_submitted(tmp_path):
    text = HOLLOW + "A1,We leverage,We leverage synergies.,Zaphod Beeblebrox\n"
    report, rows = export(tmp_path, text)
    assert report.findings
    assert "Zaphod" not in f"{report} {rows}"


def test_lint_export_keeps_the_order_of_the_file(tmp_path):
    text = HOLLOW + "".join(f"{name},,x,\n" for name in ("C", "A", "B"))
    _, rows = export(tmp_path, text)
    assert list(dict.fromkeys(row[0] for row in rows[1:])) == ["C", "A", "B"]


def test_lint_export_a_quote_nobody_closes_is_told_with_its_line(tmp_path):
    rest = "B,b,x,\n" * (MOST_OF_A_CELL // 7 + 1)
    report, _ = export(tmp_path, f'{HOLLOW}A1,"A title,x,\n{rest}')
    broken = [f for f in report.findings if f.code in {"CFP151", "CFP152"}]
    assert [(f.code, f.place.line) for f in broken] == [("CFP151", 2), ("CFP152", 2)]
    assert report.facts.submissions == 1


def test_lint_export_ten_thousand_columns_and_formulas_do_no_harm(tmp_path):
    more = ",".join(f"c{n}" for n in range(10_000))
    text = f'ID,Title,Abstract,{more}\n\'=1+1,@SUM(1),=HYPERLINK("x") We leverage.,{more}\n'
    report, rows = export(tmp_path, text)
    assert report.facts.submissions == 1
    assert len(report.facts.ignored) == 10_000
    assert {row[0] for row in rows[1:]} == {"'=1+1"}
    assert {row[1] for row in rows[1:]} == {"'@SUM(1)"}
    assert all(cell[:1] not in "=+-@" for row in rows for cell in row if cell)


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_lint_export_of_nothing_is_told(tmp_path, text):
    with pytest.raises(InputError) as caught:
        export(tmp_path, text)
    assert caught.value.message == "holds no rows"


def test_lint_export_never_writes_over_the_export(tmp_path):
    path = tmp_path / "subs.csv"
    path.write_text(HOLLOW)
    with pytest.raises(UsageError):
        lint_export(path, Asked(event="generic"), here=tmp_path, shelves=SHIPPED, out=path)
    assert path.read_text() == HOLLOW
