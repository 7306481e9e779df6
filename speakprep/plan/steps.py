"""Which of the five steps are proved, and by what. Nothing is done by ticking."""

from collections.abc import Callable

from speakprep.plan.dates import Days, due_days, milestones
from speakprep.plan.facts import Evidence
from speakprep.plan.model import (
    Checklist,
    DeckState,
    Plan,
    Progress,
    ScriptState,
    State,
    StepKey,
)
from speakprep.plan.people import experts, team
from speakprep.plan.proof import Lack, Proof, count, slides
from speakprep.plan.takes import final, outgrown, solo
from speakprep.script.timing import clock
from speakprep.talk.language import LANGUAGE_NAMES

FITS = (0.85, 1.05)
"""Estimated time as a share of the speaking time: shorter wastes the slot, longer overruns it."""


def assess(
    checklist: Checklist, plan: Plan, evidence: Evidence, days: Days
) -> tuple[Progress, ...]:
    """Return how each step stands today.

    Args:
        checklist: the five steps.
        plan: what the speaker decided.
        evidence: what the rooms below know.
        days: today, and what the steps are counted from.
    """
    waived = {waiver.step: waiver for waiver in plan.waived}
    due = due_days(checklist, plan, talk=days.talk, begins=days.begins)
    parts = milestones(checklist, plan, talk=days.talk, begins=days.begins)
    provers: dict[StepKey, Callable[[], Proof]] = {
        "text": lambda: _text(evidence),
        "rehearse": lambda: solo(evidence),
        "team": lambda: team(evidence, plan),
        "experts": lambda: experts(evidence, plan),
        "final": lambda: final(evidence, days.talk),
    }
    given = days.talk is not None and days.talk < days.today
    steps = []
    for step in checklist.steps:
        day, waiver = due[step.key], waived.get(step.key)
        late = day is not None and day < days.today and not given
        if waiver:
            proof = Proof(proved=(f"left out on {waiver.on}: {waiver.reason}",))
        else:
            proof = provers[step.key]()
        steps.append(
            Progress(
                step=step,
                state="waived" if waiver else _state(proof, late=late),
                due=day,
                proved=proof.proved,
                missing=tuple(lack.what for lack in proof.lacks),
                next=proof.lacks[0].next if proof.lacks else "",
                parts=parts[step.key],
            )
        )
    return tuple(steps)


def _state(proof: Proof, *, late: bool) -> State:
    if not proof.lacks:
        return "done"
    if all(lack.stale for lack in proof.lacks):
        return "stale"
    if late:
        return "late"
    return "in progress" if proof.proved else "todo"


def _text(evidence: Evidence) -> Proof:
    """A text for every slide, none of it left to do, in step with the deck, as long as the slot."""
    script = evidence.scripts[evidence.written]
    if not script.slides:
        what = "the script has no slides yet" if script.exists else "no script yet"
        sync = f"speakprep script sync {evidence.deck or 'DECK.pptx'}"
        return Proof(lacks=(Lack(what=what, next=sync),))
    fit = Proof() if script.to_write else _fit(evidence)
    fits = outgrown(evidence) + fit
    proof = _written(script) + _in_step(evidence.shown)
    if evidence.translation_open:  # what is too long is cut before it is translated
        return proof + fits + _translated(evidence)
    return proof + _translated(evidence) + fits


def _written(script: ScriptState) -> Proof:
    check = "speakprep script check"
    written = script.slides - len(script.to_write)
    lacks = []
    if script.to_write:
        lacks.append(Lack(what=f"{slides(script.to_write)} without text", next=check))
    if script.drafted:
        what = f"{slides(script.drafted)} with a model's draft nobody has read"
        lacks.append(Lack(what=what, next=check))
    if script.todo:
        lacks.append(Lack(what=f"{script.todo} TODO left in the text", next=check))
    proved = (f"{written} of {script.slides} slides have their text",) if written else ()
    return Proof(proved=proved, lacks=tuple(lacks))


def _in_step(deck: DeckState | None) -> Proof:
    """Name the slides that are not, or no longer, what the script was written for."""
    if deck is None:
        return Proof()
    if deck.problem:
        return Proof(lacks=(Lack(what=deck.problem, next="speakprep deck check"),))
    lacks = []
    if deck.edited:
        what = f"{slides(deck.edited)} changed since the text was written"
        lacks.append(Lack(what=what, next=deck.look, stale=True))
    if deck.added:
        what = f"{slides(deck.added)} not in the script yet"
        lacks.append(Lack(what=what, next=deck.look, stale=True))
    return Proof(lacks=tuple(lacks))


def _translated(evidence: Evidence) -> Proof:
    review = f"speakprep translate review --to {evidence.spoken}"
    proved, lacks = [], []
    if evidence.translation_open:
        run = f"speakprep translate run --to {evidence.spoken}"
        lacks.append(Lack(what=evidence.translation_open, next=run))
    if evidence.translation_flagged:
        places = count(evidence.translation_flagged, "place")
        lacks.append(Lack(what=f"{places} in the translation to look at", next=review))
    if evidence.translation_places:
        signed, all_ = evidence.translation_signed, evidence.translation_places
        what = f"{signed} of {all_} places of the translation signed"
        if signed == all_:
            proved.append(what)
        else:
            lacks.append(Lack(what=what, next=review))
    return Proof(proved=tuple(proved), lacks=tuple(lacks))


def _fit(evidence: Evidence) -> Proof:
    """Compare the script that will be spoken, once it is whole, with the speaking time."""
    language = evidence.written if evidence.translation_open else evidence.spoken
    script, minutes = evidence.scripts[language], evidence.speaking_minutes
    share = script.likely_s / evidence.speaking_s
    length = f"{clock(script.low_s)} to {clock(script.high_s)}"
    name = "" if language == evidence.written else f" in {LANGUAGE_NAMES[language]}"
    if FITS[0] <= share <= FITS[1]:
        return Proof(proved=(f"takes about {length} of {minutes} minutes{name}",))
    how = "short" if share < FITS[0] else "long"
    option = f" --lang {language}" if name else ""
    what = f"too {how}{name}: about {length} for {count(minutes, 'minute')}"
    return Proof(lacks=(Lack(what=what, next=f"speakprep script time{option}"),))
