"""What every verb begins with: the direction meant, the prompt, both scripts."""

from speakprep.errors import InputError, UsageError
from speakprep.talk.language import LANGUAGE_NAMES, LANGUAGES, Language
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.model import Direction, Shape
from speakprep.translation.snapshot import Snapshot, read_snapshot

PROMPT = "prompts/translate.md"


def choose_direction(
    workspace: Workspace, target: Language | None, source: Language | None = None
) -> Direction:
    """Return the direction meant: from the talk's own language into the other of the two.

    Raises:
        UsageError: the target is the source.
    """
    source = source or workspace.talk.language
    # There are two, so whatever `translate_to` says, only one is left to translate into.
    other = next(code for code in LANGUAGES if code != source)
    if target == source:
        raise UsageError(
            f"the script is {LANGUAGE_NAMES[source]} already",
            hint=f"type --to {other}, or --lang {other} if the script is {LANGUAGE_NAMES[other]}",
        )
    return Direction(source=source, target=other)


def rendered_prompt(
    workspace: Workspace, direction: Direction, shape: Shape = "text"
) -> tuple[str, int]:
    """Return the rendered prompt that asks for a translation, and its version."""
    return render_prompt(workspace, direction, PROMPT, shape=shape)


def render_prompt(
    workspace: Workspace, direction: Direction, name: str, **more: str
) -> tuple[str, int]:
    """Return a prompt with the names of both languages filled in, and its version.

    Raises:
        InputError: it cannot be read, or wants other inputs.
    """
    template = parse_template(find_resource(workspace.shelves, name))
    names = {
        "source": LANGUAGE_NAMES[direction.source],
        "target": LANGUAGE_NAMES[direction.target],
    }
    return render(template, {**names, **more}), template.version


def translated(workspace: Workspace, direction: Direction) -> Snapshot:
    """Read both scripts; the translated one has to be there."""
    snapshot = read_snapshot(workspace, direction)
    if snapshot.present_bytes is None:
        raise InputError(
            f"there is no {LANGUAGE_NAMES[direction.target]} script yet",
            file=files.shown_script(workspace, direction.target),
            hint=f"type: speakprep translate run --to {direction.target}",
        )
    return snapshot
