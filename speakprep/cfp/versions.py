"""Which words go where when a proposal is made for another form; nothing is rewritten."""

import re
from collections.abc import Iterator, Sequence

from speakprep.cfp.files import fields_by_name
from speakprep.cfp.model import Carried, LeftOut, Proposal
from speakprep.cfp.parts import marks_in
from speakprep.cfp.prose import prose_of, without
from speakprep.event.model import Field, Profile
from speakprep.lint.masking import comment_spans
from speakprep.talk.markdown import Section

ALIASES: tuple[tuple[str, ...], ...] = (
    ("description", "abstract", "detailed_description", "summary"),
    ("biography", "bio", "speaker_biography"),
    ("takeaways", "objective", "objectives", "learning_outcomes"),
    ("audience", "target_audience", "intended_audience"),
    ("level", "audience_level", "python_level", "difficulty"),
    ("format", "session_format", "submission_type", "duration"),
    ("track", "topic", "category"),
    ("notes", "additional_notes", "notes_to_organisers"),
    ("additional_resources", "resources", "links"),
    ("sample_videos", "video", "video_url"),
    ("speaking_history", "speaking_experience"),
    ("experience", "project_experience"),
    ("elevator_pitch", "pitch"),
    ("oss_projects", "open_source_projects"),
)
"""Keys under which forms ask for the same; see checklists/events."""

_TRAVELS = re.compile(r"<!--\s*(?:generated:|translated:|copied:|speakprep:)")


def same_asked(one: str, other: str) -> bool:
    """Whether two forms ask for the same under these keys."""
    return one == other or any(one in group and other in group for group in ALIASES)


def carry(
    source: Proposal, target: Profile, parts: Sequence[str]
) -> tuple[tuple[Carried, ...], tuple[LeftOut, ...]]:
    """Say what a proposal has for every field of a form, and what that form does not ask for.

    Fields of the same key, and headings of the same words, come first; then
    fields that ask for the same under another name. No words are used twice.

    Args:
        source: the proposal.
        target: the form that is to be filled in.
        parts: the marks of parts, which travel with their words.
    """
    texts = [section for section in source.sections[1:] if prose_of(section.body)]
    keys = {entry.section.line: entry.field.key for entry in source.entries}
    left: list[LeftOut] = []
    taken: dict[str, Section] = {}
    rest: list[Section] = []
    for section in texts:
        field = _exact(section, keys.get(section.line, ""), source, target)
        if field and field.key not in taken and _offered(field, section):
            taken[field.key] = section
        else:
            rest.append(section)
    for section in rest:
        key = keys.get(section.line, "")
        if not key and _is_doubled(section, source):
            left.append(_left_out(section, "its heading is there twice"))
            continue
        fields = [field for field in target.fields if key and same_asked(field.key, key)]
        free = [field for field in fields if field.key not in taken]
        field = next((field for field in free if _offered(field, section)), None)
        if field:
            taken[field.key] = section
        else:
            left.append(_left_out(section, _why(asked=bool(fields), free=bool(free))))
    carried = tuple(_carried(field, taken.get(field.key), parts) for field in target.fields)
    return carried, (*_words_above(source), *left)


def _exact(section: Section, key: str, source: Proposal, target: Profile) -> Field | None:
    """Find the field of the same key; a heading the source's form lacks is found by its words."""
    if key:
        return target.field(key)
    if _is_doubled(section, source):
        return None
    return fields_by_name(target).get(section.title.casefold())


def _offered(field: Field, section: Section) -> bool:
    words = prose_of(section.body).casefold()
    return not field.choices or words in {choice.casefold() for choice in field.choices}


def _is_doubled(section: Section, source: Proposal) -> bool:
    """Whether a heading that answers no field has the words of one that does."""
    return section.title.casefold() in fields_by_name(source.profile)


def _why(*, asked: bool, free: bool) -> str:
    if not asked:
        return "this form does not ask for it"
    return "this form offers other choices" if free else "its field has other words already"


def _left_out(section: Section, reason: str) -> LeftOut:
    text = prose_of(section.body)
    return LeftOut(heading=section.title, line=section.line, reason=reason, text=text)


def _words_above(source: Proposal) -> Iterator[LeftOut]:
    for finding in source.findings:
        if finding.code == "CFP123":
            yield LeftOut(
                heading="",
                line=finding.place.line or 1,
                reason="it stands above the first heading",
                text=prose_of(source.sections[0].body),
            )


def _carried(field: Field, section: Section | None, parts: Sequence[str]) -> Carried:
    if section is None:
        return Carried(field=field)
    return Carried(
        field=field,
        source=section.title,
        line=section.line,
        text=prose_of(section.body),
        body=_travelling(section.body, parts),
    )


def _travelling(body: str, parts: Sequence[str]) -> str:
    """Leave hints and notes behind; marks that say something about the words come along."""
    body = body.replace("\r\n", "\n")
    for mark in reversed(marks_in(body, parts)):
        body = f"{body[: mark.start]}<!-- {mark.part} -->{body[mark.end :]}"
    kept = {(mark.start, mark.end) for mark in marks_in(body, parts)}
    spans = [
        (start, end)
        for start, end in comment_spans(body)
        if (start, end) not in kept and not _TRAVELS.match(body, start)
    ]
    return without(body, spans).strip()
