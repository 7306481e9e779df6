"""Recordings and rehearsals for the tests."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from speakprep.rehearsal.model import Sound, Source, Span
from speakprep.rehearsal.record import Figures, Recording, Rehearsal, SpokenScript
from tests.rehearsal import recordings


@pytest.fixture(scope="session")
def talk() -> np.ndarray:
    """Fifteen seconds with speech where `recordings.SPOKEN` says."""
    return recordings.voice()


@pytest.fixture(scope="session")
def make_voice() -> Callable[..., np.ndarray]:
    return recordings.voice


@pytest.fixture(scope="session")
def record() -> Callable[..., Path]:
    return recordings.write


@pytest.fixture(scope="session")
def a_minute() -> Callable[..., Sound]:
    return recordings.a_minute


@pytest.fixture(scope="session")
def make_take() -> Callable[..., Rehearsal]:
    """Make a rehearsal of a minute of talk by day of March; `figures` replace its own."""

    def make(day: int = 1, language: Any = "en", slides: Any = (), **facts: Any) -> Rehearsal:
        figures = {
            "measured_by": 3,
            "duration_s": 100.0,
            "talk_start_s": 10.0,
            "talk_end_s": 90.0,
            "speaking_s": 70.0,
            "short_pauses": 8,
            "pauses": (Span(start_s=30.0, end_s=32.0), Span(start_s=60.0, end_s=64.5)),
            "loudness_lufs": -22.0,
            "peak_dbfs": -3.0,
            "clipped_s": 0,
            "snr_db": 40.0,
            "reliable": True,
            "words_per_minute": 120.0 if language == "en" else 0.0,
            "han_per_minute": 0.0 if language == "en" else 210.0,
            "syllables_per_s": 3.5,
            **facts.pop("figures", {}),
        }
        source = Source(
            codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False
        )
        usual = {
            "id": f"2027-03-{day:02d}-1830-solo",
            "kind": "solo",
            "at": datetime.fromisoformat(f"2027-03-{day:02d}T18:30:00"),
            "people": (),
            "note": "",
            "recording": Recording(file="take.wav", sha256="0" * 64, size=9, source=source),
            "figures": Figures(**figures),
            "script": SpokenScript(language=language, texts=(), slides=slides),
        }
        return Rehearsal(**{**usual, **facts})

    return make
