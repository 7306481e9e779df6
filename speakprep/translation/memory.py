"""One line of JSON per segment, slide and judgement; later lines replace earlier ones.

One table tells how each kind of line is written and read: `_KINDS`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from speakprep.fidelity.cited import Chunk
from speakprep.translation.model import (
    Accepted,
    Accusation,
    Decision,
    Dismissed,
    Generated,
    Judged,
    Memory,
    Opinion,
    Record,
    SecondReader,
    State,
    Verdict,
    digest,
    is_reason,
)

Entry = Record | Generated | Accepted | Verdict | Judged | Dismissed

_NEEDED = object()
"""Instead of a default: a line without this key is none."""


def _same(value: Any) -> object:  # noqa: ANN401 -- JSON has no closed type in Python
    return value


@dataclass(frozen=True)
class _Key:
    """A key of a line and the attribute it holds.

    `read` turns what JSON has into the attribute's value, and raises ValueError where it is
    of another shape; `write` is the way back. `default` stands where a line lacks the key,
    and what equals it is not written.
    """

    name: str
    attribute: str
    read: Callable[[object], object]
    write: Callable[[Any], object] = _same
    default: object = _NEEDED


@dataclass(frozen=True)
class _Kind:
    """One kind of line: the first key tells it from the others.

    `key` is what a later line of the same kind replaces an earlier one by, `slot` where
    `Memory` keeps them. `hashed` are keys with digests of other attributes: a line whose
    text no longer fits them was edited by hand. `numbered` nouns know their line.
    """

    noun: type[Entry]
    slot: str
    key: Callable[[Any], object]
    keys: tuple[_Key, ...]
    hashed: tuple[tuple[str, str], ...] = ()
    numbered: bool = False


def parse_memory(text: str) -> Memory:
    """Read a translation memory; a line that is no record is skipped and named.

    Whoever is killed while writing leaves half a line at the end. A line whose
    text no longer fits its hash was edited by hand and does not count either.
    """
    slots: dict[str, Any] = {kind.slot: {} for kind in _KINDS}
    unreadable: list[int] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            kind, entry = _entry(line, number)
        except (ValueError, RecursionError):
            unreadable.append(number)
            continue
        slots[kind.slot][kind.key(entry)] = entry
    return Memory(**slots, unreadable=tuple(unreadable))


def render(entry: Entry) -> str:
    """Write what is to be remembered as one line."""
    (kind,) = (each for each in _KINDS if each.noun is type(entry))
    values = dict(_written(kind, entry))
    values |= {name: digest(getattr(entry, attribute)) for name, attribute in kind.hashed}
    return json.dumps(values, ensure_ascii=False)


def _written(kind: _Kind, entry: Entry) -> Iterator[tuple[str, object]]:
    for key in kind.keys:
        value = getattr(entry, key.attribute)
        if value != key.default:
            yield key.name, key.write(value)


def _entry(line: str, number: int) -> tuple[_Kind, Entry]:
    """Read one line.

    Raises:
        ValueError: it is no line of this file.
    """
    values = json.loads(line)
    if not isinstance(values, dict):
        raise ValueError  # noqa: TRY004 -- the shape of a file, not of an argument
    kind = next((each for each in _KINDS if each.keys[0].name in values), None)
    if kind is None:
        raise ValueError
    entry = kind.noun(**_read(kind, values, number))
    for name, attribute in kind.hashed:
        if values.get(name) != digest(getattr(entry, attribute)):
            raise ValueError
    return kind, entry


def _read(kind: _Kind, values: Mapping[str, object], number: int) -> dict[str, Any]:
    found: dict[str, Any] = {"line": number} if kind.numbered else {}
    for key in kind.keys:
        if key.name in values:
            found[key.attribute] = key.read(values[key.name])
        elif key.default is _NEEDED:
            raise ValueError
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 -- as above
    return value


def _reason(value: object) -> str:
    if not is_reason(_text(value)):
        raise ValueError
    return _text(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 -- as above
    return tuple(_text(each) for each in value)


def _whole_number(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError  # noqa: TRY004 -- as above
    return value


def _yes(value: object) -> bool:
    return value is True


def _one_of(choices: object) -> Callable[[object], str]:
    allowed = get_args(choices)

    def read(value: object) -> str:
        if value not in allowed:
            raise ValueError
        return _text(value)

    return read


def _chunks(value: object) -> tuple[Chunk, ...]:
    """Read how a target cites its source; what is no such list counts as none."""
    try:
        pairs = [_texts(pair) for pair in value] if isinstance(value, list) else []
        return tuple(Chunk(source=source, target=target) for source, target in pairs)
    except ValueError:
        return ()


def _opinions(value: object) -> tuple[Opinion, ...]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 -- as above
    kinds = get_args(Accusation)
    opinions = []
    for kind, theirs, ours in (_texts(each) for each in value):
        opinions.append(
            Opinion(kind=kinds[kinds.index(kind)], source_words=theirs, target_words=ours)
        )
    return tuple(opinions)


def _id(entry: Any) -> object:  # noqa: ANN401 -- every noun but one has an id
    return entry.id


_SOURCE = _Key("source_hash", "source_digest", _text)
_TARGET = _Key("target_hash", "target_digest", _text)
_FINDINGS = _Key("findings", "findings", _texts, list)

_KINDS: tuple[_Kind, ...] = (
    _Kind(
        Accepted,
        "accepted",
        _id,
        (
            _Key("accepted", "id", _text),
            _SOURCE,
            _TARGET,
            _FINDINGS,
            _Key("reason", "reason", _reason),
        ),
    ),
    _Kind(
        Verdict,
        "verdicts",
        _id,
        (
            _Key("verdict", "id", _text),
            _SOURCE,
            _TARGET,
            _Key("decision", "decision", _one_of(Decision)),
            _Key("day", "day", _text),
            _Key("by", "by", _text),
            _Key("reason", "reason", _text),
            _Key("in_bulk", "in_bulk", _yes, default=False),
        ),
    ),
    _Kind(
        Judged,
        "judged",
        lambda entry: (entry.id, entry.how),
        (
            _Key("judged", "id", _text),
            _Key("how", "how", _one_of(SecondReader)),
            _SOURCE,
            _TARGET,
            _Key("by", "by", _text),
            _Key(
                "opinions",
                "opinions",
                _opinions,
                lambda said: [[one.kind, one.source_words, one.target_words] for one in said],
            ),
        ),
    ),
    _Kind(
        Dismissed,
        "dismissed",
        lambda entry: entry.key,
        (
            _Key("dismissed", "kind", _text),
            _Key("source_words", "source_words", _text),
            _Key("target_words", "target_words", _text),
            _Key("reason", "reason", _reason),
        ),
        numbered=True,
    ),
    _Kind(
        Generated,
        "generated",
        lambda entry: entry.key,
        (
            _Key("slide", "key", _text),
            _Key("from", "origin", _text),
            _Key("title", "title", _text),
            _Key("text", "text", _text),
            _Key("runs", "runs", _texts, list),
        ),
    ),
    _Kind(
        Record,
        "records",
        _id,
        (
            _Key("id", "id", _text),
            _Key("state", "state", _one_of(State)),
            _Key("findings", "findings", _texts, list, ()),
            _Key("unsure", "unsure", _yes, default=False),
            _Key("model", "model", _text),
            _Key("prompt", "prompt", _whole_number, default=0),
            _Key("source", "source", _text),
            _Key("target", "target", _text),
            _Key(
                "chunks",
                "chunks",
                _chunks,
                lambda chunks: [[chunk.source, chunk.target] for chunk in chunks],
                (),
            ),
        ),
        hashed=(("source_hash", "source"), ("target_hash", "target")),
    ),
)
"""A line is of the first kind whose first key it has."""
