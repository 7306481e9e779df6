"""talk.toml: reading it, writing a new one, changing single values in place."""

import re
from collections.abc import Mapping
from typing import Any

from speakprep.talk.language import LANGUAGES
from speakprep.talk.model import Allowance, Dates, ModelSettings, Talk
from speakprep.talk.resources import edit_toml
from speakprep.talk.tables import Table

MAX_MINUTES = 24 * 60
"""A slot is at most a day; more is a slip of the finger."""

_CODE = re.compile(r"[A-Z]{2,8}\d{3}")


def parse_talk(text: str, file: str) -> Talk:
    """Read talk.toml; keys that speakprep does not know are left alone.

    Raises:
        InputError: broken TOML or a value of the wrong kind, with its line.
    """
    table = Table.parse(text, file)
    dates, model = table.inner("dates"), table.inner("model")
    minutes = table.whole("minutes", 30, least=1, most=MAX_MINUTES)
    language = table.one_of("language", LANGUAGES, "en")
    return Talk(
        title=table.text("title", ""),
        event=table.text("event", "generic"),
        minutes=minutes,
        qa_minutes=table.whole("qa_minutes", 0, most=minutes - 1),
        language=language,
        slides_language=table.one_of("slides_language", LANGUAGES, language),
        translate_to=table.some_of("translate_to", LANGUAGES),
        speakers=table.texts("speakers"),
        dates=Dates(
            talk=dates.optional(dates.day, "talk"),
            cfp_closes=dates.optional(dates.day, "cfp_closes"),
            submitted=dates.optional(dates.day, "submitted"),
            accepted=dates.optional(dates.day, "accepted"),
            rejected=dates.optional(dates.day, "rejected"),
        ),
        model=ModelSettings(
            name=model.text("name", ""),
            base_url=model.text("base_url", ""),
            input_price=model.optional(model.amount, "input_price"),
            output_price=model.optional(model.amount, "output_price"),
            currency=model.text("currency", "USD"),
        ),
        allow=tuple(_allowance(allowed) for allowed in table.each("allow")),
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
slides_language = "{talk.slides_language}"  # for your own record: slides are read in any language
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

    None takes a value out.

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
            if value is None:
                holder.pop(key, None)
            else:
                holder[key] = value

    return edit_toml(text, file, change)


def _allowance(table: Table) -> Allowance:
    table.only(("code", "field", "reason"))
    code = table.text("code")
    if not _CODE.fullmatch(code):
        raise table.wrong("code", f"{code!r} is no rule's code; they look like CFP208")
    return Allowance(
        code=code,
        reason=" ".join(table.text("reason").split()),
        field=table.text("field", ""),
        line=table.line,
    )


def _quote(text: str) -> str:
    import tomlkit

    return tomlkit.string(text).as_string()
