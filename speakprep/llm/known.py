"""What is known about servers: which of the optional parameters each of them takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from speakprep.llm.model import Json
from speakprep.llm.protocol import FORMS, LIMITS, Dialect

FRESH_DAYS = 30
"""Servers get newer versions; what is older is found out anew."""

VERSION = 1
"""Of the file; another one's file is begun anew."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What one model at one address takes, and the day it was found out."""

    base_url: str
    model: str
    dialect: Dialect
    day: date


def parse_known(data: bytes, today: date) -> tuple[Known, ...]:
    """Read what is known and still fresh; a broken file or entry is as good as none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(value, dict) or value.get("version") != VERSION:
        return ()
    entries = value.get("servers")
    found = (_entry(one) for one in entries) if isinstance(entries, list) else ()
    oldest = today - timedelta(days=FRESH_DAYS)
    return tuple(one for one in found if one is not None and oldest <= one.day <= today)


def render_known(known: tuple[Known, ...]) -> bytes:
    """Write what is known, one server a line."""
    lines = ",\n".join(f" {json.dumps(_facts(one), ensure_ascii=False)}" for one in known)
    text = f'{{"version": {VERSION}, "servers": [\n{lines}\n]}}\n'
    return text.encode("utf-8", errors="backslashreplace")


def find(known: tuple[Known, ...], base_url: str, model: str) -> Dialect | None:
    """Return what one server takes, or None where that is not known."""
    fitting = (one.dialect for one in known if (one.base_url, one.model) == (base_url, model))
    return next(fitting, None)


def learnt(known: tuple[Known, ...], new: Known) -> tuple[Known, ...]:
    """Return what is known with one server more, or told anew."""
    others = (one for one in known if (one.base_url, one.model) != (new.base_url, new.model))
    return (*others, new)


def _facts(one: Known) -> Mapping[str, Json]:
    return {
        "base_url": one.base_url,
        "model": one.model,
        "form": one.dialect.form,
        "limit": one.dialect.limit,
        "temperature": one.dialect.temperature,
        "seed": one.dialect.seed,
        "day": one.day.isoformat(),
    }


def _entry(entry: Json) -> Known | None:
    if not isinstance(entry, dict):
        return None
    try:
        day = date.fromisoformat(str(entry.get("day")))
    except ValueError:
        return None
    base_url, model = entry.get("base_url"), entry.get("model")
    form = next((one for one in FORMS if one == entry.get("form")), None)
    limit = next((one for one in LIMITS if one == entry.get("limit")), None)
    temperature, seed = entry.get("temperature"), entry.get("seed")
    if not (isinstance(base_url, str) and isinstance(model, str) and form and limit):
        return None
    if not (isinstance(temperature, bool) and isinstance(seed, bool)):
        return None
    dialect = Dialect(form=form, limit=limit, temperature=temperature, seed=seed)
    return Known(base_url=base_url, model=model, dialect=dialect, day=day)
