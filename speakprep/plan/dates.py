"""When each step is due, counted back from the talk, in whole days of the speaker's calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from speakprep.event.dates import zone_of
from speakprep.plan.model import Checklist, DayItem, Milestone, Plan, Step


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days that all others are judged by, in the speaker's calendar.

    `talk` is None while unknown; `begins` is the day preparation could begin, such
    as the acceptance, None for the usual time.
    """

    today: date
    talk: date | None
    begins: date | None = None


def due_days(
    checklist: Checklist, plan: Plan, *, talk: date | None, begins: date | None
) -> dict[str, date | None]:
    """Return the day by which each step should be finished, by the step's key.

    With fewer than `full_days` between `begins` and the talk, all steps move
    together in proportion, but never nearer to the talk than `least_days`, nor
    before `begins`.

    Args:
        checklist: the steps and their usual days before the talk.
        plan: days the speaker moved; they win, up to the talk, which may have moved since.
        talk: the day of the talk, None if unknown.
        begins: the day preparation could begin, such as the acceptance; None
            for the usual time.
    """
    moved = {key: min(day, talk) if talk else day for key, day in plan.moved}
    return {
        step.key: moved.get(step.key) or _usual(step, checklist.full_days, talk, begins)
        for step in checklist.steps
    }


def milestones(
    checklist: Checklist, plan: Plan, *, talk: date | None, begins: date | None
) -> dict[str, tuple[Milestone, ...]]:
    """Return what lies on the way to each step, by the step's key; arguments as above.

    Parts keep their order, never follow the end of their step, and move with
    it when the speaker moves it.
    """
    due = due_days(checklist, plan, talk=talk, begins=begins)
    return {
        step.key: _parts(step, checklist.full_days, talk, begins, due[step.key])
        for step in checklist.steps
    }


def item_day(item: DayItem, *, talk: date | None, begins: date | None) -> date | None:
    """Return the day by which a thing of the day should be done; never before `begins`."""
    if talk is None:
        return None
    day = _shifted(talk, item.day)
    return max(day, min(begins, talk)) if begins and item.day < 0 else day


def begins_at(plan: Plan, talk: date | None) -> datetime | None:
    """Return the moment the talk begins; None unless day, time and time zone are known."""
    zone = zone_of(plan.zone) if plan.zone else None
    if talk is None or plan.at is None or zone is None:
        return None
    moment = datetime.combine(talk, plan.at, zone)
    try:
        moment.astimezone(UTC)
    except OverflowError:  # beyond the first or the last day of the calendar
        return None
    return moment


def own_day(plan: Plan, talk: date | None, here: tzinfo | None) -> date | None:
    """Return the day of the talk as the speaker's own calendar has it.

    A talk given online to Tokyo at nine in the morning is on the evening before in
    California. Without time and zone, the venue's day is the only one known.

    Args:
        plan: when and where the talk begins.
        talk: its day at the venue.
        here: the speaker's own time zone; None for the one this machine is set to.
    """
    moment = begins_at(plan, talk)
    try:
        return moment.astimezone(here).date() if moment else talk
    except (OverflowError, ValueError):  # likewise
        return talk


def _usual(step: Step, full_days: int, talk: date | None, begins: date | None) -> date | None:
    if talk is None:
        return None
    return _shifted(talk, -_before(step.days, step.least_days, full_days, talk, begins))


def _before(days: int, least: int, full_days: int, talk: date, begins: date | None) -> int:
    """Return how many days before the talk something is due, with the time there is."""
    available = full_days if begins is None else max((talk - begins).days, 0)
    if available >= full_days:
        return days
    return min(max(round(days * available / full_days), least), available)


def _parts(
    step: Step, full_days: int, talk: date | None, begins: date | None, due: date | None
) -> tuple[Milestone, ...]:
    usual = _usual(step, full_days, talk, begins)
    if talk is None or due is None or usual is None:
        return ()
    moved = (due - usual).days
    least = (talk - usual).days
    days = (
        _shifted(talk, moved - _before(part.days, least, full_days, talk, begins))
        for part in step.parts
    )
    return tuple(
        Milestone(day=min(max(day, begins) if begins else day, due), title=part.title)
        for day, part in zip(days, step.parts, strict=True)
    )


def _shifted(day: date, days: int) -> date:
    """Go so many days on; the calendar has a first and a last day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max
