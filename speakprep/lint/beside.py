"""A passage that is said aloud: what the audience sees and has just heard meanwhile.

Whoever calls the rules works it out, as with `Bounds`: the rules know no decks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from speakprep.lint.model import Passage
from speakprep.talk.language import Language

VISUALS: Mapping[str, Mapping[Language, str]] = {
    "chart": {"en": "chart", "zh": "图表"},
    "table": {"en": "table", "zh": "表格"},
    "diagram": {"en": "diagram", "zh": "示意图"},
    "picture": {"en": "picture", "zh": "图片"},
}
"""What may want explaining, and what people call it; the first that is there is named."""


@dataclass(frozen=True, kw_only=True)
class Differing:
    """A figure in the passage, at these offsets, for which the slide shows another one."""

    start: int
    end: int
    shown: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is on the slide while a passage is said.

    `lines` are all visible lines, the title first; `visuals` keys of
    `VISUALS`; `inside` the lines within these. `unspoken` are figures of the
    slide, as written there, which the passage does not state.
    """

    lines: tuple[str, ...] = ()
    visuals: frozenset[str] = frozenset()
    inside: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()
    differing: tuple[Differing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Speech(Passage):
    """A passage that is said.

    `before` is what is said right before it, empty for the first one; `title`
    the slide's; `seen` is None where nobody knows the slide. `written_out` are
    short forms that the slides write out.
    """

    before: str = ""
    title: str = ""
    seen: Seen | None = None
    written_out: frozenset[str] = frozenset()
