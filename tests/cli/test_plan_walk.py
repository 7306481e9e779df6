"""A talk taken through all five steps with recordings made here; then one slide is edited."""

import json
import shlex
from datetime import date, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from pptx import Presentation

RATE = 16_000
WORDS = {"en": "We keep what is slow and drop the rest. ", "zh": "慢的请求都留下，其余的丢掉。"}
TIMES = {"en": (5, 5, 5), "zh": (5, 5, 5)}
TITLES = ("Why", "How", "Thanks")


def today() -> date:
    return datetime.now().astimezone().date()


def voice(seconds: float) -> np.ndarray:
    """A buzz of 120 Hz in five syllables a second, with a pause in the middle, over soft noise."""
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * time) / k for k in range(1, 25))
    spoken = (time > 1) & (time < seconds - 1) & (abs(time - seconds / 2) > 0.7)
    syllables = 0.55 - 0.45 * np.cos(2 * np.pi * 5 * time)
    noise = np.random.default_rng(7).standard_normal(len(time))
    return 0.1 * buzz * syllables * spoken + 0.0005 * noise


def record(path: Path, seconds: float, *, picture: bool = False) -> Path:
    with av.open(str(path), "w") as out:
        sound = out.add_stream("pcm_s16le", rate=RATE, layout="mono")
        if picture:
            pictures = out.add_stream("mpeg4", rate=1)
            pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
            image = av.VideoFrame(64, 48, "yuv420p")
            image.pts = 0
            out.mux(pictures.encode(image))
            out.mux(pictures.encode(None))
        pcm = (np.clip(voice(seconds), -1, 1) * 32767).astype(np.int16)
        for at in range(0, len(pcm), RATE):
            frame = av.AudioFrame.from_ndarray(pcm[None, at : at + RATE], "s16", "mono")
            frame.rate, frame.pts = RATE, at
            out.mux(sound.encode(frame))
        out.mux(sound.encode(None))
    return path


def save_deck(path: Path, *, second: str = "Tail sampling") -> None:
    deck = Presentation()
    for title, body in zip(TITLES, ("Traces", second, "Questions"), strict=True):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, body
    deck.save(str(path))


def write_script(path: Path, language: str) -> None:
    """Put a text under every slide's heading, as the speaker would."""
    lines, number = [], 0
    for line in path.read_text("utf-8").split("\n"):
        lines.append(line)
        if line.startswith("<!-- slide "):
            lines += ["", WORDS[language] * TIMES[language][number], ""]
            number += 1
    path.write_text("\n".join(lines), "utf-8")


class Walker:
    """Types commands in a talk's folder, and reads the plan."""

    def __init__(self, run) -> None:
        self._run = run
        self.takes = 0

    def types(self, command: str) -> str:
        code, out, err = self._run(*shlex.split(command))
        assert (code in {0, 1}, err) == (True, ""), (command, code, out, err)
        return out

    def plan(self) -> dict[str, object]:
        return json.loads(self.types("plan --format json"))

    def states(self) -> list[str]:
        return [step["state"] for step in self.plan()["facts"]["steps"]]


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture
def walker(tmp_path, monkeypatch, speakprep_run, language):
    monkeypatch.chdir(tmp_path)
    walker = Walker(speakprep_run)
    day = today() + timedelta(days=1)
    walker.types(
        f"new talk --date {day} --minutes 1 --qa 0 --lang {language} --slides-lang en --no-input"
    )
    monkeypatch.chdir(tmp_path / "talk")
    walker.types(f"cfp accepted {today()}")
    save_deck(Path("deck.pptx"))
    walker.types("script sync deck.pptx")
    return walker


def rehearse(walker: Walker, name: str, seconds: float, options: str = "") -> str:
    """Record and log, and return the rehearsal's id; each take began ten minutes after the last."""
    walker.takes += 1
    at = datetime.now() - timedelta(minutes=90 - 10 * walker.takes)  # noqa: DTZ005 -- as typed
    options = f"{options} --at {at:%Y-%m-%dT%H:%M}"
    file = record(Path(name), seconds, picture=name.endswith(".mkv"))
    logged = json.loads(walker.types(f"rehearse log {file} {options} --format json"))
    return logged["facts"]["rehearsal"]["id"]


def take_all_steps(walker: Walker, language: str) -> None:
    write_script(Path(f"script.{language}.md"), language)
    assert walker.states()[0] == "done", walker.plan()["facts"]["steps"][0]
    solo = rehearse(walker, "solo.wav", 54)
    assert walker.states()[1] == "in progress"
    walker.types(f'rehearse listened {solo} --confirm --note "too fast on slide 2"')
    assert walker.states()[:2] == ["done", "done"]
    rehearse(walker, "team.wav", 53, "--kind team --with 李明")
    walker.types('plan answer 李明 --note "all fine"')
    assert walker.states()[2] == "done"
    rehearse(walker, "video.mkv", 52, "--kind video")
    for name in ("Anna", "Zoë", "'Li Lei'"):
        walker.types(f"plan invite {name} --role expert")
        walker.types(f'plan answer {name} --note "slide 2 is clear now"')
    assert walker.states()[3] == "done"
    final = rehearse(walker, "final.wav", 51, "--kind final")
    assert walker.states()[4] == "in progress"
    walker.types(f'rehearse listened {final} --confirm --note "ready"')
    assert walker.states() == ["done"] * 5


def test_talk_goes_through_all_five_steps_by_evidence_alone(walker, language):
    take_all_steps(walker, language)
    assert "All of it is behind you. You are ready: enjoy it." in walker.types("plan").split("\n")
    assert walker.plan()["next"] == "speakprep plan day"


def test_one_slide_edited_in_the_deck_makes_step_1_and_5_stale(walker, language):
    take_all_steps(walker, language)
    save_deck(Path("deck.pptx"), second="Head sampling, decided before anything is known")
    plan = walker.plan()
    assert walker.states() == ["stale", "done", "done", "done", "stale"]
    assert plan["facts"]["stale"] == [
        "step 1: slide 2 changed since the text was last spoken: does it still fit?",
        "step 5: slide 2 of the deck changed since",
    ]
    assert plan["next"] == "speakprep rehearse log RECORDING --kind final"
    again = rehearse(walker, "again.wav", 50, "--kind final")
    walker.types(f'rehearse listened {again} --confirm --note "it still fits"')
    assert walker.states() == ["done"] * 5


@pytest.mark.parametrize("language", ["en"])
def test_one_slide_edited_and_synced_names_the_slide_in_step_1(walker, language):
    take_all_steps(walker, language)
    walker.types("script sync")
    save_deck(Path("deck.pptx"), second="Head sampling")
    stale = walker.plan()["facts"]["stale"]
    assert stale[0] == "step 1: slide 2 changed since the text was written"
    assert walker.plan()["next"] == "speakprep script sync"


@pytest.mark.parametrize("language", ["en"])
def test_one_text_edited_makes_step_5_stale_until_it_is_spoken_again(walker, language):
    take_all_steps(walker, language)
    path = Path(f"script.{language}.md")
    before = path.read_text("utf-8")
    changed = before.replace("slow", "late").replace("慢的", "坏的")
    third = changed.rindex("## 3.")
    path.write_text(before[: before.rindex("## 3.")] + changed[third:], "utf-8")
    plan = walker.plan()
    assert walker.states() == ["done", "done", "done", "done", "stale"]
    assert plan["facts"]["stale"] == ["step 5: the text of slide 3 changed since"]
    assert plan["next"] == "speakprep rehearse log RECORDING --kind final"
    again = rehearse(walker, "again.wav", 50, "--kind final")
    walker.types(f'rehearse listened {again} --confirm --note "better"')
    assert walker.states() == ["done"] * 5
