"""Is the script complete, can it be read aloud, and does it fit the slot?"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Literal

from speakprep.deck.model import Slide
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import (
    Suppressed,
    Suppression,
    suppress,
    suppression_findings,
    suppressions_in,
)
from speakprep.script.adopt import loose_headings
from speakprep.script.generated import is_unreviewed
from speakprep.script.model import Script, SlideText, fingerprint
from speakprep.script.passages import TALK, passages, whole_talk
from speakprep.script.timing import DEFAULT_PACE, Pace, Seconds, amount, seconds_of, total, units_of
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Level, Place

LONG_SLIDE_SECONDS = 180.0
"""A slide that is spoken over for longer loses the room; demos and pauses do not count."""

FAR_UNDER = 0.7
"""Share of the speaking time below which a finished script leaves the slot half empty."""

FOUND_HERE = (*(f"SCR{number}" for number in range(111, 119)), "SCR132")
"""What is found without a rule file; these can be allowed as well."""

State = Literal["empty", "notes", "written"]
"""`notes` are speaker notes taken over and not edited since; `written` is any other text."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MESSAGES: dict[str, dict[Language, str]] = {
    "over": {
        "en": "The talk takes about {likely} minutes, and you have {limit}: "
        "{over} to cut. The longest slides: {longest}",
        "zh": "全文约需 {likely} 分钟，可用 {limit} 分钟：需要删去约 {over} 分钟。"
        "最长的几页：{longest}",
    },
    "under": {
        "en": "The talk takes about {likely} of your {limit} minutes: "
        "room for an example or a demo",
        "zh": "全文约 {likely} 分钟，可用 {limit} 分钟：还可以加一个例子或演示",
    },
    "long": {
        "en": "Slide {slide} is talked over for about {minutes} minutes; "
        "two slides hold the room better than one",
        "zh": "第 {slide} 页要讲约 {minutes} 分钟；拆成两页，听众更容易跟上",
    },
    "fence": {
        "en": "This code block is never closed, so nothing after it on this slide counts as speech",
        "zh": "这段代码没有结束标记，本页后面的文字都不会计入讲稿",
    },
    "comment": {
        "en": "This comment is never closed, so it counts as speech. End it with -->",
        "zh": "这条注释没有结束，会被当作讲稿。请用 --> 结束",
    },
    "loose": {
        "en": "This heading has no slide; its text counts to the slide above. "
        "Make it bold, or give the slide this title and sync",
        "zh": "这个标题没有对应的幻灯片，其文字算在上一页。"
        "可改为加粗，或给幻灯片起这个标题后再同步",
    },
    "doubled": {
        "en": "Slide {slide} has two texts. Join them under one heading",
        "zh": "第 {slide} 页有两段讲稿，请合到一个标题下",
    },
    "generated": {
        "en": "A model drafted this and nobody has worked on it yet. Read it aloud, change what "
        "is not yours, or accept it: speakprep script draft --accept {slide}",
        "zh": "这段文字由模型起草，还没有人改过。请念一遍，改掉不像你说的话；"
        "认可就运行：speakprep script draft --accept {slide}",
    },
    "orphan": {
        "en": "This text has no slide in the deck and is not counted. "
        "Move it to another slide, or delete it",
        "zh": "这段文字没有对应的幻灯片，不计入时间。可移到别的页，或删去",
    },
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One slide of the script, as a table shows it.

    `count` is in words (English) or characters (Chinese), as spoken;
    `still_seconds` are the demos and pauses in `seconds`.
    """

    number: int | None
    slide_id: int
    title: str
    line: int
    count: int
    seconds: Seconds
    still_seconds: float
    state: State
    hidden: bool = False
    orphan: bool = False


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """How a talk is given.

    `minutes` are there to speak in, questions left out; `as_words` are capitals
    said like a word; `slides`, by id, are what the audience sees, as far as
    that is known: rules that compare with a slide are silent about all others.
    """

    minutes: float
    pace: Pace = DEFAULT_PACE
    as_words: AbstractSet[str] = frozenset()
    slides: Mapping[int, Slide] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A script's table, its whole time, what was found, and what of that somebody allows."""

    rows: tuple[Row, ...]
    total: Seconds
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()


def check_script(
    script: Script, *, language: Language, rules: Sequence[Rule], file: str, delivery: Delivery
) -> Checked:
    """Check a script in `language` against `rules`, the time and the slides."""
    rows = rows_of(script, language, delivery)
    slides = delivery.slides
    shown = [row for row in rows if not row.hidden and not row.orphan]
    whole = total(row.seconds for row in shown)
    on_talk = [rule for rule in rules if TALK in rule.fields]
    findings = [
        *_fit(shown, whole, delivery.minutes, language, file),
        *lint(passages(script, language, file, slides), rules),
        *_on_slides(script, lint([whole_talk(script, language, file, slides)], on_talk)),
        *_long(shown, language, file),
        *_structure(script, language, file),
    ]
    return Checked(rows=rows, total=whole, findings=_in_order(findings))


def allow(checked: Checked, suppressions: Sequence[Suppression], rules: Iterable[Rule]) -> Checked:
    """Set aside what is allowed, and name what allows nothing.

    What talk.toml allows may be for the proposal or for another script, so that is not judged.
    """
    outcome = suppress(checked.findings, suppressions)
    known = frozenset((*FOUND_HERE, *(rule.code for rule in rules)))
    written_here = (each for each in outcome.unused if each.lines is not None)
    findings = (*outcome.findings, *suppression_findings(written_here, known))
    return replace(checked, findings=_in_order(findings), suppressed=outcome.suppressed)


def suppressions_of(script: Script, language: Language, file: str) -> tuple[Suppression, ...]:
    """Read the comments slide by slide; above the first one they count for the whole file."""
    found = [*suppressions_in(script.preamble, Place(file=file, line=1), language, whole=True)]
    for section in script.slides:
        place = Place(file=file, line=section.line, slide=section.head.number)
        found += suppressions_in(section.source, place, language)
    return tuple(found)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(findings, key=lambda finding: (finding.place.line or 0, finding.place.column or 0))
    )


def rows_of(script: Script, language: Language, delivery: Delivery) -> tuple[Row, ...]:
    """Return the script as a table, hidden slides and texts without a slide included."""
    return tuple(_row(section, language, delivery) for section in script.slides)


def _on_slides(script: Script, findings: Iterable[Finding]) -> Iterable[Finding]:
    """Tell of what was found in the whole talk on which slide it is."""
    lines = [section.line for section in script.slides]
    for finding in findings:
        at = finding.place.line or 1
        section = script.slides[max(bisect_right(lines, at) - 1, 0)]
        place = replace(finding.place, field=None, slide=section.head.number)
        yield replace(finding, place=place)


def _row(section: SlideText, language: Language, delivery: Delivery) -> Row:
    head = section.head
    spoken = amount(section.text, delivery.as_words)
    return Row(
        number=head.number,
        slide_id=head.slide_id,
        title=head.title,
        line=section.line,
        count=units_of(spoken, language),
        seconds=seconds_of(spoken, delivery.pace),
        still_seconds=spoken.pause_seconds,
        state=_state(section),
        hidden=head.hidden,
        orphan=head.orphan,
    )


def _state(section: SlideText) -> State:
    if not section.prose:
        return "empty"
    stamp = section.stamp
    edited = stamp is not None and stamp.text != fingerprint(section.prose)
    return "notes" if section.origin == "notes" and not edited else "written"


def _fit(
    shown: Sequence[Row], whole: Seconds, minutes: float, language: Language, file: str
) -> Iterable[Finding]:
    likely = whole.likely / 60
    if likely > minutes:
        longest = sorted(shown, key=lambda row: -row.seconds.likely)[:3]
        names = ", ".join(f"{row.number} ({row.seconds.likely / 60:.1f})" for row in longest)
        yield _finding(
            ("SCR111", "warning", "over"),
            language,
            Place(file=file, line=1),
            likely=f"{likely:.0f}",
            limit=f"{minutes:g}",
            over=f"{max(likely - minutes, 0.5):.1f}",
            longest=names,
        )
    elif likely < minutes * FAR_UNDER and all(row.state != "empty" for row in shown):
        yield _finding(
            ("SCR112", "advice", "under"),
            language,
            Place(file=file, line=1),
            likely=f"{likely:.1f}",
            limit=f"{minutes:g}",
        )


def _long(shown: Sequence[Row], language: Language, file: str) -> Iterable[Finding]:
    for row in shown:
        speech = row.seconds.likely - row.still_seconds
        if speech > LONG_SLIDE_SECONDS:
            yield _finding(
                ("SCR113", "advice", "long"),
                language,
                Place(file=file, line=row.line, slide=row.number),
                row.title,
                slide=str(row.number),
                minutes=f"{speech / 60:.1f}",
            )


def _structure(script: Script, language: Language, file: str) -> Iterable[Finding]:
    """Find what stands in the file otherwise than it was probably meant."""
    seen: Counter[int] = Counter()
    yield from _loose(script.preamble, Place(file=file, line=1), language)
    for section in script.slides:
        head = section.head
        place = Place(file=file, line=section.line, slide=head.number)
        text_place = Place(file=file, line=section.text_line, slide=head.number)
        if head.orphan:
            yield _finding(("SCR118", "warning", "orphan"), language, place, head.title)
        elif seen[head.slide_id]:
            named = {"slide": str(head.number)}
            yield _finding(("SCR117", "warning", "doubled"), language, place, head.title, **named)
        seen[head.slide_id] += not head.orphan
        if is_unreviewed(section.text):
            first = section.prose.partition("\n")[0]
            named = {"slide": str(head.number)}
            yield _finding(("SCR132", "advice", "generated"), language, text_place, first, **named)
        yield from _never_closed(section.text, text_place, language)
        yield from _loose(section.text, text_place, language)


def _never_closed(text: str, place: Place, language: Language) -> Iterable[Finding]:
    lines = text.split("\n")
    opened = _open_fence(lines)
    if opened is not None:
        at = _below(place, opened)
        yield _finding(("SCR114", "warning", "fence"), language, at, lines[opened].strip())
    start = text.rfind("<!--")
    if start != -1 and "-->" not in text[start:]:
        line = text.count("\n", 0, start)
        at = _below(place, line)
        yield _finding(("SCR115", "warning", "comment"), language, at, lines[line].strip())


def _open_fence(lines: Sequence[str]) -> int | None:
    """Return the line, from 0, of a code fence that is open at the end."""
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = (number, match[1])
        elif match[1].startswith(opened[1]) and line.strip() == match[1]:
            opened = None
    return opened[0] if opened else None


def _loose(text: str, place: Place, language: Language) -> Iterable[Finding]:
    for piece in loose_headings(text):
        at = _below(place, piece.line - 1)
        yield _finding(("SCR116", "advice", "loose"), language, at, piece.heading.strip())


def _below(place: Place, lines: int) -> Place:
    return Place(file=place.file, line=(place.line or 1) + lines, slide=place.slide)


def _finding(
    rule: tuple[str, Level, str],
    language: Language,
    place: Place,
    evidence: str = "",
    **values: str,
) -> Finding:
    code, level, message = rule
    return Finding(
        code=code,
        level=level,
        message=_MESSAGES[message][language].format(**values),
        place=place,
        evidence=evidence,
    )
