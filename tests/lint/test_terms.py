from collections.abc import Callable

import pytest

from speakprep.lint.fixing import fix
from speakprep.lint.lint import lint
from speakprep.lint.model import Passage, Rule

Make = Callable[..., Rule]
Text = Callable[..., Passage]
TERM = """kind = "term"
fix = "term"
[rule.terms]
GitHub = ["Github", "github"]
OpenTelemetry = ["Open Telemetry"]
"C++" = ["c++"]"""


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("On Github.", "On GitHub."),
        ("用github做，Open\nTelemetry 也是", "用GitHub做，Open\nTelemetry 也是"),
        ("Open Telemetry and c++", "OpenTelemetry and C++"),
        ("github.com, a/github, @github, github-x, .github, mygithub", None),
        ("`github` https://x.org/github <!-- github --> “github”", None),
    ],
)
def test_wrong_spelling_is_mended_outside_of_code_and_names(
    make_rule: Make, make_passage: Text, text: str, mended: str | None
) -> None:
    rule = make_rule(TERM, message="{found} {right}")
    assert fix(make_passage(text), [rule]) == (text if mended is None else mended)


def test_wrong_spelling_is_named_with_the_right_one(make_rule: Make, make_passage: Text) -> None:
    (finding,) = lint([make_passage("on github")], [make_rule(TERM, message="{found} {right}")])
    assert (finding.message, finding.place.column) == ("github GitHub", 4)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ABC and the DEF.", ["ABC, DEF (2)"]),
        ("The ABC and the ABC.", []),
        ("The able big car (ABC) and DEF (a thing).", []),
        ("ABC first, then able big car (ABC), and DEF", []),
        ("通过DEF写入ABC。", ["DEF, ABC (2)"]),
        ("通过 DEF（总线）写入队列（ABC）。", []),
        ("The HTTP in DEF.", []),
        ("`ABC` and FOO/BAR, A.BC, ABC-1, ALONGWORDHERE", []),
    ],
)
def test_acronyms_want_their_long_form(
    make_rule: Make, make_passage: Text, text: str, found: list[str]
) -> None:
    rule = make_rule(
        'kind = "acronyms"\nat_least = 2\nknown = ["HTTP"]', message="{found} ({count})"
    )
    assert [finding.message for finding in lint([make_passage(text)], [rule])] == found


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("Keep the Traces That Matter", []),
        ("Keep the traces That matter", ["traces", "matter"]),
        ("the Way In", ["the"]),
        ("What We Came for", ["for"]),
        ("From etcd to eBPF: “a Tour”", []),
        ("Running k8s with `helm`", ["k8s"]),
    ],
)
def test_title_case_wants_longer_words_large(
    make_rule: Make, make_passage: Text, text: str, small: list[str]
) -> None:
    rule = make_rule('kind = "title-case"\nknown = ["etcd"]')
    said = [finding.message for finding in lint([make_passage(text)], [rule])]
    assert said == [f"found {word}" for word in small]
