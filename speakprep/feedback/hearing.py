"""From whatever a reviewer sent to comments: one way in for text, mail, table and review pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from speakprep.errors import InputError
from speakprep.feedback.model import Stage
from speakprep.feedback.paste import Heard, listen
from speakprep.lint.reading import excerpt
from speakprep.talk.disk import MAX_TEXT_BYTES
from speakprep.talk.encoding import decode
from speakprep.talk.language import Language, detect
from speakprep.talk.report import Finding, Level, Place

SourceKind = Literal["text", "mail", "html", "csv", "json"]

_BY_ENDING: Mapping[str, SourceKind] = {
    "eml": "mail", "html": "html", "htm": "html", "csv": "csv", "tsv": "csv", "json": "json",
}  # fmt: skip

_MESSAGES: Mapping[str, Mapping[Language, str]] = {
    "FBK201": {
        "en": "This was not understood as a comment; it is kept as a note.",
        "zh": "这几行没有识别成意见，作为备注保留。",
    },
    "FBK202": {"en": "This attachment was not read.", "zh": "这个附件没有读取。"},
    "FBK203": {
        "en": "No comment was found in it. Put each comment on a line that begins with a dash, "
        "or record one by hand: speakprep feedback add",
        "zh": "没有找到意见。请把每条意见写成以“-”开头的一行，或手工记录：speakprep feedback add",
    },
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """What came in, and what the person says about it.

    `data` are its bytes, `name` is what messages call it. None or empty is
    what the person left open: `kind` then goes by the name's ending,
    `reviewer` is who said what the text ascribes to nobody, `stage` goes by
    what each comment is about, `day` is the text's own, or today.
    """

    data: bytes
    name: str
    kind: SourceKind | None = None
    reviewer: str = ""
    stage: Stage | None = None
    day: date | None = None


def hear(
    source: Source, fields: Mapping[str, str]
) -> tuple[tuple[Heard, ...], tuple[Finding, ...]]:
    """Return what each person said, and findings about what was not understood.

    Args:
        source: what came in.
        fields: keys of form fields by what they are called, in small letters.

    Raises:
        InputError: it is empty, too large, not text, or not what its name says.
    """
    if len(source.data) > MAX_TEXT_BYTES:
        raise InputError(
            f"is more text than speakprep reads (at most {MAX_TEXT_BYTES // 1024 // 1024} MB)",
            file=source.name,
        )
    kind = source.kind or _kind(source)
    left_out: tuple[str, ...] = ()
    if kind == "mail":
        from speakprep.feedback.mail import read_mail  # the email package takes a while to load

        mail = read_mail(source.data, source.name)
        text, left_out = mail.text, mail.left_out
        heard = _sent(listen(text, fields), mail.sender, mail.day)
    else:
        text = _text(source)
        heard = _heard(text, kind, source.name, fields)
    findings = [
        _finding(
            "FBK201",
            detect(note.text),
            Place(file=source.name, line=note.line if kind in {"text", "csv"} else None),
            note.text,
        )
        for each in heard
        for note in each.odd
    ]
    language = detect(text)
    place = Place(file=source.name)
    findings += [_finding("FBK202", language, place, name) for name in left_out]
    if not any(each.remarks for each in heard):
        findings.append(_finding("FBK203", language, place, level="warning"))
    return heard, tuple(findings)


def _sent(heard: Sequence[Heard], sender: str, day: date | None) -> tuple[Heard, ...]:
    """Date what a mail says, and ascribe what comes first in it to whoever sent it."""
    dated = [replace(each, day=day) for each in heard]
    if dated and sender:
        dated[0] = replace(dated[0], reviewer=sender)
    return tuple(dated)


def _heard(text: str, kind: SourceKind, name: str, fields: Mapping[str, str]) -> tuple[Heard, ...]:
    from speakprep.feedback.mail import html_text
    from speakprep.feedback.sheets import read_pack, read_table

    if kind == "csv":
        return read_table(text, name, fields)
    if kind == "json":
        return read_pack(text, name)
    return listen(html_text(text) if kind == "html" else text, fields)


def _kind(source: Source) -> SourceKind:
    """Tell by the ending of the name; what was pasted is text, or a review pack."""
    ending = source.name.rpartition(".")[2].casefold()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    begins = source.data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return "json" if begins == b"{" else "text"


def _text(source: Source) -> str:
    text, _ = decode(source.data, source.name)
    if "\0" in text:
        raise InputError("holds binary data, not text", file=source.name)
    if not text.strip():
        raise InputError(
            "holds nothing", file=source.name, hint="paste the mail, then press Ctrl-D"
        )
    return text


def _finding(
    code: str, language: Language, place: Place, words: str = "", *, level: Level = "advice"
) -> Finding:
    return Finding(
        code=code,
        level=level,
        message=_MESSAGES[code][language],
        place=place,
        evidence=excerpt(words) if words else "",
    )
