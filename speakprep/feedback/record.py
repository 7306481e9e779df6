"""Putting comments on record: which are new, which file they belong to, what they are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from speakprep.feedback.files import add_to_round, file_name, new_round, parse_round
from speakprep.feedback.model import (
    Item,
    Note,
    Remark,
    Round,
    Target,
    content_key,
    fingerprint,
    make_id,
)
from speakprep.feedback.paste import Heard
from speakprep.feedback.wording import clean, clean_line

Targets = Callable[[Target], str | None]
"""Gives the present text of what a comment is about, None where it cannot be found."""

NOBODY = "Reviewer"
"""What whoever gave no name is called."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Files that change, by name, with their new text; ids of new items, items known before."""

    texts: Mapping[str, str]
    added: frozenset[str]
    known: tuple[Item, ...]
    noted: bool


@dataclass
class _Book:
    """What is on record so far, while comments are entered."""

    rounds: tuple[Round, ...]
    by_key: dict[str, Item]
    taken: set[str]
    texts: dict[str, str] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    known: dict[str, Item] = field(default_factory=dict)
    noted: bool = False


def enter(
    rounds: tuple[Round, ...], heard: Sequence[Heard], today: date, targets: Targets
) -> Entered:
    """Enter what people said; a comment that is on record already is not entered again.

    Args:
        rounds: all files there are.
        heard: what each person said; those without a day said it today.
        today: the day.
        targets: gives the present text of what a comment is about.
    """
    items = [item for each in rounds for item in each.items]
    book = _Book(
        rounds=rounds,
        by_key={key_of(item): item for item in items},
        taken={item.id for item in items},
    )
    for name, day, group in _by_person(heard, today):
        fresh = [
            item
            for each in group
            for remark in each.remarks
            if (item := _new_item(book, remark, name, day, targets))
        ]
        words = "\n\n".join(note.text for each in group for note in each.notes).strip("\n")
        notes = [Note(text=words)] if words.strip() and not _noted(book, words) else []
        if fresh or notes:
            _enter_in_file(book, name, day, fresh, notes)
    return Entered(
        texts=book.texts,
        added=frozenset(book.added),
        known=tuple(book.known.values()),
        noted=book.noted,
    )


def key_of(item: Item) -> str:
    """Return what makes an item the same comment as another."""
    return content_key(item.reviewer, item.stage, item.target, item.text)


def _by_person(heard: Sequence[Heard], today: date) -> list[tuple[str, date, list[Heard]]]:
    """Bring together what one person said on one day: in a chat they speak by turns."""
    groups: dict[tuple[str, date], tuple[str, date, list[Heard]]] = {}
    for each in heard:
        name, day = clean_line(each.reviewer) or NOBODY, each.day or today
        groups.setdefault((name.casefold(), day), (name, day, []))[2].append(each)
    return list(groups.values())


def _new_item(book: _Book, remark: Remark, name: str, day: date, targets: Targets) -> Item | None:
    target = Target(kind=remark.target.kind, value=clean_line(remark.target.value))
    words = clean(remark.text).strip()
    key = content_key(name, remark.stage, target, words)
    if key in book.by_key:
        if book.by_key[key].id not in book.added:
            book.known[key] = book.by_key[key]
        return None
    now = targets(target)
    item = Item(
        id=make_id(key, book.taken),
        reviewer=name,
        day=day,
        stage=remark.stage,
        target=target,
        severity=remark.severity,
        text=words,
        before="" if now is None else fingerprint(now),
    )
    book.by_key[key] = item
    book.taken.add(item.id)
    book.added.add(item.id)
    return item


def _noted(book: _Book, words: str) -> bool:
    kept = (note.text for each in book.rounds for note in each.notes)
    return any(fingerprint(text) == fingerprint(words) for text in kept)


def _enter_in_file(
    book: _Book, name: str, day: date, items: Sequence[Item], notes: Sequence[Note]
) -> None:
    own = next(
        (r for r in book.rounds if (r.reviewer.casefold(), r.day) == (name.casefold(), day)), None
    )
    taken = {each.name for each in book.rounds} | set(book.texts)
    if own:
        file, text = own.name, own.text
    else:
        names = (file_name(day, name, number) for number in range(1, len(taken) + 2))
        file = next(each for each in names if each not in taken)
        text = new_round(name, day, items[0].stage if items else "cfp")
    stage = own.stage if own else parse_round(text, file).stage
    book.texts[file] = add_to_round(text, items, notes, stage)
    book.noted = book.noted or bool(notes)
