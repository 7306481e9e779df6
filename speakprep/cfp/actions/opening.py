"""Which file is meant: cfp.md for the talk's own event, or a variant; see `cfp.naming`."""

from pathlib import Path

from speakprep.cfp.files import CFP_FILE, parse_proposal
from speakprep.cfp.model import Proposal
from speakprep.cfp.naming import event_of, file_of
from speakprep.errors import InputError
from speakprep.event.model import Profile
from speakprep.event.profiles import load_profile, profile_key
from speakprep.talk.disk import read_text
from speakprep.talk.workspace import Workspace


def named(event: str) -> str:
    """Return what makes a command mean the variant for an event; nothing where none is meant."""
    return f" --event {event}" if event else ""


def variant_key(workspace: Workspace, event: str) -> str:
    """Return the variant that was typed, such as "pycontw.en", as its file is named."""
    own = event_of(event)
    return profile_key(workspace.shelves, own) + event.removeprefix(own)


def proposal_path(workspace: Workspace, event: str = "") -> Path:
    """Return the file for an event: its variant if there is one, else cfp.md.

    Raises:
        InputError: another event than the talk's own has no file yet.
    """
    event = variant_key(workspace, event)
    variant = workspace.folder / file_of(event)
    if event and variant.exists():
        return variant
    if event and event != variant_key(workspace, workspace.talk.event):
        own = event_of(event)
        load_profile(workspace.shelves, own)
        language = event.removeprefix(f"{own}.")
        way = "new-version" if own == event else f"translate --to {language}"
        raise InputError(
            f"there is no proposal for {event} yet",
            file=workspace.name(variant),
            hint=f"make one from cfp.md with: speakprep cfp {way}{named(own)}",
        )
    return workspace.folder / CFP_FILE


def profile_for(workspace: Workspace, event: str = "") -> Profile:
    """Read the form that a variant is for, the talk's own if none is named.

    Raises:
        UsageError: there is no such form profile.
        InputError: it is broken, with its line.
    """
    return load_profile(workspace.shelves, event_of(event) or workspace.talk.event)


def read_proposal(workspace: Workspace, event: str = "") -> Proposal:
    """Read the talk's proposal for an event, its own if none is named.

    Raises:
        UsageError: there is no such form profile.
        InputError: there is no such file, or it cannot be read.
    """
    path = proposal_path(workspace, event)
    profile = profile_for(workspace, event)
    if not path.exists():
        raise InputError(
            "there is no proposal yet",
            file=workspace.name(path),
            hint="write one with: speakprep cfp draft",
        )
    return parse_proposal(read_text(path), workspace.name(path), profile)
