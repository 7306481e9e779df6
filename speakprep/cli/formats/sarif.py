"""Findings as SARIF 2.1.0, which code scanning services and editors read.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; the numbers in
comments are its sections.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from speakprep.cli.codes import MADE_IN_CODE
from speakprep.errors import SpeakprepError
from speakprep.lint.model import Rule, Strength
from speakprep.lint.suppressing import Suppressed
from speakprep.talk.report import Finding, Place

SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_LEVELS: Mapping[Strength, str] = {
    "error": "error",
    "warning": "warning",
    "advice": "note",
    "off": "none",
}

Json = dict[str, Any]


def sarif_log(
    findings: Sequence[Finding],
    *,
    rules: Sequence[Rule] = (),
    suppressed: Sequence[Suppressed] = (),
    version: str,
) -> Json:
    """Return one run: the rules, and a result for every finding, allowed ones too.

    Codes that are in no rule file are described as `speakprep rule` does.
    """
    seen = {rule.code: _rule(rule) for rule in rules}
    allowed = [each.finding for each in suppressed]
    for finding in (*findings, *allowed):
        seen.setdefault(finding.code, _made_in_code(finding.code))
    numbers = {code: number for number, code in enumerate(seen)}
    fingerprints = _fingerprints((*findings, *allowed))
    results = [
        _result(finding, numbers, mark)
        for finding, mark in zip((*findings, *allowed), fingerprints, strict=True)
    ]
    for result, each in zip(results[len(findings) :], suppressed, strict=True):
        result["suppressions"] = [_suppression(each)]
    return _log(_run(version, list(seen.values()), results=results))


def sarif_error(error: SpeakprepError, *, version: str) -> Json:
    """Return a run that could not be finished, and why (3.20.21)."""
    place = Place(file=error.file, line=error.line, column=error.column)
    said = f"{error.message}\n{error.hint}" if error.hint else error.message
    notification: Json = {"level": "error", "message": {"text": said}}
    if error.file:
        notification["locations"] = [_location(place)]
    invocation = {
        "executionSuccessful": False,
        "exitCode": error.exit_code,
        "toolExecutionNotifications": [notification],
    }
    return _log(_run(version, [], results=[], invocations=[invocation]))


def _log(run: Json) -> Json:
    return {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}


def _run(version: str, rules: list[Json], **facts: object) -> Json:
    driver = {
        "name": "speakprep",
        "semanticVersion": version,
        "rules": rules,
    }
    # Columns count code points, as everywhere in speakprep; the default is UTF-16 (3.14.17).
    return {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", **facts}


def _rule(rule: Rule) -> Json:
    why = {language: text for language, text in rule.why.items() if text}
    said = [*why.values(), f"Source: {rule.source}"]
    noise = ", ".join(f"{share} of 100 ({lang})" for lang, share in rule.noise.items())
    if noise:
        said.append(f"Speaks up about this many accepted proposals: {noise}.")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": rule.why.get("en", rule.name)},
        "help": {"text": "\n\n".join(said)},
        "defaultConfiguration": {
            "enabled": rule.level != "off",
            "level": _LEVELS[rule.level],
        },
    }


def _made_in_code(code: str) -> Json:
    if code not in MADE_IN_CODE:
        return {"id": code}
    said = MADE_IN_CODE[code]
    text = "\n\n".join(said.values())
    return {"id": code, "shortDescription": {"text": said["en"]}, "help": {"text": text}}


def _result(finding: Finding, numbers: Mapping[str, int], fingerprint: str) -> Json:
    quoted = " ".join(finding.evidence.split())
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": numbers[finding.code],
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.message}\n> {quoted}" if quoted else finding.message},
        "partialFingerprints": {"speakprep/v1": fingerprint},
    }
    if location := _location(finding.place):
        result["locations"] = [location]
    return result


def _location(place: Place) -> Json:
    location: Json = {}
    if place.file:
        physical: Json = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line is not None:
            physical["region"] = _region(place)
        location["physicalLocation"] = physical
    if place.field:
        location["logicalLocations"] = [{"name": place.field, "kind": "field"}]
    elif place.slide is not None:
        location["logicalLocations"] = [{"name": f"slide {place.slide}", "kind": "slide"}]
    return location


def _region(place: Place) -> Json:
    column = {} if place.column is None else {"startColumn": place.column}
    return {"startLine": place.line, **column}


def _uri(file: str) -> str:
    """Return a path as a URI, relative as it was typed (3.4.3)."""
    path = quote(file, errors="surrogateescape")
    return f"file://{path}" if file.startswith("/") else path


def _suppression(suppressed: Suppressed) -> Json:
    """Say where it is allowed: in the same file, or outside of it (3.35.2)."""
    inside = suppressed.place.file == suppressed.finding.place.file
    suppression: Json = {
        "kind": "inSource" if inside else "external",
        "justification": suppressed.reason,
    }
    if location := _location(suppressed.place):
        suppression["location"] = location
    return suppression


def _fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Tell findings apart by what they are about, so that one stays itself when lines move."""
    counted: dict[tuple[str, ...], int] = {}
    marks = []
    for finding in findings:
        place = finding.place
        about = (finding.code, place.file, place.field or str(place.slide or ""), finding.evidence)
        counted[about] = number = counted.get(about, 0) + 1
        text = "\0".join((*about, str(number)))
        marks.append(hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:32])
    return marks
