"""Asks the rooms below what is there."""

import shlex
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.errors import InputError, SpeakprepError, UsageError
from speakprep.feedback.files import read_rounds
from speakprep.plan.facts import Evidence
from speakprep.plan.model import DeckState, ScriptState
from speakprep.rehearsal.files import FOLDER, read_rehearsals
from speakprep.rehearsal.own_pace import pace_of
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.shown import shown_deck
from speakprep.script.actions.check import check as check_script
from speakprep.script.actions.following import read_following, sync_command
from speakprep.script.actions.opening import find_deck
from speakprep.script.files import parse_script, render_script, script_name
from speakprep.script.generated import is_unreviewed
from speakprep.script.model import fingerprint
from speakprep.script.standing import TO_REVIEW, standings
from speakprep.talk.disk import read_text
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.talk.workspace import Workspace
from speakprep.translation.model import Direction, Translation

TODO = "SCR102"
"""The shipped rule for unfinished text."""

VIDEOS = frozenset({".mp4", ".mov", ".mkv", ".webm"})
RECORDINGS = VIDEOS | {".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus"}
"""What recorders write; other files have to be named by the speaker."""


def gather(workspace: Workspace) -> Evidence:
    """Return what the talk folder holds as evidence for the five steps.

    Raises:
        InputError: a script, a rehearsal record or a rule file is broken.
    """
    talk = workspace.talk
    spoken = talk.translate_to[0] if talk.translate_to else talk.language
    languages: list[Language] = list(dict.fromkeys([talk.language, spoken]))
    scripts = {language: script_state(workspace, language) for language in languages}
    rehearsals = read_rehearsals(workspace.folder)
    waiting = new_recordings(workspace, rehearsals)
    untranslated, facts = _translation(workspace, spoken, scripts[talk.language])
    return Evidence(
        scripts=scripts,
        written=talk.language,
        spoken=spoken,
        rehearsals=rehearsals,
        speaking_minutes=talk.speaking_minutes,
        translation_open=untranslated,
        translation_flagged=facts.flagged if facts else 0,
        translation_places=facts.places if facts else 0,
        translation_signed=facts.signed if facts else 0,
        shown=deck_state(workspace),
        items=tuple(item for each in read_rounds(workspace) for item in each.items),
        deck=_only_deck(workspace),
        recording=_only(workspace, waiting),
        video=_only(workspace, [path for path in waiting if path.suffix.lower() in VIDEOS]),
    )


def script_state(workspace: Workspace, language: Language) -> ScriptState:
    """Return how far one language's script is."""
    path = workspace.folder / script_name(language)
    if not path.exists():
        return ScriptState()
    report = check_script(workspace, language, pace_of(workspace, language))
    slides = [
        slide
        for slide in parse_script(read_text(path)).slides
        if not slide.head.hidden and not slide.head.orphan
    ]
    # A heading written by hand may have no number: then its place counts.
    numbered = [(slide.head.number or place, slide) for place, slide in enumerate(slides, 1)]
    total = report.facts.total
    return ScriptState(
        exists=True,
        slides=len(slides),
        to_write=tuple(number for number, slide in numbered if not slide.prose),
        drafted=tuple(number for number, slide in numbered if is_unreviewed(slide.text)),
        todo=sum(finding.code == TODO for finding in report.findings),
        low_s=total.low,
        likely_s=total.likely,
        high_s=total.high,
        texts=tuple((slide.head.slide_id, fingerprint(slide.prose)) for slide in slides),
        numbers=tuple((slide.head.slide_id, number) for number, slide in numbered),
    )


def deck_state(workspace: Workspace) -> DeckState | None:
    """Return the talk's deck and where the script is not in step with it.

    None where there is no deck, or a choice. One that cannot be read is told of, and
    stops nobody.
    """
    try:
        path = find_deck(workspace)
    except UsageError:
        return None
    name, language = workspace.name(path), workspace.talk.language
    command = sync_command(workspace, None, language)
    try:
        # A deck of another kind is not converted on the side: that takes seconds.
        deck = read_deck(path, convert=lambda _path, _suffix: None)
        following = read_following(workspace, language)
        synced = following.sync(deck, command=command)
    except SpeakprepError as error:
        return DeckState(file=name, problem=f"{name}: {error.message}")
    texts = [text for text in standings(synced.parts) if text.number and not text.hidden]
    known = {slide.head.slide_id for slide in parse_script(following.text or "").slides}
    in_step = render_script(synced.script) == following.text
    return DeckState(
        file=name,
        slides=shown_deck(deck).slides,
        numbers=tuple((slide.slide_id, slide.number) for slide in deck.slides),
        edited=tuple(text.number for text in texts if text.number and text.state in TO_REVIEW),
        added=tuple(text.number for text in texts if text.number and text.slide_id not in known),
        look="speakprep script diff" if in_step else command,
    )


def new_recordings(workspace: Workspace, rehearsals: tuple[Rehearsal, ...]) -> list[Path]:
    """Return the recordings in the talk folder that were not logged yet, in name order."""
    logged = {
        workspace.folder / part.file
        for rehearsal in rehearsals
        for part in rehearsal.recording.parts
    }
    return [
        path
        for folder in (workspace.folder, workspace.folder / FOLDER)
        for path in sorted(folder.glob("*.*"))
        if path.suffix.lower() in RECORDINGS
        and path.is_file()
        and path not in logged
        and not path.name.startswith(".")
        and not path.name.endswith(".reel.wav")
    ]


def _only_deck(workspace: Workspace) -> str:
    try:
        return _only(workspace, [find_deck(workspace)])
    except UsageError:
        return ""


def _only(workspace: Workspace, files: list[Path]) -> str:
    """Return the one file there is, ready to be typed; nothing when there is a choice."""
    return shlex.quote(workspace.name(files[0])) if len(files) == 1 else ""


def _translation(
    workspace: Workspace, spoken: Language, source: ScriptState
) -> tuple[str, Translation | None]:
    """Say in one line what is missing of the wanted translation, and how far it is if it exists."""
    written = workspace.talk.language
    if spoken == written or not source.exists:
        return "", None
    name = LANGUAGE_NAMES[spoken]
    if not (workspace.folder / script_name(spoken)).exists():
        return f"not translated to {name} yet", None
    from speakprep.translation.actions.check import check  # a talk in one language goes without

    # The check itself: what it said when the words came is not true of an edited script.
    try:
        facts = check(workspace, Direction(source=written, target=spoken)).facts
    except InputError as error:  # such as a broken glossary: all else in the plan still stands
        return f"{error.file}:{error.line}: {error.message}", None
    left = facts.missing + facts.stale + facts.rejected
    open_ = f"{left} of {facts.segments} segments not in {name} yet" if left else ""
    return open_, facts
