"""The nouns of an exchange: what goes out to a tool or a reader, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from speakprep.talk.report import Finding
from speakprep.translation.model import Direction, Standing

Form = Literal["md", "html", "srt", "xliff", "xliff2", "tmx", "csv"]
"""The script itself, a page, subtitles; two XLIFFs, a memory and a table for tools."""

FINAL_FORMS: frozenset[Form] = frozenset({"md", "html", "srt"})
"""What people read or hear as it is: only signed text, unless it is marked as a draft."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One place of the translation as it leaves.

    `id` names its segments as the talk does; `target` is None where there is none;
    `editable` is False where paragraphs of both sides could not be matched, so
    that an edit could not be put back. `line` is in the source script, from 1.
    """

    id: str
    source: str
    target: str | None
    standing: Standing
    slide: int | None
    line: int
    findings: tuple[Finding, ...] = ()
    editable: bool = True


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Everything a format needs to know: `title` is the talk's, `source_file` a name to show."""

    title: str
    direction: Direction
    source_file: str
    units: tuple[Unit, ...]

    @property
    def unsigned(self) -> tuple[Unit, ...]:
        """What nobody has signed yet."""
        return tuple(unit for unit in self.units if unit.standing != "signed")


@dataclass(frozen=True, kw_only=True)
class Returned:
    """One unit as a file brings it back.

    `id` is the outer name, see `names`; `source` is None where the file does not
    tell it, `target` where it has none. `was` is what `names.digest_of` said about
    the target when it left, empty where the file has lost it; `final` tells
    whether the tool calls it finished. `line` is the file's, from 1.
    """

    id: str
    source: str | None
    target: str | None
    was: str
    final: bool
    line: int


@dataclass(frozen=True, kw_only=True)
class ReturnedFile:
    """All units of a file; languages are BCP 47 tags as they stand there, or empty."""

    source_language: str
    target_language: str
    units: tuple[Returned, ...]


@dataclass(frozen=True, kw_only=True)
class Tag:
    """An XML element as a value: `name` has no namespace, which is beside it.

    `children` are texts and further elements; `line` is that of the file, from 1,
    or 0 where the element did not come from one.
    """

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Tag | str", ...] = ()
    line: int = 0

    @property
    def tags(self) -> tuple["Tag", ...]:
        """The elements right below."""
        return tuple(child for child in self.children if isinstance(child, Tag))

    def first(self, name: str) -> "Tag | None":
        """Return the first element right below of that name."""
        return next((child for child in self.tags if child.name == name), None)
