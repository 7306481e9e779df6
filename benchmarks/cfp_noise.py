"""How often does each rule for proposals speak up about texts that were accepted?

    python benchmarks/cfp_noise.py ABSTRACTS.jsonl [--check | --write]

Each line of the file is a proposal: `title`, `abstract`, `lang` (en, or zh and
its variants) and `event`. The share a rule flags is held against the `noise` it
stores. `--check` ends with 1 when one is off by more than a point, or when a
warning or an error goes above ten; `--write` writes docs/noise.md.

Measured as a form with 1,000 characters per abstract would have it, since most
known forms take about that many. Rules that are off are switched on. Left out is
what these texts cannot show: fields they do not have, and what a form decides.
"""

import argparse
import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from speakprep.lint.files import parse_rules
from speakprep.lint.kinds import KINDS
from speakprep.lint.lint import lint
from speakprep.lint.model import Bounds, Passage, Rule
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import Place
from speakprep.talk.resources import Shelves, find_resource

ROOT = Path(__file__).resolve().parent.parent
RULE_FILES = ("checklists/cfp.toml", "checklists/reviewer-feedback.toml")
FORM_KINDS = ("near-limit", "required", "choice", "words-of-han", "wanted", "link")
FIELDS = ("title", "abstract")
LIMIT = 1000
MOST = 10
"""Percent of accepted texts that a warning or an error may flag."""

Row = Mapping[str, str]
Shares = Mapping[Language, float]


def main() -> int:
    """Print one row per rule, and write or check the stored shares."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("path", help="accepted proposals, one JSON object a line")
    parser.add_argument("--check", action="store_true", help="end with 1 when a share is off")
    parser.add_argument("--write", action="store_true", help="write docs/noise.md")
    options = parser.parse_args()
    lines = Path(options.path).read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    rules = [rule for rule in _rules() if _measurable(rule)]
    shares = measured(rows, rules)
    print(f"{'rule':8}{'':34}{'level':9}" + "".join(f"{name:>8}" for name in LANGUAGES))
    for rule in rules:
        cells = "".join(_cell(shares[rule.code].get(language)) for language in LANGUAGES)
        print(f"{rule.code:8}{rule.name:34}{rule.level:9}{cells}")
    if options.write:
        (ROOT / "docs" / "noise.md").write_text(page(rows, rules, shares), encoding="utf-8")
    faults = wrong(rules, shares)
    for fault in faults:
        print(fault)
    return 1 if options.check and faults else 0


def measured(rows: Sequence[Row], rules: Sequence[Rule]) -> dict[str, Shares]:
    """Return for each rule the percentage of proposals it flags, per language it reads."""
    running = [
        dataclasses.replace(rule, level="advice") if rule.level == "off" else rule for rule in rules
    ]
    flagged: Counter[tuple[str, Language]] = Counter()
    total: Counter[Language] = Counter()
    for row in rows:
        language: Language = "en" if row["lang"] == "en" else "zh"
        total[language] += 1
        found = {finding.code for finding in lint(_passages(row, language), running)}
        flagged.update((code, language) for code in found)
    return {
        rule.code: {
            language: 100 * flagged[rule.code, language] / total[language]
            for language in _languages(rule)
        }
        for rule in rules
    }


def wrong(rules: Sequence[Rule], shares: Mapping[str, Shares]) -> list[str]:
    """Say which stored shares are off, and which rules speak up too often for their level."""
    faults = []
    for rule in rules:
        for language, share in shares[rule.code].items():
            if abs(share - rule.noise.get(language, -MOST)) > 1:
                stored = rule.noise.get(language, "nothing")
                faults.append(f"{rule.code} {language}: measured {share:.1f}, stored {stored}")
            if rule.level in ("error", "warning") and share > MOST:
                faults.append(f"{rule.code} {language}: {share:.1f} is too much for {rule.level}")
    return faults


def page(rows: Sequence[Row], rules: Sequence[Rule], shares: Mapping[str, Shares]) -> str:
    """Return docs/noise.md."""
    counts = Counter(("English" if row["lang"] == "en" else "Chinese") for row in rows)
    events = " and ".join(sorted({row["event"] for row in rows}))
    lines = [
        "# How often the rules speak up about accepted proposals",
        "",
        "Made by `python benchmarks/cfp_noise.py ABSTRACTS.jsonl --write`.",
        "",
        f"Held against the rules: {len(rows)} accepted proposals ({counts['English']} English,",
        f"{counts['Chinese']} Chinese) of {events}: title and",
        f"abstract, as a form with room for {LIMIT:,} characters would take them. The texts are",
        "not shipped: they belong to their authors.",
        "",
        "Every finding here is about a talk that was given. A share tells how often a rule would",
        "have disturbed somebody who did not need it, so no warning and no error may flag more",
        f"than {MOST} of 100 in either language; what goes above is advice, or off. It does not",
        "tell how good a proposal is: **what lint finds does not predict acceptance**, and no",
        "score is made of it. A loud rule may be worth hearing all the same: most accepted",
        "abstracts end without saying what the audience gains, and reviewers ask for exactly that.",
        "",
        "Not in the table: limits, required fields and choices, which are the form's own; rules",
        "about fields that these texts do not have; rules about slides.",
        "",
        "| rule | name | level | English % | Chinese % |",
        "|---|---|---|---:|---:|",
    ]
    for rule in rules:
        cells = " | ".join(_cell(shares[rule.code].get(each)).strip() for each in LANGUAGES)
        lines.append(f"| {rule.code} | {rule.name} | {rule.level} | {cells} |")
    return "\n".join(lines) + "\n"


def _rules() -> list[Rule]:
    shelves = Shelves(folders=(ROOT,))
    return [rule for name in RULE_FILES for rule in parse_rules(find_resource(shelves, name))]


def _measurable(rule: Rule) -> bool:
    form = rule.kind in FORM_KINDS or (rule.kind == "max-length" and not rule.options.limit)
    here = not rule.fields or any(field in FIELDS for field in rule.fields)
    return rule.stage == "cfp" and here and not form


def _languages(rule: Rule) -> list[Language]:
    cues, limit = rule.options.cues, rule.options.limit
    return [
        language
        for language in KINDS[rule.kind].languages
        if (cues is None or language in cues.languages) and (not limit or language in limit)
    ]


def _passages(row: Row, language: Language) -> list[Passage]:
    return [
        Passage(
            text=row[field],
            language=language,
            place=Place(file="cfp.md", line=1, field=field),
            bounds=Bounds(
                count=len(row[field]),
                at_most=LIMIT if field == "abstract" else None,
            ),
        )
        for field in FIELDS
    ]


def _cell(share: float | None) -> str:
    return f"{'–' if share is None else f'{share:.0f}':>8}"


if __name__ == "__main__":
    sys.exit(main())
