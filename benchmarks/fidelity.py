"""How often does `fidelity` cry wolf, and what does it catch?

    python benchmarks/fidelity.py PAIRS.jsonl

Each line of the file is a pair: `source`, `target`, `tgt_lang` (en or zh), and
either `kind` ("clean", or the name of a planted fault, with the planted words
in `inserted`) or `spans` (annotated errors; no span means clean). `system` and
`doc` name the talk a line belongs to, where lines make talks.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.verify import verify

_SCORED = ("addition", "omission")
Row = dict[str, Any]


def main(path: str) -> None:
    """Print one line per kind of pair: pairs, reported by a gate, by anything, pointed right."""
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").split("\n") if line.strip()]
    talks: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for number, row in enumerate(rows):
        talk = (row["system"], row["doc"]) if "doc" in row else (str(number),)
        talks[(*talk, row["tgt_lang"])].append(row)
    tally: Counter[tuple[str, str, str]] = Counter()
    by_kind: Counter[tuple[str, str]] = Counter()
    for (*_, language), talk_rows in talks.items():
        found = _verified(talk_rows, language)
        for index, row in enumerate(talk_rows):
            kind = row.get("kind") or ("annotated" if row.get("spans") else "clean")
            _count(tally, (kind, language), row, found[str(index)])
            if kind == "clean":
                by_kind.update((language, discrepancy.kind) for discrepancy in found[str(index)])
    _print(tally)
    print("clean pairs reported as:", ", ".join(f"{k} {n}" for k, n in by_kind.most_common()))


def _verified(rows: list[Row], language: str) -> dict[str, list[Discrepancy]]:
    pairs = [
        Pair(key=str(index), source=row["source"], target=row["target"])
        for index, row in enumerate(rows)
    ]
    found: dict[str, list[Discrepancy]] = defaultdict(list)
    source, target = ("zh", "en") if language == "en" else ("en", "zh")
    for discrepancy in verify(pairs, source, target):  # type: ignore[arg-type]
        found[discrepancy.key].append(discrepancy)
    return found


def _count(
    tally: Counter[tuple[str, str, str]],
    key: tuple[str, str],
    row: Row,
    found: Iterable[Discrepancy],
) -> None:
    listed = [one for one in found if one.level != "advice"]
    gates = [one for one in listed if one.kind not in _SCORED or "usually needs" not in one.message]
    planted = row.get("inserted", "").strip()
    tally[*key, "pairs"] += 1
    tally[*key, "gate"] += bool(gates)
    tally[*key, "any"] += bool(listed)
    tally[*key, "advice"] += any(True for _ in found)
    tally[*key, "pointed"] += any(
        one.target_words and (one.target_words in planted or planted in one.target_words)
        for one in listed
        if planted
    )


def _print(tally: Counter[tuple[str, str, str]]) -> None:
    columns = ("pairs", "gate", "any", "advice", "pointed")
    print(f"{'planted':18}{'to':4}" + "".join(f"{column:>9}" for column in columns))
    for kind, language in sorted({key[:2] for key in tally}):
        total = tally[kind, language, "pairs"]
        shares = "".join(f"{tally[kind, language, c] / total:9.3f}" for c in columns[1:])
        print(f"{kind:18}{language:4}{total:9}{shares}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        print("fidelity: no pairs named, nothing measured; see the top of this file")
