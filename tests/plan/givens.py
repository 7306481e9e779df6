"""What the tests of the plan start from: days, people, comments, decks."""

from datetime import date

from speakprep.feedback.model import Item, Target
from speakprep.plan.model import DeckState, Person, Plan, Progress
from speakprep.talk.workspace import Workspace, open_workspace

TALK = date(2027, 3, 17)
TODAY = date(2027, 2, 1)
EARLY = date(2027, 1, 1)
"""A day on which nothing is due yet."""

LOG = "speakprep rehearse log RECORDING"
SHOWN = ((256, "1111"), (257, "2222"), (300, "3333"))


def told(step: Progress) -> tuple[object, ...]:
    return step.state, step.proved, step.missing, step.next


def experts(answered: int, invited: int = 3) -> Plan:
    names = ("Anna", "李明", "Zoë O'Hara")[:invited]
    return Plan(
        people=tuple(
            Person(
                role="expert",
                name=name,
                invited=EARLY,
                answered=EARLY if number < answered else None,
            )
            for number, name in enumerate(names)
        )
    )


def comment(reviewer: str, day: str = "2027-03-16", **facts: object) -> Item:
    usual = {
        "id": "abcd",
        "stage": "talk",
        "target": Target(kind="slide", value="4"),
        "severity": "should",
        "text": "Too much text.",
    }
    return Item(reviewer=reviewer, day=date.fromisoformat(day), **{**usual, **facts})


def deck(*slides: tuple[int, str], **facts: object) -> DeckState:
    numbers = tuple((key, place) for place, (key, _) in enumerate(slides, 1))
    return DeckState(file="deck.pptx", slides=slides, numbers=numbers, **facts)


def again(space: Workspace) -> Workspace:
    """Open the talk anew, as the next command does."""
    return open_workspace(space.here, space.here / "home", named=space.folder)
