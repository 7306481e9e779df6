"""Groups of commands that load a command's module when it is asked for, and not before.

What a command line imports is most of what it costs: `script sync` has no use for what
`script draft` needs to talk to a model.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

import typer
from typer.core import TyperGroup

from speakprep.cli.options import command_app


class LazyCommands(MutableMapping[str, Any]):
    """Commands by name, in the order given; `load` makes one when it is asked for."""

    def __init__(self, names: Mapping[str, object], load: Callable[[str], Any]) -> None:
        self._names = names
        self._load = load
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 -- Typer's command type is private
        if name not in self._names:
            raise KeyError(name)
        if name not in self._loaded:
            command = self._load(name)
            command.name = name
            self._loaded[name] = command
        return self._loaded[name]

    def __setitem__(self, name: str, command: object) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def lazy_app(
    commands: Mapping[str, str], about: str, alone: Callable[..., Any] | None = None
) -> typer.Typer:
    """Return a group whose commands are functions named as `module:function`.

    `alone` is run when the group is typed without a command; its signature tells its options.
    """

    def load(name: str) -> Any:  # noqa: ANN401 -- Typer's command type is private
        module, _, function = commands[name].partition(":")
        single = command_app()
        single.command(name)(getattr(importlib.import_module(module), function))
        return typer.main.get_command(single)

    class Group(TyperGroup):
        def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 -- passed through to Typer
            super().__init__(**attributes)
            self.commands = LazyCommands(commands, load)

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 -- Typer's signature
            return list(commands)

    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False)
    app.callback(help=about, invoke_without_command=alone is not None)(alone or (lambda: None))
    return app
