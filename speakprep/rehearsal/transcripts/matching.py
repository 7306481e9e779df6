"""Stretches of two texts that agree: as rapidfuzz finds them, without those that agree by chance.

The longest common subsequence keeps its place through misheard words, and does not mind what was
added or left out. It runs one way only, so what it leaves over is laid beside the script again:
what was told out of order, or twice, is found there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speakprep.errors import InputError

LEAST_RUN = 2
"""Words in a row that count as said: single ones agree by chance."""

DENSE = 0.35
"""Share of the words of a stretch that agree, at least: at 30 % misheard words it is 0.45, where
texts only sound alike 0.2."""

LEAST_LEFT = 12
"""Words that have to be left over before they are laid beside the script again."""

_NEAR = 16
"""Words between two runs of one stretch, at most: a sentence left out or added."""

_LEAST_STRETCH = 6
"""Words of a stretch that agree, at least."""

_ISLAND = 30
"""Words that agree, from which they are firm ground in the midst of words that do not."""

_PASSES = 5
"""Times that what is left over is laid beside the script, at most: of two slides told in the other
order, one pass finds one."""

_MOST_CELLS = 1_600_000_000
"""Words of the script times words said: a bit each, 200 MB; ten hours of talk have half of it."""

Words = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Run:
    """`length` words that agree, from word `written` of the script and word `said` of the talk."""

    written: int
    said: int
    length: int


def matches(script: Words, said: Words) -> list[Run]:
    """Return what agrees, in the order in which it was said.

    Raises:
        InputError: both are far longer than any talk.
    """
    if len(script) * len(said) > _MOST_CELLS:
        raise InputError(
            f"the transcript has {len(said):,} words: far more than a talk",
            hint="is it the transcript of this recording?",
        )
    found = _firm(list(_stretches(common(script, said))), len(said))
    for _ in range(_PASSES):
        more = _again(script, said, found)
        if not more:
            break
        found += more
        found.sort(key=lambda run: run.said)
    return found


def common(script: Words, said: Words, begin: int = 0) -> list[Run]:
    """Return the runs of the longest common subsequence; the words said count from `begin`."""
    from rapidfuzz.distance import LCSseq

    return [
        Run(
            written=step.src_start,
            said=begin + step.dest_start,
            length=step.src_end - step.src_start,
        )
        for step in LCSseq.opcodes(script, said)
        if step.tag == "equal"
    ]


def agreed(runs: Sequence[Run]) -> int:
    """Return how many words agree."""
    return sum(run.length for run in runs)


def said_of(runs: Sequence[Run]) -> set[int]:
    """Return the words said that agree, by number."""
    return {run.said + step for run in runs for step in range(run.length)}


def written_of(runs: Sequence[Run]) -> set[int]:
    """Return the words of the script that agree, by number."""
    return {run.written + step for run in runs for step in range(run.length)}


def between(script: Words, said: Words, runs: Sequence[Run]) -> set[int]:
    """Return the single words said that the script has in the same small gap between two runs."""
    found: set[int] = set()
    for run, after in pairwise(runs):
        written, heard = run.written + run.length, run.said + run.length
        if written < after.written and 0 < _gap(run, after) <= _NEAR:
            gap = common(script[written : after.written], said[heard : after.said], heard)
            found |= said_of(gap)
    return found


def gaps(taken: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Yield what is not taken of the numbers up to `size`; what is taken is in order."""
    at = 0
    for start, end in [*taken, (size, size)]:
        if start > at:
            yield at, start
        at = max(at, end)


def _stretches(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield runs that stand close together in both texts, dense enough to be no chance."""
    waiting: list[Run] = []
    for run in runs:
        if run.length < LEAST_RUN:
            continue
        if waiting and _gap(waiting[-1], run) > _NEAR:
            yield from _dense(waiting)
            waiting = []
        waiting.append(run)
    yield from _dense(waiting)


def _near(runs: list[Run]) -> list[Run]:
    """Return the runs that have another one near, on one side at least."""
    kept = []
    for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False):
        left = before is None or _stray(run, before, run)
        right = after is None or _stray(run, run, after)
        if not (left and right):
            kept.append(run)
    return kept if len(runs) > 1 else runs


def _dense(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield a stretch without its stray runs, if enough of it agrees."""
    runs = _near(runs)
    first, last = 0, len(runs)
    while last - first > 1 and _stray(runs[first], runs[first], runs[first + 1]):
        first += 1
    while last - first > 1 and _stray(runs[last - 1], runs[last - 2], runs[last - 1]):
        last -= 1
    kept = runs[first:last]
    if not kept:
        return
    end = kept[-1]
    extent = max(end.written - kept[0].written, end.said - kept[0].said) + end.length
    if agreed(kept) >= max(_LEAST_STRETCH, DENSE * extent):
        yield kept


def _stray(run: Run, before: Run, after: Run) -> bool:
    return run.length < DENSE * (run.length + _gap(before, after))


def _gap(run: Run, after: Run) -> int:
    """Return how many words part two runs, in the text where they are further apart."""
    return max(after.written - run.written, after.said - run.said) - run.length


def _firm(stretches: Sequence[list[Run]], size: int) -> list[Run]:
    """Return what agrees, without islands: alone in what is left over, they may be chance."""
    edges = [(runs[0].said, runs[-1].said + runs[-1].length) for runs in stretches]
    before = [start - end for (_, end), (start, _) in pairwise([(0, 0), *edges])]
    after = [start - end for (_, end), (start, _) in pairwise([*edges, (size, size)])]
    return [
        run
        for runs, left, right in zip(stretches, before, after, strict=True)
        if agreed(runs) >= _ISLAND or min(left, right) < LEAST_LEFT
        for run in runs
    ]


def _again(script: Words, said: Words, runs: Sequence[Run]) -> list[Run]:
    """Return what agrees with the script in the stretches left over."""
    taken = [(run.said, run.said + run.length) for run in runs]
    return [
        run
        for begin, end in gaps(taken, len(said))
        if end - begin >= LEAST_LEFT
        for stretch in _stretches(common(script, said[begin:end], begin))
        for run in stretch
    ]
