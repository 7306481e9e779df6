from pathlib import Path

import pytest

from speakprep.errors import InputError
from speakprep.lint.files import parse_rules
from speakprep.talk.resources import Resource

GOOD = """\
# a comment
[[rule]]
code = "ABC123"
name = "some-name"
kind = "pattern"
level = "advice"
message.en = "found {found}"
message.zh = "看到 {found}"
why.en = "because"
source = "a guide"
cues.en = ["one"]
bad.en = ["one"]
good.en = ["two"]
"""


def _parse(text: str) -> InputError:
    with pytest.raises(InputError) as raised:
        parse_rules(Resource(path=Path("rules.toml"), text=text))
    return raised.value


def test_rule_knows_where_it_stands() -> None:
    (rule,) = parse_rules(Resource(path=Path("rules.toml"), text=GOOD))
    assert (rule.file, rule.line, rule.code, rule.level) == ("rules.toml", 2, "ABC123", "advice")
    assert rule.message == {"en": "found {found}", "zh": "看到 {found}"}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            'level = "advice"',
            'level = "loud"',
            6,
            'level must be one of "error", "warning", "advice"',
        ),
        ('kind = "pattern"', 'kind = "magic"', 5, 'kind must be one of "pattern", "missing", '),
        ('kind = "pattern"', 'kind = "required"', 11, "unknown key 'cues'"),
        ('source = "a guide"', 'sauce = "a guide"', 10, "unknown key 'sauce'"),
        ('source = "a guide"\n', "", 2, "source is missing"),
        ('cues.en = ["one"]\n', "", 5, "a rule of kind pattern needs cues"),
        ('cues.en = ["one"]', "cues.en = ['/o(ne/']", 11, "'o(ne' is not a regular expression"),
        ('cues.en = ["one"]', "cues.en = ['/o*/']", 11, "'o*' matches everything"),
        (
            'cues.en = ["one"]',
            "cues.en = ['/(a+)+$x/']",
            11,
            "'(a+)+$x' repeats a repeat without end; a long text would take it for ever",
        ),
        ('cues.en = ["one"]', "cues.en = []", 11, "cues lists no words"),
        ('cues.en = ["one"]', 'cues.en = [" "]', 11, "an entry is empty"),
        ('cues.en = ["one"]', 'cues.fr = ["un"]', 11, "unknown key 'fr'"),
        ('cues.en = ["one"]', 'cues = "one"', 11, "cues must be a table, such as cues = { ... }"),
        ('code = "ABC123"', 'code = "abc"', 3, "code 'abc' must be letters and three digits"),
        ('name = "some-name"', 'name = "Some"', 4, "name 'Some' must be small letters"),
        ("found {found}", "found {gold}", 7, "the message has no value for {gold}"),
        ('bad.en = ["one"]\n', "", 2, "the rule has no bad example"),
        ('good.en = ["two"]', "good.en = [2]", 13, "good.en must be a list of texts in quotes"),
        (
            'level = "advice"',
            'level = "off"\nstage = "now"',
            7,
            'stage must be one of "cfp", "deck"',
        ),
        (
            'level = "advice"',
            'level = "off"\nfix = "magic"',
            7,
            'fix must be one of "single-space"',
        ),
        ('kind = "pattern"', 'kind = "term"', 11, "unknown key 'cues'"),
        ("# a comment", "[rules]", 1, "unknown key 'rules'"),
        ("# a comment", "a =", 1, "is not valid TOML: Invalid value"),
    ],
)
def test_broken_rule_file_is_an_error_with_its_line(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    error = _parse(GOOD.replace(old, new))
    assert (error.file, error.line) == ("rules.toml", line)
    assert error.message.startswith(message)
    assert error.excerpt == GOOD.replace(old, new).split("\n")[line - 1].strip()


def test_code_used_twice_names_both_lines() -> None:
    error = _parse(GOOD + GOOD)
    assert error.message == "ABC123 is used twice, first in line 2"
    assert error.line == 16


def test_fault_in_the_second_rule_is_found_there() -> None:
    second = GOOD.replace("ABC123", "ABC124").replace('level = "advice"', "level = 3")
    assert _parse(GOOD + second).line == 19


def test_rules_written_as_one_list_are_rules_too() -> None:
    inline = (
        'rule = [{ code = "ABC123", name = "a", kind = "pattern", level = "advice",'
        ' message.en = "m", why.en = "w", source = "s", cues.en = ["x"],'
        ' bad.en = ["x"], good.en = ["y"] }]'
    )
    (rule,) = parse_rules(Resource(path=Path("rules.toml"), text=inline))
    assert (rule.code, rule.line) == ("ABC123", 1)


def test_parse_rules_of_a_file_without_rules_is_refused():
    with pytest.raises(InputError) as caught:
        parse_rules(Resource(path=Path("cfp.toml"), text="# nothing yet\n"))
    assert (caught.value.message, caught.value.file) == ("holds no rules", "cfp.toml")


TERMS = """\
[[rule]]
code = "ABC123"
name = "some-name"
kind = "term"
level = "warning"
stage = "deck"
fix = "term"
message.en = "{found}: {right}"
why.en = "because"
source = "a guide"
bad.en = ["one"]
good.en = ["two"]

[rule.terms]
GitHub = ["Github", "github"]
"""


def test_rule_about_spelling_knows_right_and_wrong() -> None:
    (rule,) = parse_rules(Resource(path=Path("rules.toml"), text=TERMS))
    assert rule.options.terms == {"Github": "GitHub", "github": "GitHub"}
    assert (rule.options.fix, rule.stage) == ("term", "deck")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('["Github", "github"]', '["Github", "Github"]', 15, "'Github' is listed twice"),
        ('["Github", "github"]', '["GitHub"]', 15, "'GitHub' is listed twice"),
        ('["Github", "github"]', '[""]', 15, "a spelling is empty"),
        ('["Github", "github"]', "3", 15, "terms.GitHub must be a list of texts"),
        ('GitHub = ["Github", "github"]\n', "", 14, "terms lists no spellings"),
        ('[rule.terms]\nGitHub = ["Github", "github"]\n', "", 4, "a rule of kind term needs"),
    ],
)
def test_broken_spellings_are_an_error_with_their_line(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in TERMS
    error = _parse(TERMS.replace(old, new))
    assert (error.line, error.message[: len(message)]) == (line, message)


def test_rule_is_about_proposals_unless_it_says_otherwise() -> None:
    (rule,) = parse_rules(Resource(path=Path("rules.toml"), text=GOOD))
    assert (rule.stage, rule.options.fix) == ("cfp", None)
