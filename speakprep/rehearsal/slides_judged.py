"""What the slides' times say about a rehearsal, in the language it was held in."""

from collections.abc import Iterable, Sequence

from speakprep.rehearsal.drift import Drift, SlideDrift
from speakprep.rehearsal.marks import Wrong, WrongKind
from speakprep.script.timing import clock
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Level, Place

MOST_NAMED = 5
"""So many slides or marks are named; the table shows the others."""

_CODES: dict[str, tuple[str, Level]] = {
    "late": ("RHS201", "warning"),
    "longer": ("RHS202", "advice"),
    "shorter": ("RHS203", "advice"),
    "skipped": ("RHS204", "advice"),
    "again": ("RHS205", "advice"),
    "hidden": ("RHS206", "advice"),
    "changed": ("RHS207", "advice"),
    "slide": ("RHS211", "warning"),
    "time": ("RHS212", "warning"),
    "order": ("RHS213", "warning"),
    "overlap": ("RHS214", "warning"),
    "beyond": ("RHS215", "warning"),
    "unknown": ("RHS216", "warning"),
    "deleted": ("RHS216", "warning"),
    "others": ("RHS217", "warning"),
}
_MESSAGES: dict[str, dict[Language, str]] = {
    "late": {
        "en": "after slide {slides} the talk is {time} behind its plan: look for what to leave out "
        "up to there, not at the end",
        "zh": "讲完第 {slides} 页时已比计划晚 {time}：该删的内容在这一页之前，不在结尾",
    },
    "longer": {
        "en": "much longer than planned: {slides}. Did you explain what the slide does not show?",
        "zh": "比计划长得多：{slides}。是不是在解释幻灯片没有讲清的内容？",
    },
    "shorter": {
        "en": "much shorter than planned: {slides}. Left out on purpose, or forgotten?",
        "zh": "比计划短得多：{slides}。是有意省略，还是忘了讲？",
    },
    "skipped": {
        "en": "skipped: {noun} {slides}. What you can do without may leave the deck",
        "zh": "跳过了第 {slides} 页。如果不需要，可以从幻灯片里去掉",
    },
    "again": {
        "en": "shown more than once: {noun} {slides}. A copy where you need it again saves the "
        "way back",
        "zh": "不止一次翻到第 {slides} 页。在需要的地方放一张副本，就不用往回翻",
    },
    "hidden": {
        "en": "hidden slides were shown and are not counted: {slides}",
        "zh": "翻到了隐藏的页，不计入时间：{slides}",
    },
    "changed": {
        "en": "the text of {noun} {slides} was changed since this rehearsal; the plan is today's",
        "zh": "试讲之后改过第 {slides} 页的讲稿；计划时间按现在的讲稿计算",
    },
    "slide": {
        "en": "no slide can be told from: {marks}",
        "zh": "看不出是哪一页：{marks}",
    },
    "time": {
        "en": "no time can be told from: {marks}",
        "zh": "看不出是什么时间：{marks}",
    },
    "order": {
        "en": "marks out of order were put in the order of time: {noun} {marks}",
        "zh": "时间标记的顺序不对，已按时间排好：{marks}",
    },
    "overlap": {
        "en": "marks that run into the next one end where that begins: {noun} {marks}",
        "zh": "有标记与下一个重叠，已在下一个开始处截断：{marks}",
    },
    "beyond": {
        "en": "marks after the end of the recording were left out: {noun} {marks}. Are they of "
        "another take?",
        "zh": "录音结束之后的标记没有采用：{marks}。会不会是另一次试讲的标记？",
    },
    "unknown": {
        "en": "marks of slides that the script does not have are not counted: {noun} {marks}",
        "zh": "讲稿里没有这些页，其标记不计入：第 {marks} 页",
    },
    "deleted": {
        "en": "the time of slides that were deleted since is not counted: {noun} {slides}, as "
        "numbered then",
        "zh": "后来删掉的页，其时间不计入，当时的页码是：{slides}",
    },
    "others": {
        "en": "the marks know their slides by other ids than the script, and go by number: are "
        "they of another talk?",
        "zh": "标记里的幻灯片 id 与讲稿不同，只按页码对应：会不会是另一场演讲的标记？",
    },
}
_MORE: dict[Language, str] = {"en": "{} and {} more", "zh": "{} 等共 {}"}
_COMMA: dict[Language, str] = {"en": ", ", "zh": "、"}


def judge_slides(
    drift: Drift, language: Language, file: str, changed: Sequence[int] = ()
) -> tuple[Finding, ...]:
    """Return what in the slides' times is worth a look, the most pressing first.

    Args:
        drift: planned against actual.
        language: the script's, in which the findings are worded.
        file: the rehearsal's record, or the file of marks.
        changed: numbers of the slides whose text is another one by now.
    """
    far = [slide for slide in drift.slides if slide.flagged and slide.drift_s is not None]
    longer = sorted((s for s in far if (s.drift_s or 0) > 0), key=lambda s: -(s.drift_s or 0))
    shorter = sorted((s for s in far if (s.drift_s or 0) < 0), key=lambda s: s.drift_s or 0)
    late = next((slide for slide in drift.slides if slide.number == drift.late_after), None)
    words = {
        "late": [str(late.number)] if late else [],
        "longer": [_signed(slide) for slide in longer],
        "shorter": [_signed(slide) for slide in shorter],
        "skipped": [str(s.number) for s in drift.slides if s.state == "skipped"],
        "again": [str(s.number) for s in drift.slides if s.visits > 1],
        "hidden": [f"{number} ({clock(seconds)})" for number, seconds in drift.hidden],
        "deleted": [f"{number} ({clock(seconds)})" for number, seconds in drift.deleted],
        "changed": [str(number) for number in changed],
    }
    time = clock(late.late_s) if late else ""
    single = {kind: found for kind, found in words.items() if found}
    return tuple(
        _finding(kind, language, file, slides=_named(found, language), noun=_noun(found), time=time)
        for kind, found in single.items()
    )


def judge_marks(wrong: Iterable[Wrong], language: Language, file: str) -> tuple[Finding, ...]:
    """Name what in a file of marks made no sense: one finding for each kind."""
    kinds: dict[WrongKind, list[Wrong]] = {}
    for each in wrong:
        kinds.setdefault(each.kind, []).append(each)
    return tuple(
        _finding(
            kind,
            language,
            file,
            line=found[0].line,
            marks=_named([each.what for each in found], language),
            noun=_noun(found),
        )
        for kind, found in kinds.items()
    )


def _finding(
    kind: str, language: Language, file: str, line: int | None = None, **words: str
) -> Finding:
    code, level = _CODES[kind]
    message = _MESSAGES[kind][language].format(**words)
    return Finding(code=code, level=level, message=message, place=Place(file=file, line=line))


def _signed(slide: SlideDrift) -> str:
    drift = slide.drift_s or 0.0
    return f"{slide.number} ({'+' if drift > 0 else '-'}{clock(abs(drift))})"


def _noun(found: Sequence[object]) -> str:
    return "slide" if len(found) == 1 else "slides"


def _named(words: Sequence[str], language: Language) -> str:
    shown = _COMMA[language].join(words[:MOST_NAMED])
    more = len(words) - MOST_NAMED
    if more <= 0:
        return shown
    return _MORE[language].format(shown, more if language == "en" else len(words))
