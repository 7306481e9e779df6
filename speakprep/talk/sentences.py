"""Where sentences and clauses end, in Chinese, in English and in a mix of both.

Pieces always add up to the text they came from: nothing is dropped, folded or
reordered, and white space stays at the end of the piece before it.
"""

import re
from bisect import bisect_right
from itertools import pairwise
from operator import itemgetter

from speakprep.talk.language import HAN

_CLOSERS = "\"'”’」』）》】)\\]*_"
_PROTECTED = re.compile(
    r"```.*?(?:```|\Z)"  # fenced code
    r"|`[^`\n]*`"  # inline code
    r"|https?://[^\s，。；！？、（）《》“”]*[^\s，。；！？、（）《》“”.,;:!?)]"  # ? included
    r"|\{\{[^{}\n]{0,200}\}\}",  # a template placeholder
    re.DOTALL,
)
_MAY_PROTECT = ("`", "://", "{{")
# It begins with a set, which is found without trying the branches at every letter.
_SENTENCE_END = re.compile(
    rf"[。！？!?.…\n](?:"
    rf"(?<=[。！？])[。！？!?…]*[{_CLOSERS}]*\s*"  # Chinese marks need no space after them
    rf"|(?<=[!?])[!?]*[{_CLOSERS}]*(?:\s+|(?=[{HAN}]))"
    rf"|(?<=[{HAN}]\.)(?=[{HAN}])"  # a full stop typed with the wrong keyboard
    rf"|(?:(?<=\.)(?<!\.\.)\.*|(?<=…)(?<!……)…*)[{_CLOSERS}]*\s+"
    r"|(?<=\n)\s*\n\s*"  # a blank line ends whatever stands before it
    r"|(?<=\n)(?=[ \t]*(?:[-*+] |\d+[.)] |#{1,6} |\|)))"  # so does the next list item or heading
)
_CLAUSE_END = re.compile(
    rf"[，；：、][{_CLOSERS}]*\s*|[,;:][{_CLOSERS}]*\s+|——\s*|(?<!\s)\s{{1,9}}[–—-]{{1,2}}\s+"
)

# Abbreviations after which a capital letter usually continues the sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|approx|incl|resp|al|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|Fig|Sec|Ch|Eq|pp"
    r"|Vol|Inc|Ltd|Co|Corp|U\.S|U\.K|a\.m|p\.m|Ph\.D|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov"
    r"|Dec)|(?:^|[\s(])[A-Z])\.$"
)
_LONGEST_SHORT = 6
"""Letters of the longest of them; what ends in more is none."""
_LONG_WORD = re.compile(r"\w{4,}[)`\"'”]*$")
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t]*\d{1,3}\.$")
# “好！”他说。 is one sentence: the quotation is what was said.
_SPEECH = re.compile(rf"[{HAN}]{{1,4}}(?:说|道|问|答|喊|写)[，。：,]|[，、；：,;:]|的")


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences.

    Code, URLs, versions, file names, decimal points, abbreviations and the
    closing quotation mark never end a sentence on their own.

    >>> split_sentences("Use v1.2. It works! “好。”他说。真的？")
    ('Use v1.2. ', 'It works! ', '“好。”他说。', '真的？')
    """
    protected = _protected(text)
    cuts = [
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if not (protected and _inside(match.start(), protected)) and _ends_sentence(text, match)
    ]
    return _pieces(text, cuts)


def split_clauses(text: str) -> tuple[str, ...]:
    """Split a text into clauses: sentences, and within them at commas, colons and dashes.

    >>> split_clauses("如果慢，就采样。")
    ('如果慢，', '就采样。')
    """
    pieces: list[str] = []
    for sentence in split_sentences(text):
        protected = _protected(sentence)
        cuts = [
            match.end()
            for match in _CLAUSE_END.finditer(sentence)
            if not _inside(match.start(), protected)
        ]
        pieces.extend(_pieces(sentence, cuts))
    return tuple(pieces)


def _protected(text: str) -> list[tuple[int, int]]:
    """Return start and end of all in which nothing ends."""
    if not any(sign in text for sign in _MAY_PROTECT):
        return []
    return [match.span() for match in _PROTECTED.finditer(text)]


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    before = bisect_right(spans, offset, key=itemgetter(0))
    return before > 0 and offset < spans[before - 1][1]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Tell a sentence's end from a full stop or a quotation inside one."""
    mark, rest = match.group(), text[match.end() : match.end() + 12]
    if not rest or mark.startswith("\n") or mark.count("\n") > 1:
        return bool(rest)
    if mark[0] in "。！？":
        closed = mark.rstrip()[-1] in "”’」』\"'"
        return not (closed and _SPEECH.match(rest))
    if mark[0] not in ".…":
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    if mark.startswith("..") or mark[0] == "…":
        return not rest[0].islower()
    is_long = len(before) > _LONGEST_SHORT and before[-_LONGEST_SHORT - 1 :].isalpha()
    if not is_long and (_ABBREVIATION.search(before + ".") or _LIST_NUMBER.search(before + ".")):
        return False
    # A sentence may open with kubectl or etcd, but not after what looks like an abbreviation.
    return not rest[0].islower() or bool(_LONG_WORD.search(before))


def _pieces(text: str, cuts: list[int]) -> tuple[str, ...]:
    edges = [0, *cuts, len(text)]
    return tuple(text[start:end] for start, end in pairwise(edges) if end > start)
