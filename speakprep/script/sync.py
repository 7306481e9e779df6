"""A script follows its deck: new slides get sections, texts move with their slides.

Nothing a person wrote is dropped: a text whose slide has gone is kept at the
end as an orphan; only sections without any text vanish with their slide.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from speakprep.deck.model import Deck
from speakprep.script.adopt import adopt
from speakprep.script.files import new_preamble, parse_script, render_script
from speakprep.script.match import Matching, match_slides
from speakprep.script.memory import Memory, learn, media_of, needed
from speakprep.script.model import Script, SlideText
from speakprep.script.notices import OFFERED, RENUMBERED, REPLACED, notice
from speakprep.script.renumbering import new_ids
from speakprep.script.settling import Answers, Question, Settled, settle
from speakprep.script.update import (
    ChangeKind,
    Now,
    Part,
    Style,
    new_part,
    orphaned,
    put_aside,
    second,
    updated,
)
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change; `slide` is the number in the deck, None for a slide that has gone."""

    kind: ChangeKind
    slide: int | None
    title: str


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a sync knows beside script and deck.

    `title` is the talk's, for a new script; `main` whether the script is in the
    language the speaker writes in: speaker notes in another one become text in
    that script only. `file` is the script's name, for findings; `command` what
    they tell the speaker to type, without its options.
    """

    title: str
    language: Language
    main: bool
    file: str
    command: str = "speakprep script sync"


@dataclass(frozen=True, kw_only=True)
class Synced:
    """A script in step with its deck, what changed, and what the speaker should look at.

    `parts` are the script's sections in order, with what is to be said about
    each. `memory` is what its slides said when their texts were written.
    `renumbered` when a re-save gave the slides new ids and texts were matched by content;
    `ids` are those new ids by the old ones, then, for the talk's other scripts.
    """

    script: Script
    parts: tuple[Part, ...]
    memory: Memory
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    renumbered: bool = False
    ids: Mapping[int, int] = field(default_factory=dict)


BEGINS = 60
"""So many characters of a text remind the speaker which one it is."""

NOTHING_KNOWN = Memory()
NO_ANSWERS = Answers()


def sync_script(
    script: Script | None,
    deck: Deck,
    setting: Setting,
    memory: Memory = NOTHING_KNOWN,
    answers: Answers = NO_ANSWERS,
) -> Synced:
    """Bring a script in step with its deck; a second run changes nothing.

    Args:
        script: the script so far, None when there is none.
        deck: the deck as it is now.
        setting: what else is known.
        memory: what slides said when their texts were written.
        answers: what the speaker decided about questions of an earlier run.

    Raises:
        UsageError: an answer is about a slide that nothing was asked about.
    """
    language = setting.language
    old = adopt(script, deck) if script else Script(preamble=new_preamble(setting.title, language))
    style = Style(
        language=language, newline=old.newline, main=setting.main, command=setting.command
    )
    # What one slide said another may say now: what can be learned here is known from the start.
    memory = memory + learn(deck)
    settled = settle(old.slides, deck, match_slides(old.slides, deck, memory), memory, answers)
    live = _live_parts(old, deck, settled, memory, style)
    used = {part.was for part in live} | settled.spent
    left = [(n, section) for n, section in enumerate(old.slides) if n not in used]
    orphans = [_orphan(section, n, settled, style) for n, section in left if not section.blank]
    parts = [*live, *orphans]
    made = _joined(old, [part.section for part in parts])
    return Synced(
        script=made,
        parts=tuple(replace(p, section=s) for p, s in zip(parts, made.slides, strict=True)),
        memory=needed(memory, made.slides),
        changes=(*_changes(parts, answers), *_dropped(section for _, section in left)),
        questions=tuple(_questions(parts, deck, settled.offers)),
        findings=(
            *_renumbered(settled.matching, style, setting.file),
            *_placed(parts, made, setting.file),
        ),
        renumbered=settled.matching.renumbered,
        ids=new_ids(old.slides, parts, deck) if settled.matching.renumbered else {},
    )


def _orphan(section: SlideText, was: int, settled: Settled, style: Style) -> Part:
    """Keep a text without a slide at the end; say to which slide it could go."""
    if was in settled.aside:
        part = put_aside(section, was, style)
    else:
        part = orphaned(section, was, style, forget=settled.matching.renumbered)
    number = settled.offers.get(was)
    if number is None:
        return part
    title = part.section.head.title
    said = notice(OFFERED, style.language, title, slide=number, command=style.command)
    return replace(part, notices=(said,))


def _live_parts(
    old: Script, deck: Deck, settled: Settled, memory: Memory, style: Style
) -> list[Part]:
    """Make the sections of all slides, in the deck's order.

    A slide that could not be read is still there: its text waits in its place.
    """
    dark = {p.slide_id for p in deck.problems if p.lost == "notes"}
    unread = {p.slide_id: p.slide or 0 for p in deck.problems if p.lost == "slide"}
    matching = settled.matching
    media_known = _media_known(old, deck, matching)
    parts: list[tuple[int, Part]] = []
    for slide in deck.slides:
        numbers = matching.owned.get(slide.slide_id, ())
        now = Now(
            slide=slide,
            memory=memory,
            notes_known=slide.slide_id not in dark,
            media_known=media_known,
            keep=slide.number in settled.kept,
        )
        if not numbers:
            parts.append((slide.number, new_part(now, style)))
        for place, n in enumerate(numbers):
            section = old.slides[n]
            if place == 0:
                part = updated(section, n, now, style)
                if slide.slide_id in matching.followed:
                    part = replace(part, changes=(*part.changes, "followed"))
                elif n in settled.taken:
                    part = replace(part, changes=("taken",))
                parts.append((slide.number, part))
            elif not section.blank:
                parts.append((slide.number, second(section, n, slide, style)))
    parts += [
        (unread[section.head.slide_id], Part(section=section, was=n))
        for n, section in enumerate(old.slides)
        if section.head.slide_id in unread and not section.head.orphan and not matching.renumbered
    ]
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


def _media_known(old: Script, deck: Deck, matching: Matching) -> bool:
    """Whether pictures tell anything: not when none of several is as it was.

    Then a program packed all of them anew, and the slides show what they showed.
    """
    kept = [
        stamp.media == media_of(slide)
        for slide in deck.slides
        for n in matching.owned.get(slide.slide_id, ())[:1]
        if slide.media and (stamp := old.slides[n].stamp) and stamp.media
    ]
    return len(kept) < 2 or any(kept)


def _joined(old: Script, sections: Sequence[SlideText]) -> Script:
    """Put the sections together; where their order changed, blank lines part them."""
    preamble = old.preamble
    if [s.text for s in sections] != [s.text for s in old.slides]:
        newline = old.newline
        preamble = _parted(preamble, newline) if preamble.strip("\ufeff") else preamble
        sections = [replace(s, text=_parted(s.text, newline)) for s in sections]
        if sections and not sections[-1].blank:
            last = sections[-1].text.rstrip("\r\n") + newline
            sections = [*sections[:-1], replace(sections[-1], text=last)]
    # Read again, every section knows its line in the new file.
    return parse_script(render_script(Script(preamble=preamble, slides=tuple(sections))))


def _parted(text: str, newline: str) -> str:
    """Make a text end with a blank line."""
    if text.endswith(("\n\n", "\n\r\n")) or (not text.strip() and text.endswith("\n")):
        return text
    return text + (newline if text.endswith("\n") or not text else newline * 2)


def _changes(parts: Sequence[Part], answers: Answers) -> Iterable[Change]:
    live = [part.was for part in parts if part.was is not None and not part.section.head.orphan]
    moved = _moved(live)
    for part in parts:
        kinds = part.changes
        if part.was in moved and "back" not in kinds:
            kinds = (*kinds, "moved")
        head = part.section.head
        for kind in kinds:
            # A slide whose text was put aside has an empty section, but is none of the new ones.
            if kind != "new" or head.number not in answers.aside:
                yield Change(kind=kind, slide=head.number, title=head.title)


def _dropped(left: Iterable[SlideText]) -> Iterable[Change]:
    for section in left:
        if section.blank:
            yield Change(kind="dropped", slide=None, title=section.head.title)


def _moved(places: Sequence[int]) -> set[int]:
    """Return the fewest places that must have moved: all outside a longest rising run."""
    tails: list[int] = []
    lengths = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        lengths.append(at + 1)
    moved = set()
    wanted = len(tails)
    for place, length in zip(reversed(places), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moved.add(place)
    return moved


def _questions(
    parts: Sequence[Part], deck: Deck, offers: Mapping[int | None, int]
) -> Iterable[Question]:
    labels = {slide.number: slide.label for slide in deck.slides}
    for part in parts:
        head = part.section.head
        if head.number is not None and any(said.code == REPLACED for said in part.notices):
            number = head.number
            yield _question("replaced", number, labels[number], part.section)
        elif head.orphan and part.was in offers:
            number = offers[part.was]
            yield _question("offered", number, labels[number], part.section)


def _question(
    kind: Literal["replaced", "offered"], slide: int, label: str, section: SlideText
) -> Question:
    begins = " ".join(section.prose.split())
    if len(begins) > BEGINS:
        begins = f"{begins[:BEGINS].rstrip()}…"
    return Question(kind=kind, slide=slide, label=label, title=section.head.title, begins=begins)


def _renumbered(matching: Matching, style: Style, file: str) -> Iterable[Finding]:
    if matching.renumbered:
        said = notice(RENUMBERED, style.language)
        yield Finding(
            code=said.code, level=said.level, message=said.message, place=Place(file=file)
        )


def _placed(parts: Sequence[Part], script: Script, file: str) -> Iterable[Finding]:
    for part, section in zip(parts, script.slides, strict=True):
        for said in part.notices:
            yield Finding(
                code=said.code,
                level=said.level,
                message=said.message,
                place=Place(file=file, line=section.line, slide=section.head.number),
                evidence=said.evidence,
            )
