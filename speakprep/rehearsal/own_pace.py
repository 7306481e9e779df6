"""The speaker's own pace, out of the rehearsals of a talk, for whoever tells time."""

from speakprep.rehearsal.files import read_records
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.spoken import reached
from speakprep.script.actions.opening import open_script
from speakprep.script.model import Script
from speakprep.script.pace import Take, own_pace
from speakprep.script.timing import DEFAULT_PACE, Pace, amount
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace


def pace_of(workspace: Workspace, language: Language, *, without: str = "") -> Pace:
    """Return how fast the speaker is in this language: measured, or else the default.

    A record that cannot be read is left to `rehearse list`, which says so.

    Args:
        workspace: the talk.
        language: which.
        without: the id of a rehearsal that is left out, because it is to be judged by the rest.
    """
    records = read_records(workspace.folder, workspace.name).rehearsals
    held = sorted(
        (
            each
            for each in records
            if each.id != without
            and each.figures.reliable
            and each.script
            and each.script.language == language
        ),
        key=lambda each: each.at,
    )
    if not held:
        return DEFAULT_PACE
    script = open_script(workspace, language)
    return own_pace([_take(each, script) for each in held]) or DEFAULT_PACE


def _take(rehearsal: Rehearsal, script: Script) -> Take:
    figures, spoken = rehearsal.figures, rehearsal.script
    numbers = spoken.slides if spoken else ()
    ids = {slide_id for slide_id, _ in spoken.texts} if spoken else set()
    known = [
        text
        for text in script.slides
        if text.head.slide_id in ids and (not numbers or text.head.number in numbers)
    ]
    shown = reached(known, rehearsal.marks.marks if rehearsal.marks else None)
    return Take(
        words_per_minute=figures.words_per_minute or 0.0,
        han_per_minute=figures.han_per_minute or 0.0,
        talk_s=figures.talk_s,
        # The pauses and demos asked for now; the record does not keep those of the day.
        still_s=sum(amount(text.prose).pause_seconds for text in shown),
        slides=len(shown),
    )
