"""How large text is drawn: what a run says, or else what it inherits (ECMA-376 part 1, 21.1.2)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from speakprep.deck.markup import A, Node, child

DEFAULT = 18.0
"""Points of text whose size nobody names (ECMA-376 part 1, 21.1.2.3.9)."""

Sizes = Mapping[str, str]
"""Hundredths of a point, as written, by outline level from "0"."""

_LEVELS = frozenset("123456789")
_RUN = A + "defRPr"


def listed_sizes(style: Node | None) -> dict[str, str]:
    """Return the sizes a list style, such as a:lstStyle or p:titleStyle, names."""
    found: dict[str, str] = {}
    for each in () if style is None else style:
        level, run = outline_level(each.tag), child(each, _RUN)
        size = None if run is None else run.get("sz")
        if level is not None and size is not None:
            found[level] = size
    return found


def outline_level(tag: str) -> str | None:
    """Return the level, from "0", that a:lvl1pPr and the like are for."""
    name = tag.rpartition("}")[2]
    digit = name.removeprefix("lvl").removesuffix("pPr")
    return str(int(digit) - 1) if digit in _LEVELS else None


def smallest_size(sizes: Iterable[str | None]) -> float:
    """Return the least of some sizes in points; an unknown one is the default."""
    return min([_points(size) for size in sizes], default=DEFAULT)


@lru_cache(maxsize=64)
def _points(hundredths: str | None) -> float:
    known = hundredths is not None and hundredths.isdecimal() and len(hundredths) < 7
    return int(hundredths or 0) / 100 if known else DEFAULT


@lru_cache(maxsize=64)
def autofit_scale(written: str | None) -> float:
    """Return a share of 1 from "92500" (thousandths of a percent) or strict OOXML's "92.5%"."""
    try:
        share = float((written or "100%").removesuffix("%"))
    except ValueError:
        return 1.0
    share /= 100 if (written or "%").endswith("%") else 100_000
    return share if 0 < share <= 1 else 1.0
