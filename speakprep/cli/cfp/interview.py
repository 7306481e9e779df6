"""The interview of `speakprep cfp draft`: asks for what is empty, in the speaker's language."""

import re
import sys
from collections.abc import Iterator

from speakprep.cfp.actions.draft import draft, open_proposal
from speakprep.cfp.form import answer
from speakprep.cfp.layout import explained, language_wanted, limits
from speakprep.cfp.model import Proposal
from speakprep.cfp.parts import Ask, to_ask
from speakprep.cfp.questions import load_questions
from speakprep.cli.output import error_lines
from speakprep.cli.terminal import ask, columns, printable, styled, wrap
from speakprep.errors import InputError
from speakprep.event.counting import UNITS, size
from speakprep.event.model import Field
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace

END_OF_ANSWER = "."
"""A line that holds only this ends an answer: a pasted text may hold empty lines."""

_FIELD_HEADING = re.compile(r"^##?(?=\s)", re.MULTILINE)
"""A heading of the two levels that part the fields of cfp.md."""

_YES_NO = {"y": "yes", "是": "yes", "n": "no", "否": "no", "不是": "no"}
"""Other ways to say the two choices of a form that asks for yes or no."""

_WORDS: dict[str, dict[Language, str]] = {
    "begin": {
        "en": "Answer what you know; Enter alone leaves a field for later, Ctrl-C stops.",
        "zh": "知道多少答多少；直接按回车就留到以后，Ctrl-C 退出。",
    },
    "field": {"en": "{label} ({limits})", "zh": "{label}（{limits}）"},
    "parts": {
        "en": "One answer after another; they are laid down in this order, as you write them.",
        "zh": "一问一答；回答按这个顺序原样写进去。",
    },
    "lines": {
        "en": "(as many lines as you like; a line with only {end} ends it)",
        "zh": "（可以写多行；单独一行 {end} 表示写完）",
    },
    "choose": {
        "en": "choose a number from 1 to {count}, or press Enter",
        "zh": "请输入 1 到 {count} 的数字，或按回车",
    },
    "refused": {
        "en": "not saved:",
        "zh": "没有保存。检查一下：``` 和 <!-- 是否都闭合了？下面是原因（英文）：",
    },
    "saved": {"en": "saved: {what}", "zh": "已保存：{what}"},
    "changed": {
        "en": "saved: {what}, with ### before its headings",
        "zh": "已保存：{what}，其中的标题改成了 ###",
    },
}


def interview(space: Workspace, event: str = "") -> None:
    """Ask for all that is not answered; each answer is saved before the next question.

    Raises:
        KeyboardInterrupt: the person stopped; what was typed is saved.
    """
    questions = load_questions(space.shelves)
    proposal = open_proposal(space, event)
    language = space.talk.language
    _say(_WORDS["begin"][language])
    for line in wrap(language_wanted(proposal.profile, language), columns()):
        _say(line)
    field: Field | None = None
    for asked in to_ask(proposal, questions):
        for line in _head_lines(asked, language) if asked.field is not field else ():
            _say(line)
        field = asked.field
        for line in _question_lines(asked, language):
            _say(line)
        typed: list[str] = []
        try:
            for line in _choice(field, language) if field.choices else _words(field):
                typed.append(line)  # noqa: PERF402 -- lines before a Ctrl-C count
        except KeyboardInterrupt:
            _say("")
            _save(space, asked, "\n".join(typed), event)
            raise
        _save(space, asked, "\n".join(typed), event)


def _save(space: Workspace, asked: Ask, words: str, event: str) -> None:
    """Save one answer; a heading in it that would begin another field becomes a smaller one."""
    if not words.strip():
        return
    language = space.talk.language
    said: list[str] = []
    for attempt in (words, _FIELD_HEADING.sub("###", words)):
        try:
            draft(space, {asked.key: attempt}, event=event)
        except InputError as error:
            said = [f"  {_WORDS['refused'][language]}", *error_lines(error)]
            continue
        done = _WORDS["saved" if attempt == words else "changed"][language]
        what = _measured(open_proposal(space, event), asked.field, language)
        said = [f"  {done.format(what=what)}"]
        break
    for line in said:
        _say(line)


def _measured(proposal: Proposal, field: Field, language: Language) -> str:
    """Say what a field holds by now: all of its parts together."""
    words = answer(proposal, field.key)
    if field.choices:
        return words
    form = proposal.profile
    limit = f"/{field.at_most}" if field.at_most else ""
    return f"{size(words, field.counter, form.newline)}{limit} {UNITS[field.counter][language]}"


def _head_lines(asked: Ask, language: Language) -> list[str]:
    """Name the field, and say how it is asked for if that is in parts."""
    field = asked.field
    taken = limits(field, language)
    head = _WORDS["field"][language].format(label=field.called(language), limits=taken)
    lines = ["", styled(printable(head), "bold")]
    if words := field.note.get(language, ""):
        lines += wrap(printable(words), columns(), indent="  ")
    if asked.question and asked.question.part:
        lines += wrap(_WORDS["parts"][language], columns(), indent="  ")
    return lines


def _question_lines(asked: Ask, language: Language) -> list[str]:
    """Ask, and say why reviewers do, with a good and a weak answer."""
    field, question = asked.field, asked.question
    lines = [""] if question and question.part else []
    if question:
        ask_for = question.ask.get(language, question.ask["en"])
        lines += wrap(printable(ask_for), columns(), indent="  ")
        for words in explained(question, language):
            lines += wrap(printable(words), columns(), indent="  ", hanging="    ")
    lines += [f"  {number}. {printable(words)}" for number, words in enumerate(field.choices, 1)]
    if not field.one_line:
        lines.append(f"  {_WORDS['lines'][language].format(end=END_OF_ANSWER)}")
    return lines


def _choice(field: Field, language: Language) -> Iterator[str]:
    """Take a number or the words of a choice; anything else is asked again."""
    while typed := ask(">"):
        if typed.isdecimal() and 1 <= int(typed) <= len(field.choices):
            yield field.choices[int(typed) - 1]
            return
        typed = typed.casefold()
        for words in field.choices:
            if words.casefold() in {typed, _YES_NO.get(typed)}:
                yield words
                return
        _say(f"  {_WORDS['choose'][language].format(count=len(field.choices))}")


def _words(field: Field) -> Iterator[str]:
    """Yield an answer line by line, so that Ctrl-C leaves what was typed before."""
    first = ask(">")
    if first == END_OF_ANSWER:
        return
    yield first
    if field.one_line or not first:
        return
    while (line := ask(">")) != END_OF_ANSWER:
        yield line


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
