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
from speakprep.script.likeness import creation_mark, replaced, state_of, unchanged
from speakprep.script.memory import Memory, media_of
from speakprep.script.model import (
    NO_SLIDE,
    Heading,
    SlideText,
    Stamp,
    fingerprint,
    is_mark,
    one_line,
)
from speakprep.script.notices import (
    EDITED,
    FOREIGN,
    NOTES,
    ORPHAN,
    OWN_TITLE,
    REPLACED,
    SECOND,
    Notice,
    notice,
)
from speakprep.talk.language import Language, detect

ChangeKind = Literal[
    "new", "imported", "renewed", "moved", "gone", "dropped", "back", "followed", "taken", "kept",
    "aside",
]  # fmt: skip
"""What happened to a slide's section: `gone` became an orphan, `dropped` held no text,
`imported` took over the speaker notes, `renewed` took over those of today, `followed` took its
text from another id, `taken` that of an orphan; `kept` is a text the speaker says still fits,
`aside` one they say is not for this slide."""

_UNTITLED: dict[Language, str] = {"en": "(no title)", "zh": "（无标题）"}
_SHOWN: dict[Visual, dict[Language, str]] = {
    "video": {"en": "(video)", "zh": "（视频）"},
    "chart": {"en": "(chart)", "zh": "（图表）"},
    "table": {"en": "(table)", "zh": "（表格）"},
    "diagram": {"en": "(diagram)", "zh": "（示意图）"},
    "picture": {"en": "(picture)", "zh": "（图片）"},
}
"""What stands for the title of a slide without words, the most telling first."""


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
    """How new lines are written; `main` when the script is in the talk's own language.

    `command` is what a message tells the speaker to type, without its options.
    """

    language: Language
    newline: str
    main: bool
    command: str = "speakprep script sync"


@dataclass(frozen=True, kw_only=True)
class Now:
    """A slide as it is, and what is known beside it.

    `notes_known` is False when the deck's notes could not be read, `media_known`
    when a program made all pictures anew; `keep` when the speaker says that the
    text still fits.
    """

    slide: Slide
    memory: Memory
    notes_known: bool = True
    media_known: bool = True
    keep: bool = False


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


def new_part(now: Now, style: Style) -> Part:
    """Make the section of a slide that has none yet."""
    empty = SlideText(heading="", marks=(), text=style.newline)
    part = updated(empty, None, now, style)
    return replace(part, changes=("new", *part.changes))


def updated(section: SlideText, was: int | None, now: Now, style: Style) -> Part:
    """Bring heading and stamp up to date; take over speaker notes where no words are lost."""
    slide = now.slide
    changes: tuple[ChangeKind, ...] = ("back",) if section.head.orphan else ()
    marks = [mark for mark in section.marks if not is_mark(mark, "orphan")]
    stamp, text, notices = _restamped(section, now, style), section.text, list[Notice]()
    if section.origin == "notes" and section.stamp and section.stamp.text != stamp.text:
        # The speaker made the notes into a text of their own.
        marks = [mark for mark in marks if not is_mark(mark, "origin")]
    taken = _notes_taken(section, now)
    if taken and not _wanted(slide, style):
        notices += [_not_imported(slide, style)] if taken == "imported" else []
        taken = None
    if taken:
        text = _with_notes(section, slide, style)
        marks = [mark for mark in marks if not is_mark(mark, "origin")]
        marks.append(f"<!-- from notes -->{style.newline}")
        changes = (*changes, taken)
        written = fingerprint(SlideText(heading="", marks=(), text=text).prose)
        # Who wrote new notes had the slide of today before them.
        stamp = replace(
            stamp,
            slide=slide.text_hash,
            text=written,
            notes=slide.notes_hash,
            media=media_of(slide),
        )
    elif now.keep and section.stamp and section.prose:
        changes = (*changes, "kept")
    stamp, asked = _asked(section, stamp, now, style)
    stays = any(each.code == REPLACED for each in asked)
    heading, title, said = _headed(section, slide, style, stays=stays)
    made = replace(
        section,
        heading=heading,
        marks=_with_stamp(marks, replace(stamp, title=title), style.newline),
        text=text,
    )
    return Part(section=made, notices=(*notices, *asked, *said), changes=changes, was=was)


def second(section: SlideText, was: int, slide: Slide, style: Style) -> Part:
    """Keep another text of the same slide, right behind the first."""
    head = replace(section.head, slide_id=slide.slide_id, number=slide.number, orphan=False)
    return Part(
        section=replace(
            section,
            heading=_kept_or_rendered(section, head, style),
            marks=tuple(mark for mark in section.marks if not is_mark(mark, "orphan")),
        ),
        notices=(notice(SECOND, style.language, section.head.title, slide=slide.number),),
        was=was,
    )


def orphaned(section: SlideText, was: int, style: Style, *, forget: bool) -> Part:
    """Keep a text whose slide has gone; `forget` its id when ids now mean other slides."""
    slide_id = NO_SLIDE if forget else section.head.slide_id
    head = replace(section.head, number=None, orphan=True, slide_id=slide_id)
    marks = _ended(section.marks, style.newline)
    if not any(is_mark(mark, "orphan") for mark in marks):
        marks.append(render_orphan_mark(style.language, style.newline))
    return Part(
        section=replace(
            section, heading=_kept_or_rendered(section, head, style), marks=tuple(marks)
        ),
        notices=(notice(ORPHAN, style.language, section.head.title),),
        changes=() if section.head.orphan else ("gone",),
        was=was,
    )


def put_aside(section: SlideText, was: int, style: Style) -> Part:
    """Keep a text that the speaker says is not this slide's: nothing ties it to the slide now."""
    if section.stamp:
        loose = replace(section.stamp, creation="", asked="")
        section = replace(section, marks=_with_stamp(section.marks, loose, style.newline))
    return replace(orphaned(section, was, style, forget=True), changes=("aside",))


def _restamped(section: SlideText, now: Now, style: Style) -> Stamp:
    """Return what to remember of today's slide, or what was, while something is to be reviewed.

    The stamp moves on when there is nothing to review, when a text is written
    where none was, when the speaker edited one after being asked to look, and
    when they delete it or say `--keep`.
    """
    old, written, slide = section.stamp, fingerprint(section.prose), now.slide
    stamp = Stamp(
        slide=slide.text_hash,
        text=written,
        notes=slide.notes_hash if now.notes_known else old.notes if old else "",
        media=media_of(slide),
        creation=creation_mark(slide),
    )
    if old is None or now.keep or not section.prose:
        return stamp
    # A first text is of today, unless it was written under the heading of another slide.
    if old.text in {"", fingerprint("")} and not replaced(section, slide, now.memory):
        return stamp
    if old.text != written and old.asked == _state(now, old):
        return stamp
    if not unchanged(section, slide, now.memory):
        stamp = replace(stamp, slide=old.slide)
    if old.media and now.media_known:
        stamp = replace(stamp, media=old.media)
    news = now.notes_known and _wanted(slide, style) and not _notes_said(section, slide)
    if old.notes and news:
        stamp = replace(stamp, notes=old.notes)
    return stamp


def _asked(
    section: SlideText, stamp: Stamp, now: Now, style: Style
) -> tuple[Stamp, tuple[Notice, ...]]:
    """Say what is to be reviewed, and remember that it was said."""
    slide, notices = now.slide, list[Notice]()
    diff = style.command.replace("script sync", "script diff", 1)
    words = {"slide": slide.number, "command": style.command, "diff": diff}
    if stamp.slide != slide.text_hash or stamp.media != media_of(slide):
        code = REPLACED if replaced(section, slide, now.memory) else EDITED
        evidence = section.head.title if code == REPLACED else slide.title
        notices.append(notice(code, style.language, evidence, **words))
    # Of a slide that was replaced, the notes were as well: one question is enough.
    told = any(each.code == REPLACED for each in notices)
    if now.notes_known and stamp.notes != slide.notes_hash and not told:
        notices.append(notice(NOTES, style.language, slide.notes, **words))
    return replace(stamp, asked=_state(now, stamp) if notices else ""), tuple(notices)


def _state(now: Now, stamp: Stamp) -> str:
    """Return a fingerprint of slide and notes, as far as they are known."""
    notes = now.slide.notes_hash if now.notes_known else stamp.notes
    return state_of(now.slide, notes)


def _notes_said(section: SlideText, slide: Slide) -> bool:
    """Whether the notes are what they were, or what the text says, as after a push."""
    stamp = section.stamp
    same = stamp is not None and stamp.notes == slide.notes_hash
    return same or fingerprint(section.prose) in {
        fingerprint(slide.notes),
        fingerprint(quote_notes(slide.notes, "\n")),
    }


def _notes_taken(section: SlideText, now: Now) -> Literal["imported", "renewed"] | None:
    """Whether the notes become the text: where none is, or where it is the notes of before.

    Not where the speaker deleted just these notes, and not where they changed
    so much as a space or added a comment: then it is their own text.
    """
    slide, old = now.slide, section.stamp
    if now.keep or not now.notes_known or not slide.notes.strip():
        return None
    if section.blank:
        return None if old and old.notes == slide.notes_hash else "imported"
    if section.origin != "notes" or old is None or _notes_said(section, slide):
        return None
    before = now.memory.notes.get(old.notes)
    if before is None:
        return None
    text = section.text.replace("\r\n", "\n").strip("\r\n")
    return "renewed" if text == quote_notes(before, "\n") else None


def _with_notes(section: SlideText, slide: Slide, style: Style) -> str:
    """Return the section's text with today's notes, the blank lines around it kept."""
    quoted = quote_notes(slide.notes, style.newline)
    if section.blank:
        return f"{style.newline}{quoted}{style.newline * 2}"
    core = section.text.strip("\r\n")
    before, _, after = section.text.partition(core)
    return f"{before}{quoted}{after}"


def _wanted(slide: Slide, style: Style) -> bool:
    return style.main or detect(slide.notes) == style.language


def _headed(
    section: SlideText, slide: Slide, style: Style, *, stays: bool
) -> tuple[str, str, list[Notice]]:
    """Return the heading of today, the fingerprint of its title, and what to say about it.

    A title that the person wrote stays; so does the old one while it `stays`
    open whether the text is for this slide at all.
    """
    head, stamp = section.head, section.stamp
    title = one_line(slide.label) or wordless_title(slide, style.language)
    mark = fingerprint(title)
    notices = []
    if stays and stamp:
        title, mark = head.title, stamp.title
    elif stamp and stamp.title and head.title and fingerprint(head.title) != stamp.title:
        if fingerprint(head.title) != mark:
            mark = stamp.title
            notices.append(notice(OWN_TITLE, style.language, head.title, title=title))
        title = head.title
    wanted = Heading(
        slide_id=slide.slide_id,
        number=slide.number,
        title=title,
        hidden=slide.hidden,
        others=head.others,
    )
    return _kept_or_rendered(section, wanted, style), mark, notices


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


def _not_imported(slide: Slide, style: Style) -> Notice:
    return notice(FOREIGN, style.language, slide.notes, slide=slide.number)
