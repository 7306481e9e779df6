"""Submissions of many speakers, as a conference system exports them to CSV.

Findings made here, since they are about the file and not about anybody's words:

    CFP151  a row with more or fewer cells than the header
    CFP152  a cell too long to be a submission, such as after a quote nobody closes
    CFP153  binary characters, which are shown as U+FFFD
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from speakprep.cfp.model import Entry, Proposal
from speakprep.cfp.spreadsheet import unescape
from speakprep.errors import InputError, UsageError
from speakprep.event.model import Profile
from speakprep.talk.language import LANGUAGES, Language, detect
from speakprep.talk.markdown import Section
from speakprep.talk.report import Finding, Place
from speakprep.talk.rows import Row

ID = "id"
"""What a submission is called by; not a field of any form."""

MOST_OF_A_CELL = 20_000
"""Characters of a cell that are read: ten times the longest field we saw a form take."""

MOST_SUBMISSIONS = 20_000
"""Four times what the largest conference gets: more is a file of something else."""

LANGUAGE_SAMPLE = 2_000
"""So many characters of a cell are enough to tell its language."""

_MESSAGES: dict[str, dict[Language, str]] = {
    "CFP151": {
        "en": "This row has {cells} cells and the header {width}; {rest}. Is a quote missing?",
        "zh": "这一行有 {cells} 个单元格，表头有 {width} 个；{rest}。是不是少了引号？",
    },
    "CFP152": {
        "en": "A cell of {length} characters is no submission and was not read. Is a quote not "
        "closed?",
        "zh": "有一个单元格长达 {length} 个字符，不像一份提案，没有读取。是不是引号没有闭合？",
    },
    "CFP153": {
        "en": "This cell holds binary characters, read as \ufffd. Is the export whole?",
        "zh": "这个单元格含有二进制字符，读作 \ufffd。导出文件完整吗？",
    },
}
_REST: dict[bool, dict[Language, str]] = {
    True: {"en": "what is missing counts as empty", "zh": "缺少的按空白处理"},
    False: {"en": "what is beyond is not read", "zh": "多出来的没有读取"},
}
# Headers of pretalx (orga/forms/export.py and submission/models/submission.py, 2026),
# of Sessionize's session exports, and what people write into tables of their own.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    ID: (
        *("id", "code", "session id", "submission id", "proposal id", "talk id", "number", "no"),
        *("编号", "序号", "提案编号", "议题编号"),
    ),
    "title": (
        *("title", "proposal title", "session title", "talk title", "name of the session"),
        *("标题", "题目", "议题", "议题标题", "议题名称", "演讲标题", "演讲题目"),
    ),
    "abstract": (
        *("abstract", "summary", "short description", "session abstract", "elevator pitch"),
        *("摘要", "内容摘要", "议题摘要", "概要"),
    ),
    "description": (
        *("description", "detailed description", "full description", "session description"),
        *("简介", "议题简介", "内容简介", "描述", "详细描述", "议题描述", "内容"),
    ),
    "format": (
        *("format", "session type", "submission type", "session format", "type", "talk type"),
        *("类型", "形式", "议题类型"),
    ),
    "level": ("level", "audience level", "session level", "difficulty", "难度", "级别"),
    "track": ("track", "topic", "category", "主题", "分论坛", "方向", "分类"),
    "audience": ("audience", "target audience", "who is this for", "目标听众", "听众", "受众"),
    "takeaways": (
        *("takeaways", "key takeaways", "what will attendees learn", "听众收获", "收获"),
    ),
    "notes": ("notes", "notes for the organisers", "additional notes", "备注"),
    "benefits": ("benefits to the ecosystem", "benefits", "生态收益", "对生态的价值"),
}
NAMES: Mapping[str, str] = {
    "CFP115": "language-of-the-form",
    "CFP151": "ragged-row",
    "CFP152": "giant-cell",
    "CFP153": "binary-cell",
}
"""What findings are called that no rule file names."""

_ALSO = {"abstract": "description", "description": "abstract"}
"""Where a form has only one of the two, it takes the other's column when its own is missing."""
_IDENTITY = re.compile(
    r"\b(?:speakers?|presenters?|authors?|owner|submitter|co-?speakers?|proposer|first|last|full)\b"
    r"|\b(?:first|last|full|nick|user)?names?\b|e-?mails?\b|\bmail\b"
    r"|\b(?:bio|biography|biographies|about you|tag ?line)\b"
    r"|\b(?:company|organi[sz]ation|affiliation|employer|institution|job title|position|pronouns?"
    r"|gender|nationality|country|city|address|phone|mobile|tel)\b"
    r"|\b(?:photo|picture|avatar|headshot|image|profile|linkedin|twitter|x|github|gitlab|mastodon"
    r"|bluesky|facebook|instagram|blog|website|home ?page)\b"
    r"|讲者|讲师|演讲者|演讲人|嘉宾|作者|投稿人|提交人|姓名|名字|邮箱|邮件|公司|单位|机构|职位|职务|头衔"
    r"|电话|手机|微信|照片|头像|个人|主页|性别|城市|地址|国籍"
)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which column is read as what, and which are left alone.

    `read` holds the header per field, `dropped` the headers of columns that tell
    who submitted, `other` the rest. `at` is the place of each column in `read`.
    """

    read: Mapping[str, str]
    at: Mapping[str, int]
    dropped: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One submission: what its system calls it, its row's line, and its text per field."""

    id: str
    line: int
    texts: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def find_columns(
    header: Sequence[str],
    profile: Profile,
    given: Mapping[str, str],
    *,
    with_identity: bool,
    file: str,
) -> Columns:
    """Find out which column answers which field of the form.

    Args:
        header: the first row.
        profile: the form.
        given: headers named by the person, by field or "id"; they win.
        with_identity: columns that tell who submitted are read, too.
        file: the export's name.

    Raises:
        UsageError: a field or column that was named is not there, or tells who submitted.
        InputError: no column answers any field of the form.
    """
    names = [_plain(name) for name in header]
    at = _given(header, names, profile, given, with_identity=with_identity)
    for also in (False, True):
        for key, wanted in _wanted(profile, also=also).items():
            if key in at or (is_identity(key) and not with_identity):
                continue
            found = (names.index(name) for name in wanted if name in names)
            place = next((place for place in found if place not in at.values()), None)
            if place is not None:
                at[key] = place
    if not at.keys() - {ID}:
        raise InputError(
            "none of the columns is a field of the form",
            file=file,
            line=1,
            excerpt=" ".join(", ".join(header).split())[:200],
            hint="name one: --map title=COLUMN",
        )
    rest = [name for place, name in enumerate(header) if place not in at.values()]
    return Columns(
        read={key: header[place] for key, place in at.items()},
        at=at,
        dropped=tuple(name for name in rest if is_identity(name)),
        other=tuple(name for name in rest if not is_identity(name)),
    )


def is_known(name: str) -> bool:
    """Whether a header is one that conference systems write."""
    plain = _plain(name)
    return any(plain in names for names in _HEADERS.values()) or is_identity(name)


def is_identity(name: str) -> bool:
    """Whether a column or field tells who submitted: a name, an address, a life, a face."""
    return _IDENTITY.search(_plain(name)) is not None


def submissions(
    rows: Iterable[Row], columns: Columns, width: int, file: str
) -> Iterator[Submission]:
    """Read the rows below the header, in their order; only the columns that are read are kept.

    Raises:
        InputError: there are more than `MOST_SUBMISSIONS`.
    """
    for number, row in enumerate(rows, 1):
        if number > MOST_SUBMISSIONS:
            raise InputError(
                f"has more than {MOST_SUBMISSIONS} rows",
                file=file,
                line=row.line,
                hint="split it and check the parts",
            )
        place = Place(file=file, line=row.line)
        findings = [_ragged(row, width, place, _language(row))] if len(row.cells) != width else []
        texts = {}
        for key, at in columns.at.items():
            cell = unescape(row.cells[at]) if at < len(row.cells) else ""
            if "\0" in cell:
                cell = cell.replace("\0", "\ufffd")
                findings.append(_binary(replace(place, field=key), _language(row)))
            if len(cell) > MOST_OF_A_CELL:
                findings.append(_too_long(len(cell), replace(place, field=key), _language(row)))
                cell = ""
                continue
            texts[key] = cell
        yield Submission(
            id=" ".join(texts.pop(ID, "").split())[:40] or f"row {number}",
            line=row.line,
            texts=texts,
            findings=tuple(findings),
        )


def proposal_of(submission: Submission, profile: Profile, file: str) -> Proposal:
    """Return a submission as a proposal; its form has the fields that the export has."""
    fields = tuple(field for field in profile.fields if field.key in submission.texts)
    sections = [
        Section(heading=f"## {field.key}\n", body=submission.texts[field.key], line=submission.line)
        for field in fields
    ]
    entries = zip(fields, sections, strict=True)
    return Proposal(
        file=file,
        profile=replace(profile, fields=fields),
        mark="",
        sections=tuple(sections),
        entries=tuple(
            Entry(field=field, section=section, index=index)
            for index, (field, section) in enumerate(entries)
        ),
    )


def _plain(name: str) -> str:
    """Return a header without what differs from export to export: case, quotes, a star."""
    words = re.sub(r"[“”\"'*:：?？_\ufeff]+|[(（].*?[)）]", " ", unescape(name).casefold())
    return " ".join(words.split())


def _wanted(profile: Profile, *, also: bool) -> dict[str, tuple[str, ...]]:
    """Return the headers that may stand for each field, the likeliest first."""
    if also:
        return {key: _HEADERS[other] for key, other in _ALSO.items() if profile.field(key)}
    wanted = {ID: _HEADERS[ID]}
    for field in profile.fields:
        own = (field.key, *(field.called(language) for language in LANGUAGES))
        wanted[field.key] = (*(_plain(name) for name in own), *_HEADERS.get(field.key, ()))
    return wanted


def _given(
    header: Sequence[str],
    names: Sequence[str],
    profile: Profile,
    given: Mapping[str, str],
    *,
    with_identity: bool,
) -> dict[str, int]:
    at = {}
    for key, column in given.items():
        if key != ID and profile.field(key) is None:
            known = ", ".join((ID, *(field.key for field in profile.fields)))
            raise UsageError(f"the form has no field {key!r}", hint=f"it has: {known}")
        if _plain(column) not in names:
            listed = ", ".join(header)
            raise UsageError(f"there is no column {column!r}", hint=f"there are: {listed[:300]}")
        if is_identity(column) and not with_identity:
            raise UsageError(
                f"the column {column!r} tells who submitted",
                hint="add --with-identity if you really want to read it",
            )
        at[key] = header.index(column) if column in header else names.index(_plain(column))
    return at


def _language(row: Row) -> Language:
    """Return the language of a row, by the beginning of its longest cell."""
    return detect(max(row.cells, key=len, default="")[:LANGUAGE_SAMPLE])


def _ragged(row: Row, width: int, place: Place, language: Language) -> Finding:
    rest = _REST[len(row.cells) < width][language]
    message = _MESSAGES["CFP151"][language].format(cells=len(row.cells), width=width, rest=rest)
    return Finding(code="CFP151", level="warning", message=message, place=place)


def _too_long(length: int, place: Place, language: Language) -> Finding:
    message = _MESSAGES["CFP152"][language].format(length=length)
    return Finding(code="CFP152", level="warning", message=message, place=place)


def _binary(place: Place, language: Language) -> Finding:
    message = _MESSAGES["CFP153"][language]
    return Finding(code="CFP153", level="advice", message=message, place=place)
