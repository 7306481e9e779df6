"""The fields of a form, read from the page a pretalx shows to submitters.

pretalx (templates/common/forms/field.html, common/forms/mixins.py) puts a
`<label for=...>` before each field, marks what is not required with
`<span class="optional">`, and writes lengths into `data-minlength` and
`data-maxlength`, older versions into `minlength` and `maxlength`; what they
count stands in `data-count-in`, or only in the sentence below the field.
"""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from speakprep.errors import InputError
from speakprep.event.model import Counter

MAX_PAGE_CHARACTERS = 2_000_000
"""More than any form page without its pictures; reading stops being quick beyond."""

MAX_FIELDS = 200
"""More fields than anybody fills in."""

MAX_LIMIT = 1_000_000
"""A length beyond this is no limit, or a slip."""

_INPUTS = frozenset({"text", "url", "number", "radio", ""})
_PERSONAL = frozenset({"name", "email", "login_email", "register_name", "register_email"})
"""Facts about a person belong into the form, not into a file that is shared."""

_SENTENCE = re.compile(
    r"(?:between (?P<least>\d+) and (?P<most>\d+)|at least (?P<min>\d+)|at most (?P<max>\d+))"
    r" (?P<unit>words|characters)"
)
"""pretalx's help text on lengths, in English (common/forms/mixins.py, get_help_text)."""

_COUNT_IN: dict[str, Counter] = {"words": "words", "chars": "code-points"}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<(?:[!?]|(?=<))")
_HEADINGS = ("title", "h1", "h2")


@dataclass(frozen=True, kw_only=True)
class PageField:
    """One field as a page shows it; lengths are counted in `counter`, None if it does not say."""

    name: str
    label: str = ""
    required: bool = False
    several_lines: bool = False
    at_least: int | None = None
    at_most: int | None = None
    counter: Counter | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What a page says: its title and language, its fields, what was left out of them."""

    title: str
    language: str
    fields: tuple[PageField, ...]
    left_out: tuple[str, ...]


def read_form(page: str, file: str) -> FormPage:
    """Read the fields of a saved form page, whatever else stands in it.

    Raises:
        InputError: the page is too large, or has no field to write into.
    """
    if len(page) > MAX_PAGE_CHARACTERS:
        raise InputError(
            f"is larger than any form page ({MAX_PAGE_CHARACTERS // 1_000_000} MB)",
            file=file,
            hint='save it again as "HTML only", without its pictures',
        )
    reader = _Reader()
    reader.feed(_without_comments(page) + ">")
    reader.close()
    made = reader.page()
    if not made.fields:
        raise InputError(
            "there is no form in this page",
            file=file,
            hint="save the page with the fields, after its first step: log in, then save",
        )
    return made


def _without_comments(page: str) -> str:
    """Take comments, declarations and lone "<" out of a page.

    The parser of Python 3.11 looks for the end of each that is never closed up
    to the end of the page, which takes minutes where there are many.
    """
    closed = page.rfind("-->") + 3
    head = _COMMENT.sub(" ", page[:closed]) if closed > 2 else page[:closed]
    return _DECLARATION.sub(" ", head + page[closed:])


@dataclass(kw_only=True)
class _Seen:
    """A field while its page is being read."""

    name: str
    ids: set[str]
    tag: str
    attributes: dict[str, str]
    choices: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects labels, fields, options and help texts; everything else passes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: dict[str, str] = {}
        self.language = ""
        self.fields: dict[str, _Seen] = {}
        self.left_out: list[str] = []
        self.labels: dict[str, str] = {}
        self.optional: set[str] = set()
        self.helps: dict[str, str] = {}
        self._into: tuple[str, str] | None = None
        self._words: list[str] = []
        self._mute = 0
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what begins here."""
        values = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag in _HEADINGS:
            self._begin("heading", tag)
        elif tag == "label":
            self._begin("label", values.get("for", ""))
        elif tag == "span" and self._into and self._into[0] == "label":
            self._span(values)
        elif tag == "small" and values.get("id", "").endswith("_helptext"):
            self._begin("help", values["id"].removesuffix("_helptext"))
        elif tag == "option" and self._select:
            self._begin("option", self._select)
        elif tag in {"input", "textarea", "select"}:
            self._field(tag, values)

    def handle_endtag(self, tag: str) -> None:
        """Take what was read since the tag began."""
        if tag == "select":
            self._finish()
            self._select = ""
        elif tag == "span" and self._mute:
            self._mute -= 1
        elif tag in {*_HEADINGS, "label", "small", "option"}:
            self._finish()

    def handle_data(self, data: str) -> None:
        """Keep the words of what is being read."""
        if self._into and not self._mute:
            self._words.append(data)

    def page(self) -> FormPage:
        """Return what was read."""
        self._finish()
        marked = bool(self.optional)
        fields = [self._made(seen, marked=marked) for seen in self.fields.values()]
        title = next((self.headings[tag] for tag in _HEADINGS if self.headings.get(tag)), "")
        return FormPage(
            title=title,
            language=self.language[:2].lower(),
            fields=tuple(each for each in fields if each.several_lines or each.label),
            left_out=tuple(dict.fromkeys(self.left_out)),
        )

    def _begin(self, kind: str, key: str) -> None:
        self._finish()
        self._into, self._words, self._mute = (kind, key), [], 0

    def _span(self, values: dict[str, str]) -> None:
        if "optional" in values.get("class", "").split() and self._into:
            self.optional.add(self._into[1])
            self._mute += 1
        elif self._mute:
            self._mute += 1

    def _finish(self) -> None:
        if self._into is None:
            return
        kind, key = self._into
        words = " ".join("".join(self._words).split())[:500]
        self._into, self._words, self._mute = None, [], 0
        if kind == "heading":
            self.headings.setdefault(key, words)
        elif kind == "label":
            self.labels.setdefault(key, words)
        elif kind == "help":
            self.helps.setdefault(key, words)
        elif words and words.strip("-— "):
            self.fields[key].choices.append(words)

    def _field(self, tag: str, values: dict[str, str]) -> None:
        name, kind = values.get("name", ""), values.get("type", "").lower()
        hidden = kind in {"hidden", "submit", "button", "reset", "image"}
        if not name or hidden or "honeypot" in name or len(self.fields) >= MAX_FIELDS:
            return
        if name in _PERSONAL or (tag == "input" and kind not in _INPUTS):
            self.left_out.append(name)
            return
        seen = self.fields.setdefault(
            name, _Seen(name=name, ids=set(), tag=tag, attributes={"type": kind, **values})
        )
        number = values.get("id", "")
        seen.ids.add(number)
        if kind == "radio":
            # A group is called by its own id, its buttons by that and a number.
            seen.ids.add(number.rpartition("_")[0])
            seen.choices.append(f"\0{number}")
        if tag == "select":
            self._select = name

    def _made(self, seen: _Seen, *, marked: bool) -> PageField:
        label = next((self.labels[each] for each in sorted(seen.ids) if each in self.labels), "")
        values = seen.attributes
        optional = bool(seen.ids & self.optional)
        choices = [
            self.labels.get(words[1:], "") if words.startswith("\0") else words
            for words in seen.choices
        ]
        made = PageField(
            name=seen.name,
            label=label.rstrip(" *"),
            required="required" in values or (marked and not optional),
            several_lines=seen.tag == "textarea",
            at_least=_number(values.get("data-minlength") or values.get("minlength")),
            at_most=_number(values.get("data-maxlength") or values.get("maxlength")),
            counter=_COUNT_IN.get(values.get("data-count-in", "")),
            choices=tuple(dict.fromkeys(filter(None, choices))),
        )
        helped = next((self.helps[each] for each in sorted(seen.ids) if each in self.helps), "")
        return _with_sentence(made, helped)


def _with_sentence(made: PageField, helped: str) -> PageField:
    """Take lengths from the sentence below a field where its attributes do not say them."""
    match = _SENTENCE.search(helped)
    if match is None:
        return made
    counter = made.counter or _COUNT_IN["words" if match["unit"] == "words" else "chars"]
    return replace(
        made,
        counter=counter,
        at_least=made.at_least or _number(match["least"] or match["min"]),
        at_most=made.at_most or _number(match["most"] or match["max"]),
    )


def _number(text: str | None) -> int | None:
    if text is None or not text.strip().isascii() or not text.strip().isdigit():
        return None
    # A limit of a thousand digits is no number that a form means.
    number = int(text.strip()[:9])
    return number if 0 < number <= MAX_LIMIT else None
