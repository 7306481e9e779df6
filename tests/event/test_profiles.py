from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.event.model import Format, Profile
from speakprep.event.profiles import FOLDER, load_profile, parse_profile
from speakprep.talk.language import LANGUAGES
from speakprep.talk.resources import Resource, list_resources
from speakprep.talk.workspace import shelves

SHIPPED = shelves(Path("no-such-folder"))
EVENTS = list_resources(SHIPPED, FOLDER)


def test_profile_says_what_the_file_says(make_form: Callable[..., Profile]) -> None:
    form = make_form()
    assert (form.key, form.name, form.counter, form.newline) == (
        "small",
        "Small Conf",
        "code-points",
        1,
    )
    assert form.checked_on == date(2026, 11, 20)
    assert form.formats == (Format(label="Talk", minutes=30, speakers=(1, 2)),)
    assert [field.key for field in form.fields] == ["title", "abstract", "format", "notes"]
    assert [field.at_most for field in form.fields] == [None, 20, None, None]
    assert [field.required for field in form.fields] == [True, True, False, False]
    assert [field.markup for field in form.fields] == ["plain", "plain", "plain", "markdown"]
    assert form.fields[0].called("zh") == "标题"
    assert form.fields[2].called("zh") == "Format"


def test_format_field_offers_the_formats(make_form: Callable[..., Profile]) -> None:
    field = make_form().field("format")
    assert field is not None
    assert (field.choices, field.one_line) == (("Talk",), True)


def test_field_is_as_sure_as_its_form_unless_it_says_so(make_form: Callable[..., Profile]) -> None:
    form = make_form("max = 20", 'max = 20\nconfidence = "old"')
    assert [field.confidence for field in form.fields] == ["verified", "old"] + ["verified"] * 2


def test_least_may_be_as_much_as_most(make_form: Callable[..., Profile]) -> None:
    assert make_form("speakers = [1, 2]", "speakers = [0, 0]").formats[0].speakers == (0, 0)
    field = make_form("max = 20", "max = 20\nmin = 20").field("abstract")
    assert field is not None
    assert (field.at_least, field.at_most) == (20, 20)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('counter = "code-points"', 'counter = "bytes"', 2, 'counter must be one of "code-points"'),
        ("newline = 1", "newline = 0", 3, "newline must be a whole number, 1 or more"),
        ("checked_on = 2026-11-20", 'checked_on = "today"', 5, "checked_on must be a day"),
        ("confidence", "sureness", 6, "unknown key 'sureness'"),
        ("speakers = [1, 2]", "speakers = [2, 1]", 11, "speakers must be a least and a most"),
        ("speakers = [1, 2]", "speakers = [true, 2]", 11, "speakers must be a least and a most"),
        ('key = "notes"', 'key = "abstract"', 30, "two fields are called 'abstract'"),
        ('en = "Notes"', 'en = "session title"', 30, "two fields are called 'session title'"),
        ("max = 20", "max = 20\nmin = 21", 24, "min 21 is more than max 20"),
        ("max = 20", 'max = "20"', 23, "max must be a whole number, 1 or more"),
        ("max = 20", "maximum = 20", 23, "unknown key 'maximum'"),
        ('key = "notes"', 'key = "The Notes"', 30, "key 'The Notes' must be small letters"),
        ("speakers = [1, 2]", "speakers = [1, 2, 3]", 11, "speakers must be a least and a most"),
        ("[[field]]", "[[field]]\nnote.zh = '注'", 14, "note.en is missing"),
        ("label = { en", "label = { fr", 15, "unknown key 'fr'"),
        ('label = { en = "Format" }', 'label = { zh = "形式" }', 27, "label.en is missing"),
        ("required = true", 'required = "yes"', 16, "required must be true or false"),
    ],
)
def test_broken_profile_is_an_error_with_its_line(
    form_text: str, old: str, new: str, line: int, message: str
) -> None:
    assert old in form_text
    text = form_text.replace(old, new, 1)
    with pytest.raises(InputError) as raised:
        parse_profile(Resource(path=Path("small.toml"), text=text), "small")
    assert raised.value.message.startswith(message)
    assert (raised.value.file, raised.value.line) == ("small.toml", line)


def test_fields_that_are_not_tables_are_an_error(form_text: str) -> None:
    head = form_text.partition("[[format]]")[0]
    for fields in ("field = 3", 'field = ["title"]'):
        broken = Resource(path=Path("small.toml"), text=f"{head}{fields}\n")
        with pytest.raises(InputError, match=r"field must be tables, each headed by"):
            parse_profile(broken, "small")


def test_form_without_fields_is_an_error(form_text: str) -> None:
    head = Resource(path=Path("small.toml"), text=form_text.partition("[[field]]")[0])
    with pytest.raises(InputError, match="the form has no fields"):
        parse_profile(head, "small")


def test_unknown_event_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as raised:
        load_profile(SHIPPED, "../cfp")
    assert raised.value.message == "there is no event profile called '../cfp'"
    assert raised.value.hint.startswith(f"there are: {', '.join(EVENTS)}")


@pytest.mark.parametrize("event", EVENTS)
def test_shipped_profile_can_be_read(event: str) -> None:
    form = load_profile(SHIPPED, event)
    assert form.source.strip()
    assert form.field("title") is not None
    assert all(set(field.label) == set(LANGUAGES) for field in form.fields)


def test_kubecon_takes_a_thousand_and_five_hundred_characters() -> None:
    form = load_profile(SHIPPED, "kubecon-eu-2027")
    limits = {field.key: field.at_most for field in form.fields if field.at_most}
    assert limits == {"description": 1000, "biography": 500}
    assert (form.counter, form.newline, form.max_submissions) == ("code-points", 1, 3)
