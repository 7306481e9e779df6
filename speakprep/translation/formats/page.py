"""A translation as one HTML page: both sides, slide by slide, with what was found."""

from collections.abc import Iterator, Mapping, Sequence

from speakprep.script.plain import tidy
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.translation.formats.model import Bundle, Unit
from speakprep.translation.model import SourceSlide

TEMPLATE = "prompts/translation-page.html"
"""The page as a data file, which a speaker may replace."""

DRAFT = "DRAFT / 草稿"
"""What stands on everything that nobody has signed, in both languages."""

Row = dict[str, str]
"""One step of the page: `kind` and what that kind of step shows."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "slide": "Slide {number}",
        "about": "{source} into {target}: {signed} of {units} places signed, {found} with findings",
        "none": "not translated yet",
        "missing": "missing",
        "stale": "older source",
        "rejected": "refused",
        "flagged": "findings",
        "machine": "unread",
        "edited": "edited",
        "signed": "signed",
        "error": "error",
        "warning": "warning",
        "advice": "advice",
    },
    "zh": {
        "slide": "第 {number} 页",
        "about": "{source}译{target}：{units} 处中已签 {signed} 处，{found} 处有待看的问题",
        "none": "尚未翻译",
        "missing": "缺",
        "stale": "原文已改",
        "rejected": "退回",
        "flagged": "有问题",
        "machine": "未读",
        "edited": "已改",
        "signed": "已签",
        "error": "错误",
        "warning": "警告",
        "advice": "提示",
    },
}
_NAMES: Mapping[Language, Mapping[Language, str]] = {
    "en": LANGUAGE_NAMES,
    "zh": {"en": "英", "zh": "中"},
}


def page_inputs(
    bundle: Bundle, slides: Sequence[SourceSlide], title: str, *, draft: bool
) -> dict[str, object]:
    """Return what the template is filled in with.

    Args:
        bundle: all places, in the order of the script.
        slides: the source script, cut.
        title: the talk's title in the other language.
        draft: whether something on the page is not signed.
    """
    language = bundle.direction.source
    words = _WORDS[language]
    about = words["about"].format(
        source=_NAMES[language][language],
        target=_NAMES[language][bundle.direction.target],
        units=len(bundle.units),
        signed=len(bundle.units) - len(bundle.unsigned),
        found=sum(unit.standing == "flagged" for unit in bundle.units),
    )
    return {
        "language": language,
        "source": language,
        "target": bundle.direction.target,
        "title": _line(bundle.title),
        "title_there": _line(title),
        "about": about,
        "draft": DRAFT if draft else "",
        "rows": list(_rows(bundle.units, slides, words)),
    }


def _rows(
    units: Sequence[Unit], slides: Sequence[SourceSlide], words: Mapping[str, str]
) -> Iterator[Row]:
    waiting = iter(units)
    for slide in slides:
        number = slide.slide.head.number
        label = words["slide"].format(number="?" if number is None else number)
        yield {"kind": "slide", "label": label, "anchor": slide.key}
        if slide.title is not None:
            for unit in _taken(waiting, len(slide.title.segments)):
                yield from _pair(unit, words, "heading")
        covered = 0
        runs = iter(slide.runs)
        for stretch in slide.stretches:
            if not stretch.spoken:
                yield from _kept(stretch.raw)
                continue
            needed = len(next(runs).segments)
            for unit in _taken(waiting, needed - covered):
                covered += _segments(unit)
                yield from _pair(unit, words, "said")
            covered -= needed
        yield {"kind": "end slide"}


def _taken(waiting: Iterator[Unit], segments: int) -> Iterator[Unit]:
    """Take as many units as make up so many segments; one may reach further."""
    while segments > 0:
        unit = next(waiting)
        segments -= _segments(unit)
        yield unit


def _segments(unit: Unit) -> int:
    return unit.id.count("+") + 1


def _kept(raw: str) -> Iterator[Row]:
    """Show what stands between: code, addresses, the speaker's cues; no comments, no bare marks."""
    rows = [row.rstrip() for row in tidy(raw).split("\n")]
    shown = [
        row
        for row in rows
        if any(sign.isalpha() for sign in row) and not row.strip().startswith(("```", "~~~"))
    ]
    if shown:
        yield {"kind": "kept", "text": "\n".join(shown)}


def _pair(unit: Unit, words: Mapping[str, str], look: str) -> Iterator[Row]:
    """Show a place on both sides; the words that findings mean are marked where they stand."""
    meant = [found.evidence for found in unit.findings]
    yield {"kind": "pair", "look": look}
    yield from _pieces(unit.source, meant)
    yield {"kind": "turn"}
    if unit.target is None:
        yield {"kind": "empty", "text": words["none"]}
    else:
        yield from _pieces(unit.target, meant)
    yield {"kind": "said", "standing": unit.standing, "state": words[unit.standing]}
    for found in unit.findings:
        label, said = words[found.level], _line(found.message)
        yield {"kind": "finding", "level": found.level, "label": label, "text": said}
    yield {"kind": "end pair"}


def _pieces(text: str, meant: Sequence[str]) -> Iterator[Row]:
    """Yield a text in pieces, with marks around the words meant that are not all of it."""
    text = tidy(text)
    marked = [False] * len(text)
    for words in dict.fromkeys(tidy(said).rstrip("…").strip() for said in meant):
        start = text.find(words) if words and words != text.strip() else -1
        if start >= 0:
            marked[start : start + len(words)] = [True] * len(words)
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or marked[end] != marked[start]:
            yield {"kind": "mark" if marked[start] else "words", "text": text[start:end]}
            start = end


def _line(text: str) -> str:
    return " ".join(tidy(text).split())
