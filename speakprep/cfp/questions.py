"""The questions of the draft, read from their data file."""

from speakprep.cfp.model import Question
from speakprep.talk.resources import Resource, Shelves, find_resource
from speakprep.talk.tables import Table

QUESTIONS = "checklists/cfp-questions.toml"


def load_questions(shelves: Shelves) -> tuple[Question, ...]:
    """Read what the draft asks.

    Raises:
        InputError: the file is broken, with its line.
    """
    return parse_questions(find_resource(shelves, QUESTIONS))


def parse_questions(resource: Resource) -> tuple[Question, ...]:
    """Read the questions of the draft.

    Raises:
        InputError: broken TOML, an unknown key, something missing.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(("question",))
    return tuple(_question(table) for table in root.each("question"))


def _question(table: Table) -> Question:
    table.only(("fields", "ask", "why", "good", "weak"))
    return Question(
        fields=table.texts("fields"),
        ask=table.by_language("ask"),
        why=table.by_language("why"),
        good=table.by_language("good"),
        weak=table.by_language("weak"),
    )
