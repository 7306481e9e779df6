from datetime import date

import pytest

from speakprep.cli.front import standing_lines, talks_lines
from speakprep.cli.standing import plan_lines, until
from speakprep.cli.terminal import cells
from speakprep.plan.actions.stand import Talks, Unreadable
from speakprep.plan.files import CHECKLIST, parse_checklist
from speakprep.plan.model import Progress, Standing
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Shelves, find_resource

TALK = date(2027, 3, 17)
STEPS = parse_checklist(
    find_resource(Shelves(folders=(shipped_folder("checklists").parent,)), CHECKLIST)
).steps
DUE = (
    date(2027, 2, 10),
    date(2027, 2, 21),
    date(2027, 2, 28),
    date(2027, 3, 12),
    date(2027, 3, 15),
)
TODO = ("todo", (), ("no recording yet",), "speakprep rehearse log RECORDING")


def standing(*states, **facts) -> Standing:
    """A talk whose steps stand as told: state, proved, missing, next."""
    steps = tuple(
        Progress(step=step, due=day, state=state, proved=proved, missing=missing, next=following)
        for step, day, (state, proved, missing, following) in zip(STEPS, DUE, states, strict=True)
    )
    usual = {
        "title": "采样之后，还能查清故障吗？",
        "folder": ".",
        "stage": "rehearsal",
        "accepted": None,
        "talk_day": TALK,
        "days_left": 20,
        "next_due": DUE[1],
        "stale": (),
    }
    return Standing(**{**usual, "steps": steps, **facts})


NEW = standing(
    ("todo", (), ("no script yet",), "speakprep script sync DECK.pptx"),
    *[TODO] * 4,
    stage="proposal",
    days_left=60,
)
MIDWAY = standing(
    ("done", ("16 of 16 slides have their text", "takes about 20:10 to 27:00 of 25"), (), ""),
    (
        "late",
        ("2027-02-20, 8:12", "2027-02-22, 24:40"),
        ("not listened to yet",),
        'speakprep rehearse listened 2027-02-22-1830-solo --note "what I noticed"',
    ),
    ("waived", ("left out: 一个人的公司",), (), ""),
    ("in progress", ("invited: Anna",), ("2 of 3 experts still to invite",), "speakprep plan"),
    (
        "stale",
        ("2027-02-25, 24:12, listened to",),
        ("slide 4 changed since", "1 of the slides spoken then is gone"),
        "speakprep rehearse log RECORDING --kind final",
    ),
    accepted=date(2027, 2, 1),
)
READY = standing(*[("done", ("there",), (), "")] * 5, stage="ready", days_left=1)
CROWDED = standing(
    *[("stale", ("a take " * 20,) * 4, ("changed " * 30,) * 4, "speakprep")] * 5, days_left=-1
)


@pytest.mark.parametrize(("name", "facts"), [("new", NEW), ("midway", MIDWAY), ("ready", READY)])
def test_front_door_golden(golden, name, facts):
    golden(f"front-{name}.txt", "\n".join(standing_lines(facts)) + "\n")


@pytest.mark.parametrize(("name", "facts"), [("new", NEW), ("midway", MIDWAY)])
def test_plan_golden(golden, name, facts):
    golden(f"plan-{name}.txt", "\n".join(plan_lines(facts)) + "\n")


@pytest.mark.parametrize("facts", [NEW, MIDWAY, READY])
def test_front_door_fits_on_a_screen_with_its_next_step(facts):
    lines = standing_lines(facts)
    assert len(lines) + 2 <= 24
    assert [line for line in (*lines, *plan_lines(facts)) if cells(line) > 80] == []


def test_front_door_cuts_what_is_too_much():
    lines = standing_lines(CROWDED)
    assert lines.count("       ... all of it: speakprep plan") == 5
    assert max(cells(line) for line in lines) <= 80
    assert len(plan_lines(CROWDED)) > len(lines)


def test_front_door_after_the_talk_says_nothing_of_what_was_not_done():
    facts = standing(*[TODO] * 5, stage="given", days_left=-1)
    lines = standing_lines(facts)
    assert lines[1] == "given, 1 day ago (2027-03-17)"
    assert len(lines) == 8


def test_plan_names_the_acceptance_only_where_it_would_help():
    late = ("late", (), ("no script yet",), "speakprep script sync DECK.pptx")
    hint = "together: speakprep plan accepted YYYY-MM-DD"
    assert plan_lines(standing(late, *[TODO] * 4))[-1] == hint
    assert hint not in plan_lines(standing(late, *[TODO] * 4, accepted=date(2027, 2, 1)))
    assert hint not in plan_lines(NEW)


def test_front_door_shows_control_characters_instead_of_obeying_them():
    facts = standing(*[TODO] * 5, title="a\x1b[2Jb\u202ec")
    assert standing_lines(facts)[0] == "a<U+001B>[2Jb<U+202E>c"


def test_talks_golden(golden):
    facts = Talks(
        talks=(
            standing(*[TODO] * 5, folder="2027/采样之后，还能查清故障吗"),
            standing(*[TODO] * 5, folder="a-talk", stage="review", talk_day=None, next_due=None),
            standing(*[TODO] * 5, folder="long-" * 12, stage="proposal"),
            standing(*[TODO] * 5, folder="old", stage="given", next_due=None),
        ),
        unreadable=(Unreadable(folder="bad", message="bad/talk.toml:1: is not TOML " + "x" * 80),),
    )
    lines = talks_lines(facts)
    golden("talks.txt", "\n".join(lines) + "\n")
    assert max(cells(line) for line in lines) == 80


def test_talks_take_one_line_each_whatever_their_names():
    facts = Talks(
        talks=(standing(*[TODO] * 5, folder="采样\n一"),),
        unreadable=(Unreadable(folder="b\nd", message="b\nd/talk.toml: broken"),),
    )
    _, row, fault = talks_lines(facts)
    assert row.startswith("采样 一  ")
    assert fault == "cannot be read: b d/talk.toml: broken"


@pytest.mark.parametrize(
    ("left", "day", "expected"),
    [
        (None, None, "no date yet (speakprep plan date YYYY-MM-DD)"),
        (2, TALK, "2 days to the talk (2027-03-17)"),
        (1, TALK, "1 day to the talk (2027-03-17)"),
        (0, TALK, "today (2027-03-17)"),
        (-1, TALK, "1 day ago (2027-03-17)"),
        (-2, TALK, "2 days ago (2027-03-17)"),
    ],
)
def test_until_tells_the_days(left, day, expected):
    assert until(left, day) == expected


# through the command line


def test_front_door_outside_any_talk_says_how_to_begin(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    code, out, err = speakprep_run()
    assert (code, err) == (0, "")
    assert out.split("\n")[0].startswith("No talk here yet.")
    assert out.endswith("\nnext: speakprep new my-talk\n")


def test_front_door_inside_a_talk_also_from_a_folder_below(make_talk, monkeypatch, speakprep_run):
    space = make_talk(title="采样")
    (space.folder / "img").mkdir()
    monkeypatch.chdir(space.folder / "img")
    code, out, _ = speakprep_run()
    assert (code, out.split("\n")[0]) == (0, "采样")
    assert out.endswith("\nnext: speakprep cfp draft\n")


def test_front_door_named_with_talk_leads_on_from_here(make_talk, monkeypatch, speakprep_run):
    space = make_talk()
    monkeypatch.chdir(space.folder.parent)
    code, out, _ = speakprep_run("--talk", "talk")
    assert (code, out.split("\n")[-2]) == (0, "next: speakprep cfp draft --talk talk")
    code, out, _ = speakprep_run("--talk", "nowhere")
    assert (code, out) == (2, "")


def test_front_door_of_a_broken_talk_is_one_clear_error(tmp_path, monkeypatch, speakprep_run):
    (tmp_path / "talk.toml").write_text("minutes = 'long'\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = speakprep_run()
    assert (code, out) == (2, "")
    assert err.split("\n") == [
        "speakprep: talk.toml:1: minutes must be a whole number from 1 to 1440",
        "  | minutes = 'long'",
        "  mend that line and run the command again",
        "",
    ]
