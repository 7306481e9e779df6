"""When each step is due, counted back from the talk."""

from datetime import date

from speakprep.plan.model import Checklist, Plan, Step


def due_days(
    checklist: Checklist, plan: Plan, *, talk: date | None, begins: date | None
) -> dict[str, date | None]:
    """Return the day by which each step should be finished, by the step's key.

    With fewer than `full_days` between `begins` and the talk, all steps move
    together in proportion, but never nearer to the talk than `least_days`, nor
    before `begins`.

    Args:
        checklist: the steps and their usual days before the talk.
        plan: days the speaker moved; they win.
        talk: the day of the talk, None if unknown.
        begins: the day preparation could begin, such as the acceptance; None
            for the usual time.
    """
    moved = dict(plan.moved)
    return {
        step.key: moved.get(step.key) or _due(step, checklist.full_days, talk, begins)
        for step in checklist.steps
    }


def _due(step: Step, full_days: int, talk: date | None, begins: date | None) -> date | None:
    if talk is None:
        return None
    days = step.days
    available = full_days if begins is None else max((talk - begins).days, 0)
    if available < full_days:
        scaled = round(step.days * available / full_days)
        days = min(max(scaled, step.least_days), available)
    return date.fromordinal(max(talk.toordinal() - days, 1))
