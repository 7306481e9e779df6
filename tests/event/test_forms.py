from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.event.forms import MAX_FIELDS, MAX_PAGE_CHARACTERS, PageField, read_form

PAGE = (Path(__file__).parent / "pages" / "pretalx.html").read_text("utf-8")
FIELD = '<label for="a">A</label><textarea name="abstract" id="a"></textarea>'


def test_page_of_pretalx_is_read() -> None:
    page = read_form(PAGE, "p.html")
    assert (page.title, page.language) == ("Create proposal :: Small Conf 2027 :: pretalx", "en")
    assert page.left_out == ("email", "image", "agree")
    assert page.fields == (
        PageField(
            name="submission_type",
            label="Session type",
            required=True,
            choices=("Talk (30 minutes)", "Workshop (90 minutes)"),
        ),
        PageField(name="title", label="Proposal title", required=True, at_most=200),
        PageField(
            name="abstract",
            label="Abstract",
            required=True,
            several_lines=True,
            at_least=50,
            at_most=1500,
            counter="code-points",
        ),
        PageField(
            name="description",
            label="Description",
            several_lines=True,
            at_most=300,
            counter="words",
        ),
        PageField(
            name="question_7",
            label="What will people be able to do?",
            required=True,
            several_lines=True,
            at_most=80,
            counter="words",
        ),
        PageField(
            name="question_8",
            label="Level",
            required=True,
            choices=("Beginner", "Expert & above"),
        ),
    )


@pytest.mark.parametrize(
    ("attributes", "least", "most"),
    [
        ('minlength="5" maxlength="9"', 5, 9),
        ('data-maxlength="0"', None, None),
        ('data-maxlength="-5"', None, None),
        ('data-maxlength="1e3"', None, None),
        ('data-maxlength="٣"', None, None),
        ("data-maxlength", None, None),
        (f'data-maxlength="{"9" * 5000}"', None, None),
        ("data-maxlength=' 80 '", None, 80),
    ],
)
def test_lengths_are_numbers_or_nothing(
    attributes: str, least: int | None, most: int | None
) -> None:
    field = read_form(FIELD.replace("<textarea", f"<textarea {attributes}"), "p").fields[0]
    assert (field.at_least, field.at_most) == (least, most)


@pytest.mark.parametrize(
    ("sentence", "least", "most", "counter"),
    [
        ("Please write between 5 and 80 words.", 5, 80, "words"),
        ("Please write at least 50 characters.", 50, None, "code-points"),
        ("Please write at most 80 words. Thanks.", None, 80, "words"),
        ("Bitte höchstens 80 Wörter.", None, None, None),
    ],
)
def test_lengths_are_read_from_the_sentence_below(
    sentence: str, least: int | None, most: int | None, counter: str | None
) -> None:
    field = read_form(f'{FIELD}<small id="a_helptext">{sentence}</small>', "p").fields[0]
    assert (field.at_least, field.at_most, field.counter) == (least, most, counter)


@pytest.mark.parametrize(
    "page",
    [
        "<",
        "<!--",
        "<html><body>No form here</body></html>",
        "<script><textarea name=a></textarea></script>",
        "<select><option>x</select>",
        "<input type=hidden name=a><input name=email type=text>",
        "</label></select></option></span>" * 100,
    ],
)
def test_page_without_a_form_is_an_error(page: str) -> None:
    with pytest.raises(InputError) as raised:
        read_form(page, "p.html")
    assert raised.value.message == "there is no form in this page"
    assert (raised.value.file, raised.value.hint != "") == ("p.html", True)


def test_page_that_is_too_large_is_an_error() -> None:
    with pytest.raises(InputError, match=r"is larger than any form page \(2 MB\)"):
        read_form(FIELD + " " * MAX_PAGE_CHARACTERS, "p.html")


def test_fields_beyond_all_measure_are_left_out() -> None:
    page = "".join(f"<textarea name=f{number}></textarea>" for number in range(1000))
    assert len(read_form(page, "p.html").fields) == MAX_FIELDS


def test_junk_nested_deep_does_not_hide_a_form() -> None:
    page = "<div><span><label><select>" * 20_000 + FIELD
    assert [field.name for field in read_form(page, "p.html").fields] == ["abstract"]


@pytest.mark.parametrize("junk", ["<!--", "<!-- >", "<![CDATA[", "<?", "<", "<a ", "<script>"])
def test_junk_without_an_end_is_read_in_one_pass(junk: str) -> None:
    page = FIELD + junk * (MAX_PAGE_CHARACTERS // 4 // len(junk))
    assert [field.name for field in read_form(page, "p.html").fields] == ["abstract"]


def test_comments_hide_what_is_in_them() -> None:
    page = f"<!-- <textarea name=no> --> {FIELD} <!-- a > b --><textarea name=yes></textarea>"
    assert [field.name for field in read_form(page, "p").fields] == ["abstract", "yes"]


@given(st.text(alphabet="<>/!-=\"' abforidlspntxe\n&;#x0"))
def test_no_page_is_too_broken_to_be_read(junk: str) -> None:
    fields = read_form(FIELD + junk, "p.html").fields
    assert fields[0].name == "abstract"
