"""The talk's glossary: read for every request and check, shown, and exchanged as CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.talk.disk import MAX_TEXT_BYTES, locked, read_bytes, read_text, write_atomic
from speakprep.talk.encoding import decode
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.fixed import FixedTerms, fixed_terms
from speakprep.translation.glossary import (
    GLOSSARY_FILE,
    Glossary,
    Term,
    check_glossary,
    parse_glossary,
)
from speakprep.translation.glossary_edit import Merged, merge, put_in
from speakprep.translation.glossary_table import read_table, render_table
from speakprep.translation.model import Direction


@dataclass(frozen=True, kw_only=True)
class GlossaryFacts:
    """A glossary: `terms` in the order of the file.

    `added` and `filled` were brought by the command, `known` were there already; `text`
    is the table, where one was asked for without a file.
    """

    file: str
    direction: Direction
    terms: tuple[Term, ...]
    added: int = 0
    filled: int = 0
    known: int = 0
    text: str = ""


def glossary_path(workspace: Workspace) -> Path:
    """Return where the talk's glossary is."""
    return workspace.folder / GLOSSARY_FILE


def read_glossary(workspace: Workspace) -> tuple[Glossary, str | None]:
    """Read the glossary, and its text; None where there is none.

    Raises:
        InputError: it cannot be read.
    """
    path = glossary_path(workspace)
    name = workspace.name(path)
    if not path.exists():
        return Glossary(file=name), None
    text = read_text(path)
    return parse_glossary(text, name), text


def fixed_in(workspace: Workspace, direction: Direction) -> FixedTerms:
    """Return what the glossary fixes in one direction.

    Raises:
        InputError: it cannot be read, or contradicts itself.
    """
    glossary, _ = read_glossary(workspace)
    check_glossary(glossary, direction)
    return fixed_terms(glossary, direction)


def show(workspace: Workspace, direction: Direction) -> Report[GlossaryFacts]:
    """Return what the glossary says; entries that are not decided yet are findings.

    Raises:
        InputError: it cannot be read, or contradicts itself.
    """
    glossary, text = read_glossary(workspace)
    check_glossary(glossary, direction)
    facts = GlossaryFacts(file=glossary.file, direction=direction, terms=glossary.terms)
    step = "run" if text is not None else "terms"
    return Report(
        facts=facts,
        findings=tuple(_undecided(glossary)),
        next=f"speakprep translate {step} --to {direction.target}",
    )


def export_table(
    workspace: Workspace, direction: Direction, out: Path | None, *, replaces: bool = False
) -> Report[GlossaryFacts]:
    """Write the glossary as CSV; without a file the table is in the facts.

    Raises:
        InputError: there is no glossary, or it cannot be read.
        UsageError: the file is there already.
        StorageError: the disk refuses.
    """
    glossary, text = read_glossary(workspace)
    if text is None:
        raise InputError(
            "there is no glossary yet",
            file=glossary.file,
            hint=f"let your script propose one: speakprep translate terms --to {direction.target}",
        )
    table = render_table(glossary)
    written: tuple[str, ...] = ()
    if out is not None:
        if out.exists() and not replaces:
            raise UsageError("is there already", file=str(out), hint="name another file, or --yes")
        write_atomic(out, table.encode(), within=out.absolute().parent)
        written = (workspace.name(out),)
    facts = GlossaryFacts(
        file=glossary.file,
        direction=direction,
        terms=glossary.terms,
        text="" if written else table,
    )
    step = f"import {written[0]}" if written else "export glossary.csv"
    return Report(facts=facts, written=written, next=f"speakprep translate glossary {step}")


def import_table(workspace: Workspace, direction: Direction, path: Path) -> Report[GlossaryFacts]:
    """Take terms from a CSV over; what is in the glossary already stays as it is.

    Raises:
        InputError: either file cannot be read or contradicts itself; nothing was changed.
        BusyError: another speakprep is writing in this talk.
        StorageError: the disk refuses.
    """
    data = read_bytes(path, at_most=MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        raise InputError("is far too large for a glossary", file=str(path))
    text, _ = decode(data, str(path))
    incoming = read_table(text, str(path))
    check_glossary(incoming, direction)
    merged, report = add_to_glossary(workspace, direction, incoming.terms)
    differing = tuple(_differs(one, other, direction, path) for one, other in merged.differing)
    return Report(
        facts=report.facts,
        findings=(*differing, *report.findings),
        written=report.written,
        next=report.next,
    )


def add_to_glossary(
    workspace: Workspace, direction: Direction, terms: tuple[Term, ...]
) -> tuple[Merged, Report[GlossaryFacts]]:
    """Put terms into the glossary and say what is in it now; what a person wrote stays.

    Raises:
        InputError: the glossary cannot be read, or would contradict itself; nothing was changed.
        BusyError: another speakprep is writing in this talk.
        StorageError: the disk refuses.
    """
    written: tuple[str, ...] = ()
    path = glossary_path(workspace)
    with locked(workspace.folder):
        glossary, text = read_glossary(workspace)
        merged = merge(glossary, terms, direction)
        if merged.added or merged.filled:
            after = put_in(text, merged, glossary.file)
            check_glossary(parse_glossary(after, glossary.file), direction)
            before = None if text is None else text.encode()
            write_atomic(path, after.encode(), within=workspace.folder, expected=before)
            written = (glossary.file,)
    shown = show(workspace, direction)
    facts = GlossaryFacts(
        file=glossary.file,
        direction=direction,
        terms=shown.facts.terms,
        added=len(merged.added),
        filled=len(merged.filled),
        known=merged.known,
    )
    return merged, Report(facts=facts, findings=shown.findings, written=written, next=shown.next)


def _undecided(glossary: Glossary) -> Iterator[Finding]:
    """Yield one finding for all entries without translation, at the first of them."""
    undecided = [term for term in glossary.terms if not term.decided]
    if not undecided:
        return
    first, others = undecided[0], len(undecided) - 1
    words = next(filter(None, first.texts.values()))
    more = f"“{words}” and {others} more have" if others else f"“{words}” has"
    binds = "they bind" if others else "it binds"
    yield Finding(
        code="undecided",
        level="advice",
        message=f"{more} no translation yet, so {binds} nobody",
        place=Place(file=glossary.file, line=first.line),
        evidence=words,
    )


def _differs(one: Term, other: Term, direction: Direction, path: Path) -> Finding:
    source, target = other.texts[direction.source], other.texts[direction.target]
    mine = f"“{one.texts[direction.target]}”" + (f" on line {one.line}" if one.line else "")
    return Finding(
        code="differs",
        level="warning",
        message=f"“{source}” is {mine} of your glossary, which stays; here it is “{target}”",
        place=Place(file=str(path), line=other.line),
        evidence=target,
    )
