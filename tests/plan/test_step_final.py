"""Step 5, the last take: in time, and of the talk as it is now."""

from dataclasses import replace
from datetime import datetime

import pytest

from speakprep.plan.model import ScriptState
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import (
    Listening,
    ShownDeck,
    SpokenScript,
)
from tests.plan.givens import LOG, SHOWN, deck, told


def test_final_without_a_recording_says_when(judge, make_evidence):
    step = judge(make_evidence())["final"]
    assert step.missing == ("no recording yet, its time is from 2027-03-14 on",)
    assert step.next == f"{LOG} --kind final"


def test_final_without_a_day_asks_for_it(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("final"),)), talk=None)["final"]
    assert told(step) == (
        "in progress",
        ('2027-03-16, 24:00, listened to: "too fast"',),
        ("the day of the talk is not known yet",),
        "speakprep plan date YYYY-MM-DD",
    )


@pytest.mark.parametrize(
    ("day", "state"),
    [(13, "in progress"), (14, "done"), (17, "done"), (18, "in progress")],
)
def test_final_counts_in_the_last_three_days(judge, make_evidence, make_take, day, state):
    take = make_take("final", at=datetime.fromisoformat(f"2027-03-{day}T23:59"))
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert step.state == state
    if state != "done":
        assert step.missing == ("its day is not within 2027-03-14 and 2027-03-17: once more",)


def test_final_over_the_slot_is_taken_again(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("final", minutes=25.1),)))["final"]
    assert (step.missing, step.next) == (("it ran over the 25 minutes",), f"{LOG} --kind final")


def test_final_goes_stale_and_names_the_slides(judge, make_evidence, make_take, make_script):
    texts = ((256, "aaaaaaaa"), (257, "edited!!"), (301, "inserted"))
    script = make_script(texts=texts, numbers=((256, 1), (257, 2), (301, 3)))
    step = judge(make_evidence(scripts={"en": script}, rehearsals=(make_take("final"),)))["final"]
    assert told(step) == (
        "stale",
        ('2027-03-16, 24:00, listened to: "too fast"',),
        ("the text of slides 2, 3 changed since", "1 of the slides then is gone"),
        f"{LOG} --kind final",
    )


def test_final_that_was_never_good_is_not_stale(judge, make_evidence, make_take, make_script):
    script = make_script(texts=((256, "edited!!"),), numbers=((256, 1),))
    take = make_take("final", heard=False)
    step = judge(make_evidence(scripts={"en": script}, rehearsals=(take,)))["final"]
    assert step.state == "in progress"
    assert step.next == f"{LOG} --kind final"


def test_final_taken_again_after_a_change_is_done(judge, make_evidence, make_take, make_script):
    script = make_script(texts=((256, "edited!!"),), numbers=((256, 1),))
    before = make_take("final", at=datetime.fromisoformat("2027-03-15T09:00"))
    spoken = SpokenScript(language="en", texts=((256, "edited!!"),))
    after = make_take("final", script=spoken)
    evidence = make_evidence(scripts={"en": script}, rehearsals=(before, after))
    assert judge(evidence)["final"].state == "done"


def test_final_is_stale_when_the_language_is_another_by_now(judge, make_evidence, make_take):
    take = make_take("final", script=SpokenScript(language="zh", texts=()))
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert (step.state, step.missing) == (
        "stale",
        ("it was spoken in Chinese, the talk will be in English",),
    )


def test_final_is_stale_when_its_script_is_gone(judge, make_evidence, make_take):
    evidence = make_evidence(scripts={"en": ScriptState()}, rehearsals=(make_take("final"),))
    assert judge(evidence)["final"].missing == ("3 of the slides then are gone",)


def test_final_spoken_without_a_script_is_stale_once_there_is_one(judge, make_evidence, make_take):
    take = make_take("final", script=None)
    nothing = make_evidence(scripts={"en": ScriptState()}, rehearsals=(take,))
    assert judge(nothing)["final"].state == "done"
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert (step.state, step.missing) == ("stale", ("the script was written since",))


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        (deck(*SHOWN), ()),
        (
            deck((256, "1111"), (257, "edited"), (300, "3333")),
            ("slide 2 of the deck changed since",),
        ),
        (deck(*SHOWN, (301, "new")), ("slide 4 of the deck changed since",)),
        (deck(*SHOWN[:2]), ("1 of the slides then is gone",)),
        (deck(*SHOWN[::-1]), ("the slides are in another order by now",)),
        (deck((1, "1111"), (2, "2222"), (3, "3333")), ()),
        (None, ("the deck is gone, or there are several",)),
        (
            deck(problem="deck.pptx: is damaged"),
            ("the deck cannot be compared: deck.pptx: is damaged",),
        ),
    ],
)
def test_final_is_on_the_slides_as_they_are_now(judge, make_evidence, make_take, now, missing):
    take = make_take("final", deck=ShownDeck(slides=SHOWN))
    step = judge(make_evidence(rehearsals=(take,), shown=now))["final"]
    assert (step.state, step.missing) == ("stale" if missing else "done", missing)


def test_final_without_its_slides_proves_nothing_once_there_are_slides(
    judge, make_evidence, make_take
):
    step = judge(make_evidence(rehearsals=(make_take("final"),), shown=deck(*SHOWN)))["final"]
    assert step.missing == ("its slides were not known when it was logged",)


def test_final_that_was_only_played_waits_for_a_verdict(judge, make_evidence, make_take):
    span = Span(start_s=0.0, end_s=1500.0)
    played = Listening(at=datetime.fromisoformat("2027-03-16T20:00"), played=(span,))
    evidence = make_evidence(rehearsals=(make_take("final", listened=(played,)),))
    step = judge(evidence)["final"]
    assert step.missing == ("no verdict yet: one sentence, is it ready?",)
    assert step.next.startswith("speakprep rehearse listened 2027-03-16-1830-final --confirm ")
    said = replace(played, note="It  is\nready.")
    ready = judge(make_evidence(rehearsals=(make_take("final", listened=(played, said)),)))["final"]
    assert (ready.state, ready.proved) == (
        "done", ('2027-03-16, 24:00, listened to: "It is ready."',),
    )  # fmt: skip
