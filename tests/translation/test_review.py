import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError, UsageError
from speakprep.translation.actions.accept import accept
from speakprep.translation.actions.paste import write_request
from speakprep.translation.actions.review import (
    Signature,
    edit,
    read_review,
    reject,
    sign,
    sign_clean,
)
from speakprep.translation.actions.status import status
from speakprep.translation.memory import parse_memory
from speakprep.translation.model import Direction
from speakprep.translation.review import spans_of
from speakprep.translation.standing import Placed

ZH_EN = Direction(source="zh", target="en")
EN_ZH = Direction(source="en", target="zh")
WHO = Signature(day="2027-01-02")
MEMORY = "translation.zh-en.jsonl"
LATER = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"
PLATFORM = "我们的平台每天产生三万条调用链，存储成本一直在增加，查询也越来越慢。"


@pytest.fixture
def flagged(zh_bench, kit):
    """A talk with one wrong number, and one opinion."""
    zh_bench.run(
        kit.Translator(
            {
                **kit.zh_to_en,
                LATER: kit.zh_to_en[LATER].replace("87%", "90%"),
                PLATFORM: kit.zh_to_en[PLATFORM] + " In my opinion.",
            }
        )
    )
    return zh_bench


def queue(bench, direction: Direction = ZH_EN) -> tuple[Placed, ...]:
    return read_review(bench.workspace, direction).facts.queue


def placed_of(bench, words: str) -> Placed:
    (found,) = (one for one in queue(bench) if words in one.target)
    return found


def test_review_begins_with_the_worst_and_ends_with_what_is_signed(flagged):
    titles = [one for one in queue(flagged) if not one.findings]
    sign(flagged.workspace, ZH_EN, titles[0].where.id, WHO)
    found = queue(flagged)
    assert "90%" in found[0].target  # an error comes before a warning
    assert found[-1].where.id == titles[0].where.id
    levels = [min((one.level for one in place.findings), default="none") for place in found]
    assert levels.index("none") > levels.index("error")
    clean = [one.where.line for one in found if not one.findings and one.standing != "signed"]
    assert clean == sorted(clean)


def test_review_before_there_is_a_translation(zh_bench):
    with pytest.raises(InputError) as caught:
        read_review(zh_bench.workspace, ZH_EN)
    assert caught.value.hint == "type: speakprep translate run --to en"


def test_sign_with_open_findings_wants_a_reason_and_settles_them(flagged):
    before, one = flagged.read(MEMORY), placed_of(flagged, "90%")
    with pytest.raises(UsageError) as caught:
        sign(flagged.workspace, ZH_EN, str(one.where.line), WHO)
    assert (caught.value.file, caught.value.line) == ("script.en.md", one.where.line)
    assert flagged.read(MEMORY) == before
    with pytest.raises(UsageError):
        sign(flagged.workspace, ZH_EN, str(one.where.line), WHO, reason="...")
    assert flagged.read(MEMORY) == before
    sign(flagged.workspace, ZH_EN, str(one.where.line), WHO, reason="measured again")
    now = placed_of(flagged, "90%")
    assert (now.standing, now.findings) == ("signed", ())


def test_sign_a_line_signs_all_that_begins_there(flagged):
    lines = [one.where.line for one in queue(flagged)]
    line = next(line for line in lines if lines.count(line) == 2)
    report = sign(flagged.workspace, ZH_EN, f"script.en.md:{line}:", WHO, reason="said so")
    assert (report.facts.places, report.facts.lines) == (2, (line,))


@pytest.mark.parametrize("named", ["", "1", "-1", "nothing", "１２"])
def test_sign_of_another_line_is_refused(flagged, named):
    before = flagged.read(MEMORY)
    with pytest.raises(UsageError):
        sign(flagged.workspace, ZH_EN, named, WHO)
    assert flagged.read(MEMORY) == before


def test_sign_what_has_changed_since_it_was_shown_is_refused(flagged):
    shown = placed_of(flagged, "Results")
    flagged.edit("script.en.md", "Results", "What came of it")
    before = flagged.read(MEMORY)
    with pytest.raises(UsageError) as caught:
        sign(flagged.workspace, ZH_EN, shown.where.id, WHO, shown=shown)
    assert caught.value.message == "changed since it was shown; nothing was written"
    assert flagged.read(MEMORY) == before


def test_accept_what_has_changed_since_it_was_shown_is_refused(flagged):
    shown = placed_of(flagged, "90%")
    accept(flagged.workspace, ZH_EN, shown.where.id, "measured again", shown=shown)
    flagged.edit("script.en.md", "90%", "91%")
    before = flagged.read(MEMORY)
    with pytest.raises(UsageError):
        accept(flagged.workspace, ZH_EN, shown.where.id, "measured again", shown=shown)
    assert flagged.read(MEMORY) == before


def test_sign_clean_leaves_what_has_findings_and_says_that_it_was_at_once(flagged):
    doubted = {one.where.id for one in queue(flagged) if one.findings}
    report = sign_clean(flagged.workspace, ZH_EN, WHO)
    assert report.facts.tally.signed == report.facts.places == 6 - len(doubted)
    assert {one.where.id for one in queue(flagged) if one.standing != "signed"} == doubted
    assert status(flagged.workspace, ZH_EN).facts.tally.in_bulk == report.facts.places
    assert all(one.in_bulk for one in parse_memory(flagged.read(MEMORY)).verdicts.values())
    with pytest.raises(UsageError):
        sign_clean(flagged.workspace, ZH_EN, WHO)


def test_reject_wants_a_reason_and_one_place(flagged):
    before = flagged.read(MEMORY)
    lines = [one.where.line for one in queue(flagged)]
    line = next(line for line in lines if lines.count(line) == 2)
    for named, reason in ((str(line), "stiff"), (queue(flagged)[0].where.id, " ")):
        with pytest.raises(UsageError):
            reject(flagged.workspace, ZH_EN, named, reason, WHO)
    assert flagged.read(MEMORY) == before


def test_next_run_is_told_what_was_refused_and_why(flagged, kit):
    one = placed_of(flagged, "90%")
    reject(flagged.workspace, ZH_EN, one.where.id, "it was 87 %", WHO)
    model = kit.Translator(kit.zh_to_en)
    flagged.run(model)
    asked = json.loads(model.requests[0].messages[1].content)
    assert asked["rejected"] == [{"id": one.where.id, "was": one.target, "because": "it was 87 %"}]
    reject(flagged.workspace, ZH_EN, placed_of(flagged, "87%").where.id, "too long", WHO)
    assert '"because": "too long"' in flagged.read(
        write_request(flagged.workspace, ZH_EN).facts.file
    )


def test_reject_of_a_slide_built_otherwise_is_refused(flagged):
    flagged.edit("script.en.md", "- First, we do", "First, we do")
    (one,) = (each for each in queue(flagged) if each.where.whole_slide)
    with pytest.raises(UsageError) as caught:
        reject(flagged.workspace, ZH_EN, one.where.id, "stiff", WHO)
    assert "edit them" in caught.value.message


def test_edit_changes_these_words_and_no_other_byte(flagged):
    text = flagged.read("script.en.md").replace("\n", "\r\n")
    flagged.write("script.en.md", text.replace("## 2.", "##  2. ").rstrip())
    before, one = flagged.read("script.en.md"), placed_of(flagged, "90%")
    report = edit(flagged.workspace, ZH_EN, one, one.target.replace("90%", "87%"))
    assert flagged.read("script.en.md") == before.replace("90%", "87%")
    assert report.written == ("script.en.md", MEMORY)
    assert placed_of(flagged, "87%").standing == "edited"


def test_edit_of_a_heading_and_of_a_sentence_in_its_paragraph(flagged):
    edit(flagged.workspace, ZH_EN, placed_of(flagged, "Results"), "What came\nof it")
    edit(flagged.workspace, ZH_EN, placed_of(flagged, "So this spring"), "So we keep some.")
    text = flagged.read("script.en.md")
    assert "## 2. What came of it {#s257}" in text
    assert "[停顿 3秒] So we keep some.\n" in text
    assert placed_of(flagged, "So we keep some.").standing in {"edited", "flagged"}


@pytest.mark.parametrize(
    "hostile", ["# Gone\n\n## 9. New {#s9}", "<!-- swallowed", "a\x1b[31mb\u202ec"]
)
def test_edit_with_hostile_words_stays_one_paragraph(flagged, hostile):
    slides = flagged.read("script.en.md").count("\n## ")
    edit(flagged.workspace, ZH_EN, placed_of(flagged, "First, we"), hostile)
    text = flagged.read("script.en.md")
    assert (text.count("\n## "), text.count("<!--")) == (slides, text.count("-->"))
    assert not any(sign in text for sign in "\x1b\u202e")


def test_edit_of_nothing_or_of_the_same_changes_nothing(flagged):
    before, one = flagged.read("script.en.md"), placed_of(flagged, "Results")
    assert edit(flagged.workspace, ZH_EN, one, " Results ").written == ()
    with pytest.raises(UsageError):
        edit(flagged.workspace, ZH_EN, one, " \n")
    flagged.edit("script.en.md", "Results", "Outcome")
    with pytest.raises(UsageError):
        edit(flagged.workspace, ZH_EN, one, "Too late")
    assert flagged.read("script.en.md") == before.replace("Results", "Outcome")


def test_edit_of_a_chinese_translation(en_bench, kit):
    en_bench.run(kit.Translator(kit.en_to_zh))
    (one,) = (each for each in queue(en_bench, EN_ZH) if "三万条" in each.target)
    words = "我们的平台每天产生三万条调用链，全部存下来，每个月都更贵。"
    edit(en_bench.workspace, EN_ZH, one, words)
    assert f"\n{words}\n" in en_bench.read("script.zh.md")
    sign(en_bench.workspace, EN_ZH, one.where.id, WHO, reason="读过了")
    assert status(en_bench.workspace, EN_ZH).facts.tally.signed == 1


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("from 12 to 2", ["2"], ((11, 12),)),
        ("x12", ["12"], ((1, 3),)),
        ("减少了 87%，再减 87%", ["87%"], ((4, 7), (11, 14))),
        ("one two three", ["one two", "two three"], ()),
        ("one two three four", ["one two", "two three"], ((0, 13),)),
        ("all of it", ["all of it"], ()),
        ("a", ["", " ", "b"], ()),
    ],
)
def test_spans_of_words(text: str, words: list[str], spans: tuple[tuple[int, int], ...]):
    assert spans_of(text, words) == spans


@given(st.text("ab1 。", max_size=12), st.lists(st.text("ab1 。", max_size=4), max_size=4))
def test_spans_are_in_order_apart_and_inside(text: str, words: list[str]):
    ends = [0]
    for begin, end in spans_of(text, words):
        assert ends[-1] < begin + (ends == [0]) <= end + 1
        ends.append(end)
    assert ends[-1] <= len(text)
