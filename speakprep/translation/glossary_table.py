"""A glossary as CSV, for a spreadsheet or a translator: out, and in again."""

import csv
import io
from collections.abc import Iterator

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGE_NAMES, LANGUAGES, Language
from speakprep.talk.rows import Row
from speakprep.translation.formats.table import MARK, escape, rows_of, unescape
from speakprep.translation.glossary import (
    LONGEST_NOTE,
    LONGEST_TERM,
    MOST_TERMS,
    Glossary,
    Term,
    clean,
    is_term,
    kept,
    too_many,
)

_NAMES: dict[Language, tuple[str, ...]] = {
    "en": ("en", "en-us", "en-gb", "english", "英文", "英语"),
    "zh": ("zh", "zh-cn", "zh-hans", "chinese", "中文"),
}
_YES = frozenset(("yes", "true", "x", "1", "keep", "是"))
_HEADER = (*LANGUAGES, *(f"also {language}" for language in LANGUAGES), "keep", "note")


def render_table(glossary: Glossary) -> str:
    """Write a glossary as CSV; several other words stand on lines of their own in one cell."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for term in glossary.terms:
        texts = [term.texts.get(language, "") for language in LANGUAGES]
        also = ["\n".join(term.also.get(language, ())) for language in LANGUAGES]
        cells = [*texts, *also, "yes" if term.keep else "", term.note]
        writer.writerow([escape(cell) for cell in cells])
    return MARK + out.getvalue()


def read_table(text: str, file: str) -> Glossary:
    """Read a glossary from CSV: a column for each language, others if they are there.

    Raises:
        InputError: a column is missing, or a row holds what is no term, with its line.
    """
    known = {name for names in _NAMES.values() for name in names} | set(_HEADER)
    rows = list(rows_of(text, known))
    if not rows:
        raise InputError("holds no term", file=file, hint="is it the right file?")
    if len(rows) > MOST_TERMS + 1:
        raise too_many(file)
    header = [cell.strip().lower() for cell in rows[0].cells]
    places = {name: at for at, name in reversed(list(enumerate(header)))}
    for language, names in _NAMES.items():
        at = min((places[name] for name in names if name in places), default=None)
        if at is None:
            raise InputError(
                f"its first row names no column for {LANGUAGE_NAMES[language]}",
                file=file,
                line=rows[0].line,
                hint=f"begin with a row such as: {','.join(LANGUAGES)},note",
            )
        places[language] = at
    return Glossary(terms=tuple(_terms(rows[1:], places, file)), file=file)


def _terms(rows: list[Row], places: dict[str, int], file: str) -> Iterator[Term]:
    for row in rows:

        def cell(name: str, row: Row = row) -> str:
            at = places.get(name, len(row.cells))
            return unescape(row.cells[at]) if at < len(row.cells) else ""

        texts = {language: clean(cell(language)) for language in LANGUAGES}
        also = {
            language: tuple(filter(None, map(clean, cell(f"also {language}").split("\n"))))
            for language in LANGUAGES
        }
        _check((*texts.values(), *also["en"], *also["zh"]), row, file)
        note = cell("note")
        if len(note) > LONGEST_NOTE:
            message = f"a note has at most {LONGEST_NOTE} characters"
            raise InputError(message, file=file, line=row.line)
        said = list(filter(None, texts.values()))
        if not said:
            continue
        if cell("keep").strip().lower() in _YES:
            if len(set(said)) > 1:
                message = f"“{said[0]}” is to stay as it is, and is “{said[1]}” as well"
                raise InputError(message, file=file, line=row.line, hint="empty one of the cells")
            yield kept(said[0], row.line)
        else:
            also = {language: words for language, words in also.items() if words}
            yield Term(texts=texts, also=also, note=note, line=row.line)


def _check(words: tuple[str, ...], row: Row, file: str) -> None:
    for each in words:
        if each and not is_term(each):
            raise InputError(
                f"{each[:LONGEST_TERM]!r} is no term",
                file=file,
                line=row.line,
                hint=f"a term is at most {LONGEST_TERM} characters, without control characters",
            )
