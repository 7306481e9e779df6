"""A place that a person read and found right, with a reason."""

from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.accepting import choose, reason_of
from speakprep.translation.actions.opening import translated
from speakprep.translation.actions.reporting import compare_now
from speakprep.translation.memory import render_accepted
from speakprep.translation.model import Acceptance, Direction


def accept(
    workspace: Workspace, direction: Direction, named: str, reason: str
) -> Report[Acceptance]:
    """Note that a person read a place with findings and found it right, and why.

    Editing either side of it revokes that.

    Raises:
        UsageError: there is no reason, or no one place of that name with findings.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    reason = reason_of(reason)
    with locked(workspace.folder):
        snapshot = translated(workspace, direction)
        spots = compare_now(workspace, snapshot).spots
        spot = choose(spots, named)
        accepted = spot.accept(reason)
        files.remember(workspace, direction, [render_accepted(accepted)])
    left = sum(each.flagged for each in spots) - spot.flagged
    facts = Acceptance(
        direction=direction,
        accepted=accepted,
        file=workspace.name(files.script_path(workspace, direction.target)),
        line=spot.where.line,
        target=spot.where.text,
        left=left,
    )
    return Report(
        facts=facts,
        written=(workspace.name(files.memory_path(workspace, direction)),),
        next=f"speakprep translate check --to {direction.target}" if left else "speakprep plan",
    )
