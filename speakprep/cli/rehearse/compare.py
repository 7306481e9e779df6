"""`speakprep rehearse compare` and `trend`: rehearsals beside each other."""

from collections.abc import Sequence
from typing import Annotated

import typer

from speakprep.cli.options import TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.csv_rows import (
    TableFormatOption,
    csv_screen,
    exact,
    rehearsal_rows,
)
from speakprep.cli.rehearse.spark import spark
from speakprep.cli.terminal import cells, clip, columns, one_line, pad, styled, wrap
from speakprep.rehearsal.actions.compare import (
    Compared,
    Trended,
    compare_rehearsals,
    trend_of,
)
from speakprep.rehearsal.compare import Change
from speakprep.rehearsal.trend import Series
from speakprep.rehearsal.wording import DOUBTS, change_words, first_words, shown

MOST_POINTS = 24
"""So many of the newest rehearsals fit into a line."""


def compare_command(
    first: Annotated[str, typer.Argument(metavar="[A]", help="A rehearsal; or the last two.")] = "",
    second: Annotated[str, typer.Argument(metavar="[B]", help="Another; or the newest.")] = "",
    talk: TalkOption = None,
    format_: TableFormatOption = "text",
) -> Screen:
    """Compare two rehearsals: what changed, and what only seems so.

    A difference that measuring alone can make is not called a change.
    For example: speakprep rehearse compare 2027-03-01 2027-03-05
    """
    report = compare_rehearsals(workspace(talk), first, second)
    if format_ == "csv":
        return csv_screen(report, _change_rows(report.facts.comparison.changes))
    return Screen(report=report, lines=tuple(_compared_lines(report.facts)))


def trend_command(talk: TalkOption = None, format_: TableFormatOption = "text") -> Screen:
    """Show every figure over all your rehearsals.

    For example: speakprep rehearse trend --format csv > rehearsals.csv
    """
    report = trend_of(workspace(talk))
    if format_ == "csv":
        return csv_screen(report, rehearsal_rows(report.facts.rehearsals))
    return Screen(report=report, lines=tuple(_trend_lines(report.facts)))


def _compared_lines(facts: Compared) -> list[str]:
    comparison = facts.comparison
    before, after = comparison.before, comparison.after
    width = columns()
    lines = wrap(one_line(f"{before.id} -> {after.id}"), width)
    lines += ["", *wrap(first_words(comparison, facts.speaking_minutes, "en"), width)]
    for doubt in comparison.doubts:
        lines += wrap(DOUBTS["en"][doubt], width)
    if not comparison.changes:
        return lines
    lines.append("")
    rows = [("", "before", "after", "change")]
    rows += [
        (
            change.metric.names["en"],
            shown(change.metric, change.before, "en"),
            shown(change.metric, change.after, "en"),
            change_words(change, "en"),
        )
        for change in comparison.changes
    ]
    marked = [False, *(change.changed for change in comparison.changes)]
    return lines + _table(rows, marked)


def _table(rows: Sequence[tuple[str, str, str, str]], marked: Sequence[bool]) -> list[str]:
    """Lay rows out in columns; what changed is bold where the terminal can."""
    widths = [max(cells(row[column]) for row in rows) for column in range(3)]
    lines = []
    for row, bold in zip(rows, marked, strict=True):
        name, before, after = (
            pad(row[0], widths[0]),
            pad(row[1], widths[1], right=True),
            pad(row[2], widths[2], right=True),
        )
        line = clip(f"  {name}  {before}  {after}  {row[3]}".rstrip(), columns())
        lines.append(styled(line, "bold") if bold else line)
    return lines


def _trend_lines(facts: Trended) -> list[str]:
    takes = len(facts.rehearsals)
    if takes == 1:
        only = one_line(facts.rehearsals[0].id)
        line = f"{only} is the first. From the next one on, this shows what changes."
        return wrap(line, columns())
    first, last = facts.rehearsals[0], facts.rehearsals[-1]
    told = [series for series in facts.series if series.change]
    lines = wrap(
        f"{takes} rehearsals, {first.at:%Y-%m-%d} to {last.at:%Y-%m-%d}. "
        "Your own past is the measure.",
        columns(),
    )
    rows = [_trend_row(series) for series in told]
    return [*lines, "", *_table(rows, [bool(s.change and s.change.changed) for s in told])]


def _trend_row(series: Series) -> tuple[str, str, str, str]:
    metric, change = series.metric, series.change
    if change is None:  # not shown: a metric with one value has no trend
        return metric.names["en"], "", "", ""
    return (
        metric.names["en"],
        spark(series.values[-MOST_POINTS:]),
        f"{shown(metric, change.before, 'en')} -> {shown(metric, change.after, 'en')}",
        change_words(change, "en"),
    )


def _change_rows(changes: Sequence[Change]) -> list[list[str]]:
    rows = [["figure", "unit", "before", "after", "difference", "error", "changed"]]
    rows += [
        [
            change.metric.key,
            {"clock": "s", "share": "1"}.get(change.unit, change.unit),
            *(
                exact(value)
                for value in (change.before, change.after, change.difference, change.error)
            ),
            "yes" if change.changed else "no",
        ]
        for change in changes
    ]
    return rows
