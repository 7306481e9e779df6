"""`translate status`: how far a translation is, slide by slide."""

from collections.abc import Iterator

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, one_line, pad, wrap
from speakprep.cli.translate.lines import header
from speakprep.cli.translate.options import ToOption
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.status import SlideStatus, Status, status
from speakprep.translation.dismissing import RuleUse, told

TITLE = 32
"""Columns for a slide's title."""


def status_command(
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Show how far the translation is, slide by slide.

    For example: speakprep translate status --to en
    """
    opened = workspace(talk)
    report = status(opened, choose_direction(opened, to, lang))
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _lines(facts: Status) -> Iterator[str]:
    tally = facts.tally
    text = f"{facts.file}: {header(tally, 'en')}"
    stale = tally.counts["stale"]
    details = {
        "edited by hand and not signed": tally.counts["edited"],
        f"{'place' if stale == 1 else 'places'} to renew, as the source has changed": stale,
        "rejected, to be asked for again": tally.counts["rejected"],
        "signed all at once, not one by one": tally.in_bulk,
    }
    text += "".join(f"; {number} {what}" for what, number in details.items() if number)
    yield from wrap(one_line(f"{text}."), columns())
    yield ""
    yield f"{'slide':<{TITLE + 6}}{'signed':>9}{'findings':>10}{'to read':>9}{'to translate':>14}"
    for slide in facts.slides:
        yield _row(slide)
    if facts.rules:
        yield ""
        text = f"Dismissed in this talk (to take one back, remove its line in {facts.memory}):"
        yield from wrap(one_line(text), columns())
        for use in facts.rules:
            yield from _rule_lines(use)


def _row(slide: SlideStatus) -> str:
    tally = slide.tally
    number = "" if slide.number is None else str(slide.number)
    cells = (
        f"{tally.signed}/{tally.places}".rjust(9),
        *(
            (str(count) if count else "-").rjust(width)
            for count, width in (
                (tally.flagged, 10),
                (tally.to_read, 9),
                (tally.to_translate, 14),
            )
        ),
    )
    return f"{number:>4}  {pad(one_line(slide.title), TITLE)}{''.join(cells)}"


def _rule_lines(use: RuleUse) -> Iterator[str]:
    times = f"{many(use.times, 'time')}" if use.times else "unused"
    text = f"line {use.rule.line}: {told(use.rule)} ({times}): {use.rule.reason}"
    yield from wrap(one_line(text), columns(), indent="  ", hanging="    ")
