"""Text out of SmartArt diagrams."""

from speakprep.deck.markup import DGM, Node, child
from speakprep.deck.shapes import read_lines


def diagram_text(data: Node) -> str:
    """Return a SmartArt data part's texts, one line each, in the order of its outline."""
    texts: dict[str, str] = {}
    root = ""
    for point in data.iter(DGM + "pt"):
        key = point.get("modelId") or ""
        body = child(point, DGM + "t")
        texts[key] = "" if body is None else read_lines(body)
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
