"""cfp.md: one `## ` heading per form field, its words below, hints as comments.

Findings made here, since they are about the file and not about its words:

    CFP120  a heading that the form does not have
    CFP121  a heading that is there twice
    CFP122  a field of the form without a heading
    CFP123  words above the first heading
"""

import re
from collections.abc import Sequence

from speakprep.cfp.model import Entry, Proposal, Question
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.errors import InputError
from speakprep.event.counting import UNITS
from speakprep.event.model import Field, Profile
from speakprep.lint.reading import excerpt
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.markdown import Section, join_sections, split_sections
from speakprep.talk.report import Finding, Place

CFP_FILE = "cfp.md"
BYTE_ORDER_MARK = "\ufeff"

_LANGUAGE_NAMES: dict[Language, dict[Language, str]] = {
    "en": {"en": "English", "zh": "Chinese"},
    "zh": {"en": "英文", "zh": "中文"},
}
_TITLE_LINE = re.compile(r"\A#\s[^\n]*(?:\n|\Z)")


def parse_proposal(text: str, file: str, profile: Profile) -> Proposal:
    """Read a proposal; whatever it holds, `render_proposal` gives the same text back."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    sections = split_sections(text.removeprefix(mark))
    entries: list[Entry] = []
    findings = _words_above(sections[0], file)
    fields = _by_name(profile)
    for index, section in enumerate(sections[1:], 1):
        field = fields.get(section.title.casefold())
        if field is None:
            findings.append(_unknown(section, file, profile))
        elif any(entry.field is field for entry in entries):
            first = next(entry for entry in entries if entry.field is field)
            findings.append(_doubled(section, file, first))
        else:
            entries.append(Entry(field=field, section=section, index=index))
    findings += _without_heading(entries, file, profile)
    return Proposal(
        file=file,
        profile=profile,
        mark=mark,
        sections=sections,
        entries=tuple(entries),
        findings=tuple(findings),
    )


def render_proposal(proposal: Proposal) -> str:
    """Give back the text, byte for byte what was read and what was filled in since."""
    return proposal.mark + join_sections(proposal.sections)


def new_proposal(profile: Profile, questions: Sequence[Question], language: Language) -> str:
    """Write an empty proposal: a heading per field, and under it what reviewers ask."""
    lines = [f"<!-- {line} -->" for line in _preamble(profile, language)]
    for field in profile.fields:
        lines += ["", f"## {field.called(language)}", ""]
        lines += [
            f"<!-- {_harmless(hint)} -->" for hint in hints(field, profile, questions, language)
        ]
    return "\n".join(lines) + "\n"


def hints(
    field: Field, profile: Profile, questions: Sequence[Question], language: Language
) -> list[str]:
    """Say what a field takes and why reviewers ask it, in one line each."""
    found = [limits(field, profile, language)]
    if field.choices:
        found.append(" | ".join(field.choices))
    if field.note:
        found.append(field.note.get(language, field.note["en"]))
    question = question_for(field, questions)
    if question is not None:
        found.append(question.ask.get(language, question.ask["en"]))
        found.append(question.why.get(language, question.why["en"]))
    return found


def limits(field: Field, profile: Profile, language: Language) -> str:
    """Say whether a field must be filled in, and how long it may be.

    For example: "required, at most 1000 characters".
    """
    required, optional, longest, comma = {
        "en": ("required", "may stay empty", "at most {} {}", ", "),
        "zh": ("必填", "可留空", "最多 {} {}", "，"),
    }[language]
    said = required if field.required else optional
    if field.at_most is None:
        return said
    return said + comma + longest.format(field.at_most, UNITS[profile.counter][language])


def language_wanted(profile: Profile, language: Language) -> str:
    """Say which language the form must be filled in in, if it matters, in `language`."""
    if profile.language is None:
        return ""
    name = _LANGUAGE_NAMES[language][profile.language]
    return {
        "en": f"The form wants {name}; a first draft may be in another language.",
        "zh": f"表单要用{name}提交，初稿可以先用别的语言写。",
    }[language]


def question_for(field: Field, questions: Sequence[Question]) -> Question | None:
    """Return the question that asks for a field, if there is one."""
    return next((question for question in questions if field.key in question.fields), None)


def fill(proposal: Proposal, key: str, answer: str) -> Proposal:
    """Write an answer below a field's heading; comments there stay.

    A field without a heading gets one at the end.

    Raises:
        InputError: the answer would not stay in its field: it holds a heading,
            or opens a code block or comment that it does not close.
    """
    field = proposal.profile.field(key)
    if field is None:
        known = ", ".join(each.key for each in proposal.profile.fields)
        raise InputError(f"the form has no field {key!r}", hint=f"it has: {known}")
    newline = proposal.newline
    words = answer.replace("\r\n", "\n").strip().replace("\n", newline)
    entry = proposal.entry(key)
    if entry is None:
        text = _with_section(proposal, field, words, newline)
    else:
        text = _with_answer(proposal, entry, words, newline)
    after = parse_proposal(proposal.mark + text, proposal.file, proposal.profile)
    written = after.entry(key)
    wanted = len(proposal.sections) + (entry is None)
    if (
        written is None
        or len(after.sections) != wanted
        or prose_of(written.section.body) != prose_of(answer)
    ):
        raise InputError(
            f"the answer for {key} would not stay in its field",
            hint="use ### for headings inside it, and close every ``` and <!-- it opens",
        )
    return after


def _with_answer(proposal: Proposal, entry: Entry, words: str, newline: str) -> str:
    section = entry.section
    heading = section.heading if section.heading.endswith("\n") else section.heading + newline
    kept = section.body.rstrip()
    body = (kept + newline * 2 if kept else newline) + words + newline
    is_last = entry.index == len(proposal.sections) - 1
    filled = Section(heading=heading, body=body if is_last else body + newline, line=section.line)
    before, after = proposal.sections[: entry.index], proposal.sections[entry.index + 1 :]
    return join_sections((*before, filled, *after))


def _with_section(proposal: Proposal, field: Field, words: str, newline: str) -> str:
    text = join_sections(proposal.sections).rstrip("\r\n")
    gap = newline * 2 if text else ""
    return f"{text}{gap}## {field.label['en']}{newline * 2}{words}{newline}"


def _preamble(profile: Profile, language: Language) -> list[str]:
    lines = {
        "en": [
            f"{profile.name}: write below each heading; comments like this one are not counted.",
            "Then type: speakprep cfp lint",
        ],
        "zh": [
            f"{profile.name}：在每个标题下面填写，这样的注释不计入字数。",
            "写好后运行：speakprep cfp lint",
        ],
    }[language]
    lines += filter(None, [language_wanted(profile, language)])
    if agreements := profile.agreements.get(language, profile.agreements.get("en")):
        agree, semicolon = {
            "en": ("With the form you agree to: ", "; "),
            "zh": ("提交表单即同意：", "；"),
        }[language]
        lines.append(agree + semicolon.join(agreements))
    return [_harmless(line) for line in lines]


def _harmless(text: str) -> str:
    """Keep a profile's own words from ending the comment they stand in."""
    return text.replace("--", "- -").replace("\n", " ")


def _by_name(profile: Profile) -> dict[str, Field]:
    """Find a field by its label in either language, or by its key."""
    return {
        name.casefold(): field
        for field in profile.fields
        for name in (field.key, *(field.called(language) for language in LANGUAGES))
    }


def _words_above(preamble: Section, file: str) -> list[Finding]:
    body = preamble.body
    title = _TITLE_LINE.match(body)
    start = title.end() if title else 0
    if not prose_of(body[start:]):
        return []
    start += offset_in(body[start:], 0)
    return [
        Finding(
            code="CFP123",
            level="advice",
            message="These words stand above the first heading, so they belong to no field.",
            place=Place(
                file=file,
                line=body.count("\n", 0, start) + 1,
                column=start - body.rfind("\n", 0, start),
            ),
            evidence=excerpt(body[start:].rstrip()),
        )
    ]


def _unknown(section: Section, file: str, profile: Profile) -> Finding:
    import difflib

    names = [field.label["en"] for field in profile.fields]
    near = difflib.get_close_matches(section.title, names, n=1)
    advice = f"did you mean “{near[0]}”?" if near else f"it has: {', '.join(names)}"
    return Finding(
        code="CFP120",
        level="warning",
        message=f"The form of {profile.name} has no field “{section.title}”; {advice}",
        place=Place(file=file, line=section.line, column=1),
        evidence=section.title,
    )


def _doubled(section: Section, file: str, first: Entry) -> Finding:
    return Finding(
        code="CFP121",
        level="warning",
        message=f"This heading is there twice (first in line {first.section.line}); "
        "only the first is read. Join them under one.",
        place=Place(file=file, line=section.line, column=1, field=first.field.key),
        evidence=section.title,
    )


def _without_heading(entries: list[Entry], file: str, profile: Profile) -> list[Finding]:
    """Name the optional fields; a required one is found empty anyway."""
    found = [entry.field for entry in entries]
    rest = [field for field in profile.fields if field not in found and not field.required]
    if not rest:
        return []
    names = ", ".join(f"“{field.label['en']}”" for field in rest)
    return [
        Finding(
            code="CFP122",
            level="advice",
            message=f"The form also has {names}; each may stay empty.",
            place=Place(file=file),
        )
    ]
