"""Saved mails (.eml) and HTML, made into plain text; nothing in them is run or fetched."""

import contextlib
import re
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser

from speakprep.errors import InputError

MOST_PARTS = 200
"""Parts of a mail that are looked at; what was made to do harm has more."""

_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"blockquote", "pre", "section", "article", "hr"}
)
_APART = frozenset({"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "pre"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^<>]*>")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail as its reader sees it; `left_out` are the names of attachments."""

    sender: str
    day: date | None
    text: str
    left_out: tuple[str, ...] = ()


def read_mail(data: bytes, file: str) -> Mail:
    """Read a saved mail: its plain text, or the text of its HTML.

    Raises:
        InputError: it holds no text, or is no mail.
    """
    try:
        message = message_from_bytes(data)
        parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
    except (RecursionError, ValueError, LookupError):
        raise InputError("is not a mail that can be read", file=file) from None
    leaves = [part for part in parts if not part.is_multipart()]
    texts = [part for part in leaves if not part.get_filename()]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    marked = [part for part in texts if part.get_content_type() == "text/html"]
    body = "\n".join(_text(part) for part in plain)
    if not body.strip():
        body = "\n".join(html_text(_text(part)) for part in marked)
    if not body.strip() or not (message["From"] or message["Subject"]):
        raise InputError(
            "is not a mail with text in it", file=file, hint="copy its text, and import that with -"
        )
    return Mail(
        sender=_sender(message),
        day=_day(message),
        text=body,
        left_out=tuple(name for part in leaves if (name := part.get_filename())),
    )


def html_text(text: str) -> str:
    """Return what a reader sees of an HTML text: lists as `- `, quotations as `> `."""
    reader = _Reader()
    reader.feed(_closed(text))
    reader.close()
    return reader.result()


def _closed(text: str) -> str:
    """Take comments and declarations out of a page, and show as words what is never closed.

    The parser of Python 3.11 looks for the end of each comment or tag up to the end of
    the page, which takes minutes where many of them have none.
    """
    end = text.rfind("-->") + len("-->") if "-->" in text else 0
    words = _DECLARATION.sub(" ", _COMMENT.sub(" ", text[:end]) + text[end:])
    words = words.replace("<!", "&lt;!").replace("<?", "&lt;?")
    last = words.rfind(">") + 1
    return words[:last] + words[last:].replace("<", "&lt;")


class _Reader(HTMLParser):
    """Collects the words of an HTML page, row by row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[str] = []
        self.row: list[str] = []
        self.mark = ""
        self.silent = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's signature
        """Begin a row where a block begins."""
        if tag in _BLOCKS:
            self._end_row(apart=tag in _APART)
        if tag == "li":
            self.mark = "- "
        self.silent += tag in _SILENT
        self.quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        """End a row where a block ends."""
        if tag in _BLOCKS:
            self._end_row(apart=tag in _APART)
        if tag in _SILENT:
            self.silent = max(self.silent - 1, 0)
        if tag == "blockquote":
            self.quoted = max(self.quoted - 1, 0)

    def handle_data(self, data: str) -> None:
        """Keep words that are shown."""
        if not self.silent:
            self.row.append(data)

    def result(self) -> str:
        """Return all rows."""
        self._end_row(apart=False)
        return "\n".join(self.rows).strip("\n")

    def _end_row(self, *, apart: bool) -> None:
        words = _SPACE.sub(" ", "".join(self.row)).strip()
        self.row = []
        if words:
            self.rows.append("> " * bool(self.quoted) + self.mark + words)
            self.mark = ""
        if apart and self.rows and self.rows[-1]:
            self.rows.append("")


def _text(part: "Message[str, str]") -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _sender(message: "Message[str, str]") -> str:
    """Return the sender's name, or what stands before the @ of the address."""
    value = str(message["From"] or "")
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    name, address = parseaddr(value)
    return name.strip() or address.partition("@")[0]


def _day(message: "Message[str, str]") -> date | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
