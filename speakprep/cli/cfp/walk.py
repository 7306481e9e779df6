"""Going through the open questions of `speakprep cfp check`, in the text's language."""

import sys
from dataclasses import replace
from datetime import date

from speakprep.cfp.actions.check import (
    Changes,
    Checklist,
    Examined,
    answer,
    check,
    open_checklist,
    quote_of,
)
from speakprep.cfp.evidence import LEAST_HAN, LEAST_WORDS, says_enough
from speakprep.cfp.proving import Candidate, Item, candidates, proses_of
from speakprep.cli.output import error_lines
from speakprep.cli.terminal import ask, columns, one_line, styled, wrap
from speakprep.errors import UsageError
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

_YES = {"y", "yes", "是", "好", "对"}
_DECLINE = ("-", "—", "－")
_LIMITS = {"words": LEAST_WORDS, "han": LEAST_HAN}

_WORDS: dict[str, dict[Language, str]] = {
    "begin": {
        "en": "Which of your own sentences answers each question? Type its number, or paste the "
        "words; “- reason” leaves the question out; Enter alone is for later, Ctrl-C stops.",
        "zh": "你的哪句话回答了下面的问题？输入编号，或粘贴原文；“- 理由”表示不回答这一条；"
        "直接按回车留到以后，Ctrl-C 退出。",
    },
    "stale": {
        "en": "You quoted this; the sentence has changed since:",
        "zh": "你引用过这句，但它后来改过了：",
    },
    "hint": {"en": "a quick look at the words: {hint}", "zh": "按字面粗看：{hint}"},
    "proposed": {"en": "{by} proposes this; y takes it:", "zh": "{by} 建议引用这句，输入 y 采用："},
    "sure": {
        "en": "y if this answers it; Enter if not:",
        "zh": "这句算回答，输入 y；不算就按回车：",
    },
    "absent": {
        "en": "These words do not stand in {file}: copy them letter for letter; line ends do not "
        "matter.",
        "zh": "{file} 里没有这段文字：请逐字复制，换行没有关系。",
    },
    "short": {
        "en": "That is very short: take a few more words of the sentence, at least {words} words "
        "or {han} Chinese characters.",
        "zh": "引文太短：请多取几个字，至少 {han} 个汉字或 {words} 个英文单词。",
    },
    "reason": {
        "en": "Say why after the dash, such as: - it is one part only",
        "zh": "请在“-”后面写明理由，例如：- 只有一个部分",
    },
    "choose": {"en": "choose a number from 1 to {count}", "zh": "请输入 1 到 {count} 的数字"},
    "saved": {"en": "saved", "zh": "已保存"},
}


def walk(space: Workspace, *, today: date, event: str) -> Report[Checklist]:
    """Ask every open question once; each answer is saved before the next question.

    Raises:
        KeyboardInterrupt: the person stopped; what was answered is saved.
    """
    report = check(space, event=event)
    language = report.facts.language
    unsettled = [item for item in report.facts.items if item.status in {"open", "stale"}]
    if not unsettled:
        return report
    for line in wrap(_WORDS["begin"][language], columns()):
        _say(line)
    written: tuple[str, ...] = ()
    for item in unsettled:
        # Read anew: the text may be edited in another window meanwhile.
        opened = open_checklist(space, event)
        rule = next(rule for rule in opened.rules if rule.code == item.code)
        offered = candidates(rule, opened.proposal, space.talk.language)
        _show(item, offered, language)
        while changes := _answered(item, offered, opened, language):
            if refusal := _refusal(changes, opened):
                _tell(_WORDS[refusal][language].format(**_LIMITS, file=opened.proposal.file))
                continue
            try:
                answer(space, changes, today=today, event=event)
            except UsageError as error:
                for line in error_lines(error):
                    _say(line)
                continue
            _say(f"  {_WORDS['saved'][language]}")
            written = (report.facts.answers,)
            break
    return replace(check(space, event=event), written=written)


def _show(item: Item, offered: tuple[Candidate, ...], language: Language) -> None:
    _say("")
    _say(styled(item.code, "bold"))
    for words in (item.ask, item.why):
        _tell(words)
    if item.status == "stale" and item.answer.quote:
        _tell(_WORDS["stale"][language])
        _tell(item.answer.quote.words, mark="  > ")
    for hint in item.hints[:1]:
        _tell(_WORDS["hint"][language].format(hint=hint.message))
    for number, candidate in enumerate(offered, 1):
        _tell(candidate.words, mark=f"  {number}. ")
    if item.proposed:
        _tell(_WORDS["proposed"][language].format(by=item.proposed.by))
        _tell(item.proposed.quote.words, mark="  > ")


def _answered(
    item: Item, offered: tuple[Candidate, ...], opened: Examined, language: Language
) -> Changes | None:
    """Take one answer: a number, a yes, a reason, or words; None where it is for later."""
    while typed := ask(">"):
        if item.proposed and typed.casefold() in _YES:
            return Changes(accepted=(item.code,))
        if typed.isdecimal():
            if 1 <= int(typed) <= len(offered):
                return Changes(quotes={item.code: offered[int(typed) - 1].words})
            _tell(_WORDS["choose"][language].format(count=len(offered)))
            continue
        # An item of a list begins with a dash, too.
        if typed.startswith(_DECLINE) and not quote_of(typed, proses_of(opened.proposal)):
            return Changes(declined={item.code: typed.lstrip("-—－ ")})
        words = _quoted(typed, opened, language)
        if words:
            return Changes(quotes={item.code: words})
    return None


def _refusal(changes: Changes, opened: Examined) -> str:
    """Say which words of `_WORDS` tell why an answer cannot be taken; empty if it can."""
    proses = proses_of(opened.proposal)
    for words in changes.quotes.values():
        quote = quote_of(words, proses)
        if quote is None:
            return "absent"
        if not says_enough(words, proses[quote.field]):
            return "short"
    unsaid = not all(any(map(str.isalnum, why)) for why in changes.declined.values())
    return "reason" if unsaid else ""


def _quoted(typed: str, opened: Examined, language: Language) -> str:
    """Take pasted words, which may come in several lines; empty where they are given up."""
    proses = proses_of(opened.proposal)
    words = typed
    while quote_of(words, proses):
        _tell(words, mark="  > ")
        more = ask(_WORDS["sure"][language])
        if more.casefold() in _YES:
            return words
        if not more:
            return ""
        # A paste of several lines: what follows belongs to it, never to the next question.
        words = f"{words}\n{more}"
    return words


def _tell(words: str, *, mark: str = "  ") -> None:
    for line in wrap(one_line(words), columns(), indent=mark, hanging=" " * len(mark)):
        _say(line)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
