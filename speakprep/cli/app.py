"""The root command: what there is, loaded only when it is used."""

import importlib
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from speakprep.cli.lazy import LazyCommands
from speakprep.cli.options import FormatOption, TalkOption
from speakprep.cli.output import Screen


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One command of the root: the stage it belongs to and what it is for.

    `module` has a Typer named `app`; it is imported when the command is used.
    `group` when it has commands of its own, `alone` when it also means something
    without one of them, `talk` when it works on one talk. The help's front page
    explains what is `shown`, and only names the rest.
    """

    stage: str
    module: str
    about: str
    group: bool = True
    alone: bool = False
    talk: bool = True
    shown: bool = True


COMMANDS: dict[str, Entry] = {
    "new": Entry(
        stage="Write",
        module="speakprep.cli.talk",
        about="Create a talk: a folder with everything in it.",
        group=False,
        talk=False,
    ),
    "cfp": Entry(
        stage="Write",
        module="speakprep.cli.cfp.app",
        about="Draft the proposal; check it as reviewers would.",
    ),
    "event": Entry(
        stage="Write",
        module="speakprep.cli.event",
        about="What each form asks for, and which calls close soon.",
    ),
    "script": Entry(
        stage="Write",
        module="speakprep.cli.script.app",
        about="One text per slide, from your PPTX and in step with it.",
    ),
    "deck": Entry(
        stage="Write",
        module="speakprep.cli.deck",
        about="Your slides checked, as pictures, as the PDF to hand in.",
        shown=False,
    ),
    "translate": Entry(
        stage="Translate",
        module="speakprep.cli.translate.app",
        about="Another language, with nothing added and nothing lost.",
    ),
    "rehearse": Entry(
        stage="Rehearse",
        module="speakprep.cli.rehearse.app",
        about="Measure a recording; note that you listened to it.",
    ),
    "plan": Entry(
        stage="Review",
        module="speakprep.cli.plan.app",
        about="The five steps to the stage: evidence, people, dates.",
        alone=True,
    ),
    "letter": Entry(
        stage="Review",
        module="speakprep.cli.letter",
        about="Ask an expert or a reviewer, thank them: a mail to send yourself.",
        shown=False,
    ),
    "feedback": Entry(
        stage="Review",
        module="speakprep.cli.feedback",
        about="What people said: recorded, answered, learned from.",
    ),
    "rule": Entry(
        stage="Review",
        module="speakprep.cli.rule",
        about="What a finding's code means, why, and how to let it stand.",
        group=False,
        talk=False,
        shown=False,
    ),
    "demo": Entry(
        stage="More",
        module="speakprep.cli.demo",
        about="Walk an example talk through all of it.",
        group=False,
        talk=False,
    ),
    "doctor": Entry(
        stage="More",
        module="speakprep.cli.doctor",
        about="What is installed, what is missing, how to get it.",
        group=False,
    ),
}

EXAMPLES = (
    ("speakprep new my-talk", "create a talk"),
    ("speakprep", "where does my talk stand, what is next?"),
    ("speakprep demo", "see the whole way on an example"),
)


def _load(name: str) -> Any:  # noqa: ANN401 -- Typer's command type is private
    return typer.main.get_command(importlib.import_module(COMMANDS[name].module).app)


class RootGroup(TyperGroup):
    """Shows its own short help page, and loads commands lazily."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 -- passed through to Typer
        super().__init__(**attributes)
        self.commands = LazyCommands(COMMANDS, _load)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 -- Typer's signature
        """Return the names without importing anything."""
        return list(COMMANDS)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 -- likewise
        """Write examples first, then the commands in the order of a talk's way."""
        formatter.write("\n".join(help_lines()) + "\n")


def help_lines() -> list[str]:
    """Return the front page of the help: at most ten commands, 80 columns."""
    lines = ["speakprep walks you from the call for proposals to the stage.", ""]
    lines += [f"  {command:<24}{what}" for command, what in EXAMPLES]
    shown = {name: entry for name, entry in COMMANDS.items() if entry.shown}
    for stage in dict.fromkeys(entry.stage for entry in shown.values()):
        lines += ["", stage]
        for name, entry in shown.items():
            if entry.stage == stage:
                lines.append(f"  {name:<11}{entry.about}")
    if also := [name for name in COMMANDS if name not in shown]:
        lines += ["", f"Also: {', '.join(also)} (each explains itself with -h)"]
    lines += [
        "",
        "Options",
        "  -h, --help       This page; after a command, what it takes.",
        "  --version        Print the version.",
        "  --talk FOLDER    The talk, if you are not inside its folder.",
        "  --format json    The result for a program instead of a person.",
        "  --install-completion   Complete commands with the Tab key in your shell.",
    ]
    return lines


root = typer.Typer(
    cls=RootGroup,
    name="speakprep",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@root.callback(invoke_without_command=True)
def front_door(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen | None:
    """Walk a talk from the call for proposals to the stage."""
    if version:
        from importlib.metadata import version as installed_version

        typer.echo(f"speakprep {installed_version('speakprep')}")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return None
    from speakprep.cli.front import front_screen

    return front_screen(talk)
