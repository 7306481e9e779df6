"""How a talk's standing looks to a person: shared by the front door and `plan`."""

from collections.abc import Mapping
from datetime import date

from speakprep.cli.terminal import clip, columns, pad, printable, styled, wrap
from speakprep.plan.model import Progress, Stage, Standing, State
from speakprep.talk.language import Language

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


DAY_IS_NEAR = 14
"""From so many days before the talk on, the plan points to what belongs to its day."""


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
    following = next((step for step in standing.steps if step.next), None)
    for step in standing.steps:
        lines += ["", step_line(step, standing.language)]
        if step.state in {"todo", "late"}:
            why = in_language(step.step.why, standing.language)
            lines += wrap(printable(why), columns(), indent=" " * 7)
        lines += step_details(step)
        if step is following:
            lines += _on_the_way(step, standing.language)
    return (*lines, *_behind_you(standing), *_the_day(standing), *_crammed(standing))


def in_language(texts: Mapping[Language, str], language: Language) -> str:
    """Return a checklist's text in the speaker's language, in English where there is none."""
    return texts.get(language, texts["en"])


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


def step_line(progress: Progress, language: Language = "en") -> str:
    """Return one step in one line: mark, number, title, state and day."""
    mark, colour = MARKS[progress.state]
    due = f"by {progress.due:%m-%d}" if progress.due else ""
    state = "" if progress.state in {"todo", "done"} else progress.state
    title = pad(printable(in_language(progress.step.title, language)), 50)
    line = f"{mark} {progress.step.number}  {title}  {pad(state, 11)}  {due}".rstrip()
    return styled(line, colour) if colour != "dim" else line


def step_details(progress: Progress) -> list[str]:
    """Return what proves a step (+) and what it lacks (-)."""
    lines: list[str] = []
    for sign, texts in (("+", progress.proved), ("-", progress.missing)):
        for text in texts:
            lines += wrap(printable(text), columns(), indent=f"       {sign} ", hanging=" " * 9)
    return lines


def _on_the_way(progress: Progress, language: Language) -> list[str]:
    """Name the days of what lies before the end of the step that is being taken."""
    parts = (
        f"{printable(in_language(part.title, language))} {part.day:%m-%d}"
        for part in progress.parts
    )
    text = ", ".join(parts)
    return wrap(f"on the way: {text}", columns(), indent=" " * 7, hanging=" " * 9) if text else []


def _behind_you(standing: Standing) -> list[str]:
    """Say what is behind and what is ahead; nothing is said of a talk not begun, or over."""
    states = [step.state for step in standing.steps]
    behind, out = states.count("done"), states.count("waived")
    ahead = len(states) - behind - out
    if not behind or standing.stage in {"given", "rejected"}:
        return []
    left_out = f", {out} left out" if out else ""
    if not ahead:
        return ["", f"All of it is behind you{left_out}. You are ready: enjoy it."]
    steps = "step is" if behind == 1 else "steps are"
    return ["", f"{behind} {steps} behind you{left_out}, {ahead} to go."]


def _the_day(standing: Standing) -> list[str]:
    """Point to the day of the talk once it is near, until all that follows it is done."""
    given = standing.stage == "given"  # nobody invites guests to a talk of yesterday
    left = [item for item in standing.day if item.next and (item.item.day > 0 or not given)]
    near = standing.days_left is not None and standing.days_left <= DAY_IS_NEAR
    if not left or not near or standing.stage in {"proposal", "waiting", "rejected"}:
        return []
    done = sum(item.state == "done" for item in standing.day)
    title = printable(in_language(left[0].item.title, standing.language))
    due = f", by {left[0].due:%m-%d}" if left[0].due else ""
    text = f"The day and after: {done} of {len(standing.day)} done. Next: {title}{due}"
    return ["", *wrap(f"{text} (speakprep plan day)", columns(), hanging="  ")]


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
