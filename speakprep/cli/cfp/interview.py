"""The interview of `speakprep cfp draft`: asks for what is empty, in the speaker's language."""

import re
import sys
from collections.abc import Iterator

from speakprep.cfp.actions.draft import draft, open_proposal
from speakprep.cfp.files import language_wanted, limits, question_for
from speakprep.cfp.form import empty_fields
from speakprep.cfp.model import Proposal, Question
from speakprep.cfp.questions import load_questions
from speakprep.cli.output import error_lines
from speakprep.cli.terminal import ask, columns, styled, wrap
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
    "lines": {
        "en": "(as many lines as you like; a line with only {end} ends it)",
        "zh": "（可以写多行；单独一行 {end} 表示写完）",
    },
    "choose": {
        "en": "choose a number from 1 to {count}, or press Enter",
        "zh": "请输入 1 到 {count} 的数字，或按回车",
    },
    "saved": {"en": "saved: {what}", "zh": "已保存：{what}"},
    "changed": {
        "en": "saved: {what}, with ### before its headings",
        "zh": "已保存：{what}，其中的标题改成了 ###",
    },
}


def interview(space: Workspace) -> None:
    """Ask for every empty field; each answer is saved before the next question.

    Raises:
        KeyboardInterrupt: the person stopped; what was typed is saved.
    """
    questions = load_questions(space.shelves)
    proposal = open_proposal(space)
    language = space.talk.language
    _say(_WORDS["begin"][language])
    for line in wrap(language_wanted(proposal.profile, language), columns()):
        _say(line)
    for field in empty_fields(proposal):
        for line in _question_lines(field, proposal, question_for(field, questions), language):
            _say(line)
        typed: list[str] = []
        try:
            for line in _choice(field, language) if field.choices else _words(field):
                typed.append(line)  # noqa: PERF402 -- lines before a Ctrl-C count
        except KeyboardInterrupt:
            _say("")
            _save(space, field, proposal, "\n".join(typed))
            raise
        _save(space, field, proposal, "\n".join(typed))


def _save(space: Workspace, field: Field, proposal: Proposal, words: str) -> None:
    """Save one answer; a heading in it that would begin another field becomes a smaller one."""
    if not words.strip():
        return
    language = space.talk.language
    said: list[str] = []
    for attempt in (words, _FIELD_HEADING.sub("###", words)):
        try:
            draft(space, {field.key: attempt})
        except InputError as error:
            said = error_lines(error)
            continue
        done = _WORDS["saved" if attempt == words else "changed"][language]
        said = [f"  {done.format(what=_measured(field, attempt, proposal, language))}"]
        break
    for line in said:
        _say(line)


def _measured(field: Field, words: str, proposal: Proposal, language: Language) -> str:
    if field.choices:
        return words
    form = proposal.profile
    counted = size(words.strip(), form.counter, form.newline)
    limit = f"/{field.at_most}" if field.at_most else ""
    return f"{counted}{limit} {UNITS[form.counter][language]}"


def _question_lines(
    field: Field, proposal: Proposal, question: Question | None, language: Language
) -> list[str]:
    asked = limits(field, proposal.profile, language)
    head = _WORDS["field"][language].format(label=field.called(language), limits=asked)
    lines = ["", styled(head, "bold")]
    said = [field.note.get(language, "")]
    if question is not None:
        parts = (question.ask, question.why)
        said += [part.get(language, part["en"]) for part in parts]
        said += [
            f"+ {question.good.get(language, question.good['en'])}",
            f"- {question.weak.get(language, question.weak['en'])}",
        ]
    for words in filter(None, said):
        lines += wrap(words, columns(), indent="  ", hanging="    " if words[1] == " " else None)
    lines += [f"  {number}. {words}" for number, words in enumerate(field.choices, 1)]
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
