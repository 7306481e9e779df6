"""Letters to experts and reviewers: what they ask, how they read, and the mail they become.

A letter is a template of `prompts/`: its first line is the subject, the rest
the text. The questions in it come from `checklists/expert-questions.toml`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from speakprep.errors import InputError, UsageError
from speakprep.talk.language import Language
from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table
from speakprep.talk.templates import Template, render

Kind = Literal["ask-expert", "ask-review", "thank"]

QUESTIONS_FILE = "checklists/expert-questions.toml"

MOST_OF_A_NAME = 200
"""Characters of a name in a mail's header; more is a slip of the clipboard."""

_SUBJECT: dict[Language, str] = {"en": "Subject:", "zh": "主题："}
_COMMA: dict[Language, str] = {"en": ", ", "zh": "、"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# What browsers take for a mail address (WHATWG HTML, "valid e-mail address").
_MAIL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63})*")
_MOST_OF_AN_ADDRESS = 254  # RFC 5321, 4.5.3.1.3: a path is 256 octets with its brackets
_NAME_AND_MAIL = re.compile(r"(?P<name>[^<>]*)<(?P<mail>[^<>]*)>")
# Unicode's categories of control characters, half characters, line and paragraph separators.
_OBEYED = frozenset(("Cc", "Cs", "Zl", "Zp"))
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who writes, or is written to; either may be unknown."""

    name: str = ""
    mail: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a letter, and why it is asked; both are for the reader."""

    letter: Kind
    ask: Mapping[Language, str]
    why: Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the speaker says about one letter.

    `by` is the day an answer is asked for; `files` are the names of what the
    speaker will attach; `sender` signs.
    """

    to: Person = field(default_factory=Person)
    sender: Person = field(default_factory=Person)
    by: date | None = None
    links: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What the letter is about; `event` and `day` may be unknown. `minutes` is the whole slot."""

    title: str
    minutes: int
    event: str = ""
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter, ready to be sent by the speaker."""

    kind: Kind
    language: Language
    to: Person
    sender: Person
    subject: str
    text: str


def parse_person(text: str) -> Person:
    """Read "Name <mail>", a mail address alone, or a name alone.

    Raises:
        UsageError: it is none of these, or holds what could forge a header.

    >>> parse_person("Li Ming <li@example.org>")
    Person(name='Li Ming', mail='li@example.org')
    """
    refuse_control(text, "a name")
    both = _NAME_AND_MAIL.fullmatch(text.strip())
    if both:
        name, mail = both["name"], both["mail"]
    else:
        name, mail = ("", text) if "@" in text else (text, "")
    name, mail = " ".join(name.split()).strip('"').strip(), mail.strip()
    known = _MAIL.fullmatch(mail) and len(mail) <= _MOST_OF_AN_ADDRESS
    if (both or mail) and not known:
        raise UsageError(
            f"{mail!r} is not a mail address",
            hint='write "Name <name@example.org>", or the name alone',
        )
    if len(name) > MOST_OF_A_NAME or "<" in name or ">" in name:
        raise UsageError(f"{name[:40]!r} is not a name", hint='write "Name <name@example.org>"')
    return Person(name=name, mail=mail)


def refuse_control(text: str, what: str, *, lines: bool = False) -> None:
    """Refuse characters that are obeyed and not read: they could forge a header or turn a line.

    Args:
        text: what the speaker gave.
        what: how to call it in the message.
        lines: line breaks and tabs are welcome.

    Raises:
        UsageError: there is one.
    """
    for character in text:
        welcome = lines and character in "\n\t"
        if not welcome and (unicodedata.category(character) in _OBEYED or character in _BIDI):
            raise UsageError(
                f"{what} holds the control character U+{ord(character):04X}",
                hint="take it out; nothing was written",
            )


def parse_questions(resource: Resource) -> tuple[Question, ...]:
    """Read the questions of all letters, in the order of the file.

    Raises:
        InputError: the file is broken, or a question lacks a text, with its line.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(("question",))
    return tuple(_question(table) for table in root.each("question"))


def write_letter(
    kind: Kind,
    template: Template,
    questions: tuple[Question, ...],
    occasion: Occasion,
    wishes: Wishes,
    language: Language,
) -> Letter:
    """Fill in a letter.

    A template gets those of the values it asks for in its `inputs`.

    Raises:
        InputError: the template is broken, or does not begin with a subject.
    """
    offered = _values(kind, questions, occasion, wishes, language)
    given = {name: offered[name] for name in template.inputs if name in offered}
    filled = render(template, given).replace("\r\n", "\n")
    first, _, text = filled.partition("\n")
    start = _SUBJECT[language]
    if not first.startswith(start) or not first.removeprefix(start).strip():
        raise InputError(
            f"a letter's first line is its subject: {start} ...",
            file=template.file,
            line=template.first_line,
            excerpt=first,
        )
    return Letter(
        kind=kind,
        language=language,
        to=wishes.to,
        sender=wishes.sender,
        subject=_one_line(first.removeprefix(start)),
        text=f"{text.strip()}\n",
    )


def render_text(letter: Letter) -> str:
    """Return a letter as text to be pasted: subject, empty line, text."""
    space = " " if letter.language == "en" else ""
    return f"{_SUBJECT[letter.language]}{space}{letter.subject}\n\n{letter.text}"


def render_mail(letter: Letter) -> bytes:
    """Return a letter as a mail file (RFC 5322) that mail programs open as a draft.

    It has neither date nor message id: the mail program sets them on sending.
    """
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP

    mail = EmailMessage(policy=SMTP)
    for header, person in (("From", letter.sender), ("To", letter.to)):
        if person.mail:
            mail[header] = Address(person.name, addr_spec=person.mail)
    mail["Subject"] = letter.subject
    mail["X-Unsent"] = "1"  # Outlook and Thunderbird open such a file for editing
    mail.set_content(letter.text, charset="utf-8")
    return mail.as_bytes()


def written_day(day: date, language: Language) -> str:
    """Return a day as people write it.

    >>> written_day(date(2027, 3, 1), "en"), written_day(date(2027, 3, 1), "zh")
    ('1 March 2027', '2027 年 3 月 1 日')
    """
    if language == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _question(table: Table) -> Question:
    table.only(("letter", "ask", "why"))
    return Question(
        letter=table.one_of("letter", get_args(Kind)),
        ask=table.by_language("ask"),
        why=table.by_language("why"),
    )


def _values(
    kind: Kind,
    questions: tuple[Question, ...],
    occasion: Occasion,
    wishes: Wishes,
    language: Language,
) -> dict[str, object]:
    minutes = str(occasion.minutes)
    asked = [question for question in questions if question.letter == kind]
    return {
        "name": wishes.to.name,
        "title": _one_line(occasion.title),
        "event": _one_line(occasion.event),
        "minutes": minutes,
        "talk_day": written_day(occasion.day, language) if occasion.day else "",
        "by": written_day(wishes.by, language) if wishes.by else "",
        "links": [{"address": link} for link in wishes.links],
        "files": _COMMA[language].join(wishes.files),
        "note": wishes.note.strip(),
        "signature": wishes.sender.name,
        "questions": [
            {
                "number": str(number),
                "ask": question.ask.get(language, question.ask["en"]).replace("{minutes}", minutes),
                "why": question.why.get(language, question.why["en"]),
            }
            for number, question in enumerate(asked, 1)
        ],
    }


def _one_line(text: str) -> str:
    """Leave out of a title what a header may not hold; the title's own file stays as it is."""
    kept = (" " if c.isspace() else c for c in text)
    shown = (c for c in kept if unicodedata.category(c) not in _OBEYED and c not in _BIDI)
    return " ".join("".join(shown).split())
