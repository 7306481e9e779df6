"""What do cited chunks show that plain segments do not?

    python benchmarks/chunks.py PAIRS.jsonl

Each line of the file is a pair as for `fidelity.py`: `source`, `target`, `tgt_lang`, and `kind`,
"clean" or the name of a planted fault; every faulty pair has its clean one in the file.

No real model is asked. An honest one is played by aligning both sides of the clean pair clause by
clause, and now and then citing two clauses at once. Then the fault is brought in as a model may do
it inside the protocol:

* attached: what is new stands in the chunk where it falls, what is lost is missing from its chunk;
* uncited: what is new is a chunk of its own that cites nothing; the chunk of what is lost is gone;
* cited again: what is new is a chunk of its own that cites its neighbour's words once more.

The table says which share of pairs is reported as a warning or an error: by the plain segment, and
by the segment together with its chunks.
"""

import difflib
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from speakprep.fidelity.cited import Chunk, compare_chunks, joined
from speakprep.fidelity.length import measure
from speakprep.fidelity.model import Pair
from speakprep.fidelity.verify import verify
from speakprep.talk.language import Language
from speakprep.talk.sentences import split_clauses

STEPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
COARSE = 0.3
"""The share of chunks that are cited together with the one before."""

WAYS = ("attached", "uncited", "cited again")
Row = dict[str, Any]


def main(path: str) -> None:
    """Print one line per kind of pair and direction."""
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").split("\n") if line.strip()]
    honest = {
        (row["source"], row["tgt_lang"]): row["target"] for row in rows if row["kind"] == "clean"
    }
    tally: dict[tuple[str, str], list[tuple[bool, ...]]] = defaultdict(list)
    for row in rows:
        language = cast("Language", row["tgt_lang"])
        clean = honest[row["source"], row["tgt_lang"]]
        chunks = _coarser(_honest(row["source"], clean, language))
        if "".join(chunk.target for chunk in chunks) != clean:
            continue
        told = [_told(chunks, clean, row["target"], way) for way in WAYS]
        plain = _reported(row["source"], row["target"], language, ())
        cited = [_reported(row["source"], joined(one), language, one) for one in told]
        tally[row["kind"], language].append((plain, *cited))
    print(f"{'planted':18}{'to':4}{'pairs':>7}{'plain':>9}" + "".join(f"{way:>13}" for way in WAYS))
    for kind, language in sorted(tally):
        found = tally[kind, language]
        shares = [sum(column) / len(found) for column in zip(*found, strict=True)]
        columns = "".join(f"{share:13.3f}" for share in shares[1:])
        print(f"{kind:18}{language:4}{len(found):7}{shares[0]:9.3f}{columns}")


def _reported(source: str, target: str, language: Language, chunks: Sequence[Chunk]) -> bool:
    pair = Pair(key="", source=source, target=target)
    found = list(verify([pair], "zh" if language == "en" else "en", language))
    if chunks:
        found += compare_chunks(pair, chunks, language)
    return any(one.level != "advice" for one in found)


def _honest(source: str, target: str, language: Language) -> list[Chunk]:
    """Align two texts clause by clause, by length alone (Gale and Church 1993)."""
    ours, theirs = split_clauses(source), split_clauses(target)
    source_language: Language = "zh" if language == "en" else "en"
    lengths = [max(0.5, measure(text, source_language)) for text in ours]
    others = [max(0.5, measure(text, language)) for text in theirs]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(1, len(ours) + 1):
        for j in range(1, len(theirs) + 1):
            costs = [
                (best[i - di, j - dj][0] + _cost(lengths[i - di : i], others[j - dj : j]), (di, dj))
                for di, dj in STEPS
                if (i - di, j - dj) in best
            ]
            if costs:
                best[i, j] = min(costs)
    at = (len(ours), len(theirs))
    if at not in best:
        return [Chunk(source=source, target=target)]
    found = []
    while at != (0, 0):
        (i, j), (di, dj) = at, best[at][1]
        found.append(Chunk(source="".join(ours[i - di : i]), target="".join(theirs[j - dj : j])))
        at = (i - di, j - dj)
    return found[::-1]


def _cost(ours: Iterable[float], theirs: Sequence[float]) -> float:
    lengths = list(ours)
    one, two = sum(lengths), sum(theirs)
    grouping = 0.3 * (len(lengths) + len(theirs) - 2)
    return abs(math.log(one / two)) * math.sqrt(min(one, two)) / 2 + grouping


def _coarser(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Cite some chunks together; the same ones in every run."""
    chance = random.Random(chunks[0].source)
    found: list[Chunk] = []
    for chunk in chunks:
        if found and chance.random() < COARSE:
            before = found.pop()
            both = Chunk(source=before.source + chunk.source, target=before.target + chunk.target)
            found.append(both)
        else:
            found.append(chunk)
    return found


def _told(chunks: Sequence[Chunk], clean: str, faulty: str, way: str) -> list[Chunk]:
    """Bring the difference between a clean and a faulty target into the chunks."""
    ends, end = [], 0
    for chunk in chunks:
        end += len(chunk.target)
        ends.append(end)

    def at(place: int) -> int:
        return next((number for number, end in enumerate(ends) if place < end), len(ends) - 1)

    targets: list[list[tuple[str, bool]]] = [[] for _ in chunks]
    kept = [0] * len(chunks)
    matcher = difflib.SequenceMatcher(None, clean, faulty, autojunk=False)
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag == "equal":
            for offset in range(stop - start):
                number = at(start + offset)
                kept[number] += 1
                targets[number].append((faulty[first + offset], False))
        elif last > first:
            targets[at(max(0, start - 1))].append((faulty[first:last], True))
    found: list[Chunk] = []
    for chunk, parts, left in zip(chunks, targets, kept, strict=True):
        if way != "attached" and not left and any(sign.isalnum() for sign in chunk.target):
            found += (Chunk(source="", target=text) for text, _ in parts)
            continue  # what stood for these words is gone, and its chunk with it
        found += _chunks_of(chunk, parts, way)
    return found


def _chunks_of(chunk: Chunk, parts: Sequence[tuple[str, bool]], way: str) -> list[Chunk]:
    """Return a chunk with what is new in it, or beside it."""
    if way == "attached" or not any(new for _, new in parts):
        return [Chunk(source=chunk.source, target="".join(text for text, _ in parts))]
    honest = "".join(text for text, new in parts if not new)
    source = chunk.source if way == "cited again" else ""
    added = [Chunk(source=source, target=text) for text, new in parts if new]
    return [Chunk(source=chunk.source, target=honest), *added]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        print("chunks: no pairs named, nothing measured; see the top of this file")
