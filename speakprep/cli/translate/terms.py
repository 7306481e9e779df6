"""`translate terms`: a glossary proposed before the first run."""

from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import clip, columns, one_line, pad, printable, wrap
from speakprep.cli.translate.options import ToOption
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.terms import Proposal, Proposed, propose

_WORDS_CELLS, _SLIDES = 26, 4


def terms_command(
    write: Annotated[
        bool, typer.Option("--write", help="Put them into glossary.toml, for you to edit.")
    ] = False,
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Propose words that want one translation, from script and slides.

    Names, acronyms, and what comes again; with the translation where yours has one.
    For example: speakprep translate terms --to en --write
    """
    opened = workspace(talk)
    report = propose(opened, choose_direction(opened, to, lang), write=write)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _lines(facts: Proposal) -> Iterator[str]:
    if not facts.terms:
        known = f"; {many(facts.known, 'term')} of it are in {printable(facts.file)}"
        yield from wrap(
            f"{printable(facts.source)}: nothing to propose{known if facts.known else ''}.",
            columns(),
        )
        return
    for one in facts.terms:
        yield _row(one)
    yield ""
    told = f"{many(len(facts.terms), 'term')} proposed"
    told += f", {facts.more} that come less often are not shown" if facts.more else ""
    told += f"; {facts.known} are in {printable(facts.file)} already" if facts.known else ""
    if facts.written:
        told += (
            f". {facts.written} were put into {printable(facts.file)}: delete what is no term, "
            "and fill in what is empty; what is empty binds nobody"
        )
    else:
        told += ". Nothing was written"
    yield from wrap(f"{told}.", columns())


def _row(one: Proposed) -> str:
    if one.keep:
        translation = "stays as it is"
    elif one.translation:
        translation = f"{one_line(one.translation)} ({one.said} of {one.times})"
    else:
        translation = "?"
    slides = ", ".join(str(slide) for slide in one.slides[:_SLIDES])
    slides += ", …" if len(one.slides) > _SLIDES else ""
    where = f"slide {slides}" if slides else "on the slides only"
    words = pad(one_line(one.words), _WORDS_CELLS)
    row = f"  {words} {f'{one.count}x':>5}  {pad(where, 20)} {translation}"
    return clip(row.rstrip(), columns())
