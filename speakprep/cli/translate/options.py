"""Options that several of the commands take."""

from typing import Annotated, Literal

import typer

ToOption = Annotated[
    Literal["en", "zh"] | None,
    typer.Option(
        "--to", metavar="en|zh", help="The language wanted; talk.toml's first if not given."
    ),
]
ModelOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The model to ask, such as qwen3:14b.")
]
BaseUrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Its server; OpenAI's if not given.")
]
