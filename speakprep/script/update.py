"""One section of a script brought up to date with its slide; the text stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.deck.model import Slide, Visual
from speakprep.script.files import (
    quote_notes,
    render_heading,
    render_orphan_mark,
    render_stamp,
)
from speakprep.script.match import OTHER, creation_mark, likeness
from speakprep.script.model import (
    NO_SLIDE,
    Heading,
    SlideText,
    Stamp,
    fingerprint,
    is_mark,
    one_line,
)
from speakprep.talk.language import LANGUAGE_NAMES, Language, detect
from speakprep.talk.report import Level

ChangeKind = Literal["new", "imported", "moved", "gone", "dropped", "back", "followed"]
"""What happened to a slide's section: `gone` became an orphan, `dropped` held no text,
`imported` took over the speaker notes, `followed` took its text from another id."""

_UNTITLED: dict[Language, str] = {"en": "(no title)", "zh": "（无标题）"}
_SHOWN: dict[Visual, dict[Language, str]] = {
    "video": {"en": "(video)", "zh": "（视频）"},
    "chart": {"en": "(chart)", "zh": "（图表）"},
    "table": {"en": "(table)", "zh": "（表格）"},
    "diagram": {"en": "(diagram)", "zh": "（示意图）"},
    "picture": {"en": "(picture)", "zh": "（图片）"},
}
"""What stands for the title of a slide without words, the most telling first."""

_SETTLE = "Edit the text, or delete the comment under the heading to say that it still fits"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A finding that has no place yet."""

    code: str
    level: Level
    message: str
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section of the new script.

    `was` is its position in the old one, None when it is new.
    """

    section: SlideText
    notices: tuple[Notice, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    was: int | None = None


@dataclass(frozen=True, kw_only=True)
class Style:
    """How new lines are written; `main` when the script is in the talk's own language."""

    language: Language
    newline: str
    main: bool


def wordless_title(slide: Slide, language: Language) -> str:
    """Return what a slide without any words is called: by what it shows."""
    names = next((names for shown, names in _SHOWN.items() if shown in slide.shows), _UNTITLED)
    return names[language]


def stand_in(title: str, language: Language) -> str:
    """Return the title of a slide without words in another language; empty for real titles.

    >>> stand_in("(picture)", "zh"), stand_in("Why sample?", "zh")
    ('（图片）', '')
    """
    known = (names for names in (_UNTITLED, *_SHOWN.values()) if title in names.values())
    return next((names[language] for names in known), "")


def new_part(slide: Slide, style: Style, *, notes_known: bool) -> Part:
    """Make the section of a slide that has none yet."""
    empty = SlideText(heading="", marks=(), text=style.newline)
    part = updated(empty, None, slide, style, notes_known=notes_known)
    return replace(part, changes=("new", *part.changes))


def updated(
    section: SlideText, was: int | None, slide: Slide, style: Style, *, notes_known: bool
) -> Part:
    """Bring heading and stamp up to date; take over speaker notes where there is no text.

    `notes_known` is False when the deck's notes could not be read.
    """
    stamp, notices = _restamped(section, slide, notes_known=notes_known)
    heading, title_stamp, title_notices = _headed(section, slide, style)
    stamp = replace(stamp, title=title_stamp)
    marks = [mark for mark in section.marks if not is_mark(mark, "orphan")]
    if section.origin == "notes" and section.stamp and section.stamp.text != stamp.text:
        # The speaker made the notes into a text of their own.
        marks = [mark for mark in marks if not is_mark(mark, "origin")]
    text = section.text
    changes: tuple[ChangeKind, ...] = ("back",) if section.head.orphan else ()
    if notes_known and _notes_are_news(section, slide):
        if style.main or detect(slide.notes) == style.language:
            text = f"{style.newline}{quote_notes(slide.notes, style.newline)}{style.newline * 2}"
            marks = [mark for mark in marks if not is_mark(mark, "origin")]
            marks.append(f"<!-- from notes -->{style.newline}")
            changes = (*changes, "imported")
            imported = SlideText(heading="", marks=(), text=text)
            stamp = replace(stamp, text=fingerprint(imported.prose))
        else:
            notices.append(_not_imported(slide, style))
    made = replace(
        section, heading=heading, marks=_with_stamp(marks, stamp, style.newline), text=text
    )
    return Part(section=made, notices=(*notices, *title_notices), changes=changes, was=was)


def second(section: SlideText, was: int, slide: Slide, style: Style) -> Part:
    """Keep another text of the same slide, right behind the first."""
    head = replace(section.head, slide_id=slide.slide_id, number=slide.number, orphan=False)
    notice = Notice(
        code="SCR125",
        level="warning",
        message=f"Slide {slide.number} has two texts; both are kept. Join them under one heading",
        evidence=section.head.title,
    )
    return Part(
        section=replace(
            section,
            heading=_kept_or_rendered(section, head, style),
            marks=tuple(mark for mark in section.marks if not is_mark(mark, "orphan")),
        ),
        notices=(notice,),
        was=was,
    )


def orphaned(section: SlideText, was: int, style: Style, *, forget: bool) -> Part:
    """Keep a text whose slide has gone; `forget` its id when ids now mean other slides."""
    slide_id = NO_SLIDE if forget else section.head.slide_id
    head = replace(section.head, number=None, orphan=True, slide_id=slide_id)
    marks = _ended(section.marks, style.newline)
    if not any(is_mark(mark, "orphan") for mark in marks):
        marks.append(render_orphan_mark(style.language, style.newline))
    notice = Notice(
        code="SCR126",
        level="warning",
        message="This text has no slide in the deck; it is kept at the end of the script. "
        "Move it to another slide, or delete it",
        evidence=section.head.title,
    )
    return Part(
        section=replace(
            section, heading=_kept_or_rendered(section, head, style), marks=tuple(marks)
        ),
        notices=(notice,),
        changes=() if section.head.orphan else ("gone",),
        was=was,
    )


def _restamped(
    section: SlideText, slide: Slide, *, notes_known: bool
) -> tuple[Stamp, list[Notice]]:
    """Return what to remember, and what changed since the text was last written.

    The stamp moves on when the person wrote something since, when there is
    nothing to review, or when they deleted it to say that the text still fits.
    """
    old, written = section.stamp, fingerprint(section.prose)
    before = old.notes if old else ""
    now = Stamp(
        slide=slide.text_hash,
        text=written,
        notes=slide.notes_hash if notes_known else before,
        creation=creation_mark(slide),
    )
    if old is None or not section.prose or old.text != written:
        return now, []
    notices = []
    if old.slide != now.slide:
        notices.append(_slide_changed(section, slide))
    if old.notes and old.notes != now.notes:
        notices.append(_notes_changed(slide))
    return replace(now, slide=old.slide, notes=old.notes or now.notes), notices


def _headed(section: SlideText, slide: Slide, style: Style) -> tuple[str, str, list[Notice]]:
    """Return the heading of today, the fingerprint of its title, and what to say about it.

    A title that the person wrote stays.
    """
    head, stamp = section.head, section.stamp
    title = one_line(slide.label) or wordless_title(slide, style.language)
    mark = fingerprint(title)
    notices = []
    if stamp and stamp.title and head.title and fingerprint(head.title) != stamp.title:
        if fingerprint(head.title) != mark:
            mark = stamp.title
            notices.append(_own_title(head, title))
        title = head.title
    wanted = Heading(
        slide_id=slide.slide_id,
        number=slide.number,
        title=title,
        hidden=slide.hidden,
        others=head.others,
    )
    return _kept_or_rendered(section, wanted, style), mark, notices


def _notes_are_news(section: SlideText, slide: Slide) -> bool:
    """Whether the notes may become the text: only once, and only where there is none."""
    seen = section.stamp is not None and section.stamp.notes == slide.notes_hash
    return section.blank and bool(slide.notes.strip()) and not seen


def _kept_or_rendered(section: SlideText, head: Heading, style: Style) -> str:
    """Return the heading's own bytes where it already says what it should."""
    if section.heading.endswith("\n") and head == section.head:
        return section.heading
    return render_heading(head, style.newline)


def _with_stamp(marks: Sequence[str], stamp: Stamp, newline: str) -> tuple[str, ...]:
    """Put the stamp where the old one was, or first; an unchanged one keeps its bytes."""
    kept = _ended(marks, newline)
    place = next((n for n, mark in enumerate(kept) if is_mark(mark, "slide")), None)
    if place is None:
        return (render_stamp(stamp, newline), *kept)
    if kept[place].rstrip() != render_stamp(stamp, ""):
        kept[place] = render_stamp(stamp, newline)
    return tuple(kept)


def _ended(marks: Sequence[str], newline: str) -> list[str]:
    return [mark if mark.endswith("\n") else mark + newline for mark in marks]


def _slide_changed(section: SlideText, slide: Slide) -> Notice:
    other = f", and looks like another slide than “{section.head.title}”"
    return Notice(
        code="SCR121",
        level="warning",
        message=f"Slide {slide.number} changed since its text was written"
        f"{other if likeness(section, slide) < OTHER else ''}. {_SETTLE}",
        evidence=slide.title,
    )


def _notes_changed(slide: Slide) -> Notice:
    return Notice(
        code="SCR122",
        level="warning",
        message=f"The speaker notes of slide {slide.number} changed in the deck; your text is as "
        f"it was. {_SETTLE}",
        evidence=slide.notes,
    )


def _not_imported(slide: Slide, style: Style) -> Notice:
    return Notice(
        code="SCR123",
        level="advice",
        message=f"The speaker notes of slide {slide.number} are not in "
        f"{LANGUAGE_NAMES[style.language]}, so they did not become the text here",
        evidence=slide.notes,
    )


def _own_title(head: Heading, title: str) -> Notice:
    return Notice(
        code="SCR124",
        level="advice",
        message=f"This heading keeps your own words; the slide says “{title}”",
        evidence=head.title,
    )
