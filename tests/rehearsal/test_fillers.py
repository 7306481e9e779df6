"""Fillers count only where the script does not have them; phrases only beyond it."""

import pytest

from speakprep.rehearsal.alignment import Written, align
from speakprep.rehearsal.fillers import Repeated, fillers, repeated
from speakprep.rehearsal.transcript import Piece
from speakprep.rehearsal.transcripts.rolling import pace_over_time
from speakprep.rehearsal.transcripts.tokens import timed, words


def said(text, language, seconds=60.0):
    return timed([Piece(start_s=0.0, end_s=seconds, text=text)], language)


def counted(script, text, language):
    heard = said(text, language)
    slide = Written(slide_id=256, number=1, title="", words=words(script, language))
    found = fillers(heard, align([slide], heard).scripted)
    return {filler.text: filler.count for filler in found}


def test_so_and_like_count_only_where_the_script_has_them_not():
    script = "So we ship tools like this every week, and so the users like it a lot."
    heard = (
        "So we um ship tools like this like every week, you know, and so the users like it a lot."
    )
    assert counted(script, heard, "en") == {"like": 1, "um": 1, "you know": 1}


def test_chinese_fillers_count_only_where_the_script_has_them_not():
    script = "然后我们把那个集群升级到新的版本，就是这样完成的。"
    heard = "然后我们嗯把那个集群就是说升级到那个新的版本，就是这样完成的。"
    assert counted(script, heard, "zh") == {"嗯": 1, "就是说": 1, "那个": 1}


def test_filler_between_misheard_words_is_still_the_scripts():
    script = "We measure every request here so nobody has to guess what the service did."
    heard = "We measure every request hear so nobuddy has to guess what the service did."
    assert counted(script, heard, "en") == {}


def test_sounds_and_words_are_told_apart_with_their_times():
    heard = said("um like um", "en", seconds=9.0)
    um, like = fillers(heard, [False] * 3)
    assert (um.text, um.kind, um.count) == ("um", "sound", 2)
    assert (like.text, like.kind) == ("like", "word")
    assert um.at_s[0] == 0.0
    assert um.at_s[1] > like.at_s[0] > 0


def test_phrases_are_named_once_and_as_long_as_they_are():
    text = "as you can see here it works. " * 4 + "The end of it all."
    (first, *_) = repeated(said(text, "en"), ())
    assert first == Repeated(text="as you can see here it works", count=4, written=0)


@pytest.mark.parametrize(("language", "phrase"), [("en", "as you can see"), ("zh", "大家可以看到")])
def test_phrases_the_script_has_as_often_are_not_named(language, phrase):
    fill = {"en": ["one", "two", "three", "four"], "zh": ["甲乙", "丙丁", "戊己", "庚辛"]}[language]
    text = " ".join(f"{phrase} {word}" for word in fill)
    heard = said(text, language)
    assert [each.text for each in repeated(heard, ())] == [phrase]
    assert repeated(heard, words(text, language)) == ()


@pytest.mark.parametrize(
    ("text", "language", "rate"),
    [("word " * 120, "en", 120.0), ("字" * 200, "zh", 200.0)],
)
def test_even_speech_has_an_even_pace(text, language, rate):
    moments = pace_over_time(said(text, language), language)
    assert [moment.at_s for moment in moments] == [10.0, 20.0, 30.0, 40.0, 50.0]
    assert all(abs(moment.per_minute - rate) <= 3 for moment in moments)


def test_nothing_said_has_no_pace():
    assert pace_over_time(timed([], "en"), "en") == ()


def test_repeated_sentence_longer_than_a_phrase_is_not_named_at_every_word():
    sentence = "and so we keep every one of the traces that took longer than two seconds to answer "
    assert [each.text for each in repeated(said(sentence * 5, "en"), ())] == [
        "and so we keep every one of the traces that took longer",
        "that took longer than two seconds to answer and so we keep",
    ]
