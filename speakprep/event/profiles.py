"""Form profiles, read from their data files."""

import re
from typing import get_args

from speakprep.errors import UsageError
from speakprep.event.dates import FIRST_YEAR, LAST_YEAR, read_cfp, read_day
from speakprep.event.model import (
    Blind,
    Confidence,
    Counter,
    Field,
    Format,
    Known,
    Person,
    Profile,
)
from speakprep.lint.model import Markup
from speakprep.talk.language import LANGUAGES
from speakprep.talk.resources import Resource, Shelves, find_resource, list_resources
from speakprep.talk.tables import Table

FOLDER = "checklists/events"

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_KNOWN_KEYS = ("source", "checked_on", "confidence")
_PROFILE_KEYS = (
    *("name", "system", "url", "edition", "event_date", "counter", "newline", "language"),
    *("max_submissions", "blind", "agreements", "note", "format", "field", "cfp", "known"),
    *_KNOWN_KEYS,
)
_FIELD_KEYS = (
    *("key", "label", "required", "one_line", "min", "max", "counter", "choices"),
    *("markup", "person", "note"),
    *_KNOWN_KEYS,
)
_CFP_KEYS = ("opens", "closes", "time", "zone", "notification", *_KNOWN_KEYS)
_VALUES = ("max_submissions", "blind", "agreements", "language", "counter", "newline")
"""Values of the form itself that may say where they are known from, in `[known.<value>]`."""


def load_profile(shelves: Shelves, event: str) -> Profile:
    """Read the form profile of an event.

    Raises:
        UsageError: there is none of that name.
        InputError: it is broken, with its line.
    """
    return parse_profile(find_profile(shelves, event), profile_key(shelves, event))


def profile_key(shelves: Shelves, event: str) -> str:
    """Return the key of the profile that was typed: capitals do not matter.

    What names no profile is given back as it is.
    """
    known = list_resources(shelves, FOLDER)
    small = event.casefold()
    return small if event not in known and small in known else event


def find_profile(shelves: Shelves, event: str) -> Resource:
    """Return the nearest file that holds the form profile of an event.

    Raises:
        UsageError: there is none of that name.
    """
    known = list_resources(shelves, FOLDER)
    key = profile_key(shelves, event)
    if key not in known:
        raise UsageError(
            f"there is no event profile called {event!r}",
            hint=f"there are: {', '.join(known)} (generic fits any conference or meetup)",
        )
    return find_resource(shelves, f"{FOLDER}/{key}.toml")


def parse_profile(resource: Resource, key: str) -> Profile:
    """Read one form profile.

    Raises:
        InputError: broken TOML, an unknown key, a value of the wrong kind, a
            field or label used twice, limits or days that contradict each other.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(_PROFILE_KEYS)
    known = Known(
        source=root.text("source"),
        checked_on=root.day("checked_on"),
        confidence=root.one_of("confidence", get_args(Confidence)),
    )
    counter: Counter = root.one_of("counter", get_args(Counter))
    formats = tuple(_format(table, known) for table in root.each("format"))
    event_date = read_day(root, "event_date")
    blind: tuple[Blind, ...] = get_args(Blind)
    cfp = root.inner("cfp")
    cfp.only(_CFP_KEYS)
    profile = Profile(
        key=key,
        name=root.text("name"),
        system=root.text("system", ""),
        url=root.text("url", ""),
        counter=counter,
        newline=root.whole("newline", 1, least=1),
        known=known,
        edition=root.optional(root.whole, "edition", least=FIRST_YEAR, most=LAST_YEAR),
        event_date=event_date,
        cfp=read_cfp(cfp, _known(cfp, known), event_date),
        max_submissions=root.optional(root.whole, "max_submissions", least=1),
        language=root.one_of("language", LANGUAGES) if "language" in root else None,
        blind=root.one_of("blind", blind) if "blind" in root else None,
        agreements=root.texts_by_language("agreements"),
        note=root.by_language("note", required=False),
        formats=formats,
        fields=tuple(_field(table, formats, counter, known) for table in root.each("field")),
        values=_values(root, known),
    )
    _refuse_contradictions(root, profile)
    _refuse_doubles(root, profile)
    return profile


def _known(table: Table, default: Known) -> Known:
    """Read where the values of a table are known from; what it leaves out is the form's own."""
    confidence: Confidence = table.one_of("confidence", get_args(Confidence), default.confidence)
    checked = table.day("checked_on") if "checked_on" in table else default.checked_on
    source = table.text("source") if "source" in table else default.source
    return Known(source=source, checked_on=checked, confidence=confidence)


def _values(root: Table, known: Known) -> dict[str, Known]:
    table = root.inner("known")
    table.only(_VALUES)
    values = {}
    for key in table:
        if key not in root:
            raise table.wrong(key, f"known.{key} is about {key}, which this form does not have")
        value = table.inner(key)
        value.only(_KNOWN_KEYS)
        values[key] = _known(value, known)
    return values


def _format(table: Table, known: Known) -> Format:
    table.only(("label", "minutes", "speakers", "names_all", "note", *_KNOWN_KEYS))
    return Format(
        label=table.text("label"),
        minutes=table.optional(table.whole, "minutes", least=1),
        speakers=table.optional(table.range, "speakers"),
        names_all=table.flag("names_all", default=False),
        note=table.by_language("note", required=False),
        known=_known(table, known),
    )


def _field(table: Table, formats: tuple[Format, ...], counter: Counter, known: Known) -> Field:
    table.only(_FIELD_KEYS)
    key = table.text("key")
    if not _KEY.fullmatch(key):
        raise table.wrong("key", f"key {key!r} must be small letters, digits and _")
    label = table.by_language("label")
    if any("\n" in words for words in label.values()):
        # It becomes a heading of cfp.md, which ends with its line.
        raise table.wrong("label", "a label must be one line")
    least = table.optional(table.whole, "min")
    most = table.optional(table.whole, "max", least=1)
    if least is not None and most is not None and least > most:
        raise table.wrong("min", f"min {least} is more than max {most}")
    choices = table.texts("choices")
    if key == "format" and not choices:
        choices = tuple(each.label for each in formats)
    person: tuple[Person, ...] = get_args(Person)
    return Field(
        key=key,
        label=label,
        required=table.flag("required", default=False),
        one_line=table.flag("one_line", default=False) or bool(choices),
        at_least=least,
        at_most=most,
        counter=table.one_of("counter", get_args(Counter), counter),
        choices=choices,
        markup=table.one_of("markup", get_args(Markup), "plain"),
        person=table.one_of("person", person) if "person" in table else None,
        note=table.by_language("note", required=False),
        known=_known(table, known),
    )


def _refuse_contradictions(root: Table, profile: Profile) -> None:
    day = profile.event_date
    if day and profile.edition and day.year != profile.edition:
        raise root.wrong(
            "event_date", f"the event is on {day}, and its edition is {profile.edition}"
        )
    labels = [each.label.casefold() for each in profile.formats]
    for number, table in enumerate(root.each("format")):
        if labels[number] in labels[:number]:
            label = profile.formats[number].label
            raise table.wrong("label", f"two formats are called {label!r}", hint="rename one")


def _refuse_doubles(root: Table, profile: Profile) -> None:
    """A heading in cfp.md must lead to one field only."""
    if not profile.fields:
        raise root.wrong("field", "the form has no fields", hint="add a table: [[field]]")
    owner: dict[str, str] = {}
    for table, field in zip(root.each("field"), profile.fields, strict=True):
        names = (field.key, *(field.called(language) for language in LANGUAGES))
        for name in {name.casefold() for name in names}:
            if name in owner:
                raise table.wrong(
                    "key", f"two fields are called {name!r}", hint="rename one of them"
                )
            owner[name] = field.key
