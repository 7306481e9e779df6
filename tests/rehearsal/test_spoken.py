import pytest

from speakprep.errors import UsageError
from speakprep.rehearsal.marks import Mark, Marks
from speakprep.rehearsal.model import Amount
from speakprep.rehearsal.record import SpokenScript
from speakprep.rehearsal.spoken import amount_of, reached, spoken_script
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
    script, texts = spoken_script(SCRIPT, "en", ())
    assert amount_of(texts) == Amount(han=5, words=5, syllables=11)
    assert script == SpokenScript(
        language="en",
        texts=(
            (256, fingerprint("one two three four")),
            (257, fingerprint("我们用 Jaeger 采样。")),
        ),
    )


def test_some_slides_are_counted_and_all_are_remembered():
    script, texts = spoken_script(SCRIPT, "zh", (2,))
    assert amount_of(texts) == Amount(han=5, words=1, syllables=7)
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
    _, texts = spoken_script(SCRIPT.replace("## 2. ", "## "), "zh", (2,))
    assert amount_of(texts) == Amount(han=5, words=1, syllables=7)


def test_empty_script_counts_nothing():
    assert spoken_script("", "en", ()) == (SpokenScript(language="en", texts=()), ())
    assert amount_of(()) == Amount(han=0, words=0, syllables=0)


@pytest.mark.parametrize(
    ("visits", "ids"),
    [
        ((), [256, 257, 300]),
        ((Mark(slide=1, from_s=0, to_s=30, slide_id=256),), [256]),
        ((Mark(slide=2, from_s=0, slide_id=257),), [257]),
        # Two short looks are long enough together; a slide passed by was not spoken to.
        (
            (
                Mark(slide=1, from_s=0, to_s=2.2, slide_id=256),
                Mark(slide=2, from_s=2.2, to_s=5.1, slide_id=257),
                Mark(slide=3, from_s=5.1, to_s=40, slide_id=300),
                Mark(slide=1, from_s=40, to_s=41, slide_id=256),
            ),
            [256, 300],
        ),
        # Marks of another deck tell nothing.
        ((Mark(slide=7, from_s=0, to_s=30),), [256, 257, 300]),
        ((Mark(slide=7, from_s=0, to_s=30, slide_id=999),), [256, 257, 300]),
    ],
)
def test_slides_that_were_not_up_were_not_spoken(visits, ids):
    _, texts = spoken_script(SCRIPT.replace(" .orphan", ""), "en", ())
    found = reached(texts, Marks(source="a timer", visits=visits))
    assert [text.head.slide_id for text in found] == ids


def test_text_without_an_id_counts_wherever_any_slide_was_up():
    _, texts = spoken_script(SCRIPT.replace(" {#s257}", ""), "en", ())
    marks = Marks(source="a timer", visits=(Mark(slide=1, from_s=0, to_s=30, slide_id=256),))
    assert reached(texts, marks) == texts
    assert reached(texts, None) == texts
