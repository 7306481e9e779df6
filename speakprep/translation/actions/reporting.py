"""What every verb ends with: the script written, and what the check says about it."""

from speakprep.fidelity.model import LIMITS
from speakprep.talk.report import Finding, Report, at_or_above
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings
from speakprep.translation.model import Direction, Translation
from speakprep.translation.snapshot import Snapshot, write_translation


def write_and_report(
    workspace: Workspace, direction: Direction, came: int, refused: tuple[str, ...]
) -> Report[Translation]:
    """Write the script and say what is in it."""
    snapshot, conflicts, written = write_translation(workspace, direction)
    name = workspace.name(files.script_path(workspace, direction.target))
    extra = (*findings.conflicting(conflicts, name), *findings.refused(refused))
    memory = workspace.name(files.memory_path(workspace, direction))
    files_written = (*written, memory) if came or written else ()
    return report_on(workspace, snapshot, came=came, extra=extra, written=files_written)


def report_on(
    workspace: Workspace,
    snapshot: Snapshot,
    *,
    came: int = 0,
    extra: tuple[Finding, ...] = (),
    written: tuple[str, ...] = (),
) -> Report[Translation]:
    """Return how far the translation is, with all the check says.

    Args:
        workspace: the talk.
        snapshot: both scripts as they are now.
        came: segments that the command brought.
        extra: what else there is to say.
        written: the files written.
    """
    direction, aligned = snapshot.direction, snapshot.aligned
    name = workspace.name(files.script_path(workspace, direction.target))
    memory = workspace.name(files.memory_path(workspace, direction))
    compared = compare_now(workspace, snapshot)
    found = (*compared.findings, *extra, *findings.skipped(snapshot.memory, memory))

    def segments(origin: str) -> int:
        return sum(len(one.segments) for one in aligned if one.origin == origin)

    facts = Translation(
        direction=direction,
        file=name,
        segments=len(snapshot.segments),
        came=came,
        stale=segments("stale"),
        missing=segments("missing"),
        edited=segments("edited"),
        flagged=sum(spot.flagged for spot in compared.spots),
        accepted=sum(len(spot.open) < len(spot.findings) for spot in compared.spots),
        limits=LIMITS,
    )
    return Report(facts=facts, findings=found, written=written, next=_next(snapshot, found))


def compare_now(workspace: Workspace, snapshot: Snapshot) -> findings.Compared:
    """Compare both scripts, with the names of their files."""
    direction = snapshot.direction
    return findings.compare(
        snapshot.aligned,
        snapshot.memory,
        direction,
        workspace.name(files.script_path(workspace, direction.target)),
        workspace.name(files.script_path(workspace, direction.source)),
    )


def _next(snapshot: Snapshot, found: tuple[Finding, ...]) -> str:
    target = snapshot.direction.target
    outdated = any(one.origin in {"missing", "stale"} for one in snapshot.aligned)
    if outdated:
        return f"speakprep translate run --to {target}"
    if at_or_above(found, "warning"):
        return f"speakprep translate check --to {target}"
    return f"speakprep script check --lang {target}"
