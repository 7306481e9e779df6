"""plan.toml in a talk folder: read, and changed under the talk's lock."""

from collections.abc import Callable

from speakprep.plan.files import PLAN_FILE, parse_plan
from speakprep.plan.model import Plan
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

Change = Callable[[str, Plan, str], str]
"""Is given the text, what it says, and the file's name; returns the new text."""


def read_plan(workspace: Workspace) -> Plan:
    """Return what the speaker decided; an empty plan where there is no plan.toml.

    Raises:
        InputError: it is broken, with its line.
    """
    path = workspace.folder / PLAN_FILE
    return parse_plan(read_text(path), workspace.name(path)) if path.exists() else Plan()


def change_plan(workspace: Workspace, change: Change) -> Report[Plan]:
    """Change plan.toml; what cannot be read back is never written.

    Raises:
        InputError: plan.toml is broken, or was changed meanwhile.
        StorageError: it cannot be written.
    """
    path = workspace.folder / PLAN_FILE
    file = workspace.name(path)
    with locked(workspace.folder):
        before = read_text(path) if path.exists() else ""
        after = change(before, parse_plan(before, file), file)
        plan = parse_plan(after, file)
        expected = before.encode() if path.exists() else None
        if after != before:
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    return Report(facts=plan, written=(file,) if after != before else (), next="speakprep plan")
