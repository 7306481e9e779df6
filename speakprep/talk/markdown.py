"""Markdown files as a row of sections, kept exact to the last byte.

cfp.md and script.<lang>.md are both a preamble and sections that begin with a
`## ` heading. Joining what `split_sections` returns gives the text back.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"## +(?P<title>.*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading line and all text up to the next heading.

    `heading` and `body` hold their line ends, so heading + body is the exact
    text; `line` is the heading's line, from 1. The preamble has no heading.
    """

    heading: str
    body: str
    line: int

    @property
    def title(self) -> str:
        """The heading's words, without marks and line end."""
        match = _HEADING.fullmatch(self.heading.rstrip("\r\n"))
        return match["title"].rstrip().rstrip("#").strip() if match else ""

    @property
    def prose(self) -> str:
        """The body without comments and without blank lines at both ends."""
        return strip_comments(self.body).strip()


def split_sections(text: str) -> tuple[Section, ...]:
    """Split at `## ` headings outside code fences and comments; the first is the preamble.

    >>> [s.title for s in split_sections("hello\\n## One\\ntext\\n## Two\\n")]
    ['', 'One', 'Two']
    """
    sections: list[Section] = []
    heading, line, body = "", 1, list[str]()
    fence = ""
    in_comment = False
    rows = _rows(text)
    last_close = max((n for n, row in enumerate(rows) if "-->" in row), default=-1)
    for index, row in enumerate(rows):
        if not fence and not in_comment and _HEADING.fullmatch(row.rstrip("\r\n")):
            sections.append(Section(heading=heading, body="".join(body), line=line))
            heading, line, body = row, index + 1, []
            continue
        if not in_comment:
            fence = _fence_after(fence, row)
        if not fence:
            # A comment that nobody closes would hide the rest of the file: it counts as text.
            in_comment = _in_comment_after(row, inside=in_comment) and index < last_close
        body.append(row)
    sections.append(Section(heading=heading, body="".join(body), line=line))
    return tuple(sections)


def join_sections(sections: Iterable[Section]) -> str:
    """Give back the text that `split_sections` split."""
    return "".join(section.heading + section.body for section in sections)


def strip_comments(text: str) -> str:
    """Remove HTML comments, which carry what speakprep or the speaker notes for themselves."""
    # Beyond the last end no comment closes; looking for one there would take time squared.
    end = text.rfind("-->") + len("-->") if "-->" in text else 0
    return _COMMENT.sub("", text[:end]) + text[end:]


def _rows(text: str) -> list[str]:
    """Split after each "\\n" (never splitlines: slide text holds other line breaks)."""
    *rows, rest = text.split("\n")
    return [row + "\n" for row in rows] + ([rest] if rest else [])


def _fence_after(fence: str, row: str) -> str:
    """Return the fence that is open after this row: its marks, or nothing."""
    match = _FENCE.match(row)
    if match is None:
        return fence
    marks = match[1]
    if not fence:
        return marks
    same_kind = marks[0] == fence[0] and len(marks) >= len(fence)
    return "" if same_kind and row.strip() == marks else fence


def _in_comment_after(row: str, *, inside: bool) -> bool:
    opened = row.rfind("<!--")
    closed = row.rfind("-->")
    if opened == closed == -1:
        return inside
    return opened > closed
