"""Text out of tables, charts and SmartArt diagrams."""

from collections.abc import Iterator

from speakprep.deck.markup import CX, DGM, A, C, Node, child
from speakprep.deck.paragraphs import lines, one_line

CELLS = " | "
"""Between the cells of a row, the series of a chart, its categories."""


def table_text(table: Node) -> str:
    """Return an a:tbl row by row; cells swallowed by a merged neighbour are left out."""
    rows = []
    for row in table.iterchildren(A + "tr"):
        cells = [
            lines(cell).replace("\n", " ")
            for cell in row.iterchildren(A + "tc")
            if not {cell.get("hMerge"), cell.get("vMerge")} & {"1", "true"}
        ]
        if any(cells):
            rows.append(CELLS.join(cells))
    return "\n".join(rows)


def chart_text(chart: Node) -> str:
    """Return a chart part's titles (the chart's first, then the axes'), series and categories."""
    titles = [_values(title) for title in chart.iter(C + "title", CX + "title")]
    series = list(chart.iter(C + "ser", CX + "series"))
    names = [_values(name) for each in series for name in each.iterchildren(C + "tx", CX + "tx")]
    categories = next(
        (list(_points(axis)) for axis in chart.iter(C + "cat", CX + "strDim")),
        [],
    )
    rows = [*titles, CELLS.join(filter(None, names)), CELLS.join(filter(None, categories))]
    return "\n".join(filter(None, rows))


def _values(node: Node) -> str:
    """Return rich text, or else the cached text of the cells it refers to, on one line."""
    rich = lines(node).replace("\n", " ")
    return rich or " ".join(_points(node))


def _points(node: Node) -> Iterator[str]:
    for value in node.iter(C + "v", CX + "v", CX + "pt"):
        yield one_line(value.text or "")


def diagram_text(data: Node) -> str:
    """Return a SmartArt data part's texts, one line each, in the order of its outline."""
    texts: dict[str, str] = {}
    root = ""
    for point in data.iter(DGM + "pt"):
        key = point.get("modelId") or ""
        body = child(point, DGM + "t")
        texts[key] = "" if body is None else lines(body)
        if point.get("type") == "doc":
            root = key
    in_outline = [key for key in _outline(data, root) if key in texts]
    rest = [key for key in texts if key not in set(in_outline)]
    return "\n".join(texts[key] for key in in_outline + rest if texts[key])


def _outline(data: Node, root: str) -> list[str]:
    """Walk the tree of parOf connections (the default type) depth first, siblings by srcOrd."""
    below: dict[str, list[tuple[int, str]]] = {}
    for link in data.iter(DGM + "cxn"):
        if link.get("type") in {None, "parOf"}:
            order = link.get("srcOrd") or ""
            rank = int(order) if order.isdecimal() and len(order) < 10 else 0
            below.setdefault(link.get("srcId") or "", []).append((rank, link.get("destId") or ""))
    seen: dict[str, None] = {}
    waiting = [root]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen[key] = None
            waiting += [each for _, each in sorted(below.get(key, ()), reverse=True)]
    return list(seen)
