"""glossary.toml: words that have one translation, and names that stay as they are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.tables import Table
from speakprep.translation.model import Direction

GLOSSARY_FILE = "glossary.toml"

LONGEST_TERM = 80
"""Characters of a term; what is longer is a sentence, and a sentence is translated, not fixed."""

MOST_TERMS = 20_000
"""Entries of one glossary: twice what a whole company's has."""

LONGEST_NOTE = 1000
"""Characters of a note."""

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""What is not seen in a term would be missed in every text: no term holds it."""

_STRING = re.compile(r""""((?:[^"\\]|\\.)*)"|'([^']*)'""")
_BEFORE_TERMS = """\
# Words that have one translation in this talk, and names that stay as they are.
# A [[term]] has its words in both languages; also = { en = ["..."] } lists other words that
# may stand for it. What is left empty is not decided yet, and binds nobody.
"""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One entry: words in each language, or with `keep` a name that is the same in all.

    An empty text is not decided yet. `also` lists other words that may stand for it;
    `note` is for people and is never sent; `line` is where it begins in the file, from 1.
    """

    texts: Mapping[Language, str]
    also: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    keep: bool = False
    line: int = field(default=0, compare=False)

    def forms(self, language: Language) -> tuple[str, ...]:
        """Return all words that stand for it in a language, the first one first."""
        return tuple(filter(None, (self.texts.get(language, ""), *self.also.get(language, ()))))

    @property
    def decided(self) -> bool:
        """Whether it has words in every language."""
        return all(self.texts.get(language) for language in LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """All entries in the order of the file; `file` is its name, for messages."""

    terms: tuple[Term, ...] = ()
    file: str = field(default=GLOSSARY_FILE, compare=False)


def kept(name: str, line: int = 0) -> Term:
    """Return a name that stays as it is."""
    return Term(texts=dict.fromkeys(LANGUAGES, name), keep=True, line=line)


def parse_glossary(text: str, file: str) -> Glossary:
    """Read a glossary.

    Raises:
        InputError: broken TOML, an unknown key, or a term that cannot be one, with its line.
    """
    table = Table.parse(text, file)
    table.only(("keep", "term"))
    entries = table.each("term")
    if len(entries) + len(table.texts("keep")) > MOST_TERMS:
        raise too_many(file)
    terms = (_term(entry) for entry in entries)
    return Glossary(terms=(*_names(table, text), *terms), file=file)


def render_glossary(glossary: Glossary) -> str:
    """Write a whole glossary; `parse_glossary` gives the same entries back."""
    names = [term.texts[LANGUAGES[0]] for term in glossary.terms if term.keep]
    others = [term for term in glossary.terms if not term.keep]
    return f"{_BEFORE_TERMS}\n{render_names(names)}{render_terms(others)}"


def render_names(names: Iterable[str]) -> str:
    """Write the list of names that stay as they are."""
    rows = "".join(f"  {_quoted(name)},\n" for name in names)
    return f"keep = [\n{rows}]\n"


def render_terms(terms: Iterable[Term]) -> str:
    """Write terms as they stand at the end of a file."""
    return "".join(f"\n[[term]]\n{''.join(_rows(term))}" for term in terms)


def check_glossary(glossary: Glossary, direction: Direction) -> None:
    """Refuse a glossary that gives one source word two translations.

    Two source words with the same translation are no contradiction.

    Raises:
        InputError: it does; both lines are named.
    """
    names: dict[str, Term] = {}
    words: dict[str, Term] = {}
    for term in glossary.terms:
        target = term.texts.get(direction.target)
        for form in term.forms(direction.source) if target else ():
            known, key = (names, form) if term.keep else (words, form.lower())
            other = known.setdefault(key, term)
            if other.texts[direction.target] != target:
                raise _contradiction(glossary, form, other, term, direction.target)
    for form, name in names.items():
        term = words.get(form.lower(), name)
        if form in term.forms(direction.source) and term.texts[direction.target] != form:
            raise _contradiction(glossary, form, name, term, direction.target)


def is_term(text: str) -> bool:
    """Tell whether a text can be a term: short, on one line, with a letter or digit."""
    return (
        0 < len(text) <= LONGEST_TERM
        and any(sign.isalnum() for sign in text)
        and not _CONTROL.search(text)
    )


def too_many(file: str) -> InputError:
    """Return the error for a glossary beyond `MOST_TERMS`."""
    hint = "keep the terms of this talk; a few dozen are plenty"
    return InputError(f"has more than {MOST_TERMS:,} terms", file=file, hint=hint)


def clean(text: str) -> str:
    """Return a text as a term is kept: on one line, with single blanks."""
    return " ".join(text.split())


def _contradiction(
    glossary: Glossary, form: str, one: Term, other: Term, target: Language
) -> InputError:
    first, second = sorted((one, other), key=lambda term: term.line)
    said = [f"“{term.texts[target]}” on line {term.line}" for term in (first, second)]
    return InputError(
        f"gives “{form}” two translations: {said[0]} and {said[1]}",
        file=glossary.file,
        line=second.line,
        hint=f'keep one of them; what may be said as well: also = {{ {target} = ["..."] }}',
    )


def _names(table: Table, text: str) -> Iterator[Term]:
    rows = enumerate(text.split("\n"), start=1)
    lines: dict[str, int] = {}
    for number, row in rows:
        for found in _STRING.finditer(row):
            lines.setdefault(found[1] or found[2] or "", number)
    for name in table.texts("keep"):
        if not is_term(clean(name)):
            message = f"keep: {name[:LONGEST_TERM]!r} is no name"
            raise table.wrong("keep", message, words=name[:LONGEST_TERM], hint=_HINT)
        yield kept(clean(name), lines.get(name) or table.wrong("keep", "").line or 0)


def _term(table: Table) -> Term:
    table.only((*LANGUAGES, "also", "note"))
    texts = {language: _words(table, language) for language in LANGUAGES}
    if not any(texts.values()):
        raise table.wrong(LANGUAGES[0], "this term has no words", hint='such as: zh = "采样"')
    also = table.texts_by_language("also")
    for language, words in also.items():
        for each in words:
            if not is_term(clean(each)):
                message = f"also.{language}: {each[:LONGEST_TERM]!r} is no term"
                raise table.wrong("also", message, hint=_HINT)
    note = table.text("note", "")
    if len(note) > LONGEST_NOTE:
        raise table.wrong("note", f"a note has at most {LONGEST_NOTE} characters")
    return Term(
        texts=texts,
        also={key: tuple(clean(each) for each in words) for key, words in also.items() if words},
        note=note,
        line=table.line,
    )


_HINT = f"a term is at most {LONGEST_TERM} characters on one line, without control characters"


def _words(table: Table, language: Language) -> str:
    text = clean(table.text(language, ""))
    if text and not is_term(text):
        raise table.wrong(language, f"{text[:LONGEST_TERM]!r} is no term", hint=_HINT)
    return text


def _rows(term: Term) -> Iterator[str]:
    for language in LANGUAGES:
        yield f"{language} = {_quoted(term.texts.get(language, ''))}\n"
    also = [
        f"{language} = [{', '.join(map(_quoted, term.also[language]))}]"
        for language in LANGUAGES
        if term.also.get(language)
    ]
    if also:
        yield f"also = {{ {', '.join(also)} }}\n"
    if term.note:
        yield f"note = {_quoted(term.note)}\n"


def _quoted(text: str) -> str:
    r"""Return a TOML basic string.

    >>> _quoted('say "no"')
    '"say \\"no\\""'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
