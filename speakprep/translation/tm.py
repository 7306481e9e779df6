"""The user's translation memory: one SQLite file with what people signed or wrote by hand.

It helps and is never needed: whoever reads it goes on without it when it cannot be read.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Literal

from speakprep.errors import BusyError, InputError, SpeakprepError, StorageError
from speakprep.talk.language import Language

MEMORY_FILE = "translation-memory.sqlite3"

VERSION = 1
"""Of the table; a file of a newer speakprep is left alone."""

WAIT_SECONDS = 5.0
"""How long to wait for another speakprep that is writing."""

Origin = Literal["signed", "edited", "imported"]
"""Signed by a person, written by hand, or brought from another tool's memory."""

ORIGINS: tuple[Origin, ...] = ("signed", "edited", "imported")
"""The most trusted first."""

_TABLE = """
create table if not exists unit (
  source_language text not null, target_language text not null,
  source text not null, target text not null,
  origin text not null, talk text not null, day text not null,
  primary key (source_language, target_language, source, target)
) without rowid
"""
_COLUMNS = "source_language, target_language, source, target, origin, talk, day"
_PUT = f"""
insert into unit ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)
on conflict do update set origin = excluded.origin, talk = excluded.talk, day = excluded.day
where excluded.origin = 'signed' or unit.origin = 'imported'
"""  # noqa: S608 -- the names are constants


class DamagedError(InputError):
    """The file is no memory any more."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One translation that a person vouched for; `day` is a date such as "2026-11-21"."""

    source_language: Language
    target_language: Language
    source: str
    target: str
    origin: Origin
    talk: str = ""
    day: str = ""


def read_units(file: str, *, wait: float = WAIT_SECONDS) -> tuple[Unit, ...]:
    """Read the whole memory, in the order of its sources; `wait` seconds for whoever writes.

    Raises:
        DamagedError: it is no memory, or damaged.
        InputError: it comes from a newer speakprep.
        BusyError, StorageError: it cannot be read now.
    """
    with _opened(file, wait=wait) as connection:
        if not connection.execute("select 1 from sqlite_master").fetchone():
            return ()  # a file that a killed speakprep had only just made
        rows = connection.execute(f"select {_COLUMNS} from unit").fetchall()  # noqa: S608 -- as above
    units = tuple(filter(None, map(_unit, rows)))
    return tuple(sorted(units, key=lambda one: (one.source, ORIGINS.index(one.origin), one.target)))


def put_units(file: str, units: Iterable[Unit]) -> int:
    """Put units into the memory, all or none; return how many were not there yet.

    Raises:
        DamagedError, InputError, BusyError, StorageError: like `read_units`.
    """
    with _opened(file, create=True) as connection:
        before = _size(connection)
        connection.executemany(_PUT, [astuple(unit) for unit in units])
        return _size(connection) - before


def drop_units(file: str, units: Iterable[Unit]) -> None:
    """Take units out of the memory.

    Raises:
        DamagedError, InputError, BusyError, StorageError: like `read_units`.
    """
    keys = [(one.source_language, one.target_language, one.source, one.target) for one in units]
    with _opened(file) as connection:
        connection.executemany(
            "delete from unit where source_language = ? and target_language = ? "
            "and source = ? and target = ?",
            keys,
        )


@contextlib.contextmanager
def _opened(
    file: str, *, create: bool = False, wait: float = WAIT_SECONDS
) -> Iterator[sqlite3.Connection]:
    """Open the memory for one transaction, in words of our own when it fails."""
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=wait)) as connection:
            version = connection.execute("pragma user_version").fetchone()[0]
            if version > VERSION:
                raise InputError("was written by a newer speakprep", file=file, hint="update it")
            with connection:
                if create:
                    connection.execute(_TABLE)
                    connection.execute(f"pragma user_version = {VERSION}")
                yield connection
    except sqlite3.Error as error:
        raise _failure(error, file) from None


def _failure(error: sqlite3.Error, file: str) -> SpeakprepError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return BusyError(
            f"another speakprep is writing in your memory ({file})",
            hint="wait until it has finished, then run the command again",
        )
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
        return DamagedError(
            "is no translation memory, or is damaged",
            file=file,
            hint="set it aside and begin a new one: speakprep translate memory add",
        )
    return StorageError(f"your memory cannot be used: {error}", file=file)


def _size(connection: sqlite3.Connection) -> int:
    return int(connection.execute("select count(*) from unit").fetchone()[0])


def _unit(row: tuple[object, ...]) -> Unit | None:
    """Return a row as a unit; None where somebody else has put something else into it."""
    if not all(isinstance(value, str) for value in row):
        return None
    one, other, source, target, origin, talk, day = map(str, row)
    languages: dict[str, Language] = {"en": "en", "zh": "zh"}
    origins: dict[str, Origin] = {each: each for each in ORIGINS}
    if one not in languages or other not in languages or origin not in origins:
        return None
    return Unit(
        source_language=languages[one],
        target_language=languages[other],
        source=source,
        target=target,
        origin=origins[origin],
        talk=talk,
        day=day,
    )
