from datetime import date

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.feedback.actions import (
    MY_FILE,
    add,
    decline,
    feedback_findings,
    list_items,
    open_must_items,
    promote,
    resolve,
    stats,
    take_in,
)
from speakprep.feedback.files import FOLDER
from speakprep.feedback.hearing import Source
from speakprep.feedback.model import Remark, Target
from speakprep.feedback.promote import Wish
from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Passage
from speakprep.talk.disk import MAX_TEXT_BYTES
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource

DAY = date(2026, 11, 21)
STORY = {
    "CFP801": ("Say first what keeping every trace costs you.", "先说清采集为什么贵，再讲方案。"),
    "CFP802": ("You list three strategies. How do they work together?", "几种策略怎样组合在一起？"),
    "CFP803": ("Which side is it, the SDK or the Collector?", "讲的是 SDK 还是 Collector？"),
    "CFP804": ("End with what the audience takes home.", "结尾补一句听众能带走什么。"),
}  # fmt: skip


@pytest.fixture
def space(make_talk):
    return make_talk()


def said(space, text, *, now="old", reviewer="Li Lei", **facts):
    remark = Remark(text=text, **facts)
    report = add(space, remark, reviewer=reviewer, today=DAY, targets=lambda _: now)
    return report.facts.added[0]


def mail(space, text, **facts):
    source = Source(data=text.encode(), name="mail.txt", **facts)
    return take_in(space, source, today=DAY, targets=lambda _: None, fields={})


def files(space):
    return {path.name: path.read_text("utf-8") for path in (space.folder / FOLDER).iterdir()}


def test_take_in_twice_adds_nothing(space):
    text = "Ann Lee:\n- one\n- two\n\nSee you\n"
    first = mail(space, text)
    before = files(space)
    again = mail(space, text)
    assert [item.text for item in first.facts.added] == ["one", "two"]
    assert (again.facts.added, again.written) == ((), ())
    assert again.facts.known == first.facts.added
    assert files(space) == before


def test_take_in_same_day_collides_with_nobody(space):
    mail(space, "- one\n", reviewer="Li Lei")
    mail(space, "- one\n", reviewer="li-lei")
    mail(space, "- two\n", reviewer="Li Lei")
    assert sorted(files(space)) == ["2026-11-21-li-lei-2.md", "2026-11-21-li-lei.md"]
    assert list_items(space).facts.total == 3


def test_take_in_keeps_control_and_bidi_characters_as_they_are(space):
    report = mail(space, "- a\x1b[31m\u202eb <script>x</script>\r\n")
    assert [item.text for item in report.facts.added] == ["a\x1b[31m\u202eb <script>x</script>"]


def test_take_in_more_than_can_be_read_again_writes_nothing(space):
    text = "- " + "x" * (MAX_TEXT_BYTES - 2)
    with pytest.raises(InputError, match="would be more text than speakprep reads"):
        mail(space, text)
    assert list_items(space).facts.total == 0


def test_resolve_without_a_change_is_a_finding(space):
    item = said(space, "too small")
    report = resolve(space, item.id, "fixed", today=DAY, targets=lambda _: " old\n")
    assert [(each.code, each.level) for each in report.findings] == [("FBK101", "warning")]
    assert [each.code for each in feedback_findings(space)] == ["FBK101"]
    again = resolve(space, item.id, "verified", today=DAY, targets=lambda _: "old")
    assert [(each.code, each.level) for each in again.findings] == [("FBK101", "advice")]


def test_resolve_with_a_change_is_proved(space):
    item = said(space, "too small")
    report = resolve(space, item.id[:3], "fixed", today=DAY, targets=lambda _: "new")
    after = report.facts.item
    assert (report.findings, after.status, after.since) == ((), "fixed", DAY)
    assert after.before != after.after
    assert list_items(space).facts.items == (after,)


def test_resolve_what_was_never_found_says_that_nothing_proves_it(space):
    item = said(space, "太小", now=None)
    report = resolve(space, item.id, "fixed", today=DAY, targets=lambda _: "new")
    assert [(each.code, each.level) for each in report.findings] == [("FBK102", "advice")]


def test_decline_needs_a_reason(space):
    item = said(space, "too small")
    with pytest.raises(UsageError, match="declining needs a reason"):
        decline(space, item.id, " ", today=DAY)
    after = decline(space, item.id, "a\nb", today=DAY).facts.item
    assert (after.status, after.reason) == ("declined", "a b")
    assert feedback_findings(space) == ()


def test_verify_what_is_not_fixed_is_refused(space):
    item = said(space, "too small")
    with pytest.raises(UsageError, match=f"{item.id} is not fixed yet"):
        resolve(space, item.id, "verified", today=DAY, targets=lambda _: None)


def test_open_must_items_are_those_not_fixed_or_declined(space):
    ids = [said(space, f"no {n}", severity="must").id for n in range(4)]
    said(space, "an idea", severity="idea")
    resolve(space, ids[0], "accepted", today=DAY, targets=lambda _: None)
    resolve(space, ids[1], "fixed", today=DAY, targets=lambda _: None)
    decline(space, ids[2], "no", today=DAY)
    assert {item.id for item in open_must_items(space)} == {ids[0], ids[3]}
    codes = [each.code for each in feedback_findings(space, "cfp")]
    assert codes == ["CFP805", "CFP805", "FBK102"]


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        ("too vague", Target(kind="whole"), "still waiting for an answer (on the whole): mend"),
        ("too vague", Target(kind="field", value="title"), "waiting for an answer (title): mend"),
        ("太笼统", Target(kind="whole"), "Li Lei的这条意见还没有回应（整体）：请修改"),
        ("太笼统", Target(kind="section", value="3"), "还没有回应（“3”一节）：请修改"),
    ],
)
def test_waiting_comment_names_its_place_in_the_comments_language(space, text, target, message):
    said(space, text, target=target)
    (finding,) = feedback_findings(space)
    assert (finding.code, message in finding.message) == ("CFP805", True)


def test_stats_count_per_person_and_stage(space):
    item = said(space, "one")
    said(space, "two", stage="deck", target=Target(kind="slide", value="3"))
    decline(space, item.id, "no", today=DAY)
    later = date(2026, 11, 24)
    assert [
        (t.stage, t.open, t.closed, t.declined, t.oldest_days)
        for t in stats(space, later).facts.tallies
    ] == [("cfp", 0, 0, 1, None), ("deck", 1, 0, 0, 3)]


def test_two_comments_with_one_id_are_an_error_with_a_place(space):
    said(space, "one")
    (name,) = files(space)
    path = space.folder / FOLDER / name
    copied = path.read_text("utf-8")
    path.write_text(copied + copied[copied.index("## ") :], encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list_items(space)
    assert caught.value.line == copied.count("\n") + 1


def mine(user):
    path = user / MY_FILE
    return parse_rules(Resource(path=path, text=path.read_text("utf-8")))


@pytest.mark.parametrize("which", [0, 1])
def test_promote_alone_finds_the_rule_of_each_comment_of_the_story(space, tmp_path, which):
    user = tmp_path / "home"
    for texts in STORY.values():
        promote(space, said(space, texts[which]).id, user=user, targets=lambda _: "old")
    shipped = [rule.code for rule in mine(user)]
    assert shipped == ["MY101", "MY102", "MY103", "MY104"]
    last = mine(user)[3]
    bad = {"en": "We sample at the tail. It works.", "zh": "我们在尾部采样。效果不错。"}
    language = ("en", "zh")[which]
    place = Place(file="cfp.md", line=1, field="abstract")
    (found,) = lint([Passage(text=bad[language], language=language, place=place)], [last])
    told = {
        "en": f"You were told this last time (Li Lei, 2026-11-21): {STORY['CFP804'][0]}",
        "zh": f"上次有人提醒过你（Li Lei，2026-11-21）：{STORY['CFP804'][1]}",
    }
    assert (found.code, found.level, found.message) == ("MY104", "warning", told[language])


def test_promote_twice_makes_one_rule(space, tmp_path):
    item = said(space, STORY["CFP804"][0])
    reports = [promote(space, item.id, user=tmp_path, targets=lambda _: None) for _ in "ab"]
    assert [(each.facts.new, bool(each.written)) for each in reports] == [
        (True, True), (False, False),
    ]  # fmt: skip
    assert len(mine(tmp_path)) == 1


@pytest.mark.parametrize("missing", [False, True])
def test_promote_words_makes_a_rule_that_its_examples_show(space, tmp_path, missing):
    item = said(space, "别说 {label} 简单\n地")
    wish = Wish(words=("简单*",), missing=missing)
    rule = promote(space, item.id, user=tmp_path, wish=wish, targets=lambda _: "很简单").facts.rule
    assert rule.kind == ("missing" if missing else "pattern")
    assert rule.message["zh"].endswith("：别说 (label) 简单地")


def test_promote_with_an_example_that_shows_nothing_is_refused(space, tmp_path):
    item = said(space, "no jargon")
    wish = Wish(words=("leverage",), bad="we use it")
    with pytest.raises(InputError, match="this example does not show the rule at work: we use it"):
        promote(space, item.id, user=tmp_path, wish=wish, targets=lambda _: None)
    assert not (tmp_path / MY_FILE).exists()


def test_promote_keeps_what_the_person_wrote_in_the_file(space, tmp_path):
    promote(space, said(space, STORY["CFP804"][0]).id, user=tmp_path, targets=lambda _: None)
    path = tmp_path / MY_FILE
    path.write_text("# mine\n" + path.read_text("utf-8"), encoding="utf-8")
    before = path.read_text("utf-8")
    promote(space, said(space, STORY["CFP801"][0]).id, user=tmp_path, targets=lambda _: None)
    assert path.read_text("utf-8").startswith(before.rstrip("\n"))


def test_promote_what_is_like_nothing_asks_for_words(space, tmp_path):
    item = said(space, "Nice.")
    with pytest.raises(UsageError, match="like none of the rules"):
        promote(space, item.id, user=tmp_path, targets=lambda _: None)
