"""Putting entries into a glossary that a person wrote, and changing nothing they wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGES
from speakprep.talk.resources import edit_toml, parse_toml
from speakprep.translation.glossary import (
    Glossary,
    Term,
    parse_glossary,
    render_glossary,
    render_names,
    render_terms,
)
from speakprep.translation.model import Direction


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What new entries mean for a glossary.

    `added` are new; `filled` complete entries that were not decided, which come with their
    number among the file's terms; `differing` pairs an entry of the file with one that says
    otherwise, and is not taken; `known` says how many are there already.
    """

    added: tuple[Term, ...] = ()
    filled: tuple[tuple[int, Term], ...] = ()
    differing: tuple[tuple[Term, Term], ...] = ()
    known: int = 0


def merge(glossary: Glossary, incoming: Sequence[Term], direction: Direction) -> Merged:
    """Tell what new entries would change; what a person wrote is never replaced."""
    numbered = enumerate(term for term in glossary.terms if not term.keep)
    places = {id(term): number for number, term in numbered}
    present = {
        form.lower(): term for term in glossary.terms for form in term.forms(direction.source)
    }
    added: dict[str, Term] = {}
    filled: list[tuple[int, Term]] = []
    differing: list[tuple[Term, Term]] = []
    known = 0
    for term in incoming:
        source = term.texts.get(direction.source, "")
        target = term.texts.get(direction.target, "")
        key = source.lower() or f"\n{target.lower()}"
        other = present.get(key) or added.get(key)
        if other is None:
            added[key] = term
        elif not target or other.texts.get(direction.target) == target:
            known += 1
        elif not other.texts.get(direction.target) and id(other) in places:
            filled.append((places[id(other)], term))
            present[key] = term
        else:
            differing.append((other, term))
    return Merged(
        added=tuple(added.values()),
        filled=tuple(filled),
        differing=tuple(differing),
        known=known,
    )


def put_in(text: str | None, merged: Merged, file: str) -> str:
    """Return the glossary's text with what is new; all else stays as it is, byte for byte.

    Args:
        text: the file as it is, None where there is none.
        merged: what `merge` found.
        file: its name, for messages.

    Raises:
        InputError: the file is broken, or cannot be changed without harming it.
    """
    if text is None or not text.strip("\ufeff \t\r\n"):
        return render_glossary(Glossary(terms=merged.added))
    before = parse_glossary(text, file)
    names = [term.texts[LANGUAGES[0]] for term in merged.added if term.keep]
    terms = [term for term in merged.added if not term.keep]
    has_names = "keep" in parse_toml(text, file)
    after = text
    if merged.filled or (names and has_names):
        after = edit_toml(text, file, lambda document: _change(document, names, merged))
    newline = "\r\n" if after.partition("\n")[0].endswith("\r") else "\n"
    end = "" if after.endswith("\n") else newline
    after += (end + render_terms(terms).replace("\n", newline)) if terms else ""
    if names and not has_names:
        after = _with_names(after, names, newline)
    if len(parse_glossary(after, file).terms) != len(before.terms) + len(merged.added):
        raise InputError(
            "cannot be changed without harming it",
            file=file,
            hint="make the change by hand; nothing was changed",
        )
    return after


def _change(document: Any, names: Sequence[str], merged: Merged) -> None:  # noqa: ANN401 -- tomlkit's document
    if names:
        document["keep"].extend(names)
    for number, term in merged.filled:
        for language in LANGUAGES:
            if not document["term"][number].get(language) and term.texts.get(language):
                document["term"][number][language] = term.texts[language]


def _with_names(text: str, names: Sequence[str], newline: str) -> str:
    """Write a first list of names above everything but the comments the file begins with."""
    rows = text.split("\n")
    mark = "\ufeff" if rows[0].startswith("\ufeff") else ""
    rows[0] = rows[0].removeprefix(mark)
    at = next((n for n, row in enumerate(rows) if not row.startswith("#")), len(rows))
    head = "".join(f"{row}\n" for row in rows[:at])
    return mark + head + render_names(names).replace("\n", newline) + "\n".join(rows[at:])
