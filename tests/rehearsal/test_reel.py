import hashlib
from functools import partial

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.page import write_page
from speakprep.rehearsal.actions.reel import make_reel
from speakprep.rehearsal.marks import KeptMarks, Mark, Marks, Moment
from speakprep.rehearsal.model import Clip
from speakprep.rehearsal.record import Part
from tests.rehearsal.recordings import steady
from tests.rehearsal.records import kept_take

RATE = 1000


@pytest.fixture
def talk(make_talk):
    return make_talk(minutes=2, qa_minutes=0)


@pytest.fixture
def keep(talk, make_take):
    return partial(kept_take, talk.folder, make_take)


def decode(_file):
    return steady(100)


class Tools:
    """What a reel is made with, and what it was asked for."""

    def __init__(self):
        self.cuts = []
        self.clips = []

    def cut(self, file, spans):
        self.cuts += [(file.name, span.start_s, span.end_s) for span in spans]
        lengths = [round((span.end_s - span.start_s) * RATE) for span in spans]
        return tuple(Clip(pcm=b"\1\0" * length, rate=RATE) for length in lengths)

    def join(self, clips, gap_s):
        self.clips = list(clips)
        return b"RIFF"

    def make(self, talk, name="2027"):
        return make_reel(talk, name, cut=self.cut, join=self.join, decode=decode)


def test_reel_has_a_beep_before_each_moment_and_a_list_beside_it(talk, keep):
    keep()
    tools = Tools()
    report = tools.make(talk)
    assert tools.cuts == [("take.wav", 28.5, 33.5), ("take.wav", 58.5, 66.0)]
    assert [len(clip.pcm) // 2 for clip in tools.clips] == [150, 5000, 150, 7500]
    assert report.written == (
        "rehearsals/2027-03-01-1830-solo.reel.wav",
        "rehearsals/2027-03-01-1830-solo.reel.txt",
    )
    folder = talk.folder / "rehearsals"
    assert (folder / "2027-03-01-1830-solo.reel.wav").read_bytes() == b"RIFF"
    assert (folder / "2027-03-01-1830-solo.reel.txt").read_text(encoding="utf-8") == (
        "0.70\t5.70\t0:30 pause of 2.0 s\n6.80\t14.30\t1:00 pause of 4.5 s\n"
    )
    assert report.next == "speakprep rehearse listen 2027-03-01-1830-solo"


def test_reel_speaks_the_language_of_the_rehearsal(talk, keep):
    kept = Marks(
        source="page",
        visits=(Mark(slide=1, from_s=10, to_s=90),),
        moments=(Moment(at_s=80.0, note="忘词\t了\n"),),
    )
    keep(language="zh", marks=KeptMarks(file="", sha256="", marks=kept))
    why = [each.why for each in Tools().make(talk).facts.moments]
    assert why == [
        ("0:30 停顿 2.0 秒",),
        ("1:00 停顿 4.5 秒",),
        ("1:20 你标记了这里: 忘词\t了\n",),
    ]
    labels = (talk.folder / "rehearsals" / "2027-03-01-1830-solo.reel.txt").read_text(
        encoding="utf-8"
    )
    assert labels.endswith("1:20 你标记了这里: 忘词 了\n")
    assert labels.count("\n") == 3


def test_moment_over_a_seam_is_cut_from_both_files(talk, keep):
    (talk.folder / "more.wav").write_bytes(b"more")
    sha256 = hashlib.sha256(b"more").hexdigest()
    keep(parts=(Part(file="more.wav", sha256=sha256, size=4, start_s=60.0),))
    tools = Tools()
    tools.make(talk)
    assert tools.cuts[1:] == [("take.wav", 58.5, 60.0), ("more.wav", 0.0, 6.0)]
    assert len(tools.clips[-1].pcm) // 2 == 7500


def test_reel_of_a_changed_or_lost_recording(talk, keep):
    keep()
    (talk.folder / "take.wav").write_bytes(b"another")
    with pytest.raises(InputError) as caught:
        Tools().make(talk)
    assert (caught.value.file, caught.value.message) == (
        "take.wav",
        "this is not the recording that was logged: it was changed or replaced",
    )
    (talk.folder / "take.wav").unlink()
    with pytest.raises(InputError) as caught:
        Tools().make(talk)
    assert caught.value.message == "there is no such recording"


def test_reel_of_nothing_says_what_to_do_instead(talk, keep):
    keep(figures={"pauses": ()})
    with pytest.raises(UsageError) as caught:
        Tools().make(talk)
    assert caught.value.message.startswith("nothing stands out in this rehearsal")
    assert sorted(path.suffix for path in (talk.folder / "rehearsals").iterdir()) == [".toml"]


def test_reel_of_a_recording_that_ends_before_its_moments(talk, keep):
    keep()
    tools = Tools()
    with pytest.raises(InputError) as caught:
        make_reel(
            talk,
            "2027",
            cut=lambda _file, _spans: (Clip(pcm=b"", rate=RATE),),
            join=tools.join,
            decode=decode,
        )
    assert caught.value.message == "nothing could be cut out of it"


def test_page_of_the_last_two_with_their_loudness(talk, keep):
    for day in (1, 2, 3):
        keep(day)
    out = talk.folder / "page.html"
    facts = write_page(talk, out=out, decode=decode).facts
    assert facts.rehearsals == ("2027-03-02-1830-solo", "2027-03-03-1830-solo")
    assert (facts.takes, facts.without_wave) == (3, ())
    assert out.read_bytes().startswith(b"<!doctype html>")


def test_page_without_the_recording_says_why_there_is_no_waveform(talk, keep):
    keep()
    (talk.folder / "take.wav").unlink()
    facts = write_page(talk, ["2027"], out=talk.folder / "page.html", decode=decode).facts
    assert facts.without_wave == (("2027-03-01-1830-solo", "take.wav: there is no such recording"),)


@pytest.mark.parametrize(
    ("content", "replace", "message"),
    [
        (b"<!doctype html>old", False, "exists already"),
        (b"my notes", True, "is not a page that speakprep wrote; it stays as it is"),
    ],
)
def test_page_replaces_nothing_unasked(talk, keep, content, replace, message):
    keep()
    out = talk.folder / "page.html"
    out.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        write_page(talk, out=out, decode=decode, replace=replace)
    assert (caught.value.message, out.read_bytes()) == (message, content)
    out.write_bytes(b"<!doctype html>old")
    write_page(talk, out=out, decode=decode, replace=True)
    assert out.read_bytes() != b"<!doctype html>old"


def test_page_of_nothing(talk):
    with pytest.raises(UsageError) as caught:
        write_page(talk, out=talk.folder / "page.html", decode=decode)
    assert caught.value.message == "there is no rehearsal yet"
