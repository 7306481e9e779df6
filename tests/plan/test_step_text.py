"""Step 1, the text: whole, in the slot, translated, and of the slides as they are."""

import pytest

from speakprep.plan.model import ScriptState
from tests.plan.givens import SHOWN, deck, told


def test_text_without_a_script_names_the_only_deck(judge, make_evidence):
    nothing = {"scripts": {"en": ScriptState()}}
    asked = told(judge(make_evidence(**nothing))["text"])
    assert asked == ("todo", (), ("no script yet",), "speakprep script sync DECK.pptx")
    known = judge(make_evidence(**nothing, deck="'my deck.pptx'"))["text"]
    assert known.next == "speakprep script sync 'my deck.pptx'"


def test_text_of_a_script_without_slides_asks_for_the_deck(judge, make_evidence):
    empty = ScriptState(exists=True)
    step = judge(make_evidence(scripts={"en": empty}, deck="deck.pptx"))["text"]
    assert told(step) == (
        "todo", (), ("the script has no slides yet",), "speakprep script sync deck.pptx",
    )  # fmt: skip


def test_text_half_written_names_the_slides(judge, make_evidence, make_script):
    script = make_script(slides=9, to_write=(1, 2, 3, 7), todo=2)
    assert told(judge(make_evidence(scripts={"en": script}))["text"]) == (
        "in progress",
        ("5 of 9 slides have their text",),
        ("slides 1-3, 7 without text", "2 TODO left in the text"),
        "speakprep script check",
    )


def test_text_that_is_whole_and_fits_is_done(judge, make_evidence):
    assert told(judge(make_evidence())["text"]) == (
        "done",
        ("3 of 3 slides have their text", "takes about 21:40 to 26:40 of 25 minutes"),
        (),
        "",
    )


@pytest.mark.parametrize(
    ("likely_s", "state"),
    [(1274, "in progress"), (1275, "done"), (1575, "done"), (1576, "in progress")],
)
def test_text_fits_from_85_to_105_percent(judge, make_evidence, make_script, likely_s, state):
    script = make_script(likely_s=float(likely_s))
    assert judge(make_evidence(scripts={"en": script}))["text"].state == state


def test_text_that_is_too_long_says_so(judge, make_evidence, make_script):
    script = make_script(low_s=1800.0, likely_s=1900.0, high_s=2000.0)
    step = judge(make_evidence(scripts={"en": script}))["text"]
    assert step.missing == ("too long: about 30:00 to 33:20 for 25 minutes",)


def test_text_waits_for_the_translation(judge, make_evidence, make_script):
    evidence = make_evidence(
        scripts={"zh": make_script(), "en": ScriptState()},
        written="zh",
        translation_open="not translated to English yet",
    )
    step = judge(evidence)["text"]
    assert step.missing == ("not translated to English yet",)
    assert step.next == "speakprep translate run --to en"


def test_text_that_is_too_long_is_cut_before_it_is_translated(judge, make_evidence, make_script):
    long = make_script(low_s=1800.0, likely_s=1900.0, high_s=2000.0)
    evidence = make_evidence(
        scripts={"zh": long, "en": ScriptState()},
        written="zh",
        spoken="en",
        translation_open="not translated to English yet",
    )
    step = judge(evidence)["text"]
    assert step.missing == (
        "too long: about 30:00 to 33:20 for 25 minutes",
        "not translated to English yet",
    )
    assert step.next == "speakprep script time"


@pytest.mark.parametrize(("flagged", "places"), [(1, "1 place"), (3, "3 places")])
def test_text_waits_for_the_findings_of_the_translation(
    judge, make_evidence, make_script, flagged, places
):
    evidence = make_evidence(
        scripts={"zh": make_script(), "en": make_script()},
        written="zh",
        translation_flagged=flagged,
    )
    step = judge(evidence)["text"]
    assert step.missing == (f"{places} in the translation to look at",)
    assert step.next == "speakprep translate review --to en"


@pytest.mark.parametrize(
    ("signed", "state", "proved"),
    [(41, "in progress", ()), (72, "done", ("72 of 72 places of the translation signed",))],
)
def test_text_waits_for_the_signature_of_the_translation(
    judge, make_evidence, make_script, signed, state, proved
):
    evidence = make_evidence(
        scripts={"zh": make_script(), "en": make_script()},
        written="zh",
        translation_places=72,
        translation_signed=signed,
    )
    step = judge(evidence)["text"]
    assert (step.state, step.proved[1:2]) == (state, proved or step.proved[1:2])
    if not proved:
        assert step.missing == ("41 of 72 places of the translation signed",)
        assert step.next == "speakprep translate review --to en"


def test_text_is_timed_in_the_language_that_is_spoken(judge, make_evidence, make_script):
    long = make_script(low_s=1800.0, likely_s=1900.0, high_s=2000.0)
    step = judge(make_evidence(scripts={"zh": make_script(), "en": long}, written="zh"))["text"]
    assert step.missing == ("too long in English: about 30:00 to 33:20 for 25 minutes",)
    assert step.next == "speakprep script time --lang en"


def test_text_goes_stale_where_slides_changed_under_it(judge, make_evidence):
    changed = deck(*SHOWN, edited=(2,), added=(4, 5), look="speakprep script sync")
    step = judge(make_evidence(shown=changed))["text"]
    assert told(step)[::2] == (
        "stale",
        ("slide 2 changed since the text was written", "slides 4, 5 not in the script yet"),
    )
    assert step.next == "speakprep script sync"
    broken = deck(problem="deck.pptx: is damaged")
    assert judge(make_evidence(shown=broken))["text"].next == "speakprep deck check"


def test_text_of_a_model_is_not_the_speakers(judge, make_evidence, make_script):
    step = judge(make_evidence(scripts={"en": make_script(drafted=(2, 3))}))["text"]
    assert step.missing == ("slides 2, 3 with a model's draft nobody has read",)
