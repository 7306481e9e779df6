"""Feedback as a table (CSV) or as a review pack (JSON)."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from speakprep.errors import InputError
from speakprep.feedback.model import (
    SEVERITIES,
    STAGES,
    TARGET_KINDS,
    WHOLE,
    Note,
    Remark,
    Stage,
    Target,
)
from speakprep.feedback.paste import Heard
from speakprep.feedback.wording import (
    clean,
    clean_line,
    exact_target,
    mentioned,
    read_severity,
    read_target,
    said_severity,
    stage_of,
)

PACK_SCHEMA = 1
"""Version of the review pack: {"schema": 1, "reviewer": ..., "stage": ..., "items": [...]}."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("comment", "comments", "feedback", "text", "remark", "suggestion", "message"),
        *("意见", "评论", "内容", "反馈", "建议", "评审意见"),
    ),
    "reviewer": ("reviewer", "name", "author", "from", "by", "审稿人", "评审", "评审人", "姓名"),
    "slide": ("slide", "page", "slide number", "页", "页码", "幻灯片", "第几页"),
    "time": ("time", "timestamp", "minute", "时间", "时间点"),
    "target": (
        "field",
        "section",
        "target",
        "where",
        "place",
        "location",
        "字段",
        "位置",
        "部分",
        "章节",
    ),
    "severity": (
        "severity",
        "priority",
        "level",
        "importance",
        "级别",
        "优先级",
        "严重程度",
        "程度",
    ),
    "stage": ("stage", "阶段"),
}
_NO_PACK = "export it again; if it is no review pack but text, add: --as text"
_COLUMN_OF = {name: key for key, names in _COLUMNS.items() for name in names}


def read_table(text: str, file: str, fields: Mapping[str, str]) -> tuple[Heard, ...]:
    """Read a CSV: columns are found by what they are called, in English or Chinese.

    Raises:
        InputError: no column holds comments, or the table is broken, with its line.
    """
    text = clean(text).removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    heard: dict[str, tuple[list[Remark], list[Note]]] = {}
    try:
        names = [clean_line(name).casefold() for name in next(reader, [])]
        columns = _columns(names, file)
        line = reader.line_num + 1
        for row in reader:
            cells = {key: row[at].strip() for key, at in columns.items() if at < len(row)}
            remarks, notes = heard.setdefault(clean_line(cells.get("reviewer", "")), ([], []))
            if cells.get("text"):
                remarks.append(_from_cells(cells, line, fields))
            elif any(cell.strip() for cell in row):
                notes.append(Note(text=" | ".join(cell for cell in row if cell), line=line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"is not a CSV: {error}", file=file, line=reader.line_num or 1,
            hint="a cell that holds line breaks or quotes must stand in quotes",
        ) from None  # fmt: skip
    return tuple(
        Heard(reviewer=name, remarks=tuple(remarks), notes=tuple(notes), odd=tuple(notes))
        for name, (remarks, notes) in heard.items()
    )


def read_pack(text: str, file: str) -> tuple[Heard, ...]:
    """Read a review pack; every key is checked.

    Raises:
        InputError: it is not JSON, or a value is of the wrong kind, with its path.
    """
    try:
        pack = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not JSON: {error.msg}",
            file=file,
            line=error.lineno,
            column=error.colno,
            hint=_NO_PACK,
        ) from None
    except (ValueError, RecursionError):
        raise InputError("is not JSON that a review pack holds", file=file, hint=_NO_PACK) from None
    reading = _Pack(file)
    reading.keys(pack, "the pack", ("schema", "reviewer", "stage", "items"), ("date",))
    if pack["schema"] != PACK_SCHEMA or isinstance(pack["schema"], bool):
        raise reading.wrong(f"schema must be {PACK_SCHEMA}")
    reviewer = clean_line(reading.text(pack["reviewer"], "reviewer"))
    stage = reading.one_of(pack["stage"], "stage", STAGES)
    day = reading.day(pack["date"]) if "date" in pack else None
    if not isinstance(pack["items"], list):
        raise reading.wrong("items must be a list")
    remarks = [reading.remark(each, f"items[{n}]", stage) for n, each in enumerate(pack["items"])]
    return (Heard(reviewer=reviewer, day=day, remarks=tuple(remarks)),)


class _Pack:
    """Reads values of a review pack, and says where one is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file

    def wrong(self, message: str) -> InputError:
        return InputError(
            f"is not a review pack: {message}",
            file=self.file,
            hint='such as {"schema": 1, "reviewer": "Li Lei", "stage": "deck", "items": [...]}',
        )

    def keys(self, value: object, where: str, needed: Sequence[str], may: Sequence[str]) -> None:
        if not isinstance(value, dict):
            raise self.wrong(f"{where} must be an object")
        for key in needed:
            if key not in value:
                raise self.wrong(f"{where} has no {key!r}")
        for key in value:
            if key not in (*needed, *may):
                raise self.wrong(f"{where} has an unknown key {key!r}")

    def text(self, value: object, where: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"{where} must be text that says something")
        return clean(value).strip()

    def one_of(self, value: object, where: str, codes: Sequence[Any]) -> Any:  # noqa: ANN401 -- one of the codes, whatever their type
        if value not in codes:
            raise self.wrong(f"{where} must be one of {', '.join(codes)}")
        return value

    def day(self, value: object) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.wrong("date must be a day, such as 2027-03-17") from None

    def remark(self, value: Any, where: str, stage: Stage) -> Remark:  # noqa: ANN401 -- JSON
        self.keys(value, where, ("target", "text"), ("severity",))
        target = value["target"]
        self.keys(target, f"{where}.target", ("kind",), ("value",))
        kind = self.one_of(target["kind"], f"{where}.target.kind", TARGET_KINDS)
        worth = target.get("value", "")
        if not isinstance(worth, str):
            raise self.wrong(f"{where}.target.value must be text in quotes")
        place = exact_target(f"{kind} {worth}".strip())
        if place is None:
            raise self.wrong(f"{where}.target is no place: {kind} {clean_line(worth)[:40]!r}")
        severity = self.one_of(value.get("severity", "should"), f"{where}.severity", SEVERITIES)
        words = self.text(value["text"], f"{where}.text")
        return Remark(text=words, target=place, severity=severity, stage=stage)


def _columns(names: list[str], file: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        if name in _COLUMN_OF:
            columns.setdefault(_COLUMN_OF[name], at)
    if "text" not in columns:
        found = ", ".join(name for name in names if name)[:60]
        raise InputError(
            "has no column of comments" + (f", only: {found}" if found else ""),
            file=file,
            line=1,
            hint="call that column: comment (others: reviewer, slide, field, time, severity)",
        )
    return columns


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _from_cells(cells: Mapping[str, str], line: int, fields: Mapping[str, str]) -> Remark:
    words = cells["text"]
    target = _target(cells, fields) or mentioned(words) or WHOLE
    severity = read_severity(cells.get("severity", "")) or said_severity(words) or "should"
    said = cells.get("stage", "").casefold()
    stage = next((each for each in STAGES if each == said), stage_of(target))
    return Remark(text=words, target=target, severity=severity, stage=stage, line=line)


def _target(cells: Mapping[str, str], fields: Mapping[str, str]) -> Target | None:
    for key in ("slide", "time", "target"):
        words = clean_line(cells.get(key, ""))
        if not words:
            continue
        found = exact_target(f"{key} {words}") if key != "target" else exact_target(words)
        return found or read_target(words, fields) or Target(kind="section", value=words)
    return None
