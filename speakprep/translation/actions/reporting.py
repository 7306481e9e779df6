"""What every verb ends with: the script written, and what the check says about it."""

from collections import Counter

from speakprep.fidelity.model import LIMITS
from speakprep.talk.report import Finding, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.dismissing import unused
from speakprep.translation.model import Direction, Translation
from speakprep.translation.snapshot import Snapshot, write_translation
from speakprep.translation.standing import Placed, Tally, place, rejected, tally


def write_and_report(
    workspace: Workspace, direction: Direction, came: int, refused: tuple[str, ...]
) -> Report[Translation]:
    """Write the script and say what is in it."""
    snapshot, conflicts, written = write_translation(workspace, direction)
    name = files.shown_script(workspace, direction.target)
    extra = (*findings.conflicting(conflicts, name), *findings.refused(refused))
    memory = files.shown_memory(workspace, direction)
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
    direction = snapshot.direction
    name = files.shown_script(workspace, direction.target)
    memory = files.shown_memory(workspace, direction)
    compared = compare_now(workspace, snapshot)
    places = _placed(snapshot, compared)
    standing = tally(places)
    found = (
        *compared.findings,
        *rejected(places, name),
        *extra,
        *findings.skipped(snapshot.memory, memory),
    )
    if not standing.to_translate:  # what is not there yet may still need a dismissal
        found += unused(compared.rules, memory)

    return Report(
        facts=_facts(snapshot, compared, standing, file=name, came=came),
        findings=found,
        written=written,
        next=next_step(direction, standing),
    )


def _facts(
    snapshot: Snapshot, compared: findings.Compared, standing: Tally, *, file: str, came: int
) -> Translation:
    """Count how far the translation in `file` is, of which `came` segments just now."""
    origins = Counter(one.origin for one in snapshot.aligned for _ in one.segments)
    return Translation(
        direction=snapshot.direction,
        file=file,
        segments=len(snapshot.segments),
        came=came,
        stale=_to_renew(snapshot),
        missing=origins["missing"],
        edited=origins["edited"],
        flagged=standing.flagged,
        accepted=sum(len(spot.open) < len(spot.findings) for spot in compared.spots),
        places=standing.places,
        signed=standing.signed,
        rejected=standing.counts["rejected"],
        limits=LIMITS,
    )


def _to_renew(snapshot: Snapshot) -> int:
    """Count the segments of stale places as the next run asks for them.

    Where one sentence of a paragraph has changed, the others keep their translation. A
    place whose sentences only moved is asked for nowhere and still to be renewed: it is one.
    """
    waiting = {segment.id for segment in snapshot.pending}
    stale = (one for one in snapshot.aligned if one.origin == "stale")
    return sum(max(1, sum(each.id in waiting for each in one.segments)) for one in stale)


def placed_now(workspace: Workspace, snapshot: Snapshot) -> tuple[Placed, ...]:
    """Return where every place stands, as the files are now."""
    return _placed(snapshot, compare_now(workspace, snapshot))


def compare_now(workspace: Workspace, snapshot: Snapshot) -> findings.Compared:
    """Compare both scripts, with the names of their files."""
    direction = snapshot.direction
    return findings.compare(
        snapshot.aligned,
        snapshot.memory,
        direction,
        files.shown_script(workspace, direction.target),
        files.shown_script(workspace, direction.source),
        fixed_in(workspace, direction),
    )


def next_step(direction: Direction, standing: Tally) -> str:
    """Return the command to type next: first all is translated, then all is signed."""
    target = direction.target
    if standing.to_translate:
        return f"speakprep translate run --to {target}"
    if standing.signed < standing.places:
        return f"speakprep translate review --to {target}"
    return f"speakprep script check --lang {target}"


def _placed(snapshot: Snapshot, compared: findings.Compared) -> tuple[Placed, ...]:
    return place(snapshot.aligned, compared.spots, snapshot.memory, snapshot.direction)
