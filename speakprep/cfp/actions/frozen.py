"""What was submitted, and whether the text has changed since."""

from collections.abc import Iterator
from dataclasses import dataclass

from speakprep.cfp.freezing import FOLDER, fingerprint, in_order, parse_frozen
from speakprep.cfp.headings import language_of_file
from speakprep.cfp.model import Frozen
from speakprep.talk.disk import read_text
from speakprep.talk.language import Language
from speakprep.talk.markdown import split_sections
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace

_MESSAGES: dict[str, dict[Language, str]] = {
    "CFP132": {
        "en": "It changed since it was frozen on {day}; see what: speakprep cfp diff {name}",
        "zh": "{day} 定稿之后有改动；查看改动：speakprep cfp diff {name}",
    },
    "CFP133": {
        "en": "This is not the text that was frozen any more: bring it back from git.",
        "zh": "这已经不是当时定稿的文字：请用 git 恢复。",
    },
}


@dataclass(frozen=True, kw_only=True)
class FrozenState:
    """The latest version of one event, and the file it was taken from as it is now.

    `changed` when that file says something else by now, `gone` when it is not
    there, `damaged` when the stored copy is not what was frozen. `language` is
    that of the words in the file, the talk's own where there are none.
    """

    frozen: Frozen
    copy: str
    file: str
    changed: bool
    gone: bool
    damaged: bool
    language: Language


@dataclass(frozen=True, kw_only=True)
class Versions:
    """All that was frozen, the earliest first, and how the latest of each event stands."""

    versions: tuple[Frozen, ...]
    states: tuple[FrozenState, ...]


def list_frozen(workspace: Workspace) -> Report[Versions]:
    """Return all versions that were frozen, and what changed since.

    Raises:
        InputError: a record is broken.
    """
    versions = in_order(records(workspace))
    states = frozen_state(workspace)
    following = "speakprep cfp freeze" if not versions else ""
    if any(state.changed for state in states):
        following = "speakprep cfp diff"
    return Report(
        facts=Versions(versions=versions, states=states),
        findings=frozen_findings(workspace),
        next=following,
    )


def frozen_state(workspace: Workspace) -> tuple[FrozenState, ...]:
    """Return how the latest version of each event stands to its file, the earliest first.

    Raises:
        InputError: a record is broken, or a file cannot be read.
    """
    last = {each.event: each for each in in_order(records(workspace))}
    return tuple(_state(workspace, frozen) for frozen in last.values())


def frozen_findings(workspace: Workspace) -> tuple[Finding, ...]:
    """Say what is not as it was frozen any more.

    CFP132 (advice): the proposal changed since; CFP133 (warning): the stored copy did.

    Raises:
        InputError: a record is broken, or a file cannot be read.
    """
    return tuple(_state_findings(frozen_state(workspace)))


def read_frozen(workspace: Workspace, name: str) -> str:
    """Return the text of a version, as it stands in its copy.

    Raises:
        InputError: the copy is not there or cannot be read.
    """
    return read_text(workspace.folder / FOLDER / f"{name}.md")


def _state_findings(states: tuple[FrozenState, ...]) -> Iterator[Finding]:
    for state in states:
        if state.changed:
            yield Finding(
                code="CFP132",
                level="advice",
                message=_MESSAGES["CFP132"][state.language].format(
                    day=state.frozen.day, name=state.frozen.name
                ),
                place=Place(file=state.file),
            )
        if state.damaged:
            yield Finding(
                code="CFP133",
                level="warning",
                message=_MESSAGES["CFP133"][state.language],
                place=Place(file=state.copy),
            )


def _state(workspace: Workspace, frozen: Frozen) -> FrozenState:
    path = workspace.folder / frozen.source
    copy = workspace.folder / FOLDER / f"{frozen.name}.md"
    there = path.exists()
    text = read_text(path) if there else ""
    return FrozenState(
        frozen=frozen,
        copy=workspace.name(copy),
        file=workspace.name(path),
        changed=there and fingerprint(text) != frozen.sha256,
        gone=not there,
        damaged=not copy.exists() or fingerprint(read_text(copy)) != frozen.sha256,
        language=language_of_file(split_sections(text)) if there else workspace.talk.language,
    )


def records(workspace: Workspace) -> tuple[Frozen, ...]:
    """Return the records of all versions, in no order.

    Raises:
        InputError: a record is broken.
    """
    paths = sorted((workspace.folder / FOLDER).glob("*.toml"))
    return tuple(parse_frozen(read_text(path), workspace.name(path), path.stem) for path in paths)
