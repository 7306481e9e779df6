"""`rehearse transcript` and `rehearse transcribe` as a person types them."""

import json
import wave
from io import BytesIO

import numpy as np
import pytest

from tests.loopback import Reply

EN = (
    "Welcome everybody, today I talk about tracing at scale and what it costs us.",
    "Our first cluster had twelve nodes and every request was written to the disk.",
    "Then the bill came in, and nobody in the company believed how large it was.",
    "[demo 1m]",
)
ZH = (
    "大家好，今天我想讲讲大规模链路追踪，以及它要花多少钱。",
    "我们的第一个集群有十二个节点，每个请求都会写到磁盘里面。",
    "后来账单寄到了，公司里没有一个人相信会有那么大的数字。",
    "[演示 1分钟]",
)
TITLES = {
    "en": ["Welcome", "One cluster", "The bill", "Demo"],
    "zh": ["开场", "集群", "账单", "演示"],
}
SAID = {
    "en": (
        "Um welcome everybody, so today I, you know, talk about tracing and what it costs.",
        "By the way yesterday my neighbour told me a funny story about his old red bicycle.",
        "Then the bill came in, and like nobody in the company believed how large it was.",
    ),
    "zh": (
        "嗯大家好，今天我想那个讲讲大规模链路追踪，以及它要花多少钱。",
        "顺便说一句，昨天邻居跟我聊起他那辆旧自行车，可有意思了。",
        "后来账单寄到了，然后公司里没有一个人相信会有那么大的数字。",
    ),
}
ID = "2027-03-01-1830-solo"
RATE = 16_000


def wav_of(seconds=80):
    time = np.arange(seconds * RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * time) / k for k in range(1, 25))
    loud = (time % 10 > 0.5) & (time % 10 < 9) & (np.sin(2 * np.pi * 4 * time) > -0.7)
    noise = np.random.default_rng(3).standard_normal(len(time)) * 0.001
    samples = (np.clip(0.15 * buzz * loud + noise, -1, 1) * 32767).astype(np.int16)
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


@pytest.fixture(scope="module")
def sound():
    return wav_of()


@pytest.fixture
def rehearsed(make_talk, monkeypatch, speakprep_run, sound):
    def make(language="en"):
        space = make_talk(language=language)
        texts = {"en": EN, "zh": ZH}[language]
        script = "".join(
            f"## {n}. {title} {{#s{255 + n}}}\n\n{text}\n\n"
            for n, (title, text) in enumerate(zip(TITLES[language], texts, strict=True), 1)
        )
        (space.folder / f"script.{language}.md").write_text(f"# T\n\n{script}", encoding="utf-8")
        (space.folder / "take.wav").write_bytes(sound)
        monkeypatch.chdir(space.folder)
        code, _, err = speakprep_run("rehearse", "log", "take.wav", "--at", "2027-03-01T18:30")
        assert (code, err) == (0, "")
        return space

    return make


def srt(texts):
    return "".join(
        f"{n}\n00:00:{n * 26:02d},000 --> 00:00:{n * 26 + 25:02d},000\n{text}\n\n"
        for n, text in enumerate(texts)
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_show_fits_80_columns_and_reads_well(rehearsed, speakprep_run, golden, language):
    rehearsed(language).folder.joinpath("take.srt").write_text(
        srt(SAID[language]).replace("00:00:77", "00:01:17"),
        encoding="utf-8",
    )
    code, out, _ = speakprep_run("rehearse", "transcript", "import", "2027", "take.srt")
    assert code == 0
    code, out, err = speakprep_run("rehearse", "transcript", "show", "2027")
    assert (code, err) == (0, "")
    golden(f"transcript.{language}.txt", out)


def test_show_as_json_holds_figures_with_their_errors(rehearsed, speakprep_run):
    rehearsed().folder.joinpath("take.srt").write_text(srt(SAID["en"]), encoding="utf-8")
    speakprep_run("rehearse", "transcript", "import", ID, "take.srt")
    _, out, _ = speakprep_run("rehearse", "transcript", "show", ID, "--format", "json")
    facts = json.loads(out)["facts"]
    assert [slide["skipped"] for slide in facts["slides"]] == [False, True, False, False]
    assert (facts["start_error_s"], facts["grain"]) == (2.0, "segment")
    assert {filler["text"] for filler in facts["fillers"]} == {"um", "so", "you know", "like"}


def test_newest_rehearsal_is_meant_where_none_is_named(rehearsed, speakprep_run):
    folder = rehearsed().folder
    folder.joinpath("take.srt").write_text(srt(SAID["en"]), encoding="utf-8")
    code, out, err = speakprep_run("rehearse", "transcript", "import", "take.srt")
    assert (code, err, out.split(":")[0]) == (0, "", ID)
    assert speakprep_run("rehearse", "transcript", "import", "take.srt", "2027")[0] == 0
    shown = speakprep_run("rehearse", "transcript", "show", ID)
    assert speakprep_run("rehearse", "transcript") == shown
    assert shown[0] == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_transcript_tells_when_slides_were_up_where_there_are_no_marks(
    rehearsed, speakprep_run, golden, language
):
    rehearsed(language).folder.joinpath("take.srt").write_text(
        srt(SAID[language]).replace("00:00:77", "00:01:17"), encoding="utf-8"
    )
    assert speakprep_run("rehearse", "slides")[0] == 2
    speakprep_run("rehearse", "transcript", "import", "take.srt")
    code, out, err = speakprep_run("rehearse", "slides")
    assert (code, err) == (0, "")
    golden(f"slides-told.{language}.txt", out)
    _, shown, _ = speakprep_run("rehearse", "show", "--format", "json")
    found = json.loads(shown)["facts"]["slides"]
    assert [(slide["number"], slide["state"]) for slide in found] == [
        (1, "shown"),
        (2, "skipped"),
        (3, "shown"),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "has no transcript yet"),
        (("import",), "which file?"),
        (("import", "nothing.srt"), "nothing.srt: there is no such file"),
        (("import", ID), "which file?"),
        (("show", ID, "take.srt"), "show takes no file"),
        (("show", ID), "has no transcript yet"),
        (("import", ID, "take.wav"), "is not text"),
        (("import", ID, "none.srt"), "there is no such file"),
        (("import", "2029", "script.en.md"), "there is no rehearsal"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(rehearsed, speakprep_run, arguments, words):
    rehearsed()
    code, out, err = speakprep_run("rehearse", "transcript", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.rstrip("\n").split("\n")) <= 4


def test_control_characters_of_a_transcript_do_not_reach_the_terminal(rehearsed, speakprep_run):
    rehearsed().folder.joinpath("take.srt").write_text(
        srt([SAID["en"][0], "\x1b[31m" + SAID["en"][1] + "\u202e", SAID["en"][2]]), encoding="utf-8"
    )
    speakprep_run("rehearse", "transcript", "import", ID, "take.srt")
    _, out, _ = speakprep_run("rehearse", "transcript", "show", ID)
    assert "\x1b" not in out
    assert "\u202e" not in out


class Recogniser:
    """Hears the script in each part, but for those that are `failing`."""

    def __init__(self, serve):
        self.asked, self.failing = 0, set()
        self.url = serve(self.answer).url

    def answer(self, asked):
        self.asked += 1
        if self.asked in self.failing:
            return Reply(status=400, body=b'{"error": "too loud"}')
        return Reply(body=json.dumps({"text": EN[(self.asked - 1) % 3]}).encode())


@pytest.fixture
def server(serve):
    return Recogniser(serve)


def test_transcribe_on_this_machine_asks_nothing_and_says_what_it_does(
    rehearsed, speakprep_run, server
):
    rehearsed()
    options = ("--model", "tiny", "--base-url", server.url)
    code, out, err = speakprep_run("rehearse", "transcribe", "2027", *options)
    assert code == 0
    assert "nothing leaves it" in err
    assert "minutes of your voice in English" in err
    assert "3 of 3 parts" in err
    assert "from a server by tiny at 127.0.0.1" in out.replace("\n", " ")
    assert server.asked == 3
    code, out, _ = speakprep_run("rehearse", "transcript", "show", "2027")
    assert code == 0
    assert out.count("100%") >= 3


def test_transcribe_goes_on_where_it_failed(rehearsed, speakprep_run, server):
    rehearsed()
    server.failing = {2, 3}
    options = ("--model", "tiny", "--base-url", server.url)
    code, out, err = speakprep_run("rehearse", "transcribe", "2027", *options)
    assert (code, out) == (4, "")
    assert "too loud" in err
    assert "1 of 3 parts are kept" in err.replace("\n  ", " ")
    server.failing = set()
    code, _, err = speakprep_run("rehearse", "transcribe", "2027", *options)
    assert code == 0
    assert "2 of 3 parts" in err


def test_transcribe_asks_before_sound_leaves_and_sends_nothing_without_an_answer(
    rehearsed, speakprep_run
):
    rehearsed()
    options = ("--model", "tiny", "--base-url", "https://speech.example.org/v1")
    code, out, err = speakprep_run("rehearse", "transcribe", "2027", *options)
    assert (code, out) == (2, "")
    assert "over the network" in err
    assert "add --yes" in err


def test_transcribe_without_a_key_or_a_model_names_the_way_out(rehearsed, speakprep_run):
    rehearsed()
    code, _, err = speakprep_run("rehearse", "transcribe", "2027")
    assert code == 4
    assert "wants a key" in err
    code, _, err = speakprep_run(
        "rehearse", "transcribe", "2027", "--base-url", "http://127.0.0.1:9"
    )
    assert code == 2
    assert "which recogniser" in err
