"""Speaker notes out of a notes page."""

from speakprep.deck.markup import Node, P, child
from speakprep.deck.paragraphs import paragraphs
from speakprep.deck.shapes import FURNITURE, TEXT, shape_of


def notes_text(page: Node) -> str:
    """Return what the speaker wrote, blank lines between paragraphs kept.

    PowerPoint keeps notes in the body placeholder. Google Slides and others
    export them in an ordinary text box: when the body is missing or empty,
    every other text of the page counts, but for its furniture.
    """
    body: list[str] = []
    other: list[str] = []
    for node in page.iter(TEXT):
        role = shape_of(node).role
        text = child(node, P + "txBody")
        if role in FURNITURE or text is None:
            continue
        written = "\n".join(each.text.rstrip() for each in paragraphs(text)).strip()
        if written:
            (body if role == "body" else other).append(written)
    return "\n\n".join(body or other)
