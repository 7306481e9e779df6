"""What time does to a form profile: its edition gets old, its deadline comes near.

Findings made here:

    EVT101  the profile is of an edition that is over, or was checked over a year ago
    CFP111  the call has closed, may have closed, or closes within a day
"""

from datetime import UTC, datetime, timedelta

from speakprep.event.dates import said, span
from speakprep.event.model import Deadline, Profile
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Level

CHECK_AGAIN_DAYS = 366
"""A form that belongs to no edition is looked at once a year, as the others are."""

SOON = timedelta(hours=24)
"""A deadline nearer than this is a warning."""

_OLD: dict[Language, str] = {
    "en": "{name}: this form is from {edition}; limits change from edition to edition. "
    "It was read on {checked} from: {source}. Compare it with the form in front of you.",
    "zh": "{name}：这份表单是 {edition} 的，每一届的限制都可能变。"
    "它在 {checked} 取自：{source}。请对照眼前的表单核对。",
}
_UNCHECKED: dict[Language, str] = {
    "en": "{name}: nobody has compared this form with the real one since {checked}. "
    "It was read from: {source}.",
    "zh": "{name}：这份表单从 {checked} 起没有再核对过。来源：{source}。",
}
_PASSED: dict[Language, str] = {
    "en": "{name}: the call for proposals closed on {closes}. If there is more time now, write "
    "cfp_closes into talk.toml; if you were in time, type: speakprep cfp submitted",
    "zh": "{name}：征稿已于 {closes} 截止。如果延期了，请在 talk.toml 里写 cfp_closes；"
    "如果已经按时提交，请运行：speakprep cfp submitted",
}
_MAY_HAVE: dict[Language, str] = {
    "en": "{name}: the call closes on {closes}: in some time zones that is over already. "
    "Look at the organisers' own page now.",
    "zh": "{name}：征稿截止日期是 {closes}，在有些时区已经过了。请马上看主办方的页面。",
}
_WITHIN_A_DAY: dict[Language, str] = {
    "en": "{name}: the call closes within 24 hours: {closes}.",
    "zh": "{name}：征稿将在 24 小时内截止：{closes}。",
}


def profile_findings(
    profile: Profile, now: datetime, language: Language = "en"
) -> tuple[Finding, ...]:
    """Hold a profile against the clock; `now` has a time zone, messages are in `language`."""
    return (*age_findings(profile, now, language), *deadline_findings(profile, now, language))


def age_findings(profile: Profile, now: datetime, language: Language = "en") -> tuple[Finding, ...]:
    """Warn of a profile whose edition is over.

    The edition is over the day after the event, or after its year where no day
    is known. A form of no edition, such as what a system asks for by default,
    is old when nobody checked it for a year; one of no edition and no system is
    nobody's form, and cannot be old.
    """
    today = now.date()
    words: dict[Language, str] | None = None
    if profile.event_date or profile.edition:
        over = (
            today > profile.event_date
            if profile.event_date
            else today.year > (profile.edition or today.year)
        )
        words = _OLD if over else None
    elif profile.system and (today - profile.checked_on).days > CHECK_AGAIN_DAYS:
        words = _UNCHECKED
    if words is None:
        return ()
    edition = profile.edition or (profile.event_date and profile.event_date.year)
    message = words[language].format(
        name=profile.name,
        edition=edition,
        checked=profile.checked_on,
        source=profile.source,
    )
    return (Finding(code="EVT101", level="warning", message=message),)


def deadline_findings(
    profile: Profile, now: datetime, language: Language = "en"
) -> tuple[Finding, ...]:
    """Say that a call has closed (an error), may have closed, or closes soon (warnings).

    Where the zone is not known, "may have closed" begins when the day ends in
    the first zone on Earth, and "has closed" when it has ended in the last.
    """
    closes = profile.cfp.closes
    found = closes and _pressing(closes, now)
    if not closes or not found:
        return ()
    level, words = found
    message = words[language].format(name=profile.name, closes=said(closes, language))
    return (Finding(code="CFP111", level=level, message=message),)


def _pressing(closes: Deadline, now: datetime) -> tuple[Level, dict[Language, str]] | None:
    first, last = span(closes)
    now = now.astimezone(UTC)
    if now > last:
        return "error", _PASSED
    if now > first:
        return "warning", _MAY_HAVE
    if first - now < SOON:
        return "warning", _WITHIN_A_DAY
    return None
