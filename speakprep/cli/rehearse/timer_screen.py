"""What the timer shows: a clock to be read from two metres, the plan, the slides."""

from collections.abc import Iterator

from speakprep.cli.terminal import clip, one_line
from speakprep.rehearsal.timer import Timer
from speakprep.script.timing import clock

PROMPT = "space next, ← back, p pause, m mark, q end > "

_BAR_CELLS = 40
_LEAST_BEHIND_S = 5
"""Less than a breath is on time."""

_DIGITS = {
    "0": (" ### ", "#   #", "#   #", "#   #", " ### "),
    "1": ("  #  ", " ##  ", "  #  ", "  #  ", " ### "),
    "2": (" ### ", "#   #", "  ## ", " #   ", "#####"),
    "3": ("#### ", "    #", " ### ", "    #", "#### "),
    "4": ("#  # ", "#  # ", "#####", "   # ", "   # "),
    "5": ("#####", "#    ", "#### ", "    #", "#### "),
    "6": (" ### ", "#    ", "#### ", "#   #", " ### "),
    "7": ("#####", "   # ", "  #  ", " #   ", " #   "),
    "8": (" ### ", "#   #", " ### ", "#   #", " ### "),
    "9": (" ### ", "#   #", " ####", "    #", " ### "),
    ":": ("   ", " # ", "   ", " # ", "   "),
}


def timer_lines(timer: Timer, at_s: float, minutes: float, width: int) -> list[str]:
    """Return the whole screen, the last line without its end: there the cursor waits."""
    slide, following = timer.slide, timer.following
    place = f"slide {slide.number}, {timer.place + 1} of {len(timer.slides)}"
    lines = [
        "",
        *(f"  {row}" for row in big(clock(int(timer.elapsed_s(at_s))))),
        "",
        f"  {_standing(timer, at_s, minutes)}",
        "",
        f"  {place}: {_on_slide(timer, at_s)}",
        f"  {one_line(slide.title) or '(no title)'}",
        f"  {_bar(timer, at_s)}",
        "",
        f"  then: {_title(following.number, following.title)}" if following else "  the last slide",
        "",
        PROMPT,
    ]
    return [clip(line, width) for line in lines[:-1]] + lines[-1:]


def big(text: str) -> Iterator[str]:
    """Write digits and colons five lines high."""
    for row in range(5):
        yield "  ".join(_DIGITS[character][row] for character in text).rstrip()


def _standing(timer: Timer, at_s: float, minutes: float) -> str:
    behind = round(timer.behind_s(at_s))
    where = "on time"
    if abs(behind) >= _LEAST_BEHIND_S:
        where = f"{clock(abs(behind))} {'behind' if behind > 0 else 'ahead of'} your plan"
    left = round(minutes * 60 - timer.elapsed_s(at_s))
    slot = f"{clock(left)} left of {minutes:g} minutes"
    if left < 0:
        slot = f"{clock(-left)} over your {minutes:g} minutes"
    marks = f"; {timer.notes} marked" if timer.notes else ""
    return f"{'PAUSED: ' if timer.paused else ''}{where}; {slot}{marks}"


def _on_slide(timer: Timer, at_s: float) -> str:
    taken = clock(int(timer.on_slide_s(at_s)))
    planned = timer.slide.seconds
    return f"{taken} of {clock(planned)}" if planned is not None else f"{taken}, nothing planned"


def _bar(timer: Timer, at_s: float) -> str:
    """Show this slide's time against its plan; a `>` says that it runs over."""
    share = timer.on_slide_s(at_s) / timer.slide.seconds if timer.slide.seconds else 0.0
    filled = min(int(share * _BAR_CELLS), _BAR_CELLS)
    return f"[{'#' * filled}{'.' * (_BAR_CELLS - filled)}{'>' if share > 1 else ']'}"


def _title(number: int, title: str) -> str:
    return f"{number}. {one_line(title)}"
