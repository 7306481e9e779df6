"""What a transcript says, as a person reads it: slides, what was added, fillers, pace."""

from collections import Counter
from collections.abc import Iterator, Sequence

from speakprep.cli.rehearse.spark import spark
from speakprep.cli.terminal import cells, clip, one_line, pad, wrap
from speakprep.rehearsal.fillers import Filler
from speakprep.rehearsal.judge import HAN_PER_MINUTE, WORDS_PER_MINUTE
from speakprep.rehearsal.told import SlideTold, Told
from speakprep.rehearsal.transcript import GRAIN_WORDS
from speakprep.rehearsal.transcripts.rolling import WINDOW_S, Moment
from speakprep.script.timing import clock

_BAR = 20
_MOST_ASIDES = 6
_MOST_FILLERS = 8


def told_lines(told: Told, width: int) -> tuple[str, ...]:
    """Return what a transcript says, in lines of at most `width` columns."""
    lines = [*wrap(one_line(_head(told)), width)]
    if told.slides:
        lines += ["", *_slide_lines(told, width), "", *_share_lines(told, width)]
    elif told.in_script is None:
        lines += wrap("There is no script yet to lay it beside.", width)
    lines += _aside_lines(told, width)
    lines += _filler_lines(told, width)
    lines += _repeated_lines(told, width)
    return (*lines, *_pace_lines(told, width))


def _head(told: Told) -> str:
    unit = "characters and words" if told.language == "zh" else "words"
    by = f" by {told.by}" if told.by else ""
    grain = GRAIN_WORDS[told.grain]
    timed = grain if told.grain == "text" else f"timed {grain}"
    return (
        f"{told.rehearsal}: {told.words:,} {unit} in {clock(told.minutes * 60)}, "
        f"from {told.source}{by}, {timed}"
    )


def _slide_lines(told: Told, width: int) -> Iterator[str]:
    """Draw a slide a line: when it began, how much of its text was said."""
    room = width - _BAR - 26
    yield f"  {pad('slide', room + 5)}{'begins':>8}  said"
    for slide in told.slides:
        number = "" if slide.number is None else f"{slide.number}"
        title = clip(one_line(slide.title), room)
        begins = "-" if slide.start_s is None else clock(slide.start_s)
        yield f"  {number:>3}  {pad(title, room)}{begins:>8}  {_said(slide)}".rstrip()


def _said(slide: SlideTold) -> str:
    if not slide.words:
        return "no text"
    filled = round(slide.coverage * _BAR)
    bar = f"[{'#' * filled}{'.' * (_BAR - filled)}]"
    again = len(slide.visits)
    more = "skipped" if slide.skipped else f"x{again}" if again > 1 else ""
    return f"{bar} {slide.coverage:4.0%} {more}"


def _share_lines(told: Told, width: int) -> list[str]:
    share = (
        f"{told.of_script or 0:.0%} of the script was said, and {told.in_script or 0:.0%} of what "
        "was said is in it; words misheard count against both."
    )
    if any(slide.start_s is not None for slide in told.slides):
        share += f" Nine of ten slides begin within {told.start_error_s:.0f} s of the time shown."
    return wrap(share, width)


def _aside_lines(told: Told, width: int) -> list[str]:
    if not told.asides:
        return []
    longest = sorted(told.asides, key=lambda aside: -aside.words)[:_MOST_ASIDES]
    lines = ["", _counted(len(told.asides), "part that the script does not have", "the longest")]
    for aside in sorted(longest, key=lambda aside: aside.start_s):
        slide = f"slide {aside.number}" if aside.number is not None else "before"
        head = f"  {clock(aside.start_s):>6}  {pad(slide, 10)}"
        lines.append(head + clip(one_line(aside.text), width - cells(head)))
    return lines


def _filler_lines(told: Told, width: int) -> list[str]:
    if not told.slides:
        return []
    if not told.fillers:
        return ["", "No filler that the script does not have."]
    words = [filler for filler in told.fillers if filler.kind == "word"]
    sounds = [filler for filler in told.fillers if filler.kind == "sound"]
    lines = ["", "Fillers that the script does not have, a minute"]
    for label, found, note in (
        ("words", words, ""),
        ("sounds", sounds, " (at least: recognisers leave out most)"),
    ):
        if found:
            total = sum(filler.count for filler in found) / max(told.minutes, 1 / 60)
            text = f"{pad(label, 8)}{total:.1f}{note}: {_named(found)}"
            lines += wrap(text, width, indent="  ", hanging=" " * 10)
    return lines


def _named(found: Sequence[Filler]) -> str:
    named = [f"{filler.text} {filler.count}" for filler in found[:_MOST_FILLERS]]
    rest = sum(filler.count for filler in found[_MOST_FILLERS:])
    return ", ".join(named) + (f", others {rest}" if rest else "")


def _repeated_lines(told: Told, width: int) -> list[str]:
    if not told.repeated:
        return []
    lines = ["", "Said again and again"]
    for each in told.repeated:
        head = f"  {each.count:>3} times  "
        lines.append(head + clip(one_line(each.text), width - cells(head)))
    return lines


def _pace_lines(told: Told, width: int) -> list[str]:
    if not told.pace:
        return []
    unit, (low, high) = (
        ("字/min", HAN_PER_MINUTE) if told.language == "zh" else ("words/min", WORDS_PER_MINUTE)
    )
    slow = min(told.pace, key=lambda moment: moment.per_minute)
    fast = max(told.pace, key=lambda moment: moment.per_minute)
    outside = Counter(
        "above" if moment.per_minute > high else "below" if moment.per_minute < low else "inside"
        for moment in told.pace
    )
    text = (
        f"{slow.per_minute:.0f} {unit} at {clock(slow.at_s)} to {fast.per_minute:.0f} at "
        f"{clock(fast.at_s)} (within {told.pace_error:.0%}); {low:.0f} to {high:.0f} is usual: "
        f"{outside['above'] / len(told.pace):.0%} of the talk above, "
        f"{outside['below'] / len(told.pace):.0%} below"
    )
    return [
        "",
        f"Pace over {WINDOW_S:.0f} s",
        f"  {spark(_fitted(told.pace, width - 2))}",
        *wrap(text, width, indent="  "),
    ]


def _fitted(moments: Sequence[Moment], width: int) -> list[float]:
    """Return at most `width` means of the pace."""
    size = -(-len(moments) // width)
    groups = [moments[start : start + size] for start in range(0, len(moments), size)]
    return [sum(moment.per_minute for moment in group) / len(group) for group in groups]


def _counted(number: int, what: str, more: str) -> str:
    several = number > 1
    return f"{number} {what.replace('part', 'parts', 1) if several else what}" + (
        f"; {more}:" if number > _MOST_ASIDES else ":"
    )
