"""talk.toml: reading it, writing a new one, changing single values in place."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast, get_args

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.model import Dates, ModelSettings, Talk
from speakprep.talk.resources import edit_toml, parse_toml

MAX_MINUTES = 24 * 60
"""A slot is at most a day; more is a slip of the finger."""


def parse_talk(text: str, file: str) -> Talk:
    """Read talk.toml; keys that speakprep does not know are left alone.

    Raises:
        InputError: broken TOML or a value of the wrong kind, with its line.
    """
    table = _Table(parse_toml(text, file), text, file)
    dates, model = table.inner("dates"), table.inner("model")
    minutes = table.number("minutes", 30, least=1, most=MAX_MINUTES)
    language = table.language("language", "en")
    return Talk(
        title=table.text("title", ""),
        event=table.text("event", "generic"),
        minutes=int(minutes),
        qa_minutes=int(table.number("qa_minutes", 0, least=0, most=minutes - 1)),
        language=language,
        slides_language=table.language("slides_language", language),
        translate_to=tuple(
            table.as_language("translate_to", x) for x in table.list("translate_to")
        ),
        speakers=tuple(str(name) for name in table.list("speakers")),
        dates=Dates(
            talk=dates.day("talk"),
            cfp_closes=dates.day("cfp_closes"),
            accepted=dates.day("accepted"),
        ),
        model=ModelSettings(
            name=model.text("name", ""),
            base_url=model.text("base_url", ""),
            input_price=model.price("input_price"),
            output_price=model.price("output_price"),
            currency=model.text("currency", "USD"),
        ),
    )


def render_new(talk: Talk) -> str:
    """Write a talk.toml a person can read and go on editing."""
    languages = ", ".join(_quote(language) for language in talk.translate_to)
    speakers = ", ".join(_quote(name) for name in talk.speakers)
    day = talk.dates.talk
    return f"""\
# The facts of this talk. Edit it freely: comments and keys of your own stay.

title = {_quote(talk.title)}
event = {_quote(talk.event)}  # a form profile: checklists/events/<event>.toml
minutes = {talk.minutes}  # the whole slot
qa_minutes = {talk.qa_minutes}  # of these, kept for questions
language = "{talk.language}"  # the language you write in: "en" or "zh"
slides_language = "{talk.slides_language}"
translate_to = [{languages}]
speakers = [{speakers}]

[dates]
{f"talk = {day}" if day else "# talk = 2027-03-17  # or type: speakprep plan date 2027-03-17"}
# cfp_closes = 2026-10-11
# accepted = 2026-12-15

[model]
# Only needed when a language model is to be asked directly; never put a key here.
# name = "qwen3:14b"
# base_url = "http://127.0.0.1:11434/v1"
# input_price = 0.0  # per million tokens
# output_price = 0.0
"""


def set_values(text: str, file: str, changes: Mapping[str, object]) -> str:
    """Change single values of talk.toml, such as "dates.talk"; all else stays as it is.

    Raises:
        InputError: the file is broken; it is never rewritten then.
    """
    from tomlkit import table

    def change(document: Any) -> None:  # noqa: ANN401 -- tomlkit's documents are untyped inside
        for dotted, value in changes.items():
            *outer, key = dotted.split(".")
            holder = document
            for name in outer:
                holder = holder.setdefault(name, table())
            holder[key] = value

    return edit_toml(text, file, change)


def _quote(text: str) -> str:
    import tomlkit

    return tomlkit.string(text).as_string()


class _Table:
    """A TOML table that knows where it came from, so that a wrong value has a line."""

    def __init__(self, values: Mapping[str, Any], text: str, file: str, header: str = "") -> None:
        self._values = values
        self._text = text
        self._file = file
        self._header = header

    def inner(self, key: str) -> "_Table":
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, "a table")
        return _Table(value, self._text, self._file, key)

    def text(self, key: str, default: str) -> str:
        value = self._values.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, 'text in quotes, such as "Trace sampling"')
        return value

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        value = self._values.get(key, default)
        good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        if not good:
            raise self._wrong(key, f"a whole number from {least:.0f} to {most:.0f}")
        return cast("int", value)

    def price(self, key: str) -> float | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self._wrong(key, "a price per million tokens, such as 0.5")
        return float(value)

    def list(self, key: str) -> list[Any]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self._wrong(key, "a list of texts")
        return value

    def language(self, key: str, default: Language) -> Language:
        return self.as_language(key, self._values.get(key, default))

    def as_language(self, key: str, value: object) -> Language:
        if value not in get_args(Language):
            raise self._wrong(key, " or ".join(f'"{code}"' for code in LANGUAGES))
        return cast("Language", value)

    def day(self, key: str) -> date | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise self._wrong(key, "a day, such as 2027-03-17") from None
        if not isinstance(value, date):
            raise self._wrong(key, "a day, such as 2027-03-17")
        return value

    def _wrong(self, key: str, expected: str) -> InputError:
        line, excerpt = self._line_of(key)
        name = f"{self._header}.{key}" if self._header else key
        return InputError(
            f"{name} must be {expected}",
            file=self._file,
            line=line,
            excerpt=excerpt,
            hint="mend that line; nothing was changed",
        )

    def _line_of(self, key: str) -> tuple[int | None, str]:
        inside = self._header == ""
        for number, row in enumerate(self._text.split("\n"), 1):
            header = re.match(r"\s*\[+\s*([\w.-]+)", row)
            if header:
                inside = header[1] == self._header
                if header[1] == key and not self._header:
                    return number, row.strip()
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", row):
                return number, row.strip()
        return None, ""
