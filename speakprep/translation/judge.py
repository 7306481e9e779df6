"""A model as second reader: five closed questions, and no answer without a quotation.

What it quotes must stand in the text, letter for letter, or the finding is thrown away and
counted: a reader that makes up quotations is told from one that reads.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speakprep.errors import InputError
from speakprep.fidelity.model import Pair
from speakprep.llm.answers import read_object
from speakprep.llm.cost import count_tokens
from speakprep.llm.model import Json, Message, Request, Schema
from speakprep.translation.model import Accusation, Direction, Opinion

OUTPUT_PER_PAIR, OUTPUT_SPARE = 120, 1024
"""Upper limit of an answer in tokens: two quotations a pair, and room to think first."""

_KINDS: dict[str, Accusation] = {
    "ADDED": "added",
    "OMITTED": "omitted",
    "CHANGED": "changed",
    "OPINION": "opinion",
    "OTHER_LANGUAGE": "language",
}
_NEEDS: dict[Accusation, tuple[bool, bool]] = {
    "added": (False, True),
    "omitted": (True, False),
    "changed": (True, True),
    "opinion": (False, True),
    "language": (False, True),
}
"""Whether a finding must quote the source, and the target."""

_TEXT: dict[str, Json] = {"type": "string"}
SCHEMA = Schema(
    name="findings",
    body={
        "type": "object",
        "additionalProperties": False,
        "required": ["findings"],
        "properties": {
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["id", "kind", "source_quote", "target_quote"],
                    "properties": {
                        "id": {"type": "string", "description": "copied from the request"},
                        "kind": {"type": "string", "enum": list(_KINDS)},
                        "source_quote": {"type": "string", "description": "copied, or empty"},
                        "target_quote": {"type": "string", "description": "copied, or empty"},
                    },
                },
            }
        },
    },
)
"""What comes back; an empty list is the usual answer."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a judge said about a batch, by the pairs' keys.

    `dropped` counts findings whose quotation does not stand in the text, or that
    speak about a pair nobody showed.
    """

    opinions: dict[str, tuple[Opinion, ...]]
    dropped: int


def request(pairs: Sequence[Pair], direction: Direction, system: str) -> Request:
    """Return the request for one batch: the questions, then the pairs as data."""
    data: dict[str, Json] = {
        "direction": str(direction),
        "pairs": [{"id": one.key, "source": one.source, "target": one.target} for one in pairs],
    }
    many = f"{len(pairs)} translated segment{'s' if len(pairs) > 1 else ''}"
    return Request(
        purpose=f"judge {many} {direction}",
        messages=(
            Message(role="system", content=system),
            Message(role="user", content=json.dumps(data, ensure_ascii=False, indent=1)),
        ),
        schema=SCHEMA,
        max_output_tokens=OUTPUT_PER_PAIR * len(pairs)
        + sum(count_tokens(one.target) for one in pairs)
        + OUTPUT_SPARE,
    )


def read_judgement(text: str, pairs: Iterable[Pair]) -> Judgement:
    """Read a judge's answer to one batch.

    Raises:
        InputError: it is no whole JSON object of the shape asked for.
    """
    found = read_object(text, SCHEMA).get("findings")
    if not isinstance(found, list):
        raise InputError("the answer holds no list of findings")
    shown = {pair.key: pair for pair in pairs}
    opinions: dict[str, list[Opinion]] = {key: [] for key in shown}
    dropped = 0
    for entry in found:
        values = entry if isinstance(entry, dict) else {}
        pair = shown.get(str(values.get("id")))
        opinion = _opinion(values, pair) if pair else None
        if pair is None or opinion is None:
            dropped += 1
        elif opinion not in opinions[pair.key]:
            opinions[pair.key].append(opinion)
    return Judgement(opinions={key: tuple(said) for key, said in opinions.items()}, dropped=dropped)


def _opinion(values: dict[str, Json], pair: Pair) -> Opinion | None:
    """Return a finding whose quotations stand in the texts, as they stand there."""
    kind = _KINDS[str(values["kind"])]
    source = verbatim(str(values["source_quote"]), pair.source)
    target = verbatim(str(values["target_quote"]), pair.target)
    if source is None or target is None:
        return None
    wants_source, wants_target = _NEEDS[kind]
    if (wants_source and not source) or (wants_target and not target):
        return None
    if kind == "changed" and source == target:
        return None
    return Opinion(kind=kind, source_words=source, target_words=target)


def verbatim(quote: str, text: str) -> str | None:
    """Return the words of a text that a quotation means, or None where they are not in it.

    White space and the width of letters do not count; an empty quotation quotes nothing.

    >>> verbatim("half  the cost", "It saves half the cost, today.")
    'half the cost'
    """
    wanted, _ = _folded(quote)
    if not wanted:
        return ""
    signs, places = _folded(text)
    at = signs.find(wanted)
    return None if at < 0 else text[places[at] : places[at + len(wanted) - 1] + 1]


def _folded(text: str) -> tuple[str, list[int]]:
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for folded in unicodedata.normalize("NFKC", sign):
            if not folded.isspace():
                signs.append(folded)
                places.append(place)
    return "".join(signs), places
