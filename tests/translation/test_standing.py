import pytest

from speakprep.translation.actions.check import check
from speakprep.translation.actions.reporting import placed_now
from speakprep.translation.actions.review import Signature, reject, sign
from speakprep.translation.actions.status import status, unsigned
from speakprep.translation.files import remember
from speakprep.translation.model import Direction, Judged, Opinion, digest
from speakprep.translation.snapshot import read_snapshot
from speakprep.translation.standing import Placed

ZH_EN = Direction(source="zh", target="en")
WHO = Signature(day="2027-01-02", by="李雷")
MEMORY = "translation.zh-en.jsonl"
TITLE = "Why sample?"


def places(bench) -> tuple[Placed, ...]:
    return placed_now(bench.workspace, read_snapshot(bench.workspace, ZH_EN))


def standing(bench) -> dict[str, str]:
    """Where each place stands, by the first word of its translation."""
    return {(one.target or one.source).split(" ")[0]: one.standing for one in places(bench)}


@pytest.fixture
def translated(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    return zh_bench


def sign_all(bench) -> None:
    for one in places(bench):
        sign(bench.workspace, ZH_EN, one.where.id, WHO, reason="read aloud")


def test_places_go_from_missing_to_signed(zh_bench, kit):
    assert {one.standing for one in places(zh_bench)} == {"missing"}
    zh_bench.run(kit.Translator(kit.zh_to_en))
    assert {one.standing for one in places(zh_bench)} <= {"machine", "flagged"}
    sign_all(zh_bench)
    assert {one.standing for one in places(zh_bench)} == {"signed"}


def test_an_edit_of_the_translation_revokes_that_one(translated):
    sign_all(translated)
    translated.edit("script.en.md", "First, we do tail", "First we do tail")
    assert {word: now for word, now in standing(translated).items() if now != "signed"} == {
        "First": "edited"
    }
    translated.edit("script.en.md", "First we do tail", "First, we do tail")
    assert set(standing(translated).values()) == {"signed"}


def test_an_edit_of_the_source_revokes_that_one(translated):
    sign_all(translated)
    translated.edit("script.zh.md", "第一步，用", "第一步，我们用")
    now = [one.standing for one in places(translated)]
    assert (now.count("signed"), len(now)) == (5, 6)


def test_a_signature_is_for_its_own_place_only(translated):
    (one, *_) = places(translated)
    report = sign(translated.workspace, ZH_EN, one.where.id, WHO)
    assert (report.facts.tally.signed, report.facts.places) == (1, 1)
    verdict = places(translated)[0].verdict
    assert verdict is not None
    assert (verdict.by, verdict.day, verdict.in_bulk) == ("李雷", "2027-01-02", False)


def test_what_a_reader_finds_after_signing_has_to_be_settled(translated):
    sign_all(translated)
    one = places(translated)[0]
    said = Judged(
        id=one.where.id,
        how="judge",
        source_digest=digest(one.source),
        target_digest=digest(one.target),
        by="m",
        opinions=(Opinion(kind="changed", source_words=one.source, target_words="Why"),),
    )
    remember(translated.workspace, ZH_EN, [said])
    assert places(translated)[0].standing == "flagged"
    sign(translated.workspace, ZH_EN, one.where.id, WHO, reason="that is what it says")
    assert places(translated)[0].standing == "signed"


def test_rejected_is_asked_for_again_and_replaced(translated, kit):
    sign_all(translated)
    first = places(translated)[0]
    reject(translated.workspace, ZH_EN, first.where.id, "too short", WHO)
    assert status(translated.workspace, ZH_EN).next == "speakprep translate run --to en"
    found = [one for one in check(translated.workspace, ZH_EN).findings if one.code == "rejected"]
    assert [one.message for one in found] == ["refused (too short); the next run asks for it again"]
    model = kit.Translator({first.source: "Why do we sample?"})
    translated.run(model)
    assert model.asked == [[first.source]]
    assert "## 1. Why do we sample? {#s256}" in translated.read("script.en.md")
    assert [one.standing for one in places(translated)].count("signed") == 5


def test_rejected_answered_with_the_same_words_stays_rejected(translated, kit):
    first = places(translated)[0]
    reject(translated.workspace, ZH_EN, first.where.id, "too short", WHO)
    translated.run(kit.Translator(kit.zh_to_en))
    assert places(translated)[0].standing == "rejected"
    sign(translated.workspace, ZH_EN, first.where.id, WHO)
    assert places(translated)[0].standing == "signed"
    assert read_snapshot(translated.workspace, ZH_EN).pending == ()


def test_rejected_hand_edit_is_replaced_by_the_next_run(translated, kit):
    translated.edit("script.en.md", TITLE, "Why on earth?")
    first = places(translated)[0]
    assert first.standing == "edited"
    reject(translated.workspace, ZH_EN, first.where.id, "too loud", WHO)
    assert places(translated)[0].standing == "rejected"
    report = translated.run(kit.Translator(kit.zh_to_en))
    assert "kept" not in kit.codes(report)
    assert TITLE in translated.read("script.en.md")


def test_status_counts_by_slide_before_and_after(zh_bench, kit):
    before = status(zh_bench.workspace, ZH_EN)
    assert [(one.number, one.tally.to_translate) for one in before.facts.slides] == [(1, 4), (2, 2)]
    assert before.next == "speakprep translate run --to en"
    zh_bench.run(kit.Translator(kit.zh_to_en))
    assert status(zh_bench.workspace, ZH_EN).next == "speakprep translate review --to en"
    sign_all(zh_bench)
    after = status(zh_bench.workspace, ZH_EN)
    assert (after.facts.tally.signed, after.facts.tally.places) == (6, 6)
    assert after.next == "speakprep script check --lang en"


def test_unsigned_warns_about_a_translation_only(translated, zh_bench):
    assert unsigned(translated.workspace, "zh") == ()
    (found,) = unsigned(translated.workspace, "en")
    assert (found.level, found.place.file) == ("warning", "script.en.md")
    assert found.message == (
        "6 of 6 places of the English translation are not signed; "
        "read them: speakprep translate review --to en"
    )
    sign_all(translated)
    assert unsigned(translated.workspace, "en") == ()


def test_unsigned_says_nothing_of_a_script_that_is_no_translation(make_talk):
    space = make_talk(language="zh")
    (space.folder / "script.en.md").write_text("## 1. Why {#s256}\n\nBecause.\n", "utf-8")
    assert unsigned(space, "en") == ()
