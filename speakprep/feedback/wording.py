"""How reviewers say what they mean: which place, and how pressing; English and Chinese."""

import re
from collections.abc import Mapping

from speakprep.feedback.model import TARGET_KINDS, WHOLE, Severity, Stage, Target, TargetKind

FIELDS: Mapping[str, str] = {
    "title": "title", "session title": "title", "talk title": "title",
    "标题": "title", "题目": "title",
    "abstract": "abstract", "摘要": "abstract",
    "description": "description", "描述": "description", "简介": "description",
    "内容简介": "description", "演讲描述": "description",
    "benefits": "benefits", "benefits to the ecosystem": "benefits", "收益": "benefits",
    "对生态的益处": "benefits",
    "bio": "bio", "biography": "bio", "个人简介": "bio", "讲者简介": "bio",
    "outline": "outline", "大纲": "outline", "提纲": "outline",
    "takeaways": "takeaways", "takeaway": "takeaways", "收获": "takeaways", "听众收获": "takeaways",
    "audience": "audience", "目标听众": "audience", "听众": "audience",
    "level": "level", "难度": "level", "format": "format", "形式": "format",
    "notes": "notes", "备注": "notes", "tags": "tags", "关键词": "tags",
}  # fmt: skip
"""What reviewers call the usual fields of a form; a form's own labels are added to these."""

_WHOLES = frozenset({
    "overall", "general", "in general", "whole", "the whole talk", "general comments",
    "总体", "整体", "总的来说", "全文", "整体意见", "总体意见", "总体评价",
})  # fmt: skip
_N = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_SPAN = rf"{_N}(?:\s*[-–~～到至]\s*\d{{1,4}})?"
_NUMBERS = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
# "On slide one the date is wrong", but not "give each slide one idea".
_AFTER_ONE = r"(?=\s*(?:$|[.,:;!?)]|(?:is|has|needs|should|must|the|there|you|I)\b))"
_SLIDE = re.compile(
    rf"(?:\b(?:slides?|pages?|pg\.?|pp?\.)\s*\#?\s*|\bp(?=\d)|幻灯片\s*第?\s*)(?P<a>{_SPAN})"
    rf"(?:\s*[页张](?:幻灯片)?)?(?![\d.]*\d)"
    rf"|第\s*(?P<b>{_SPAN})\s*(?:页|张)(?:幻灯片|ppt)?"
    rf"|\b(?:slide|page)\s+(?P<word>(?:{'|'.join(_NUMBERS[1:])})\b|one\b{_AFTER_ONE})(?!-)"
    r"|\b(?P<first>(?:title|cover|first)\s+slide)\b|(?P<zh_first>标题页|封面页)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:\b(?:sections?|sec\.|chapter|part)\s*#?\s*|§\s*)(?P<a>\d{1,3}(?:\.\d{1,3}){0,3})"
    rf"|第\s*(?P<b>{_N})\s*(?:节|章|部分|段)",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_TIME = re.compile(
    r"(?:(?:\b(?:at|from|around|about)\s|@|在|从|到|大约|约)\s*)?[\[(（【]?"
    rf"(?P<a>{_CLOCK}(?:\s*[-–~～到至]\s*{_CLOCK})?)[\])）】]?(?!\d)"
    r"(?:\s*(?:左右|前后|附近))?(?:\s*(?:处|的时候|那里|的地方))?",
    re.IGNORECASE,
)
_PLACES: tuple[tuple[TargetKind, re.Pattern[str]], ...] = (
    ("slide", _SLIDE),
    ("section", _SECTION),
    ("time", _TIME),
)
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "slide": re.compile(r"\d{1,4}(?:-\d{1,4})?"),
    "time": re.compile(r"\d{1,2}(?::\d{2}){1,2}(?:-\d{1,2}(?::\d{2}){1,2})?"),
}
_COLON = re.compile(r"\s*(?:[:：]|\s[-–—]+\s|——)\s*")
_LABELLED = re.compile(
    r"[*_\"“「【\[]{0,3}(?P<label>[^:：*\n]{1,60}?)[*_\"”」】\]]{0,3}\s*[:：]\s*[*_]{0,3}\s*"
)
_STAGE_OF: Mapping[TargetKind, Stage] = {"slide": "deck", "time": "talk"}

_MUST = r"must(?:[- ](?:have|fix|do))?|required|blockers?|blocking|critical|major"
_SHOULD = r"should|normal|medium"
_IDEA = r"ideas?|nits?|nitpicks?|minor|optional|nice[- ]to[- ]have|suggestions?|could"
_ZH_MUST = "必须|必改|务必|一定要|严重|高"
_ZH_SHOULD = "应该|应当|建议|中"
_ZH_IDEA = "想法|可选|小问题|可以考虑|低"
_EXACT: tuple[tuple[Severity, re.Pattern[str]], ...] = (
    ("must", re.compile(rf"(?:{_MUST}|high|{_ZH_MUST})(?:修改|改|级|项)?", re.IGNORECASE)),
    ("should", re.compile(rf"(?:{_SHOULD}|{_ZH_SHOULD})(?:修改|改|级|项)?", re.IGNORECASE)),
    ("idea", re.compile(rf"(?:{_IDEA}|low|{_ZH_IDEA})(?:修改|改|级|项)?", re.IGNORECASE)),
)
_SAID: tuple[tuple[Severity, re.Pattern[str]], ...] = (
    ("must", re.compile(r"(?<!not a )\bmust\b|(?<!不)必须|务必|一定要", re.IGNORECASE)),
    ("should", re.compile(r"\bshould\b|应该|应当|建议", re.IGNORECASE)),
    (
        "idea",
        re.compile(r"\b(?:nits?|nitpick|ideas?|maybe|perhaps|optional(?:ly)?|nice to have)\b"
                   r"|可以考虑|不妨|也许|或许|小问题|一个想法", re.IGNORECASE),
    ),
)  # fmt: skip
_TAG = re.compile(
    r"[\[(（【](?P<a>[^\])）】]{1,20})[\])）】]\s*[:：]?\s*|(?P<b>[\w\- ]{1,20}?)\s*[:：]\s*"
)
LONGEST_LABEL = 60
"""Characters of a place's or a severity's name; a longer text is something else."""

_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_BROKEN = re.compile("[\0\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text that a file of lines can hold: one kind of line end, no NUL, no half pairs."""
    return _BROKEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return a name or a value on one line."""
    return " ".join(clean(text).split())


def read_target(words: str, fields: Mapping[str, str]) -> Target | None:
    """Read what a person wrote about a place alone, such as "slide 12", "标题" or "14:05".

    Args:
        words: nothing but the place.
        fields: keys of form fields by what they are called, in small letters.
    """
    words = clean_line(words).strip('*_“”"「」【】[] ')
    name = words.casefold()
    if name in _WHOLES:
        return WHOLE
    key = fields.get(name) or FIELDS.get(name)
    return Target(kind="field", value=key) if key else _place(words)


def exact_target(words: str) -> Target | None:
    """Read a place as speakprep writes it: a kind, and its value.

    >>> exact_target("section Why sample?")
    Target(kind='section', value='Why sample?')
    """
    name, _, value = words.strip().partition(" ")
    value = clean_line(value)
    if name == "whole":
        return None if value else WHOLE
    shape = _SHAPES.get(name)
    kind: TargetKind | None = next((kind for kind in TARGET_KINDS if kind == name), None)
    if kind is None or not value or (shape and not shape.fullmatch(value)):
        return None
    return Target(kind=kind, value=value)


def split_target(line: str, fields: Mapping[str, str]) -> tuple[Target | None, str]:
    """Part a line that begins with a place from its comment.

    >>> split_target("Slide 12: too full", {})
    (Target(kind='slide', value='12'), 'too full')

    A place that is part of the sentence stays in it: "Slide 12 is too full".
    """
    line = line.strip()
    labelled = _LABELLED.match(line)
    if labelled:
        target = read_target(labelled["label"], fields)
        if target and target.kind != "time":
            return target, line[labelled.end() :]
    for kind, pattern in _PLACES:
        found = pattern.match(line)
        if not found:
            continue
        target, rest = _target(kind, found), line[found.end() :]
        colon = _COLON.match(rest)
        if colon:
            return target, rest[colon.end() :]
        return target, rest.strip() if kind == "time" or not rest.strip() else line
    return None, line


def mentioned(text: str) -> Target | None:
    """Return the one slide that a sentence speaks of; None where there are several or none."""
    found = {_target("slide", match) for match in _SLIDE.finditer(text)}
    return found.pop() if len(found) == 1 else None


def read_severity(words: str) -> Severity | None:
    """Read a severity that stands alone, such as "must", "必须修改" or "nit"."""
    if len(words) > LONGEST_LABEL:
        return None
    plain = words.strip().strip("*_#[]()（）【】:： ").casefold()
    plain = re.sub(r"\s*(?:comments?|issues?|points?|changes?|意见|问题)$", "", plain)
    return next((level for level, words in _EXACT if words.fullmatch(plain)), None)


def split_severity(line: str) -> tuple[Severity | None, str]:
    """Part a line that begins with a severity from its comment.

    >>> split_severity("[must] name the side")
    ('must', 'name the side')
    """
    tag = _TAG.match(line)
    level = read_severity(tag["a"] or tag["b"]) if tag else None
    return (level, line[tag.end() :]) if tag and level else (None, line)


def said_severity(text: str) -> Severity | None:
    """Return how pressing a comment says it is, None where it does not say."""
    return next((level for level, words in _SAID if words.search(text)), None)


def stage_of(target: Target) -> Stage:
    """Return where a comment belongs if nobody said: slides to the deck, minutes to the talk."""
    return _STAGE_OF.get(target.kind, "cfp")


def _place(words: str) -> Target | None:
    for kind, pattern in _PLACES:
        found = pattern.fullmatch(words)
        if found:
            return _target(kind, found)
    return None


def _target(kind: TargetKind, found: re.Match[str]) -> Target:
    groups = found.groupdict()
    if word := groups.get("word"):
        return Target(kind=kind, value=str(_NUMBERS.index(word.casefold()) + 1))
    if groups.get("first") or groups.get("zh_first"):
        return Target(kind=kind, value="1")
    value = groups["a"] or groups.get("b") or ""
    value = re.sub(r"\s*[–~～到至-]\s*", "-", value.replace("：", ":"))
    return Target(kind=kind, value=_arabic(value))


def _arabic(value: str) -> str:
    """Write a Chinese number up to 99 in digits.

    >>> _arabic("二十三")
    '23'
    """
    if not value or any(character not in "一二三四五六七八九十" for character in value):
        return value
    tens, ten, ones = value.partition("十")
    if not ten:
        return "".join(str(_DIGITS[character]) for character in value)
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))
