"""How figures and changes are said, in the language of the talk. No word of it is a mark."""

from collections.abc import Mapping

from speakprep.rehearsal.compare import Change, Comparison, Doubt
from speakprep.rehearsal.metrics import Metric, Unit
from speakprep.rehearsal.record import Kind
from speakprep.script.timing import clock
from speakprep.talk.language import Language

UNITS: Mapping[Language, Mapping[Unit, str]] = {
    "en": {
        "clock": "",
        "share": "%",
        "words/min": " words/min",
        "字/min": " 字/min",
        "per s": " per s",
        "": "",
        "s": " s",
        "LUFS": " LUFS",
        "st": " semitones",
    },
    "zh": {
        "clock": "",
        "share": "%",
        "words/min": " 词/分",
        "字/min": " 字/分",
        "per s": " 个/秒",
        "": "",
        "s": " 秒",
        "LUFS": " LUFS",
        "st": " 半音",
    },
}

DIFFERENCES: Mapping[Language, Mapping[Unit, str]] = {
    "en": {"share": " points", "LUFS": " LU"},
    "zh": {"share": " 个百分点", "LUFS": " LU"},
}
"""Units of a difference, where they are others than the values' own."""

SAME: Mapping[Language, str] = {"en": "about the same", "zh": "基本不变"}

KINDS: Mapping[Language, Mapping[Kind, str]] = {
    "en": {"solo": "alone", "team": "with the team", "video": "video", "final": "the last one"},
    "zh": {"solo": "独自", "team": "与团队", "video": "视频", "final": "最后一次"},
}

DOUBTS: Mapping[Language, Mapping[Doubt, str]] = {
    "en": {
        "other version": "They were measured by different versions of speakprep: delete the older "
        "record and log its recording again to compare them.",
        "other slides": "They hold different slides, so lengths are not compared.",
        "other language": "They are in different languages: only what holds for both is compared.",
        "noise": "One has much noise, so only larger changes are named.",
    },
    "zh": {
        "other version": "两次由不同版本的 speakprep 测量：删掉较旧的记录，重新 log 那段录音，"
        "即可比较。",
        "other slides": "两次讲的页不同，所以不比较长短。",
        "other language": "两次用了不同的语言：只比较两种语言都适用的数字。",
        "noise": "其中一次噪声较大，所以只指出较大的变化。",
    },
}

_FIRST: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "fits": "It fits its {minutes} minutes now.",
        "closer": "{closer} closer to its {minutes} minutes.",
        "steady": "Nothing changed beyond what measuring can tell: your talk is steady now.",
        "different": "Something changed. Listen to both: only you know which one you want.",
        "apart": "No figure of the two can be compared.",
    },
    "zh": {
        "fits": "现在正好放进 {minutes} 分钟。",
        "closer": "离 {minutes} 分钟近了 {closer}。",
        "steady": "没有超出测量误差的变化：你的演讲已经稳定了。",
        "different": "有些变化。两次都听一听：想要哪一种，只有你知道。",
        "apart": "这两次没有可以比较的数字。",
    },
}


def shown(metric: Metric, value: float, language: Language) -> str:
    """Return a value with its unit.

    >>> from speakprep.rehearsal.metrics import METRICS
    >>> shown(METRICS[0], 754.0, "en")
    '12:34'
    """
    return f"{number(metric, value)}{UNITS[language][metric.unit]}"


def number(metric: Metric, value: float) -> str:
    """Return a value as it is read, without its unit."""
    if metric.unit == "clock":
        return clock(value)
    if metric.unit == "share":
        return f"{100 * value:.0f}"
    # Not "-0": it has no meaning for a person.
    return f"{round(value, metric.digits) + 0.0:.{metric.digits}f}"


def change_words(change: Change, language: Language) -> str:
    """Say how a figure changed, or that nothing can be told apart."""
    if not change.changed:
        return SAME[language]
    metric = change.metric
    way = metric.ways[0] if change.difference > 0 else metric.ways[1]
    unit = DIFFERENCES[language].get(metric.unit, UNITS[language][metric.unit])
    amount = f"{number(metric, abs(change.difference))}{unit}"
    return f"{amount} {way[language]}" if language == "en" else f"{way[language]} {amount}"


def error_words(change: Change, language: Language) -> str:
    """Say by how much both values may differ though nothing did."""
    return f"±{shown(change.metric, change.error, language)}"


def first_words(comparison: Comparison, minutes: int, language: Language) -> str:
    """Say what a comparison comes to, in one encouraging sentence."""
    closer = clock(comparison.closer_s or 0.0)
    return _FIRST[language][comparison.word].format(minutes=minutes, closer=closer)
