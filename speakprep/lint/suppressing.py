"""Findings that somebody allows to stand: by a comment beside them or in talk.toml, with a reason.

    <!-- speakprep: allow CFP208 the product is really called that -->

A comment counts for the field, section or slide it stands in; above the first
heading it counts for what is about the whole file. Findings made here:

    LNT101  a rule is allowed without a reason, so it still counts
    LNT102  what is allowed is no rule
    LNT103  a rule is allowed that finds nothing there
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from speakprep.lint.lines import Lines
from speakprep.lint.masking import comment_spans
from speakprep.talk.language import Language
from speakprep.talk.model import Allowance
from speakprep.talk.report import Finding, Place

CODES = ("LNT101", "LNT102", "LNT103")
"""The findings about suppressions themselves."""

_COMMENT = re.compile(r"<!--\s*speakprep\s*[:：]\s*(?P<words>.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_ALLOW = re.compile(
    r"allow(?![A-Za-z])\s*(?P<codes>(?:[A-Z]{2,8}\d{3}(?![A-Z0-9])[\s,，、]*)+)(?P<reason>.*)",
    re.DOTALL | re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2,8}\d{3}")
_BETWEEN = " \t\r\n:：-–—,，;；"
_MESSAGES: dict[str, dict[Language, str]] = {
    "LNT101": {
        "en": "Say why {code} may stand here, behind its code; without a reason it still counts.",
        "zh": "请在 {code} 后面写明为什么可以保留；没有理由，这条仍然算数。",
    },
    "LNT102": {
        "en": "{code} is no rule here, so this allows nothing.",
        "zh": "{code} 不是这里的规则，什么也没有允许。",
    },
    "LNT103": {
        "en": "{code} finds nothing here, so this can go.",
        "zh": "{code} 在这里没有发现问题，可以删去这一条。",
    },
    "": {
        "en": "This allows nothing. Write: <!-- speakprep: allow CFP208 and your reason -->",
        "zh": "这里什么也没有允许。请写成：<!-- speakprep: allow CFP208 理由 -->",
    },
}


@dataclass(frozen=True, kw_only=True)
class Suppression:
    """One rule that is allowed to find something, and why.

    `place` is where that is written, `lines` what it counts for in that
    file, first and last; None counts for every file, in `field` or in all.
    `whole` when it also counts for what is found at no line. `code` is empty
    where it cannot be read, `reason` where none is given; both allow nothing.
    """

    code: str
    reason: str
    place: Place
    language: Language
    lines: tuple[int, int] | None = None
    field: str = ""
    whole: bool = False
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """A finding that is allowed: why, and where that is written."""

    finding: Finding
    reason: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What still counts, what is allowed, and which suppressions allowed nothing."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    unused: tuple[Suppression, ...]


def suppressions_in(
    text: str, place: Place, language: Language, *, whole: bool = False
) -> tuple[Suppression, ...]:
    """Read the comments of one part of a file, which begins at the line of `place`.

    `whole` for the part above the first heading.
    """
    first = place.line or 1
    last = first + text.count("\n") - text.endswith("\n")
    origin = dataclasses.replace(place, line=first, column=1)
    lines = Lines(text)
    found: list[Suppression] = []
    for start, end in comment_spans(text):
        comment = _COMMENT.fullmatch(text, start, end)
        if comment is None:
            continue
        allow = _ALLOW.fullmatch(comment["words"])
        found += [
            Suppression(
                code=code.upper(),
                reason=" ".join(allow["reason"].strip(_BETWEEN).split()) if allow else "",
                place=lines.place(origin, start),
                language=language,
                lines=(first, max(first, last)),
                whole=whole,
                words=" ".join(comment["words"].split()),
            )
            for code in (_CODE.findall(allow["codes"].upper()) if allow else [""])
        ]
    return tuple(found)


def allowed_in_talk(
    allowances: Iterable[Allowance], file: str, language: Language
) -> tuple[Suppression, ...]:
    """Take over what talk.toml, shown as `file`, allows everywhere or in one field."""
    return tuple(
        Suppression(
            code=each.code,
            reason=each.reason,
            place=Place(file=file, line=each.line),
            language=language,
            field=each.field,
            whole=True,
            words=each.code,
        )
        for each in allowances
    )


def suppress(findings: Iterable[Finding], suppressions: Sequence[Suppression]) -> Outcome:
    """Set aside the findings that are allowed; nothing is dropped."""
    by_code: defaultdict[str, list[Suppression]] = defaultdict(list)
    for suppression in suppressions:
        if suppression.reason:
            by_code[suppression.code].append(suppression)
    kept, suppressed, used = [], [], set[int]()
    for finding in findings:
        allowing = [each for each in by_code[finding.code] if _covers(each, finding.place)]
        used |= {id(each) for each in allowing}
        if allowing:
            first = allowing[0]
            suppressed.append(Suppressed(finding=finding, reason=first.reason, place=first.place))
        else:
            kept.append(finding)
    return Outcome(
        findings=tuple(kept),
        suppressed=tuple(suppressed),
        unused=tuple(each for each in suppressions if id(each) not in used),
    )


def allows(suppressions: Iterable[Suppression], code: str, place: Place) -> bool:
    """Tell whether what a rule finds at a place is allowed."""
    return any(each.code == code and each.reason and _covers(each, place) for each in suppressions)


def suppression_findings(
    unused: Iterable[Suppression], known: Container[str]
) -> tuple[Finding, ...]:
    """Name what allows nothing: without a reason, of no rule in `known`, or no longer needed."""
    return tuple(_finding(each, known) for each in unused)


def _covers(suppression: Suppression, place: Place) -> bool:
    if suppression.lines is None:
        return suppression.field in ("", place.field)
    if suppression.place.file != place.file:
        return False
    if place.line is None:
        return suppression.whole
    first, last = suppression.lines
    return first <= place.line <= last


def _finding(suppression: Suppression, known: Container[str]) -> Finding:
    if not suppression.code:
        code, message = "LNT102", ""
    else:
        code = "LNT103" if suppression.reason else "LNT101"
        code = message = code if suppression.code in known else "LNT102"
    return Finding(
        code=code,
        level="warning",
        message=_MESSAGES[message][suppression.language].replace("{code}", suppression.code),
        place=suppression.place,
        evidence=suppression.words,
    )
