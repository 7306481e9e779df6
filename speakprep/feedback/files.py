"""feedback/<date>-<reviewer>.md: taking a file apart, and changing it without harming the rest.

    # Feedback by Li Lei, 2026-11-21

    - reviewer: Li Lei
    - date: 2026-11-21
    - stage: cfp

    ## k3f9: field abstract

    - severity: must
    - status: open
    - before: 3f2a9c1e88d1

    > Say first what it costs.

A heading `## id: place` begins an item, the first lines with `>` are the
reviewer's own words, `## note` keeps what came with them. Everything else in
the file is the speaker's own and stays as it is. An item written by hand needs
no id.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from speakprep.errors import InputError, UsageError
from speakprep.feedback.model import (
    SEVERITIES,
    STAGES,
    STATUSES,
    Item,
    Note,
    Round,
    Stage,
    Status,
    Target,
    content_key,
    make_id,
)
from speakprep.feedback.wording import clean_line, exact_target, read_target
from speakprep.talk.disk import read_text
from speakprep.talk.folders import slug
from speakprep.talk.workspace import Workspace

FOLDER = "feedback"
"""Of the talk folder, with a file per person and day."""

ITEM_KEYS = ("severity", "status", "stage", "before", "after", "reason")
"""What `- key: value` lines may say about an item; other keys are the speaker's own."""

ROUND_KEYS = ("reviewer", "date", "stage")
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[^/]+\.md")
_HEADING = re.compile(r"## +(?:(?P<id>[a-z][a-z0-9]{3,15}): )?(?P<place>.*)")
_META = re.compile(r"[-*] (?P<key>[A-Za-z]+)[ \t]*[:：](?P<value>.*)")
_HASH = re.compile(r"[0-9a-f]{12}")
_NOTE = "note"
_OPENING = "<!-- Lines with > are the reviewer's words; below them you may write what you like. -->"
_BOM = "\ufeff"

CodeT = TypeVar("CodeT", bound=str)


@dataclass(frozen=True, kw_only=True)
class _Block:
    """The lines from one heading up to the next; `line` is the first one's number, from 1.

    `meta` are row numbers, from 0, and values by key; `words` is where the quoted rows are.
    """

    rows: tuple[str, ...]
    line: int
    meta: Mapping[str, tuple[int, str]]
    words: tuple[int, int]
    file: str

    @property
    def text(self) -> str:
        """The quoted words, without the marks."""
        quoted = (row[1:] for row in self.rows[slice(*self.words)])
        return "\n".join(row.removeprefix(" ") for row in quoted)

    def value(self, key: str) -> str:
        return self.meta[key][1] if key in self.meta else ""

    def wrong(self, message: str, *, key: str = "", hint: str = "") -> InputError:
        row = self.meta[key][0] if key in self.meta else 0
        return InputError(
            message,
            file=self.file,
            line=self.line + row,
            excerpt=self.rows[row].strip(),
            hint=hint or "mend that line and run the command again",
        )

    def one_of(self, key: str, codes: Sequence[CodeT], default: CodeT) -> CodeT:
        value = self.value(key).casefold()
        for code in codes:
            if value == code:
                return code
        if value:
            raise self.wrong(f"{key} must be one of {', '.join(codes)}", key=key)
        return default

    def day(self, key: str, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.wrong(f"{key} must have a day, such as 2027-03-17", key=key) from None


def read_rounds(workspace: Workspace) -> tuple[Round, ...]:
    """Read all feedback of a talk, in the order of the file names.

    Files whose names do not begin with a day are the speaker's own.

    Raises:
        InputError: a file cannot be read, or two items have one id, with the line.
    """
    rounds = tuple(
        parse_round(read_text(path), workspace.name(path), path.name)
        for path in sorted((workspace.folder / FOLDER).glob("*.md"))
        if _NAME.fullmatch(path.name)
    )
    seen: dict[str, Item] = {}
    for item in (item for each in rounds for item in each.items):
        if item.id in seen:
            first = seen[item.id]
            raise InputError(
                f"{item.id} is the id of two comments, the other one is {first.file}:{first.line}",
                file=item.file,
                line=item.line,
                hint="change one of them to another one, or delete that comment",
            )
        seen[item.id] = item
    return rounds


def parse_round(text: str, shown: str, name: str = "") -> Round:
    """Read one file.

    Args:
        text: the whole of it.
        shown: its name as the person would type it, for messages and places.
        name: its name in the folder.

    Raises:
        InputError: it does not say who and when, or an item is not readable, with its line.
    """
    head, *rest = _blocks(text, shown)
    reviewer, day = head.value("reviewer"), head.value("date")
    for key, value, example in (("reviewer", reviewer, "Li Lei"), ("date", day, "2027-03-17")):
        if not value:
            raise head.wrong(
                f"{key} is missing above the first comment", hint=f"add a line: - {key}: {example}"
            )
    stage = head.one_of("stage", STAGES, "cfp")
    who = Round(reviewer=reviewer, day=head.day("date", day), stage=stage, name=name, text=text)
    noted = [block for block in rest if _place(block) == _NOTE]
    return replace(
        who,
        items=tuple(_item(block, who) for block in rest if _place(block) != _NOTE),
        notes=tuple(Note(text=block.text, line=block.line) for block in noted),
    )


def new_round(reviewer: str, day: date, stage: Stage) -> str:
    """Return how the file of one person and day begins."""
    return (
        f"# Feedback by {reviewer}, {day}\n\n"
        f"- reviewer: {reviewer}\n- date: {day}\n- stage: {stage}\n\n{_OPENING}\n"
    )


def add_to_round(text: str, items: Iterable[Item], notes: Iterable[Note], stage: Stage) -> str:
    """Add items and notes at the end of a file; nothing before them changes.

    `stage` is what the file's own head says: items of another one say so.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces = [text if text.endswith("\n") else text + newline]
    for item in items:
        rows = [f"## {item.id}: {item.target}", ""]
        rows += [f"- {key}: {value}" for key, value in _values(item, stage).items() if value]
        pieces += [newline, newline.join([*rows, "", *_quote(item.text), ""])]
    for note in notes:
        pieces += [newline, newline.join([f"## {_NOTE}", "", *_quote(note.text), ""])]
    return "".join(pieces)


def change_item(text: str, item: Item) -> str:
    """Write an item's new status, proof and reason; all else in the file stays as it is.

    Raises:
        InputError: the item is not in this file any more.
    """
    _, *rest = _blocks(text, item.file)
    block = next((block for block in rest if block.line == item.line), None)
    if block is None:
        raise InputError(f"{item.id} is not there any more", file=item.file, line=item.line)
    rows = text.split("\n")
    start = block.line - 1
    end = "\r" if rows[start].endswith("\r") else ""
    added, removed = [], []
    values = _values(item, item.stage)
    for key in ("status", "before", "after", "reason"):
        value = values[key]
        at = block.meta[key][0] if key in block.meta else None
        if at is not None and value != block.value(key):
            rows[start + at] = f"- {key}: {value}{end}"
            removed += [] if value else [start + at]
        elif at is None and value:
            added.append(f"- {key}: {value}{end}")
    last = max((at for at, _ in block.meta.values()), default=0)
    gap = [end] if added and not last else []
    rows[start + last + 1 : start + last + 1] = gap + added
    found = _HEADING.fullmatch(block.rows[0])
    if found and not found["id"]:
        rows[start] = f"## {item.id}: {found['place']}{end}"
    return "\n".join(row for number, row in enumerate(rows) if number not in removed)


def file_name(day: date, reviewer: str, number: int) -> str:
    """Return a file's name, such as "2026-11-21-li-lei.md"; a second one ends in -2."""
    try:
        who = slug(reviewer)
    except UsageError:  # a name of signs only
        who = "reviewer"
    return f"{day}-{who}{f'-{number}' if number > 1 else ''}.md"


def _blocks(text: str, file: str) -> list[_Block]:
    chunks: list[tuple[int, list[str]]] = [(1, [])]
    for number, row in enumerate(text.removeprefix(_BOM).split("\n"), 1):
        if row.startswith("## "):
            chunks.append((number, []))
        chunks[-1][1].append(row.removesuffix("\r"))
    (_, head), *rest = chunks
    return [_block(head or [""], 1, file), *(_block(rows, line, file) for line, rows in rest)]


def _block(rows: list[str], line: int, file: str) -> _Block:
    start = next((n for n, row in enumerate(rows) if row.startswith(">")), len(rows))
    end = next((n for n in range(start, len(rows)) if not rows[n].startswith(">")), len(rows))
    meta: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows[:start]):
        found = _META.fullmatch(row)
        key = found["key"].casefold() if found else ""
        if key in meta and key in (*ITEM_KEYS, *ROUND_KEYS):
            first = line + meta[key][0]
            raise InputError(
                f"{key} is said twice, first in line {first}",
                file=file,
                line=line + number,
                excerpt=row.strip(),
                hint="delete one of the two lines",
            )
        if found:
            meta[key] = (number, found["value"].strip())
    return _Block(rows=tuple(rows), line=line, meta=meta, words=(start, end), file=file)


def _item(block: _Block, who: Round) -> Item:
    target = _target(block)
    if not block.text.strip():
        raise block.wrong(
            "this comment says nothing", hint="write the reviewer's words below it, after > "
        )
    stage = block.one_of("stage", STAGES, who.stage)
    status, since = _status(block)
    reason = block.value("reason")
    if status == "declined" and not reason:
        raise block.wrong(
            "a declined comment needs a reason", key="status", hint="add a line: - reason: ..."
        )
    for key in ("before", "after"):
        if block.value(key) and not _HASH.fullmatch(block.value(key)):
            raise block.wrong(
                f"{key} must be 12 hex digits", key=key, hint="speakprep writes it; delete the line"
            )
    found = _HEADING.fullmatch(block.rows[0])
    named = found["id"] if found else None
    return Item(
        id=named or make_id(content_key(who.reviewer, stage, target, block.text), set()),
        reviewer=who.reviewer,
        day=who.day,
        stage=stage,
        target=target,
        severity=block.one_of("severity", SEVERITIES, "should"),
        text=block.text,
        status=status,
        since=since,
        before=block.value("before"),
        after=block.value("after"),
        reason=reason,
        file=block.file,
        line=block.line,
    )


def _place(block: _Block) -> str:
    found = _HEADING.fullmatch(block.rows[0])
    return found["place"].strip() if found else ""


def _target(block: _Block) -> Target:
    place = _place(block)
    target = exact_target(place) or read_target(place, {})
    if target is None:
        raise block.wrong(
            f"{place!r} is not a place in a talk",
            hint="such as: ## slide 12, ## field abstract, ## section 3, ## time 14:05, ## whole",
        )
    return target


def _status(block: _Block) -> tuple[Status, date | None]:
    word, _, day = block.value("status").partition(" ")
    status: Status | None = next((each for each in STATUSES if each == word.casefold()), None)
    if word and status is None:
        raise block.wrong(f"status must be one of {', '.join(STATUSES)}", key="status")
    return status or "open", block.day("status", day.strip()) if day.strip() else None


def _values(item: Item, stage: Stage) -> dict[str, str]:
    """Return what an item's lines say, in the order of `ITEM_KEYS`; empty: no line."""
    since = f" {item.since}" if item.since else ""
    return {
        "severity": item.severity,
        "status": f"{item.status}{since}",
        "stage": item.stage if item.stage != stage else "",
        "before": item.before,
        "after": item.after,
        "reason": clean_line(item.reason),
    }


def _quote(text: str) -> list[str]:
    return [f"> {row}" if row else ">" for row in text.split("\n")]
