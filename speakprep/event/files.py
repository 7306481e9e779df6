"""Files that an import writes: a form profile out of a page, a list of calls out of a feed.

The first line of such a file holds a hash of the rest, so that a file that a
person has edited since is told from one that may simply be made again.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from speakprep.event.dates import read_day, read_deadline
from speakprep.event.feeds import Feed
from speakprep.event.forms import FormPage, PageField
from speakprep.event.model import Call, Counter
from speakprep.event.profiles import parse_profile
from speakprep.talk.language import Language
from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table

CALLS_FOLDER = "checklists/calls"
"""Lists of calls for proposals, one file per list, beside the form profiles."""

_SEAL = re.compile(r"# Made by speakprep event import \(([0-9a-f]{16})\)\.[^\n]*\n")
_CALL_KEYS = ("name", "url", "location", "closes", "time", "zone", "event_date")

_STANDARD: Mapping[str, tuple[str, str, str]] = {
    "submission_type": ("format", "Session type", "议题形式"),
    "title": ("title", "Title", "标题"),
    "abstract": ("abstract", "Abstract", "摘要"),
    "description": ("description", "Description", "详细描述"),
    "track": ("track", "Track", "分会场"),
    "content_locale": ("language", "Language", "语言"),
    "duration": ("duration", "Duration", "时长"),
    "notes": ("notes", "Notes", "备注"),
    "biography": ("biography", "Biography", "讲者简介"),
    "additional_speaker": ("additional_speaker", "Additional speakers", "其他讲者"),
}
"""pretalx's own fields (submission/models/cfp.py): key here, labels in both languages."""

_MINUTES = re.compile(r"\((\d{1,3}) ?(?:min|分)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)", re.ASCII)
_CHINESE: frozenset[str] = frozenset({"zh"})


def sealed(body: str) -> str:
    """Put the line before a file that says that nobody has edited it yet."""
    line = f"# Made by speakprep event import ({_seal(body)}). Edit it freely: it is asked before"
    return f"{line} it is replaced.\n{body}"


def is_untouched(text: str) -> bool:
    """Whether a file is as an import wrote it."""
    match = _SEAL.match(text)
    return match is not None and match[1] == _seal(text[match.end() :])


def profile_text(page: FormPage, *, key: str, source: str, today: date) -> str:
    """Write the form profile that a page shows.

    Raises:
        InputError: the page holds no form that a profile can be made of.
    """
    fields = _told_apart(page.fields)
    counters: list[Counter] = [each.counter for each in fields if each.counter]
    counter: Counter = counters[0] if counters else "code-points"
    lines = [
        "# Fields without a limit may have one that the page does not tell.",
        "",
        f"name = {_quote(_event_name(page.title) or key)}",
        'system = "pretalx"',
        f"counter = {_quote(counter)}",
        "newline = 1",
        f"source = {_quote(source)}",
        f"checked_on = {today}",
        'confidence = "verified"',
    ]
    years = set(_YEAR.findall(page.title))
    lines += [f"edition = {years.pop()}"] if len(years) == 1 else []
    for each in fields:
        lines += _field_lines(each, counter, page.language)
    text = sealed("\n".join(lines) + "\n")
    # What is written must be readable: better no file than a broken one.
    parse_profile(Resource(path=Path(f"{key}.toml"), text=text), key)
    return text


def calls_text(feed: Feed, file: str, today: date) -> str:
    """Write a list of calls, a table each."""
    lines = [f"source = {_quote(feed.source)}", f"imported = {today}  # out of {_plain(file)}"]
    for call in feed.calls:
        lines += ["", "[[cfp]]", f"name = {_quote(call.name)}", f"closes = {call.closes.day}"]
        lines += [f"zone = {_quote(call.closes.zone)}"]
        lines += [f"url = {_quote(call.url)}"] if call.url else []
        lines += [f"location = {_quote(call.location)}"] if call.location else []
        lines += [f"event_date = {call.event_date}"] if call.event_date else []
    return sealed("\n".join(lines) + "\n")


def parse_calls(resource: Resource) -> tuple[Call, ...]:
    """Read a list of calls.

    Raises:
        InputError: broken TOML, an unknown key, a value of the wrong kind.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(("source", "imported", "cfp"))
    source = root.text("source")
    return tuple(_call(table, source) for table in root.each("cfp"))


def _call(table: Table, source: str) -> Call:
    table.only(_CALL_KEYS)
    closes = read_deadline(table)
    if closes is None:
        raise table.wrong("closes", "closes is missing", hint="add a line: closes = 2027-01-31")
    return Call(
        name=table.text("name"),
        closes=closes,
        source=source,
        url=table.text("url", ""),
        location=table.text("location", ""),
        event_date=read_day(table, "event_date"),
    )


def _told_apart(fields: Iterable[PageField]) -> list[PageField]:
    """Leave out what is there twice: a heading of cfp.md must lead to one field."""
    taken: set[str] = set()
    kept = []
    for each in fields:
        names = {_key(each.name), *(label.casefold() for label in _labels(each, "en").values())}
        names |= {label.casefold() for label in _labels(each, "zh").values()}
        if not names & taken:
            taken |= names
            kept.append(each)
    return kept


def _field_lines(each: PageField, counter: Counter, language: str) -> list[str]:
    labels = ", ".join(f"{code} = {_quote(text)}" for code, text in _labels(each, language).items())
    key = _key(each.name)
    lines = _format_lines(each) if key == "format" else []
    lines += ["", "[[field]]", f"key = {_quote(key)}", f"label = {{ {labels} }}"]
    lines += ["required = true"] if each.required else []
    lines += [] if each.several_lines or each.choices else ["one_line = true"]
    least, most = each.at_least, each.at_most
    if least and most and least > most:
        lines += [f"# The page asks for at least {least}, which is more than it takes."]
        least = None
    lines += [f"min = {least}"] if least else []
    lines += [f"max = {most}"] if most else []
    lines += [f"counter = {_quote(each.counter)}"] if each.counter not in {None, counter} else []
    lines += [] if least or most or each.choices else ['confidence = "unknown"']
    lines += ['markup = "markdown"'] if each.several_lines else []
    if each.choices and key != "format":
        lines += [f"choices = [{', '.join(_quote(choice) for choice in each.choices)}]"]
    return lines


def _format_lines(each: PageField) -> list[str]:
    lines = []
    for choice in {choice.casefold(): choice for choice in each.choices}.values():
        lines += ["", "[[format]]", f"label = {_quote(choice)}"]
        if (match := _MINUTES.search(choice)) and int(match[1]):
            lines += [f"minutes = {int(match[1])}"]
    return lines


def _labels(each: PageField, language: str) -> dict[Language, str]:
    _, english, chinese = _STANDARD.get(each.name, ("", "", ""))
    shown = each.label or english or each.name
    if language in _CHINESE:
        return {"en": english or shown, "zh": shown}
    return {"en": shown, "zh": chinese} if chinese else {"en": shown}


def _event_name(title: str) -> str:
    """Return the event out of a page's title, "Create proposal :: Small Conf :: pretalx"."""
    parts = [part.strip() for part in title.split("::")]
    return next((part for part in reversed(parts) if part and part != "pretalx"), "")


def _key(name: str) -> str:
    if name in _STANDARD:
        return _STANDARD[name][0]
    made = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return made if made[:1].isalpha() else f"field_{made}"


def _seal(body: str) -> str:
    return hashlib.sha256(body.replace("\r\n", "\n").encode()).hexdigest()[:16]


def _quote(text: str) -> str:
    import tomlkit

    return tomlkit.string(text).as_string()


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)
