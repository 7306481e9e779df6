from datetime import date, datetime

import pytest

from speakprep.errors import InputError
from speakprep.feedback.actions import add
from speakprep.feedback.model import Remark
from speakprep.plan.evidence import deck_state, gather, new_recordings, script_state
from speakprep.plan.model import ScriptState
from speakprep.rehearsal.files import FOLDER
from speakprep.script.actions.sync import sync
from speakprep.script.model import fingerprint
from speakprep.translation.actions.accept import accept
from speakprep.translation.actions.review import Signature, reject, sign
from speakprep.translation.model import Direction

SCRIPT = """\
# A talk

## 1. Why {#s256}

We sample.

## How, written by hand {#s257}

TODO: how

## 3. Backup {#s258 .hidden}

Never said.

## 4. Thanks {#s259}

## Gone {#s256 .orphan}

What was said once.
"""


def test_script_state_leaves_out_what_is_not_spoken(make_talk):
    space = make_talk()
    (space.folder / "script.en.md").write_text(SCRIPT, "utf-8")
    state = script_state(space, "en")
    assert state.texts == (
        (256, fingerprint("We sample.")),
        (257, fingerprint("TODO: how")),
        (259, fingerprint("")),
    )
    assert state.numbers == ((256, 1), (257, 2), (259, 4))
    assert (state.exists, state.slides, state.to_write, state.todo) == (True, 3, (4,), 1)
    assert 0 < state.low_s < state.likely_s < state.high_s


def test_script_state_without_a_file_is_empty(make_talk):
    assert script_state(make_talk(), "zh") == ScriptState()


def test_gather_in_a_new_talk_finds_nothing(make_talk):
    evidence = gather(make_talk(language="zh", translate_to=("en",)))
    assert evidence.scripts == {"zh": ScriptState(), "en": ScriptState()}
    assert (evidence.written, evidence.spoken, evidence.speaking_minutes) == ("zh", "en", 25)
    assert (evidence.rehearsals, evidence.translation_open) == ((), "")
    assert (evidence.deck, evidence.recording, evidence.video) == ("", "", "")


def test_gather_tells_what_is_not_translated(make_talk):
    space = make_talk(language="zh", translate_to=("en",))
    (space.folder / "script.zh.md").write_text("## 1. 为什么 {#s256}\n\n我们采样。\n", "utf-8")
    assert gather(space).translation_open == "not translated to English yet"
    (space.folder / "script.en.md").write_text("## 1. Why {#s256}\n\n", "utf-8")
    assert gather(space).translation_open == "2 of 2 segments not in English yet"


@pytest.mark.parametrize(("english", "flagged"), [("It fell by 87%.", 0), ("It fell by 90%.", 1)])
def test_gather_counts_what_the_check_finds_in_the_translation(make_talk, english, flagged):
    space = make_talk(language="zh", translate_to=("en",))
    slide = "## 1. {} {{#s256}}\n\n{}\n"
    (space.folder / "script.zh.md").write_text(slide.format("结果", "减少了 87%。"), "utf-8")
    (space.folder / "script.en.md").write_text(slide.format("Results", english), "utf-8")
    evidence = gather(space)
    assert (evidence.translation_open, evidence.translation_flagged) == ("", flagged)
    if flagged:
        accept(space, Direction(source="zh", target="en"), "3", "measured again since")
        assert gather(space).translation_flagged == 0


def test_gather_counts_what_is_signed_and_what_was_refused(make_talk):
    space = make_talk(language="zh", translate_to=("en",))
    slide = "## 1. {} {{#s256}}\n\n{}\n"
    (space.folder / "script.zh.md").write_text(slide.format("结果", "减少了 87%。"), "utf-8")
    (space.folder / "script.en.md").write_text(slide.format("Results", "It fell by 87%."), "utf-8")
    direction, who = Direction(source="zh", target="en"), Signature(day="2027-01-02")
    evidence = gather(space)
    assert (evidence.translation_signed, evidence.translation_places) == (0, 2)
    sign(space, direction, "1", who)
    assert gather(space).translation_signed == 1
    reject(space, direction, "3", "too stiff", who)
    assert gather(space).translation_open == "1 of 2 segments not in English yet"


def test_gather_names_files_only_where_there_is_no_choice(make_talk):
    space = make_talk()
    (space.folder / "我的 talk.pptx").write_bytes(b"")
    (space.folder / "~$我的 talk.pptx").write_bytes(b"")
    (space.folder / "take.m4a").write_bytes(b"")
    assert (gather(space).deck, gather(space).recording) == ("'我的 talk.pptx'", "take.m4a")
    (space.folder / "b.pptx").write_bytes(b"")
    (space.folder / "take.MP4").write_bytes(b"")
    evidence = gather(space)
    assert (evidence.deck, evidence.recording, evidence.video) == ("", "", "take.MP4")
    (space.folder / "deck.pptx").write_bytes(b"")
    assert gather(space).deck == "deck.pptx"


def test_new_recordings_are_those_not_logged(make_talk, make_take, keep):
    space = make_talk()
    take = make_take("video", at=datetime.fromisoformat("2027-03-01T09:00"))
    keep(space.folder, take)
    folder = space.folder / FOLDER
    (space.folder / take.recording.file).write_bytes(b"")
    for name in ("new.wav", "2027.reel.wav", ".hidden.wav", "notes.txt"):
        (folder / name).write_bytes(b"")
    (folder / "folder.wav").mkdir()
    assert new_recordings(space, gather(space).rehearsals) == [folder / "new.wav"]
    assert gather(space).recording == f"{FOLDER}/new.wav"


def test_gather_refuses_a_broken_record(make_talk):
    space = make_talk()
    (space.folder / FOLDER).mkdir()
    (space.folder / FOLDER / "one.toml").write_text("kind = \n", "utf-8")
    with pytest.raises(InputError) as caught:
        gather(space)
    assert (caught.value.message, caught.value.line) == ("is not valid TOML: Invalid value", 1)


def deck(path, *bodies):
    from pptx import Presentation

    made = Presentation()
    for body in bodies:
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = "Title", body
    made.save(str(path))


def test_deck_state_names_slides_that_changed_and_that_are_new(make_talk):
    space = make_talk()
    assert deck_state(space) is None
    path = space.folder / "deck.pptx"
    deck(path, "One", "Two")
    sync(space, path)
    script = space.folder / "script.en.md"
    script.write_text(script.read_text("utf-8").replace("\n## 2", "\nWe say so.\n\n## 2"), "utf-8")
    sync(space, path)
    state = deck_state(space)
    assert (state.edited, state.added, state.look) == ((), (), "speakprep script diff")
    assert [number for _, number in state.numbers] == [1, 2]
    deck(path, "Something else entirely", "Two", "Three")
    state = deck_state(space)
    assert (state.edited, state.added) == ((1,), (3,))
    assert state.look == "speakprep script sync"


def test_deck_state_of_a_deck_that_cannot_be_read_stops_nobody(make_talk):
    space = make_talk()
    (space.folder / "deck.pptx").write_bytes(b"PK\x03\x04 broken")
    state = deck_state(space)
    assert (state.slides, state.problem.startswith("deck.pptx: ")) == ((), True)
    assert gather(space).shown == state


def test_script_state_counts_drafts_that_nobody_has_read(make_talk):
    space = make_talk()
    mark = f"<!-- generated, unreviewed: m, 2027-01-01, {fingerprint('We sample.')} -->"
    text = f"## 1. Why {{#s256}}\n\n{mark}\nWe sample.\n"
    (space.folder / "script.en.md").write_text(text, "utf-8")
    assert script_state(space, "en").drafted == (1,)
    (space.folder / "script.en.md").write_text(text.replace("We sample", "I sample"), "utf-8")
    assert script_state(space, "en").drafted == ()


def test_gather_knows_what_people_said(make_talk):
    space = make_talk()
    remark = Remark(text="Too long.", severity="must", stage="talk")
    add(space, remark, reviewer="李明", today=date(2027, 1, 2), targets=lambda _: None)
    (item,) = gather(space).items
    assert (item.reviewer, item.severity, item.stage) == ("李明", "must", "talk")
