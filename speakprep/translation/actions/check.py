"""Both scripts compared, or brought in step, without asking anybody."""

from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.opening import translated
from speakprep.translation.actions.reporting import report_on, write_and_report
from speakprep.translation.model import Direction, Translation
from speakprep.translation.snapshot import adopt_edits


def check(workspace: Workspace, direction: Direction) -> Report[Translation]:
    """Compare both scripts as they are now; nothing is sent and nothing written.

    Raises:
        InputError: a file cannot be read.
    """
    return report_on(workspace, translated(workspace, direction))


def renew(workspace: Workspace, direction: Direction) -> Report[Translation]:
    """Bring the translated script in step with its source; nothing is asked.

    Slides that moved take their translation along, and hand edits are remembered.

    Raises:
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        adopt_edits(workspace, direction)
        return write_and_report(workspace, direction, 0, ())
