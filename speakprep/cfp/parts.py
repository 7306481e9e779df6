"""The parts of a longer field: one answer below each mark, such as `<!-- problem -->`.

A mark may carry the question as a hint: `<!-- problem: what goes wrong today? -->`.
What stands below all marks, in their order, is the field's text; marks are not counted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from speakprep.cfp.model import Proposal, Question
from speakprep.cfp.prose import prose_of
from speakprep.event.model import Field, Profile
from speakprep.lint.masking import comment_spans

_MARK = re.compile(r"<!--\s*(?P<part>[a-z][a-z0-9_]*)\s*(?::.*)?-->", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Where a part begins: its comment's span in the field's body."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing the draft asks for: a field, or one part of it."""

    field: Field
    question: Question | None

    @property
    def key(self) -> str:
        """What an answer for it is called, such as "title" or "description.problem"."""
        part = self.question.part if self.question else ""
        return f"{self.field.key}.{part}" if part else self.field.key


def question_for(field: Field, questions: Sequence[Question]) -> Question | None:
    """Return the question that asks for a whole field, if there is one."""
    return next((q for q in questions if not q.part and field.key in q.fields), None)


def parts_for(field: Field, profile: Profile, questions: Sequence[Question]) -> list[Question]:
    """Return the questions that ask for the parts of a field, in order; none for most fields."""
    return [
        question
        for question in questions
        if question.part
        and next((key for key in question.fields if profile.field(key)), "") == field.key
    ]


def to_ask(proposal: Proposal, questions: Sequence[Question]) -> tuple[Ask, ...]:
    """Return what is not answered yet, in the order of the form.

    A field with words above its marks, or without marks, was written in one go: it is not
    asked about again.
    """
    asked: list[Ask] = []
    for field in proposal.profile.fields:
        entry = proposal.entry(field.key)
        body = entry.section.body if entry else ""
        parts = parts_for(field, proposal.profile, questions)
        texts = part_texts(body, [question.part for question in parts])
        if parts and not texts[""]:
            asked += [Ask(field=field, question=q) for q in parts if not texts.get(q.part)]
        elif not prose_of(body):
            asked.append(Ask(field=field, question=question_for(field, questions)))
    return tuple(asked)


def marks_in(body: str, parts: Sequence[str]) -> tuple[Mark, ...]:
    """Return the first mark of every part, in the order of the text."""
    found: dict[str, Mark] = {}
    for start, end in comment_spans(body):
        match = _MARK.fullmatch(body, start, end)
        if match and match["part"] in parts and match["part"] not in found:
            found[match["part"]] = Mark(part=match["part"], start=start, end=end)
    return tuple(found.values())


def part_texts(body: str, parts: Sequence[str]) -> dict[str, str]:
    """Return what is written below each mark; under "" what stands above the first."""
    marks = marks_in(body, parts)
    ends = [*(mark.start for mark in marks), len(body)]
    texts = {"": prose_of(body[: ends[0]])}
    for mark, end in zip(marks, ends[1:], strict=True):
        texts[mark.part] = prose_of(body[mark.end : end])
    return texts


def with_whole(body: str, words: str, parts: Sequence[str]) -> str:
    """Put an answer for a whole field, which ends its last line, below its hints, above marks."""
    newline = "\r\n" if words.endswith("\r\n") else "\n"
    place = next((mark.start for mark in marks_in(body, parts)), len(body))
    kept, after = body[:place].rstrip(), body[place:].lstrip()
    return (kept + newline * 2 if kept else newline) + words + (newline + after if after else "")


def with_part(body: str, part: str, words: str, parts: Sequence[str]) -> str:
    """Put an answer, which ends its last line, below its mark, which is added where missing.

    A new mark stands before those of later parts, else at the end.
    """
    marks = {mark.part: mark for mark in marks_in(body, parts)}
    newline = "\r\n" if words.endswith("\r\n") else "\n"
    if part in marks:
        before, after = body[: marks[part].end], body[marks[part].end :]
    else:
        later = [marks[key].start for key in parts[parts.index(part) + 1 :] if key in marks]
        place = min(later, default=len(body))
        kept = body[:place].rstrip()
        before = (kept + newline * 2 if kept else newline) + f"<!-- {part} -->"
        after = body[place:]
    after = after.lstrip()
    return before + newline + words + (newline + after if after else "")
