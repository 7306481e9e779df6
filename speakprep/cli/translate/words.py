"""What a review says, in the speaker's language."""

from collections.abc import Mapping

from speakprep.talk.language import Language
from speakprep.translation.model import Standing

Said = Mapping[Language, str]

KEYS: Mapping[str, Said] = {
    "y": {"en": "Enter/y sign", "zh": "回车/y 签字"},
    "e": {"en": "e edit", "zh": "e 修改"},
    "m": {"en": "m mend by the model", "zh": "m 让模型修"},
    "d": {"en": "d dismiss", "zh": "d 排除"},
    "r": {"en": "r reject", "zh": "r 退回"},
    "n": {"en": "n next", "zh": "n 下一处"},
    "b": {"en": "b back", "zh": "b 上一处"},
    "q": {"en": "q quit", "zh": "q 退出"},
}
"""What each key does, in the order they are offered."""

STANDINGS: Mapping[Standing, Said] = {
    "missing": {"en": "not translated yet", "zh": "还没有翻译"},
    "stale": {"en": "of an older source", "zh": "原文改过了"},
    "rejected": {"en": "rejected", "zh": "已退回"},
    "flagged": {"en": "with findings", "zh": "有疑问"},
    "machine": {"en": "not read yet", "zh": "还没有看过"},
    "edited": {"en": "edited, not signed yet", "zh": "改过，还没有签字"},
    "signed": {"en": "signed", "zh": "已签字"},
}

EXAMPLES: Mapping[Language, str] = {"zh": "十几 = a dozen", "en": "a dozen = 十几"}
"""Words that stand for each other, by the language of the source."""

WORDS: Mapping[str, Said] = {
    "begin": {
        "en": "Read both sides, also where nothing was found: counting does not see one added "
        "adjective, a stronger claim, a swapped name, or a lost “not”. Everything is kept at once.",
        "zh": "没有疑问的地方也请两边都读：计数看不出多加的一个形容词、说重了的话、换掉的名字、"
        "漏掉的“不”。每一步都马上保存。",
    },
    "header": {"en": "{signed} of {places} signed", "zh": "已签字 {signed}/{places}"},
    "flagged": {"en": ", {flagged} with findings", "zh": "，{flagged} 处有疑问"},
    "pending": {"en": ", {pending} to be translated", "zh": "，{pending} 处待翻译"},
    "slide": {"en": " · slide {number}", "zh": " · 第 {number} 页"},
    "signed": {"en": "signed on {day}{by}", "zh": "{day} 已签字{by}"},
    "whole": {
        "en": "The paragraphs of this slide are not those of the source: to change them, edit "
        "{place} yourself.",
        "zh": "这一页的段落与原文对不上：要改请直接编辑 {place}。",
    },
    "which": {"en": "one of: {keys} (Enter signs)", "zh": "请输入其中之一：{keys}（回车签字）"},
    "sign": {
        "en": "Why are these words right, although there are findings? Enter alone: not signed.",
        "zh": "有疑问而这句仍然正确，理由是什么？直接按回车则不签字。",
    },
    "reject": {
        "en": "Why not? The next run asks for it again. Enter alone: it stays as it is.",
        "zh": "为什么退回？下次翻译会重新请求这一处。直接按回车则不变。",
    },
    "dismiss": {
        "en": "Why is there nothing wrong? Enter alone: the findings stay.",
        "zh": "为什么这不是问题？直接按回车则保留疑问。",
    },
    "everywhere": {
        "en": "Only here: press Enter. Everywhere in this talk: type which words stand for which, "
        "such as: {example}",
        "zh": "只排除这一处：直接按回车。整个演讲都适用：写明哪个词对应哪个词，例如：{example}",
    },
    "reason": {
        "en": "Say it in a few words, or press Enter.",
        "zh": "请写几个字说明，或直接按回车。",
    },
    "dismissed": {
        "en": "dismissed here, until either side is edited",
        "zh": "已排除；任何一边改动后会再次提示",
    },
    "ruled": {"en": "dismissed everywhere in this talk", "zh": "已在整个演讲里排除"},
    "mend": {"en": "the words on line {line}", "zh": "第 {line} 行的译文"},
    "mended": {"en": "mended: read it once more", "zh": "已修改，请再看一遍"},
    "no better": {
        "en": "kept as it was: the new words were no better",
        "zh": "新译文没有更好，保持原样",
    },
    "below": {
        "en": "edit the translation below this line, save and close",
        "zh": "在这一行下面修改译文，保存并关闭",
    },
    "lost": {
        "en": "The line of dashes is gone, so nothing was taken over; what you typed is in {file}",
        "zh": "短横线那一行不见了，没有采用；你写的内容在 {file}",
    },
    "kept": {
        "en": "not taken over; what you typed is in {file}",
        "zh": "没有采用；你写的内容在 {file}",
    },
}
