"""Languages, and what they are counted in: words, Han characters, sentences."""

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]
"""BCP 47 primary subtags of the languages speakprep treats as equals."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "Chinese"}

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""CJK ideographs, unified, extensions A to H and compatibility (Unicode 16); use in [...]."""

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_WORD_OR_HAN = re.compile(f"[{HAN}]|[^\\W_{HAN}]+(?:['’.,\\-_/:+#%][^\\W_{HAN}]+)*%?")
_WORD = re.compile(r"[^\W_]+(?:['’.,\-_/:+#%][^\W_]+)*%?")


@dataclass(frozen=True, kw_only=True)
class Count:
    """How much text there is: Han characters one by one, everything else in words."""

    han: int
    words: int


def count(text: str) -> Count:
    """Count Han characters, and words of every other script.

    >>> count("我们用 OpenTelemetry 采样 37.5%")
    Count(han=5, words=2)
    """
    han = 0 if text.isascii() else len(_HAN_CHARACTER.findall(text))
    if not han:
        return Count(han=0, words=len(_WORD.findall(text)))  # the same in half the time
    return Count(han=han, words=len(_WORD_OR_HAN.findall(text)) - han)


def detect(text: str) -> Language:
    """Tell Chinese from English by the share of Han characters.

    A word counts as one and a half Han characters, so that a Chinese
    sentence full of product names is still Chinese.

    >>> detect("我们用 OpenTelemetry Collector 做采样")
    'zh'
    """
    counted = count(text)
    return "zh" if counted.han > counted.words * 1.5 else "en"
