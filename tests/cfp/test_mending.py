"""What the shipped rules mend, by the shipped rule file."""

import pytest

from speakprep.lint.files import parse_rules
from speakprep.lint.fixing import fix
from speakprep.lint.model import Passage
from speakprep.talk.folders import shipped_folder
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("采样. 然后.", "采样。然后。"),
        ("采样.   OpenTelemetry 很好.", "采样。OpenTelemetry 很好。"),
        ("怎样? 这样! 好, 行; 吧", "怎样？这样！好，行；吧"),
        ("采样.\n然后. \n", "采样。\n然后。 \n"),
        ("v1. 采样", "v1. 采样"),
    ],
)
def test_half_width_mark_is_mended_with_the_blank_behind_it(text: str, mended: str) -> None:
    path = shipped_folder("checklists") / "cfp.toml"
    rules = parse_rules(Resource(path=path, text=path.read_text("utf-8")))
    (rule,) = (each for each in rules if each.code == "CFP603")
    place = Place(file="cfp.md", line=1, field="abstract")
    assert fix(Passage(text=text, language="zh", place=place), [rule]) == mended
