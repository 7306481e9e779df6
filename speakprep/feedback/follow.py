"""Following a comment to its end, with proof that something changed.

Findings made here and on import:

    CFP805  a comment that was neither answered nor declined
    FBK101  claimed fixed, and the text meant is what it was
    FBK102  fixed, and no earlier text is known to compare with
    FBK201  words that were not understood as a comment; they are kept as a note
    FBK202  an attachment of a mail, which was not read
    FBK203  nothing in a text was understood as a comment
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from speakprep.errors import UsageError
from speakprep.feedback.model import (
    SEVERITIES,
    STAGES,
    STATUSES,
    Item,
    Stage,
    Status,
    TargetKind,
    fingerprint,
)
from speakprep.lint.reading import excerpt
from speakprep.talk.language import Language, detect
from speakprep.talk.report import Finding, Level, Place

SHORTEST_PREFIX = 2
"""Characters of an id that are enough to name it, where only one begins so."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How far one reviewer's comments on one stage are.

    `closed` were fixed or verified; `oldest_days` is how long the oldest open one waits,
    None where none is open.
    """

    reviewer: str
    stage: Stage
    open: int
    closed: int
    declined: int
    oldest_days: int | None


def find_item(items: Sequence[Item], word: str) -> Item:
    """Return the item with an id, or with the only id that begins so.

    Raises:
        UsageError: there is none, or several begin so.
    """
    wanted = word.strip().casefold()
    found = [item for item in items if item.id == wanted]
    if not found and len(wanted) >= SHORTEST_PREFIX:
        found = [item for item in items if item.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"several comments begin with {word!r}",
            hint="type one of them: " + ", ".join(item.id for item in found[:8]),
        )
    raise UsageError(f"there is no comment {word!r}", hint="see them all: speakprep feedback list")


def settle(item: Item, status: Status, today: date, *, now: str | None, reason: str = "") -> Item:
    """Return an item in its next status.

    Args:
        item: as it is.
        status: what becomes of it.
        today: the day of that.
        now: the text it is about, as it is now; None where that cannot be found.
        reason: why it is declined.

    Raises:
        UsageError: it is verified before it is fixed, or declined without a reason.
    """
    if status == "verified" and item.status not in {"fixed", "verified"}:
        raise UsageError(
            f"{item.id} is not fixed yet",
            hint=f"mend it, then type: speakprep feedback resolve {item.id}",
        )
    if status == "declined" and not reason.strip():
        raise UsageError(
            "declining needs a reason",
            hint=f'such as: speakprep feedback decline {item.id} --reason "out of scope"',
        )
    mark = "" if now is None else fingerprint(now)
    before, after = item.before, item.after
    if status == "accepted":
        before, after = before or mark, ""
    elif status == "fixed":
        after = mark
    return replace(
        item,
        status=status,
        since=None if status == "open" else today,
        before=before,
        after=after,
        reason=reason.strip() if status == "declined" else "",
    )


def proof_findings(items: Iterable[Item]) -> tuple[Finding, ...]:
    """Return what speaks against fixes that were claimed.

    Whoever verified a fix has looked at it: then it may be one that no text shows,
    such as thicker lines.
    """
    found = []
    for item in items:
        if item.status not in {"fixed", "verified"}:
            continue
        language = detect(item.text)
        level: Level = "warning" if item.status == "fixed" else "advice"
        if item.before and item.before == item.after:
            found.append(_finding(item, "FBK101", _SAME[language], level))
        elif not (item.before and item.after) and item.status == "fixed":
            found.append(_finding(item, "FBK102", _UNKNOWN[language], "advice"))
    return tuple(found)


def open_findings(items: Iterable[Item]) -> tuple[Finding, ...]:
    """Return a finding for each comment that was neither answered nor declined (CFP805)."""
    return tuple(
        _finding(
            item,
            "CFP805",
            _waiting(item, detect(item.text)),
            "warning" if item.severity == "must" else "advice",
        )
        for item in items
        if item.status == "open"
    )


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items by status, the pressing ones first, older ones before newer ones."""
    return tuple(
        sorted(
            items,
            key=lambda item: (
                STATUSES.index(item.status),
                SEVERITIES.index(item.severity),
                item.day,
                item.file,
                item.line or 0,
            ),
        )
    )


def tallies(items: Sequence[Item], today: date) -> tuple[Tally, ...]:
    """Count per reviewer and stage, in the order of names and stages."""
    groups: dict[tuple[str, Stage], list[Item]] = {}
    for item in items:
        groups.setdefault((item.reviewer, item.stage), []).append(item)
    ordered = sorted(groups, key=lambda group: (group[0].casefold(), STAGES.index(group[1])))
    return tuple(_tally(name, stage, groups[name, stage], today) for name, stage in ordered)


def _tally(reviewer: str, stage: Stage, items: Sequence[Item], today: date) -> Tally:
    waiting = [(today - item.day).days for item in items if item.is_open]
    return Tally(
        reviewer=reviewer,
        stage=stage,
        open=len(waiting),
        closed=sum(item.status in {"fixed", "verified"} for item in items),
        declined=sum(item.status == "declined" for item in items),
        oldest_days=max(0, *waiting) if waiting else None,
    )


_SAME: dict[Language, str] = {
    "en": "This is noted as fixed, and the text it is about is what it was. Mend it, or verify "
    "a change that text does not show.",
    "zh": "标记为已改，但所指的文字和当初一样。请修改；"
    "如果改动不在文字里，请复核后标记为 verified。",
}
_UNKNOWN: dict[Language, str] = {
    "en": "This is noted as fixed; there is no earlier text to show what changed.",
    "zh": "标记为已改，但没有当初的文字可以对照。",
}
_OPEN: dict[Language, str] = {
    "en": "{who} is still waiting for an answer ({place}): mend it or decline it with a reason.",
    "zh": "{who}的这条意见还没有回应（{place}）：请修改，或者说明理由后谢绝。",
}


_PLACES: dict[TargetKind, dict[Language, str]] = {
    "field": {"en": "{value}", "zh": "{value}"},
    "section": {"en": "section {value}", "zh": "“{value}”一节"},
    "slide": {"en": "slide {value}", "zh": "第 {value} 页"},
    "time": {"en": "at {value}", "zh": "{value} 处"},
    "whole": {"en": "on the whole", "zh": "整体"},
}


def _waiting(item: Item, language: Language) -> str:
    place = _PLACES[item.target.kind][language].format(value=item.target.value)
    return _OPEN[language].format(who=item.reviewer, place=place)


def _place(item: Item) -> Place:
    field = item.target.value if item.target.kind == "field" else None
    return Place(file=item.file, line=item.line, field=field)


def _finding(item: Item, code: str, message: str, level: Level) -> Finding:
    return Finding(
        code=code,
        level=level,
        message=message,
        place=_place(item),
        evidence=excerpt(item.text),
    )
