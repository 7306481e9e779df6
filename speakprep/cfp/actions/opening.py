"""Which file is meant: cfp.md for the talk's own event, cfp.<event>.md for another."""

from pathlib import Path

from speakprep.cfp.files import CFP_FILE, parse_proposal
from speakprep.cfp.model import Proposal
from speakprep.errors import InputError
from speakprep.event.profiles import load_profile
from speakprep.talk.disk import read_text
from speakprep.talk.workspace import Workspace


def named(event: str) -> str:
    """Return what makes a command mean the variant for an event; nothing where none is meant."""
    return f" --event {event}" if event else ""


def proposal_path(workspace: Workspace, event: str = "") -> Path:
    """Return the file for an event: its variant if there is one, else cfp.md.

    Raises:
        InputError: another event than the talk's own has no file yet.
    """
    variant = workspace.folder / f"cfp.{event}.md"
    if event and variant.exists():
        return variant
    if event and event != workspace.talk.event:
        load_profile(workspace.shelves, event)
        raise InputError(
            f"there is no proposal for {event} yet",
            file=workspace.name(variant),
            hint=f"make one from cfp.md with: speakprep cfp new-version --event {event}",
        )
    return workspace.folder / CFP_FILE


def read_proposal(workspace: Workspace, event: str = "") -> Proposal:
    """Read the talk's proposal for an event, its own if none is named.

    Raises:
        UsageError: there is no such form profile.
        InputError: there is no such file, or it cannot be read.
    """
    path = proposal_path(workspace, event)
    profile = load_profile(workspace.shelves, event or workspace.talk.event)
    if not path.exists():
        raise InputError(
            "there is no proposal yet",
            file=workspace.name(path),
            hint="write one with: speakprep cfp draft",
        )
    return parse_proposal(read_text(path), workspace.name(path), profile)
