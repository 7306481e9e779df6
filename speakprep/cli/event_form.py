"""One form as a person reads it: `speakprep event show`."""

from collections.abc import Iterator

from speakprep.cli.terminal import columns, one_line, styled, wrap
from speakprep.event.actions import Shown
from speakprep.event.counting import UNITS
from speakprep.event.dates import said
from speakprep.event.model import Field, Format, Known, Profile
from speakprep.talk.language import LANGUAGE_NAMES, Language

_BLIND = {
    "no": "the review is open",
    "single": "reviewers see who you are",
    "double": "reviewers do not see who you are",
}


def form_lines(shown: Shown, language: Language) -> tuple[str, ...]:
    """Show a form: its head, days, formats, fields and agreements; notes in `language`."""
    profile = shown.profile
    known = profile.known
    return (
        styled(one_line(f"{profile.name} ({profile.key})"), "bold"),
        *_head(profile, language),
        *_wrapped(f"known: {known.confidence}, {known.checked_on}, {known.source}"),
        *_wrapped(f"file: {shown.file}"),
        *_days(profile, shown.left),
        *_formats(profile, language),
        "",
        styled("Fields (* must be filled in)", "bold"),
        *(line for field in profile.fields for line in _field(field, profile, language)),
        *_agreements(profile, language),
    )


def _head(profile: Profile, language: Language) -> Iterator[str]:
    unit = UNITS[profile.counter]["en"]
    facts = [profile.system] if profile.system else []
    facts += [f"counts {unit}, a line break as {profile.newline}"]
    if profile.language:
        facts.append(f"in {LANGUAGE_NAMES[profile.language]} only")
    yield from _wrapped("; ".join(facts) + _doubt(profile, "counter"))
    if profile.max_submissions:
        plural = "s" * (profile.max_submissions > 1)
        words = f"at most {profile.max_submissions} submission{plural} per speaker"
        yield from _wrapped(words + _doubt(profile, "max_submissions"))
    if profile.blind:
        yield from _wrapped(_BLIND[profile.blind] + _doubt(profile, "blind"))
    if note := profile.note.get(language, profile.note.get("en")):
        yield from _wrapped(note)
    if profile.url:
        yield from _wrapped(profile.url)


def _days(profile: Profile, left: str) -> Iterator[str]:
    cfp = profile.cfp
    days = {
        "opens": cfp.opens,
        "closes": f"{said(cfp.closes)}, {left}" if cfp.closes else None,
        "answer by": cfp.notification,
        "event": profile.event_date or profile.edition,
    }
    known = {name: day for name, day in days.items() if day}
    if not known:
        return
    yield ""
    yield styled("Days", "bold")
    yield from (f"  {name:<10} {day}" for name, day in known.items())
    yield from _known(cfp.known, profile)


def _formats(profile: Profile, language: Language) -> Iterator[str]:
    if profile.formats:
        yield ""
        yield styled("Formats", "bold")
    for each in profile.formats:
        yield from _wrapped(f"{each.label}{_extent(each)}")
        if note := each.note.get(language, each.note.get("en")):
            yield from _wrapped(note, "    ")
        yield from _known(each.known, profile, "    ")


def _extent(each: Format) -> str:
    parts = [f"{each.minutes} min"] if each.minutes else []
    if each.speakers:
        least, most = each.speakers
        count = str(least) if least == most else f"{least} to {most}"
        parts.append(f"{count} speaker{'s' * (most > 1)}{', all named' * each.names_all}")
    return f": {', '.join(parts)}" if parts else ""


def _field(field: Field, profile: Profile, language: Language) -> Iterator[str]:
    mark = "*" if field.required else " "
    label = "" if field.called(language) == field.key else f": {field.called(language)}"
    yield from wrap(one_line(f"{field.key}{label}"), columns(), indent=f"{mark} ", hanging="  ")
    facts = _facts(field, profile)
    if facts:
        yield from _wrapped("; ".join(facts), "    ")
    if field.choices and field.key != "format":
        yield from _wrapped(f"one of: {' | '.join(field.choices)}", "    ")
    if note := field.note.get(language, field.note.get("en")):
        yield from _wrapped(note, "    ")
    yield from _known(field.known, profile, "    ")


def _facts(field: Field, profile: Profile) -> list[str]:
    unit = UNITS[field.counter]["en"]
    facts = []
    if field.at_least and field.at_most:
        facts.append(f"{field.at_least} to {field.at_most} {unit}")
    elif field.at_most:
        facts.append(f"at most {field.at_most} {unit}")
    elif field.at_least:
        facts.append(f"at least {field.at_least} {unit}")
    elif field.counter != profile.counter:
        facts.append(f"counts {unit}")
    if field.one_line and not field.choices:
        facts.append("one line")
    if field.markup != "plain":
        facts.append("Markdown")
    if field.person:
        facts.append(f"in the {field.person} person")
    return facts


def _agreements(profile: Profile, language: Language) -> Iterator[str]:
    agreements = profile.agreements.get(language, profile.agreements.get("en", ()))
    if agreements:
        yield ""
        yield styled("You agree to" + _doubt(profile, "agreements"), "bold")
    for each in agreements:
        yield from wrap(one_line(each), columns(), indent="  - ", hanging="    ")


def _doubt(profile: Profile, value: str) -> str:
    """Say where one value of the form itself is known from, if not from where the rest is."""
    words = _differing(profile.values.get(value, profile.known), profile.known)
    return f" ({words})" if words else ""


def _known(known: Known, profile: Profile, indent: str = "  ") -> list[str]:
    words = _differing(known, profile.known)
    return _wrapped(f"known: {words}", indent) if words else []


def _differing(known: Known, general: Known) -> str:
    """Say where a value is known from, as far as that is not where the form is known from."""
    if known == general:
        return ""
    parts: list[str] = [known.confidence]
    parts += [str(known.checked_on)] if known.checked_on != general.checked_on else []
    parts += [known.source] if known.source != general.source else []
    return ", ".join(parts)


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return wrap(one_line(text), columns(), indent=indent, hanging=indent + "  ")
