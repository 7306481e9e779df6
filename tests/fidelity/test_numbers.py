"""Quantities are read by value in both languages, and compared by value."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.fidelity.chinese_numbers import read_chinese
from speakprep.fidelity.english_numbers import read_english
from speakprep.fidelity.model import Pair
from speakprep.fidelity.numbers import compare_numbers, quantities


def _found(source: str, target: str) -> list[tuple[str, str]]:
    pair = Pair(key="1", source=source, target=target)
    return [(one.source_words, one.target_words) for one in compare_numbers(pair)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("一万二千", ["12000"]),
        ("一万二", ["12000"]),
        ("1.2万", ["12000"]),
        ("3万5千", ["35000"]),
        ("2亿3000万", ["230000000"]),
        ("一点五亿", ["150000000"]),
        ("一百零五", ["105"]),
        ("两百五十万", ["2500000"]),
        ("一百二十三亿四千五百六十七万八千九百零一", ["12345678901"]),
        ("二〇二四年", ["2024"]),
        ("一万六七千元", ["16000", "17000"]),
        ("二十五六岁", ["25", "26"]),
        ("三十七点五", ["75/2"]),
        ("１２％", ["12"]),
    ],
)
def test_chinese_numerals_are_read_by_value(text: str, values: list[str]) -> None:
    assert [str(quantity.value) for quantity in quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve thousand", ["12000"]),
        ("12k", ["12000"]),
        ("1.2 million", ["1200000"]),
        ("$1.2M", ["1200000"]),
        ("£3m", ["3000000"]),
        ("one hundred and thirty-one", ["131"]),
        ("one point five million", ["1500000"]),
        ("half a million", ["500000"]),
        ("nineteen ninety-five", ["1995"]),
        ("two thirds", ["2/3"]),
        ("forty-two percent", ["42"]),
        ("14,000", ["14000"]),
    ],
)
def test_english_numbers_are_read_by_value(text: str, values: list[str]) -> None:
    assert [str(quantity.value) for quantity in read_english(text)] == values


@given(st.integers(min_value=2, max_value=10**12))
def test_written_out_chinese_is_read_back(number: int) -> None:
    assert read_chinese(_spell(number))[0].value == number


def _spell(number: int) -> str:
    """Write a number below 10**16 in plain Chinese numerals."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            rest = number % unit
            zero = "零" if 0 < rest < unit // 10 else ""
            return _spell(number // unit) + name + (zero + _spell(rest) if rest else "")
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + "一二三四五六七八九"[digit - 1] + name
        zero = not digit
    return text


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("延迟降低百分之三十七点五", "Latency dropped by 37.5%"),
        ("保留三分之一的数据", "We keep a third of the data"),
        ("账单砍掉三分之二", "That cut two thirds of the bill"),
        ("一半的请求失败", "50% of requests fail"),
        ("两倍的成本", "double the cost"),
        ("增加了两倍", "It tripled"),
        ("请看第三页", "Look at slide three"),
        ("第二天就挂了", "It broke the following day"),
        ("一个想法，试一下", "An idea: try it"),
        ("这十分重要，万一挂了", "This is very important in case it breaks"),
        ("3月5日，下午3点半", "On March 5 at 3:30 p.m."),
        ("2023年三月，周三", "Wednesday, March 2023"),
        ("上世纪80年代", "in the 1980s"),
        ("十几台机器，几百万请求", "A dozen machines and millions of requests"),
        ("三十多个团队", "More than thirty teams"),
        ("Q3 的目标", "The goal for the third quarter"),
        ("14 000 条", "14,000 rows"),
        ("每五个人里有一个", "One in five people"),
        ("两年半", "two and a half years"),
        ("唯一一个办法", "The only way"),
        ("三维空间", "three-dimensional space"),
        ("一万二千个请求，耗时 200 毫秒", "12k requests in 200 ms"),
        ("We waited fifteen minutes", "我们等了十五分钟"),
        ("one of the reasons, at once", "原因之一，马上"),
        ("both teams, twice a week", "两个团队，每周两次"),
        ("about $1.2M in 2024", "2024 年大约 120 万美元"),
        ("five-minute talk at 15:00", "下午 3 点的五分钟演讲"),
    ],
)
def test_equal_quantities_pass(source: str, target: str) -> None:
    assert _found(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("延迟降低百分之三十七点五", "Latency fell 37%", [("百分之三十七点五", "37%")]),
        ("有一万二千个请求", "There are 1,200 requests", [("一万二千", "1,200")]),
        ("三个原因", "There are four reasons", [("三", "four")]),
        ("我们有 320 个节点", "We have many nodes", [("320", "")]),
        ("我们有很多节点", "We have 320 nodes", [("", "320")]),
        ("耗时 200 毫秒", "It took 200 seconds", [("200", "200")]),
        ("几千年", "millions of years", [("几千", "")]),
        ("We keep five percent", "我们保留 50%", [("five percent", "50%")]),
        ("It took fifteen minutes", "花了五十分钟", [("fifteen", "五十")]),
        ("In April 2024", "2024 年五月", [("", "五")]),
        ("It grew 3x to 14 000", "增长三倍，达到 15 000", [("14 000", "15 000")]),
    ],
)
def test_changed_quantities_are_found_verbatim(
    source: str, target: str, words: list[tuple[str, str]]
) -> None:
    assert _found(source, target) == words


@given(
    st.text(alphabet="一二三四五六七八九十百千万亿零〇点半几数分之成第1290.,% k万年", max_size=40)
)
def test_any_numerals_are_read_without_failing(text: str) -> None:
    assert all(quantity.words in text for quantity in quantities(text))


def test_absurdly_long_digits_are_read_in_parts() -> None:
    assert max(quantity.value for quantity in quantities("9" * 9000)) < Fraction(10**30)
