"""Words that tell who the speaker is, where the review hides that.

Findings made here:

    CFP116  a review that hides the speakers, and a field that names them
"""

import re
from collections.abc import Iterator, Sequence

from speakprep.cfp.form import answer
from speakprep.cfp.model import Proposal
from speakprep.lint.lines import Lines
from speakprep.lint.masking import mask_comments
from speakprep.talk.language import HAN, Language
from speakprep.talk.report import Finding, Level, Place

OF_THE_SPEAKER = (
    *("biography", "tagline", "speaking_history", "experience", "presented_before"),
    *("additional_resources", "sample_videos"),
)
"""Fields that a review without names leaves out: they are about the speaker."""

_HANDLE = re.compile(
    r"(?<![\w.@])@(?P<name>[A-Za-z0-9_-]{3,39})(?![\w.]*@)"
    r"|(?:github\.com|gitlab\.com|twitter\.com|x\.com|linkedin\.com/in)/(?P<path>[A-Za-z0-9_-]{3,39})"
)
_EMPLOYER = re.compile(
    r"\b(?i:works?|working|engineer|developer|architect|manager|lead|leads|scientist|researcher"
    r"|advocate|consultant|director|founder|CTO)\b[^.;\n]{0,40}?\s(?:at|for)\s"
    r"(?P<en>[A-Z][\w&-]*(?:[ \t][A-Z][\w&-]*){0,3})"
    rf"|(?:就职于|任职于|供职于|来自|现任)\s?(?P<zh>[{HAN}A-Za-z0-9]{{2,12}}?)"
    r"(?=公司|集团|科技|担任|任职|的|，|。|,|\s|$)"
)
_MESSAGES: dict[str, dict[Language, str]] = {
    "name": {
        "en": "The review of {event} hides the speakers, and this names one: {found}.",
        "zh": "{event} 采用匿名评审，这里写出了讲者：{found}。",
    },
    "employer": {
        "en": "The review of {event} hides the speakers, and this may tell who you are: {found}.",
        "zh": "{event} 采用匿名评审，这里可能会暴露身份：{found}。",
    },
}


def identity_findings(
    proposal: Proposal, speakers: Sequence[str], language: Language
) -> tuple[Finding, ...]:
    """Look for names, handles and employers, if the event's review hides its speakers."""
    return tuple(_identity(proposal, speakers, language))


def _identity(proposal: Proposal, speakers: Sequence[str], language: Language) -> Iterator[Finding]:
    if proposal.profile.blind != "double":
        return
    about = "\n".join(answer(proposal, key) for key in OF_THE_SPEAKER)
    telling: list[tuple[re.Pattern[str], Level, str]] = [
        (_word(name), "error", "name") for name in _names(about, speakers)
    ]
    employers = {found["en"] or found["zh"] for found in _EMPLOYER.finditer(about)}
    telling += [(_word(name), "warning", "employer") for name in sorted(employers)]
    for entry in proposal.entries:
        if entry.field.key in OF_THE_SPEAKER or entry.field.choices:
            continue
        text = mask_comments(entry.section.body)
        lines = Lines(text)
        origin = Place(
            file=proposal.file, line=entry.section.line + 1, column=1, field=entry.field.key
        )
        for pattern, level, message in telling:
            if found := pattern.search(text):
                place = lines.place(origin, found.start())
                yield Finding(
                    code="CFP116",
                    level=level,
                    message=_MESSAGES[message][language].format(
                        event=proposal.profile.name, found=found[0]
                    ),
                    place=place,
                    evidence=found[0],
                )


def _names(about: str, speakers: Sequence[str]) -> list[str]:
    """Return the speakers' names, and what they are called elsewhere."""
    handles = {found["name"] or found["path"] for found in _HANDLE.finditer(about)}
    names = {name.strip() for name in speakers if len(name.strip()) > 1}
    return sorted(names | handles)


def _word(name: str) -> re.Pattern[str]:
    """Find a name as a whole word, however its parts are spaced."""
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", re.IGNORECASE)
