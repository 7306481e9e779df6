"""Two rehearsals beside each other, and figures over all of them."""

from dataclasses import dataclass

from speakprep.errors import UsageError
from speakprep.rehearsal.actions.records import find_rehearsal, listen_command
from speakprep.rehearsal.actions.show import spoken_takes
from speakprep.rehearsal.compare import Comparison, compare
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.trend import Series, trend
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two rehearsals compared, the older one first."""

    comparison: Comparison
    speaking_minutes: int


@dataclass(frozen=True, kw_only=True)
class Trended:
    """Rehearsals with speech in them, oldest first, and their figures in that order."""

    rehearsals: tuple[Rehearsal, ...]
    series: tuple[Series, ...]
    speaking_minutes: int


def compare_rehearsals(workspace: Workspace, first: str = "", second: str = "") -> Report[Compared]:
    """Compare two rehearsals; the last two when none is named, one with the newest.

    Raises:
        UsageError: there is no such rehearsal, only one, or no speech in one of them.
        InputError: a record is broken.
    """
    if first and second:
        named = [find_rehearsal(workspace, name) for name in (first, second)]
    elif first:
        takes = spoken_takes(workspace)
        named = [find_rehearsal(workspace, first), takes[-1]]
    else:
        named = list(spoken_takes(workspace)[-2:])
    _check(named)
    before, after = sorted(named, key=lambda each: (each.at, each.id))
    minutes = workspace.talk.speaking_minutes
    return Report(
        facts=Compared(comparison=compare(before, after, minutes), speaking_minutes=minutes),
        next="speakprep plan" if is_heard(after) else listen_command(after.id),
    )


def trend_of(workspace: Workspace) -> Report[Trended]:
    """Return the figures of all rehearsals.

    Raises:
        UsageError: there is none with speech in it.
        InputError: a record is broken.
    """
    takes = spoken_takes(workspace)
    unheard = [each for each in takes if not is_heard(each)]
    return Report(
        facts=Trended(
            rehearsals=takes,
            series=trend(takes),
            speaking_minutes=workspace.talk.speaking_minutes,
        ),
        next=listen_command(unheard[-1].id) if unheard else "speakprep plan",
    )


def _check(named: list[Rehearsal]) -> None:
    for each in named:
        if not each.figures.speech_found:
            raise UsageError(
                f"{each.id} has no figures to compare", hint="see: speakprep rehearse list"
            )
    if len({each.id for each in named}) < 2:
        raise UsageError(
            f"there is nothing to compare {named[0].id} with yet",
            hint="rehearse once more, then: speakprep rehearse log RECORDING",
        )
