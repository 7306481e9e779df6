"""Every command explains itself, and the reference page knows it."""

import re

import pytest
import typer
from typer.main import get_command

from speakprep.cli.app import COMMANDS, root

GROUPS = [name for name, entry in COMMANDS.items() if entry.group]


def test_front_page_fits_one_screen_and_names_at_most_ten_commands(speakprep_run):
    code, out, _ = speakprep_run("-h")
    shown = [name for name, entry in COMMANDS.items() if entry.shown]
    also = [name for name in COMMANDS if name not in shown]
    assert code == 0
    assert len(shown) <= 10
    assert max(len(line) for line in out.split("\n")) <= 80
    assert all(f"\n  {name} " in out for name in shown)
    assert f"\nAlso: {', '.join(also)} (each explains itself with -h)\n" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_fits_80_columns_and_cuts_no_sentence(speakprep_run, name):
    code, out, _ = speakprep_run(name, "-h")
    assert code == 0
    assert max(len(line) for line in out.split("\n")) <= 80
    assert "..." not in out.partition("\nCommands:\n")[2]


def commands_of(command, path):
    """Yield every command below one, with what is typed for it."""
    command = get_command(command) if isinstance(command, typer.Typer) else command
    if not hasattr(command, "list_commands"):
        yield path, command
        return
    context = typer.Context(command, info_name=path)
    for name in command.list_commands(context):
        yield from commands_of(command.get_command(context, name), f"{path} {name}")


def test_every_example_begins_with_its_command_and_who_needs_words_has_one():
    for path, command in commands_of(root, "speakprep"):
        examples = re.findall(r"For example:\s+(.+)", command.help or "")
        assert all(f"{example} ".startswith(f"{path} ") for example in examples), path
        assert examples or not any(each.required for each in command.params), path


@pytest.mark.parametrize("name", [name for name in GROUPS if not COMMANDS[name].alone])
def test_group_typed_alone_shows_its_help(speakprep_run, name):
    assert speakprep_run(name) == speakprep_run(name, "-h")
    assert speakprep_run(name, "--format", "json") == speakprep_run(name, "-h")
