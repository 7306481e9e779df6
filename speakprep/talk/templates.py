"""Prompts and letters as files: front matter, and a body with named inputs.

A template may only use the inputs it declares, and must get all of them; it
runs in a sandbox, because a template may come from somebody else's talk.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from speakprep.errors import InputError
from speakprep.talk.resources import Resource, parse_toml

_FRONT_MATTER = re.compile(r"\A\+\+\+\n(?P<toml>.*?\n)\+\+\+\n", re.DOTALL)
_KEYS = {"version", "inputs", "schema"}


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
        InputError: it has none, it is broken, or it holds an unknown key.
    """
    file = str(resource.path)
    match = _FRONT_MATTER.match(resource.text)
    if match is None:
        raise InputError("a prompt begins with front matter between two +++ lines", file=file)
    values = parse_toml("\n" + match["toml"], file)  # the +++ line keeps line numbers true
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        raise InputError(f"unknown key in the front matter: {', '.join(unknown)}", file=file)
    version, inputs = values.get("version"), values.get("inputs")
    if not isinstance(version, int) or not isinstance(inputs, list):
        raise InputError("the front matter needs version (a number) and inputs (a list)", file=file)
    return Template(
        file=file,
        version=version,
        inputs=tuple(str(name) for name in inputs),
        schema=str(values.get("schema", "")),
        body=resource.text[match.end() :],
        first_line=match[0].count("\n") + 1,
    )


def render(template: Template, values: Mapping[str, object]) -> str:
    """Fill in a template.

    Raises:
        InputError: the template is broken, or uses what it was not given.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    missing = sorted(set(template.inputs) ^ set(values))
    if missing:
        raise InputError(
            f"its inputs do not fit what speakprep gives: {', '.join(missing)}", file=template.file
        )
    # Prompts are plain text for a model or a mail, never HTML: escaping would corrupt them.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    try:
        return environment.from_string(template.body).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            f"cannot be filled in: {error.message}",
            file=template.file,
            line=line + template.first_line - 1 if line else None,
        ) from None
    except Exception as error:  # noqa: BLE001 -- an expression in a template can raise anything
        raise InputError(f"cannot be filled in: {error}", file=template.file) from None
