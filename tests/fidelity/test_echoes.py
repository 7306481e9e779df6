"""Several counts of one fault."""

from speakprep.fidelity.echoes import without_echoes
from speakprep.fidelity.model import Discrepancy

TAIL = "which makes every team happy and saves money."


def found(words, *, key="a", kind="addition", level="warning", strength=1.0, message="m"):
    return Discrepancy(
        kind=kind, key=key, level=level, message=message, target_words=words, strength=strength
    )


def test_three_counts_of_one_addition_are_one_finding():
    phrase = found("which makes", message="a benefit")
    length = found(TAIL, strength=0.5, message="longer")
    piece = found(f"We drilled once, {TAIL}", strength=1.7, level="error", message="piece")
    assert without_echoes([phrase, length, piece]) == (
        found(TAIL, strength=1.7, level="error", message="piece"),
    )


def test_a_phrase_shows_all_the_words_that_a_score_points_at():
    phrase, length = found("which makes", message="a benefit"), found(TAIL, strength=0.5)
    assert without_echoes([length, phrase]) == (found(TAIL, message="a benefit"),)


def test_other_words_other_kinds_and_other_segments_stay():
    several = [
        found("which makes"),
        found("and so on"),
        found("which makes", kind="note"),
        found("which makes", kind="note"),
        found("which makes", key="b"),
        found(""),
    ]
    assert without_echoes(several) == tuple(several)


def test_two_omissions_of_the_same_words_are_one_finding():
    def lost(words, level):
        return Discrepancy(kind="omission", key="a", level=level, message="m", source_words=words)

    assert without_echoes([lost("零次。", "warning"), lost("演练过几次呢？零次。", "error")]) == (
        lost("演练过几次呢？零次。", "error"),
    )
