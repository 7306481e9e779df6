"""Rehearsals as one HTML page: pictures with a table beside each, to look at or to print."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import log10
from statistics import fmean

from speakprep.rehearsal.compare import Comparison, compare
from speakprep.rehearsal.drawing import (
    Region,
    Row,
    box,
    columns,
    curve,
    over_time,
    pause_bars,
    waveform,
)
from speakprep.rehearsal.drift import LATE_S, SlideDrift
from speakprep.rehearsal.heard import heard_share, is_heard, played
from speakprep.rehearsal.judge import HAN_PER_MINUTE, WORDS_PER_MINUTE
from speakprep.rehearsal.metrics import metric_of
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.pieces import figure, table
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.report_words import WORDS
from speakprep.rehearsal.transcripts.rolling import WINDOW_S, Course
from speakprep.rehearsal.trend import Series, trend
from speakprep.rehearsal.wording import (
    DOUBTS,
    KINDS,
    UNITS,
    change_words,
    error_words,
    first_words,
    number,
    shown,
)
from speakprep.script.timing import clock
from speakprep.talk.language import Language

TEMPLATE = "prompts/rehearsal-page.html"
"""The page as a data file, which a speaker may replace."""

MOST_PAUSES = 20
"""The picture has them all; a table of more than that nobody reads."""

ERRORS_SHOWN = 4.0
"""A curve is at least so many errors of measurement high: what did not change looks level."""

LEVEL_ROWS = 10
"""A waveform without slides is told in so many stretches."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One rehearsal with what the page shows of it.

    `levels` are LUFS of each second, empty with a reason in `without_levels`.
    `visits` are the stretches in which a slide was up, named by its number, `slides`
    what that comes to; both empty without marks. `course` is the pace over its time,
    None without a transcript.
    """

    rehearsal: Rehearsal
    levels: tuple[int, ...] = ()
    without_levels: str = ""
    visits: tuple[Region, ...] = ()
    slides: tuple[SlideDrift, ...] = ()
    course: Course | None = None


def page_inputs(
    title: str,
    language: Language,
    minutes: int,
    chosen: Sequence[Told],
    rehearsals: Sequence[Rehearsal],
) -> dict[str, object]:
    """Return what the template is filled in with.

    Args:
        title: of the talk.
        language: of the page.
        minutes: to speak, without questions.
        chosen: the rehearsals to show one by one, oldest first.
        rehearsals: all with speech in them, oldest first, for the trend.
    """
    words = WORDS[language]
    rows: list[Row] = []
    for index, told in enumerate(chosen, 1):
        rows += _rehearsal(told, language, minutes, f"r{index}")
    if len(chosen) == 2:
        rows += _compared(
            compare(chosen[0].rehearsal, chosen[1].rehearsal, minutes), language, minutes
        )
    if len(rehearsals) > 1:
        rows += _trend(rehearsals, language)
    return {
        "language": language,
        "title": title,
        "about": words["about"].format(takes=len(rehearsals), minutes=minutes),
        "kind": words["rehearsals"],
        "box": box(),
        "rows": rows,
    }


def _rehearsal(told: Told, language: Language, minutes: int, anchor: str) -> Iterator[Row]:
    rehearsal = told.rehearsal
    figures = rehearsal.figures
    kind = KINDS[language][rehearsal.kind]
    yield {"kind": "section", "anchor": anchor, "title": f"{rehearsal.at:%Y-%m-%d %H:%M}, {kind}"}
    yield {
        "kind": "text",
        "text": f"{_length(rehearsal, language, minutes)}{_heard(rehearsal, language)}",
    }
    if figures.speech_found:
        yield from _sound(told, language, anchor)
        yield from _pace(told, language, anchor)
        yield from _pauses(told, language, anchor)
        yield from _slides(told, language, anchor)
    yield from _notes(rehearsal, language, anchor)
    yield {"kind": "end section"}


def _length(rehearsal: Rehearsal, language: Language, minutes: int) -> str:
    words = WORDS[language]
    if not rehearsal.measured:
        return words["elsewhere"]
    if not rehearsal.figures.speech_found:
        return words["no speech"]
    return words["length"].format(talk=clock(rehearsal.figures.talk_s), minutes=minutes)


def _heard(rehearsal: Rehearsal, language: Language) -> str:
    words = WORDS[language]
    if is_heard(rehearsal):
        return words["heard"]
    share = heard_share(rehearsal, played(rehearsal))
    return words["heard part"].format(share=f"{share:.0%}") if share else words["not heard"]


def _sound(told: Told, language: Language, anchor: str) -> Iterator[Row]:
    words, figures = WORDS[language], told.rehearsal.figures
    if not told.levels:
        reason = told.without_levels or words["no levels"]
        yield {"kind": "text", "text": words["without wave"].format(reason=reason)}
        return
    picture = waveform(told.levels, figures.duration_s, told.visits, figures.pauses)
    about = words["wave slides" if told.visits else "wave about"]
    beside = _by_stretch(told, language, "wave", "LUFS", partial(_loudness, told.levels))
    yield from figure(f"{anchor}-wave", words["wave"], about, picture, beside)


def _pace(told: Told, language: Language, anchor: str) -> Iterator[Row]:
    """Show how fast it was around each moment, where there is a transcript."""
    words, course = WORDS[language], told.course
    if course is None or not course.moments:
        return
    usual = HAN_PER_MINUTE if course.language == "zh" else WORDS_PER_MINUTE
    metric = metric_of("han_per_minute" if course.language == "zh" else "words_per_minute")
    unit = UNITS[language][metric.unit].strip()
    values = [(moment.at_s, moment.per_minute) for moment in course.moments]
    picture = over_time(values, told.rehearsal.figures.duration_s, told.visits, usual)
    about = words["pace about"].format(
        window=f"{WINDOW_S:.0f}",
        error=f"{course.error:.0%}",
        low=f"{usual[0]:.0f}",
        high=f"{usual[1]:.0f}",
        unit=unit,
    )
    beside = _by_stretch(told, language, "pace", unit, partial(_mean_pace, course))
    yield from figure(f"{anchor}-pace", words["pace"], about, picture, beside)


def _by_stretch(
    told: Told, language: Language, what: str, unit: str, value: Callable[[Span], str]
) -> Iterator[Row]:
    """Tell a picture over time as a table: a value for each visit to a slide, or each stretch."""
    words = WORDS[language]
    columns = words["visit columns" if told.visits else "time columns"].split("|")
    spans = told.visits or _stretches(told.rehearsal.figures.duration_s)
    cells = [(*_label(span), clock(span.start_s), clock(span.end_s), value(span)) for span in spans]
    title = words[f"{what} by {'visit' if told.visits else 'time'}"]
    yield from table(title, [*columns, unit], cells)


def _pauses(told: Told, language: Language, anchor: str) -> Iterator[Row]:
    words, figures = WORDS[language], told.rehearsal.figures
    if not figures.pauses:
        yield {"kind": "text", "text": words["no pauses"]}
        return
    longest = sorted(figures.pauses, key=lambda pause: -pause.length_s)[:MOST_PAUSES]
    kept = 3 if told.visits else 2  # without marks nobody knows the slide
    cells = [
        (clock(pause.start_s), f"{pause.length_s:.1f}", _slide_at(told.visits, pause.start_s))
        for pause in sorted(longest, key=lambda pause: pause.start_s)
    ]
    heads = words["pause columns"].split("|")
    title = words["pauses"]
    if len(longest) < len(figures.pauses):
        title = words["longest pauses"].format(shown=len(longest), all=len(figures.pauses))
    beside = table(title, heads[:kept], [row[:kept] for row in cells])
    picture = pause_bars(figures.pauses, figures.duration_s, told.visits)
    yield from figure(f"{anchor}-pauses", words["pauses"], words["pauses about"], picture, beside)


def _slides(told: Told, language: Language, anchor: str) -> Iterator[Row]:
    words = WORDS[language]
    shown_ones = [slide for slide in told.slides if slide.state == "shown"]
    if not shown_ones:
        yield {"kind": "text", "text": words["no marks"]}
        return
    labels = [str(slide.number) for slide in shown_ones]
    cells = [
        (
            str(slide.number),
            slide.title,
            clock(slide.actual_s),
            "" if slide.planned_s is None else clock(slide.planned_s),
        )
        for slide in shown_ones
    ]
    picture = columns(
        [slide.actual_s for slide in shown_ones],
        labels,
        [slide.planned_s for slide in shown_ones],
    )
    beside = table(words["slides"], words["slide columns"].split("|"), cells)
    yield from figure(f"{anchor}-slides", words["slides"], words["slides about"], picture, beside)
    if any(slide.planned_s is not None for slide in shown_ones):
        texts = [signed_clock(slide.late_s) for slide in shown_ones]
        rows = list(zip(labels, texts, strict=True))
        beside = table(words["drift"], words["drift columns"].split("|"), rows)
        late = [slide.late_s for slide in shown_ones]
        picture = curve(late, labels, texts, least_span=LATE_S, zero=True)
        yield from figure(f"{anchor}-drift", words["drift"], words["drift about"], picture, beside)


def _notes(rehearsal: Rehearsal, language: Language, anchor: str) -> Iterator[Row]:
    words = WORDS[language]
    remarks = [remark for listening in rehearsal.listened for remark in listening.remarks]
    cells = [
        (clock(remark.at_s), remark.text)
        for remark in sorted(remarks, key=lambda remark: remark.at_s)
    ]
    cells += [(words["whole"], each.note) for each in rehearsal.listened if each.note]
    if cells:
        yield {"kind": "heading", "anchor": f"{anchor}-notes", "text": words["notes"]}
        yield from table(words["notes"], words["note columns"].split("|"), cells)


def _compared(comparison: Comparison, language: Language, minutes: int) -> Iterator[Row]:
    words = WORDS[language]
    yield {"kind": "section", "anchor": "compared", "title": words["compared"]}
    yield {"kind": "text", "text": first_words(comparison, minutes, language)}
    for doubt in comparison.doubts:
        yield {"kind": "text", "text": DOUBTS[language][doubt]}
    cells = [
        (
            change.metric.names[language],
            shown(change.metric, change.before, language),
            shown(change.metric, change.after, language),
            change_words(change, language),
            error_words(change, language),
        )
        for change in comparison.changes
    ]
    if cells:
        yield from table(words["compared"], words["compare columns"].split("|"), cells)
    yield {"kind": "end section"}


def _trend(rehearsals: Sequence[Rehearsal], language: Language) -> Iterator[Row]:
    words = WORDS[language]
    told = [series for series in trend(rehearsals) if series.change]
    yield {"kind": "section", "anchor": "trend", "title": words["trend"]}
    yield {"kind": "text", "text": words["trend about"]}
    labels = [f"{each.at:%m-%d}" for each in rehearsals]
    for series in told:
        yield from _series(series, rehearsals, labels, language)
    yield {"kind": "end section"}


def _series(
    series: Series, rehearsals: Sequence[Rehearsal], labels: Sequence[str], language: Language
) -> Iterator[Row]:
    metric, words = series.metric, WORDS[language]
    texts = ["" if value is None else number(metric, value) for value in series.values]
    cells = [
        (f"{each.at:%Y-%m-%d %H:%M}", text) for each, text in zip(rehearsals, texts, strict=True)
    ]
    name = metric.names[language]
    unit = UNITS[language][metric.unit].strip()
    change = change_words(series.change, language) if series.change else ""
    about = words["series about"].format(name=name, change=change)
    heads = [words["when"], f"{name} ({unit})" if unit else name]
    room = ERRORS_SHOWN * series.change.error if series.change else 0.0
    picture = curve(series.values, labels, texts, least_span=room)
    yield from figure(f"trend-{metric.key}", name, about, picture, table(name, heads, cells))


def signed_clock(seconds: float) -> str:
    """Show seconds late as +1:05, early as -0:10.

    >>> signed_clock(-10.2)
    '-0:10'
    """
    whole = round(seconds)
    return f"{'-' if whole < 0 else '+'}{clock(abs(whole))}"


def _slide_at(visits: Sequence[Region], at: float) -> str:
    return next((each.label for each in visits if each.start_s <= at < each.end_s), "")


def _loudness(levels: Sequence[int], span: Span) -> str:
    """Return the loudness of a stretch: the mean of the power of its seconds, in LUFS."""
    inside = levels[int(span.start_s) : max(int(span.end_s), int(span.start_s) + 1)]
    if not inside:
        return ""
    power = sum(10 ** (level / 10) for level in inside) / len(inside)
    return f"{10 * log10(power):.0f}"


def _mean_pace(course: Course, span: Span) -> str:
    """Return the mean pace around the moments of a stretch; empty where there is none."""
    inside = [each.per_minute for each in course.moments if span.start_s <= each.at_s < span.end_s]
    return f"{fmean(inside):.0f}" if inside else ""


def _label(span: Span) -> tuple[str, ...]:
    return (span.label,) if isinstance(span, Region) else ()


def _stretches(seconds: float) -> tuple[Span, ...]:
    step = seconds / LEVEL_ROWS
    return tuple(Span(start_s=step * n, end_s=step * (n + 1)) for n in range(LEVEL_ROWS))
