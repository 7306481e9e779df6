import pytest

from speakprep.rehearsal.syllables import syllable_count, word_syllables
from speakprep.script.timing import amount

WORDS = {
    1: ("trace", "used", "named", "moved", "I", "the", "strength", "leagues"),
    2: ("sampling", "table", "value", "people", "changes", "issue", "going", "itself"),
    3: ("created", "completely", "radio", "management", "example"),
    4: ("telemetry", "community", "application"),
    5: ("university", "communicating"),
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, words in WORDS.items() for word in words]
)
def test_syllables_of_a_word(word, count):
    assert word_syllables(word) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("采样等整条链路", 7),
        ("we sample traces", 5),
        ("我们用 Jaeger 采样", 7),
        ("# Heading\n\nwe <!-- not this --> speak", 2),
        ("[demo 2m: open the dashboard] now", 1),
        ("see https://example.com/telemetry now", 2),
    ],
)
def test_syllables_of_a_text(text, count):
    assert syllable_count(text, amount(text)) == pytest.approx(count, abs=0.01)


def test_capitals_and_figures_are_counted_as_they_are_read():
    assert syllable_count("SQL", amount("SQL")) == pytest.approx(3)
    assert syllable_count("12", amount("12")) == pytest.approx(1)
    assert syllable_count("用了 12 个", amount("用了 12 个")) == pytest.approx(5)
