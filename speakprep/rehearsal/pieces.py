"""The parts of the rehearsal page as steps for its template: a figure, a table, what stands in it.

No picture is alone: whoever does not see it reads the table beside it.
"""

from collections.abc import Iterable, Iterator, Sequence

from speakprep.rehearsal.drawing import Row


def figure(
    anchor: str, title: str, about: str, picture: Iterable[Row], beside: Iterable[Row]
) -> Iterator[Row]:
    """Yield a picture with a title and a description, and the table that says the same."""
    yield {"kind": "figure", "anchor": anchor, "title": title, "about": about}
    yield from picture
    yield {"kind": "end picture"}
    yield from beside
    yield {"kind": "end figure"}


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Yield a table; the first cell of a row is its heading."""
    yield {"kind": "table", "title": title}
    for head in heads:
        yield {"kind": "column", "text": head}
    yield {"kind": "body"}
    for first, *rest in rows:
        yield {"kind": "row", "text": first}
        for cell in rest:
            yield {"kind": "cell", "text": cell}
        yield {"kind": "end row"}
    yield {"kind": "end table"}
