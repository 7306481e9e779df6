"""Figures as CSV on stdout, for a spreadsheet or a program."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Literal

import typer

from speakprep.cfp.spreadsheet import harmless
from speakprep.cli.output import Screen
from speakprep.rehearsal.metrics import METRICS, language_of, slides_of
from speakprep.rehearsal.record import Rehearsal
from speakprep.talk.report import Report

TableFormat = Literal["text", "json", "csv"]

TableFormatOption = Annotated[
    TableFormat,
    typer.Option("--format", metavar="text|json|csv", help="How to show the result."),
]


def csv_screen(report: Report[object], rows: Iterable[Sequence[str]]) -> Screen:
    """Return a screen that is nothing but a table."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    lines = table.getvalue().removesuffix("\n").split("\n")
    return Screen(report=replace(report, findings=(), written=(), next=""), lines=tuple(lines))


def rehearsal_rows(rehearsals: Iterable[Rehearsal]) -> list[list[str]]:
    """Return a row per rehearsal under a row of names; the names of figures tell their units."""
    heads = ["rehearsal", "at", "kind", "language", "slides", "reliable"]
    rows = [[*heads, *(metric.key for metric in METRICS)]]
    rows += [
        [
            harmless(each.id),  # a file's name, which anybody may have chosen
            each.at.isoformat(),
            each.kind,
            language_of(each) or "",
            " ".join(map(str, slides_of(each))),
            "yes" if each.figures.reliable else "no",
            *(exact(metric.value(each.figures)) for metric in METRICS),
        ]
        for each in rehearsals
    ]
    return rows


def exact(value: float | None) -> str:
    """Return a figure for a program: as kept, without a unit."""
    return "" if value is None else f"{round(value, 3):g}"
