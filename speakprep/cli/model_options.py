"""Options of the commands that ask a model, or have it asked in a chat window."""

from pathlib import Path
from typing import Annotated

import typer

ModelOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The model to ask, such as qwen3:14b.")
]
BaseUrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Its server; OpenAI's if not given.")
]
PasteOption = Annotated[
    bool, typer.Option("--paste", help="Write a request for a chat window; send nothing.")
]
ImportOption = Annotated[
    Path | None,
    typer.Option("--import", metavar="FILE", help="Take an answer back; - reads a pipe."),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Ask for text, not phrase by phrase with its source.")
]
