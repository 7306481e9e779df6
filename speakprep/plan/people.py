"""Whom the speaker asked, what they said, and what of it is still open."""

import shlex
from collections.abc import Iterable, Iterator

from speakprep.feedback.model import Item
from speakprep.plan.facts import Evidence, known_as
from speakprep.plan.model import Person, Plan
from speakprep.plan.proof import Lack, Proof, count
from speakprep.plan.takes import best_take, log_command, video
from speakprep.rehearsal.record import Rehearsal

EXPERTS = 3
"""How many experts are asked to watch the video: the third finds what two miss."""

SAID = "what was said"
"""Stands in the command to type, for words only the speaker has."""

INVITE = "speakprep plan invite NAME"


def answer_command(name: str) -> str:
    """Return the command that notes what somebody said, ready to type."""
    return f'speakprep plan answer {shlex.quote(name)} --note "{SAID}"'


def team(evidence: Evidence, plan: Plan) -> Proof:
    """A session with others in it; each said something, and what is a must is closed."""
    log = log_command(evidence, "team")

    def lacks(take: Rehearsal) -> Iterator[Lack]:
        if not take.people:
            what = f'nobody else was there: add them to "with" in rehearsals/{take.id}.toml'
            yield Lack(what=f"{what}, or log another session", next=log)
        for name in take.people:
            if not _said(name, take, evidence.items, plan):
                what = f"what did {name} say? Comments, or that all was fine"
                yield Lack(what=what, next=answer_command(name))

    session = best_take(evidence, "team", lacks)
    members = team_names(evidence, plan)
    asked = [p.name for p in plan.those("team") if not evidence.takes("team")]
    proved = (f"asked: {', '.join(asked)}",) if asked else ()
    theirs = (item for item in evidence.items if known_as(item.reviewer) in members)
    return Proof(proved=proved) + session + _closed(theirs)


def experts(evidence: Evidence, plan: Plan) -> Proof:
    """A video, three people from outside the team who said what they think, the musts closed."""
    members = team_names(evidence, plan)
    asked = {known_as(p.name): p for p in plan.those("expert") if known_as(p.name) not in members}
    heard = {key: p for key, p in asked.items() if _answered(p, evidence.items)}
    lacks = []
    if len(asked) < EXPERTS:
        what = f"{EXPERTS - len(asked)} of {EXPERTS} experts still to invite"
        lacks.append(Lack(what=f"{what}{_colleagues(plan, members)}", next=INVITE))
    waiting = [person.name for key, person in asked.items() if key not in heard]
    if waiting and len(heard) < EXPERTS:
        what = f"{EXPERTS - len(heard)} of {EXPERTS} answers still to come"
        lacks.append(Lack(what=what, next=answer_command(waiting[0])))
    proved = [
        f"{what}: {', '.join(p.name for p in those.values())}"
        for what, those in (("invited", asked), ("answered", heard))
        if those
    ]
    others = (
        item
        for item in evidence.items
        if known_as(item.reviewer) not in members
        and (item.stage != "cfp" or known_as(item.reviewer) in asked)
    )
    return video(evidence) + Proof(proved=tuple(proved), lacks=tuple(lacks)) + _closed(others)


def team_names(evidence: Evidence, plan: Plan) -> frozenset[str]:
    """Return who is of the team: asked as such, or there at a session."""
    there = [name for take in evidence.takes("team") for name in take.people]
    return frozenset(map(known_as, [*there, *(p.name for p in plan.those("team"))]))


def _said(name: str, session: Rehearsal, items: Iterable[Item], plan: Plan) -> bool:
    """Whether somebody commented since the session, or said that there is nothing to comment.

    Who was asked for something else, such as to watch the video, answers in that place.
    """
    key, day = known_as(name), session.at.date()
    answers = [p for p in plan.people if known_as(p.name) == key and p.answered is not None]
    return any(known_as(item.reviewer) == key and item.day >= day for item in items) or any(
        p.role == "team" or (p.answered is not None and p.answered >= day) for p in answers
    )


def _answered(person: Person, items: Iterable[Item]) -> bool:
    """Whether an answer was noted, or comments came in since the invitation."""
    key = known_as(person.name)
    return person.answered is not None or any(
        known_as(item.reviewer) == key and item.day >= person.invited for item in items
    )


def _colleagues(plan: Plan, members: frozenset[str]) -> str:
    names = [p.name for p in plan.those("expert") if known_as(p.name) in members]
    return f" ({', '.join(names)} heard it with the team)" if names else ""


def _closed(items: Iterable[Item]) -> Proof:
    """Name the pressing comments that are neither fixed nor declined."""
    musts = [item for item in items if item.severity == "must"]
    left = [item for item in musts if item.is_open]
    if left:
        names = ", ".join(dict.fromkeys(item.reviewer for item in left))
        what = f"{count(len(left), 'must comment')} still open, of {names}"
        return Proof(lacks=(Lack(what=what, next=f"speakprep feedback show {left[0].id}"),))
    return Proof(proved=(f"{count(len(musts), 'must comment')} closed",) if musts else ())
