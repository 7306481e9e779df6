from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.lint.files import parse_rules
from speakprep.lint.model import Bounds, Passage, Rule
from speakprep.talk.language import Language
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource

HEAD = """\
code = "ABC123"
name = "some-name"
level = "warning"
message.en = "{message}"
why.en = "because"
source = "a guide"
bad.en = ["b"]
good.en = ["g"]
"""


@pytest.fixture
def make_rule() -> Callable[..., Rule]:
    """Make one rule of TOML lines for its kind."""

    def make(kind_lines: str, message: str = "found {found}") -> Rule:
        head = HEAD.replace("{message}", message)
        text = f"[[rule]]\n{head}{kind_lines}\n"
        return parse_rules(Resource(path=Path("rules.toml"), text=text))[0]

    return make


@pytest.fixture
def make_passage() -> Callable[..., Passage]:
    def make(
        text: str,
        *,
        language: Language = "en",
        field: str = "abstract",
        line: int | None = 10,
        bounds: Bounds | None = None,
    ) -> Passage:
        place = Place(file="cfp.md", line=line, field=field)
        return Passage(text=text, language=language, place=place, label="Abstract", bounds=bounds)

    return make
