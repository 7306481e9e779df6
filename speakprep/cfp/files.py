"""cfp.md: one `## ` heading per form field, its words below, hints as comments.

Findings made here, since they are about the file and not about its words:

    CFP120  a heading that the form does not have
    CFP121  a heading that is there twice
    CFP122  a field of the form without a heading
    CFP123  words above the first heading
    CFP131  words that a model generated, unchanged since
"""

import re
from collections.abc import Sequence

from speakprep.cfp.generated import generated_findings
from speakprep.cfp.model import Entry, Proposal
from speakprep.cfp.parts import part_texts, with_part, with_whole
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.errors import InputError
from speakprep.event.model import Field, Profile
from speakprep.lint.reading import excerpt
from speakprep.talk.language import LANGUAGES
from speakprep.talk.markdown import Section, join_sections, split_sections
from speakprep.talk.report import Finding, Place

CFP_FILE = "cfp.md"
BYTE_ORDER_MARK = "\ufeff"

_TITLE_LINE = re.compile(r"\A#\s[^\n]*(?:\n|\Z)")


def parse_proposal(text: str, file: str, profile: Profile) -> Proposal:
    """Read a proposal; whatever it holds, `render_proposal` gives the same text back."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    sections = split_sections(text.removeprefix(mark))
    entries: list[Entry] = []
    findings = _words_above(sections[0], file)
    fields = fields_by_name(profile)
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
    findings += [each for entry in entries for each in generated_findings(entry, file)]
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


def fill(proposal: Proposal, key: str, answer: str, parts: Sequence[str] = ()) -> Proposal:
    """Write an answer below a field's heading, or below the mark of one of its parts.

    Comments there stay. A field without a heading gets one at the end.

    Args:
        proposal: the proposal as it is.
        key: the field, such as "title", or one part of it, such as "description.problem".
        answer: the words, without the blanks around them.
        parts: the field's parts in their order, if it is asked for in parts.

    Raises:
        InputError: there is no such field or part, or the answer would not stay in it: it
            holds a heading or another part's mark, or opens a code block or comment that
            it does not close.
    """
    name, _, part = key.partition(".")
    field = proposal.profile.field(name)
    if field is None:
        known = ", ".join(each.key for each in proposal.profile.fields)
        raise InputError(f"the form has no field {name!r}", hint=f"it has: {known}")
    if part and part not in parts:
        hint = f"it has: {', '.join(parts)}" if parts else f"answer it whole: {name}"
        raise InputError(f"{name} has no part {part!r}", hint=hint)
    newline = proposal.newline
    words = answer.replace("\r\n", "\n").strip().replace("\n", newline) + newline
    entry = proposal.entry(name)
    body = entry.section.body if entry else ""
    filled = with_part(body, part, words, parts) if part else with_whole(body, words, parts)
    if entry is None:
        text = _with_section(proposal, field, filled, newline)
    else:
        text = _with_body(proposal, entry, filled, newline)
    after = parse_proposal(proposal.mark + text, proposal.file, proposal.profile)
    written = after.entry(name)
    wanted = {**part_texts(body, parts), part: prose_of(answer)}
    if (
        written is None
        or _all_but(after, written) != _all_but(proposal, entry)
        or part_texts(written.section.body, parts) != wanted
    ):
        raise InputError(
            f"the answer for {key} would not stay in its field",
            hint="use ### for headings inside it, and close every ``` and <!-- it opens",
        )
    return after


def _all_but(proposal: Proposal, entry: Entry | None) -> list[tuple[str, str]]:
    """Return the headings and words of all other sections."""
    left_out = entry.index if entry else None
    return [
        (section.heading.strip(), section.body.strip())
        for index, section in enumerate(proposal.sections)
        if index != left_out
    ]


def _with_body(proposal: Proposal, entry: Entry, body: str, newline: str) -> str:
    section = entry.section
    heading = section.heading if section.heading.endswith("\n") else section.heading + newline
    is_last = entry.index == len(proposal.sections) - 1
    body = body.rstrip() + newline * (1 if is_last else 2)
    filled = Section(heading=heading, body=body, line=section.line)
    before, after = proposal.sections[: entry.index], proposal.sections[entry.index + 1 :]
    return join_sections((*before, filled, *after))


def _with_section(proposal: Proposal, field: Field, body: str, newline: str) -> str:
    text = join_sections(proposal.sections).rstrip("\r\n")
    gap = newline * 2 if text else ""
    return f"{text}{gap}## {field.label['en']}{newline}{body}"


def fields_by_name(profile: Profile) -> dict[str, Field]:
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
