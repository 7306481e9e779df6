import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from speakprep.talk.toml_lines import TomlLines

TEXT = """\
\ufeff# a comment: late = 1
title = "x"  # late = 2
'own key'.part = 1
long = '''
late = 3
[late]
'''
late = 4

[[rule]]
message.en = "m"
message.zh = "看到"
words = [
  "one",
  "two",
]
[rule.options]
size = 1

  [[ rule ]]  # the second
label = { en = "L" }
[[rule.example]]
bad = 1
[[rule.example]]
bad = 2
[dates]
talk = 2027-03-17
[model.prices]
"名" = 2
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("title",), 2),
        (("own key", "part"), 3),
        (("late",), 8),
        (("rule",), 10),
        (("rule", 0), 10),
        (("rule", 0, "message"), 11),
        (("rule", 0, "message", "zh"), 12),
        (("rule", 0, "missing"), 10),
        (("rule", 0, "options", "size"), 18),
        (("rule", 1), 20),
        (("rule", 1, "label", "en"), 21),
        (("rule", 1, "example", 1, "bad"), 25),
        (("dates", "talk"), 27),
        (("model",), 28),
        (("model", "prices", "名"), 29),
        (("nowhere", 3, "x"), 1),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_of_a_key_or_of_the_nearest_table(path, line, end):
    tomllib.loads(TEXT[1:])
    assert TomlLines(TEXT.replace("\n", end)).line_of(path) == line


def test_line_holding_words_is_looked_for_from_a_line_on():
    lines = TomlLines(TEXT)
    found = [lines.line_holding("late", first) for first in (1, 2, 3, 8, 9)]
    assert found == [1, 2, 5, 8, None]


def test_excerpt_is_without_the_space_around_it():
    lines = TomlLines(TEXT.replace("\n", "\r\n"))
    assert lines.excerpt(1) == "# a comment: late = 1"
    assert lines.excerpt(20) == "[[ rule ]]  # the second"


KEYS = st.sampled_from(["a", "b-1", "名字", "two words", "c.d"])
TREES = st.recursive(
    st.integers(0, 9),
    lambda inner: st.dictionaries(KEYS, inner) | st.lists(st.dictionaries(KEYS, inner)),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TREES))
def test_every_key_of_any_tree_is_in_its_line(tree):
    text = tomlkit.dumps(tree)
    lines = TomlLines(text)
    pending = [((key,), value) for key, value in tree.items()]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            pending += [((*path, number), inner) for number, inner in enumerate(value)]
        else:
            assert f"{path[-1]}" in lines.excerpt(lines.line_of(path))
            assert f"= {value}" in lines.excerpt(lines.line_of(path))
