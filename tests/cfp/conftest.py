from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cfp.model import Profile
from speakprep.cfp.profiles import parse_profile
from speakprep.talk.resources import Resource

FORM = """\
name = "Small Conf"
counter = "code-points"
newline = 1
source = "its form"
checked_on = 2026-11-20
confidence = "verified"

[[format]]
label = "Talk"
minutes = 30
speakers = [1, 2]

[[field]]
key = "title"
label = { en = "Session Title", zh = "标题" }
required = true
one_line = true

[[field]]
key = "abstract"
label = { en = "Abstract", zh = "摘要" }
required = true
max = 20

[[field]]
key = "format"
label = { en = "Format" }

[[field]]
key = "notes"
label = { en = "Notes", zh = "备注" }
markup = "markdown"
"""


@pytest.fixture
def form_text() -> str:
    return FORM


@pytest.fixture
def make_form() -> Callable[..., Profile]:
    """Make the small form, with lines of it replaced: make_form(old="...", new="...")."""

    def make(old: str = "", new: str = "") -> Profile:
        assert old in FORM
        text = FORM.replace(old, new, 1) if old else FORM
        return parse_profile(Resource(path=Path("small.toml"), text=text), "small")

    return make
