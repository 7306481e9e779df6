"""How well does `fidelity` see planted faults, and how often does it cry wolf?

    python benchmarks/fidelity.py PAIRS.jsonl [MORE.jsonl] [--check | --fit]

Each line of a file is a pair: `source`, `target`, `tgt_lang` (en or zh), and
either `kind` ("clean", or the name of a planted fault) or `spans` (annotated
errors; no span means clean). `system` and `doc` name the talk a line belongs
to, where lines make talks; else the fifth part of `id` names the document.

Weights are fitted on four fifths of the documents and judge the last fifth,
five times. `--check` exits 1 when a promise is broken, `--fit` prints the
weights of all documents for speakprep/fidelity/suspicion.py.
"""

import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speakprep.fidelity.length import usual_offset
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.signals import Head, plain_facts, read_signals
from speakprep.fidelity.suspicion import HEADS, rank
from speakprep.fidelity.verify import verify
from speakprep.talk.language import Language

Vector = NDArray[np.float64]
_FOLDS = 5
_FALSE_ALARMS = 0.05
_BUDGETS = (0.10, 0.15, 0.20)
_TALK, _DEFECTS, _TALKS = 200, 20, 200
"""A simulated talk: segments, defects in it, and how many talks are drawn."""
_LEARNED: dict[Head, tuple[str, ...]] = {
    "sentence": ("closing", "foreign_sentence", "merge_next"),
    "words": ("expl_clause", "acronym_expand", "adj_phrase", "hedge"),
    "omission": ("drop_sentence", "truncated"),
    "apart": ("wrong_segment", "answer"),
}
"""The planted faults each head learns from."""
_WANTED = {
    "closing": 1.0, "foreign_sentence": 2.0, "expl_clause": 1.0, "drop_sentence": 2.0,
    "truncated": 2.0, "answer": 0.5, "drop_clause": 0.5, "merge_next": 0.5, "wrong_segment": 0.5,
    "hedge": 0.3, "adj_phrase": 0.3, "acronym_expand": 0.3,
}  # fmt: skip
"""What counts when the heads are set against each other: what is promised counts most."""
_PROMISED: dict[tuple[str, str], float] = {
    **{(kind, language): 0.97 for language in ("en", "zh")
       for kind in ("note", "preamble", "answer", "untranslated", "markdown")},
    **{(kind, language): 0.95 for language in ("en", "zh")
       for kind in ("closing", "foreign_sentence", "num_change", "truncated")},
    **{("drop_sentence", language): 0.9 for language in ("en", "zh")},
    ("expl_clause", "en"): 0.85,
    ("expl_clause", "zh"): 0.6,
}  # fmt: skip
_MOST_GATES, _MOST_WARNINGS = 0.025, 0.05
_MOST_MILLISECONDS = 5.0


@dataclass
class Row:
    """One pair with what the verifier says about it."""

    kind: str
    language: Language
    fold: int
    gated: bool
    warned: bool
    talk: bool
    values: dict[Head, dict[str, float]]


def main(arguments: list[str]) -> int:
    """Measure, print, and return the exit code."""
    paths = [argument for argument in arguments if not argument.startswith("--")]
    if not paths:
        print("fidelity: no pairs named, nothing measured; see the top of this file")
        return 0
    rows, milliseconds = _measured(paths)
    if "--fit" in arguments:
        _print_weights(rows)
        return 0
    shown = _tables(rows)
    _print(shown, rows)
    print(f"CPU: {milliseconds:.1f} ms a pair, verify and rank together")
    broken = _broken(shown, rows, milliseconds)
    print("\n".join(("promises broken:", *broken)) if broken else "all promises kept")
    return 1 if broken and "--check" in arguments else 0


def _measured(paths: list[str]) -> tuple[list[Row], float]:
    """Verify all talks of all files; also return the CPU time per pair."""
    talks: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for path in paths:
        for number, line in enumerate(Path(path).read_text("utf-8").split("\n")):
            if line.strip():
                row = json.loads(line)
                talk = (row["system"], row["doc"]) if "doc" in row else (path, str(number))
                talks[(*talk, row["tgt_lang"])].append(row)
    rows: list[Row] = []
    seconds = 0.0
    for talk_rows in talks.values():
        language: Language = talk_rows[0]["tgt_lang"]
        pairs = [
            Pair(key=str(index), source=row["source"], target=row["target"])
            for index, row in enumerate(talk_rows)
        ]
        source: Language = "zh" if language == "en" else "en"
        start = time.process_time()
        found = verify(pairs, source, language)
        rank(pairs, language, found)
        seconds += time.process_time() - start
        by_key: dict[str, list[Discrepancy]] = defaultdict(list)
        for one in found:
            by_key[one.key].append(one)
        usual = usual_offset(pairs, language)
        rows += [
            _row(row, pair, language, usual, by_key[pair.key])
            for row, pair in zip(talk_rows, pairs, strict=True)
        ]
    return rows, 1000 * seconds / max(1, len(rows))


def _row(
    row: dict[str, Any], pair: Pair, language: Language, usual: float, found: list[Discrepancy]
) -> Row:
    parts = row["id"].split("|")
    document = row.get("doc") or parts[0] + parts[4]
    return Row(
        kind=row.get("kind") or ("annotated" if row.get("spans") else "clean"),
        language=language,
        fold=int(hashlib.md5(document.encode()).hexdigest(), 16) % _FOLDS,
        gated=any(one.level == "error" for one in found),
        warned=any(one.level != "advice" for one in found),
        talk="doc" in row,
        values=read_signals(pair, language, usual, plain_facts(found)).values
        if pair.source.strip() and pair.target.strip()
        else {},
    )


def _fitted(rows: list[Row], head: Head) -> tuple[Vector, float]:
    """Fit one head: logistic regression with weights >= 0, every kind of fault of equal weight."""
    kinds = ("clean", *_LEARNED[head])
    used = [row for row in rows if row.kind in kinds and (row.kind == "clean" or not row.gated)]
    count = Counter(row.kind for row in used)
    faults = len(count) - 1
    share = np.array([0.5 / count[r.kind] / (1 if r.kind == "clean" else faults) for r in used])
    wrong = np.array([row.kind != "clean" for row in used], dtype=float)
    values = _values(used, head)
    spread = np.maximum(values.std(axis=0), 0.08)
    scaled = values / spread
    weights, bias = np.full(values.shape[1], 0.1), 0.0
    speed, bias_speed = np.zeros_like(weights), 0.0
    for _ in range(1500):
        miss = (1 / (1 + np.exp(-np.clip(scaled @ weights + bias, -30, 30))) - wrong) * share
        speed = 0.9 * speed + scaled.T @ miss + 0.001 * weights
        bias_speed = 0.9 * bias_speed + miss.sum()
        weights = np.maximum(0.0, weights - 0.15 * speed)
        bias -= 0.15 * bias_speed
    return weights / spread, float(bias)


def _values(rows: list[Row], head: Head) -> Vector:
    return np.array([list(row.values[head].values()) for row in rows], dtype=float)


Heads = dict[Head, tuple[Vector, float]]


def _fit(rows: list[Row]) -> tuple[Heads, float]:
    """Fit all heads and set them against each other; also return where 5 % of clean lie above."""
    heads: Heads = {head: _fitted(rows, head) for head in HEADS}
    scores = {head: _values(rows, head) @ weights + bias for head, (weights, bias) in heads.items()}
    gated = 100.0 * np.array([row.gated for row in rows])
    kinds = np.array([row.kind for row in rows])
    steps = np.arange(-0.5, 2.6, 0.5)
    best: tuple[float, tuple[float, ...], float] = (-1.0, (), 0.0)
    for first in steps:
        for second in steps:
            for third in steps:
                off = (0.0, first, second, third)
                total = gated + np.max([scores[h] - o for h, o in zip(HEADS, off, strict=True)], 0)
                bound = float(np.quantile(total[kinds == "clean"], 1 - _FALSE_ALARMS))
                gain = sum(
                    weight * float((total[kinds == kind] > bound).mean())
                    for kind, weight in _WANTED.items()
                    if (kinds == kind).any()
                )
                if gain > best[0] + 1e-9:
                    best = gain, off, bound
    shifted: Heads = {
        head: (heads[head][0], heads[head][1] - off)
        for head, off in zip(HEADS, best[1], strict=True)
    }
    return shifted, best[2]


def _suspicions(rows: list[Row], heads: Heads) -> Vector:
    scores = [_values(rows, head) @ weights + bias for head, (weights, bias) in heads.items()]
    return 100.0 * np.array([row.gated for row in rows]) + np.max(scores, axis=0)


Shown = dict[tuple[str, str], tuple[int, ...] | tuple[float, ...]]


def _tables(rows: list[Row]) -> Shown:
    """Return, per kind and language: pairs, recall at 5 % false alarms, and in each budget."""
    shown: Shown = {}
    for language in sorted({row.language for row in rows}):
        planted = [r for r in rows if r.language == language and not r.talk and r.values]
        suspicions = np.zeros(len(planted))
        for fold in range(_FOLDS):
            heads, _ = _fit([row for row in planted if row.fold != fold])
            judged = [index for index, row in enumerate(planted) if row.fold == fold]
            suspicions[judged] = _suspicions([planted[index] for index in judged], heads)
        kinds = np.array([row.kind for row in planted])
        bound = np.quantile(suspicions[kinds == "clean"], 1 - _FALSE_ALARMS)
        listed = _simulated(suspicions, kinds)
        for kind in sorted(set(kinds) - {"clean"}):
            of_kind = suspicions[kinds == kind]
            shown[kind, language] = (
                len(of_kind),
                float((of_kind > bound).mean()),
                *(listed[kind, b] for b in _BUDGETS),
            )
    return shown


def _simulated(suspicions: Vector, kinds: NDArray[np.str_]) -> dict[tuple[str, float], float]:
    """Draw talks of 200 segments with 20 mixed defects; return the share of each kind listed."""
    chance = np.random.default_rng(5)
    faults = sorted(set(kinds) - {"clean"})
    places = {kind: np.flatnonzero(kinds == kind) for kind in [*faults, "clean"]}
    hits: Counter[tuple[str, float]] = Counter()
    drawn: Counter[str] = Counter()
    for _ in range(_TALKS):
        defects = chance.choice(faults, _DEFECTS)
        talk = [*(chance.choice(places[kind]) for kind in defects)]
        talk += list(chance.choice(places["clean"], _TALK - _DEFECTS))
        order = np.argsort(-suspicions[talk], kind="stable")
        drawn.update(defects)
        for budget in _BUDGETS:
            listed = order[: int(budget * _TALK)]
            hits.update((str(defects[index]), budget) for index in listed if index < _DEFECTS)
    return {(kind, b): hits[kind, b] / max(1, drawn[kind]) for kind in faults for b in _BUDGETS}


def _false_alarms(rows: list[Row]) -> dict[str, tuple[int, float, float]]:
    """Return, per kind of clean pairs: how many, share with a gate, share with a warning."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "clean":
            groups[f"{'talks' if row.talk else 'mixed text'} to {row.language}"].append(row)
    return {
        name: (
            len(group),
            sum(row.gated for row in group) / len(group),
            sum(row.warned for row in group) / len(group),
        )
        for name, group in sorted(groups.items())
    }


def _broken(shown: Shown, rows: list[Row], milliseconds: float) -> list[str]:
    """Name every promise the figures do not keep, and by how much."""
    broken = [
        f"{kind} to {language}: {shown[kind, language][1]:.3f} of {promised}"
        for (kind, language), promised in sorted(_PROMISED.items())
        if (kind, language) in shown and shown[kind, language][1] < promised
    ]
    for name, (_, gates, warnings) in _false_alarms(rows).items():
        if name.startswith("talks") and gates > _MOST_GATES:
            broken.append(f"gates on clean {name}: {gates:.3f} of at most {_MOST_GATES}")
        if name.startswith("talks") and warnings > _MOST_WARNINGS:
            broken.append(f"warnings on clean {name}: {warnings:.3f} of at most {_MOST_WARNINGS}")
    if milliseconds > _MOST_MILLISECONDS:
        broken.append(f"CPU: {milliseconds:.1f} ms of at most {_MOST_MILLISECONDS}")
    return broken


def _print(shown: Shown, rows: list[Row]) -> None:
    columns = ("pairs", "at 5 %", *(f"list {budget:.0%}" for budget in _BUDGETS), "wanted")
    print(f"{'planted':18}{'to':4}" + "".join(f"{column:>10}" for column in columns))
    for (kind, language), (pairs, *shares) in sorted(shown.items()):
        wanted = _PROMISED.get((kind, language))
        print(
            f"{kind:18}{language:4}{pairs:10}"
            + "".join(f"{share:10.3f}" for share in shares)
            + (f"{wanted:10}" if wanted else "")
        )
    for name, (pairs, gates, warnings) in _false_alarms(rows).items():
        print(f"clean {name}: {pairs} pairs, gates {gates:.3f}, warnings {warnings:.3f}")


def _print_weights(rows: list[Row]) -> None:
    for language in ("en", "zh"):
        planted = [r for r in rows if r.language == language and not r.talk and r.values]
        print(f'    "{language}": {{')
        heads, bound = _fit(planted)
        for head, (weights, bias) in heads.items():
            named = zip(planted[0].values[head], weights, strict=True)
            listed = ", ".join(f'"{name}": {weight:.2f}' for name, weight in named)
            print(f'        "{head}": {{"bias": {bias - bound:.2f}, {listed}}},')
        print("    },")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
