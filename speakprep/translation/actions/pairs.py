"""Any two files compared, without a talk and without a model: did the translation add or lose?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.fidelity.model import LIMITS, Discrepancy, Pair, worst_first
from speakprep.fidelity.verify import verify
from speakprep.talk.disk import MAX_TEXT_BYTES, read_bytes
from speakprep.talk.encoding import decode
from speakprep.talk.language import LANGUAGE_NAMES, LANGUAGES, Language, detect
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.rows import Row
from speakprep.translation.fixed import NO_TERMS
from speakprep.translation.formats import table
from speakprep.translation.model import Direction
from speakprep.translation.pairs import Couple, Paragraph, couples, paragraphs
from speakprep.translation.targets import joiner
from speakprep.translation.term_check import with_terms

QUOTE = 60
"""Characters of the other side's words that a message shows."""

_TABLES = frozenset({".csv", ".tsv"})
_COLUMNS = ("source", "target", *LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was compared; `realigned` where the texts do not have the same number of paragraphs."""

    source: str
    target: str
    direction: Direction
    pairs: int
    source_paragraphs: int
    target_paragraphs: int
    realigned: bool
    limits: str


@dataclass(frozen=True, kw_only=True)
class _Texts:
    """Both sides, and what stands for what."""

    direction: Direction
    couples: tuple[Couple, ...]
    source_paragraphs: int
    target_paragraphs: int


def check_files(
    source: Path, target: Path | None, *, lang: Language | None = None, to: Language | None = None
) -> Report[Checked]:
    """Compare a text with its translation.

    Args:
        source: plain text, Markdown or a script; or a table with both sides.
        target: its translation; None for a table.
        lang: the language of the source, seen from its words if None.
        to: the language of the translation, likewise.

    Raises:
        UsageError: one file is missing, or both are in one language.
        InputError: a file is no text, too large, or holds nothing to compare.
    """
    is_table = source.suffix.lower() in _TABLES
    if is_table != (target is None):
        raise UsageError(
            "a table holds both sides: name no second file"
            if is_table
            else "which file is the translation?",
            hint="for example: speakprep translate check talk.zh.md talk.en.md, or pairs.csv",
        )
    names = str(source), str(target or source)
    texts = _of_table(source, lang, to) if target is None else _of_texts(source, target, lang, to)
    found = tuple(_findings(texts, names))
    direction = texts.direction
    facts = Checked(
        source=names[0],
        target=names[1],
        direction=direction,
        pairs=len(texts.couples),
        source_paragraphs=texts.source_paragraphs,
        target_paragraphs=texts.target_paragraphs,
        realigned=texts.source_paragraphs != texts.target_paragraphs,
        limits=LIMITS,
    )
    return Report(facts=facts, findings=found)


def _of_texts(source: Path, target: Path, lang: Language | None, to: Language | None) -> _Texts:
    ours, theirs = (paragraphs(_read(path)) for path in (source, target))
    for path, side in ((source, ours), (target, theirs)):
        if not side:
            raise InputError("holds no words to compare", file=str(path))
    direction = _direction(ours, theirs, lang, to)
    return _Texts(
        direction=direction,
        couples=couples(ours, theirs, direction.source),
        source_paragraphs=len(ours),
        target_paragraphs=len(theirs),
    )


def _of_table(path: Path, lang: Language | None, to: Language | None) -> _Texts:
    file = str(path)
    header, *rows = list(table.rows_of(_read(path), _COLUMNS)) or [Row(line=1, cells=())]
    names = [cell.strip().lower() for cell in header.cells]
    if {"source", "target"} <= set(names):
        columns = names.index("source"), names.index("target")
    elif set(LANGUAGES) <= set(names):
        first, second = sorted(LANGUAGES, key=names.index)
        columns = names.index(lang or first), names.index(to or second)
        lang, to = lang or first, to or second
    else:
        raise InputError(
            "its first row does not name both sides",
            file=file,
            line=header.line,
            hint='begin with a row: "source","target", or "zh","en"',
        )

    def side(row: Row, at: int) -> tuple[Paragraph, ...]:
        text = table.unescape(row.cells[at]) if at < len(row.cells) else ""
        return (Paragraph(text=text, raw=text, line=row.line),) if text.strip() else ()

    found = [Couple(source=side(row, columns[0]), target=side(row, columns[1])) for row in rows]
    ours = [one for couple in found for one in couple.source]
    theirs = [one for couple in found for one in couple.target]
    if not ours or not theirs:
        raise InputError("holds no words to compare", file=file)
    return _Texts(
        direction=_direction(ours, theirs, lang, to),
        couples=tuple(couple for couple in found if couple.source or couple.target),
        source_paragraphs=len(ours),
        target_paragraphs=len(theirs),
    )


def _read(path: Path) -> str:
    data = read_bytes(path, at_most=MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        most = MAX_TEXT_BYTES // 1024 // 1024
        raise InputError(f"is more text than speakprep reads (at most {most} MB)", file=str(path))
    text, _ = decode(data, str(path))
    return text


def _direction(
    ours: Sequence[Paragraph],
    theirs: Sequence[Paragraph],
    lang: Language | None,
    to: Language | None,
) -> Direction:
    source = lang or detect("\n".join(one.text for one in ours))
    target = to or detect("\n".join(one.text for one in theirs))
    if source == target:
        raise UsageError(
            f"both sides are {LANGUAGE_NAMES[source]}",
            hint="name the text first and its translation second; or say --lang zh --to en",
        )
    return Direction(source=source, target=target)


def _findings(texts: _Texts, names: tuple[str, str]) -> Iterator[Finding]:
    """Yield what is said about the pairs, worst first; what stands alone comes first of all."""
    pairs: list[Pair] = []
    by_key: dict[str, Couple] = {}
    direction = texts.direction
    last = 1
    for couple in texts.couples:
        if not couple.target:
            yield from _alone(couple.source, names, last, lost=True)
        elif not couple.source:
            yield from _alone(couple.target, (names[1], names[0]), last, lost=False)
        else:
            line = f"on line {couple.target[0].line}"
            key = line if line not in by_key else f"{line}, part {len(by_key)}"
            by_key[key] = couple
            pairs.append(
                Pair(
                    key=key,
                    source=_joined(couple.source, direction.source),
                    target=_joined(couple.target, direction.target),
                )
            )
        last = (couple.target or couple.source)[0].line
    sides = {pair.key: pair for pair in pairs}
    found_anywhere = verify(pairs, direction.source, direction.target)
    for found in worst_first(with_terms(found_anywhere, pairs, NO_TERMS, direction)):
        yield _differing(found, by_key[found.key], sides[found.key], names)


def _alone(
    texts: Sequence[Paragraph], names: tuple[str, str], last: int, *, lost: bool
) -> Iterator[Finding]:
    """Name a paragraph for which nothing stands on the other side."""
    for text in texts:
        what = "nothing stands for this paragraph" if lost else "this paragraph stands for nothing"
        yield Finding(
            code="omission" if lost else "addition",
            level="error",
            message=f"{what} in {names[1]} (looked for about line {last})",
            place=Place(file=names[0], line=text.line),
            evidence=text.text,
        )


def _differing(found: Discrepancy, couple: Couple, pair: Pair, names: tuple[str, str]) -> Finding:
    """Return a finding with the place and the words of both sides."""
    words = found.source_words or pair.source
    line = next((one.line_of(words) for one in couple.source if words in one.text), None)
    there = f"{names[0]}:{line or couple.source[0].line}"
    quoted = "" if words in found.message else f": “{_short(words)}”"
    meant = found.target_words or pair.target
    at = next((one.line_of(meant) for one in couple.target if meant in one.text), None)
    return Finding(
        code=found.kind,
        level=found.level,
        message=f"{found.message} ({there}{quoted})",
        place=Place(file=names[1], line=at or couple.target[0].line),
        evidence=meant,
    )


def _joined(texts: Sequence[Paragraph], language: Language) -> str:
    return joiner(language).join(text.text for text in texts)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"
