"""The option that most of the commands take."""

from typing import Annotated, Literal

import typer

ToOption = Annotated[
    Literal["en", "zh"] | None,
    typer.Option(
        "--to", metavar="en|zh", help="The language wanted; talk.toml's first if not given."
    ),
]
