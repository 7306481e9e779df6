"""cfp-check.toml: what answers a reviewer's questions, one table per question.

    [CFP801]
    quote = "Keeping every trace costs more than the services."
    field = "abstract"
    sentence = "3f2a9c1e07b4"
    day = 2026-11-20

    [CFP802]
    declined = "it is about one part only"

Keys and tables of the person's own stay as they are.
"""

import re
from collections.abc import Mapping
from typing import Any

from speakprep.cfp.evidence import Answer, Proposed, Quote
from speakprep.talk.resources import edit_toml
from speakprep.talk.tables import Table

_CODE = re.compile(r"[A-Z]{2,8}\d{3}")
_KEYS = ("quote", "field", "sentence", "declined", "day", "proposed")
_HEADER = """\
# What your proposal answers to the questions a reviewer may ask.
# A quote counts while its sentence stands in the text; edit this file freely, or
# type: speakprep cfp check
"""


def parse_answers(text: str, file: str) -> dict[str, Answer]:
    """Read cfp-check.toml, by code.

    Raises:
        InputError: broken TOML, a value of the wrong kind, or a question that is
            both quoted and declined, with its line.
    """
    root = Table.parse(text, file)
    return {code: _answer(root.inner(code)) for code in root if _CODE.fullmatch(code)}


def set_answers(text: str, file: str, answers: Mapping[str, Answer]) -> str:
    """Write answers into the text of cfp-check.toml; an empty answer is taken out.

    Raises:
        InputError: the file is broken; it is never rewritten then.
    """
    from tomlkit import dumps, nl, table

    def change(document: Any) -> None:  # noqa: ANN401 -- tomlkit's documents are untyped inside
        for code, answer in answers.items():
            values = _values(answer)
            if code not in document and values:
                if not dumps(document).endswith("\n\n"):
                    document.add(nl())
                document[code] = table()
            holder = document.get(code, {})
            for key in _KEYS:
                if key in values and holder.get(key) != values[key]:
                    holder[key] = values[key]
                elif key not in values:
                    holder.pop(key, None)
            if not holder:
                document.pop(code, None)

    return edit_toml(text or _HEADER, file, change)


def _answer(table: Table) -> Answer:
    declined = table.text("declined", "")
    if declined.strip() and "quote" in table:
        raise table.wrong("declined", "it is both quoted and declined", hint="take out one of them")
    inner = table.inner("proposed")
    return Answer(
        quote=_quote(table) if "quote" in table else None,
        declined=declined.strip(),
        day=table.optional(table.day, "day"),
        proposed=Proposed(
            quote=_quote(inner), by=inner.text("by", "?"), reason=inner.text("reason", "")
        )
        if "proposed" in table
        else None,
    )


def _quote(table: Table) -> Quote:
    return Quote(
        words=table.text("quote"),
        field=table.text("field", ""),
        sentence=table.text("sentence", ""),
    )


def _values(answer: Answer) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if answer.quote:
        values |= _quoted(answer.quote)
    if answer.declined:
        values["declined"] = answer.declined
    if answer.day:
        values["day"] = answer.day
    if answer.proposed:
        proposed = answer.proposed
        values["proposed"] = _quoted(proposed.quote) | {
            "by": proposed.by,
            "reason": proposed.reason,
        }
    return values


def _quoted(quote: Quote) -> dict[str, Any]:
    return {"quote": quote.words, "field": quote.field, "sentence": quote.sentence}
