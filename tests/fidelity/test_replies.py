"""Talk about the translation is found in either language, and licensed by the source."""

import pytest

from speakprep.fidelity.model import Pair
from speakprep.fidelity.replies import find_replies


def _kinds(source: str, target: str) -> list[str]:
    return [found.kind for found in find_replies(Pair(key="1", source=source, target=target))]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("Sure! Here is the English translation:\nWe sample.", "preamble"),
        ("Translation: We sample.", "preamble"),
        ("Below is a faithful rendering of the text: We sample.", "preamble"),
        ("We sample. (Note: 采样 means sampling.)", "note"),
        ("We sample.\n\nTranslator's note: a technical term.", "note"),
        ("We sample.\n\nLet me know if you need another tone!", "note"),
        ("We sample.\nAlternatively: we take samples.", "note"),
        ("I'm sorry, but I can't help with that.", "refusal"),
        ("As an AI language model, I do not sample.", "refusal"),
        ("That's a great question! Sampling saves money.", "answer"),
        ("Please provide the text to translate.", "answer"),
        ("I'd be happy to help you sample.", "answer"),
    ],
)
def test_english_replies_are_found(target: str, kind: str) -> None:
    assert _kinds("我们每天抽样。", target) == [kind]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("以下是中文译文：\n我们抽样。", "preamble"),
        ("好的，这是翻译结果：我们抽样。", "preamble"),
        ("译文：我们抽样。", "preamble"),
        ("我们抽样。（注：这里指数据。）", "note"),
        ("我们抽样。【译者注：数据】", "note"),
        ("我们抽样。\n如需更口语化的版本，请随时告诉我。", "note"),
        ("抱歉，我无法翻译这段内容。", "refusal"),
        ("作为一个人工智能助手，我不抽样。", "refusal"),
        ("这是一个很好的问题！抽样省钱。", "answer"),
        ("请提供需要翻译的文本。", "answer"),
    ],
)
def test_chinese_replies_are_found(target: str, kind: str) -> None:
    assert _kinds("We sample daily.", target) == [kind]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("抱歉，这个我不能说。", "I'm sorry, but I can't tell you that."),
        ("注意：先备份。", "Note: back up first."),
        ("以下是翻译：", "Here is the translation:"),
        ("这是个好问题。", "That's a good question."),
        ("如有问题，请随时联系我。", "If you have questions, feel free to contact me."),
        ("Could you please share the context?", "您能提供上下文吗？"),
        ("Note: this is beta.", "注意：这是测试版。"),
        ("Sure! It works.", "当然可以！能用。"),
    ],
)
def test_what_the_source_says_is_licensed(source: str, target: str) -> None:
    assert _kinds(source, target) == []


def test_reply_words_are_verbatim() -> None:
    pair = Pair(key="7", source="我们抽样。", target="We sample. (Note: a term.)")
    (found,) = find_replies(pair)
    assert (found.key, found.level, found.target_words) == ("7", "error", "(Note:")
