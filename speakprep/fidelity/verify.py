"""Does text B say what text A says, nothing more and nothing less?"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from speakprep.errors import UsageError
from speakprep.fidelity.extent import compare_extent
from speakprep.fidelity.length import usual_offset
from speakprep.fidelity.markers import find_markers
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.names import compare_names
from speakprep.fidelity.neighbours import find_merged, find_repeated
from speakprep.fidelity.numbers import compare_numbers
from speakprep.fidelity.replies import find_replies
from speakprep.fidelity.signals import KEPT, plain_facts
from speakprep.fidelity.writing import find_foreign_script, find_form, find_untranslated
from speakprep.talk.language import LANGUAGE_NAMES, Language


def verify(
    pairs: Sequence[Pair], source_language: Language, target_language: Language
) -> tuple[Discrepancy, ...]:
    """Compare segments with their translations, in the order of the pairs.

    The pairs are one talk in its order: neighbours are compared with each
    other, and from 30 segments on lengths are judged by this talk's median.

    Raises:
        UsageError: both languages are the same.
    """
    if source_language == target_language:
        raise UsageError(
            f"source and target are both {LANGUAGE_NAMES[source_language]}",
            hint="name the language of the translation, such as --to en",
        )
    usual = usual_offset(pairs, target_language)
    found = [found for pair in pairs for found in _kept(pair, target_language, usual)]
    found += find_merged(pairs)
    order = {pair.key: index for index, pair in enumerate(pairs)}
    return tuple(sorted(found, key=lambda discrepancy: order[discrepancy.key]))


@lru_cache(maxsize=KEPT)
def _kept(pair: Pair, target_language: Language, usual: float) -> tuple[Discrepancy, ...]:
    return tuple(_verify_one(pair, target_language, usual))


def _verify_one(pair: Pair, target_language: Language, usual: float) -> Iterator[Discrepancy]:
    """Yield the discrepancies of one segment.

    What is empty, refused or answered is no translation, and what is announced,
    annotated or left untranslated has no length worth judging.
    """
    if not pair.source.strip() or not pair.target.strip():
        yield from compare_extent(pair, target_language, usual)
        return
    spoiled = [*find_replies(pair), *find_untranslated(pair, target_language)]
    yield from spoiled
    yield from find_foreign_script(pair)
    yield from find_form(pair)
    if any(found.kind in ("refusal", "answer") for found in spoiled):
        return
    facts = [
        *compare_numbers(pair),
        *compare_names(pair, target_language),
        *find_repeated(pair, target_language),
        *find_markers(pair, target_language),
    ]
    yield from facts
    if all(found.level == "advice" for found in spoiled):
        yield from compare_extent(pair, target_language, usual, plain_facts(facts))
