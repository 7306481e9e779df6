"""The proposals that are meant, each with the form, rules and reasons that count for it."""

import contextlib
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.cfp.actions.opening import proposal_path, variant_key
from speakprep.cfp.files import CFP_FILE, parse_proposal
from speakprep.cfp.form import language_of
from speakprep.cfp.model import Proposal
from speakprep.cfp.naming import event_of, file_of, variant_in
from speakprep.errors import InputError, SpeakprepError
from speakprep.event.profiles import FOLDER, load_profile
from speakprep.lint.files import parse_rules
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import Suppression, allowed_in_talk, suppressions_in
from speakprep.talk.disk import read_text, real_path
from speakprep.talk.folders import TALK_FILE, find_talk
from speakprep.talk.language import Language, detect
from speakprep.talk.report import Finding, Place
from speakprep.talk.resources import Resource, Shelves, find_resource, list_resources
from speakprep.talk.workspace import Workspace, open_workspace, shelves, shown_path

RULE_FILES = ("checklists/cfp.toml", "checklists/reviewer-feedback.toml")
OWN_RULES = "checklists/my-feedback.toml"
"""What the speaker was told about earlier talks; there only once something was."""

UNREAD = "LNT100"
"""A file that could not be checked, while others were."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file to check: `name` as the person would type it, the talk around it if there is one.

    `event` is the form that counts; `is_whole` when all proposals of that talk are
    checked, each against its own form.
    """

    path: Path
    name: str
    event: str
    shelves: Shelves
    workspace: Workspace | None = None
    is_whole: bool = False

    @property
    def talk(self) -> str:
        """What tells one talk from another; empty outside of talks."""
        return str(self.workspace.folder.resolve()) if self.workspace else ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A proposal as it was read, and what it is held against."""

    source: Source
    text: str
    proposal: Proposal
    language: Language
    rules: tuple[Rule, ...]
    known: frozenset[str]
    allowed: tuple[Suppression, ...]


class Opener:
    """Opens proposals; a rule file that counts for many of them is read once."""

    def __init__(self) -> None:
        self._parse: Callable[[Resource], tuple[Rule, ...]] = functools.cache(parse_rules)

    def open(self, source: Source) -> Opened:
        """Read one proposal and all that counts for it.

        Raises:
            UsageError: there is no such form profile.
            InputError: the file or a rule file cannot be read.
        """
        rules = _load(source.shelves, self._parse)
        profile = load_profile(source.shelves, source.event)
        text = read_text(source.path)
        proposal = parse_proposal(text, source.name, profile)
        default: Language = source.workspace.talk.language if source.workspace else "en"
        return Opened(
            source=source,
            text=text,
            proposal=proposal,
            language=language_of(proposal, default),
            rules=tuple(rule for rule in rules if rule.stage == "cfp"),
            known=frozenset(rule.code for rule in rules),
            allowed=_comments(proposal, language_of(proposal, default)),
        )


def load_rules(shelves: Shelves, *, own: bool = True) -> tuple[Rule, ...]:
    """Read the rules for proposals, nearest files first, and the speaker's own if wanted.

    Raises:
        InputError: a rule file is missing or broken, or two have a rule of one code.
    """
    return _load(shelves, parse_rules, own=own)


def rules_for(sources: Iterable[Source]) -> tuple[Rule, ...]:
    """Return the rules that files are held against, the first of each code.

    A file that cannot be read has none.
    """
    parse = functools.cache(parse_rules)
    found: dict[str, Rule] = {}
    for folders in dict.fromkeys(source.shelves for source in sources):
        with contextlib.suppress(InputError):
            for rule in _load(folders, parse):
                found.setdefault(rule.code, rule)
    return tuple(rule for rule in found.values() if rule.stage == "cfp")


def talk_sources(workspace: Workspace, event: str = "") -> tuple[Source, ...]:
    """Return the talk's proposals: cfp.md, and variants named cfp.<event>.md.

    With an event, its variant alone, or else cfp.md against that event's form.

    Raises:
        InputError: there is no proposal yet.
    """
    event = variant_key(workspace, event)
    path = workspace.folder / CFP_FILE
    if event_of(event) != event:  # what is in another language has to be there
        files = [proposal_path(workspace, event)]
    elif event:
        variant = workspace.folder / file_of(event)
        files = [variant if variant.exists() else path]
    else:
        files = talk_files(workspace)
    if not files or not files[0].exists():
        raise InputError(
            "there is no proposal yet",
            file=workspace.name(path),
            hint="write one with: speakprep cfp draft",
        )
    return tuple(_in_talk(file, workspace, event, is_whole=not event) for file in files)


def talk_files(workspace: Workspace) -> list[Path]:
    """Return cfp.md, and the files named after an event there is a form of, in any language.

    Others are the speaker's own.
    """
    path = workspace.folder / CFP_FILE
    named = sorted(workspace.folder.glob("cfp.*.md"))
    variants = [each for each in named if _variant_of(each, workspace.shelves)]
    return [path] * path.exists() + variants


def file_sources(
    files: Sequence[Path], *, here: Path, user: Path, named: Path | None = None, event: str = ""
) -> tuple[tuple[Source, ...], tuple[InputError, ...]]:
    """Return files wherever they are; each inside a talk belongs to that talk.

    Args:
        files: the files, in the order in which they are shown.
        here: the folder the command was typed in.
        user: the folder of the speaker's own checklists.
        named: the talk for files that are in none; without it the one around `here`.
        event: the form for all of them; without it each talk's own, or the general one.

    Returns:
        The files, and an error for each talk that cannot be opened.

    Raises:
        InputError: a file is a link that leads back to itself.
    """
    talk_at = functools.cache(functools.partial(_talk_at, here=here, user=user))
    around = find_talk(here, named=named) if named else _talk_above(here)
    chosen = {real_path(file) for file in files}
    sources: list[Source] = []
    errors: dict[str, InputError] = {}
    for file in files:
        try:
            workspace = talk_at(_talk_above(file.absolute().parent) or around)
        except InputError as error:
            errors.setdefault(str(error), error)
            continue
        if workspace is None:
            sources.append(_alone(file, here, shelves(user), event))
        else:
            proposals = {each.resolve() for each in talk_files(workspace)}
            is_whole = not event and chosen >= proposals
            sources.append(_in_talk(file, workspace, event, is_whole=is_whole))
    return tuple(sources), tuple(errors.values())


def allowed_in(workspace: Workspace) -> tuple[Suppression, ...]:
    """Return what talk.toml allows."""
    talk = workspace.talk
    return allowed_in_talk(talk.allow, workspace.name(workspace.folder / TALK_FILE), talk.language)


def unread_finding(error: SpeakprepError, name: str) -> Finding:
    """Say why a file could not be checked, while others were."""
    message = f"{error.message} ({error.hint})" if error.hint else error.message
    return Finding(
        code=UNREAD,
        level="error",
        message=f"Not checked: {message}",
        place=Place(file=name, line=error.line, column=error.column),
        evidence=error.excerpt,
    )


def _load(
    shelves: Shelves, parse: Callable[[Resource], tuple[Rule, ...]], *, own: bool = True
) -> tuple[Rule, ...]:
    names = list(RULE_FILES)
    if own and any((folder / OWN_RULES).is_file() for folder in shelves.folders):
        names.append(OWN_RULES)
    rules: dict[str, Rule] = {}
    for name in names:
        for rule in parse(find_resource(shelves, name)):
            first = rules.setdefault(rule.code, rule)
            if first is not rule:
                raise InputError(
                    f"{rule.code} is also a rule of {first.file}:{first.line}",
                    file=rule.file,
                    line=rule.line,
                    hint="give one of the two a code of its own",
                )
    told = [rule for rule in rules.values() if rule.file.endswith(Path(OWN_RULES).name)]
    return tuple(
        replace(rule, level="off") if any(_repeats(own, rule) for own in told) else rule
        for rule in rules.values()
    )


def _repeats(own: Rule, rule: Rule) -> bool:
    """Tell whether a rule of the speaker's was made of this one: both would say one thing twice."""
    return (
        own.code != rule.code
        and own.level != "off"
        and (own.kind, own.fields, own.bad, own.good)
        == (rule.kind, rule.fields, rule.bad, rule.good)
    )


def _alone(path: Path, here: Path, where: Shelves, event: str) -> Source:
    chosen = event_of(event) or _variant_of(path, where) or "generic"
    return Source(path=path, name=shown_path(path, here), event=chosen, shelves=where)


def _in_talk(path: Path, workspace: Workspace, event: str, *, is_whole: bool) -> Source:
    return Source(
        path=path,
        name=shown_path(path, workspace.here),
        event=event_of(event) or _variant_of(path, workspace.shelves) or workspace.talk.event,
        shelves=workspace.shelves,
        workspace=workspace,
        is_whole=is_whole,
    )


def _variant_of(path: Path, where: Shelves) -> str:
    """Return the event a file is named after, if there is a form of it."""
    event = event_of(variant_in(path.name))
    return event if event and event in list_resources(where, FOLDER) else ""


def _talk_above(folder: Path) -> Path | None:
    try:
        return find_talk(folder)
    except InputError:
        return None


def _talk_at(folder: Path | None, *, here: Path, user: Path) -> Workspace | None:
    return open_workspace(here, user, named=folder) if folder else None


def _comments(proposal: Proposal, language: Language) -> tuple[Suppression, ...]:
    """Read the comments of every section; what stands above the first counts for the file."""
    found: list[Suppression] = []
    fields = {entry.index: entry.field.key for entry in proposal.entries}
    for index, section in enumerate(proposal.sections):
        words = section.heading + section.body
        place = Place(file=proposal.file, line=section.line, field=fields.get(index))
        own = detect(section.body) if section.prose else language
        found += suppressions_in(words, place, own, whole=index == 0)
    return tuple(found)
