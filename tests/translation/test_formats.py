"""What leaves comes back as it left; what tools do to it is read; what is hostile is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.talk.encoding import decode
from speakprep.translation.formats import markup, table, xliff1, xliff2, xliff_back
from speakprep.translation.formats.model import Bundle, Tag, Unit
from speakprep.translation.formats.names import digest_of, inner_id, is_language, outer_id
from speakprep.translation.model import Direction

TEXTS = st.text(
    st.characters(exclude_characters="\0", codec="utf-8"), min_size=1
) | st.sampled_from(
    (
        "]]> & <b> ' \"",
        "\x1b[31m\x07\x7f\x85\ufffe\uffff",
        "\u202e\u2066\u200f\ufeff",
        "𠀀𰀀",
        "a\u2028b\u2029c\x0bd\x0ce\r\nf\rg\th",
        "=1+1",
        "'=1+1",
        "''\t",
        ' "@x',
        "  blanks  ",
        "x" * 10_000,
    )
)
IDS = st.lists(st.from_regex(r"[0-9a-f]{8}(-[0-9]{1,3})?", fullmatch=True), min_size=1, max_size=3)


def bundle(pairs):
    units = tuple(
        Unit(
            id=f"{number:08x}",
            source=source,
            target=target,
            standing="machine" if target else "missing",
            slide=number,
            line=number,
        )
        for number, (source, target) in enumerate(pairs)
    )
    return Bundle(
        title="T", direction=Direction(source="zh", target="en"), source_file="s", units=units
    )


def through(name, made):
    if name == "csv":
        text, _ = decode(table.render(made).encode(), "x.csv")
        return table.read(text, "zh", "en", "x.csv")
    render = {"xliff": xliff1.render, "xliff2": xliff2.render}[name]
    return xliff_back.read(render(made).encode(), "x.xlf")


@pytest.mark.parametrize("name", ["xliff", "xliff2", "csv"])
@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS), min_size=1, max_size=4))
def test_any_text_comes_back_exactly(name, pairs):
    back = through(name, bundle(pairs))
    assert [(unit.source, unit.target) for unit in back.units] == pairs
    assert [unit.was for unit in back.units] == [digest_of(target) for _, target in pairs]
    assert [inner_id(unit.id) for unit in back.units] == [f"{n:08x}" for n in range(len(pairs))]


@given(TEXTS)
def test_a_cell_is_escaped_and_comes_back(text):
    assert table.unescape(table.escape(text)) == text
    assert table.escape(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@given(IDS)
def test_names_come_back(ids):
    name = "+".join(ids)
    assert inner_id(outer_id(name)) == name


@pytest.mark.parametrize("name", ["", "u", "3f2a9c1e", "u3f2a9c1", "u3f2a9c1e.", "NaN", "u*"])
def test_other_names_are_none_of_ours(name):
    assert inner_id(name) is None


@pytest.mark.parametrize(
    ("tag", "same"),
    [("zh-Hans-CN", True), ("ZH_cn", True), ("", True), ("en", False), ("z", False)],
)
def test_language_tags(tag, same):
    assert is_language(tag, "zh") is same


SHELL = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="x"
 source-language="zh-CN" target-language="en-US" datatype="plaintext">
<body>{}</body></file></xliff>"""


def read_1(units):
    return xliff_back.read(SHELL.format(units).encode(), "x.xlf").units


def test_what_tools_add_is_read_as_its_text():
    (unit,) = read_1(
        '<group id="g"><trans-unit id="u1" approved="yes" extradata="t1">'
        '<source>甲<g id="1">乙</g></source>'
        '<seg-source><mrk mtype="seg" mid="0">甲乙</mrk></seg-source>'
        '<target state="signed-off"><mrk mtype="seg" mid="0">One <g id="1">two</g>'
        '<ph id="2">`x`</ph><x id="3"/></mrk><!-- a comment --><?pi?></target>'
        '<note from="reviewer">really?</note>'
        "<alt-trans><source>丙</source><target>never</target></alt-trans></trans-unit></group>"
    )
    assert (unit.source, unit.target) == ("甲乙", "One two`x`")
    assert (unit.was, unit.final, unit.line) == ("t1", True, 4)


def test_missing_and_empty_targets_are_none():
    units = read_1(
        '<trans-unit id="a"><source>x</source></trans-unit>'
        '<trans-unit id="b"><source>x</source><target/></trans-unit>'
        '<trans-unit id="c"><source>x</source><target state="final"></target></trans-unit>'
    )
    assert [unit.target for unit in units] == [None, None, None]


def test_version_2_cut_anew_by_a_tool_is_joined_in_its_order():
    text = """<xliff version="2.0" srcLang="zh" trgLang="en"
 xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u1" name="was t9">
<notes><note>n</note></notes><segment state="final"><source>甲。</source>
<target order="3">B.</target></segment><ignorable><source> </source><target order="2"> </target>
</ignorable><segment>
<source>乙<cp hex="0007"/></source>
<target order="1">A<pc id="1">!</pc><mrk id="m">?</mrk></target>
</segment></unit><unit id="u2"><segment><source>丙</source><target>C</target></segment>
<segment><source>丁</source></segment></unit></file></xliff>"""
    first, second = xliff_back.read(text.encode(), "x.xlf").units
    assert (first.source, first.target) == ("甲。 乙\x07", "A!? B.")
    assert (first.was, first.final) == ("t9", True)
    assert (second.source, second.target) == ("丙丁", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_xml(encoding):
    text = SHELL.format('<trans-unit id="a"><source>采样</source></trans-unit>')
    declared = text.replace('"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig")}"')
    assert xliff_back.read(declared.encode(encoding), "x").units[0].source == "采样"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (f"{LAUGHS}<xliff>&b;</xliff>".encode(), "declares a document type"),
        (f"{LAUGHS}<xliff>&b;</xliff>".encode("utf-16"), "declares a document type"),
        (
            f'<?xml version="1.0" encoding="utf-16le"?>{LAUGHS}<xliff/>'.encode("utf-16-le"),
            "declares a document type",
        ),
        (b'<!DOCTYPE xliff SYSTEM "file:///etc/passwd"><xliff/>', "declares a document type"),
        (b"<xliff>&undefined;</xliff>", "is broken XML"),
        (b"<xliff><file></xliff>", "is broken XML"),
        (b"", "is broken XML"),
        (b"\xff\xfe<\x00", "is broken XML"),
        (b'<?xml version="1.0" encoding="no-such"?><xliff/>', "is broken XML"),
        (b"<a>" * 300 + b"</a>" * 300, "is nested too deep"),
        (b"<xliff>" + b" " * markup.MOST_BYTES + b"</xliff>", "is larger than any talk's"),
        (b"<xliff>" + b"<a/>" * markup.MOST_TAGS + b"</xliff>", "holds more than 300,000 elements"),
        (b"<html/>", "is XML, but no XLIFF"),
        (b"<xliff version='1.2'/>", "holds no segment"),
        (b"<xliff version='2.1'><file/></xliff>", "holds no segment"),
    ],
)
def test_hostile_and_broken_files_get_one_line(data, message):
    with pytest.raises(InputError) as caught:
        xliff_back.read(data, "x.xlf")
    assert caught.value.message.startswith(message)
    assert caught.value.file == "x.xlf"


def test_tags_that_hold_only_tags_are_written_on_lines_of_their_own():
    inner = Tag(name="b", attributes={"c": 'd"\n<'})
    assert markup.render(Tag(name="a", children=(inner, inner))) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<a>\n  <b c="d&quot;&#10;&lt;"/>\n'
        '  <b c="d&quot;&#10;&lt;"/>\n</a>\n'
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_as_spreadsheets_save_them(encoding, delimiter):
    rows = (("note", "id", "zh", "en"), ("", "u0000000a", "采样", "Sampling"))
    text = "\r\n".join(delimiter.join(row) for row in rows)
    back = table.read(decode(text.encode(encoding), "x.csv")[0], "zh", "en", "x.csv")
    assert [(one.id, one.source, one.target, one.was) for one in back.units] == [
        ("u0000000a", "采样", "Sampling", "")
    ]


def test_excel_says_its_separator():
    back = table.read("sep=;\r\nid;en\r\nu0000000a;x\r\n", "zh", "en", "x.csv")
    assert [(one.target, one.source, one.line) for one in back.units] == [("x", None, 3)]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "its first row has no column 'id'", 1),
        ("id,zh\n", "its first row has no column 'en'", 1),
        ("id,en\n", "holds no segment", None),
    ],
)
def test_broken_tables_get_one_line(text, message, line):
    with pytest.raises(InputError) as caught:
        table.read(text, "zh", "en", "x.csv")
    assert (caught.value.message, caught.value.file) == (message, "x.csv")
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"a\0b", "holds binary data, not text"), (b"\xef\xbb\xbf\xff\xff", "is not text in UTF-8")],
)
def test_what_is_no_text_is_named(data, message):
    with pytest.raises(InputError) as caught:
        decode(data, "x.csv")
    assert caught.value.message.startswith(message)
