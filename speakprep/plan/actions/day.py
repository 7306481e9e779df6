"""The day of the talk and after: where it stands, and the speaker's word that something is done."""

from dataclasses import dataclass, replace
from datetime import date, tzinfo

from speakprep.errors import InputError, UsageError
from speakprep.feedback.files import read_rounds
from speakprep.feedback.model import Item
from speakprep.plan.actions.plan_file import change_plan, read_plan
from speakprep.plan.dates import Days, own_day
from speakprep.plan.facts import known_as
from speakprep.plan.files import DAY_CHECKLIST, add_table, parse_day
from speakprep.plan.model import DayItem, ItemProgress, Plan
from speakprep.plan.stage_day import DONE, HandIn, because, due_now, helpers, judge_day
from speakprep.rehearsal.hashing import file_state
from speakprep.script.actions.opening import find_deck
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace

HASH_DIGITS = 16
"""Hex digits by which the PDF that was uploaded is known again."""


@dataclass(frozen=True, kw_only=True)
class Helped:
    """Somebody to thank, and what changed because of them, as a letter says it."""

    name: str
    because: str


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """The day of the talk: its things in time's order, and who helped."""

    title: str
    talk_day: date | None
    days_left: int | None
    language: Language
    items: tuple[ItemProgress, ...]
    helped: tuple[Helped, ...]


def show_day(workspace: Workspace, today: date, here: tzinfo | None = None) -> Report[DayFacts]:
    """Return the day of the talk and what follows it.

    Args:
        workspace: the talk.
        today: the speaker's own day.
        here: the speaker's time zone; None for the one this machine is set to.

    Raises:
        InputError: one of the talk's files is broken.
    """
    plan, talk = read_plan(workspace), workspace.talk
    day = own_day(plan, talk.dates.talk, here)
    comments = tuple(item for each in read_rounds(workspace) for item in each.items)
    days = Days(today=today, talk=day, begins=talk.dates.accepted)
    items = stand_of_day(workspace, plan, comments, days)
    facts = DayFacts(
        title=" ".join(talk.title.split()) or workspace.folder.absolute().name,
        talk_day=day,
        days_left=(day - today).days if day else None,
        language=talk.language,
        items=items,
        helped=tuple(
            Helped(name=helper.name, because=because(helper, talk.language))
            for helper in helpers(plan, comments, talk.speakers)
        ),
    )
    due = due_now(items, days)
    following = due[0].next if due else "speakprep plan"
    return Report(facts=facts, next=following if day else "speakprep plan date YYYY-MM-DD")


def confirm(workspace: Workspace, key: str, *, note: str, who: str, today: date) -> Report[Plan]:
    """Give the speaker's word that a thing of the day is done.

    Args:
        workspace: the talk.
        key: which, as the checklist calls it.
        note: who did it or where it is; needed but for a person thanked.
        who: the person thanked.
        today: the speaker's own day.

    Raises:
        UsageError: there is no such thing, it is proved by a file, or nothing was said.
    """
    item = _item(_checklist(workspace), key)
    note, who = note.strip(), " ".join(who.split())
    of = _word_for(workspace, item, note, who)

    def change(text: str, _: Plan, file: str) -> str:
        values = {"item": key, "on": today, "note": note, "who": who, "of": of}
        return add_table(text, file, "confirmed", values)

    return replace(change_plan(workspace, change), next="speakprep plan day")


def stand_of_day(
    workspace: Workspace, plan: Plan, comments: tuple[Item, ...], days: Days
) -> tuple[ItemProgress, ...]:
    """Return how each thing of the day stands.

    Raises:
        InputError: the checklist is broken, or the PDF cannot be read.
    """
    return judge_day(
        _checklist(workspace),
        plan,
        days,
        # Only a word about a PDF needs its hash.
        hand_in=hand_in(workspace, hashed=any(word.of for word in plan.confirmed)),
        helped=helpers(plan, comments, workspace.talk.speakers),
        language=workspace.talk.language,
    )


def _checklist(workspace: Workspace) -> tuple[DayItem, ...]:
    """Return what belongs to the day, out of the talk's own checklist or the shipped one."""
    return parse_day(find_resource(workspace.shelves, DAY_CHECKLIST))


def hand_in(workspace: Workspace, *, hashed: bool = True) -> HandIn:
    """Return the youngest PDF named like the talk or its deck; an empty one if there is none."""
    try:
        deck = find_deck(workspace)
    except UsageError:
        deck = None
    stems = {path.stem.casefold() for path in (workspace.folder.resolve(), deck) if path}
    found = [
        (path.stat().st_mtime, path)
        for path in workspace.folder.iterdir()
        if path.suffix.lower() == ".pdf"
        and path.is_file()
        and any(path.stem.casefold().startswith(stem) for stem in stems)
    ]
    if not found:
        return HandIn()
    made, path = max(found)
    return HandIn(
        file=workspace.name(path),
        sha256=file_state(path).sha256[:HASH_DIGITS] if hashed else "",
        outdated=deck is not None and deck.stat().st_mtime > made,
    )


def _word_for(workspace: Workspace, item: DayItem, note: str, who: str) -> str:
    """Check that a word says something, and return the hash of the file it is about."""
    example = item.note[workspace.talk.language if workspace.talk.language in item.note else "en"]
    if item.proof == "pdf":
        raise UsageError(
            "the PDF itself is the proof: no word is needed", hint="speakprep deck pdf"
        )
    if item.proof == "thanks":
        if not who:
            raise UsageError(
                "whom did you thank?", hint=f"speakprep plan confirm {item.key} --who NAME"
            )
        _check_helper(workspace, who)
    elif not note or note == DONE:
        raise UsageError(
            "say in a few words who, where or when: that is what you look for later",
            hint=f'speakprep plan confirm {item.key} --note "{example}"',
        )
    if item.proof != "upload":
        return ""
    pdf = hand_in(workspace)
    if not pdf.file:
        raise InputError("there is no PDF of the deck here yet", hint="speakprep deck pdf")
    return pdf.sha256


def _check_helper(workspace: Workspace, who: str) -> None:
    comments = tuple(item for each in read_rounds(workspace) for item in each.items)
    known = helpers(read_plan(workspace), comments, workspace.talk.speakers)
    if known_as(who) not in {known_as(helper.name) for helper in known}:
        names = ", ".join(helper.name for helper in known) or "nobody yet"
        raise UsageError(f"{who!r} has neither commented nor answered", hint=f"who did: {names}")


def _item(items: tuple[DayItem, ...], key: str) -> DayItem:
    for item in items:
        if item.key == key:
            return item
    keys = ", ".join(item.key for item in items)
    raise UsageError(f"there is no {key!r} on the day's list", hint=f"there are: {keys}")
