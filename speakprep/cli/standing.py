"""How a talk's standing looks to a person: shared by the front door and `plan`."""

from datetime import date

from speakprep.cli.terminal import clip, columns, pad, printable, styled, wrap
from speakprep.plan.model import Progress, Stage, Standing, State

MARKS: dict[State, tuple[str, str]] = {
    "done": ("[x]", "green"),
    "waived": ("[-]", "dim"),
    "in progress": ("[~]", "yellow"),
    "stale": ("[!]", "yellow"),
    "late": ("[!]", "red"),
    "todo": ("[ ]", "dim"),
}
"""A step's state at a glance, readable without colour."""

STAGES: dict[Stage, str] = {
    "proposal": "writing the proposal",
    "waiting": "waiting for the answer",
    "rejected": "free for another event",
    "script": "writing the script",
    "rehearsal": "rehearsing",
    "review": "on the home stretch",
    "ready": "ready for the stage",
    "given": "given",
}


def headline(standing: Standing) -> list[str]:
    """Return the talk's title, its stage, and how many days are left."""
    stage = STAGES[standing.stage]
    if standing.waiting_since:
        stage += f" since {standing.waiting_since}"
    # While waiting nobody need know the day; after a refusal it was the other event's.
    silent = standing.stage == "rejected" or (standing.waiting_since and not standing.talk_day)
    if not silent:
        stage += f", {until(standing.days_left, standing.talk_day)}"
    return [styled(clip(printable(standing.title), columns()), "bold"), stage]


def plan_lines(standing: Standing) -> tuple[str, ...]:
    """Show all five steps with all that is known about them."""
    lines = headline(standing)
    for step in standing.steps:
        lines += ["", step_line(step)]
        if step.state in {"todo", "late"}:
            lines += wrap(printable(step.step.why["en"]), columns(), indent=" " * 7)
        lines += step_details(step)
    return (*lines, *_crammed(standing))


def until(days_left: int | None, day: date | None) -> str:
    """Say when the talk is.

    >>> until(1, date(2027, 3, 17))
    '1 day to the talk (2027-03-17)'
    """
    if days_left is None or day is None:
        return "no date yet (speakprep plan date YYYY-MM-DD)"
    if days_left == 0:
        return f"today ({day})"
    days = f"{abs(days_left)} day{'s' * (abs(days_left) != 1)}"
    return f"{days} ago ({day})" if days_left < 0 else f"{days} to the talk ({day})"


def step_line(progress: Progress) -> str:
    """Return one step in one line: mark, number, title, state and day."""
    mark, colour = MARKS[progress.state]
    due = f"by {progress.due:%m-%d}" if progress.due else ""
    state = "" if progress.state in {"todo", "done"} else progress.state
    title = pad(printable(progress.step.title["en"]), 50)
    line = f"{mark} {progress.step.number}  {title}  {pad(state, 11)}  {due}".rstrip()
    return styled(line, colour) if colour != "dim" else line


def step_details(progress: Progress) -> list[str]:
    """Return what proves a step (+) and what it lacks (-)."""
    lines: list[str] = []
    for sign, texts in (("+", progress.proved), ("-", progress.missing)):
        for text in texts:
            lines += wrap(printable(text), columns(), indent=f"       {sign} ", hanging=" " * 9)
    return lines


def _crammed(standing: Standing) -> list[str]:
    """Say how to move the days closer together, where the usual ones have passed already."""
    late = any(step.state == "late" for step in standing.steps)
    if not late or standing.accepted:
        return []
    text = (
        "The days count back from the talk. Accepted only lately? This moves them closer "
        "together: speakprep plan accepted YYYY-MM-DD"
    )
    return ["", *wrap(text, columns())]
