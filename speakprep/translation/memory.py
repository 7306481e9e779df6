"""One line of JSON per segment, slide and judgement; later lines replace earlier ones."""

import json
from typing import Any

from speakprep.fidelity.cited import Chunk
from speakprep.translation.model import (
    Accepted,
    Accusation,
    Decision,
    Generated,
    Judged,
    Memory,
    Opinion,
    Record,
    SecondReader,
    State,
    Verdict,
    digest,
    is_reason,
)

_STATES: dict[str, State] = {"machine": "machine", "flagged": "flagged", "edited": "edited"}
_READERS: dict[str, SecondReader] = {"judge": "judge", "second": "second", "back": "back"}
_ACCUSATIONS: dict[str, Accusation] = {
    "added": "added",
    "omitted": "omitted",
    "changed": "changed",
    "opinion": "opinion",
    "language": "language",
}
_DECISIONS: dict[str, Decision] = {"signed": "signed", "rejected": "rejected"}


def parse_memory(text: str) -> Memory:
    """Read a translation memory; a line that is no record is skipped and named.

    Whoever is killed while writing leaves half a line at the end. A line whose
    text no longer fits its hash was edited by hand and does not count either.
    """
    records: dict[str, Record] = {}
    generated: dict[str, Generated] = {}
    accepted: dict[str, Accepted] = {}
    verdicts: dict[str, Verdict] = {}
    judged: dict[tuple[str, SecondReader], Judged] = {}
    unreadable: list[int] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        entry = _entry(line)
        if isinstance(entry, Record):
            records[entry.id] = entry
        elif isinstance(entry, Generated):
            generated[entry.key] = entry
        elif isinstance(entry, Accepted):
            accepted[entry.id] = entry
        elif isinstance(entry, Verdict):
            verdicts[entry.id] = entry
        elif isinstance(entry, Judged):
            judged[entry.id, entry.how] = entry
        else:
            unreadable.append(number)
    return Memory(
        records=records,
        generated=generated,
        accepted=accepted,
        verdicts=verdicts,
        judged=judged,
        unreadable=tuple(unreadable),
    )


def render_record(record: Record) -> str:
    """Write a segment as one line."""
    chunks = [[chunk.source, chunk.target] for chunk in record.chunks]
    return _line(
        {
            "id": record.id,
            "source_hash": digest(record.source),
            "target_hash": digest(record.target),
            "state": record.state,
            "findings": list(record.findings),
            "unsure": record.unsure,
            "model": record.model,
            "prompt": record.prompt,
            "source": record.source,
            "target": record.target,
            **({"chunks": chunks} if chunks else {}),
        }
    )


def render_generated(generated: Generated) -> str:
    """Write what a slide was written as, as one line."""
    return _line(
        {
            "slide": generated.key,
            "from": generated.origin,
            "title": generated.title,
            "text": generated.text,
            "runs": list(generated.runs),
        }
    )


def render_accepted(accepted: Accepted) -> str:
    """Write what a person accepted as one line."""
    return _line(
        {
            "accepted": accepted.id,
            "source_hash": accepted.source_digest,
            "target_hash": accepted.target_digest,
            "findings": list(accepted.findings),
            "reason": accepted.reason,
        }
    )


def render_verdict(verdict: Verdict) -> str:
    """Write what a person decided as one line."""
    return _line(
        {
            "verdict": verdict.id,
            "source_hash": verdict.source_digest,
            "target_hash": verdict.target_digest,
            "decision": verdict.decision,
            "day": verdict.day,
            "by": verdict.by,
            "reason": verdict.reason,
        }
    )


def render_judged(judged: Judged) -> str:
    """Write what a second reader said as one line."""
    return _line(
        {
            "judged": judged.id,
            "how": judged.how,
            "source_hash": judged.source_digest,
            "target_hash": judged.target_digest,
            "by": judged.by,
            "opinions": [[one.kind, one.source_words, one.target_words] for one in judged.opinions],
        }
    )


def _line(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _entry(line: str) -> Record | Generated | Accepted | Verdict | Judged | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    if "accepted" in values:
        return _accepted(values)
    if "judged" in values:
        return _judged(values)
    if "verdict" in values:
        return _verdict(values)
    return _generated(values) if "slide" in values else _record(values)


def _record(values: dict[str, Any]) -> Record | None:
    texts = [values.get(key) for key in ("id", "source", "target", "model")]
    findings, prompt = values.get("findings", []), values.get("prompt", 0)
    state = _STATES.get(str(values.get("state")))
    if not _are_texts(texts) or not _are_texts(findings):
        return None
    if state is None or not isinstance(prompt, int):
        return None
    name, source, target, model = (str(text) for text in texts)
    record = Record(
        id=name,
        source=source,
        target=target,
        model=model,
        prompt=prompt,
        unsure=values.get("unsure") is True,
        findings=tuple(findings),
        state=state,
        chunks=_chunks(values.get("chunks", [])),
    )
    hashes = digest(record.source), digest(record.target)
    return record if hashes == (values.get("source_hash"), values.get("target_hash")) else None


def _chunks(values: object) -> tuple[Chunk, ...]:
    """Read how a target cites its source; what is no such list counts as none."""
    pairs = values if isinstance(values, list) else []
    if not all(_are_texts(pair) and len(pair) == 2 for pair in pairs):
        return ()
    return tuple(Chunk(source=source, target=target) for source, target in pairs)


def _generated(values: dict[str, Any]) -> Generated | None:
    texts = [values.get(key) for key in ("slide", "from", "title", "text")]
    runs = values.get("runs")
    if not _are_texts(texts) or not _are_texts(runs):
        return None
    key, origin, title, text = (str(value) for value in texts)
    return Generated(key=key, origin=origin, title=title, text=text, runs=tuple(runs or ()))


def _accepted(values: dict[str, Any]) -> Accepted | None:
    texts = [values.get(key) for key in ("accepted", "source_hash", "target_hash", "reason")]
    findings = values.get("findings")
    if not _are_texts(texts) or not _are_texts(findings):
        return None
    name, source, target, reason = (str(value) for value in texts)
    if not is_reason(reason):
        return None
    return Accepted(
        id=name,
        source_digest=source,
        target_digest=target,
        findings=tuple(findings or ()),
        reason=reason,
    )


def _verdict(values: dict[str, Any]) -> Verdict | None:
    names = ("verdict", "source_hash", "target_hash", "day", "by", "reason")
    texts = [values.get(key) for key in names]
    decision = _DECISIONS.get(str(values.get("decision")))
    if not _are_texts(texts) or decision is None:
        return None
    name, source, target, day, by, reason = (str(value) for value in texts)
    return Verdict(
        id=name,
        source_digest=source,
        target_digest=target,
        decision=decision,
        day=day,
        by=by,
        reason=reason,
    )


def _judged(values: dict[str, Any]) -> Judged | None:
    texts = [values.get(key) for key in ("judged", "source_hash", "target_hash", "by")]
    how, said = _READERS.get(str(values.get("how"))), values.get("opinions")
    if not _are_texts(texts) or how is None or not isinstance(said, list):
        return None
    if not all(_are_texts(one) and len(one) == 3 and one[0] in _ACCUSATIONS for one in said):
        return None
    name, source, target, by = (str(value) for value in texts)
    return Judged(
        id=name,
        how=how,
        source_digest=source,
        target_digest=target,
        by=by,
        opinions=tuple(
            Opinion(kind=_ACCUSATIONS[kind], source_words=theirs, target_words=ours)
            for kind, theirs, ours in said
        ),
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
