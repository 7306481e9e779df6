"""The day of the talk and what follows it: what is done, and what proves it."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speakprep.feedback.model import Item
from speakprep.plan.dates import Days, item_day
from speakprep.plan.facts import known_as
from speakprep.plan.model import Confirmation, DayItem, ItemProgress, ItemState, Plan
from speakprep.plan.proof import Lack, Proof, count
from speakprep.talk.language import Language

DONE = "what was done"
"""Stands in the command to type, for words only the speaker has."""

CHANGES_NAMED = 3
"""So many changes are named in a letter; more would be a report."""

CHANGE_CELLS = 40
"""So many characters of a comment are quoted."""

_BECAUSE: dict[Language, tuple[str, str, str, str]] = {
    "en": ("Because of you I changed ", "; ", ".", '{}: "{}"'),
    "zh": ("因为您的意见，我改了：", "；", "。", "{}（“{}”）"),
}


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """The PDF to hand in: its name, the hash of its bytes, and whether the deck is younger.

    `file` is empty when there is none.
    """

    file: str = ""
    sha256: str = ""
    outdated: bool = False


@dataclass(frozen=True, kw_only=True)
class Helper:
    """Somebody who helped: `changed` are their comments that changed the talk."""

    name: str
    changed: tuple[Item, ...] = ()


def judge_day(
    items: Sequence[DayItem],
    plan: Plan,
    days: Days,
    *,
    hand_in: HandIn,
    helped: Sequence[Helper],
    language: Language,
) -> tuple[ItemProgress, ...]:
    """Return how each thing of the day stands.

    Args:
        items: the checklist, in time's order.
        plan: what the speaker confirmed.
        days: today, and what theirs are counted from.
        hand_in: the PDF in the talk folder.
        helped: who is to be thanked.
        language: what the speaker writes in.
    """
    found = []
    for item in items:
        said = [word for word in plan.confirmed if word.item == item.key]
        proof = _proof(item, said, hand_in, helped, language)
        due = item_day(item, talk=days.talk, begins=days.begins)
        late = due is not None and due < days.today
        found.append(
            ItemProgress(
                item=item,
                state=_state(proof, late=late),
                due=due,
                proved=proof.proved,
                missing=tuple(lack.what for lack in proof.lacks),
                next=proof.lacks[0].next if proof.lacks else "",
            )
        )
    return tuple(found)


def due_now(items: Iterable[ItemProgress], days: Days) -> tuple[ItemProgress, ...]:
    """Return what is open: before the talk what precedes it, after it what follows, else all.

    Nobody invites guests to a talk that was given yesterday.
    """
    talk, today = days.talk, days.today
    before = talk is None or today <= talk
    after = talk is not None and talk <= today
    return tuple(
        each
        for each in items
        if each.next and (after if each.item.day > 0 else before and (after or each.item.day < 0))
    )


def helpers(plan: Plan, items: Iterable[Item], speakers: Iterable[str]) -> tuple[Helper, ...]:
    """Return who helped, those first of whom most was taken over; the speakers are no helpers."""
    names: dict[str, str] = {}
    changed: dict[str, list[Item]] = {}
    own = {known_as(name) for name in speakers}
    answered = [person.name for person in plan.people if person.answered]
    every = list(items)
    for name in [*(item.reviewer for item in every), *answered]:
        key = known_as(name)
        if key and key not in own:
            names.setdefault(key, name)
            changed.setdefault(key, [])
    for item in every:
        if item.status in {"fixed", "verified"} and known_as(item.reviewer) in changed:
            changed[known_as(item.reviewer)].append(item)
    found = (Helper(name=names[key], changed=tuple(changed[key])) for key in names)
    return tuple(sorted(found, key=lambda helper: -len(helper.changed)))


def because(helper: Helper, language: Language) -> str:
    """Say what changed because of somebody, for a letter; empty when nothing did."""
    start, between, end, each = _BECAUSE[language]
    named = [each.format(_place(item, language), _quoted(item.text)) for item in helper.changed]
    return f"{start}{between.join(named[:CHANGES_NAMED])}{end}" if named else ""


def thank_command(helper: Helper, language: Language) -> str:
    """Return the command that writes the letter, with what changed in it."""
    note = because(helper, language)
    option = f" --note {shlex.quote(note)}" if note else ""
    return f"speakprep letter thank --to {shlex.quote(helper.name)}{option}"


def _proof(
    item: DayItem,
    said: Sequence[Confirmation],
    hand_in: HandIn,
    helped: Sequence[Helper],
    language: Language,
) -> Proof:
    if item.proof == "pdf":
        return _pdf(hand_in)
    if item.proof == "upload":
        return _upload(item, said, hand_in)
    if item.proof == "thanks":
        return _thanks(said, helped, language)
    return _confirmed(item, said)


def _confirmed(item: DayItem, said: Sequence[Confirmation]) -> Proof:
    if said:
        return Proof(proved=(_word(said[-1]),))
    return Proof(lacks=(Lack(what="", next=confirm_command(item)),))


def _pdf(hand_in: HandIn) -> Proof:
    export = "speakprep deck pdf"
    if not hand_in.file:
        return Proof(lacks=(Lack(what="no PDF of the deck here yet", next=export),))
    if hand_in.outdated:
        what = f"the deck was saved after {hand_in.file} was made"
        return Proof(lacks=(Lack(what=what, next=export, stale=True),))
    return Proof(proved=(hand_in.file,))


def _upload(item: DayItem, said: Sequence[Confirmation], hand_in: HandIn) -> Proof:
    if not said:
        return Proof(lacks=(Lack(what="", next=confirm_command(item)),))
    word = Proof(proved=(_word(said[-1]),))
    if said[-1].of == hand_in.sha256 and not hand_in.outdated:
        return word
    what = "the slides changed since: upload the new PDF, then say so again"
    return word + Proof(lacks=(Lack(what=what, next=confirm_command(item), stale=True),))


def _thanks(said: Sequence[Confirmation], helped: Sequence[Helper], language: Language) -> Proof:
    thanked = {known_as(word.who) for word in said}
    left = [helper for helper in helped if known_as(helper.name) not in thanked]
    done = [helper.name for helper in helped if known_as(helper.name) in thanked]
    proved = (f"thanked: {', '.join(done)}",) if done else ()
    nobody = Lack(what="nobody has commented or answered yet", next="")
    lacks = [] if helped else [nobody]
    for helper in left:
        changes = count(len(helper.changed), "change")
        because_of = f"{changes} because of them" if helper.changed else "took the time"
        lacks.append(
            Lack(what=f"{helper.name}: {because_of}", next=thank_command(helper, language))
        )
    return Proof(proved=proved, lacks=tuple(lacks))


def confirm_command(item: DayItem) -> str:
    """Return the command that gives the speaker's word, ready to type."""
    return f'speakprep plan confirm {item.key} --note "{DONE}"'


def _state(proof: Proof, *, late: bool) -> ItemState:
    if not proof.lacks:
        return "done"
    if all(lack.stale for lack in proof.lacks):
        return "stale"
    return "late" if late else "todo"


def _word(said: Confirmation) -> str:
    return f"{said.on}: {said.note}" if said.note else f"{said.on}"


def _place(item: Item, language: Language) -> str:
    if language == "en":
        return f"the {item.target}" if item.target.kind == "whole" else str(item.target)
    kinds = {"slide": "第 {} 页", "section": "“{}”一节", "field": "{}", "time": "{} 处"}
    return kinds.get(item.target.kind, "整体").format(item.target.value)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CHANGE_CELLS else f"{line[: CHANGE_CELLS - 1].rstrip()}…"
