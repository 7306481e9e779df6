"""Comments out of their parts: those PowerPoint wrote until 2020, and the threads since."""

from collections.abc import Iterator

from speakprep.deck.markup import P15, P188, Node, P, child
from speakprep.deck.model import Comment
from speakprep.deck.paragraphs import clean, one_line, without_blank_lines
from speakprep.deck.shapes import read_lines


def author_names(root: Node) -> dict[str, str]:
    """Return the names in a part that lists authors, by their ids."""
    return {
        each.get("id") or "": one_line(each.get("name") or "")
        for each in root.iter(P + "cmAuthor", P188 + "author")
    }


def read_comments(root: Node, authors: dict[str, str]) -> tuple[Comment, ...]:
    """Return a slide's comments, each followed by its replies; empty ones are left out."""
    found = [_old(each, authors) for each in root.iter(P + "cm")]
    for thread in root.iter(P188 + "cm"):
        found += _thread(thread, authors)
    return tuple(comment for comment in found if comment.text)


def _old(node: Node, authors: dict[str, str]) -> Comment:
    text = child(node, P + "text")
    return Comment(
        author=authors.get(node.get("authorId") or "", ""),
        text="" if text is None else without_blank_lines(clean(text.text or "")),
        reply=next(node.iter(P15 + "parentCm"), None) is not None,
    )


def _thread(thread: Node, authors: dict[str, str]) -> Iterator[Comment]:
    settled = thread.get("status") in {"resolved", "closed"}
    for node in (thread, *thread.iter(P188 + "reply")):
        body = child(node, P188 + "txBody")
        yield Comment(
            author=authors.get(node.get("authorId") or "", ""),
            text="" if body is None else read_lines(body),
            reply=node is not thread,
            settled=settled,
        )
