"""Records of every kind: what is written is read back as it was."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from speakprep.rehearsal.files import (
    add_listening,
    parse_rehearsal,
    render_rehearsal,
)
from speakprep.rehearsal.model import Half, Source, Span
from speakprep.rehearsal.record import (
    KINDS,
    Figures,
    Listening,
    Part,
    Recording,
    Rehearsal,
    Remark,
    SpokenScript,
)
from speakprep.talk.language import LANGUAGES

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORD = TEXT.filter(str.strip)
WHOLE = st.integers(0, 10**12)
SHA256 = st.binary(min_size=32, max_size=32).map(bytes.hex)
SECONDS = st.floats(0, 1e6)
LEVEL = st.none() | st.floats(-200, 200)
RATE = st.none() | st.floats(0, 1000)
MOMENT = st.datetimes(
    datetime.fromisoformat("1000-01-01T00:00:00"), datetime.fromisoformat("9999-01-01T00:00:00")
)
SPAN = st.tuples(SECONDS, SECONDS).map(lambda at: Span(start_s=min(at), end_s=max(at)))
LISTENING = st.builds(
    Listening,
    at=MOMENT,
    note=TEXT,
    played=st.lists(SPAN, max_size=3).map(tuple),
    remarks=st.lists(st.builds(Remark, at_s=SECONDS, text=WORD), max_size=3).map(tuple),
)
SOURCE = st.builds(
    Source,
    codec=WORD,
    sample_rate=WHOLE,
    channels=WHOLE,
    has_video=st.booleans(),
    truncated=st.booleans(),
)
HALF = st.builds(
    Half,
    speech_ratio=st.floats(0, 1),
    nuclei_per_s=RATE,
    loudness_lufs=LEVEL,
    pitch_spread_st=RATE,
)
FIGURES = st.builds(
    Figures,
    measured_by=WHOLE,
    duration_s=SECONDS,
    talk_start_s=SECONDS,
    talk_end_s=SECONDS,
    speaking_s=SECONDS,
    short_pauses=WHOLE,
    pauses=st.lists(SPAN, max_size=4).map(tuple),
    loudness_lufs=LEVEL,
    peak_dbfs=LEVEL,
    clipped_s=WHOLE,
    snr_db=LEVEL,
    reliable=st.booleans(),
    words_per_minute=RATE,
    han_per_minute=RATE,
    syllables_per_s=RATE,
    nuclei_per_s=RATE,
    pause_median_s=RATE,
    noise_dbfs=LEVEL,
    pitch_hz=RATE,
    pitch_spread_st=RATE,
    halves=st.none() | st.tuples(HALF, HALF),
)
SCRIPT = st.builds(
    SpokenScript,
    language=st.sampled_from(LANGUAGES),
    texts=st.dictionaries(st.integers(0, 10**10 - 1), TEXT, max_size=4).map(
        lambda texts: tuple(texts.items())
    ),
    slides=st.lists(st.integers(0, 99_999), max_size=4).map(tuple),
)
REHEARSALS = st.builds(
    Rehearsal,
    id=TEXT,
    kind=st.sampled_from(KINDS),
    at=MOMENT,
    people=st.lists(TEXT, max_size=3).map(tuple),
    note=TEXT,
    recording=st.builds(
        Recording,
        file=WORD,
        sha256=SHA256,
        size=WHOLE,
        source=SOURCE,
        following=st.lists(
            st.builds(Part, file=WORD, sha256=SHA256, size=WHOLE, start_s=SECONDS), max_size=3
        ).map(tuple),
        url=TEXT,
    ),
    figures=FIGURES,
    script=st.none() | SCRIPT,
    listened=st.lists(LISTENING, max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(REHEARSALS)
def test_rendered_rehearsal_is_read_back_as_it_was(rehearsal):
    text = render_rehearsal(rehearsal)
    assert parse_rehearsal(text, "a.toml", rehearsal.id) == rehearsal


@settings(max_examples=100, deadline=None)
@given(REHEARSALS, LISTENING, LISTENING)
def test_listening_of_the_same_run_takes_its_own_place(rehearsal, first, second):
    text = render_rehearsal(rehearsal)
    once = add_listening(text, "r.toml", rehearsal.id, first)
    again = add_listening(once, "r.toml", rehearsal.id, second, instead=first)
    assert again == add_listening(text, "r.toml", rehearsal.id, second)


@settings(max_examples=100, deadline=None)
@given(REHEARSALS, LISTENING)
def test_added_listening_is_the_last_and_changes_nothing_else(rehearsal, heard):
    before = render_rehearsal(rehearsal)
    after = add_listening(before, "a.toml", rehearsal.id, heard)
    assert after.startswith(before)
    read = parse_rehearsal(after, "a.toml", rehearsal.id)
    assert read.listened == (*rehearsal.listened, heard)
    assert (read.figures, read.recording) == (rehearsal.figures, rehearsal.recording)
