"""How long a script takes, where, and what to cut so that it fits."""

from dataclasses import dataclass

from speakprep.script.actions.check import read_lexicon, section_names
from speakprep.script.actions.opening import open_script, option, script_file
from speakprep.script.check import Delivery, Row, rows_of
from speakprep.script.cuts import Cut, Open, SectionTime, cuts, sections, still_open
from speakprep.script.pace import Interpreting, interpreted
from speakprep.script.timing import DEFAULT_PACE, Pace, Seconds, total
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class TimeFacts:
    """A script against the time there is.

    `minutes` are those to speak in; `slot_minutes` and `qa_minutes` the plan's
    slot and its questions, None when other minutes were asked for. `pace` is
    the speaker's, `delivered` the one counted with: slower with an interpreter.
    `still_seconds` are the demos and pauses within `total`. `slides`, `sections`,
    `cuts` and `open` are as in `speakprep.script.cuts`.
    """

    script: str
    language: Language
    minutes: float
    slot_minutes: float | None
    qa_minutes: float | None
    pace: Pace
    delivered: Pace
    interpreter: Interpreting | None
    still_seconds: float
    total: Seconds
    slides: tuple[Row, ...]
    sections: tuple[SectionTime, ...]
    cuts: tuple[Cut, ...]
    open: Open


def time(
    workspace: Workspace,
    language: Language | None = None,
    *,
    minutes: float | None = None,
    pace: Pace = DEFAULT_PACE,
    interpreter: Interpreting | None = None,
) -> Report[TimeFacts]:
    """Return how long a script takes, and what to cut so that it fits.

    Args:
        workspace: the talk.
        language: which script; without it the language the speaker writes in.
        minutes: the time to speak in; without it the slot less the questions.
        pace: how fast the speaker is.
        interpreter: how the talk is interpreted, if it is.

    Raises:
        InputError: there is no script yet, or it or the lexicon cannot be read.
    """
    talk, language = workspace.talk, language or workspace.talk.language
    script = open_script(workspace, language)
    delivery = Delivery(
        minutes=talk.speaking_minutes if minutes is None else minutes,
        pace=interpreted(pace, interpreter),
        as_words=read_lexicon(workspace),
    )
    rows = rows_of(script, language, delivery)
    shown = [row for row in rows if not row.hidden and not row.orphan]
    return Report(
        facts=TimeFacts(
            script=script_file(workspace, language),
            language=language,
            minutes=delivery.minutes,
            slot_minutes=talk.minutes if minutes is None else None,
            qa_minutes=talk.qa_minutes if minutes is None else None,
            pace=pace,
            delivered=delivery.pace,
            interpreter=interpreter,
            still_seconds=sum(row.still_seconds for row in shown),
            total=total(row.seconds for row in shown),
            slides=rows,
            sections=sections(rows, section_names(workspace, script)),
            cuts=cuts(script, rows, language, delivery),
            open=still_open(rows, language, delivery),
        ),
        next=f"speakprep script check{option(workspace, language)}",
    )
