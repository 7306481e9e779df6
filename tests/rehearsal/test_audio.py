import os
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.audio import cut, decode
from speakprep.rehearsal.measure import measure
from speakprep.rehearsal.model import Source, Span
from speakprep.rehearsal.reduce import RATE

FORMATS = {
    "wav": {"kind": "wav", "codec": "pcm_s16le"},
    "wav24": {"kind": "wav", "codec": "pcm_s24le"},
    "flac": {"kind": "flac", "codec": "flac"},
    "mp3": {"kind": "mp3", "codec": "libmp3lame"},
    "m4a": {"kind": "ipod", "codec": "aac"},
    "ogg": {"kind": "ogg", "codec": "libopus"},
    "webm": {"kind": "webm", "codec": "libopus"},
    "browser": {"kind": "webm", "codec": "libopus", "options": {"live": "1"}},
    "mp4": {"kind": "mp4", "codec": "aac", "picture": "video"},
    "mov": {"kind": "mov", "codec": "aac", "picture": "video"},
    "mkv": {"kind": "matroska", "codec": "libopus", "picture": "video"},
}
CODECS = {"wav": "pcm_s16le", "wav24": "pcm_s24le", "flac": "flac", "mp3": "mp3"}
CODECS |= {"m4a": "aac", "mp4": "aac", "mov": "aac"}


@pytest.mark.parametrize("name", FORMATS)
def test_decode_every_format_measures_the_same_talk(tmp_path, talk, record, name):
    path = record(tmp_path / "take", talk, **FORMATS[name])
    sound = decode(path)
    measured = measure(sound)
    assert sound.source == Source(
        codec=CODECS.get(name, "opus"),
        sample_rate=48_000,
        channels=1,
        has_video=name in {"mp4", "mov", "mkv"},
        truncated=False,
    )
    assert sound.duration_s == pytest.approx(15.0, abs=0.03)
    assert measured.talk is not None
    assert (measured.talk.start_s, measured.talk.end_s) == pytest.approx((1, 14), abs=0.06)
    assert [pause.length_s for pause in measured.pauses] == pytest.approx([1, 0.5, 4], abs=0.1)
    assert [pause.start_s for pause in measured.pauses] == pytest.approx([3, 6.5, 8], abs=0.06)
    assert measured.speaking_s == pytest.approx(7.5, rel=0.03)
    assert len(sound.band_power) == pytest.approx(1500, abs=4)
    assert len(sound.weighted_power) == pytest.approx(150, abs=1)
    assert len(sound.periodicity) == pytest.approx(375, abs=1)


@pytest.mark.parametrize("name", ["wav", "flac", "m4a", "ogg"])
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_loudness_of_a_calibrated_tone_is_known(tmp_path, record, name, layout):
    time = np.arange(48_000 * 5) / 48_000
    tone = 10 ** (-23 / 20) * np.sin(2 * np.pi * 997 * time)
    sound = decode(record(tmp_path / "tone", tone, layout=layout, **FORMATS[name]))
    assert sound.source.channels == (1 if layout == "mono" else 2)
    # One channel of a 0 dBFS sine is -3.01 LKFS by definition.
    assert measure(sound).loudness_lufs == pytest.approx(-26.01, abs=0.15)


@pytest.mark.parametrize("name", ["wav", "mp3", "m4a", "ogg"])
def test_clipped_seconds_are_counted(tmp_path, talk, record, name):
    clipped = talk / np.abs(talk).max() * 0.5
    clipped[48_000 * 12 : 48_000 * 14] *= 8
    measured = measure(decode(record(tmp_path / "take", np.clip(clipped, -1, 1), **FORMATS[name])))
    assert measured.clipped_s == 2
    assert measured.peak_dbfs is not None
    assert measured.peak_dbfs > -0.1


@pytest.mark.parametrize("name", ["wav", "browser"])
def test_progress_tells_the_total_only_when_the_file_does(tmp_path, talk, record, name):
    calls: list[tuple[float, float | None]] = []
    path = record(tmp_path / "take", talk, **FORMATS[name])
    decode(path, progress=lambda done, total: calls.append((done, total)))
    assert {total for _, total in calls} == ({15.0} if name == "wav" else {None})
    seconds = [done for done, _ in calls]
    assert len(seconds) >= 4
    assert seconds == sorted(seconds)


@pytest.mark.parametrize("name", ["wav", "flac", "webm", "fast"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated_recording_is_measured_to_the_cut(tmp_path, talk, record, name, share):
    how = FORMATS.get(name, FORMATS["m4a"] | {"options": {"movflags": "faststart"}})
    whole = record(tmp_path / "whole", talk, **how).read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(whole[: int(len(whole) * share)])
    sound = decode(path)
    assert sound.source.truncated
    assert 15 * share - 2.5 < sound.duration_s < 15 * share + 2.5


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF])
def test_wav_of_a_recorder_that_never_wrote_the_length_is_whole(tmp_path, talk, record, size):
    path = record(tmp_path / "take.wav", talk)
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    data[4:8] = data[at : at + 4] = struct.pack("<I", size)
    path.write_bytes(data)
    sound = decode(path)
    assert sound.duration_s == pytest.approx(15, abs=0.001)
    assert not sound.source.truncated


def test_damage_in_the_middle_is_survived_and_said(tmp_path, talk, record):
    path = record(tmp_path / "take.flac", talk, **FORMATS["flac"])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 10] = bytes(len(data) // 10)
    path.write_bytes(data)
    sound = decode(path)
    assert sound.source.truncated
    assert 11 < sound.duration_s < 15


def test_m4a_without_its_index_says_so(tmp_path, talk, record):
    path = record(tmp_path / "take.m4a", talk, **FORMATS["m4a"])
    path.write_bytes(path.read_bytes()[:30_000])
    with pytest.raises(InputError) as caught:
        decode(path)
    assert caught.value.message == (
        "the index of this M4A or MP4 is missing or damaged: it was probably cut off"
    )
    assert caught.value.file == str(path)


HOSTILE_NAMES = [
    "-vf",
    "http:/x",
    "concat:a|b",
    "file:x.wav",
    "pipe:0",
    "two\nlines.wav",
    'it\'s "quoted".wav',
    "%03d.wav",
    "录音 第一次.wav",
    "take.txt",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_are_never_read_as_addresses(tmp_path, talk, record, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    assert decode(record(path, talk)).duration_s == 15.0


def test_name_that_is_no_unicode_works(tmp_path, talk, record):
    path = tmp_path / os.fsdecode(b"\xff\xfe.wav")
    assert decode(record(path, talk)).duration_s == 15.0


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:15\n#EXTINF:15,\n{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{}'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n{}",
    ],
)
def test_playlists_do_not_open_other_files(tmp_path, talk, record, text):
    real = record(tmp_path / "real.wav", talk)
    for name in ("list.m3u8", "take.mp3", "take.sdp"):
        path = tmp_path / name
        path.write_text(text.format(real), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            decode(path)
        assert caught.value.message == "this is not a recording speakprep can read"


def test_errors_name_the_file_and_a_way_out(tmp_path, record):
    (tmp_path / "empty.wav").touch()
    (tmp_path / "notes.mp3").write_text("大家好 hello\n" * 500, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    silent = record(tmp_path / "silent.mp4", np.zeros(0), **FORMATS["mp4"])
    header = record(tmp_path / "header.wav", np.zeros(480))
    header.write_bytes(header.read_bytes()[:-960])
    expected = {
        tmp_path / "empty.wav": "this recording is empty (0 bytes)",
        tmp_path / "notes.mp3": "this is not a recording speakprep can read",
        tmp_path / "folder": "this is a folder or a device, not a recording",
        tmp_path / "none.wav": "this recording cannot be read: No such file or directory",
        tmp_path / ("x" * 300): "this recording cannot be read: File name too long",
        silent: "this file has no sound",
        header: "nothing in this recording can be decoded",
    }
    for path, message in expected.items():
        with pytest.raises(InputError) as caught:
            decode(path)
        assert (caught.value.message, caught.value.file) == (message, str(path))
        assert caught.value.hint
        with pytest.raises(InputError):
            measure(decode(path))


def test_video_without_sound_is_said(tmp_path):
    import av

    path = tmp_path / "mute.mp4"
    with path.open("wb") as file, av.open(file, "w", format="mp4") as out:
        stream = out.add_stream("mpeg4")
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        image = av.VideoFrame(64, 48, "yuv420p")
        image.pts = 0
        out.mux(stream.encode(image))
        out.mux(stream.encode(None))
    with pytest.raises(InputError) as caught:
        decode(path)
    assert (caught.value.message, caught.value.file) == ("this file has no sound", str(path))


@pytest.mark.parametrize("kind", ["mp3", "mp4"])
def test_cover_picture_is_no_video(tmp_path, talk, record, kind):
    path = record(tmp_path / "take", talk, **FORMATS[kind] | {"picture": "cover"})
    assert decode(path).source.has_video is False


def test_stream_that_changes_its_shape_is_measured_whole(tmp_path, talk, record):
    first = record(tmp_path / "a.mp3", talk, **FORMATS["mp3"], layout="stereo")
    second = record(tmp_path / "b.mp3", talk, **FORMATS["mp3"], options={"write_xing": "0"})
    path = tmp_path / "both.mp3"
    path.write_bytes(first.read_bytes() + second.read_bytes())
    sound = decode(path)
    assert sound.duration_s == pytest.approx(30, abs=0.2)
    assert len(measure(sound).pauses) == 7


@pytest.mark.parametrize("layout", ["2.1", "5.1", "7.1"])
def test_more_channels_do_not_change_the_loudness(tmp_path, talk, record, layout):
    one = measure(decode(record(tmp_path / "mono.wav", talk)))
    many = measure(decode(record(tmp_path / "many.wav", talk, layout=layout)))
    assert one.loudness_lufs is not None
    assert many.loudness_lufs == pytest.approx(one.loudness_lufs, abs=0.01)
    assert many.pauses == one.pauses


def test_float_wav_with_impossible_samples_is_survived(tmp_path):
    samples = np.zeros(48_000, dtype="<f4")
    samples[1000:1010] = np.nan
    samples[2000] = np.inf
    samples[3000] = 1e30
    data = samples.tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16,
                       3, 1, 48_000, 192_000, 4, 32, b"data", len(data))  # fmt: skip
    path = tmp_path / "odd.wav"
    path.write_bytes(head + data)
    measured = measure(decode(path))
    assert measured.duration_s == 1.0
    assert measured.talk is None


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e30])
def test_impossible_samples_spoil_nothing_after_them(tmp_path, talk, record, odd):
    samples = talk.astype("<f4")
    samples[4_000] = odd  # before anybody speaks
    data = samples.tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16,
                       3, 1, 48_000, 192_000, 4, 32, b"data", len(data))  # fmt: skip
    path = tmp_path / "odd.wav"
    path.write_bytes(head + data)
    assert measure(decode(path)).pauses == measure(decode(record(tmp_path / "a.wav", talk))).pauses


@pytest.mark.parametrize("rate", [1, 2_000_000_000])
def test_absurd_sample_rate_is_refused(tmp_path, rate):
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 836, b"WAVE", b"fmt ", 16,
                       1, 1, rate, min(2 * rate, 2**32 - 1), 2, 16, b"data", 800)  # fmt: skip
    path = tmp_path / "odd.wav"
    path.write_bytes(head + bytes(800))
    with pytest.raises(InputError) as caught:
        decode(path)
    assert caught.value.message == f"a sample rate of {rate} Hz is no recording of a voice"


@pytest.mark.parametrize("name", FORMATS)
def test_cut_gives_the_stretch_asked_for(tmp_path, record, name):
    sound = np.zeros(48_000 * 12)
    sound[48_000 * 8 : 48_000 * 9] = 0.5 * np.sin(np.arange(48_000) * 0.1)
    path = record(tmp_path / "take", sound, **FORMATS[name])
    spans = [Span(start_s=7.5, end_s=9.5), Span(start_s=0, end_s=1), Span(start_s=7.9, end_s=8.0)]
    clips = cut(path, spans)
    assert [clip.rate for clip in clips] == [RATE] * 3
    assert [len(clip.pcm) // 2 for clip in clips] == [2 * RATE, RATE, RATE // 10]
    pcm = np.frombuffer(clips[0].pcm, "<i2")
    loud = np.flatnonzero(np.abs(pcm) > 4000) / RATE
    assert (loud[0], loud[-1]) == pytest.approx((0.5, 1.5), abs=0.03 if name == "mp3" else 0.003)
    assert np.abs(np.frombuffer(clips[1].pcm, "<i2")).max() < 100


def test_cut_beyond_the_end_gives_what_is_there(tmp_path, talk, record):
    path = record(tmp_path / "take.wav", talk)
    spans = [Span(start_s=14.5, end_s=16), Span(start_s=20, end_s=21)]
    assert [len(clip.pcm) // 2 for clip in cut(path, spans)] == [RATE // 2, 0]


@pytest.fixture(scope="module")
def small(tmp_path_factory, make_voice, record) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("small")
    sound = make_voice(((0.2, 0.8),), 1.0)
    return {name: record(folder / name, sound, **how).read_bytes() for name, how in FORMATS.items()}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damaged_bytes_end_in_a_measurement_or_one_clear_line(tmp_path: Path, small, data):
    name = data.draw(st.sampled_from(sorted(FORMATS)))
    content = bytearray(small[name])
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(
            st.integers(0, min(len(content) - 1, 400)) | st.integers(0, len(content) - 1)
        )
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "take"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)) | st.just(len(content)))])
    try:
        sound = decode(path)
    except InputError as caught:
        assert (caught.file, bool(caught.hint)) == (str(path), True)  # noqa: PT017 either may happen
        return
    measured = measure(sound)
    assert measured.duration_s > 0
    assert 0 <= measured.speaking_s <= measured.talk_s <= measured.duration_s + 0.02
