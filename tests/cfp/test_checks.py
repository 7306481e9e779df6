from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from speakprep.cfp.checks import Submission, copy_findings, set_findings
from speakprep.cfp.files import parse_proposal
from speakprep.cfp.model import Proposal
from speakprep.event.profiles import parse_profile
from speakprep.talk.language import Language
from speakprep.talk.resources import Resource

ENGLISH = (
    "Keeping every trace costs more than the services it came from. We sample in the collector, "
    "keep the odd ones, and show how far that carries on four hundred services."
)
CHINESE = "全量保留链路的成本超过了服务本身。我们在收集器里采样，只留下失败和缓慢的请求。"
OTHER = (
    "Release trains stop whenever one team is late. This talk follows a small team that moved its "
    "cluster upgrades into the working day, step by step, and what broke."
)

Read = Callable[..., Proposal]


@pytest.fixture
def read(form_text: str) -> Read:
    """Read a proposal in the small form, which also asks for benefits and takes two."""
    form = form_text.replace('key = "notes"', 'key = "benefits"', 1)
    form = f"max_submissions = 2\n{form}"

    def parse(text: str, file: str = "cfp.md", event: str = "small-conf-2027") -> Proposal:
        resource = Resource(path=Path("small.toml"), text=form)
        return parse_proposal(text, file, parse_profile(resource, event))

    return parse


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (ENGLISH, "100 % of this already stands in “Abstract”."),
        (CHINESE, "这里有 100% 与“摘要”重复。"),
    ],
)
def test_field_that_repeats_another_is_found(read: Read, words: str, message: str) -> None:
    text = f"## Abstract\n\n{words}\n\n## Notes\n\n<!-- hint -->\n\n{words}\n"
    (finding,) = copy_findings(read(text))
    assert (finding.code, finding.level) == ("CFP213", "warning")
    assert finding.message.startswith(message)
    assert (finding.place.line, finding.place.column, finding.place.field) == (9, 1, "benefits")


def test_fields_that_differ_or_are_short_are_not_found(read: Read) -> None:
    assert copy_findings(read(f"## Abstract\n\n{ENGLISH}\n\n## Notes\n\n{OTHER}\n")) == ()
    assert copy_findings(read("## Abstract\n\nShort.\n\n## Notes\n\nShort.\n")) == ()


def _submission(
    proposal: Proposal,
    talk: str,
    *,
    who: str = "Ana Silva",
    day: date | None = None,
    language: Language = "en",
) -> Submission:
    return Submission(proposal=proposal, language=language, speakers=(who,), talk=talk, day=day)


def test_third_proposal_of_a_speaker_is_one_too_many(read: Read) -> None:
    files = [read("", f"{name}.md") for name in "abc"]
    many = [_submission(one, one.file) for one in files]
    assert set_findings(many[:2]) == ()
    (finding,) = set_findings(many)
    assert (finding.code, finding.place.file) == ("CFP112", "c.md")
    assert finding.evidence == "a.md, b.md, c.md"
    assert finding.message.startswith("Ana Silva has 3 proposals for Small Conf here, and it takes")


def test_proposals_of_other_speakers_and_events_do_not_count(read: Read) -> None:
    mine = [_submission(read("", f"{name}.md"), name) for name in "ab"]
    hers = _submission(read("", "c.md"), "c", who="Bo Chen")
    elsewhere = _submission(read("", "d.md", "other-2027"), "d")
    assert set_findings([*mine, hers, elsewhere]) == ()


@pytest.mark.parametrize(("words", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_the_later_of_two_like_proposals_at_one_organiser_is_found(
    read: Read, words: str, language: Language
) -> None:
    text = f"## Abstract\n\n{words}\n"
    later = _submission(read(text, "a.md"), "a", day=date(2027, 9, 1), language=language)
    earlier = _submission(
        read(text, "b.md", "small-asia-2027"), "b", day=date(2027, 3, 1), language=language
    )
    (finding,) = set_findings([later, earlier])
    assert (finding.code, finding.place.file) == ("CFP708", "a.md")
    start = {"en": "This reads much like b.md", "zh": "这份与 b.md 很相似"}[language]
    assert finding.message.startswith(start)


@pytest.mark.parametrize(
    ("talk", "day", "event", "who", "words"),
    [
        ("a", date(2027, 9, 1), "small-conf-2027", "Ana Silva", ENGLISH),
        ("b", date(2028, 9, 1), "small-conf-2027", "Ana Silva", ENGLISH),
        ("b", None, "other-2027", "Ana Silva", ENGLISH),
        ("b", None, "generic", "Ana Silva", ENGLISH),
        ("b", None, "small-conf-2027", "Bo Chen", ENGLISH),
        ("b", None, "small-conf-2027", "Ana Silva", OTHER),
    ],
)
def test_like_proposal_is_not_found_when_it_is_no_repetition(
    read: Read, talk: str, day: date | None, event: str, who: str, words: str
) -> None:
    first = _submission(read(f"## Abstract\n\n{ENGLISH}\n", "a.md"), "a", day=date(2027, 3, 1))
    other = read(f"## Abstract\n\n{words}\n", "b.md", event)
    assert set_findings([first, _submission(other, talk, who=who, day=day)]) == ()


def test_translation_of_a_proposal_is_no_further_submission(read: Read) -> None:
    files = ("cfp.md", "cfp.small-conf-2027.en.md", "cfp.small-conf-2027.zh.md")
    same = [_submission(read("", file), "one") for file in files]
    assert set_findings(same) == ()
    more = [*same, *(_submission(read("", f"{name}/cfp.md"), name) for name in ("two", "three"))]
    (finding,) = set_findings(more)
    assert (finding.code, finding.evidence) == ("CFP112", "cfp.md, two/cfp.md, three/cfp.md")
