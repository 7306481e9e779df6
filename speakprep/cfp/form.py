"""What the form makes of a proposal: passages for the rules, meters, the chosen format.

Findings made here, since they are about the proposal as a whole or about the talk's own facts:

    CFP113  the format chosen is shorter or longer than the talk's slot
    CFP114  the format chosen takes fewer or more speakers than the talk has
    CFP115  the form wants another language than the one this is mostly written in
"""

from speakprep.cfp.model import Entry, Meter, Proposal
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.event.counting import UNITS, fitting, size
from speakprep.event.model import Field, Format, Profile
from speakprep.lint.model import Bounds, Passage
from speakprep.lint.reading import excerpt
from speakprep.talk.language import Language, detect
from speakprep.talk.model import Talk
from speakprep.talk.report import Finding, Place

_MESSAGES: dict[str, dict[Language, str]] = {
    "CFP113": {
        "en": "A {label} has {minutes} minutes here, talk.toml says {slot}.",
        "zh": "这里的 {label} 是 {minutes} 分钟，talk.toml 写的是 {slot} 分钟。",
    },
    "CFP114": {
        "en": "A {label} takes {allowed} speaker{s}, talk.toml names {count}.",
        "zh": "{label} 可有 {allowed} 位讲者，talk.toml 写了 {count} 位。",
    },
}


def language_of(proposal: Proposal, default: Language) -> Language:
    """Return the language a proposal is written in, or `default` when nothing is written."""
    written = " ".join(prose_of(entry.section.body) for entry in proposal.entries)
    return detect(written) if written.strip() else default


def passages(
    proposal: Proposal, default: Language, minutes: int | None = None
) -> tuple[Passage, ...]:
    """Return every field of the form as a text for the rules, in the order of the file.

    Fields without a heading come last, empty and without a line. `minutes` is
    the talk's slot, which counts where no format is chosen.
    """
    language = language_of(proposal, default)
    chosen = _chosen_format(proposal)
    slot = chosen.minutes if chosen and chosen.minutes else minutes
    found = [_passage(proposal, entry, language, slot) for entry in proposal.entries]
    there = {entry.field.key for entry in proposal.entries}
    absent = [
        Passage(
            text="",
            language=language,
            place=Place(file=proposal.file, field=field.key),
            label=field.called(language),
            bounds=_bounds(field, "", "", proposal.profile, language, slot),
        )
        for field in proposal.profile.fields
        if field.key not in there
    ]
    return (*found, *absent)


def meters(proposal: Proposal, default: Language) -> tuple[Meter, ...]:
    """Return how full each field is, in the order of the form."""
    profile = proposal.profile
    language = language_of(proposal, default)
    return tuple(
        Meter(
            field=field.key,
            label=field.called(language),
            count=_count(proposal, field),
            limit=field.at_most,
            unit=UNITS[field.counter][language],
            required=field.required,
            choice=answer(proposal, field.key) if field.choices else "",
        )
        for field in profile.fields
    )


def empty_fields(proposal: Proposal) -> tuple[Field, ...]:
    """Return the fields in which nothing is written yet, in the order of the form."""
    return tuple(field for field in proposal.profile.fields if not answer(proposal, field.key))


def answer(proposal: Proposal, key: str) -> str:
    """Return what is written for a field, as it would be pasted into the form."""
    entry = proposal.entry(key)
    return prose_of(entry.section.body) if entry else ""


def language_findings(proposal: Proposal) -> tuple[Finding, ...]:
    """Hold the language of a proposal against the one that the form wants."""
    wanted = proposal.profile.language
    if wanted is None or language_of(proposal, wanted) == wanted:
        return ()
    written = ((entry, prose_of(entry.section.body)) for entry in proposal.entries)
    first, words = next(each for each in written if each[1] and detect(each[1]) != wanted)
    # In the language that whoever wrote it reads, which is the other one.
    message = {
        "en": "表单要用英文提交，目前多是中文：可以先写完，提交前再译成英文："
        "speakprep cfp translate --to en",
        "zh": "The form wants Chinese, and this is mostly English: draft on, and translate it "
        "before you send it: speakprep cfp translate --to zh",
    }
    return (
        Finding(
            code="CFP115",
            level="warning",
            message=message[wanted],
            place=_place(proposal, first),
            evidence=excerpt(words),
        ),
    )


def format_findings(proposal: Proposal, talk: Talk) -> tuple[Finding, ...]:
    """Hold the chosen format against the talk's slot and speakers."""
    entry = proposal.entry("format")
    chosen = _chosen_format(proposal)
    if entry is None or chosen is None:
        return ()
    found: list[tuple[str, dict[str, str]]] = []
    if chosen.minutes is not None and chosen.minutes != talk.minutes:
        found.append(("CFP113", {"minutes": str(chosen.minutes), "slot": str(talk.minutes)}))
    count = len(talk.speakers)
    named = count or chosen.names_all
    if chosen.speakers and named and not chosen.speakers[0] <= count <= chosen.speakers[1]:
        least, most = map(str, chosen.speakers)
        found.append(("CFP114", {"least": least, "most": most, "count": str(count)}))
    language = language_of(proposal, talk.language)
    label = chosen.label.lower() if language == "en" else chosen.label
    return tuple(
        Finding(
            code=code,
            level="warning",
            message=_message(code, language, label=label, **values),
            place=_place(proposal, entry),
            evidence=answer(proposal, "format"),
        )
        for code, values in found
    )


def _message(code: str, language: Language, **values: str) -> str:
    if "least" in values:
        alone = values["least"] == values["most"]
        to = {"en": " to ", "zh": " 至 "}[language]
        values["allowed"] = values["most"] if alone else f"{values['least']}{to}{values['most']}"
        values["s"] = "s" * (values["most"] != "1")
    return _MESSAGES[code][language].format(**values)


def _chosen_format(proposal: Proposal) -> Format | None:
    written = answer(proposal, "format").casefold()
    return next((f for f in proposal.profile.formats if f.label.casefold() == written), None)


def _count(proposal: Proposal, field: Field) -> int:
    profile = proposal.profile
    return size(answer(proposal, field.key), field.counter, profile.newline)


def _passage(proposal: Proposal, entry: Entry, language: Language, slot: int | None) -> Passage:
    body = entry.section.body
    prose = prose_of(body)
    # A choice or a name says nothing about the language somebody writes in.
    own = detect(prose) if prose and not entry.field.choices else language
    line = entry.section.line + (1 if prose else 0)
    return Passage(
        text=body,
        language=own,
        place=Place(file=proposal.file, line=line, field=entry.field.key),
        label=entry.field.called(own),
        markup=entry.field.markup,
        bounds=_bounds(entry.field, body, prose, proposal.profile, own, slot),
    )


def _bounds(
    field: Field,
    body: str,
    prose: str,
    profile: Profile,
    language: Language,
    slot: int | None,
) -> Bounds:
    count = size(prose, field.counter, profile.newline)
    overflow = None
    if field.at_most is not None and count > field.at_most:
        fits = fitting(prose, field.at_most, field.counter, profile.newline)
        overflow = offset_in(body, fits)
    return Bounds(
        count=count,
        unit=UNITS[field.counter][language],
        at_least=field.at_least,
        at_most=field.at_most,
        overflow=overflow,
        required=field.required,
        choices=field.choices,
        minutes=slot,
    )


def _place(proposal: Proposal, entry: Entry) -> Place:
    body = entry.section.body
    start = offset_in(body, 0)
    return Place(
        file=proposal.file,
        line=entry.section.line + 1 + body.count("\n", 0, start),
        column=start - body.rfind("\n", 0, start),
        field=entry.field.key,
    )
