"""A reviewer's comment made into a rule of one's own: "you were told this last time"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from speakprep.errors import InputError, UsageError
from speakprep.feedback.model import Item
from speakprep.feedback.wording import FIELDS
from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Passage, Rule
from speakprep.lint.reading import excerpt
from speakprep.talk.language import LANGUAGES, Language, detect
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource, edit_toml, parse_toml

PREFIX = "MY"
MOST_RULES = 999
"""A rule's code has three digits."""

LONGEST_WORDS = 300
"""Code points of a comment that a rule's message repeats: four lines of a terminal."""

LONGEST_EXAMPLE = 1500
"""Code points of the speaker's own text that are kept as an example; an abstract is shorter."""

LEAST_LIKENESS = 3
"""Below it a comment resembles no rule: one word in common is chance."""

BODY_FIELDS = ("abstract", "description")
"""Where a proposal tells its story, whichever of the two a form has."""

_WORD = re.compile(r"[a-z]{3,}")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = frozenset({
    "the", "and", "you", "your", "this", "that", "with", "for", "are", "but", "not", "has",
    "have", "was", "its", "from", "they", "them", "one", "what", "why", "how", "who",
    "when", "can", "talk", "say", "says", "said", "add", "name", "about", "more", "than",
    "too", "only", "reviewer", "comment", "sentence", "proposal", "tell",
})  # fmt: skip
_COMMON_HAN = frozenset({
    "一下", "一句", "这个", "那个", "什么", "怎么", "怎样", "没有", "可以", "我们", "你的",
    "他们", "评审", "提案", "演讲", "说明", "请在", "需要", "应该", "建议",
})  # fmt: skip
_NEUTRAL: Mapping[Language, str] = {"en": "We say it in plain words.", "zh": "我们换一种说法。"}
_BROKEN_LINE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff])")
"""A line end between Han characters, where no space belongs."""

_WHY = {
    "en": "One reader stumbled over it; the next one may too.",
    "zh": "一位读者在这里停住，下一位也可能。",
}
_HEADER = """\
# Rules made of what reviewers told you (speakprep feedback promote). They count
# in every talk of yours. Change or delete them as you like; how a rule is
# written stands at the head of the shipped cfp.toml.

"""
_OF_ITS_OWN = ("noise", "ask", "unless_filled")
"""Keys of a shipped rule that say nothing about what it looks for.

`unless_filled` would even silence the new rule on the very text that was criticised.
"""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the speaker said about the new rule.

    `words` are looked for; `missing` when it is their absence that is told.
    `bad` and `good` are examples, empty where speakprep is to find some.
    """

    words: tuple[str, ...] = ()
    missing: bool = False
    bad: str = ""
    good: str = ""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A shipped rule to do as it does: its code, and the rule as its file holds it."""

    code: str
    table: Mapping[str, Any]


def model_for(item: Item, shipped: Resource, like: str) -> Model:
    """Return the shipped rule to look for the same thing: the one named, or the one most alike.

    Raises:
        UsageError: there is no such rule, or the comment is like none.
        InputError: the rule file is broken.
    """
    if not like:
        near = resembling(item, shipped)
        if near:
            return near
        raise UsageError(
            "this comment is like none of the rules that are known",
            hint=f'name words to look for: speakprep feedback promote {item.id} --words "..."',
        )
    codes = [rule.code for rule in parse_rules(shipped)]
    if like.upper() not in codes:
        raise UsageError(f"there is no rule {like!r}", hint=f"there are: {', '.join(codes)}")
    tables = parse_toml(shipped.text, str(shipped.path))["rule"]
    return Model(code=like.upper(), table=tables[codes.index(like.upper())])


def new_rule(item: Item, mine: Resource, how: Wish | Model, now: str | None) -> tuple[Rule, str]:
    """Return a rule that its examples show at work, and the user's rule file with it.

    Args:
        item: the comment.
        mine: the user's rule file; its text is empty where there is none.
        how: what to look for.
        now: the text the comment is about, as it is now; an example if it is one.

    Raises:
        UsageError: there is no code left.
        InputError: an example does not show what it should, or the file cannot be added to.
    """
    held = parse_rules(mine) if mine.text else ()
    code = next_code(rule.code for rule in held)
    failing: tuple[str, ...] = ()
    for own in dict.fromkeys((now, None)):  # the speaker's own text need not be an example
        text = _with_rule(mine, _rule_by(item, code, how, own))
        rule = parse_rules(Resource(path=mine.path, text=text))[-1]
        failing = examples_that_fail(rule)
        if not failing:
            return rule, text
    raise InputError(
        f"this example does not show the rule at work: {excerpt(failing[0])}",
        hint='give one that it flags and one that it does not: --bad "..." --good "..."',
    )


def resembling(item: Item, shipped: Resource) -> Model | None:
    """Return the shipped rule a comment is like, by the rule's words and its cues; None if none is.

    Raises:
        InputError: the rule file is broken.
    """
    parse_rules(shipped)  # so that a broken file says where
    tables = parse_toml(shipped.text, str(shipped.path))["rule"]
    alike = [
        (_likeness(item.text, table), number)
        for number, table in enumerate(tables)
        if table.get("stage", "cfp") == item.stage or item.stage != "cfp"
    ]
    alike.sort(reverse=True)
    if not alike or alike[0][0] < LEAST_LIKENESS:
        return None
    if len(alike) > 1 and alike[0][0] == alike[1][0]:
        return None
    table = tables[alike[0][1]]
    return Model(code=table["code"], table=table)


def next_code(codes: Iterable[str]) -> str:
    """Return the first code after those there are: MY101, MY102 and so on.

    Raises:
        UsageError: there are too many.
    """
    numbers = [int(code[len(PREFIX) :]) for code in codes if code.startswith(PREFIX)]
    number = max([*numbers, 100]) + 1
    if number > MOST_RULES:
        raise UsageError("there is no code left for another rule", hint="delete rules you outgrew")
    return f"{PREFIX}{number}"


def source_of(item: Item) -> str:
    """Return how a rule names the comment it came from; by this a second promotion is noticed."""
    return f"Comment {item.id} by {_harmless(item.reviewer)}, {item.day}"


def made_before(item: Item, rule: Rule, file: str) -> UsageError:
    """Return the refusal to make another rule of a comment: words given now would be lost."""
    return UsageError(
        f"{item.id} is your rule {rule.code} already, and it stays as it is",
        file=file,
        line=rule.line,
        hint="change its words there by hand, or delete the rule and promote again",
    )


def examples_that_fail(rule: Rule) -> tuple[str, ...]:
    """Return the examples that do not show what they should: bad ones fire, good ones do not."""
    return tuple(
        text
        for language in LANGUAGES
        for wanted, texts in ((True, rule.bad), (False, rule.good))
        for text in texts.get(language, ())
        if _fires(rule, text, language) != wanted
    )


def _rule_by(item: Item, code: str, how: Wish | Model, now: str | None) -> dict[str, Any]:
    if isinstance(how, Model):
        named = _named(item, code)
        kept = {key: how.table[key] for key in how.table if key not in (*named, *_OF_ITS_OWN)}
        return {**named, **kept}
    return _rule_of_words(item, code, how, now)


def _with_rule(mine: Resource, values: Mapping[str, Any]) -> str:
    """Return a rule file with one more rule at its end."""
    import tomlkit
    from tomlkit.items import AoT

    def change(document: Any) -> None:  # noqa: ANN401 -- tomlkit's documents are untyped inside
        table = tomlkit.table()
        for key, value in values.items():
            table.add(key, _inline(value) if isinstance(value, Mapping) else value)
        table.add(tomlkit.nl())
        rules = document.setdefault("rule", tomlkit.aot())
        if not isinstance(rules, AoT):
            raise InputError(
                "nothing can be added to its rules",
                file=str(mine.path),
                hint="write each rule as a table of its own, headed by [[rule]]",
            )
        rules.append(table)

    return edit_toml(mine.text or _HEADER, str(mine.path), change)


def _rule_of_words(item: Item, code: str, wish: Wish, now: str | None) -> dict[str, Any]:
    language = detect(item.text)
    fields = _fields(item, missing=wish.missing)
    rule: dict[str, Any] = {
        **_named(item, code),
        "kind": "missing" if wish.missing else "pattern",
        "why": _WHY,
        **({"stage": item.stage} if item.stage != "cfp" else {}),
        **({"fields": list(fields)} if fields else {}),
        "cues": {"any": list(wish.words)},
    }
    said, silent = wish.words[0].replace("*", ""), _NEUTRAL[language]
    own = [now.strip()] if now and 0 < len(now.strip()) <= LONGEST_EXAMPLE else []
    bad, good = (silent, said) if wish.missing else (said, silent)
    fixed = item.status in {"fixed", "verified"}
    rule["bad"] = {language: [wish.bad] if wish.bad else [bad, *([] if fixed else own)]}
    rule["good"] = {language: [wish.good] if wish.good else [good, *(own if fixed else [])]}
    return rule


def _inline(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- tomlkit is untyped inside
    """Return a table on one line, as the shipped rule files write them."""
    import tomlkit

    table = tomlkit.inline_table()
    table.update(values)
    return table


def check_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words to look for, without blanks around them.

    Raises:
        InputError: there is none.
    """
    kept = tuple(word.strip() for word in words if word.strip())
    if not kept:
        raise InputError("there is no word to look for", hint='such as: --words "simply"')
    return kept


def _named(item: Item, code: str) -> dict[str, Any]:
    words = _harmless(" ".join(_BROKEN_LINE.sub("", item.text).split()))
    if len(words) > LONGEST_WORDS:
        words = f"{words[: LONGEST_WORDS - 1]}…"
    who = _harmless(item.reviewer)
    return {
        "code": code,
        "name": f"told-{item.id}",
        "level": "warning",
        "message": {
            "en": f"You were told this last time ({who}, {item.day}): {words}",
            "zh": f"上次有人提醒过你（{who}，{item.day}）：{words}",
        },
        "source": source_of(item),
    }


def _harmless(text: str) -> str:
    """Return words without braces, which stand for values in a rule's message."""
    return text.replace("{", "(").replace("}", ")")


def _fields(item: Item, *, missing: bool) -> tuple[str, ...]:
    """Return the fields to look in: those the comment is about, or where the story is told."""
    target = item.target
    if item.stage != "cfp":
        return ()
    if target.kind == "field" and target.value not in BODY_FIELDS:
        return (FIELDS.get(target.value.casefold(), target.value),)
    return BODY_FIELDS if missing or target.kind == "field" else ()


def _likeness(text: str, table: Mapping[str, Any]) -> int:
    """Count the words in common with what the rule says, twice, and its cues that occur, once."""
    language = detect(text)
    said = " ".join(table.get(key, {}).get(language, "") for key in ("message", "ask"))
    said += f" {table['name'].replace('-', ' ')} {table['source']}" if language == "en" else ""
    common = _terms(text) & _terms(said)
    entries = {
        entry.rstrip("*")
        for key in ("cues", "before")
        for which in (language, "any")
        for entry in table.get(key, {}).get(which, ())
        if not entry.startswith("/")
    }
    start = r"\b" if language == "en" else ""
    cues = [entry for entry in entries if re.search(start + re.escape(entry), text, re.IGNORECASE)]
    return 2 * len(common) + len(cues)


def _terms(text: str) -> set[str]:
    """Return the beginnings of English words, and pairs of Han characters."""
    words = {word[:5] for word in _WORD.findall(text.casefold()) if word not in _COMMON}
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)}
    return words | (pairs - _COMMON_HAN)


def _fires(rule: Rule, text: str, language: Language) -> bool:
    field = rule.fields[0] if rule.fields else "description"
    place = Place(file="example", line=1, field=field)
    return bool(lint([Passage(text=text, language=language, place=place)], [rule]))
