import pytest

from speakprep.llm.refusals import declines

DECLINES = [
    "I'm sorry, but I can't help with that.",
    "I’m sorry, but I cannot translate this text.",
    "Sorry, I am unable to assist with this request.",
    "Unfortunately, I can't reproduce copyrighted material.",
    "I cannot provide a translation of this passage.",
    "I must decline to continue with this.",
    "I won't be able to help you with this translation.",
    "I don't feel comfortable translating this.",
    "As an AI language model, I cannot do this.",
    "抱歉，我无法翻译这段内容。",
    "对不起，这个请求我不能完成。",
    "很遗憾，我没有办法处理这些文字。",
    "我无法协助您完成这个请求。",
    "作为一个人工智能助手，我不能提供这类内容。",
    "作为AI，我无法回答这个问题。",
    "无法为您提供该内容的翻译。",
]
DOES_NOT = [
    "",
    "Here you are: Sentence 0.",
    "Certainly! The translation is as follows.",
    "Which text should I translate?",
    '{"segments": [{"id": "a", "text": "I\'m sorry, I can\'t help you.", "unsure": false}]}',
    '{"segments": [{"id": "a", "text": "抱歉，我无法翻译。", "unsure": false}]}',
    "我们无法接受这样的延迟，所以做了采样。",
    "We cannot keep every trace.",
    "采样之后就不能再查到它们了。",
    "Sorry about the delay. " * 100 + "I cannot help.",
]


@pytest.mark.parametrize("text", DECLINES)
def test_declines(text):
    assert declines(text)


@pytest.mark.parametrize("text", DOES_NOT)
def test_declines_not(text):
    assert not declines(text)
