"""The questions of the draft, read from their data file."""

import re

from speakprep.cfp.model import Question
from speakprep.talk.resources import Resource, Shelves, find_resource
from speakprep.talk.tables import Table

QUESTIONS = "checklists/cfp-questions.toml"

RESERVED = frozenset({"generated", "speakprep"})
"""Words that mean something else at the beginning of a comment in cfp.md."""

_PART = re.compile(r"[a-z][a-z0-9_]*")


def load_questions(shelves: Shelves) -> tuple[Question, ...]:
    """Read what the draft asks.

    Raises:
        InputError: the file is broken, with its line.
    """
    return parse_questions(find_resource(shelves, QUESTIONS))


def parse_questions(resource: Resource) -> tuple[Question, ...]:
    """Read the questions of the draft.

    Raises:
        InputError: broken TOML, an unknown key, something missing, a part named twice.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(("question",))
    tables = root.each("question")
    questions = tuple(_question(table) for table in tables)
    seen: set[str] = set()
    for table, question in zip(tables, questions, strict=True):
        if question.part and question.part in seen:
            raise table.wrong("part", f"the part {question.part!r} is asked for twice")
        seen.add(question.part)
    return questions


def _question(table: Table) -> Question:
    table.only(("fields", "part", "ask", "why", "good", "weak"))
    part = table.text("part", "")
    if part and (not _PART.fullmatch(part) or part in RESERVED):
        hint = f"not {' or '.join(sorted(RESERVED))}"
        raise table.wrong("part", f"part {part!r} must be small letters, digits and _", hint=hint)
    return Question(
        fields=table.texts("fields"),
        part=part,
        ask=table.by_language("ask"),
        why=table.by_language("why"),
        good=table.by_language("good"),
        weak=table.by_language("weak"),
    )
