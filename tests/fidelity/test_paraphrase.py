import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.fidelity.paraphrase import ALONE, Alone, only_here

EN = "We lowered the sampling rate to 1%, so storage fell by half."
EN_AGAIN = "We cut the rate of sampling down to 1%, and storage was halved."
ZH = "我们把采样率降到了 1%，存储空间省了一半。"
ZH_AGAIN = "我们将采样率降低到 1%，存储空间减少一半。"


@pytest.mark.parametrize(
    ("text", "other", "language"),
    [(EN, EN_AGAIN, "en"), (EN_AGAIN, EN, "en"), (ZH, ZH_AGAIN, "zh"), (ZH_AGAIN, ZH, "zh")],
)
def test_two_honest_translations_say_the_same(text, other, language):
    assert only_here(text, other, language).strength < ALONE[language]


@pytest.mark.parametrize(
    ("text", "more", "other", "language"),
    [
        (EN, " This makes every engineering team much happier.", EN_AGAIN, "en"),
        (ZH, "这让每一个工程团队都更加轻松愉快。", ZH_AGAIN, "zh"),
    ],
)
def test_invented_sentence_stands_alone(text, more, other, language):
    alone = only_here(text + more, other, language)
    assert alone.strength > ALONE[language]
    assert more.strip() in alone.words
    assert only_here(other, text + more, language).strength < ALONE[language]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", ["", "OK.", "42", "……", EN, ZH])
def test_text_is_never_alone_beside_itself(text, language):
    assert only_here(text, text, language) == Alone(words="", strength=0.0)


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "zh"]))
def test_words_alone_are_quoted_verbatim(text, other, language):
    assert only_here(text, other, language).words in text
