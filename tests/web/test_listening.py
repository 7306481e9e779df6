import http.client
import json
import queue
import threading
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from speakprep.errors import InputError
from speakprep.rehearsal.actions.listening import Playable, Session
from speakprep.rehearsal.actions.playing import SlideTimes
from speakprep.rehearsal.drawing import Region
from speakprep.rehearsal.files import read_record, render_rehearsal
from speakprep.rehearsal.model import Source, Span
from speakprep.rehearsal.record import Figures, Recording, Rehearsal
from speakprep.web.listening import listen

EVIL = "<script>alert(1)</script>\"'&</main>"
NOW = datetime.fromisoformat("2027-03-02T09:00:00")


def rehearsal():
    return Rehearsal(
        id="2027-solo",
        kind="solo",
        at=NOW,
        people=(),
        note="",
        recording=Recording(
            file="take.wav",
            sha256="0" * 64,
            size=1,
            source=Source(codec="x", sample_rate=1, channels=1, has_video=False, truncated=False),
        ),
        figures=Figures(
            measured_by=3,
            duration_s=100.0,
            talk_start_s=0.0,
            talk_end_s=100.0,
            speaking_s=90.0,
            short_pauses=1,
            pauses=(Span(start_s=30.0, end_s=33.0),),
            loudness_lufs=None,
            peak_dbfs=None,
            clipped_s=0,
            snr_db=None,
            reliable=True,
            words_per_minute=None,
            han_per_minute=None,
        ),
        script=None,
    )


class Listener:
    """A player page that is served, and what a browser would do."""

    def __init__(self, talk):
        self.path = talk.folder / "rehearsals" / "2027-solo.toml"
        self.path.parent.mkdir()
        self.path.write_text(render_rehearsal(rehearsal()), encoding="utf-8")
        file = talk.folder / "take.wav"
        file.write_bytes(b"RIFF1234WAVEfmt ")
        playable = Playable(
            rehearsal=rehearsal(),
            files=(file,),
            levels=(-20,) * 100,
            times=SlideTimes(visits=(Region(start_s=0, end_s=100, label="1"),)),
        )
        self.session = Session(talk, rehearsal(), NOW)
        addresses: queue.Queue[str] = queue.Queue()
        self.thread = threading.Thread(
            target=listen, args=(talk, playable, self.session, addresses.put)
        )
        self.thread.start()
        self.address = urlsplit(addresses.get(timeout=20))

    def ask(self, method, name, message=None):
        port = self.address.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        body = None if message is None else json.dumps(message)
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
        connection.request(method, self.address.path + name, body=body, headers=headers)
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, content

    def say(self, **message):
        status, content = self.ask("POST", "heard", message)
        return status, json.loads(content)

    def end(self):
        self.say(end=True)
        self.thread.join(timeout=20)
        assert not self.thread.is_alive()


@pytest.fixture
def listener(make_talk):
    found = Listener(make_talk(title=EVIL, minutes=2, qa_minutes=0))
    yield found
    if found.thread.is_alive():
        found.end()


def test_what_is_heard_and_noted_is_in_the_record(listener):
    note = {"id": "a", "at_s": 31, "text": EVIL}
    status, standing = listener.say(played=[[0, 50]], remarks=[note])
    assert (status, standing["share"], standing["counts"]) == (200, 0.5, False)
    assert standing["missing"] == [[50.0, 100.0]]
    assert listener.say(played=[[50, 100]])[1]["counts"]
    listener.end()
    (listened,) = read_record(listener.path).listened
    assert listened.played == (Span(start_s=0.0, end_s=100.0),)
    assert [remark.text for remark in listened.remarks] == [EVIL]


def test_note_is_mended_and_taken_back_by_its_id_whichever_tab_says_it(listener):
    listener.say(remarks=[{"id": "a", "at_s": 1, "text": "one"}])
    listener.say(remarks=[{"id": "b", "at_s": 2, "text": "two"}])
    listener.say(remarks=[{"id": "a", "at_s": 1, "text": ""}])
    assert [remark.text for remark in listener.session.remarks] == ["two"]


def test_nothing_that_is_filled_in_becomes_a_tag(listener):
    listener.say(played=[[0, 5]], remarks=[{"id": "a", "at_s": 1, "text": EVIL}])
    status, page = listener.ask("GET", "")
    assert status == 200
    assert page.count("<script") == 1  # the page's own
    assert "alert(1)&lt;/script&gt;" in page
    assert page.count("</main>") == 1


def test_page_has_a_button_for_each_slide_and_pause(listener):
    page = listener.ask("GET", "")[1]
    assert 'data-at="0.0"><span>0:00</span> Slide 1' in page
    assert 'data-at="28.5"><span>0:30</span> pause, 3.0 s' in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_record_that_is_broken_meanwhile_is_said_to_the_page(listener):
    listener.path.write_text("kind = ")
    status, told = listener.say(played=[[0, 5]])
    assert status == 503
    assert "2027-solo.toml" in told["error"]
    listener.path.write_text(render_rehearsal(rehearsal()), encoding="utf-8")


def test_page_in_chinese(make_talk):
    found = Listener(make_talk(language="zh", minutes=2, qa_minutes=0))
    page = found.ask("GET", "")[1]
    found.end()
    assert '<html lang="zh">' in page
    assert "第 1 页" in page
    assert "停顿 3.0 秒" in page


def test_broken_template_is_said_before_anything_is_served(make_talk):
    talk = make_talk(minutes=2, qa_minutes=0)
    (talk.folder / "prompts").mkdir()
    (talk.folder / "prompts" / "listening-page.html").write_text("+++\nversion = 1\n+++\n{{ x }}")
    path = talk.folder / "rehearsals" / "2027-solo.toml"
    path.parent.mkdir()
    path.write_text(render_rehearsal(rehearsal()), encoding="utf-8")
    playable = Playable(rehearsal=rehearsal(), files=(), levels=(), times=SlideTimes())
    with pytest.raises(InputError):
        listen(talk, playable, Session(talk, rehearsal(), NOW), print)
