"""Putting scripts into the speaker notes of a copy of the deck."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.deck.model import Deck
from speakprep.deck.writing import lock_names, write_notes
from speakprep.errors import UsageError
from speakprep.script.actions.following import read_following, sync_command
from speakprep.script.actions.opening import find_deck, open_script, script_file
from speakprep.script.generated import is_unreviewed
from speakprep.script.model import Script
from speakprep.script.speaker_notes import speaker_notes
from speakprep.talk.disk import locked
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class PushFacts:
    """A copy of the deck: how many of its `slides` carry their text as notes.

    `written` is how many do, `changed` how many of them did not before;
    `without_slide` how many texts were left out because no slide of the deck has their id.
    """

    deck: str
    copy: str
    languages: tuple[Language, ...]
    slides: int
    written: int
    changed: int
    without_slide: int


def push(
    workspace: Workspace,
    out: Path,
    deck: Path | None = None,
    languages: Sequence[Language] = (),
) -> Report[PushFacts]:
    """Put scripts into the speaker notes of a copy of the deck; the deck itself stays as it is.

    Slides without a text keep the notes they have.

    Args:
        workspace: the talk.
        out: the copy, a file that does not exist yet.
        deck: the deck; without it the talk's own, see `find_deck`.
        languages: which scripts, one under the other in each note; without it the
            language the speaker writes in.

    Raises:
        UsageError: no deck is named and the talk's own is not known; `out` exists or has
            another ending than the deck; or a text belongs to another slide by now.
        InputError: there is no script yet, or it or the deck cannot be read.
        StorageError: the copy cannot be written.
        BusyError: another speakprep is writing in this talk.
    """
    chosen = tuple(dict.fromkeys(languages)) or (workspace.talk.language,)
    source = deck or find_deck(workspace)
    scripts = {language: open_script(workspace, language) for language in chosen}
    notes = speaker_notes(scripts)
    read = read_deck(source)
    for language, script in scripts.items():
        _check_in_step(workspace, language, script, deck, read)
    there = {slide.slide_id for slide in read.slides}
    kept = {slide_id: text for slide_id, text in notes.items() if slide_id in there}
    with locked(workspace.folder):  # which also sweeps away what a killed run left
        changed = write_notes(source, out, read, kept)
    return Report(
        facts=PushFacts(
            deck=workspace.name(source),
            copy=workspace.name(out),
            languages=chosen,
            slides=len(there),
            written=len(kept),
            changed=changed,
            without_slide=len(notes) - len(kept),
        ),
        findings=tuple(_warnings(workspace, source, read, scripts)),
        written=(workspace.name(out),),
        next="speakprep rehearse log RECORDING",
    )


def _check_in_step(
    workspace: Workspace, language: Language, script: Script, deck: Path | None, read: Deck
) -> None:
    """Refuse to put a text under a slide that it is no longer about: ids may lie after a re-save.

    The same when notes that were only taken over have changed in the deck since.
    """
    command = sync_command(workspace, deck, language)
    synced = read_following(workspace, language).sync(read, command=command)
    then = speaker_notes({language: synced.script})
    there = {slide.slide_id for slide in read.slides}
    now = speaker_notes({language: script})
    moved = [key for key, text in now.items() if key in there and then.get(key) != text]
    if moved:
        texts = "1 text" if len(moved) == 1 else f"{len(moved)} texts"
        raise UsageError(
            f"is not in step with the deck: a sync would move or renew {texts}",
            file=script_file(workspace, language),
            hint=f"type first: {command}",
        )


def _warnings(
    workspace: Workspace, source: Path, read: Deck, scripts: Mapping[Language, Script]
) -> Iterator[Finding]:
    """Say what is wrong with the deck and with the texts; they are in the copy all the same."""
    name = workspace.name(source)
    yield from (each.finding(name) for each in read.problems)
    yield from _open_elsewhere(source, name, next(iter(scripts)))
    yield from _unread(workspace, scripts, {slide.slide_id for slide in read.slides})


def _unread(
    workspace: Workspace, scripts: Mapping[Language, Script], there: Container[int]
) -> Iterator[Finding]:
    """Warn of texts that a model drafted and nobody has read: they are in the copy all the same."""
    for language, script in scripts.items():
        for text in script.slides:
            head = text.head
            if head.orphan or head.slide_id not in there or not is_unreviewed(text.text):
                continue
            message = (
                f"第 {head.number} 页的备注由模型起草，还没有人读过，已写入副本。上台前请先念一遍"
                if language == "zh"
                else f"The notes of slide {head.number} are as a model drafted them and are in the "
                "copy. Read them aloud before you stand on stage"
            )
            name = script_file(workspace, language)
            place = Place(file=name, line=text.text_line, slide=head.number)
            first = text.prose.partition("\n")[0]
            yield Finding(
                code="SCR132", level="warning", message=message, place=place, evidence=first
            )


def _open_elsewhere(source: Path, name: str, language: Language) -> tuple[Finding, ...]:
    """Warn when a lock file stands beside the deck: what is not saved yet is not in the copy."""
    locks = [each for each in lock_names(source.name) if source.with_name(each).exists()]
    if not locks:
        return ()
    message = (
        "幻灯片似乎还在另一个程序里打开着，那里没有保存的修改不在副本中。"
        f"请先保存并关闭，再运行一次；如果并没有打开，可以删掉 {locks[0]}"
        if language == "zh"
        else "The deck seems to be open in another program, and what was not saved there is not "
        f"in the copy. Save and close it, then push again; if it is not open, remove {locks[0]}"
    )
    place = Place(file=name)
    return (
        Finding(code="DECK120", level="warning", message=message, place=place, evidence=locks[0]),
    )
