"""Options that several commands share, so that they mean the same everywhere."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.errors import SpeakprepError
from speakprep.talk.folders import user_folder
from speakprep.talk.workspace import Workspace, open_workspace


def command_app() -> typer.Typer:
    """Return what a module adds its commands to: plain help; completion is the root's affair."""
    return typer.Typer(rich_markup_mode=None, add_completion=False)


FormatOption = Annotated[
    Literal["text", "json"],
    typer.Option("--format", metavar="text|json", help="How to show the result."),
]
LintFormatOption = Annotated[
    Literal["text", "concise", "json", "github", "sarif"],
    typer.Option(
        "--format",
        metavar="text|concise|json|github|sarif",
        help="For a person, an editor, a program, GitHub, code scanning.",
    ),
]
TalkOption = Annotated[
    Path | None,
    typer.Option("--talk", metavar="FOLDER", help="The talk, if you are not inside its folder."),
]
FailOnOption = Annotated[
    Literal["error", "warning", "advice"],
    typer.Option(metavar="LEVEL", help="Exit with 1 from error, warning or advice."),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask before sending or replacing.")]
LanguageOption = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--lang", metavar="en|zh", help="Whose script; the talk's own if not given."),
]


def user() -> Path:
    """Return the folder of the user's own checklists, prompts and keys."""
    return user_folder(dict(os.environ))


def here() -> Path:
    """Return the folder the command was typed in."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise SpeakprepError(
            "the folder you are in was deleted", hint="go to another one with cd"
        ) from None


def workspace(talk: Path | None) -> Workspace:
    """Open the talk named with --talk, or the one around the current folder."""
    return open_workspace(here(), user(), named=talk)
