from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from speakprep.event.model import Profile
from speakprep.event.standing import profile_findings

HEAD = 'confidence = "verified"\n'


@pytest.fixture
def dated(make_form: Callable[..., Profile]) -> Callable[[str], Profile]:
    return lambda added: make_form(HEAD, f"{HEAD}{added}\n")


def codes(form: Profile, now: str) -> list[tuple[str, str]]:
    found = profile_findings(form, datetime.fromisoformat(now).replace(tzinfo=UTC))
    return [(each.code, each.level) for each in found]


@pytest.mark.parametrize(
    ("added", "now", "old"),
    [
        ("edition = 2026", "2026-12-31T23:59:00", False),
        ("edition = 2026", "2027-01-01T00:00:00", True),
        ("event_date = 2027-03-15", "2027-03-15T23:00:00", False),
        ("event_date = 2027-03-15", "2027-03-16T00:00:00", True),
        ("edition = 2027\nevent_date = 2027-03-15", "2027-03-16T00:00:00", True),
        ('system = "pretalx"', "2027-11-21T00:00:00", False),
        ('system = "pretalx"', "2027-11-22T00:00:00", True),
        ("", "2050-01-01T00:00:00", False),
    ],
)
def test_profile_is_old_when_its_edition_is_over(
    dated: Callable[[str], Profile], added: str, now: str, old: bool
) -> None:
    assert codes(dated(added), now) == ([("EVT101", "warning")] if old else [])


@pytest.mark.parametrize(
    ("added", "now", "found"),
    [
        ("closes = 2027-01-31", "2027-01-30T09:59:59", []),
        ("closes = 2027-01-31", "2027-01-30T10:00:00", ["warning"]),
        ("closes = 2027-01-31", "2027-01-31T10:00:00", ["warning"]),
        ("closes = 2027-01-31", "2027-02-01T12:00:00", ["error"]),
        ('closes = 2027-01-31\nzone = "AoE"', "2027-01-31T11:59:59", []),
        ('closes = 2027-01-31\nzone = "AoE"', "2027-02-01T11:00:00", ["warning"]),
        ('closes = 2027-01-31\nzone = "AoE"', "2027-02-01T12:00:00", ["error"]),
    ],
)
def test_deadline_presses_as_it_comes_near(
    dated: Callable[[str], Profile], added: str, now: str, found: list[str]
) -> None:
    assert codes(dated(f"[cfp]\n{added}"), now) == [("CFP111", level) for level in found]


def test_findings_speak_both_languages(dated: Callable[[str], Profile]) -> None:
    form = dated("edition = 2026\n[cfp]\ncloses = 2026-01-31")
    now = datetime(2027, 5, 1, tzinfo=UTC)
    assert [each.message for each in profile_findings(form, now, "en")] == [
        (
            "Small Conf: this form is from 2026; limits change from edition to edition. It was "
            "read on 2026-11-20 from: its form. Compare it with the form in front of you."
        ),
        (
            "Small Conf: the call for proposals closed on 2026-01-31 (date only, zone unknown). "
            "If there is more time now, write cfp_closes into talk.toml; if you were in time, "
            "type: speakprep cfp submitted"
        ),
    ]
    assert [each.message for each in profile_findings(form, now, "zh")] == [
        (
            "Small Conf：这份表单是 2026 的，每一届的限制都可能变。"
            "它在 2026-11-20 取自：its form。请对照眼前的表单核对。"
        ),
        (
            "Small Conf：征稿已于 2026-01-31（只有日期，时区未知） 截止。"
            "如果延期了，请在 talk.toml 里写 cfp_closes；如果已经按时提交，请运行："
            "speakprep cfp submitted"
        ),
    ]
