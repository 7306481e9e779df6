"""Who speaks in a pasted mail or chat: reviewers' names, a mail's head, signatures."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LONGEST_NAME = 120
"""Characters of a row in which a name is looked for, with the time and all."""

MOST_SIGNATURE_ROWS = 5
"""Name, job, address and a line of thanks; what is longer is more comments."""

_REVIEWER = re.compile(
    r"(?P<name>(?:reviewer|referee|审稿人|评审人|评审|评委|审阅人)\s*[#＃]?\s*"
    r"(?:\d{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})?(?:\s*[(（][^)）]{1,40}[)）])?)[*_]*\s*"
    r"(?:[:：][*_]*\s*(?P<rest>.*)|$)",
    re.IGNORECASE | re.DOTALL,
)
_CAPITALS = r"[A-Z][\w'’.\-]*(?: [A-Z][\w'’.\-]*){0,3}"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余杜叶程苏魏"
    "吕丁沈任姚卢傅钟姜崔谭廖范汪陆金贾韦夏邱侯邹熊孟秦尹薛阎雷侠龙贺顾毛郝龚邵钱严武戴莫孔汤"
)
_HAN_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:老师|博士|同学|总)?"
_CLOCK = (
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]*)?(?:\d{1,2}[-/]\d{1,2} +)?"
    r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)
_NAME = re.compile(
    rf"[*_]*(?P<name>{_CAPITALS}|{_HAN_NAME})[*_]*\s*[:：][*_]*\s*(?P<rest>.*)", re.DOTALL
)
_WHO = re.compile(
    rf"[*_]*(?P<name>{_HAN_NAME}|[A-Z][a-z'’\-]+(?: [A-Z][\w'’.\-]*){{1,3}})[*_]*[,，.。;；]?"
)
"""A name and nothing else: whoever is "Reviewer 1". One Latin word is a verdict, such as Accept."""

_CHAT = re.compile(
    rf"(?:[\[(（【]{_CLOCK}[\])）】]\s*(?P<b>{_CAPITALS}|{_HAN_NAME})"
    rf"|(?P<a>{_CAPITALS}|{_HAN_NAME})\s*[,，]?\s*[\[(（]?{_CLOCK}[\])）]?)"
    r"\s*(?:[:：]\s*(?P<rest>.*)|$)",
    re.DOTALL,
)
_NOT_NAMES = frozenset({
    "a", "all", "also", "and", "audience", "benchmark", "benefits", "best", "case", "check",
    "code", "comment", "comments", "concern", "concerns", "conclusion", "cons", "content", "data",
    "deck", "demo", "description", "details", "diagram", "ending", "example", "examples",
    "feedback", "figure", "first", "font", "for", "general", "good", "high", "idea", "ideas",
    "important", "in", "intro", "introduction", "issue", "issues", "key", "lines", "live", "low",
    "main", "major", "medium", "minor", "more", "motivation", "must", "next", "nit", "nits", "no",
    "note", "notes", "number", "of", "on", "one", "open", "optional", "overall", "page",
    "parameters", "part", "plane", "point", "points", "problem", "pros", "question", "questions",
    "scope", "second", "section", "should", "size", "slide", "slides", "small", "source",
    "speaker", "steps", "strengths", "structure", "style", "suggestion", "suggestions", "summary",
    "takeaway", "takeaways", "talk", "text", "the", "third", "time", "timing", "title", "todo",
    "topic", "typo", "typos", "use", "weaknesses", "what", "wording", "abstract", "to", "outline",
    "conclusions", "level", "format", "tags", "bio", "subject", "ps", "hi", "hello", "dear",
    "thanks", "positive", "negative", "story", "visuals", "who", "why", "how", "when", "where",
    "accept", "reject", "strong", "strongly", "weak", "weakly", "borderline", "neutral", "great",
    "nice", "excellent", "needs", "work", "well", "very", "looks", "clear", "solid", "poor",
    "there", "here", "this", "that", "you", "your", "it", "please", "not", "if", "but", "i", "we",
})  # fmt: skip
_NOT_HAN_NAMES = frozenset({
    "何时", "何处", "何人", "金额", "方案", "任务", "任意", "程序", "程度", "余下", "余量",
    "高级", "严重", "严谨", "雷同", "夏天", "金句", "毛病", "马上", "许多", "周期", "周边",
    "林立", "钱数", "武断", "龙头", "陆续", "汪洋", "孔径", "黄色", "黄金", "田间", "戴上",
    "张数", "张力", "曾经", "范围", "范例", "任何", "叶子", "杜绝", "顾虑", "莫非", "唐突",
    "贺词",
})  # fmt: skip

_HEAD_ROW = re.compile(
    r"[*_]*(?P<key>from|to|cc|date|sent|subject|reply-to"
    r"|发件人|收件人|抄送|日期|发送时间|时间|主题)"
    r"[*_]*\s*[:：][*_]*\s*(?P<value>.*)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s*[<\[(（].*@.*", re.DOTALL)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:best|kind|warm)(?: regards| wishes)?|regards|cheers|sincerely|yours(?: \w+)?"
    r"|thanks(?: again)?|thank you|many thanks|all the best|此致|敬礼|祝好|祝顺利|祝商祺|顺颂.{0,6}"
    r"|谢谢|多谢|以上)[,，.。!！~～]*",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"--[ \u00a0]?")


@dataclass(frozen=True, kw_only=True)
class Header:
    """A row that says who speaks from here on, and what of a comment stands on it already."""

    name: str
    rest: str = ""


@dataclass(frozen=True, kw_only=True)
class MailHead:
    """The first rows of a pasted mail: who wrote it, when, and how many rows that is."""

    name: str = ""
    day: date | None = None
    rows: int = 0


@functools.lru_cache(maxsize=256)
def read_header(row: str) -> Header | None:
    """Read a row such as "Reviewer 1: ...", "审稿人一：", "Li Lei:" or "[14:05] Li Lei: ...".

    >>> read_header("审稿人一：标题太长")
    Header(name='审稿人一', rest='标题太长')
    """
    row = row.strip().lstrip("#").strip().lstrip("*_")
    start, beyond = row[:LONGEST_NAME], row[LONGEST_NAME:]
    found = _REVIEWER.fullmatch(start)
    if found:
        rest = (found["rest"] or "") + beyond
        who = _WHO.fullmatch(rest.strip())
        said = who and _named(who["name"], "")
        return said or Header(name=found["name"].strip(), rest=rest)
    found = _CHAT.fullmatch(start)
    if found:
        return _named(found["a"] or found["b"], (found["rest"] or "") + beyond)
    found = _NAME.fullmatch(start)
    if found is None or (found["rest"] and " " not in found["name"] and found["name"].isascii()):
        return None  # one word before a comment is what the comment is about
    return _named(found["name"], found["rest"] + beyond)


def mail_head(rows: Sequence[str]) -> MailHead:
    """Read the rows From, Date, Subject and so on that a copied mail begins with."""
    first = next((n for n, row in enumerate(rows) if row.strip()), len(rows))
    found = []
    for row in rows[first:]:
        match = _HEAD_ROW.fullmatch(row.strip())
        if match is None:
            break
        found.append((match["key"].casefold(), match["value"][:LONGEST_NAME].strip()))
    keys = dict(found)
    if len(found) < 2:
        return MailHead()
    sender = _ADDRESS.sub("", keys.get("from") or keys.get("发件人") or "").strip(" \"'")
    written = next(
        (keys[key] for key in ("date", "sent", "日期", "发送时间", "时间") if key in keys), ""
    )
    return MailHead(name=sender, day=read_day(written), rows=first + len(found))


def read_day(words: str) -> date | None:
    """Find a day written as year, month, day; None where there is none."""
    found = _DAY.search(words)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def signature(rows: Sequence[str], start: int) -> tuple[int, str]:
    """Tell whether a mail is signed from this row on: how many rows that takes, and the name.

    A signature ends at the next reviewer; 0 rows when it is none.
    """
    row = rows[start].strip()
    delimiter = bool(_DELIMITER.fullmatch(row)) or rows[start] == "-- "
    if not delimiter and not _SIGN_OFF.fullmatch(row):
        return 0, ""
    following: list[str] = []
    for at in range(start + 1, len(rows)):
        other = rows[at]
        if read_header(other) or (not delimiter and len(following) > MOST_SIGNATURE_ROWS):
            break
        following += [other.strip()] if other.strip() else []
    if not delimiter and len(following) > MOST_SIGNATURE_ROWS:
        return 0, ""
    end = next((n for n in range(start + 1, len(rows)) if read_header(rows[n])), len(rows))
    name = following[0] if following and len(following[0]) <= 40 else ""
    return end - start, "" if _SIGN_OFF.fullmatch(name) else name.strip("-—– ,，")


def _named(name: str, rest: str) -> Header | None:
    words = name.casefold().split()
    if any(word.strip(".'’") in _NOT_NAMES for word in words) or name in _NOT_HAN_NAMES:
        return None
    return Header(name=name, rest=rest)
