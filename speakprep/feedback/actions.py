"""What a face calls: record what people said, follow it to its end, learn from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.feedback.files import FOLDER, change_item, read_rounds
from speakprep.feedback.follow import (
    Tally,
    find_item,
    in_order,
    open_findings,
    proof_findings,
    settle,
    tallies,
)
from speakprep.feedback.hearing import Source, hear
from speakprep.feedback.model import Item, Remark, Round, Stage, Status
from speakprep.feedback.paste import Heard
from speakprep.feedback.promote import (
    Model,
    Wish,
    model_for,
    new_rule,
    resembling,
    source_of,
)
from speakprep.feedback.record import Targets, enter
from speakprep.feedback.wording import clean, clean_line
from speakprep.lint.files import parse_rules
from speakprep.lint.model import Rule
from speakprep.talk.disk import MAX_TEXT_BYTES, locked, read_text, write_atomic
from speakprep.talk.report import Finding, Report
from speakprep.talk.resources import Resource, find_resource
from speakprep.talk.workspace import Workspace

RULES = "checklists/reviewer-feedback.toml"
"""The rules that a comment may be like."""

MY_FILE = "checklists/my-feedback.toml"
"""The rules made of comments, in the user's folder."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was recorded: new items, those on record before, and whether a note was kept."""

    added: tuple[Item, ...]
    known: tuple[Item, ...]
    noted: bool


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Items by status, the pressing ones first; `total` counts those filtered out too."""

    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Settled:
    """An item as it is now, and what it was before."""

    item: Item
    was: Status


@dataclass(frozen=True, kw_only=True)
class Promoted:
    """A rule made of a comment; `like` is the shipped rule it looks for the same thing as.

    `new` is false when the comment was a rule already.
    """

    item: Item
    rule: Rule
    like: str
    new: bool


@dataclass(frozen=True, kw_only=True)
class Stats:
    """How far the feedback is, per reviewer and stage."""

    tallies: tuple[Tally, ...]


def add(
    workspace: Workspace, remark: Remark, *, reviewer: str, today: date, targets: Targets
) -> Report[Recorded]:
    """Record one comment.

    Raises:
        UsageError: it says nothing.
        InputError: a file of the folder feedback/ is broken.
        BusyError: another speakprep is writing in this talk.
    """
    words = clean(remark.text).strip()
    if not words:
        raise UsageError(
            "a comment needs words", hint='such as: speakprep feedback add "Name the side"'
        )
    heard = Heard(reviewer=reviewer, remarks=(replace(remark, text=words),))
    return _record(workspace, (heard,), today=today, targets=targets, findings=())


def take_in(
    workspace: Workspace,
    source: Source,
    *,
    today: date,
    targets: Targets,
    fields: Mapping[str, str],
) -> Report[Recorded]:
    """Record the comments of a mail, a chat, a list, a table or a review pack.

    What is on record already is not recorded again, whatever day it came in.

    Args:
        workspace: the talk.
        source: what came in, and what the person says about it.
        today: the day of this command.
        targets: gives the present text of what a comment is about.
        fields: keys of form fields by what they are called, in small letters.

    Raises:
        InputError: it cannot be read, or a file of the folder feedback/ is broken.
        BusyError: another speakprep is writing in this talk.
    """
    heard, findings = hear(source, fields)
    named = tuple(
        Heard(
            reviewer=each.reviewer or source.reviewer,
            day=source.day or each.day,
            remarks=tuple(
                replace(remark, stage=source.stage) if source.stage else remark
                for remark in each.remarks
            ),
            notes=each.notes,
        )
        for each in heard
    )
    return _record(workspace, named, today=today, targets=targets, findings=findings)


def list_items(
    workspace: Workspace,
    *,
    stage: Stage | None = None,
    status: Status | None = None,
    reviewer: str = "",
) -> Report[Listed]:
    """List the comments on record, all or some of them.

    Raises:
        InputError: a file of the folder feedback/ is broken.
    """
    every = _items(read_rounds(workspace))
    items = in_order(
        item
        for item in every
        if stage in (None, item.stage)
        and status in (None, item.status)
        and reviewer.casefold() in item.reviewer.casefold()
    )
    return Report(
        facts=Listed(items=items, total=len(every)),
        findings=proof_findings(items),
        next=_next(items) if every else "speakprep feedback import -",
    )


def show(workspace: Workspace, word: str) -> Report[Item]:
    """Return one comment with all that is known about it.

    Raises:
        UsageError: there is no such comment.
        InputError: a file of the folder feedback/ is broken.
    """
    item = find_item(_items(read_rounds(workspace)), word)
    following = {
        "fixed": f"resolve {item.id} --verified",
        "verified": f"promote {item.id}",
        "declined": "list",
    }.get(item.status, f"resolve {item.id}")
    findings = proof_findings((item,))
    return Report(facts=item, findings=findings, next=f"speakprep feedback {following}")


def resolve(
    workspace: Workspace, word: str, status: Status, *, today: date, targets: Targets
) -> Report[Settled]:
    """Note that a comment was accepted, fixed or verified; a fix is proved by what changed.

    Raises:
        UsageError: there is no such comment, or it is verified before it is fixed.
        InputError: a file of the folder feedback/ is broken.
        BusyError: another speakprep is writing in this talk.
    """
    return _settle(workspace, word, status, today, targets=targets)


def decline(workspace: Workspace, word: str, reason: str, *, today: date) -> Report[Settled]:
    """Note that a comment is not followed, and why.

    Raises:
        UsageError: there is no such comment, or no reason.
        InputError: a file of the folder feedback/ is broken.
        BusyError: another speakprep is writing in this talk.
    """
    return _settle(workspace, word, "declined", today, reason=clean_line(reason))


def stats(workspace: Workspace, today: date) -> Report[Stats]:
    """Count how far the feedback is.

    Raises:
        InputError: a file is broken.
    """
    items = _items(read_rounds(workspace))
    following = _next(in_order(items)) if items else "speakprep feedback import -"
    return Report(facts=Stats(tallies=tallies(items, today)), next=following)


def open_must_items(workspace: Workspace) -> tuple[Item, ...]:
    """Return the pressing comments that are neither fixed nor declined, of every stage.

    Raises:
        InputError: a file of the folder feedback/ is broken.
    """
    items = in_order(_items(read_rounds(workspace)))
    return tuple(item for item in items if item.is_open and item.severity == "must")


def feedback_findings(workspace: Workspace, stage: Stage | None = None) -> tuple[Finding, ...]:
    """Return a finding for each comment without an answer and each fix without a change.

    Args:
        workspace: the talk.
        stage: only comments on this; None for all.

    Raises:
        InputError: a file of the folder feedback/ is broken.
    """
    items = [item for item in _items(read_rounds(workspace)) if stage in (None, item.stage)]
    return (*open_findings(items), *proof_findings(items))


def promote(
    workspace: Workspace,
    word: str,
    *,
    user: Path,
    like: str = "",
    wish: Wish | None = None,
    targets: Targets,
) -> Report[Promoted]:
    """Make a comment a rule of the user's own: the next talk that repeats the fault is told so.

    Args:
        workspace: the talk.
        word: the comment's id.
        user: the user's folder; the rule goes into its checklists/my-feedback.toml.
        like: code of the shipped rule to look for the same thing; empty for the
            one that the comment resembles.
        wish: words to look for instead.
        targets: gives the present text of what a comment is about.

    Raises:
        UsageError: there is no such comment or rule, or none that the comment resembles.
        InputError: a rule file is broken, or no example shows the rule at work.
        BusyError: another speakprep is writing there.
    """
    item = find_item(_items(read_rounds(workspace)), word)
    path = user / MY_FILE
    with locked(user):
        before = read_text(path) if path.exists() else None
        rules = parse_rules(Resource(path=path, text=before)) if before else ()
        same = next((rule for rule in rules if rule.source == source_of(item)), None)
        if same:
            facts = Promoted(item=item, rule=same, like="", new=False)
            return Report(facts=facts, next="speakprep cfp lint")
        shipped = find_resource(workspace.shelves, RULES)
        how = wish or model_for(item, shipped, like)
        mine = Resource(path=path, text=before or "")
        rule, text = new_rule(item, mine, how, targets(item.target))
        known = None if before is None else before.encode()
        write_atomic(path, text.encode(), within=user, expected=known)
    return Report(
        facts=Promoted(
            item=item, rule=rule, like=how.code if isinstance(how, Model) else "", new=True
        ),
        written=(workspace.name(path),),
        next="speakprep cfp lint",
    )


def resembled(workspace: Workspace, word: str) -> str:
    """Return the code of the shipped rule a comment is like, which `promote` takes; or nothing.

    Raises:
        UsageError: there is no such comment.
        InputError: a file of the folder feedback/ or the rule file is broken.
    """
    item = find_item(_items(read_rounds(workspace)), word)
    near = resembling(item, find_resource(workspace.shelves, RULES))
    return near.code if near else ""


def _settle(
    workspace: Workspace,
    word: str,
    status: Status,
    today: date,
    *,
    targets: Targets | None = None,
    reason: str = "",
) -> Report[Settled]:
    with locked(workspace.folder):
        rounds = read_rounds(workspace)
        item = find_item(_items(rounds), word)
        now = targets(item.target) if targets else None
        after = settle(item, status, today, now=now, reason=reason)
        holder = next(each for each in rounds if item in each.items)
        text = change_item(holder.text, after)
        if text != holder.text:
            _write(workspace, holder.name, text, before=holder.text)
    others = [each for each in _items(rounds) if each.id != item.id]
    return Report(
        facts=Settled(item=after, was=item.status),
        findings=proof_findings((after,)),
        written=(item.file,) if text != holder.text else (),
        next=_after(after, others),
    )


def _record(
    workspace: Workspace,
    heard: Sequence[Heard],
    *,
    today: date,
    targets: Targets,
    findings: tuple[Finding, ...],
) -> Report[Recorded]:
    with locked(workspace.folder):
        rounds = read_rounds(workspace)
        entered = enter(rounds, heard, today, targets)
        before = {each.name: each.text for each in rounds}
        for file, text in entered.texts.items():
            _write(workspace, file, text, before=before.get(file))
        after = _items(read_rounds(workspace)) if entered.added else ()
    return Report(
        facts=Recorded(
            added=tuple(item for item in after if item.id in entered.added),
            known=entered.known,
            noted=entered.noted,
        ),
        findings=findings,
        written=tuple(workspace.name(workspace.folder / FOLDER / file) for file in entered.texts),
        next="speakprep feedback list",
    )


def _write(workspace: Workspace, file: str, text: str, *, before: str | None) -> None:
    path = workspace.folder / FOLDER / file
    data = text.encode()
    if len(data) > MAX_TEXT_BYTES:
        raise InputError(
            f"would be more text than speakprep reads ({MAX_TEXT_BYTES // 1024 // 1024} MB); "
            "nothing was written",
            file=workspace.name(path),
            hint="import it in smaller parts",
        )
    known = None if before is None else before.encode()
    write_atomic(path, data, within=workspace.folder, expected=known)


def _items(rounds: Iterable[Round]) -> tuple[Item, ...]:
    return tuple(item for each in rounds for item in each.items)


def _after(item: Item, others: Sequence[Item]) -> str:
    """Return what to type after an item was settled: first what it lacks itself."""
    if item.status == "accepted":
        return f"speakprep feedback resolve {item.id}"
    if item.status == "fixed" and item.before == item.after and item.before:
        return f"speakprep feedback show {item.id}"
    return _next(in_order(others))


def _next(items: Sequence[Item]) -> str:
    """Return the command for the most pressing open item, or for learning from them."""
    first = next((item for item in items if item.is_open), None)
    if first:
        return f"speakprep feedback show {first.id}"
    fixed = [item.id for item in items if item.status == "fixed"]
    return f"speakprep feedback {f'resolve {fixed[0]} --verified' if fixed else 'stats'}"
