"""What a sync says to the speaker, in the language of the script."""

from collections.abc import Mapping
from dataclasses import dataclass

from speakprep.talk.language import Language
from speakprep.talk.report import Level

EDITED, NOTES, FOREIGN, OWN_TITLE = "SCR121", "SCR122", "SCR123", "SCR124"
SECOND, ORPHAN, RENUMBERED, REPLACED, OFFERED = "SCR125", "SCR126", "SCR127", "SCR128", "SCR129"

_LEVELS: Mapping[str, Level] = {FOREIGN: "advice", OWN_TITLE: "advice"}
_MESSAGES: Mapping[str, Mapping[Language, str]] = {
    EDITED: {
        "en": "Slide {slide} changed since its text was written ({diff} shows how). "
        "Edit the text; if it still fits: {command} --keep {slide}",
        "zh": "写完讲稿之后，第 {slide} 页改过了（用 {diff} 查看）。"
        "请修改文字；如果仍然合适：{command} --keep {slide}",
    },
    NOTES: {
        "en": "The speaker notes of slide {slide} changed in the deck; your text stays as it is "
        "({diff} shows both). "
        "Take over what you want, or leave it: {command} --keep {slide}",
        "zh": "第 {slide} 页的备注改过了；讲稿保持原样（用 {diff} 对照）。"
        "请自行取舍；如果不用改：{command} --keep {slide}",
    },
    FOREIGN: {
        "en": "The speaker notes of slide {slide} are not in English, so they did not become "
        "the text here",
        "zh": "第 {slide} 页的备注不是中文，没有写入这份讲稿",
    },
    OWN_TITLE: {
        "en": "This heading keeps your own words; the slide says “{title}”",
        "zh": "标题保留了你自己的写法；幻灯片上是“{title}”",
    },
    SECOND: {
        "en": "Slide {slide} has two texts; both are kept. Join them under one heading",
        "zh": "第 {slide} 页有两段讲稿，都保留。请合到一个标题下",
    },
    ORPHAN: {
        "en": "This text has no slide in the deck; it is kept at the end of the script. "
        "Move it to another slide, or delete it",
        "zh": "这段文字在幻灯片里没有对应的页，保留在讲稿末尾。可移到别的页，或删去",
    },
    RENUMBERED: {
        "en": "The deck was saved by a program that numbers its slides anew, so texts were "
        "matched by what is on the slides. Look once whether each is where it belongs",
        "zh": "保存幻灯片的软件重新编了号，讲稿已按内容对应。请逐页看一下是否对得上",
    },
    REPLACED: {
        "en": "Slide {slide} now holds something else than when its text was written. "
        "Is it the text for this slide? Yes: {command} --keep {slide}. "
        "No, put it aside: {command} --aside {slide}",
        "zh": "第 {slide} 页的内容与写讲稿时完全不同。这段文字还是这一页的吗？"
        "是：{command} --keep {slide}。不是，放到末尾：{command} --aside {slide}",
    },
    OFFERED: {
        "en": "The slide of this text has gone, and slide {slide} is like it and has no text. "
        "To move it there: {command} --take {slide}",
        "zh": "这段文字的幻灯片已不在，而第 {slide} 页与它相似，还没有讲稿。"
        "移过去：{command} --take {slide}",
    },
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A finding that has no place yet."""

    code: str
    level: Level
    message: str
    evidence: str = ""


def notice(code: str, language: Language, evidence: str = "", **words: object) -> Notice:
    """Word a notice; `words` are what its message names."""
    return Notice(
        code=code,
        level=_LEVELS.get(code, "warning"),
        message=_MESSAGES[code][language].format(**words),
        evidence=evidence,
    )
