import tomllib
from datetime import date, time

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.plan.files import (
    CHECKLIST,
    add_table,
    parse_calendar,
    parse_checklist,
    parse_day,
    parse_plan,
    read_clock,
    render_calendar,
    set_answer,
    set_moved,
    set_stage,
    step_key,
)
from speakprep.plan.model import Calendar, Person, Plan, Published, Waiver
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Resource

DAY = date(2027, 3, 1)
NAMES = "text, rehearse, team, experts, final"
BY_HAND = """\
# 我的计划
colour = "blue"  # mine

[[expert]]
name = "李明"  # from SIG Node
invited = 2027-02-20
phone = "not yours"

[moved]
3 = 2027-02-25  # the room was taken

[[waived]]
step = "experts"
reason = "a five minute talk"
on = 2027-02-21
"""


def plan_of(text: str) -> Plan:
    return parse_plan(text, "plan.toml")


def test_plan_written_by_hand_is_read_and_unknown_keys_are_left_alone():
    assert plan_of(BY_HAND) == Plan(
        people=(Person(role="expert", name="李明", invited=date(2027, 2, 20)),),
        waived=(Waiver(step="experts", reason="a five minute talk", on=date(2027, 2, 21)),),
        moved=(("team", date(2027, 2, 25)),),
    )


def test_plan_that_is_empty_decides_nothing():
    assert plan_of("") == Plan()
    assert plan_of("# only a comment\n") == Plan()


def test_plan_takes_a_time_for_a_day():
    text = '[[expert]]\nname = "A"\ninvited = 2027-02-20T10:00:00+08:00\n'
    assert type(plan_of(text).people[0].invited) is date


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[expert]]\nname = "A"\n', 1, "invited is missing"),
        (
            '[[expert]]\nname = "A"\ninvited = "soon"\n',
            3,
            "invited must be a day, such as 2027-03-17",
        ),
        ("[[expert]]\ninvited = 2027-01-01\n", 1, "name is missing"),
        (
            "\n[[expert]]\nname = 5\ninvited = 2027-01-01\n",
            3,
            'name must be text in quotes, such as "..."',
        ),
        ('expert = "A"\n', 1, "expert must be tables, each headed by [[expert]]"),
        ('[expert]\nname = "A"\n', 1, "expert must be tables, each headed by [[expert]]"),
        ("moved = 5\n", 1, "moved must be a table, such as moved = { ... }"),
        (
            "[moved]\nsixth = 2027-01-01\n",
            2,
            f"there is no step 'sixth'; the steps are 1 to 5, or {NAMES}",
        ),
        ("[moved]\nteam = 17\n", 2, "moved.team must be a day, such as 2027-03-17"),
        ('[[waived]]\nstep = "team"\non = 2027-01-01\n', 1, "reason is missing"),
        ("a = \n", 1, "is not valid TOML: Invalid value"),
        ('[stage]\nat = "2pm"\n', 2, 'stage.at must be a time of the day, such as "14:30"'),
        ("[stage]\nat = 14:30:00\n", 2, 'stage.at must be text in quotes, such as "..."'),
        ('[stage]\nzone = "AoE"\n', 2, "there is no time zone 'AoE'"),
        ('[stage]\nzone = "../../etc/passwd"\n', 2, "there is no time zone '../../etc/passwd'"),
        ('[[confirmed]]\nitem = "camera"\n', 1, "on is missing"),
        ('[[team]]\nname = " "\ninvited = 2027-01-01\n', 2, "name must say something"),
    ],
)
def test_plan_with_a_fault_is_refused_at_its_line(text, line, message):
    with pytest.raises(InputError) as caught:
        plan_of(text)
    error = caught.value
    assert (error.file, error.line, error.message) == ("plan.toml", line, message)


@pytest.mark.parametrize("text", ["", BY_HAND, BY_HAND.replace("\n", "\r\n"), "\ufeff" + BY_HAND])
def test_add_table_leaves_all_before_it_as_it_is(text):
    after = add_table(text, "plan.toml", "expert", {"name": 'Anna "X"\n', "invited": DAY})
    assert after.startswith(text)
    assert plan_of(after).people[-1] == Person(role="expert", name='Anna "X"\n', invited=DAY)
    assert after.count("\r\n") in {0, after.count("\n")}


def test_add_table_begins_a_new_file_with_what_it_is():
    assert add_table("", "plan.toml", "waived", {"step": "team", "reason": "alone", "on": DAY}) == (
        "# What you decided about the five steps. Comments and keys of your own stay.\n\n"
        '[[waived]]\nstep = "team"\nreason = "alone"\non = 2027-03-01\n'
    )


def test_add_table_behind_a_last_line_without_end():
    text = '[[expert]]\nname = "A"\ninvited = 2027-01-01'
    after = add_table(text, "plan.toml", "expert", {"name": "B", "invited": DAY})
    assert [expert.name for expert in plan_of(after).people] == ["A", "B"]


def test_add_table_to_an_inline_list_is_refused():
    text = 'expert = [{name = "A", invited = 2027-01-01}]\n'
    assert plan_of(text).people[0].name == "A"
    with pytest.raises(InputError) as caught:
        add_table(text, "plan.toml", "expert", {"name": "B", "invited": DAY})
    assert caught.value.message == "nothing can be added to its expert list"


def test_set_answer_keeps_every_other_line():
    after = set_answer(BY_HAND, "plan.toml", "李明", DAY, "第 4 页字太多")
    assert [line for line in BY_HAND.split("\n") if line not in after.split("\n")] == []
    assert plan_of(after).people == (
        Person(
            role="expert",
            name="李明",
            invited=date(2027, 2, 20),
            answered=DAY,
            note="第 4 页字太多",
        ),
    )


def test_set_answer_twice_keeps_what_was_said_before():
    once = set_answer(BY_HAND, "plan.toml", "李明", DAY, "one")
    twice = set_answer(once, "plan.toml", "李明", date(2027, 3, 5), "two")
    answered = plan_of(twice).people[0]
    assert (answered.answered, answered.note) == (date(2027, 3, 5), "one\ntwo")


def test_set_answer_in_the_last_line_of_a_file_without_end():
    text = '[[expert]]\nname = "A"\ninvited = 2027-01-01'
    after = set_answer(text, "plan.toml", "A", DAY, "fine")
    assert plan_of(after).people[0].note == "fine"


def test_set_moved_replaces_the_day_however_the_step_was_called():
    after = set_moved(BY_HAND, "plan.toml", "team", DAY)
    assert plan_of(after).moved == (("team", DAY),)
    assert "phone" in after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "moved = {text = 2027-01-01}\n",
        "moved.text = 2027-01-01\n",
        "[moved]\ntext = 2027-01-01",
        "\ufeff[moved]\r\ntext = 2027-01-01\r\n",
    ],
)
def test_set_moved_in_every_way_a_table_is_written(text):
    after = set_moved(text, "plan.toml", "final", DAY)
    before = dict(plan_of(text).moved)
    assert dict(plan_of(after).moved) == {**before, "final": DAY}
    assert after.startswith(text[:1])
    assert after.count("\r\n") in {0, after.count("\n")}


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@given(
    names=st.lists(words.filter(str.strip), unique_by=str.casefold, max_size=3),
    note=words,
    comment=st.text("abc 采样#[]=", max_size=20),
)
def test_plan_changes_can_be_read_back_and_touch_nothing_else(names, note, comment):
    text = f"# {comment}\nmine = {tomlkit.string(note).as_string()}\n"
    for name in names:
        text = add_table(text, "plan.toml", "expert", {"name": name, "invited": DAY})
    for name in names:
        text = set_answer(text, "plan.toml", name, DAY, note)
    text = set_moved(text, "plan.toml", "text", DAY)
    assert text.startswith(f"# {comment}\n")
    assert tomllib.loads(text)["mine"] == note
    assert plan_of(text) == Plan(
        people=tuple(
            Person(role="expert", name=n, invited=DAY, answered=DAY, note=note) for n in names
        ),
        moved=(("text", DAY),),
    )


@given(st.text(max_size=60))
def test_plan_of_any_text_is_read_or_refused(text):
    try:
        plan = plan_of(text)
    except InputError:
        return
    assert isinstance(plan, Plan)


def test_step_key_takes_names_and_numbers():
    assert [step_key(word) for word in ("1", "team", "5")] == ["text", "team", "final"]
    for wrong in ("0", "6", "", "Team", "１"):
        with pytest.raises(ValueError, match="there is no step"):
            step_key(wrong)


def shipped() -> Resource:
    path = shipped_folder("checklists") / "five-step.toml"
    return Resource(path=path, text=path.read_text("utf-8"))


def test_checklist_that_is_shipped_says_everything_in_both_languages():
    for step in parse_checklist(shipped()).steps:
        assert (set(step.title), set(step.why)) == ({"en", "zh"}, {"en", "zh"})
    assert CHECKLIST == "checklists/five-step.toml"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("full_days = 35", "full_days = 0", "full_days must be a whole number, 1 or more"),
        ("full_days = 35", "", "full_days is missing"),
        ("days = 24", 'days = "24"', "days must be a whole number from 0 to 400"),
        ("days = 24", "day = 24", "unknown key 'day'"),
        (
            'key = "team"',
            'key = "crew"',
            f"there is no step 'crew'; the steps are 1 to 5, or {NAMES}",
        ),
        ('key = "team"', 'key = "final"', f"the steps must be {NAMES}, in this order"),
    ],
)
def test_checklist_with_a_fault_is_refused(before, after, message):
    resource = shipped()
    broken = Resource(path=resource.path, text=resource.text.replace(before, after, 1))
    with pytest.raises(InputError) as caught:
        parse_checklist(broken)
    assert caught.value.message == message


def test_checklist_may_be_in_english_alone():
    resource = shipped()
    lines = [line for line in resource.text.split("\n") if ".zh = " not in line]
    checklist = parse_checklist(Resource(path=resource.path, text="\n".join(lines)))
    assert {tuple(step.title) for step in checklist.steps} == {("en",)}


def test_plan_keeps_people_apart_by_what_they_were_asked_for():
    text = "".join(
        f'[[{role}]]\nname = "{name}"\ninvited = 2027-01-01\n'
        for role, name in (("team", "Ben"), ("reviewer", "Cleo"), ("expert", "Anna"))
    )
    plan = plan_of(text)
    assert [(p.role, p.name) for p in plan.people] == [
        ("expert", "Anna"), ("team", "Ben"), ("reviewer", "Cleo"),
    ]  # fmt: skip
    after = plan_of(set_answer(text, "plan.toml", "Ben", DAY, "fine"))
    assert [(p.name, p.note) for p in after.people if p.answered] == [("Ben", "fine")]


def test_set_stage_changes_what_is_given_and_keeps_the_rest():
    once = set_stage(BY_HAND, "plan.toml", time(14, 30), "Asia/Seoul")
    assert (plan_of(once).at, plan_of(once).zone) == (time(14, 30), "Asia/Seoul")
    later = set_stage(once, "plan.toml", time(9), "")
    assert (plan_of(later).at, plan_of(later).zone) == (time(9), "Asia/Seoul")
    assert [line for line in BY_HAND.split("\n") if line not in later.split("\n")] == []


@pytest.mark.parametrize("text", ["", "24:00", "9:00", "14.30", "14:60", "１４:30", "14:30\n"])
def test_read_clock_takes_nothing_but_a_time(text):
    with pytest.raises(ValueError, match=r".*"):
        read_clock(text)


names = st.from_regex("[a-z][a-z0-9-]{0,12}", fullmatch=True)
marks = st.from_regex("[0-9a-f]{6,12}", fullmatch=True)


@given(
    name=marks,
    entries=st.dictionaries(
        names, st.builds(Published, sequence=st.integers(0, 10**6), was=marks), max_size=5
    ),
)
def test_calendar_memory_is_read_as_it_was_written(name, entries):
    calendar = Calendar(name=name, published=entries)
    text = render_calendar(calendar)
    assert parse_calendar(text, "plan.calendar.toml") == calendar
    assert render_calendar(parse_calendar(text, "x")) == text


def day_resource() -> Resource:
    path = shipped_folder("checklists") / "stage-day.toml"
    return Resource(path=path, text=path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('key = "pdf"', 'key = "guests"', "there are two items 'guests'"),
        ('key = "pdf"', 'key = "the pdf"', "'the pdf' is no name for a command"),
        ("before = 7", "", "say either how many days before the talk, or after it"),
        ("before = 7", "before = 7\nafter = 1",
         "say either how many days before the talk, or after it"),
        ("before = 7", "before = 401", "before must be a whole number from 0 to 400"),
        ('proof = "pdf"', 'proof = "tick"',
         'proof must be one of "confirm", "pdf", "upload", "thanks"'),
        ("before = 7", "before = 7\ndone = true", "unknown key 'done'"),
    ],
)  # fmt: skip
def test_day_checklist_with_a_fault_is_refused(before, after, message):
    resource = day_resource()
    broken = Resource(path=resource.path, text=resource.text.replace(before, after, 1))
    with pytest.raises(InputError) as caught:
        parse_day(broken)
    assert caught.value.message == message


def test_checklist_parts_lie_in_order_before_the_end_of_their_step():
    resource = shipped()
    for wrong in ("days = 4", "days = 17"):
        text = resource.text.replace("days = 15", wrong, 1)
        with pytest.raises(InputError) as caught:
            parse_checklist(Resource(path=resource.path, text=text))
        assert caught.value.message == (
            "the parts of a step come before its end, the earliest first"
        )
