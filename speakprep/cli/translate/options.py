"""The option that most of the commands take."""

from typing import Annotated, Literal, get_args

import typer

from speakprep.errors import UsageError
from speakprep.talk.language import LANGUAGES, Language
from speakprep.translation.formats.model import Form

_HELP = "The language wanted; if not given, the other one."


def _language(word: str) -> Language:
    """Read the language that an export is wanted in.

    Raises:
        UsageError: it is a form, such as html.
        BadParameter: it is none of the languages.
    """
    for code in LANGUAGES:
        if word == code:
            return code
    if word in get_args(Form):
        raise UsageError(f"{word} is a form, not a language", hint=f"type --form {word}")
    known = ", ".join(f"'{code}'" for code in LANGUAGES)
    raise typer.BadParameter(f"{word!r} is not one of {known}.")


def _completed() -> list[str]:
    return list(LANGUAGES)


ToOption = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--to", metavar="en|zh", help=_HELP),
]
ExportToOption = Annotated[
    Language | None,
    typer.Option("--to", metavar="en|zh", help=_HELP, parser=_language, autocompletion=_completed),
]
"""The same, for the command where a form is easily said in its place."""
