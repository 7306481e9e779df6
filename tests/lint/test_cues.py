import pytest

from speakprep.errors import InputError
from speakprep.lint.cues import read_cues
from speakprep.talk.folders import shipped_folder
from speakprep.talk.tables import Table


def _read(pattern: str) -> None:
    read_cues(Table.parse(f"cues.any = ['''/{pattern}/''']", "a.toml"), "cues", match_case=False)


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(a+)+$x", r"(?:a*b)+x", r"x((a+)b)*", r"(\w+\s?){2,}x", r"(?P<n>a{1,9})+x"),
        *(r"((a+)?)+x", r"([)]a+)+x", r"(\)a+)+x", r"(a+(?#()c)+x", r"x([^]+]+)*", r"x(是+)*?"),
    ],
)
def test_pattern_that_repeats_a_repeat_without_end_is_refused(pattern: str) -> None:
    with pytest.raises(InputError) as caught:
        _read(pattern)
    fault = caught.value
    assert fault.message.partition(" repeats a repeat ")[0] == repr(pattern)
    assert (fault.file, fault.line) == ("a.toml", 1)
    assert fault.hint == "give the outer repeat an end, such as {1,9} instead of +"


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(?:very )+good", r"(a|b)+", r"(?:\w+\s+){1,4}days", r"a+(b)+", r"(a+) +", r"(a{2})+"),
        *(r"([*+])+", r"(\+)+", r"(a+)b*", r"(?#a+)b+", "x(?x: # a smile :)\n b)", r"(a+){3}"),
    ],
)
def test_pattern_that_comes_to_an_end_is_taken(pattern: str) -> None:
    _read(pattern)


@pytest.mark.parametrize("file", sorted(shipped_folder("checklists").glob("*.toml")), ids=str)
def test_shipped_patterns_come_to_an_end(file) -> None:
    root = Table.parse(file.read_text("utf-8"), file.name)
    rules = root.each("rule") if "rule" in root else ()
    for rule in rules:
        for key in ("cues", "before", "when"):
            if key in rule:
                assert read_cues(rule, key, match_case=False).languages
