"""Speaker notes out of a notes page."""

from speakprep.deck.markup import Node, P, child
from speakprep.deck.shapes import FURNITURE, TEXT, read_shapes


def notes_text(page: Node) -> str:
    """Return what the speaker wrote, blank lines between paragraphs kept.

    PowerPoint keeps notes in the body placeholder. Google Slides and others
    export them in an ordinary text box: when the body is missing or empty,
    every other text of the page counts, but for its furniture.
    """
    body: list[str] = []
    other: list[str] = []
    tree = child(page, P + "cSld", P + "spTree")
    for shape in () if tree is None else read_shapes(tree).all():
        if shape.role not in FURNITURE and shape.kind == TEXT:
            written = "\n".join(map(str.rstrip, shape.paragraphs.split("\n"))).strip()
            if written:
                (body if shape.role == "body" else other).append(written)
    return "\n\n".join(body or other)
