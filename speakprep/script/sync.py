"""A script follows its deck: new slides get sections, texts move with their slides.

Nothing a person wrote is dropped: a text whose slide has gone is kept at the
end as an orphan; only sections without any text vanish with their slide.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from speakprep.deck.model import Deck
from speakprep.script.adopt import adopt
from speakprep.script.files import new_preamble, parse_script, render_script
from speakprep.script.match import Matching, match_slides
from speakprep.script.model import Script, SlideText
from speakprep.script.update import (
    ChangeKind,
    Part,
    Style,
    new_part,
    orphaned,
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
class Synced:
    """A script in step with its deck, what changed, and what the speaker should look at.

    `renumbered` when a re-save gave the slides new ids and texts were matched by content.
    """

    script: Script
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    renumbered: bool = False


def sync_script(
    script: Script | None, deck: Deck, *, title: str, language: Language, main: bool, file: str
) -> Synced:
    """Bring a script in step with its deck; a second run changes nothing.

    Args:
        script: the script so far, None when there is none.
        deck: the deck as it is now.
        title: the talk's title, for a new script.
        language: the script's language.
        main: whether this is the language the speaker writes in; speaker
            notes in another language are imported into that script only.
        file: the script's name, for findings.
    """
    old = adopt(script, deck) if script else Script(preamble=new_preamble(title, language))
    style = Style(language=language, newline=old.newline, main=main)
    matching = match_slides(old.slides, deck)
    live = _live_parts(old, deck, matching, style)
    used = {part.was for part in live}
    left = [(n, old.slides[n]) for n in range(len(old.slides)) if n not in used]
    orphans = [
        orphaned(section, n, style, forget=matching.renumbered)
        for n, section in left
        if not section.blank
    ]
    parts = [*live, *orphans]
    made = _joined(old, [part.section for part in parts])
    return Synced(
        script=made,
        changes=(
            *_changes(parts),
            *(
                Change(kind="dropped", slide=None, title=section.head.title)
                for _, section in left
                if section.blank
            ),
        ),
        findings=(*_renumbered(matching, file), *_placed(parts, made, file)),
        renumbered=matching.renumbered,
    )


def _live_parts(old: Script, deck: Deck, matching: Matching, style: Style) -> list[Part]:
    """Make the sections of all slides, in the deck's order.

    A slide that could not be read is still there: its text waits in its place.
    """
    dark = {p.slide_id for p in deck.problems if p.lost == "notes"}
    unread = {p.slide_id: p.slide or 0 for p in deck.problems if p.lost == "slide"}
    parts: list[tuple[int, Part]] = []
    for slide in deck.slides:
        numbers = matching.owned.get(slide.slide_id, ())
        known = slide.slide_id not in dark
        if not numbers:
            parts.append((slide.number, new_part(slide, style, notes_known=known)))
        for place, n in enumerate(numbers):
            section = old.slides[n]
            if place == 0:
                part = updated(section, n, slide, style, notes_known=known)
                if slide.slide_id in matching.followed:
                    part = replace(part, changes=(*part.changes, "followed"))
                parts.append((slide.number, part))
            elif not section.blank:
                parts.append((slide.number, second(section, n, slide, style)))
    parts += [
        (unread[section.head.slide_id], Part(section=section, was=n))
        for n, section in enumerate(old.slides)
        if section.head.slide_id in unread and not section.head.orphan and not matching.renumbered
    ]
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


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


def _changes(parts: Sequence[Part]) -> Iterable[Change]:
    live = [part.was for part in parts if part.was is not None and not part.section.head.orphan]
    moved = _moved(live)
    for part in parts:
        kinds = part.changes
        if part.was in moved and "back" not in kinds:
            kinds = (*kinds, "moved")
        for kind in kinds:
            head = part.section.head
            yield Change(kind=kind, slide=head.number, title=head.title)


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


def _renumbered(matching: Matching, file: str) -> Iterable[Finding]:
    if matching.renumbered:
        yield Finding(
            code="SCR127",
            level="warning",
            message="The deck was saved by a program that numbers its slides anew, so texts were "
            "matched by what is on the slides. Look once whether each is where it belongs",
            place=Place(file=file),
        )


def _placed(parts: Sequence[Part], script: Script, file: str) -> Iterable[Finding]:
    for part, section in zip(parts, script.slides, strict=True):
        for notice in part.notices:
            yield Finding(
                code=notice.code,
                level=notice.level,
                message=notice.message,
                place=Place(file=file, line=section.line, slide=section.head.number),
                evidence=notice.evidence,
            )
