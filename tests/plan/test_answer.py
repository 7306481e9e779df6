"""What the organisers answered drives the plan."""

from datetime import date

import pytest

from speakprep.cfp.actions.freeze import freeze
from speakprep.errors import UsageError
from speakprep.plan.actions.decide import note_day
from speakprep.plan.actions.stand import overview, stand
from speakprep.talk.model import Dates
from tests.plan.givens import TALK, TODAY, again

SENT, ANSWERED = date(2026, 10, 9), date(2026, 12, 15)


@pytest.mark.parametrize(
    ("dates", "answer"),
    [
        (Dates(), None),
        (Dates(submitted=SENT), "submitted"),
        (Dates(submitted=SENT, accepted=ANSWERED), "accepted"),
        (Dates(submitted=SENT, rejected=ANSWERED), "rejected"),
        (Dates(submitted=SENT, rejected=SENT), "rejected"),
        (Dates(submitted=TODAY, rejected=ANSWERED), "submitted"),
        (Dates(rejected=SENT, accepted=ANSWERED), "accepted"),
    ],
)
def test_what_happened_last_counts(dates, answer):
    assert dates.answer == answer


def test_submitted_talk_waits_for_the_answer(make_talk):
    space = make_talk(dates=Dates(talk=TALK))
    note_day(space, "submitted", SENT)
    report = stand(again(space), TODAY)
    assert (report.facts.stage, report.next) == ("waiting", "speakprep cfp accepted YYYY-MM-DD")
    assert (report.facts.waiting_since, report.facts.next_due) == (SENT, None)
    note_day(again(space), "accepted", ANSWERED)
    report = stand(again(space), TODAY)
    assert (report.facts.stage, report.next) == ("script", "speakprep script sync DECK.pptx")
    assert report.facts.waiting_since is None


def test_rejected_talk_is_late_for_nothing_and_looks_for_another_event(make_talk):
    space = make_talk(dates=Dates(talk=date(2027, 2, 2)))
    assert "late" in {step.state for step in stand(space, TODAY).facts.steps}
    note_day(space, "rejected", ANSWERED)
    for today in (TODAY, date(2027, 5, 1)):
        report = stand(again(space), today)
        assert report.facts.stage == "rejected"
        assert report.next == "speakprep cfp new-version --event EVENT"
        assert {(step.state, step.due) for step in report.facts.steps} == {("todo", None)}
    (standing,) = overview(space.here.parent, space.here / "home", TODAY).facts.talks
    assert standing.next_due is None


def test_submitted_again_after_a_refusal_waits_again(make_talk):
    space = make_talk()
    note_day(space, "submitted", SENT)
    note_day(space, "rejected", ANSWERED)
    assert stand(again(space), TODAY).facts.stage == "rejected"
    note_day(again(space), "submitted", TODAY)
    assert stand(again(space), TODAY).facts.stage == "waiting"


@pytest.mark.parametrize("what", ["accepted", "rejected"])
def test_answer_before_the_submission_is_refused(make_talk, what):
    space = make_talk()
    note_day(space, "submitted", ANSWERED)
    space = again(space)
    with pytest.raises(UsageError, match="one of these days is wrong"):
        note_day(space, what, SENT)
    assert getattr(again(space).talk.dates, what) is None


@pytest.mark.parametrize(("first", "then"), [("accepted", "rejected"), ("rejected", "accepted")])
@pytest.mark.parametrize("text", ["", "dates = {talk = 2027-03-17}\n"])
def test_one_answer_replaces_the_other(make_talk, text, first, then):
    space = make_talk(dates=Dates(talk=TALK))
    if text:
        (space.folder / "talk.toml").write_text(text, encoding="utf-8")
    note_day(again(space), first, ANSWERED)
    dates = note_day(again(space), then, SENT).facts.dates
    assert dates == again(space).talk.dates == Dates(talk=TALK, **{then: SENT})
    assert dates.answer == then


def test_submission_after_the_acceptance_is_refused(make_talk):
    space = make_talk()
    note_day(space, "accepted", SENT)
    before = (space.folder / "talk.toml").read_bytes()
    with pytest.raises(UsageError) as caught:
        note_day(again(space), "submitted", ANSWERED)
    assert caught.value.message == (
        "submitted on 2026-12-15, accepted on 2026-10-09: one of these days is wrong"
    )
    assert (space.folder / "talk.toml").read_bytes() == before
    note_day(again(space), "submitted", SENT)


def test_change_since_it_was_frozen_shows_and_a_broken_record_stops_nobody(make_talk):
    space = make_talk()
    path = space.folder / "cfp.md"
    path.write_text("## Title\nA\n", encoding="utf-8")
    freeze(space, SENT, anyway=True, reason="a try")
    assert stand(space, TODAY).findings == ()
    path.write_text("## Title\nB\n", encoding="utf-8")
    assert [finding.code for finding in stand(space, TODAY).findings] == ["CFP132"]
    (space.folder / "versions" / "broken.toml").write_text("=", encoding="utf-8")
    assert stand(space, TODAY).findings == ()
