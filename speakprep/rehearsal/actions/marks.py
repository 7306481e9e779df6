"""When each slide was up: out of a file of marks, a record, or a transcript."""

from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.deck.kinds import ZIP
from speakprep.errors import InputError
from speakprep.rehearsal.actions.records import find_record
from speakprep.rehearsal.actions.transcript import told_of
from speakprep.rehearsal.files import parse_rehearsal
from speakprep.rehearsal.hashing import file_state
from speakprep.rehearsal.imports.powerpoint import read_timings
from speakprep.rehearsal.imports.reader import MOST_BYTES, read_marks
from speakprep.rehearsal.imports.values import plain_title
from speakprep.rehearsal.kept_marks import marks_values
from speakprep.rehearsal.marks import KeptMarks, Marks, with_ids
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.told_marks import marks_told
from speakprep.script.files import parse_script, script_name
from speakprep.talk.disk import locked, read_bytes, read_text, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace


def load_marks(workspace: Workspace, file: Path, language: Language) -> Marks:
    """Read a file of marks, or the rehearsed timings of a deck.

    Args:
        workspace: the talk.
        file: the file, anywhere on this machine.
        language: whose script has the slides' titles and ids; there may be none yet.

    Raises:
        InputError: it cannot be read, or holds no marks.
    """
    numbers, titles = _slides(workspace, language)
    try:
        data = read_bytes(file, at_most=MOST_BYTES + 1)
    except InputError as error:
        error.file = workspace.name(file)
        raise
    if data.startswith(ZIP) or file.suffix.lower() in {".pptx", ".odp", ".ppt", ".key"}:
        marks = _timings(workspace, file)
    else:
        marks = read_marks(data, workspace.name(file), titles)
    return with_ids(marks, numbers) if numbers else marks


def keep_marks(workspace: Workspace, file: Path, language: Language) -> KeptMarks:
    """Return a file's marks for a record; they still have to be fitted to its recording.

    Raises:
        InputError: it cannot be read, or holds no marks.
    """
    marks = load_marks(workspace, file, language)
    real, folder = file.resolve(), workspace.folder.resolve()
    kept = real.relative_to(folder) if real.is_relative_to(folder) else real
    state = file_state(file, what="file of marks")
    return KeptMarks(file=str(kept), sha256=state.sha256, marks=marks)


def add_marks(workspace: Workspace, rehearsal: Rehearsal, kept: KeptMarks) -> str:
    """Add marks at the end of a record that has none; all before them stays as it is.

    Returns the record's name.

    Raises:
        InputError: it is written so that nothing can be added.
        StorageError: it cannot be written.
    """
    import tomlkit

    path = find_record(workspace, rehearsal.id)
    name = workspace.name(path)
    with locked(workspace.folder):
        before = read_text(path)
        gap = "" if before.endswith("\n") else "\n"
        after = f"{before}{gap}\n" + tomlkit.dumps({"marks": marks_values(kept)})
        try:
            good = parse_rehearsal(after, name, rehearsal.id).marks is not None
        except InputError:
            good = False
        if not good:
            raise InputError(
                "is written so that no [marks] can be added to it",
                file=name,
                hint="delete the keys that begin with marks; nothing was changed",
            )
        write_atomic(path, after.encode(), within=workspace.folder, expected=before.encode())
    return name


def marks_of(workspace: Workspace, rehearsal: Rehearsal) -> Marks | None:
    """Return when each slide of a rehearsal was up: as it was marked, or its transcript tells.

    Raises:
        InputError: the transcript is broken.
    """
    if rehearsal.marks:
        return rehearsal.marks.marks
    told = told_of(workspace, rehearsal)
    if told is None:
        return None
    figures = rehearsal.figures
    marks = marks_told(told, Span(start_s=figures.talk_start_s, end_s=figures.talk_end_s))
    return marks if marks.visits else None


def _timings(workspace: Workspace, file: Path) -> Marks:
    marks = read_timings(read_deck(file))
    if not marks.visits:
        raise InputError(
            "holds no rehearsed timings",
            file=workspace.name(file),
            hint="in PowerPoint choose Slide Show > Rehearse Timings, keep them, and save",
        )
    return marks


def _slides(workspace: Workspace, language: Language) -> tuple[dict[int, int], dict[str, int]]:
    """Return the ids of the script's slides by number, and their numbers by title."""
    path = workspace.folder / script_name(language)
    if not path.is_file():
        return {}, {}
    heads = [section.head for section in parse_script(read_text(path)).slides]
    heads = [head for head in heads if not head.orphan]
    # A heading written by hand may have no number: then its place counts.
    numbered = [(head.number or place, head) for place, head in enumerate(heads, 1)]
    titles = {plain_title(head.title): number for number, head in reversed(numbered)}
    titles.pop("", None)
    return {number: head.slide_id for number, head in numbered}, titles
