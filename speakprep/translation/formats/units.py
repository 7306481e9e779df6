"""Places of a translation as units that can leave."""

from collections.abc import Iterable

from speakprep.translation.formats.model import Bundle, Unit
from speakprep.translation.model import Direction
from speakprep.translation.standing import Placed


def bundle_of(
    placed: Iterable[Placed], direction: Direction, *, title: str, source_file: str
) -> Bundle:
    """Return all places as units, in the order of the script."""
    return Bundle(
        title=_whole(" ".join(title.split())),
        direction=direction,
        source_file=source_file,
        units=tuple(unit_of(one) for one in placed),
    )


def unit_of(placed: Placed) -> Unit:
    """Return one place as a unit."""
    where = placed.where
    return Unit(
        id=where.id,
        source=_whole(placed.source),
        target=None if where.origin == "missing" else _whole(placed.target),
        standing=placed.standing,
        slide=where.slide,
        line=where.segments[0].line,
        findings=placed.findings,
        editable=not where.whole_slide,
    )


def _whole(text: str) -> str:
    """Replace half characters, which a memory may hold escaped and no file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
