"""Reading a translation place by place: what is next, signing, refusing, editing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from speakprep.errors import UsageError
from speakprep.script.files import render_script
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.accepting import at, line_of, one_line_of, reason_of, the_one
from speakprep.translation.actions.opening import translated
from speakprep.translation.actions.reporting import compare_now, next_step, placed_now
from speakprep.translation.findings import Spot
from speakprep.translation.formats.applying import put_in
from speakprep.translation.model import Accepted, Decision, Direction, Verdict
from speakprep.translation.review import reading_order
from speakprep.translation.snapshot import Snapshot, adopt_edits, write_translation
from speakprep.translation.standing import Placed, Tally, place, tally, verdict_on


@dataclass(frozen=True, kw_only=True)
class Review:
    """What there is to read: `queue` is in the order to read it, what is signed last."""

    direction: Direction
    file: str
    tally: Tally
    queue: tuple[Placed, ...]

    def find(self, name: str) -> Placed | None:
        """Return the place of these segments, if there still is one."""
        return next((one for one in self.queue if one.where.id == name), None)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a person decided just now about so many `places`, on these `lines` of `file`."""

    direction: Direction
    decision: Decision
    file: str
    places: int
    lines: tuple[int, ...]
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs: `day` is a date such as "2026-11-21", `by` a name or empty."""

    day: str
    by: str = ""


def read_review(workspace: Workspace, direction: Direction) -> Report[Review]:
    """Return all that is translated, worst first; nothing is written.

    Raises:
        InputError: a file cannot be read, or there is no translation.
    """
    return _review(workspace, direction, ())


def sign(
    workspace: Workspace,
    direction: Direction,
    named: str,
    signature: Signature,
    *,
    reason: str = "",
    shown: Placed | None = None,
) -> Report[Decided]:
    """Sign all places on a line, or the one of a segment's id: these words may go on stage.

    Where the check has findings, they are settled by the reason, and without one nothing is
    signed. Editing either side revokes it.

    Args:
        workspace: the talk.
        direction: from which language into which.
        named: the line or the segment's id.
        signature: who signs, and when.
        reason: why findings are none, if there are any.
        shown: the place as the person saw it, if they did.

    Raises:
        UsageError: there is no such place, findings are open, or it has changed since.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        now = _Now(workspace, direction)
        chosen = now.named(named, shown)
        flagged = [one for one in chosen if one.standing == "flagged"]
        if flagged and not reason.strip():
            kinds = ", ".join(dict.fromkeys(found.code for found in flagged[0].findings))
            raise UsageError(
                f"has findings that nobody settled ({kinds}): sign it with a reason",
                file=now.file,
                line=flagged[0].where.line,
                hint=f'mend the words, or: speakprep translate sign {named.strip()} --reason "..."',
            )
        why = reason_of(reason) if flagged else ""
        accepted = [now.accept(one, why) for one in flagged]
        return now.decide(chosen, "signed", signature, accepted)


def sign_clean(workspace: Workspace, direction: Direction, signature: Signature) -> Report[Decided]:
    """Sign all places that have no findings at once, and record that it was at once.

    Raises:
        UsageError: there are none.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        now = _Now(workspace, direction)
        clean = [
            one for one in now.places if one.standing in {"machine", "edited"} and not one.findings
        ]
        if not clean:
            raise UsageError(
                "there is nothing without findings that is not signed yet",
                hint=f"see: speakprep translate status --to {direction.target}",
            )
        return now.decide(clean, "signed", signature, in_bulk=True)


def reject(
    workspace: Workspace,
    direction: Direction,
    named: str,
    reason: str,
    signature: Signature,
    *,
    shown: Placed | None = None,
) -> Report[Decided]:
    """Refuse a place: the next run asks for it again.

    Raises:
        UsageError: there is no reason, no one place of that name, it has changed since it
            was `shown`, or a hand has written words that cannot be told apart.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    reason = reason_of(reason, "a place is rejected with a reason")
    with locked(workspace.folder):
        now = _Now(workspace, direction)
        one = the_one(now.named(named, shown))
        if len(one.where.segments) > 1:
            raise UsageError(
                "these words were written by hand, over several segments: edit them",
                file=now.file,
                line=one.where.line,
            )
        if one.where.origin == "edited":
            # As long as it counts as a hand's work, no run would put other words there.
            adopt_edits(workspace, direction)
            write_translation(workspace, direction)
        return now.decide([one], "rejected", signature, reason=reason)


def edit(workspace: Workspace, direction: Direction, shown: Placed, text: str) -> Report[Review]:
    """Put a person's words in the place of those shown; all else stays to the byte.

    Raises:
        UsageError: the place has changed since, there are no words, or the paragraphs of
            its slide could not be matched.
        InputError: a file cannot be read, or changed meanwhile.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        now = _Now(workspace, direction)
        one = the_one(now.named(shown.where.id, shown))
        if one.where.whole_slide or not text.strip():
            what = "no words are left" if not text.strip() else "its paragraphs were not matched"
            raise UsageError(f"{what}: edit the script itself", file=now.file, line=one.where.line)
        snapshot = now.snapshot
        edits = {one.where.id: one_line_of(text)}
        script = put_in(
            snapshot.present, snapshot.slides, snapshot.aligned, edits, direction.target
        )
        if script == snapshot.present:
            return _review(workspace, direction, ())
        write_atomic(
            files.script_path(workspace, direction.target),
            render_script(script).encode(),
            within=workspace.folder,
            expected=snapshot.present_bytes,
        )
        adopt_edits(workspace, direction)
        write_translation(workspace, direction)
        memory = files.shown_memory(workspace, direction)
        return _review(workspace, direction, (now.file, memory))


def _review(workspace: Workspace, direction: Direction, written: tuple[str, ...]) -> Report[Review]:
    places = placed_now(workspace, translated(workspace, direction))
    facts = Review(
        direction=direction,
        file=files.shown_script(workspace, direction.target),
        tally=tally(places),
        queue=reading_order(places),
    )
    return Report(facts=facts, written=written, next=next_step(direction, facts.tally))


class _Now:
    """All places as the files are now; only made under the lock."""

    def __init__(self, workspace: Workspace, direction: Direction) -> None:
        self._workspace = workspace
        self._direction = direction
        self.file = files.shown_script(workspace, direction.target)
        self.snapshot: Snapshot = translated(workspace, direction)
        self._spots: Sequence[Spot] = compare_now(workspace, self.snapshot).spots
        self.places = place(self.snapshot.aligned, self._spots, self.snapshot.memory, direction)

    def named(self, named: str, shown: Placed | None) -> list[Placed]:
        """Return the places meant, which have to be translated.

        Raises:
            UsageError: there are none, or it is not the one that was shown any more.
        """
        found = at([one for one in self.places if one.translated], named)
        if shown is not None:
            if [(one.source, one.target) for one in found] != [(shown.source, shown.target)]:
                raise UsageError("changed since it was shown; nothing was written", file=self.file)
            return found
        if not found:
            line = line_of(named)
            raise UsageError(
                f"no translated place begins on line {line!r}" if line else "on which line?",
                hint=f"see: speakprep translate review --to {self._direction.target}",
            )
        return found

    def accept(self, placed: Placed, reason: str) -> Accepted:
        """Settle all that is found at a place."""
        where = placed.where
        (spot,) = (
            each
            for each in self._spots
            if (each.where.id, each.where.line) == (where.id, where.line)
        )
        return spot.accept(reason)

    def decide(
        self,
        chosen: Sequence[Placed],
        decision: Decision,
        signature: Signature,
        accepted: Sequence[Accepted] = (),
        *,
        reason: str = "",
        in_bulk: bool = False,
    ) -> Report[Decided]:
        """Write what was decided, in one go."""
        workspace, direction = self._workspace, self._direction
        by = one_line_of(signature.by)
        verdicts: list[Verdict] = [
            verdict_on(one, decision, day=signature.day, by=by, reason=reason, in_bulk=in_bulk)
            for one in chosen
        ]
        files.remember(workspace, direction, (*accepted, *verdicts))
        # No words have changed, so all else stands where it stood.
        decided = {
            one.where.id: replace(one, standing=verdict.decision, verdict=verdict)
            for one, verdict in zip(chosen, verdicts, strict=True)
        }
        standing = tally(decided.get(one.where.id, one) for one in self.places)
        facts = Decided(
            direction=direction,
            decision=decision,
            file=self.file,
            places=len(chosen),
            lines=tuple(dict.fromkeys(one.where.line for one in chosen)),
            tally=standing,
        )
        memory = files.shown_memory(workspace, direction)
        return Report(facts=facts, written=(memory,), next=next_step(direction, standing))
