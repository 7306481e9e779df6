"""Form profiles, read from their data files."""

import re
from typing import get_args

from speakprep.errors import UsageError
from speakprep.event.model import Confidence, Counter, Field, Format, Profile
from speakprep.lint.model import Markup
from speakprep.talk.language import LANGUAGES
from speakprep.talk.resources import Resource, Shelves, find_resource, list_resources
from speakprep.talk.tables import Table

FOLDER = "checklists/events"

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PROFILE_KEYS = (
    *("name", "system", "counter", "newline", "source", "checked_on", "confidence"),
    *("max_submissions", "language", "agreements", "format", "field"),
)
_FIELD_KEYS = (
    *("key", "label", "required", "one_line", "min", "max", "choices"),
    *("markup", "note", "confidence"),
)


def load_profile(shelves: Shelves, event: str) -> Profile:
    """Read the form profile of an event.

    Raises:
        UsageError: there is none of that name.
        InputError: it is broken, with its line.
    """
    known = list_resources(shelves, FOLDER)
    if event not in known:
        raise UsageError(
            f"there is no event profile called {event!r}",
            hint=f"there are: {', '.join(known)} (generic fits any conference or meetup)",
        )
    return parse_profile(find_resource(shelves, f"{FOLDER}/{event}.toml"), event)


def parse_profile(resource: Resource, key: str) -> Profile:
    """Read one form profile.

    Raises:
        InputError: broken TOML, an unknown key, a value of the wrong kind, a
            field or label used twice, limits that contradict each other.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(_PROFILE_KEYS)
    confidence: Confidence = root.one_of("confidence", get_args(Confidence))
    formats = tuple(_format(table) for table in root.each("format"))
    profile = Profile(
        key=key,
        name=root.text("name"),
        system=root.text("system", ""),
        counter=root.one_of("counter", get_args(Counter)),
        newline=root.whole("newline", 1, least=1),
        source=root.text("source"),
        checked_on=root.day("checked_on"),
        confidence=confidence,
        max_submissions=root.optional(root.whole, "max_submissions", least=1),
        language=root.one_of("language", LANGUAGES) if "language" in root else None,
        agreements=root.texts_by_language("agreements"),
        formats=formats,
        fields=tuple(_field(table, formats, confidence) for table in root.each("field")),
    )
    _refuse_doubles(root, profile)
    return profile


def _format(table: Table) -> Format:
    table.only(("label", "minutes", "speakers"))
    return Format(
        label=table.text("label"),
        minutes=table.optional(table.whole, "minutes", least=1),
        speakers=table.optional(table.range, "speakers"),
    )


def _field(table: Table, formats: tuple[Format, ...], confidence: Confidence) -> Field:
    table.only(_FIELD_KEYS)
    key = table.text("key")
    if not _KEY.fullmatch(key):
        raise table.wrong("key", f"key {key!r} must be small letters, digits and _")
    least = table.optional(table.whole, "min")
    most = table.optional(table.whole, "max", least=1)
    if least is not None and most is not None and least > most:
        raise table.wrong("min", f"min {least} is more than max {most}")
    choices = table.texts("choices")
    if key == "format" and not choices:
        choices = tuple(each.label for each in formats)
    return Field(
        key=key,
        label=table.by_language("label"),
        required=table.flag("required", default=False),
        one_line=table.flag("one_line", default=False) or bool(choices),
        at_least=least,
        at_most=most,
        choices=choices,
        markup=table.one_of("markup", get_args(Markup), "plain"),
        note=table.by_language("note", required=False),
        confidence=table.one_of("confidence", get_args(Confidence), confidence),
    )


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
