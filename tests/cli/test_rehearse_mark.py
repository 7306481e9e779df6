"""`speakprep rehearse mark`: the timer, on a real terminal."""

import json
from pathlib import Path

import pytest

from speakprep.cli.rehearse.keys import KEYS, keys_in
from speakprep.cli.rehearse.timer_screen import PROMPT, timer_lines
from speakprep.cli.terminal import cells
from speakprep.rehearsal.drift import Planned
from speakprep.rehearsal.timer import press, started

SCRIPT = (
    "## 1. Welcome {#s256}\n\n" + "word " * 60 + "\n\n"
    "## 2. 采样不是抽奖 {#s257}\n\n" + "采样" * 60 + "\n\n"
    "## 3. Backup {#s258 .hidden}\n\nword\n\n"
    "## 4. Thanks {#s259}\n\n"
)
# Ctrl-L is no key of the timer; here it ends what is typed at one drawing of the screen.
NEXT_SCREEN = "\x0c"


@pytest.fixture
def talk(make_talk) -> Path:
    folder = make_talk(minutes=10, qa_minutes=2).folder
    (folder / "script.en.md").write_text(SCRIPT, "utf-8")
    return folder


def logged(folder: Path) -> list[dict]:
    (file,) = (folder / "rehearsals").iterdir()
    return [json.loads(line) for line in file.read_text("utf-8").split("\n")[1:-1]]


def what(lines: list[dict]) -> list[object]:
    return [line.get("slide") or next(key for key in line if key != "at") for line in lines]


def test_every_key_is_on_the_disk(talk, on_terminal):
    keys = [" ", "m", "p", "p", "\x1b[6~", "\x1b[D", "\x7f", "x", "q"]
    typed = "\n" + "".join(f"{key}{NEXT_SCREEN}" for key in keys)
    code, said = on_terminal(talk, "rehearse", "mark", typed=typed)
    assert code == 0
    assert what(logged(talk)) == [1, 2, "note", "pause", 2, 4, 2, 1, "end"]
    times = [line["at"] for line in logged(talk)]
    assert times == sorted(times)
    assert [line["id"] for line in logged(talk) if "slide" in line] == [
        256,
        257,
        257,
        259,
        257,
        256,
    ]
    (file,) = (talk / "rehearsals").iterdir()
    assert "1 moment marked" in said
    assert "then: 2. 采样不是抽奖" in said
    drawn = said.replace("\x1b[K", "").replace("\x1b[J", "").replace(PROMPT, f"{PROMPT}\n")
    assert (
        max(
            cells(line.removeprefix("\x1b[H")) for line in drawn.split("\n") if "next: " not in line
        )
        <= 80
    )
    assert f"next: speakprep rehearse log RECORDING --marks rehearsals/{file.name}" in said
    assert "Traceback" not in said


def test_ctrl_c_ends_the_timer_and_loses_nothing(talk, on_terminal):
    code, said = on_terminal(talk, "rehearse", "mark", typed=f"\n {NEXT_SCREEN}\x03")
    assert code == 0
    assert what(logged(talk)) == [1, 2, "end"]
    assert "next: speakprep rehearse log RECORDING" in said
    assert "Traceback" not in said


def test_ctrl_c_before_the_start_leaves_nothing(talk, on_terminal):
    code, said = on_terminal(talk, "rehearse", "mark", typed="\x03")
    assert code == 130
    assert not (talk / "rehearsals").exists()
    assert "Traceback" not in said


def test_only_some_slides_are_spoken(talk, on_terminal):
    typed = f"\n {NEXT_SCREEN}q{NEXT_SCREEN}"
    code, said = on_terminal(talk, "rehearse", "mark", "--slides", "2,4", typed=typed)
    assert code == 0
    assert "slide 2, 1 of 2" in said
    assert what(logged(talk)) == [2, 4, "end"]


def test_marks_of_the_timer_are_held_against_the_plan(talk, on_terminal, speakprep_run):
    typed = f"\n {NEXT_SCREEN}q{NEXT_SCREEN}"
    on_terminal(talk, "rehearse", "mark", "--format", "json", typed=typed)
    (file,) = (talk / "rehearsals").iterdir()
    code, out, err = speakprep_run("rehearse", "slides", "--marks", str(file), "--talk", str(talk))
    assert (code, err) == (0, "")
    assert "Marks from rehearse mark." in out


def test_without_a_terminal_there_is_another_way(talk, speakprep_run):
    code, _, err = speakprep_run("rehearse", "mark", "--talk", str(talk))
    assert code == 2
    assert err == (
        "speakprep: the timer needs a terminal and somebody at its keys\n"
        "  or label the slides in Audacity: speakprep rehearse slides --marks FILE\n"
    )


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--slides", "3"], "the script has no visible slide 3"),
        (["--slides", "9"], "the script has no visible slide 9"),
        (["--lang", "zh"], "there is no script yet"),
    ],
)
def test_what_cannot_be_timed_is_one_clear_line(talk, speakprep_run, options, what):
    code, _, err = speakprep_run("rehearse", "mark", "--talk", str(talk), *options)
    assert code == 2
    assert what in err.split("\n")[0]


def test_script_without_a_slide_to_show_is_one_clear_line(talk, speakprep_run):
    (talk / "script.en.md").write_text("## 1. A {#s256 .hidden}\n\nword\n", "utf-8")
    code, _, err = speakprep_run("rehearse", "mark", "--talk", str(talk))
    assert (code, "has no slide to show" in err) == (2, True)


PLANS = {
    "en": ("Why we sample", "What it costs and whom: a long title that does not fit on one line"),
    "zh": (
        "为什么要采样",
        "采样的代价由谁承担：一个很长的标题，一行放不下，所以要在屏幕边上截断，后面的看不到",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_screen_of_the_timer(language, golden):
    slides = [
        Planned(number=n, slide_id=n, title=title, seconds=seconds)
        for n, title, seconds in zip(
            (1, 2, 4), (*PLANS[language], "\x1b[2J\n"), (40.0, 90.0, None), strict=True
        )
    ]
    timer = started(slides)
    shown = [timer_lines(timer, 0.0, 2, 80)]
    timer = press(press(timer, "next", 101.5), "note", 130.0)
    shown.append(timer_lines(timer, 134.0, 2, 80))
    timer = press(timer, "pause", 200.4)
    shown.append(timer_lines(timer, 900.0, 2, 80))
    timer = press(timer, "next", 4000.0)
    shown.append(timer_lines(timer, 4003.0, 25, 80))
    assert max(cells(line) for lines in shown for line in lines) <= 80
    assert max(len(lines) for lines in shown) <= 24
    text = "\n".join("\n".join([*lines, "-" * 80]) for lines in shown)
    golden(f"rehearse-mark.{language}.txt", f"{text}\n")


def test_keys_that_arrive_in_pieces_are_put_together():
    for sequence, key in KEYS.items():
        for cut in range(1, len(sequence)):
            first, begun = keys_in(sequence[:cut])
            assert (first, keys_in(begun + sequence[cut:])) == ([], ([key], b""))


def test_what_is_no_key_is_ignored():
    assert keys_in("我\x00Zz\x1b[99~\x1bx".encode()) == ([], b"")
    assert keys_in(b"n\x1b[Cq") == (["next", "next", "end"], b"")
