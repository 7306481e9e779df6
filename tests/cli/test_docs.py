"""Every command explains itself, and the reference page knows it."""

import pytest

from speakprep.cli.app import COMMANDS

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


@pytest.mark.parametrize("name", [name for name in GROUPS if not COMMANDS[name].alone])
def test_group_typed_alone_shows_its_help(speakprep_run, name):
    assert speakprep_run(name) == speakprep_run(name, "-h")
    assert speakprep_run(name, "--format", "json") == speakprep_run(name, "-h")
