"""A talk's evidence made by hand: scripts and rehearsals as the rooms below would tell them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from speakprep.plan.dates import Days
from speakprep.plan.facts import Evidence
from speakprep.plan.files import CHECKLIST, parse_checklist
from speakprep.plan.model import Checklist, Plan, Progress, ScriptState
from speakprep.plan.steps import assess
from speakprep.rehearsal.files import FOLDER, render_rehearsal
from speakprep.rehearsal.model import Source
from speakprep.rehearsal.record import Figures, Listening, Recording, Rehearsal, SpokenScript
from speakprep.talk.folders import shipped_folder
from speakprep.talk.model import Dates
from speakprep.talk.resources import Shelves, find_resource
from speakprep.talk.workspace import Workspace
from tests.plan.givens import EARLY, TALK

TEXTS = ((256, "aaaaaaaa"), (257, "bbbbbbbb"), (300, "cccccccc"))
"""What three slides say, by slide id."""


def script_state(**facts: object) -> ScriptState:
    """A whole script of three slides that fits a slot of 25 minutes."""
    usual = {
        "exists": True,
        "slides": 3,
        "low_s": 1300.0,
        "likely_s": 1440.0,
        "high_s": 1600.0,
        "texts": TEXTS,
        "numbers": ((256, 1), (257, 2), (300, 3)),
    }
    return ScriptState(**{**usual, **facts})


def rehearsal(kind: str = "solo", **facts: object) -> Rehearsal:
    """A rehearsal of the whole talk, 24 minutes long, on the day before it."""
    at = facts.pop("at", datetime.fromisoformat("2027-03-16T18:30"))
    minutes = facts.pop("minutes", 24.0)
    video = facts.pop("video", kind == "video")
    number = facts.pop("number", 1)
    name = f"{at:%Y-%m-%d-%H%M}-{kind}" + (f"-{number}" if number > 1 else "")
    usual = {
        "id": name,
        "kind": kind,
        "at": at,
        "people": (),
        "note": "",
        "recording": Recording(
            file=f"rehearsals/{name}.mp4",
            sha256=f"{abs(hash(name)):064x}"[:64],
            size=1,
            source=Source(
                codec="aac", sample_rate=48000, channels=1, has_video=video, truncated=False
            ),
        ),
        "figures": Figures(
            measured_by=1,
            duration_s=minutes * 60 + 4,
            talk_start_s=2.0,
            talk_end_s=minutes * 60 + 2 if minutes else 2.0,
            speaking_s=minutes * 50,
            short_pauses=10,
            pauses=(),
            loudness_lufs=-20.0,
            peak_dbfs=-3.0,
            clipped_s=0,
            snr_db=40.0,
            reliable=True,
            words_per_minute=130.0,
            han_per_minute=None,
        ),
        "script": SpokenScript(language="en", texts=TEXTS),
        "listened": (),
    }
    return Rehearsal(**{**usual, **facts})


@pytest.fixture
def space(make_talk: Callable[..., Workspace]) -> Workspace:
    """A talk of two minutes whose day is known."""
    return make_talk(dates=Dates(talk=TALK), minutes=2, qa_minutes=0)


@pytest.fixture
def make_script() -> Callable[..., ScriptState]:
    return script_state


@pytest.fixture
def make_take() -> Callable[..., Rehearsal]:
    """Make a rehearsal; `heard=True` for one that was listened to."""

    def make(kind: str = "solo", *, heard: bool = True, **facts: object) -> Rehearsal:
        listened = (
            (Listening(at=datetime.fromisoformat("2027-03-16T20:00"), note="too fast"),)
            if heard
            else ()
        )
        return rehearsal(kind, **{"listened": listened, **facts})

    return make


@pytest.fixture
def make_evidence() -> Callable[..., Evidence]:
    def make(**facts: object) -> Evidence:
        usual = {
            "scripts": {"en": script_state()},
            "written": "en",
            "spoken": "en",
            "rehearsals": (),
            "speaking_minutes": 25,
        }
        return Evidence(**{**usual, **facts})

    return make


@pytest.fixture
def keep() -> Callable[[Path, Rehearsal], None]:
    """Write a rehearsal's record into a talk folder."""

    def write(folder: Path, rehearsal: Rehearsal) -> None:
        path = folder / FOLDER / f"{rehearsal.id}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(render_rehearsal(rehearsal), encoding="utf-8")

    return write


@pytest.fixture
def checklist() -> Checklist:
    shipped = Shelves(folders=(shipped_folder("checklists").parent,))
    return parse_checklist(find_resource(shipped, CHECKLIST))


@pytest.fixture
def judge(checklist):
    """Assess the steps: by key, with nothing decided and nothing due unless said."""

    def assessed(evidence, plan=None, today=EARLY, talk=TALK) -> dict[str, Progress]:
        steps = assess(checklist, plan or Plan(), evidence, Days(today=today, talk=talk))
        return {step.step.key: step for step in steps}

    return assessed
