"""Prompts and letters as files: front matter, and a body with named inputs.

A template may only use the inputs it declares, and must get all of them. It
may come from somebody else's talk: it runs in a sandbox, and only with what is
worked out once and makes nothing longer, so that no prompt can fill the memory.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speakprep.errors import InputError
from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_FRONT_MATTER = re.compile(r"\A\+\+\+\n(?P<toml>.*?\n)\+\+\+\n", re.DOTALL)
_FILTERS = ("lower", "trim", "upper")
_NODES = frozenset(
    (
        *("Template", "Output", "TemplateData", "Name", "Const", "Tuple", "Filter"),
        *("If", "CondExpr", "Compare", "Operand", "And", "Or", "Not"),
    )
)
"""Jinja's names for what a template may hold: no loop, call or sum, which could grow for ever."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A prompt as its file gives it.

    `version` is part of what a model's answer came from; `schema` names the
    form the answer must have, empty for plain text. `first_line` is the line of
    the file on which the body begins.
    """

    file: str
    version: int
    inputs: tuple[str, ...]
    schema: str
    body: str
    first_line: int


def parse_template(resource: Resource) -> Template:
    """Read a template's front matter (TOML between `+++` lines).

    Raises:
        InputError: it has none, it is broken, or a key is missing, unknown or of the
            wrong kind, with its line.
    """
    file = str(resource.path)
    match = _FRONT_MATTER.match(resource.text)
    if match is None:
        raise InputError("a prompt begins with front matter between two +++ lines", file=file)
    table = Table.parse("\n" + match["toml"], file)  # the +++ line keeps line numbers true
    table.only(("version", "inputs", "schema"))
    return Template(
        file=file,
        version=table.whole("version"),
        inputs=table.texts("inputs"),
        schema=table.text("schema", ""),
        body=resource.text[match.end() :],
        first_line=match[0].count("\n") + 1,
    )


def render(template: Template, values: Mapping[str, object]) -> str:
    """Fill in a template.

    Raises:
        InputError: the template is broken, or uses what it was not given.
    """
    from jinja2 import TemplateError

    missing = sorted(set(template.inputs) ^ set(values))
    if missing:
        raise InputError(
            f"its inputs do not fit what speakprep gives: {', '.join(missing)}", file=template.file
        )
    try:
        _refuse_growth(template.body)
        return _environment().from_string(template.body).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        # Jinja2 also counts lines that end with a carriage return: there may be fewer of ours.
        rows = template.body.split("\n")[line - 1 : line] if line else []
        raise InputError(
            f"cannot be filled in: {error.message}",
            file=template.file,
            line=line + template.first_line - 1 if line else None,
            excerpt="".join(rows).strip(),
        ) from None
    except Exception as error:  # noqa: BLE001 -- an expression in a template can raise anything
        raise InputError(f"cannot be filled in: {error}", file=template.file) from None


@functools.cache
def _environment() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Prompts are plain text for a model or a mail, never HTML: escaping would corrupt them.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.tests.clear()
    environment.globals.clear()
    return environment


def _refuse_growth(body: str) -> None:
    """Refuse a body that holds more than its inputs, conditions and a few filters."""
    from jinja2 import TemplateSyntaxError
    from jinja2.nodes import Node

    for node in _environment().parse(body).find_all(Node):
        if type(node).__name__ not in _NODES:
            allowed = f"inputs, if and the filters {', '.join(_FILTERS)}"
            raise TemplateSyntaxError(f"between braces only {allowed} may stand", node.lineno)
