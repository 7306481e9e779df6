"""Finding the one JSON object in what a model wrote, and checking its shape.

Models wrap JSON in fences and prose, think aloud before it, and stop in the
middle of it; chat windows turn its quotes into curly ones. Nothing here ever
guesses at words: what is repaired stands between the strings, not in them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from speakprep.errors import InputError
from speakprep.llm.model import Json, Schema
from speakprep.talk.language import Language

ASK_AGAIN = "ask again, or ask for the JSON object only"

_THINKING = re.compile(r"<(think|thinking)>")
_THINKING_END = re.compile(r"</think>[ \t]*+$", re.MULTILINE)
_OBJECT_START = re.compile(r'\{\s*+(?=["}])')
_STRUCTURE = re.compile(r'["{}\[\]]')
_STRING_REST = re.compile(r'(?:[^"\\]|\\.)*+"', re.DOTALL)
_STRING = r'"(?:[^"\\]|\\.)*+"|".*+'
_STRING_OR_BLANK = re.compile(rf"({_STRING})|[\u00a0\u2002-\u200b\u3000\ufeff]++", re.DOTALL)
_STRING_OR_COMMA = re.compile(rf"({_STRING})|,(?=\s*+[}}\]])", re.DOTALL)
_OPENING_QUOTE = re.compile(r"(?<=[{\[,:])(\s*+)[“”„]")
_CLOSING_QUOTE = re.compile(r"[“”](?=\s*+[,:}\]])")


class UnfinishedError(InputError):
    """The answer stops in the middle: asking for less at once can help."""


def strip_thinking(text: str) -> str:
    """Return an answer without the thinking some models write before it.

    Only thinking at the beginning counts: an answer may well talk about the
    tags. A template may have swallowed the opening tag; the closing one then
    ends a line.

    >>> strip_thinking("<think>two or three?</think>\\n{}")
    '{}'
    """
    rest = text.strip()
    opened = _THINKING.match(rest)
    if opened:
        _, closed, after = rest.partition(f"</{opened[1]}>")
        return after.strip() if closed else ""
    closing = _THINKING_END.search(rest)
    if closing and "<think>" not in rest[: closing.start()]:
        return rest[closing.end() :].strip()
    return rest


def read_object(text: str, schema: Schema | None = None) -> dict[str, Json]:
    """Return the one JSON object in a model's text.

    A string in it may hold half a character (a lone surrogate such as \\ud83d),
    which JSON can say and no file can hold: whoever takes words from it decides
    what becomes of that string, and the rest is as good as ever.

    Args:
        text: what the model wrote; fences, prose and thinking around it are fine.
        schema: its shape; objects of another shape beside it do not disturb.

    Raises:
        UnfinishedError: it stops in the middle.
        InputError: there is none, it has another shape, or there are several that differ.
    """
    text = strip_thinking(text.replace("\r\n", "\n").strip("\ufeff \t\n"))
    if not text:
        raise InputError("the answer is empty", hint=ASK_AGAIN)
    straight = _CLOSING_QUOTE.sub('"', _OPENING_QUOTE.sub(r'\1"', text))
    try:
        return _read(text, schema)
    except InputError:
        if straight == text:
            raise
    return _read(straight, schema)


def check_shape(value: Json, schema: Schema) -> None:
    """Check a value against a schema.

    Raises:
        InputError: it has another shape; the message names the place.
    """
    _check(value, dict(schema.body), "")


def shape_text(schema: Schema) -> str:
    """Return the instruction that asks for a schema's shape and nothing else.

    The skeleton is no valid JSON on purpose: pasted back together with an
    answer, it cannot be mistaken for one.
    """
    return f"{_ONLY_THIS[schema.language]}\n{_skeleton(dict(schema.body), schema.language)}"


def _read(text: str, schema: Schema | None) -> dict[str, Json]:
    fitting: dict[str, Json] | None = None
    failure: InputError | None = None
    for candidate in _candidates(text):
        try:
            found = _load_tidied(candidate)
            if schema is not None:
                check_shape(found, schema)
        except InputError as error:
            failure = error
            continue
        if fitting is not None and found != fitting:
            raise InputError("holds several different answers", hint="keep the one that counts")
        fitting = found
    if fitting is not None:
        return fitting
    if failure is not None:
        raise failure
    excerpt = " ".join(text[:200].split())[:60]
    raise InputError(f"holds no JSON object; it begins with {excerpt!r}", hint=ASK_AGAIN)


def _candidates(text: str) -> Iterator[str]:
    """Yield every outermost stretch that looks like a JSON object, in linear time.

    Raises:
        UnfinishedError: the last one does not end.
    """
    position = 0
    while start := _OBJECT_START.search(text, position):
        position = _end(text, start.start())
        yield text[start.start() : position]


def _end(text: str, start: int) -> int:
    """Return where the object that starts there ends."""
    depth, position = 0, start
    while found := _STRUCTURE.search(text, position):
        position = found.end()
        if found[0] == '"':
            string = _STRING_REST.match(text, position)
            if string is None:
                break
            position = string.end()
        elif found[0] in "{[":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return position
    raise UnfinishedError(
        "the answer stops in the middle of its JSON",
        hint="ask again for fewer items at once, or copy the whole answer",
    )


def _load_tidied(candidate: str) -> dict[str, Json]:
    """Load an object; if need be without odd blanks and commas too many between its strings."""
    try:
        return _load(candidate)
    except InputError:
        tidied = _STRING_OR_BLANK.sub(lambda found: found[1] or " ", candidate)
        tidied = _STRING_OR_COMMA.sub(lambda found: found[1] or "", tidied)
        if tidied == candidate:
            raise
    return _load(tidied)


def _load(candidate: str) -> dict[str, Json]:
    try:
        # Line ends inside a string are a slip that loses nothing: strict=False.
        value = json.loads(
            candidate, strict=False, object_pairs_hook=_pairs, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        start = max(0, error.pos - 20)
        near = " ".join(candidate[start : error.pos + 20].split())
        raise InputError(
            f"the answer is not valid JSON near {near!r}",
            line=error.lineno,
            column=error.colno,
            hint=ASK_AGAIN,
        ) from None
    except ValueError:
        raise InputError("the answer holds a number too long to read", hint=ASK_AGAIN) from None
    except RecursionError:
        raise InputError("the answer is nested too deeply", hint=ASK_AGAIN) from None
    if not isinstance(value, dict):
        raise InputError("the answer is no JSON object", hint=ASK_AGAIN)
    return value


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise InputError(f"the answer says {twice[:60]!r} twice in one object", hint=ASK_AGAIN)
    return found


def _no_number(name: str) -> NoReturn:
    raise InputError(f"the answer holds {name} instead of a number", hint=ASK_AGAIN)


def _check(value: Json, shape: dict[str, Json], place: str) -> None:
    kind = shape.get("type")
    if not _IS_KIND[str(kind)](value):
        raise InputError(
            f"{_at(place)} has to be {_KIND_NAMES[str(kind)]}, not {_shown(value)}", hint=ASK_AGAIN
        )
    allowed = shape.get("enum")
    if isinstance(allowed, list) and value not in allowed:
        choices = ", ".join(str(choice) for choice in allowed[:8])
        raise InputError(f"{_at(place)} is {_shown(value)}, not one of: {choices}", hint=ASK_AGAIN)
    if isinstance(value, dict):
        _check_object(value, shape, place)
    items = shape.get("items")
    if isinstance(value, list) and isinstance(items, dict):
        for number, item in enumerate(value, start=1):
            _check(item, items, f"{place}[{number}]")


def _check_object(value: dict[str, Json], shape: dict[str, Json], place: str) -> None:
    properties = shape.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    required = shape.get("required")
    for key in required if isinstance(required, list) else []:
        if key not in value:
            raise InputError(f"{_at(place)} lacks {key!r}", hint=ASK_AGAIN)
    for key, item in value.items():
        known = properties.get(key)
        if isinstance(known, dict):
            _check(item, known, f"{place}.{key}" if place else key)
        elif shape.get("additionalProperties") is False:
            raise InputError(f"{_at(place)} has an unknown key {key[:60]!r}", hint=ASK_AGAIN)


_KIND_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
}
_KINDS_SKETCHED: dict[Language, dict[str, str]] = {
    "en": _KIND_NAMES,
    "zh": {
        "object": "对象",
        "array": "列表",
        "string": "文本",
        "boolean": "true 或 false",
        "integer": "整数",
    },
}
_ONLY_THIS: dict[Language, str] = {
    "en": "Answer with one JSON object and nothing else: no code fence, no comment, "
    "no text before or after it. Exactly this shape, with these keys only:",
    "zh": "只回答一个 JSON 对象，不要代码块标记，不要注释，前后不要有别的文字。"
    "格式如下，只用这些键：",
}
_ONE_OF: dict[Language, str] = {"en": "one of ", "zh": "以下之一："}
_COLON: dict[Language, str] = {"en": ": ", "zh": "，"}
_IS_KIND = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}


def _at(place: str) -> str:
    return f"the answer's {place}" if place else "the answer"


def _shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)[:61].encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 60 else f"{text[:57]}..."


def _skeleton(shape: dict[str, Json], language: Language) -> str:
    """Return a shape as a person would sketch it."""
    kind = shape.get("type")
    note = shape.get("description")
    about = f"{_COLON[language]}{note}" if isinstance(note, str) else ""
    properties, items, allowed = shape.get("properties"), shape.get("items"), shape.get("enum")
    if kind == "object" and isinstance(properties, dict):
        keys = [
            f"{json.dumps(key, ensure_ascii=False)}: {_skeleton(of, language)}"
            for key, of in properties.items()
            if isinstance(of, dict)
        ]
        return "{" + ", ".join(keys) + "}"
    if kind == "array" and isinstance(items, dict):
        return f"[{_skeleton(items, language)}, ...]"
    if isinstance(allowed, list):
        choices = ", ".join(str(choice) for choice in allowed)
        return f"<{_ONE_OF[language]}{choices}{about}>"
    return f"<{_KINDS_SKETCHED[language][str(kind)]}{about}>"
