import pytest

from speakprep.llm.cost import count_tokens, describe, estimate, total
from speakprep.llm.model import Estimate, Message, Price, Recipient, Request

HERE = Recipient(host="localhost:11434", model="qwen3", local=True)
THERE = Recipient(host="api.openai.com", model="gpt", local=False)
QUESTION = Request(
    purpose="translate",
    messages=(Message(role="user", content="采样" * 50), Message(role="user", content="one two")),
    max_output_tokens=1000,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("采样", 2),  # 2 x 0.75
        ("one two three", 4),  # 3 x 1.01
        ("37.5%", 4),  # 2.24 + 0.93
        ("我们用 OpenTelemetry，采样 37.5%。", 10),  # 5 x 0.75 + 1.01 + 2.24 + 3 x 0.93 = 9.79
        ("サンプリング", 5),  # 6 x 0.75
        ("x" * 100, 6),  # five pieces
        ("\n\t \u3000", 0),
    ],
)
def test_count_tokens_by_the_formula(text, expected):
    assert count_tokens(text) == expected


def test_estimate_with_a_price():
    found = estimate(QUESTION, THERE, Price(input_per_million=2.0, output_per_million=8.0))
    assert found == Estimate(
        input_tokens=86,
        output_tokens=1000,
        amount=(86 * 2.0 + 1000 * 8.0) / 1_000_000,
        currency="USD",
    )
    assert describe(found) == (
        "about 86 tokens to read, at most 1,000 to write; at most about 0.01 USD"
    )


def test_estimate_without_a_price_says_so():
    found = estimate(QUESTION, THERE, None)
    assert found.amount is None
    assert describe(found).endswith("; the price is not known")


def test_estimate_on_this_machine_is_free():
    price = Price(input_per_million=2.0, output_per_million=8.0)
    found = estimate(QUESTION, HERE, price)
    assert (found.amount, describe(found).rsplit("; ")[1]) == (0.0, "free of charge")


def test_estimate_counts_the_shape(segments):
    shaped = Request(purpose="x", messages=QUESTION.messages, schema=segments)
    assert estimate(shaped, THERE, None).input_tokens > estimate(QUESTION, THERE, None).input_tokens


def test_total_of_several():
    priced = estimate(
        QUESTION, THERE, Price(input_per_million=1, output_per_million=1, currency="CNY")
    )
    assert total((priced, priced)) == Estimate(
        input_tokens=172, output_tokens=2000, amount=2 * 1086 / 1_000_000, currency="CNY"
    )
    assert total((priced, estimate(QUESTION, THERE, None))).amount is None
    assert total(()) == Estimate(input_tokens=0, output_tokens=0, amount=0, currency="")
