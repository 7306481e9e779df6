"""The reviewer's questions, and how far a proposal answers each with its own words.

Findings made here, in the language of the text:

    CFP140  a question that is still open
    CFP141  the sentence that answered a question was edited
    CFP142  cfp-check.toml answers a question that no checklist asks
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.cfp.evidence import Answer, Proposed, Prose, holding, read_prose, says_enough
from speakprep.cfp.form import language_of, passages
from speakprep.cfp.model import Proposal
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.lint.kinds import KINDS
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.lint.reading import Reading, excerpt
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place

Status = Literal["done", "declined", "stale", "open"]

OPEN, STALE = "CFP140", "CFP141"

REVIEWERS = "CFP8"
"""Codes of what reviewers wrote about drafts begin so."""

MOST_CANDIDATES = 9
"""Sentences offered to choose from: one key each."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question a reviewer may ask, and how it stands.

    `place` is where its quote stands, or stood when it is stale. `hints` is what
    the rule itself finds in the text: a gate, no judgement. `proposed` is a
    model's quote that still stands in the text and waits for a yes.
    """

    code: str
    name: str
    status: Status
    ask: str
    why: str
    answer: Answer
    place: Place
    hints: tuple[Finding, ...] = ()
    proposed: Proposed | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many questions stand how; `proposed` are those open or stale with a model's quote."""

    done: int = 0
    declined: int = 0
    stale: int = 0
    open: int = 0
    proposed: int = 0


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A sentence that may answer a question: verbatim, and the key of its field."""

    words: str
    field: str


def asked(rules: Sequence[Rule], proposal: Proposal) -> tuple[Rule, ...]:
    """Return the rules that ask something about a proposal, and for which its form has a field.

    What reviewers wrote about real drafts comes first.
    """
    keys = {field.key for field in proposal.profile.fields}
    asking = (
        rule
        for rule in rules
        if rule.ask and rule.stage == "cfp" and (not rule.fields or keys & {*rule.fields})
    )
    return tuple(sorted(asking, key=lambda rule: not rule.code.startswith(REVIEWERS)))


def proses_of(proposal: Proposal) -> dict[str, Prose]:
    """Return the words of every field by its key, ready for looking quotes up."""
    return {entry.field.key: read_prose(prose_of(entry.section.body)) for entry in proposal.entries}


def items(
    proposal: Proposal,
    rules: Sequence[Rule],
    answers: Mapping[str, Answer],
    default: Language,
    *,
    hints: bool = True,
) -> tuple[Item, ...]:
    """Return how each question stands, in the order of the checklists.

    Args:
        proposal: what was written.
        rules: all rules; those with a question count.
        answers: what is noted for each, by code.
        default: the language of the questions while nothing is written.
        hints: whether to say what the rules find in the text, too.
    """
    asking = asked(rules, proposal)
    proses = proses_of(proposal)
    found = lint(passages(proposal, default), asking) if hints else ()
    language = language_of(proposal, default)
    return tuple(
        _item(
            rule,
            answers.get(rule.code, Answer()),
            proposal=proposal,
            proses=proses,
            found=found,
            language=language,
        )
        for rule in asking
    )


def tally(found: Sequence[Item]) -> Tally:
    """Count the questions by how they stand."""
    statuses = [item.status for item in found]
    return Tally(
        done=statuses.count("done"),
        declined=statuses.count("declined"),
        stale=statuses.count("stale"),
        open=statuses.count("open"),
        proposed=sum(item.proposed is not None for item in found),
    )


def findings(
    found: Sequence[Item], answers: Mapping[str, Answer], language: Language, *, file: str
) -> tuple[Finding, ...]:
    """Return what is open and what is stale; `file` holds the answers."""
    asking = {item.code for item in found}
    unknown = [
        Finding(code="CFP142", level="advice", message=message, place=Place(file=file))
        for code in answers
        if code not in asking
        for message in [_UNKNOWN[language].format(code=code)]
    ]
    return (*(_finding(item, language) for item in found if _unsettled(item)), *unknown)


def candidates(rule: Rule, proposal: Proposal, default: Language) -> tuple[Candidate, ...]:
    """Return the sentences most likely to answer a question, likeliest first.

    Those with a word the rule looks for come first; then the others, from the
    end of the text where the rule looks at the end.
    """
    wanted = {*rule.fields, *rule.unless_filled}
    likely: list[Candidate] = []
    rest: list[Candidate] = []
    for passage in passages(proposal, default):
        key = passage.place.field or ""
        if (wanted and key not in wanted) or (passage.bounds and passage.bounds.choices):
            continue
        text = prose_of(passage.text)
        reading = Reading(dataclasses.replace(passage, text=text))
        prose = read_prose(text)
        starts = list(_cue_starts(reading, rule))
        for start, end in reading.sentences:
            words = text[start:end]
            if says_enough(words, prose):
                fits = any(start <= at < end for at in starts)
                (likely if fits else rest).append(Candidate(words=words, field=key))
    if rule.options.where == "last-half":
        likely, rest = likely[::-1], rest[::-1]
    return tuple([*likely, *rest][:MOST_CANDIDATES])


def _item(
    rule: Rule,
    answer: Answer,
    *,
    proposal: Proposal,
    proses: Mapping[str, Prose],
    found: Sequence[Finding],
    language: Language,
) -> Item:
    quote = answer.quote
    spot = holding(quote, proses) if quote else None
    status: Status = "declined" if answer.declined else "done" if spot else "open"
    if quote and not spot:
        status = "stale"
    proposed = answer.proposed
    if status in {"done", "declined"} or (proposed and not holding(proposed.quote, proses)):
        proposed = None
    key = spot.field if spot else quote.field if quote else None
    return Item(
        code=rule.code,
        name=rule.name,
        status=status,
        ask=rule.ask.get(language, rule.ask["en"]),
        why=rule.why.get(language, rule.why["en"]),
        answer=answer,
        place=_place(proposal, key, spot.offset if spot else None),
        hints=tuple(finding for finding in found if finding.code == rule.code),
        proposed=proposed,
    )


def _place(proposal: Proposal, key: str | None, offset: int | None) -> Place:
    """Return where a sentence begins, or its field's heading, or the file."""
    entry = proposal.entry(key) if key else None
    if entry is None:
        return Place(file=proposal.file)
    section = entry.section
    if offset is None:
        return Place(file=proposal.file, line=section.line, column=1, field=key)
    at = offset_in(section.body, offset)
    return Place(
        file=proposal.file,
        line=section.line + 1 + section.body.count("\n", 0, at),
        column=at - section.body.rfind("\n", 0, at),
        field=key,
    )


def _cue_starts(reading: Reading, rule: Rule) -> Iterator[int]:
    """Yield where the words stand whose absence the rule would point at."""
    options = rule.options
    wanted = options.before if rule.kind == "order" else options.cues
    if rule.kind not in {"order", "missing"}:
        return
    looking = dataclasses.replace(options, cues=wanted, where="whole", at_least=1)
    for hit in KINDS["pattern"].check(reading, dataclasses.replace(rule, options=looking)):
        yield hit.start


def _unsettled(item: Item) -> bool:
    return item.status in {"open", "stale"}


def _finding(item: Item, language: Language) -> Finding:
    """Say that a question is open, or open again."""
    stale = item.status == "stale"
    parts = [f"{item.code}{_COLON[language]}"]
    parts += [_STALE[language]] if stale else []
    parts.append(item.ask)
    parts += [_HINT[language].format(hint=item.hints[0].message)] if item.hints else []
    evidence = ""
    if item.proposed:
        parts.append(_PROPOSED[language].format(by=item.proposed.by, code=item.code))
        evidence = item.proposed.quote.words
    elif stale and item.answer.quote:
        evidence = excerpt(item.answer.quote.words)
    return Finding(
        code=STALE if stale else OPEN,
        level="warning" if stale else "advice",
        message=(" " if language == "en" else "").join(parts),
        place=item.place,
        evidence=evidence,
    )


_COLON: dict[Language, str] = {"en": ":", "zh": "："}
_STALE: dict[Language, str] = {
    "en": "The sentence you quoted has changed; quote it as it is now.",
    "zh": "你引用的句子改过了，请按现在的写法重新引用。",
}
_HINT: dict[Language, str] = {
    "en": "(A quick look at the words says: {hint})",
    "zh": "（按字面粗看：{hint}）",
}
_PROPOSED: dict[Language, str] = {
    "en": "{by} proposes the words below; if they say it: speakprep cfp check --accept {code}",
    "zh": "{by} 建议引用下面这句；如果确实如此：speakprep cfp check --accept {code}",
}
_UNKNOWN: dict[Language, str] = {
    "en": "No checklist asks {code}; its answer stays, and counts for nothing.",
    "zh": "没有哪份清单问到 {code}；这条回答保留着，但不起作用。",
}
