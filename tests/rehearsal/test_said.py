from dataclasses import replace
from datetime import datetime

import pytest

from speakprep.rehearsal.model import Source
from speakprep.rehearsal.record import Figures, Recording, Rehearsal, SpokenScript
from speakprep.rehearsal.said import Log

AT = datetime.fromisoformat("2027-03-01T18:30:00")
KNOWN = Rehearsal(
    id="2027-03-01-1830-team",
    kind="team",
    at=AT,
    people=("Anna",),
    note="slow",
    recording=Recording(
        file="take.m4a",
        sha256="0" * 64,
        size=1,
        source=Source(
            codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False
        ),
    ),
    figures=Figures(
        measured_by=1,
        duration_s=60.0,
        talk_start_s=0.0,
        talk_end_s=60.0,
        speaking_s=60.0,
        short_pauses=0,
        pauses=(),
        loudness_lufs=None,
        peak_dbfs=None,
        clipped_s=0,
        snr_db=None,
        reliable=True,
        words_per_minute=None,
        han_per_minute=None,
    ),
    script=SpokenScript(language="en", texts=(), slides=(1, 2)),
)


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        (Log(), ()),
        (
            Log(kind="team", at=AT, people=("Anna",), note="slow", slides=(1, 2), language="en"),
            (),
        ),
        (
            Log(
                kind="final",
                at=AT.replace(hour=9),
                people=("小明",),
                note="fast",
                slides=(1,),
                language="zh",
            ),
            ("--kind", "--at", "--with", "--note", "--slides", "--lang"),
        ),
    ],
)
def test_differences_are_those_said(said, differs):
    assert said.differences(KNOWN) == differs


def test_differences_from_a_record_without_a_script():
    said = Log(slides=(1,), language="en")
    assert said.differences(replace(KNOWN, script=None)) == ("--slides", "--lang")
