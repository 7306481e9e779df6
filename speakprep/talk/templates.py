"""Prompts and letters as files: front matter, and a body with named inputs.

A template may only use the inputs it declares, and must get all of them. It
may come from somebody else's talk: it runs in a sandbox, and what may stand in
it makes nothing longer, except a loop once through a list that speakprep gives,
which never stands in another loop. So the time it takes is at most its own
length times that of the list, and its result is cut off at `MOST_CHARACTERS`.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speakprep.errors import InputError
from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table

if TYPE_CHECKING:
    from jinja2.nodes import For, Node
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_FRONT_MATTER = re.compile(r"\A\+\+\+\n(?P<toml>.*?\n)\+\+\+\n", re.DOTALL)
_FILTERS = ("lower", "trim", "upper")
_NODES = frozenset(
    (
        *("Template", "Output", "TemplateData", "Name", "Const", "Tuple", "Filter"),
        *("If", "CondExpr", "Compare", "Operand", "And", "Or", "Not"),
    )
)
"""Jinja's names for what a template may hold anywhere: no call or sum, which could grow for ever.
A `for` and the keys of what it goes through may stand there too; both are looked at closely."""

MOST_CHARACTERS = 1_000_000
"""No letter or prompt is longer: this is a thick book, and more than any model reads."""


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


def render(
    template: Template,
    values: Mapping[str, object],
    *,
    html: bool = False,
    at_most: int = MOST_CHARACTERS,
) -> str:
    """Fill in a template.

    Args:
        template: what to fill in.
        values: for each of its inputs a text, or a list of mappings for it to
            go through: `{% for question in questions %}{{ question.ask }}`.
        html: the template is HTML, in which nothing that is filled in may be a tag.
        at_most: characters that may come of it.

    Raises:
        InputError: the template is broken, uses what it was not given, or
            comes to more than `at_most` characters.
    """
    from jinja2 import TemplateError

    missing = sorted(set(template.inputs) ^ set(values))
    if missing:
        raise InputError(
            f"its inputs do not fit what speakprep gives: {', '.join(missing)}", file=template.file
        )
    try:
        _refuse_growth(template.body, values)
        pieces = _environment(html=html).from_string(template.body).generate(values)
        return _short_enough(pieces, at_most)
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
def _environment(*, html: bool = False) -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class KeysOnly(ImmutableSandboxedEnvironment):
        """A dot means a key of a mapping, and never what Python knows of an object."""

        def getattr(self, obj: object, attribute: str) -> object:
            known = obj if isinstance(obj, Mapping) else {}
            found: object = known.get(attribute)
            return found if attribute in known else self.undefined(f"there is no {attribute!r}")

    # Prompts are plain text for a model or a mail: escaping would corrupt them.
    environment = KeysOnly(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=html,
    )
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.tests.clear()
    environment.globals.clear()
    return environment


def _short_enough(pieces: Iterable[str], at_most: int) -> str:
    """Join what comes out, piece by piece, and stop at too much of it."""
    from jinja2 import TemplateRuntimeError

    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > at_most:
            raise TemplateRuntimeError(f"it comes to more than {at_most} characters")
    return "".join(kept)


def _refuse_growth(body: str, values: Mapping[str, object]) -> None:
    """Refuse a body that holds more than its inputs, conditions, simple loops and a few filters."""
    from jinja2 import TemplateSyntaxError
    from jinja2.nodes import For, Node

    for node in _environment().parse(body).find_all(Node):
        if isinstance(node, For):
            _refuse_loop(node, values)
        elif not (type(node).__name__ in _NODES or _is_key(node, values)):
            allowed = f"inputs, if, for and the filters {', '.join(_FILTERS)}"
            raise TemplateSyntaxError(f"between braces only {allowed} may stand", node.lineno)


def _is_key(node: "Node", values: Mapping[str, object]) -> bool:
    """Whether this is `item.key` of a loop: a name that is no input has no other meaning."""
    from jinja2.nodes import Getattr, Name

    return (
        isinstance(node, Getattr) and isinstance(node.node, Name) and node.node.name not in values
    )


def _refuse_loop(loop: "For", values: Mapping[str, object]) -> None:
    """Refuse all but `for name in LIST`, LIST being an input and name none; no loop in it."""
    from jinja2 import TemplateSyntaxError
    from jinja2.nodes import For, Name

    through, item = loop.iter, loop.target
    simple = (
        isinstance(through, Name)
        and isinstance(values.get(through.name), list | tuple)
        and isinstance(item, Name)
        and item.name not in values
    )
    if not simple or loop.recursive or loop.test or any(loop.find_all(For)):
        lists = [name for name, value in values.items() if isinstance(value, list | tuple)]
        raise TemplateSyntaxError(
            "a loop goes once through a list, not inside another: for ... in "
            + (" or ".join(lists) or "LIST; this template is given no list"),
            loop.lineno,
        )
