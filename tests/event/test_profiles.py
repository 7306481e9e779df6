from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.event.model import Cfp, Deadline, Format, Known, Profile
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
    known = Known(source="its form", checked_on=date(2026, 11, 20), confidence="verified")
    assert form.formats == (Format(label="Talk", minutes=30, speakers=(1, 2), known=known),)
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
        ('en = "Abstract"', 'en = "A\\n## B"', 21, "a label must be one line"),
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


@pytest.mark.parametrize(
    ("added", "line", "message"),
    [
        ("edition = 27", 7, "edition must be a whole number from 1990 to 2200"),
        ("edition = 2026\nevent_date = 2027-01-01", 8, "the event is on 2027-01-01, and its"),
        ("event_date = 0001-01-01", 7, "event_date must be a day between 1990 and 2200"),
        ('event_date = "soon"', 7, "event_date must be a time without quotes"),
        ("max_submissions = 0", 7, "max_submissions must be a whole number, 1 or more"),
        ('blind = "triple"', 7, 'blind must be one of "no", "single", "double"'),
        ('[known.blind]\nconfidence = "old"', 7, "known.blind is about blind, which this form"),
        ('[known.shoes]\nconfidence = "old"', 7, "unknown key 'shoes'"),
        ("[cfp]\nends = 2027-01-01", 8, "unknown key 'ends'"),
        ('[cfp]\nzone = "AoE"', 8, "there is a zone, and no day on which the call closes"),
        ('[cfp]\ncloses = 2027-01-01\nzone = "Mars/Base"', 9, "there is no time zone 'Mars/Base'"),
        ('[cfp]\ncloses = 2027-01-01\nzone = "../etc"', 9, "there is no time zone '../etc'"),
        ('[cfp]\ncloses = 2027-01-01\nzone = "Europe"', 9, "there is no time zone 'Europe'"),
        ('[cfp]\ncloses = 2027-01-01\nzone = "UTC+15"', 9, "there is no time zone 'UTC+15'"),
        ('[cfp]\ncloses = 2027-01-01\ntime = "24:00"', 9, "'24:00' is not a time of the day"),
        ('[cfp]\ncloses = 2027-01-01T10:00:00\ntime = "10:00"', 8, "the deadline says its time"),
        ('[cfp]\ncloses = 2027-01-01T10:00:00Z\nzone = "AoE"', 8, "the deadline says its time"),
        ("[cfp]\nopens = 2027-02-01\ncloses = 2027-01-31", 9, "the call closes before it opens"),
        ("[cfp]\ncloses = 2027-02-01\nnotification = 2027-01-31", 9, "it is answered before"),
        ("event_date = 2027-01-01\n[cfp]\ncloses = 2027-02-01", 9, "the call closes after the"),
        ('[[format]]\nlabel = "talk"', 11, "two formats are called 'Talk'"),
    ],
)
def test_contradiction_is_an_error_with_its_line(
    form_text: str, added: str, line: int, message: str
) -> None:
    text = form_text.replace(HEAD, f"{HEAD}{added}\n", 1)
    with pytest.raises(InputError) as raised:
        parse_profile(Resource(path=Path("small.toml"), text=text), "small")
    assert raised.value.message.startswith(message)
    assert (raised.value.file, raised.value.line) == ("small.toml", line)
    assert raised.value.hint


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
    notes = [form.note, *(each.note for each in (*form.fields, *form.formats))]
    assert all(set(note) in (set(), set(LANGUAGES)) for note in notes)
    agreed = {language: len(each) for language, each in form.agreements.items()}
    assert len(set(agreed.values())) <= 1
    assert set(agreed) in (set(), set(LANGUAGES))


def test_all_forms_of_the_catalogue_ship() -> None:
    assert EVENTS == (
        "djangocon-us-2023", "europython-2025", "generic", "graphqlconf-2023", "kubecon-2018",
        "kubecon-eu-2027", "lf-2022", "lf-mcp-dev-summit-2026", "papercall", "pretalx-default",
        "pycon-us-2014", "pycon-us-2017", "pycontw", "scipy-2013", "sessionize-default",
        "writethedocs-2020",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "limits"),
    [
        ("lf-mcp-dev-summit-2026", {"description": (None, 1200), "biography": (None, 500)}),
        ("lf-2022", {"title": (None, 75), "abstract": (None, 1300), "benefits": (None, 1000)}),
        ("kubecon-2018", {"abstract": (None, 900)}),
        ("graphqlconf-2023", {}),
        ("papercall", {"elevator_pitch": (None, 300)}),
        ("pretalx-default", {}),
        ("sessionize-default", {}),
        ("pycon-us-2014", {"description": (None, 400)}),
        ("pycon-us-2017", {}),
        ("europython-2025", {}),
        ("djangocon-us-2023", {}),
        ("writethedocs-2020", {"abstract": (None, 300)}),
        ("scipy-2013", {"abstract": (150, 300)}),
    ],
)
def test_shipped_profile_has_the_limits_that_are_known(
    event: str, limits: dict[str, tuple[int | None, int]]
) -> None:
    fields = load_profile(SHIPPED, event).fields
    assert limits == {
        field.key: (field.at_least, field.at_most)
        for field in fields
        if field.at_least or field.at_most
    }


def test_pycontw_counts_columns_in_texts_and_characters_in_the_title() -> None:
    form = load_profile(SHIPPED, "pycontw")
    counters = {field.key: field.counter for field in form.fields if field.at_most}
    assert counters == {
        "title": "code-points",
        "abstract": "east-asian-width",
        "target_audience": "code-points",
        "objective": "east-asian-width",
    }


def test_values_say_where_they_are_known_from() -> None:
    form = load_profile(SHIPPED, "kubecon-eu-2027")
    assert {key: known.confidence for key, known in form.values.items()} == {"newline": "unknown"}
    assert (form.blind, form.edition, form.event_date) == ("single", 2027, date(2027, 3, 15))
    assert {field.key: field.person for field in form.fields if field.person} == {
        "description": "third",
        "biography": "third",
    }
    assert form.cfp == Cfp(
        closes=Deadline(day=date(2026, 10, 11), at="23:59", zone="UTC+2"),
        notification=date(2026, 12, 7),
        known=form.known,
    )


def test_field_and_format_override_where_they_are_known_from(
    make_form: Callable[..., Profile],
) -> None:
    own = 'source = "a mail"\nchecked_on = 2026-01-02\nconfidence = "reported"'
    known = Known(source="a mail", checked_on=date(2026, 1, 2), confidence="reported")
    field = make_form("max = 20", f'max = 20\nperson = "first"\ncounter = "words"\n{own}')
    abstract = field.field("abstract")
    assert abstract is not None
    assert (abstract.known, abstract.person, abstract.counter) == (known, "first", "words")
    assert make_form("speakers = [1, 2]", own).formats[0].known == known


HEAD = 'confidence = "verified"\n'


def test_kubecon_takes_a_thousand_and_five_hundred_characters() -> None:
    form = load_profile(SHIPPED, "kubecon-eu-2027")
    limits = {field.key: field.at_most for field in form.fields if field.at_most}
    assert limits == {"description": 1000, "biography": 500}
    assert (form.counter, form.newline, form.max_submissions) == ("code-points", 1, 3)


def test_profile_is_found_whatever_capitals_are_typed() -> None:
    assert load_profile(SHIPPED, "KubeCon-EU-2027").key == "kubecon-eu-2027"
    with pytest.raises(UsageError, match="there is no event profile called 'KubeCon'"):
        load_profile(SHIPPED, "KubeCon")


def test_profile_of_exactly_these_capitals_comes_first(tmp_path: Path) -> None:
    own = tmp_path / FOLDER / "Generic.toml"
    own.parent.mkdir(parents=True)
    text = (SHIPPED.folders[-1] / FOLDER / "generic.toml").read_text("utf-8")
    own.write_text(text, encoding="utf-8")
    assert load_profile(shelves(tmp_path), "Generic").key == "Generic"
