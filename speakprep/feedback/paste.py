"""A pasted mail or chat taken apart: who said it, which lines are comments, what else there was.

First the rows become pieces: a comment and what goes on with it, a paragraph,
a reviewer's name, something beside the point. Then the pieces are understood.
What is no comment is kept word for word; what was not recognised as a greeting,
a quotation or a signature is told besides.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from speakprep.feedback.model import WHOLE, Note, Remark, Severity, Target
from speakprep.feedback.people import MailHead, mail_head, read_header, signature
from speakprep.feedback.wording import (
    clean,
    mentioned,
    read_severity,
    read_target,
    said_severity,
    split_severity,
    split_target,
    stage_of,
)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one person said: comments, everything else as notes, and those nobody understood.

    `reviewer` is empty, `day` None where the text does not say.
    """

    reviewer: str = ""
    day: date | None = None
    remarks: tuple[Remark, ...] = ()
    notes: tuple[Note, ...] = ()
    odd: tuple[Note, ...] = ()


PieceKind = Literal["comment", "paragraph", "heading", "aside"]


@dataclass
class _Piece:
    """Rows that belong together.

    `indent` is how far in a comment's mark stands, -1 without one; `named` when
    they stand right behind the name of who said them.
    """

    kind: PieceKind
    line: int
    rows: list[str]
    indent: int = -1
    named: bool = False


@dataclass
class _Voice:
    """One person's pieces."""

    name: str = ""
    pieces: list[_Piece] = field(default_factory=list)


_MARK = re.compile(
    r"(?P<indent>[ \t\u3000]*)(?:"
    r"[-*+•·●▪◦–—][ \t]+(?:\[[ xX]\][ \t]*)?|[-•·●▪](?=[^\s\-*+–—\d])|[☐☑✓✔][ \t]*"
    r"|[(（]\d{1,2}[)）][、.．]?[ \t]*|\d{1,2}(?:[.．](?!\d)|[)）、])[ \t]*"
    r"|[①-⑳][ \t]*|[一二三四五六七八九十]{1,2}、[ \t]*)"
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_RULE = re.compile(r"\s*(?:[-=_*]\s*){3,}")
_QUOTED = re.compile(r"[ \t]*[>＞]")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^,，.。:：]{0,40}[,，.!！:：]?"
    r"|(?:thanks|thank you|many thanks)\b(?!.*\bbut\b).{0,80}"
    r"|(?:你好|您好|大家好|嗨|尊敬的|亲爱的)[^，。]{0,12}[，,。.！!：:]?"
    r"|.{1,8}[，,]?(?:你好|您好|大家好)[，,。.！!：:]?"
    r"|(?:谢谢|感谢|辛苦)(?!.*但).{0,24}",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"\b(?:i|we)(?: have|['’]ve)? (?:just )?(?:read|looked|went|reviewed|watched)\b"
    r"|\bthank(?:s| you) for\b"
    r"|\b(?:here|below) (?:are|is)\b"
    r"|\b(?:my|some|a few|two|three|four|five) (?:comments|notes|thoughts|points)\b"
    r"|\bwrote:$|看了|读了|拜读|看过|读完|以下|如下|几点|几条|[两三四五]点|写道：?$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?!.*\b(?:but|however)\b)(?!.*(?:但|不过))"
    r"(?:good luck|looking forward|(?:great|nice|good) (?:talk|proposal|work)"
    r"|overall,? (?:a )?(?:great|nice|good|strong)|hope this helps|all the best"
    r"|期待|加油|祝|总体不错|整体不错"
    r"|总的来说不错)",
    re.IGNORECASE,
)


def listen(text: str, fields: Mapping[str, str]) -> tuple[Heard, ...]:
    """Take a pasted text apart, person by person, in the order of the text.

    Args:
        text: a mail, a chat, a Markdown list.
        fields: keys of form fields by what they are called, in small letters.
    """
    rows = clean(text).removeprefix("\ufeff").split("\n")
    if all(_QUOTED.match(row) for row in rows if row.strip()):
        rows = [_unquoted(row) for row in rows]
    head = mail_head(rows)
    voices = list(_voices(rows, head, fields))
    heard = [_understood(voice, fields, head.day) for voice in voices if voice.pieces]
    if len(heard) > 1 and not heard[0].remarks:
        # What stands above the first reviewer's name is nobody's round.
        above, first, *others = heard
        notes, odd = above.notes + first.notes, above.odd + first.odd
        heard = [replace(first, notes=notes, odd=odd), *others]
    return tuple(heard)


def _voices(rows: Sequence[str], head: MailHead, fields: Mapping[str, str]) -> Iterator[_Voice]:
    """Part the rows by person; a signature names whoever has no name yet."""
    voice = _Voice(name=head.name)
    if head.rows:
        voice.pieces.append(_Piece(kind="aside", line=1, rows=list(rows[: head.rows])))
    at, gap = head.rows, False
    while at < len(rows):
        row = rows[at]
        size, name = signature(rows, at)
        header = None if size else _header(row, fields)
        if size:
            voice.name = voice.name or name
            voice.pieces.append(_Piece(kind="aside", line=at + 1, rows=list(rows[at : at + size])))
        elif header is not None:
            yield voice
            voice = _Voice(name=header[0])
            if header[1].strip():
                voice.pieces.append(replace(_begun(header[1], at + 1, fields), named=True))
        else:
            _take(voice.pieces, row, at + 1, gap=gap, fields=fields)
        gap = not row.strip()
        at += size or 1
    yield voice


def _header(row: str, fields: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a name and what follows it, unless the row names a place or is a comment of a list."""
    if _MARK.match(row) or _QUOTED.match(row):
        return None
    found = read_header(row)
    place = split_target(row, fields)[0] if found else None
    return (found.name, found.rest) if found and (not place or place.kind == "time") else None


def _take(
    pieces: list[_Piece], row: str, line: int, *, gap: bool, fields: Mapping[str, str]
) -> None:
    """Put a row where it belongs: to the piece before it, or into one of its own."""
    last = pieces[-1] if pieces else None
    if not row.strip():
        return
    if last and last.kind == "comment" and _goes_on(last, row, gap=gap, fields=fields):
        last.rows += [""] * gap + [row]
        return
    fresh = _begun(row, line, fields)
    if last and last.kind == fresh.kind and fresh.kind in {"paragraph", "aside"} and not gap:
        last.rows.append(row)
    else:
        pieces.append(fresh)


def _goes_on(last: _Piece, row: str, *, gap: bool, fields: Mapping[str, str]) -> bool:
    """Tell whether a row belongs to the comment before it."""
    if _QUOTED.match(row) or _HEADING.match(row):
        return False
    mark = _MARK.match(row)
    if row[:1] in " \t\u3000" and (mark is None or len(mark["indent"]) > last.indent):
        # What stands further in goes on, but below a mere place it begins the comment.
        return len(last.rows) > 1 or bool(_split(last.rows[0], fields)[2].strip())
    return not gap and mark is None and not _placed(row, fields)


def _begun(row: str, line: int, fields: Mapping[str, str]) -> _Piece:
    """Begin a piece with its first row; a list's mark goes."""
    if _HEADING.match(row):
        return _Piece(kind="heading", line=line, rows=[row])
    if _QUOTED.match(row) or _RULE.fullmatch(row):
        return _Piece(kind="aside", line=line, rows=[row])
    mark = _MARK.match(row)
    if mark:
        rest = row[mark.end() :]
        return _Piece(kind="comment", line=line, rows=[rest], indent=len(mark["indent"]))
    kind: PieceKind = "comment" if _placed(row, fields) else "paragraph"
    return _Piece(kind=kind, line=line, rows=[row])


def _placed(row: str, fields: Mapping[str, str]) -> bool:
    """Tell whether a row without a mark begins a comment: with a place or a severity."""
    target, rest = split_target(row, fields)
    begins = target is not None and rest != row.strip()
    return begins or split_severity(row.strip())[0] is not None


class _Understanding:
    """Sorts one person's pieces into comments and the rest; a mere place leads what follows it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.remarks: list[Remark] = []
        self.notes: list[Note] = []
        self.odd: list[Note] = []
        self.lead: _Piece | None = None
        self.place: Target | None = None
        self.level: Severity | None = None
        self.used = False

    def hear(self, piece: _Piece, *, known: bool) -> None:
        """Take the next piece; `known` when it is a greeting or the like."""
        if piece.kind == "comment":
            self._comment(piece)
        elif piece.kind == "heading":
            self._heading(piece)
        elif piece.kind == "paragraph" and self.lead and not known and self._leads_on(self.lead):
            self._remark(piece, None, None, _text(piece))
        else:
            self._aside(piece, known=known or piece.kind == "aside")

    def end_lead(self) -> None:
        """Forget the place that led; one that led nothing was not understood."""
        if self.lead and not self.used:
            self._aside(self.lead, known=False)
        self.lead, self.place, self.level, self.used = None, None, None, False

    def _comment(self, piece: _Piece) -> None:
        target, severity, words = _split(_text(piece), self.fields)
        lead = self.lead
        ends = lead and lead.kind == "comment" and piece.indent <= lead.indent
        if lead and ends and (lead.indent >= 0 or target):
            self.end_lead()
        if words.strip():
            self._remark(piece, target, severity, words)
        else:
            self._lead_with(piece, target, severity)

    def _heading(self, piece: _Piece) -> None:
        title = _HEADING.sub("", piece.rows[0]).strip(" \t#:：")
        target, severity = read_target(title, self.fields), read_severity(title)
        self.end_lead()
        if target or severity:
            self._lead_with(piece, target, severity)
        else:
            self._aside(piece, known=True)

    def _lead_with(self, piece: _Piece, target: Target | None, severity: Severity | None) -> None:
        self.end_lead()
        self.lead, self.place, self.level = piece, target, severity

    def _leads_on(self, lead: _Piece) -> bool:
        """Below a heading every paragraph is a comment, below a row only the next one."""
        return lead.kind == "heading" or not self.used

    def _remark(
        self, piece: _Piece, target: Target | None, severity: Severity | None, words: str
    ) -> None:
        words = words.strip()
        place = target or self.place or mentioned(words) or WHOLE
        self.remarks.append(
            Remark(
                text=words,
                target=place,
                severity=severity or said_severity(words) or self.level or "should",
                stage=stage_of(place),
                line=piece.line,
            )
        )
        self.used = True

    def _aside(self, piece: _Piece, *, known: bool) -> None:
        note = Note(text=_text(piece).strip("\n"), line=piece.line)
        self.notes.append(note)
        if not known:
            self.odd.append(note)


def _understood(voice: _Voice, fields: Mapping[str, str], day: date | None) -> Heard:
    listed = any(piece.kind in {"comment", "heading"} for piece in voice.pieces)
    pieces = voice.pieces if listed else _spoken(voice.pieces)
    paragraphs = [piece for piece in pieces if piece.kind == "paragraph"]
    sorting = _Understanding(fields)
    for piece in pieces:
        words = _text(piece).strip()
        several = len(pieces) > 1
        ends = piece.named or any(piece is last for last in paragraphs[-1:])
        known = piece.kind == "paragraph" and (
            bool(_GREETING.fullmatch(words))
            or (several and piece is pieces[0] and bool(_INTRODUCTION.search(words)))
            or (several and ends and bool(_FAREWELL.match(words)))
            # What ends in a colon leads to something; of nobody, it leads to the first name.
            or ((several or not voice.name) and words.endswith((":", "：")))
        )
        if piece.kind == "paragraph" and not known and (piece.named or not listed):
            piece.kind = "comment"
        sorting.hear(piece, known=known)
    sorting.end_lead()
    return Heard(
        reviewer=voice.name,
        day=day,
        remarks=tuple(sorting.remarks),
        notes=tuple(sorted(sorting.notes, key=lambda note: note.line or 0)),
        odd=tuple(sorted(sorting.odd, key=lambda note: note.line or 0)),
    )


def _spoken(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Part paragraphs in which each row is a message of its own, as in a chat."""
    parted: list[_Piece] = []
    for piece in pieces:
        lines = [(number, row) for number, row in enumerate(piece.rows) if row.strip()]
        alone = all(row.rstrip()[-1] in ".!?。！？；;，,:：" for _, row in lines)
        if piece.kind == "paragraph" and len(lines) > 1 and alone:
            parted += [
                _Piece(kind="paragraph", line=piece.line + number, rows=[row])
                for number, row in lines
            ]
        else:
            parted.append(piece)
    return parted


def _split(words: str, fields: Mapping[str, str]) -> tuple[Target | None, Severity | None, str]:
    """Part a comment into place, severity and words; both may come first."""
    first, end, more = words.partition("\n")
    severity, first = split_severity(first.strip())
    target, first = split_target(first, fields)
    if severity is None:
        severity, first = split_severity(first)
    return target, severity, first + end + textwrap.dedent(more)


def _unquoted(row: str) -> str:
    return row.lstrip().lstrip(">＞").removeprefix(" ")


def _text(piece: _Piece) -> str:
    return "\n".join(piece.rows)
