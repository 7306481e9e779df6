import pytest

from speakprep.errors import UsageError
from speakprep.rehearsal.model import Amount
from speakprep.rehearsal.record import SpokenScript
from speakprep.rehearsal.spoken import spoken_script
from speakprep.script.model import fingerprint

SCRIPT = """\
# Talk

## 1. Why {#s256}

one two three four

## 2. 采样 {#s257}

我们用 Jaeger 采样。<!-- not this -->

## 3. Backup {#s258 .hidden}

never spoken

## Old {#s300 .orphan}

nor this
"""


def test_whole_script_without_hidden_slides_and_orphans():
    script, count = spoken_script(SCRIPT, "en", ())
    assert count == Amount(han=5, words=5, syllables=11)
    assert script == SpokenScript(
        language="en",
        texts=(
            (256, fingerprint("one two three four")),
            (257, fingerprint("我们用 Jaeger 采样。")),
        ),
    )


def test_some_slides_are_counted_and_all_are_remembered():
    script, count = spoken_script(SCRIPT, "zh", (2,))
    assert count == Amount(han=5, words=1, syllables=7)
    assert ([slide for slide, _ in script.texts], script.slides) == ([256, 257], (2,))


@pytest.mark.parametrize(
    ("slides", "what"),
    [
        ((3,), "the script has no visible slide 3"),
        ((1, 9), "the script has no visible slide 9"),
        (tuple(range(2, 11)), "the script has no visible slide 3, 4, 5, 6, 7 and 3 more"),
    ],
)
def test_slides_that_are_not_there(slides, what):
    with pytest.raises(UsageError) as caught:
        spoken_script(SCRIPT, "en", slides)
    assert caught.value.message == what


def test_slide_without_a_number_counts_by_its_place():
    _, count = spoken_script(SCRIPT.replace("## 2. ", "## "), "zh", (2,))
    assert count == Amount(han=5, words=1, syllables=7)


def test_empty_script_counts_nothing():
    assert spoken_script("", "en", ()) == (
        SpokenScript(language="en", texts=()),
        Amount(han=0, words=0, syllables=0),
    )
