"""What a person read and found right, with a reason: a place, or words wherever they stand."""

from dataclasses import dataclass

from speakprep.errors import UsageError
from speakprep.fidelity.model import Pair
from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.accepting import choose, one_line_of, reason_of
from speakprep.translation.actions.opening import translated
from speakprep.translation.actions.reporting import compare_now
from speakprep.translation.dismissing import rules_for, words_of
from speakprep.translation.findings import Spot
from speakprep.translation.model import Accepted, Direction, Dismissed
from speakprep.translation.standing import Placed


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """A place that was accepted just now, and how many are left to look at.

    `line` is that of `file`, the translated script; `target` is what stands there.
    `everywhere` are the rules it made, if it was accepted for certain words: then
    only what these words settle is settled, and at every place of the talk.
    """

    direction: Direction
    accepted: Accepted
    file: str
    line: int
    target: str
    left: int
    everywhere: tuple[Dismissed, ...] = ()


def accept(
    workspace: Workspace,
    direction: Direction,
    named: str,
    reason: str,
    words: str = "",
    *,
    shown: Placed | None = None,
) -> Report[Acceptance]:
    """Note that a person read a place with findings and found it right, and why.

    Editing either side of it revokes that. With words such as "十几 = a dozen", what the check
    says about these is settled wherever they stand in the talk, and nothing else here.

    Args:
        workspace: the talk.
        direction: from which language into which.
        named: the line or the segment's id.
        reason: why there is nothing wrong.
        words: which words stand for which, if it is about these only.
        shown: the place as the person saw it, if they did.

    Raises:
        UsageError: there is no reason, no one place of that name with findings, it has
            changed since it was shown, or the words settle nothing there.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    reason = reason_of(reason)
    with locked(workspace.folder):
        spot = _as_shown(choose(_spots(workspace, direction), named), shown)
        everywhere = _rules(spot, words, reason) if words else ()
        accepted = spot.accept(reason)
        files.remember(workspace, direction, everywhere or (accepted,))
        left = sum(one.flagged for one in _spots(workspace, direction))
    facts = Acceptance(
        direction=direction,
        accepted=accepted,
        file=files.shown_script(workspace, direction.target),
        line=spot.where.line,
        target=spot.where.text,
        left=left,
        everywhere=everywhere,
    )
    return Report(
        facts=facts,
        written=(files.shown_memory(workspace, direction),),
        next=f"speakprep translate {'check' if left else 'review'} --to {direction.target}",
    )


def _spots(workspace: Workspace, direction: Direction) -> tuple[Spot, ...]:
    """Return what the check says now, place by place."""
    return compare_now(workspace, translated(workspace, direction)).spots


def _as_shown(spot: Spot, shown: Placed | None) -> Spot:
    """Return a place if it is what the person saw, where they did.

    Raises:
        UsageError: either side is another one by now.
    """
    if shown is not None and (spot.source, spot.where.text) != (shown.source, shown.target):
        raise UsageError("changed since it was shown; nothing was written")
    return spot


def _rules(spot: Spot, words: str, reason: str) -> tuple[Dismissed, ...]:
    pair = Pair(key=spot.where.id, source=spot.source, target=spot.where.text)
    return rules_for(words_of(one_line_of(words)), spot.open_discrepancies, pair, reason)
