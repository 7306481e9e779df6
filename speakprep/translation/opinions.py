"""What second readers said, as findings about the words as they are now."""

from collections.abc import Iterable, Iterator

from speakprep.fidelity.model import QUOTED_STRENGTH, Discrepancy, Kind, Pair
from speakprep.fidelity.paraphrase import ALONE, only_here
from speakprep.talk.language import Language
from speakprep.talk.report import Level
from speakprep.translation.model import Accusation, Judged, Memory, Opinion, SecondReader

_KINDS: dict[Accusation, Kind] = {
    "added": "addition",
    "omitted": "omission",
    "changed": "changed",
    "opinion": "opinion",
    "language": "untranslated",
}
_SAYS: dict[Accusation, str] = {
    "added": "nothing in the source says this",
    "omitted": "the translation does not say “{source}”",
    "changed": "the source says “{source}”",
    "opinion": "a stance that the source does not take",
    "language": "words left in another language",
}
_COMPARED: dict[tuple[SecondReader, Accusation], str] = {
    ("second", "added"): "a second translation does not say this",
    ("second", "omitted"): "a second translation also says “{words}”",
    ("back", "added"): "translated back, it also says “{words}”",
    ("back", "omitted"): "translated back, it no longer says “{words}”",
}


def group_by_place(memory: Memory) -> dict[str, list[Judged]]:
    """Return what second readers said, by the names of the segments."""
    found: dict[str, list[Judged]] = {}
    for one in memory.judged.values():
        found.setdefault(one.id, []).append(one)
    return found


def opinions_on(pair: Pair, judged: Iterable[Judged]) -> Iterator[Discrepancy]:
    """Yield what second readers hold against a pair, as long as neither side was edited."""
    for one in judged:
        if not one.holds(pair.source, pair.target):
            continue
        for opinion in one.opinions:
            yield Discrepancy(
                kind=_KINDS[opinion.kind],
                key=pair.key,
                level=_level(one.how),
                message=f"{_message(one.how, opinion)} ({one.by})",
                source_words=opinion.source_words if opinion.source_words in pair.source else "",
                target_words=opinion.target_words if opinion.target_words in pair.target else "",
                strength=QUOTED_STRENGTH,
            )


def compare_second(target: str, second: str, language: Language) -> tuple[Opinion, ...]:
    """Return what only one of two translations says."""
    added, missed = only_here(target, second, language), only_here(second, target, language)
    found = []
    if added.strength >= ALONE[language]:
        found.append(Opinion(kind="added", target_words=added.words))
    if missed.strength >= ALONE[language]:
        found.append(Opinion(kind="omitted", target_words=missed.words))
    return tuple(found)


def compare_back(source: str, back: str, language: Language) -> tuple[Opinion, ...]:
    """Return what only the source says, and what only the translation back says."""
    lost, new = only_here(source, back, language), only_here(back, source, language)
    found = []
    if new.strength >= ALONE[language]:
        found.append(Opinion(kind="added", source_words=new.words))
    if lost.strength >= ALONE[language]:
        found.append(Opinion(kind="omitted", source_words=lost.words))
    return tuple(found)


def _level(how: SecondReader) -> Level:
    """Two readers of the same words count; a translation back has lost and gained on its own."""
    return "advice" if how == "back" else "warning"


def _message(how: SecondReader, opinion: Opinion) -> str:
    words = opinion.source_words or opinion.target_words
    said = _COMPARED.get((how, opinion.kind))
    if said is not None:
        return said.format(words=_short(words))
    return _SAYS[opinion.kind].format(source=_short(opinion.source_words))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
