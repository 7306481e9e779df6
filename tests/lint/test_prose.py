import subprocess
import sys

import pytest

from speakprep.lint import prose
from speakprep.lint.foreign import MOST_HITS
from speakprep.lint.model import Passage
from speakprep.talk.report import Place


def passage(text: str, language: str = "en", line: int = 3) -> Passage:
    place = Place(file="cfp.md", line=line, column=1, field="abstract")
    return Passage(text=text, language=language, place=place)


def found(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    return [
        (each.code, str(each.place), each.evidence)
        for each in prose.check([passage(text, language)])
    ]


def test_place_and_words_are_exact_after_wide_characters():
    assert found("采样 😀 is\nvery unique, plan.") == [("PRO120", "cfp.md:4:1", "very unique")]
    assert found("At the end of the day it works.") == [
        ("PRO103", "cfp.md:3:1", "At the end of the day")
    ]


def test_finding_is_advice_in_the_field():
    (finding,) = prose.check([passage("Our actual experience.")])
    assert (finding.level, finding.place.field, finding.code) == ("advice", "abstract", "PRO114")
    assert "actual experience" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "`very unique`",
        "<!-- at the end of the day -->",
        "“very unique”",
        '"at the end of the day"',
        "https://example.org/actual-experience",
        "```\nvery unique\n```",
    ],
)
def test_code_links_comments_and_quotations_are_not_read(text):
    assert found(text) == []


def test_chinese_is_left_alone():
    assert found("very unique", "zh") == []


@pytest.mark.parametrize(
    "text",
    ["This is very good.", "Extensible and the the end ... “ok”  two", "Google Summer of Code"],
)
def test_what_our_own_rules_say_or_what_is_wrong_here_is_left_out(text):
    assert found(text) == []


def test_every_group_of_the_library_is_run_or_left_out_with_a_reason():
    from proselint.checks import __register__

    groups = {check.path.partition(".")[0] for check in __register__}
    skipped = {name for name in prose.SKIPPED if "." not in name}
    assert groups == set(prose.CODES) | skipped
    assert all(any(check.matches_partial(name) for check in __register__) for name in prose.SKIPPED)


def test_findings_have_an_end():
    assert len(prose.check([passage("very unique. " * 300)])) == MOST_HITS


@pytest.mark.parametrize("text", ["", "\n", "\x00\u202e\ufeff", '"', "“", "a\r\nb"])
def test_odd_texts_are_read_without_complaint(text):
    assert found(text) == []


WITHOUT = """\
import sys
sys.modules[sys.argv[2]] = None  # as Python marks what cannot be imported
from speakprep.errors import MissingError
from speakprep.lint.engines import engine_findings
from speakprep.lint.model import Passage
from speakprep.talk.report import Place
texts = [Passage(text="a", language=own, place=Place()) for own in ("en", "zh")]
try:
    engine_findings([sys.argv[1]], texts)
except MissingError as error:
    print(error.hint)
"""


@pytest.mark.parametrize(
    ("engine", "module", "package"),
    [
        ("proselint", "proselint", "proselint>=0.16"),
        ("autocorrect", "autocorrect_py", "autocorrect-py>=2.14"),
    ],
)
def test_engine_that_is_not_installed_says_how_to_get_it(engine, module, package):
    command = [sys.executable, "-c", WITHOUT, engine, module]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f'install it with: pip install "{package}"\n'
