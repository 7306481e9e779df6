"""What only shows when fields, or proposals, are held against each other.

Findings made here:

    CFP112  more proposals of one speaker than the event takes
    CFP213  a field that repeats what another field says
    CFP708  a proposal much like another one of the speaker's at the same organiser
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from speakprep.cfp.form import answer
from speakprep.cfp.model import Entry, Proposal
from speakprep.lint.lines import Lines
from speakprep.lint.masking import mask_comments
from speakprep.lint.reading import excerpt
from speakprep.talk.language import HAN, Language, detect
from speakprep.talk.report import Finding, Place

TELLING = ("abstract", "description", "detailed_description", "objective", "benefits")
"""Fields that each have something of their own to tell, in the order they are read."""

ALIKE = 0.5
"""Share of runs of words in common above which one text repeats another: of 31,000 pairs of
accepted abstracts none written apart shares more than 0.13 in English, 0.29 in Chinese
(ApacheCon Asia 2023 and DjangoCon US 2023)."""

FEWEST_RUNS = 12
"""Runs of words a text must have to be compared: shorter ones are alike by chance."""

YEAR_DAYS = 366
"""Organisers ask about talks given within a year (Linux Foundation's forms, 2026)."""

_WORD_OR_HAN = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
_DIFFERS = re.compile(r"(?i)\b(?:differ\w*|new|since|updated?|unlike)\b|不同|区别|新增|更新|改进")
_MESSAGES: dict[str, dict[Language, str]] = {
    "CFP112": {
        "en": "{who} has {count} proposals for {event} here, and it takes {most} per speaker: "
        "choose the strongest.",
        "zh": "{who} 在这里有 {count} 份投给 {event} 的提案，每位讲者最多 {most} 份：请选最强的。",
    },
    "CFP213": {
        "en": "{percent} % of this already stands in “{other}”. Each field is read beside the "
        "other: tell here what it does not.",
        "zh": "这里有 {percent}% 与“{other}”重复。评审会把两处放在一起看：这里请写那里没有的内容。",
    },
    "CFP708": {
        "en": "This reads much like {other}, also for {event}. Say what is new since then: "
        "organisers ask how a talk differs from the one before.",
        "zh": "这份与 {other} 很相似，也是投给 {event} 的。"
        "请写明有什么不同：主办方会问与上次相比的区别。",
    },
}


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One proposal among others: whose it is, in which talk, and the day of that talk.

    `talk` tells talks apart, variants of one have the same; it is empty outside of talks.
    """

    proposal: Proposal
    language: Language
    speakers: tuple[str, ...] = ()
    talk: str = ""
    day: date | None = None


def set_findings(submissions: Sequence[Submission]) -> tuple[Finding, ...]:
    """Hold the proposals of each speaker against each other, where several are checked."""
    return (*_too_many(submissions), *_again(submissions))


def copy_findings(proposal: Proposal) -> tuple[Finding, ...]:
    """Hold the fields of one proposal against each other."""
    return tuple(_copies(proposal))


def _copies(proposal: Proposal) -> Iterator[Finding]:
    earlier: list[tuple[Entry, frozenset[tuple[str, ...]]]] = []
    for key in TELLING:
        entry = proposal.entry(key)
        if entry is None:
            continue
        words = answer(proposal, key)
        runs = _runs(words)
        if len(runs) >= FEWEST_RUNS:
            for other, others in earlier:
                share = len(runs & others) / len(runs)
                if share > ALIKE:
                    yield _finding(
                        "CFP213",
                        detect(words),
                        _start(proposal, entry),
                        excerpt(words),
                        percent=f"{share * 100:.0f}",
                        other=other.field.called(detect(words)),
                    )
                    break
        earlier.append((entry, runs))


def _too_many(submissions: Iterable[Submission]) -> Iterator[Finding]:
    each: defaultdict[tuple[str, str], list[Submission]] = defaultdict(list)
    for submission in submissions:
        for name in submission.speakers:
            each[submission.proposal.profile.key, _folded(name)].append(submission)
    for submitted in each.values():
        group = _by_talk(submitted)
        profile = group[0].proposal.profile
        most = profile.max_submissions
        if most is None or len(group) <= most:
            continue
        last = group[-1]
        folded = {_folded(name): name for name in last.speakers}
        shared = set(folded).intersection(*(map(_folded, one.speakers) for one in group))
        yield _finding(
            "CFP112",
            last.language,
            Place(file=last.proposal.file),
            ", ".join(one.proposal.file for one in group),
            who=folded[min(shared)],
            count=str(len(group)),
            event=profile.name,
            most=str(most),
        )


def _by_talk(submissions: Iterable[Submission]) -> list[Submission]:
    """Count a talk once for its event: what it has in another language is no second proposal."""
    each = {one.talk or one.proposal.file: one for one in reversed(tuple(submissions))}
    return list(reversed(each.values()))


def _again(submissions: Iterable[Submission]) -> Iterator[Finding]:
    each: defaultdict[tuple[str, str], list[Submission]] = defaultdict(list)
    for submission in submissions:
        key = submission.proposal.profile.key
        for name in submission.speakers if key != "generic" else ():
            each[_organiser(key), _folded(name)].append(submission)
    told = set[str]()
    for group in each.values():
        ordered = sorted(group, key=lambda one: one.day or date.max)
        runs = [_runs(_told(one.proposal)) for one in ordered]
        for number, later in enumerate(ordered):
            earlier = next(
                (
                    before
                    for before, others in zip(ordered[:number], runs, strict=False)
                    if _is_again(before, later) and _alike(runs[number], others)
                ),
                None,
            )
            if earlier is not None and later.proposal.file not in told:
                told.add(later.proposal.file)
                yield _finding(
                    "CFP708",
                    later.language,
                    Place(file=later.proposal.file),
                    other=earlier.proposal.file,
                    event=earlier.proposal.profile.name,
                )


def _is_again(earlier: Submission, later: Submission) -> bool:
    if earlier.talk and earlier.talk == later.talk:
        return False
    if earlier.day and later.day and (later.day - earlier.day).days > YEAR_DAYS:
        return False
    said = " ".join(answer(later.proposal, key) for key in ("presented_before", "notes"))
    return not _DIFFERS.search(said)


def _alike(runs: frozenset[tuple[str, ...]], others: frozenset[tuple[str, ...]]) -> bool:
    fewer = min(len(runs), len(others))
    return fewer >= FEWEST_RUNS and len(runs & others) / fewer > ALIKE


def _told(proposal: Proposal) -> str:
    return "\n".join(answer(proposal, key) for key in TELLING[:3])


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return all runs of three words, or of two Han characters in a Chinese text."""
    words = [word.casefold() for word in _WORD_OR_HAN.findall(text)]
    length = 2 if detect(text) == "zh" else 3
    return frozenset(zip(*(words[start:] for start in range(length)), strict=False))


def _organiser(key: str) -> str:
    """Return whose event it is, as far as its key tells: the first word, such as "kubecon"."""
    return key.partition("-")[0]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _start(proposal: Proposal, entry: Entry) -> Place:
    text = mask_comments(entry.section.body)
    origin = Place(file=proposal.file, line=entry.section.line + 1, column=1, field=entry.field.key)
    first = re.search(r"[^\s\ufffc]", text)
    return Lines(text).place(origin, first.start() if first else 0)


def _finding(
    code: str, language: Language, place: Place, evidence: str = "", **values: str
) -> Finding:
    return Finding(
        code=code,
        level="warning",
        message=_MESSAGES[code][language].format(**values),
        place=place,
        evidence=evidence,
    )
