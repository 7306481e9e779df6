"""What every verb begins with: the direction meant, the prompt, both scripts."""

from speakprep.errors import InputError, UsageError
from speakprep.talk.language import LANGUAGE_NAMES, Language
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
    """Return the direction meant: from the talk's own language to the one it is wanted in.

    Raises:
        UsageError: the target is not said, or is the source.
    """
    talk = workspace.talk
    source = source or talk.language
    wanted = [target] if target else [code for code in talk.translate_to if code != source]
    if not wanted:
        raise UsageError(
            "into which language?", hint="for example: speakprep translate run --to en"
        )
    if wanted[0] == source:
        raise UsageError(
            f"the script is {LANGUAGE_NAMES[source]} already",
            hint="name another language with --to, or the script's own with --lang",
        )
    return Direction(source=source, target=wanted[0])


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
