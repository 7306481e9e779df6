"""Asking a model which words answer which question, and believing nothing it says.

A model only points at words. What it points at has to stand in the field it
names, verbatim; whatever else it writes is dropped.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from speakprep.cfp.evidence import Prose, Quote, fingerprint, says_enough, spots
from speakprep.cfp.model import Proposal
from speakprep.cfp.proving import Item
from speakprep.errors import InputError
from speakprep.lint.model import Rule
from speakprep.llm.answers import check_shape, read_object
from speakprep.llm.cost import count_tokens
from speakprep.llm.model import Json, Message, Request, Schema
from speakprep.talk.language import Language, detect
from speakprep.talk.sentences import split_sentences

MOST_QUESTIONS = 8
"""Questions of one request: with many more, models leave some out."""

MOST_CHARACTERS = 50_000
"""More than ten times what any form takes; nobody pays for sending more by mistake."""

OUTPUT_PER_QUESTION, OUTPUT_SPARE = 250, 1024
"""Upper limit of an answer in tokens: a long sentence and a reason for each question, and
room for a model that thinks first."""

MOST_REASON = 200
"""Characters of a reason: one sentence. What is longer would be advice how to write."""

_ABOUT: dict[Language, dict[str, str]] = {
    "en": {
        "code": "copied from the question",
        "field": "its key, or empty",
        "quote": "copied from that field, or empty",
        "reason": "one short sentence",
    },
    "zh": {
        "code": "照抄问题里的",
        "field": "那一项的键名，没有就留空",
        "quote": "从那一项里逐字照抄，没有就留空",
        "reason": "一句短话",
    },
}


def _entry(language: Language) -> dict[str, Json]:
    texts: dict[str, Json] = {
        key: {"type": "string", "description": said} for key, said in _ABOUT[language].items()
    }
    verdict: dict[str, Json] = {"type": "string", "enum": ["answered", "open"]}
    keys = ("code", "verdict", "field", "quote", "reason")
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(keys),
        "properties": {key: texts.get(key, verdict) for key in keys},
    }


def schema_in(language: Language) -> Schema:
    """Return what is to come back, described in a language.

    There is no place for a better wording on purpose.
    """
    body: dict[str, Json] = {
        "type": "object",
        "additionalProperties": False,
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": _entry(language)}},
    }
    return Schema(name="review", body=body, language=language)


_SCHEMA = schema_in("en")
_ENTRY_SCHEMA = Schema(name="entry", body=_entry("en"))
_FLAT_OBJECT = re.compile(r'\{(?:[^{}"]|"(?:[^"\\]|\\.)*+")*+\}', re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a model says about one question, as it says it."""

    code: str
    answered: bool
    field: str
    quote: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """What came back that can be used; `refused` counts entries that could not.

    Refused is what has another shape, a code nobody asked for, or one code with
    two verdicts.
    """

    verdicts: tuple[Verdict, ...]
    refused: int = 0


def shown_fields(proposal: Proposal, rules: Sequence[Rule], words: Mapping[str, str]) -> set[str]:
    """Return the fields a model is shown: those the questions are about, and no more.

    A biography stays at home while nothing is asked about it.
    """
    wanted = {key for rule in rules for key in (*rule.fields, *rule.unless_filled)}
    everything = any(not rule.fields for rule in rules)
    return {
        field.key
        for field in proposal.profile.fields
        if words.get(field.key) and not field.choices and (everything or field.key in wanted)
    }


def groups(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    """Part questions into requests: the rules of one chapter (CFP8..) together."""
    chapters: dict[str, list[Item]] = {}
    for item in items:
        chapters.setdefault(item.code[:-2], []).append(item)
    return tuple(
        tuple(chapter[start : start + MOST_QUESTIONS])
        for chapter in chapters.values()
        for start in range(0, len(chapter), MOST_QUESTIONS)
    )


def request(items: Sequence[Item], words: Mapping[str, str], system: str) -> Request:
    """Return the request for some questions: the prompt, then everything else as data.

    The shape of the answer is described in the prompt's language.
    """
    data: dict[str, Json] = {
        "proposal": dict(words),
        "questions": [{"code": i.code, "question": i.ask, "why": i.why} for i in items],
    }
    quotes = count_tokens(max(words.values(), key=len, default=""))
    each = min(OUTPUT_PER_QUESTION, quotes + OUTPUT_PER_QUESTION // 2)
    return Request(
        purpose=f"look for answers to {len(items)} question{'s' * (len(items) > 1)} in a proposal",
        messages=(
            Message(role="system", content=system),
            Message(role="user", content=json.dumps(data, ensure_ascii=False, indent=1)),
        ),
        schema=schema_in(detect(system)),
        max_output_tokens=each * len(items) + OUTPUT_SPARE,
    )


def cache_key(item: Item, words: Mapping[str, str], system: str, model: str) -> str:
    """Return a name for one verdict: another text, prompt, model or question has another."""
    parts = [sorted(words.items()), system, model, item.code, item.ask, item.why]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def read_verdicts(text: str, codes: Sequence[str]) -> Verdicts:
    """Read a model's answer; every whole entry counts, also of half an answer.

    Raises:
        InputError: there is no entry in it.
    """
    try:
        entries: list[Json] = _list(read_object(text, _SCHEMA).get("items"))
    except InputError as error:
        entries = list(_whole_entries(text))
        if not any(_is_entry(entry) for entry in entries):
            raise error from None
    good = [_verdict(entry) for entry in entries if _is_entry(entry) and isinstance(entry, dict)]
    told = list(dict.fromkeys(good))
    times = Counter(verdict.code for verdict in told)
    kept = tuple(v for v in told if v.code in codes and times[v.code] == 1)
    return Verdicts(verdicts=kept, refused=len(entries) - len(good) + len({*told}) - len(kept))


def quoted(verdict: Verdict, proses: Mapping[str, Prose]) -> Quote | None:
    """Return what a model quotes, if it stands verbatim in the field named and says enough."""
    prose = proses.get(verdict.field)
    if not verdict.answered or prose is None:
        return None
    spot = next(spots(verdict.quote, {verdict.field: prose}), None)
    if spot is None or not says_enough(verdict.quote, prose):
        return None
    words = " ".join(verdict.quote.split())
    return Quote(words=words, field=verdict.field, sentence=fingerprint(spot.sentence))


def render_verdict(verdict: Verdict) -> str:
    """Write one verdict for keeping."""
    facts = {
        "code": verdict.code,
        "verdict": "answered" if verdict.answered else "open",
        "field": verdict.field,
        "quote": verdict.quote,
        "reason": verdict.reason,
    }
    return json.dumps(facts, indent=1) + "\n"


def parse_verdict(text: str, code: str) -> Verdict | None:
    """Read a kept verdict; None where it is broken, and the question is asked anew."""
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not _is_entry(value) or value["code"] != code:
        return None
    return _verdict(value)


def _verdict(entry: dict[str, Json]) -> Verdict:
    return Verdict(
        code=str(entry["code"]),
        answered=entry["verdict"] == "answered",
        field=str(entry["field"]),
        quote=str(entry["quote"]),
        reason=_one_sentence(str(entry["reason"])),
    )


def _one_sentence(reason: str) -> str:
    """Keep the first sentence of a reason, whole characters only."""
    whole = " ".join(reason[: MOST_REASON * 4].encode("utf-8", "replace").decode().split())
    first = next(iter(split_sentences(whole)), "").strip()
    return first if len(first) <= MOST_REASON else f"{first[: MOST_REASON - 1]}…"


def _is_entry(value: Json) -> bool:
    try:
        check_shape(value, _ENTRY_SCHEMA)
    except InputError:
        return False
    return True


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _whole_entries(text: str) -> Iterator[Json]:
    for found in _FLAT_OBJECT.finditer(text):
        try:
            yield json.loads(found[0], strict=False)
        except (ValueError, RecursionError):
            continue
