"""What stands in cfp.md and answers no field, in the language of the file.

Findings made here, since they are about the file and not about its words:

    CFP120  a heading that the form does not have
    CFP121  a heading that is there twice
    CFP122  a field of the form without a heading
    CFP123  words above the first heading
"""

import re
from collections.abc import Sequence

from speakprep.cfp.model import Entry
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.event.model import Field, Profile
from speakprep.lint.reading import excerpt
from speakprep.talk.language import Language, detect
from speakprep.talk.markdown import Section
from speakprep.talk.report import Finding, Level, Place

_TITLE_LINE = re.compile(r"\A#\s[^\n]*(?:\n|\Z)")
_MESSAGES: dict[str, dict[Language, str]] = {
    "CFP120": {
        "en": "The form of {event} has no field “{title}”; {advice}",
        "zh": "{event} 的表单没有“{title}”这一项；{advice}",
    },
    "CFP121": {
        "en": "This heading is there {times} (first in line {line}); only the first is read. Join "
        "them under one.",
        "zh": "这个标题出现了{times}（先在第 {line} 行），只读第一个。请合并到一个标题下。",
    },
    "CFP122": {
        "en": "The form also has {names}; {each} may stay empty.",
        "zh": "表单里还有{names}，可以留空。",
    },
    "CFP123": {
        "en": "These words stand above the first heading, so they belong to no field.",
        "zh": "这些文字在第一个标题之前，不属于任何一项。",
    },
}
_TWICE: dict[Language, str] = {"en": "twice", "zh": "两次"}
_TIMES: dict[Language, str] = {"en": "{count:,} times", "zh": " {count} 次"}
MOST_UNKNOWN = 20
"""Headings without a field that are named one by one: with more it is another kind of file."""

_MORE: dict[Language, str] = {
    "en": "The form of {event} has no field for {count:,} more headings from here on.",
    "zh": "从这里起还有 {count} 个标题在 {event} 的表单里没有对应项。",
}
_NEAR: dict[Language, str] = {"en": "did you mean “{name}”?", "zh": "是不是“{name}”？"}
_HAS: dict[Language, str] = {"en": "it has: {names}", "zh": "它有：{names}"}
_COMMA: dict[Language, str] = {"en": ", ", "zh": "、"}


def language_of_file(sections: Sequence[Section]) -> Language:
    """Return the language that a file is written in; its headings tell while it is empty."""
    words = " ".join(prose_of(section.body) for section in sections)
    return detect(words if words.strip() else " ".join(section.title for section in sections))


def words_above(preamble: Section, file: str, language: Language) -> list[Finding]:
    """Name words above the first heading; the file's own title is none of them."""
    body = preamble.body
    title = _TITLE_LINE.match(body)
    start = title.end() if title else 0
    if not prose_of(body[start:]):
        return []
    start += offset_in(body[start:], 0)
    place = Place(
        file=file,
        line=body.count("\n", 0, start) + 1,
        column=start - body.rfind("\n", 0, start),
    )
    said = _MESSAGES["CFP123"][language]
    return [_finding("CFP123", "advice", said, place, excerpt(body[start:].rstrip()))]


def unknown(
    sections: Sequence[Section], file: str, profile: Profile, language: Language
) -> list[Finding]:
    """Name each heading that is no field's, and the field that may be meant; many in one."""
    named, rest = sections[:MOST_UNKNOWN], sections[MOST_UNKNOWN:]
    found = [_unknown(section, file, profile, language) for section in named]
    if rest:
        said = _MORE[language].format(count=len(rest), event=profile.name)
        place = Place(file=file, line=rest[0].line, column=1)
        found.append(_finding("CFP120", "warning", said, place, rest[0].title))
    return found


def _unknown(section: Section, file: str, profile: Profile, language: Language) -> Finding:
    import difflib

    names = [field.called(language) for field in profile.fields]
    near = difflib.get_close_matches(section.title, names, n=1)
    advice = (
        _NEAR[language].format(name=near[0])
        if near
        else _HAS[language].format(names=_COMMA[language].join(names))
    )
    said = _MESSAGES["CFP120"][language].format(
        event=profile.name, title=section.title, advice=advice
    )
    place = Place(file=file, line=section.line, column=1)
    return _finding("CFP120", "warning", said, place, section.title)


def doubled(
    first: Entry, others: Sequence[Section], file: str, language: Language
) -> list[Finding]:
    """Name the second place of a heading that stands there several times, once for all."""
    if not others:
        return []
    count = len(others) + 1
    times = _TWICE[language] if count == 2 else _TIMES[language].format(count=count)
    said = _MESSAGES["CFP121"][language].format(times=times, line=first.section.line)
    place = Place(file=file, line=others[0].line, column=1, field=first.field.key)
    return [_finding("CFP121", "warning", said, place, others[0].title)]


def without_heading(
    found: Sequence[Field], file: str, profile: Profile, language: Language
) -> list[Finding]:
    """Name the optional fields without a heading; a required one is found empty anyway."""
    rest = [field for field in profile.fields if field not in found and not field.required]
    if not rest:
        return []
    names = _COMMA[language].join(f"“{field.called(language)}”" for field in rest)
    each = "each" if len(rest) > 1 else "it"
    said = _MESSAGES["CFP122"][language].format(names=names, each=each)
    return [_finding("CFP122", "advice", said, Place(file=file))]


def _finding(code: str, level: Level, message: str, place: Place, evidence: str = "") -> Finding:
    return Finding(code=code, level=level, message=message, place=place, evidence=evidence)
