"""Where the text is that a comment is about: in cfp.md, in the scripts, on the deck."""

import functools
from collections.abc import Callable

from speakprep.cfp.actions.draft import open_proposal
from speakprep.cfp.files import CFP_FILE
from speakprep.cfp.form import answer
from speakprep.deck.files import read_deck
from speakprep.errors import InputError, UsageError
from speakprep.event.profiles import load_profile
from speakprep.feedback.model import Target
from speakprep.feedback.record import Targets
from speakprep.script.actions.opening import find_deck
from speakprep.script.files import parse_script, script_name
from speakprep.script.model import SlideText
from speakprep.talk.disk import read_text
from speakprep.talk.language import LANGUAGES
from speakprep.talk.workspace import Workspace

_SAME_FIELD = {"abstract": "description", "description": "abstract"}
"""Forms have the one or the other; reviewers say either."""


def target_texts(space: Workspace) -> Targets:
    """Return what gives the present text of a place: out of cfp.md, the scripts and the deck.

    A slide is its text in every script and on the deck; minutes into the talk
    and the whole are all there is.
    """
    places: dict[str, Callable[[Target], str | None]] = {
        "field": functools.partial(_field_text, space),
        "section": functools.partial(_section_text, space),
        "slide": functools.partial(_slide_text, space),
    }
    known: dict[Target, str | None] = {}

    def text(target: Target) -> str | None:
        if target not in known:
            find = places.get(target.kind)
            known[target] = find(target) if find else _whole_text(space)
        return known[target]

    return text


def _field_text(space: Workspace, target: Target) -> str | None:
    if not (space.folder / CFP_FILE).exists():
        return None
    proposal = open_proposal(space)
    name = field_names(space).get(target.value.casefold(), target.value)
    keys = [key for key in (name, _SAME_FIELD.get(name, "")) if proposal.entry(key)]
    return answer(proposal, keys[0]) if keys else _section_text(space, target)


def _section_text(space: Workspace, target: Target) -> str | None:
    """Find a heading of the proposal by its words or its number, or one of a script."""
    wanted = target.value.casefold()
    if (space.folder / CFP_FILE).exists():
        sections = open_proposal(space).sections[1:]
        for number, section in enumerate(sections, 1):
            if wanted in {section.title.casefold(), str(number)}:
                return section.prose
    found = [each.prose for each in _script_slides(space) if each.head.title.casefold() == wanted]
    return "\n".join(found) if found else None


def _slide_text(space: Workspace, target: Target) -> str | None:
    first, _, last = target.value.partition("-")
    numbers = range(int(first), int(last or first) + 1)
    texts = [each.prose for each in _script_slides(space) if each.head.number in numbers]
    texts += [text for number, text in _deck_texts(space) if number in numbers]
    return "\n".join(texts) if texts else None


def _whole_text(space: Workspace) -> str | None:
    paths = [space.folder / CFP_FILE, *(space.folder / script_name(lang) for lang in LANGUAGES)]
    texts = [read_text(path) for path in paths if path.exists()]
    texts += [text for _, text in _deck_texts(space)]
    return "\n".join(texts) if texts else None


def _script_slides(space: Workspace) -> list[SlideText]:
    paths = [space.folder / script_name(language) for language in LANGUAGES]
    return [
        slide for path in paths if path.exists() for slide in parse_script(read_text(path)).slides
    ]


def _deck_texts(space: Workspace) -> list[tuple[int, str]]:
    """Return the words on each slide; a deck that is missing or damaged has none to compare."""
    try:
        slides = read_deck(find_deck(space)).slides
    except (InputError, UsageError):
        return []
    return [(each.number, "\n".join(block.text for block in each.blocks)) for each in slides]


def field_names(space: Workspace) -> dict[str, str]:
    """Return the keys of the form's fields by what the form calls them."""
    profile = load_profile(space.shelves, space.talk.event)
    return {
        name.casefold(): field.key
        for field in profile.fields
        for name in (field.key, *(field.called(language) for language in LANGUAGES))
    }
