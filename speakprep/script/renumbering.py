"""Slides that got new ids: another script of the talk takes these over, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from speakprep.deck.model import Deck
from speakprep.script.memory import Memory, known_by, learn, was_known_by
from speakprep.script.model import NO_SLIDE, Script, SlideText
from speakprep.script.update import Part


def new_ids(old: Sequence[SlideText], parts: Sequence[Part], deck: Deck) -> dict[int, int]:
    """Return which id each old one has become, those that stayed as well.

    Ids whose slide has gone, while another slide is under them now, become `NO_SLIDE`.
    """
    ids: dict[int, int] = {}
    for part in parts:  # orphans come last: a text with a slide speaks for its id
        if part.was is not None:
            ids.setdefault(old[part.was].head.slide_id, part.section.head.slide_id)
    for slide in deck.slides:
        ids.setdefault(slide.slide_id, NO_SLIDE)
    return ids


def with_new_ids(script: Script, ids: Mapping[int, int], deck: Deck, memory: Memory) -> Script:
    """Give the sections of another script the new ids; all else stays to the last byte.

    A script that has them already, as what is remembered in it shows, is returned as it is.
    """
    if _has_them(script, ids, deck, memory + learn(deck)):
        return script
    return replace(script, slides=tuple(_renamed(section, ids) for section in script.slides))


def _has_them(script: Script, ids: Mapping[int, int], deck: Deck, memory: Memory) -> bool:
    now = {slide.slide_id: known_by(slide) for slide in deck.slides}
    told = [
        (was_known_by(section.stamp, memory), section.head.slide_id)
        for section in script.slides
        if section.stamp and not section.head.orphan
    ]
    moved = [(key, each) for key, each in told if ids.get(each, each) != each]
    here = sum(now.get(each) == key for key, each in moved)
    there = sum(now.get(ids[each]) == key for key, each in moved)
    return here > 0 and here >= there


def _renamed(section: SlideText, ids: Mapping[int, int]) -> SlideText:
    old = section.head.slide_id
    if ids.get(old, old) == old:
        return section
    label, anchor, rest = section.heading.rpartition("{#s")
    classes = rest.lstrip("0123456789")
    return replace(section, heading=f"{label}{anchor}{ids[old]}{classes}")
