"""Fillers and phrases said again and again, counted only where the script does not have them.

"so", "like", 然后 and 那个 are real words: what counts them by ear counts half a good talk. Here a
word is a filler only where the alignment says that it was not written. Recognisers leave out most
"um" and 嗯, so the sounds are a lower bound.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from speakprep.rehearsal.transcripts.tokens import Said, is_han, tokens
from speakprep.talk.language import LANGUAGES, Language

FillerKind = Literal["sound", "word"]

_SOUNDS: dict[Language, str] = {
    "en": "um uhm umm uh uhh er err erm ah hmm hm mm mhm huh",
    "zh": "嗯 呃 额 啊 哦 噢 唔 嗯嗯",
}
_WORDS: dict[Language, str] = {
    "en": "like so actually basically anyway literally right okay ok well maybe honestly "
    "you_know i_mean kind_of sort_of let's_say",
    "zh": "那个 这个 就是 就是说 然后 其实 对吧 是吧 对不对 反正 所以说 怎么说呢 这样子",
}
"""What speech coaches and speakers themselves report: a Microsoft coach's list in 77 calls
(s-anand.net, "Learning to speak better"), and its Chinese counterparts."""

LEAST_REPEATED = 3
"""Times a phrase has to be said beyond what the script has, to be named."""

PHRASE = 3
"""Words of the shortest phrase."""

_PHRASE_HAN = 4
"""Han characters of the shortest one: three are a word and its particle."""

_LONGEST_PHRASE = 12
_MOST_PHRASES = 10


@dataclass(frozen=True, kw_only=True)
class Filler:
    """A filler that the script does not have, and the seconds at which it was said."""

    text: str
    kind: FillerKind
    at_s: tuple[float, ...]

    @property
    def count(self) -> int:
        """Times it was said."""
        return len(self.at_s)


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """A phrase said `count` times, where the script has it `written` times."""

    text: str
    count: int
    written: int


def fillers(said: Said, scripted: Sequence[bool]) -> tuple[Filler, ...]:
    """Return the fillers said beyond the script, the most frequent first.

    Args:
        said: the words of the recording, in either language or both.
        scripted: of each word, whether the script has it there.
    """
    known = _known()
    longest = max(map(len, known))
    found: dict[str, list[float]] = {}
    at = 0
    while at < len(said.words):
        size = next(
            (
                size
                for size in range(longest, 0, -1)
                if said.words[at : at + size] in known and not any(scripted[at : at + size])
            ),
            0,
        )
        if size:
            found.setdefault(known[said.words[at : at + size]][0], []).append(said.starts[at])
        at += size or 1
    kinds = dict(known.values())
    counted = [
        Filler(text=text, kind=kinds[text], at_s=tuple(times)) for text, times in found.items()
    ]
    return tuple(sorted(counted, key=lambda filler: (-filler.count, filler.text)))


def repeated(said: Said, script: Sequence[str]) -> tuple[Repeated, ...]:
    """Return the phrases said more often than the script has them, the most often first.

    A phrase is as long as it can be without being rarer: what is inside another one, or overlaps
    one by half, is not named for itself.
    """
    heard, written = _phrases(said.words), _phrases(script)
    often = {
        phrase: count
        for phrase, count in heard.items()
        if count - written[phrase] >= LEAST_REPEATED and _is_phrase(phrase)
    }
    inside = {
        part
        for phrase, count in often.items()
        for part in (phrase[1:], phrase[:-1])
        if often.get(part) == count
    }
    longest = sorted(
        (phrase for phrase in often if phrase not in inside),
        key=lambda phrase: (written[phrase] - often[phrase], -len(phrase), phrase),
    )
    kept: list[tuple[str, ...]] = []
    for phrase in longest:
        if len(kept) < _MOST_PHRASES and not any(_overlap(phrase, other) for other in kept):
            kept.append(phrase)
    return tuple(
        Repeated(text=_joined(phrase), count=often[phrase], written=written[phrase])
        for phrase in kept
    )


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether half of one phrase is in the other: the same words, cut a little later."""
    size = max(len(one) // 2, 2)
    parts = {tuple(other[start : start + size]) for start in range(len(other) - size + 1)}
    return any(tuple(one[start : start + size]) in parts for start in range(len(one) - size + 1))


def _is_phrase(words: Sequence[str]) -> bool:
    return len(words) >= _PHRASE_HAN or not all(map(is_han, words))


def _known() -> dict[tuple[str, ...], tuple[str, FillerKind]]:
    """Return every filler by its words."""
    known: dict[tuple[str, ...], tuple[str, FillerKind]] = {}
    kinds: tuple[tuple[dict[Language, str], FillerKind], ...] = (
        (_SOUNDS, "sound"),
        (_WORDS, "word"),
    )
    for table, kind in kinds:
        for language in LANGUAGES:
            for listed in table[language].split():
                text = listed.replace("_", " ")
                known[tuple(word for word, _, _ in tokens(text, language))] = text, kind
    return known


def _phrases(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Count the phrases of every length that occur often enough at all."""
    counted: Counter[tuple[str, ...]] = Counter()
    starts: Sequence[int] = range(len(words))
    for size in range(PHRASE, _LONGEST_PHRASE + 1):
        sized = Counter(_of_size(words, starts, size))
        counted.update(sized)
        # Only what was said several times can be so in a longer phrase.
        starts = [
            start
            for start in starts
            if start + size < len(words) and sized[tuple(words[start : start + size])] > 1
        ]
    return counted


def _of_size(words: Sequence[str], starts: Sequence[int], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + size]) for start in starts if start + size <= len(words))


def _joined(words: Sequence[str]) -> str:
    """Write a phrase as it is read: no space beside a Han character."""
    parts = [words[0]]
    for before, word in pairwise(words):
        parts.append(word if is_han(before) and is_han(word) else f" {word}")
    return "".join(parts)
