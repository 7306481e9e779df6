import json

import pytest

from speakprep.errors import InputError
from speakprep.feedback.hearing import Source, hear

PACK = {
    "schema": 1,
    "reviewer": "Li Lei",
    "stage": "deck",
    "items": [
        {
            "target": {"kind": "slide", "value": "12"},
            "severity": "must",
            "text": "<b>字</b>\u0000太小",
        }
    ],
}
MAIL = """\
From: =?utf-8?b?5p2O6Zu3?= <lilei@example.org>
Date: Wed, 18 Nov 2026 10:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<style>p{}</style><script>alert(1)</script><p>你好，</p>
<ul><li>标题：太长</li><li>slide 3: too full</li></ul><blockquote>old words</blockquote>
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename="notes.pdf"

%PDF
--x--
"""


def remarks(source):
    return [
        (each.reviewer, remark.stage, str(remark.target), remark.severity, remark.text)
        for each in hear(source, {})[0]
        for remark in each.remarks
    ]


def test_hear_csv_finds_its_columns_in_either_language():
    english = (
        '\ufeffReviewer,Slide,Comment,Priority\r\nAnn,12,"too full\r\nreally",high\r\n,,"ok",\r\n'
    )
    assert remarks(Source(data=english.encode(), name="a.csv")) == [
        ("Ann", "deck", "slide 12", "must", "too full\nreally"),
        ("", "cfp", "whole", "should", "ok"),
    ]
    chinese = "审稿人;位置;意见\n李雷;标题;太长\n"
    assert remarks(Source(data=chinese.encode(), name="a.csv")) == [
        ("李雷", "cfp", "field title", "should", "太长")
    ]


def test_hear_review_pack_takes_what_it_says():
    source = Source(data=json.dumps(PACK).encode(), name="pasted text")
    assert remarks(source) == [("Li Lei", "deck", "slide 12", "must", "<b>字</b>\ufffd太小")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "schema must be 1"),
        ({"more": 1}, "the pack has an unknown key 'more'"),
        ({"stage": "bar"}, "stage must be one of cfp, deck, talk"),
        ({"reviewer": " "}, "reviewer must be text that says something"),
        ({"items": {}}, "items must be a list"),
        ({"items": [{"text": "x"}]}, "items[0] has no 'target'"),
        ({"items": [{"text": "x", "target": {"kind": "slide", "value": "many"}}]},
         "items[0].target is no place: slide 'many'"),
        ({"items": [{"text": "x", "target": {"kind": []}}]},
         "items[0].target.kind must be one of field, section, slide, time, whole"),
    ],
)  # fmt: skip
def test_hear_review_pack_with_a_slip_is_refused(change, message):
    with pytest.raises(InputError) as caught:
        hear(Source(data=json.dumps(PACK | change).encode(), name="p.json"), {})
    assert caught.value.message == f"is not a review pack: {message}"


def test_hear_mail_takes_the_text_of_its_html():
    source = Source(data=MAIL.encode(), name="m.eml")
    assert remarks(source) == [
        ("李雷", "cfp", "field title", "should", "太长"),
        ("李雷", "deck", "slide 3", "should", "too full"),
    ]
    heard, findings = hear(source, {})
    assert str(heard[0].day) == "2026-11-18"
    assert [(each.code, each.evidence) for each in findings] == [("FBK202", "notes.pdf")]
    assert findings[0].message == "This attachment was not read."
    assert [note.text for note in heard[0].notes] == ["你好，", "> old words"]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b" \n", "a.txt", "holds nothing"),
        (b"ok\n\xff", "a.txt", "is not text in UTF-8 or GB18030"),
        ("Müller: café\n".encode("cp1252"), "a.csv", "is not text in UTF-8 or GB18030"),
        (b"a\0b", "a.txt", "holds binary data, not text"),
        (b"a,b\n1,2\n", "a.csv", "has no column of comments, only: a, b"),
        (b'comment\n"x\n', "a.csv", "is not a CSV: unexpected end of data"),
        (b"{", "a.json", "is not JSON: Expecting property name enclosed in double quotes"),
        (b"[" * 100_000, "a.json", "is not JSON that a review pack holds"),
        (b"\x00\x01", "a.eml", "is not a mail with text in it"),
        (b"x" * (16 * 1024 * 1024 + 1), "a.txt",
         "is more text than speakprep reads (at most 16 MB)"),
    ],
)  # fmt: skip
def test_hear_what_cannot_be_read_says_why(data, name, message):
    with pytest.raises(InputError) as caught:
        hear(Source(data=data, name=name), {})
    assert (caught.value.message, caught.value.file) == (message, name)


def test_hear_text_without_comments_says_so():
    _, findings = hear(Source(data=b"Hi,\n", name="a.txt"), {})
    assert [(each.code, each.level) for each in findings] == [("FBK203", "warning")]
    assert findings[0].message.startswith("No comment was found in it.")
    _, findings = hear(Source(data="你好，\n".encode(), name="a.txt"), {})
    assert findings[-1].message.startswith("没有找到意见。")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<li>3 < 4 and 5 > 4", ["3 < 4 and 5 > 4"]),
        ("<li>a<b", ["a<b"]),
        ("<li>one</li><!-- <li>no</li> --><li>two<!--open", ["one", "two<!--open"]),
        ("<!DOCTYPE html><![if !mso]><?xml x?><li>one<?php", ["one<?php"]),
        ("<li>one <a href='x", ["one <a href='x"]),
    ],
)
def test_hear_html_shows_what_is_never_closed(page, words):
    heard = remarks(Source(data=page.encode(), name="a.html"))
    assert [text for *_, text in heard] == words


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "junk", ["<!--", "<![CDATA[", "<?", "<a ", "<a =", "<a/", "<a b='", "</a", "</", "<!--x--!"]
)
@pytest.mark.parametrize("end", ["", ">"])
def test_hear_html_without_an_end_is_read_in_one_pass(junk, end):
    page = "<ul><li>Section 3: unclear</ul>" + junk * (600_000 // len(junk)) + end
    found = remarks(Source(data=page.encode(), name="a.html"))
    assert found[0][2:4] == ("section 3", "should")


@pytest.mark.parametrize("text", ["{curly} comments", "{" + '"a":[' * 100_000])
def test_hear_json_that_is_none_names_the_way_out(text):
    with pytest.raises(InputError) as caught:
        hear(Source(data=text.encode(), name="pasted text"), {})
    assert caught.value.hint == "export it again; if it is no review pack but text, add: --as text"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    ("data", "name"),
    [("评审人,意见\r\n李雷,第 3 页太满\r\n", "a.csv"), ("李雷：\r\n- 第 3 页太满\r\n", "a.txt")],
)
def test_hear_what_excel_wrote_in_any_encoding(encoding, data, name):
    source = Source(data=data.encode(encoding), name=name)
    assert remarks(source)[0][:3] == ("李雷", "deck", "slide 3")
