import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.llm.answers import check_shape, read_object, shape_text, strip_thinking
from speakprep.llm.model import Schema


def one(text: str) -> dict:
    return {"segments": [{"id": "a", "text": text, "unsure": False}]}


GOOD = one("他说“好”，{然后} [走了]。")
PLAIN = json.dumps(GOOD, ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"\ufeff{PLAIN}\r\n",
        f"```json\n{PLAIN}\n```",
        f"```\n{PLAIN}\n```\nAnything else?",
        f"Here is the translation of {{id}}:\n\n{PLAIN}\n\nHope it helps {{smile}}!",
        f"好的，译文如下：{PLAIN}",
        f'<think>{{"segments": []}} or so</think>{PLAIN}',
        f"well...\n</think>\n{PLAIN}",
        f'The shape is {{"segments": [<text>]}}, so: {PLAIN}',
        f"{PLAIN}\nOnce more:\n{PLAIN}",
        json.dumps(GOOD, indent=2, ensure_ascii=False).replace("\n", "\r\n"),
        json.dumps(GOOD, indent=2, ensure_ascii=False).replace("  ", "\u00a0\u00a0"),
        PLAIN.replace("}]}", "},]\n,}"),
        json.dumps(GOOD),
    ],
)
def test_read_object_around(text, segments):
    assert read_object(text, segments) == GOOD


def test_read_object_curly_quotes_around_straight_words(segments):
    curly = "{“segments”: [{“id”: “a”, “text”: “他说「好」, 然后 it’s {fine}。”, “unsure”: false}]}"
    assert read_object(curly, segments) == one("他说「好」, 然后 it’s {fine}。")


def test_read_object_tidies_between_strings_only(segments):
    words = "a,\u00a0} b,] \u3000“c”: d\\n"
    text = json.dumps(one(words), ensure_ascii=False).replace("}]", "},]")
    assert read_object(text, segments) == one(words)


def test_read_object_line_end_inside_a_string(segments):
    assert read_object(PLAIN.replace("然后", "然\n后"), segments) == one(
        "他说“好”，{然\n后} [走了]。"
    )


def test_read_object_takes_the_fitting_one(segments):
    text = f'{{"note": "draft"}}\n{PLAIN}\n{{"segments": 7}}'
    assert read_object(text, segments) == GOOD


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the answer is empty"),
        (" \ufeff\r\n", "the answer is empty"),
        ("<think>and then it stopped", "the answer is empty"),
        ("Sorry, I can't.", 'holds no JSON object; it begins with "Sorry, I can\'t."'),
        ("抱歉，\n无法翻译。", "holds no JSON object; it begins with '抱歉， 无法翻译。'"),
        ("[1, 2]", "holds no JSON object; it begins with '[1, 2]'"),
        (PLAIN[:40], "the answer stops in the middle of its JSON"),
        (PLAIN[:-1], "the answer stops in the middle of its JSON"),
        (f"```json\n{PLAIN[:30]}\n```", "the answer stops in the middle of its JSON"),
        (f"{PLAIN} or {json.dumps(one('x'))}", "holds several different answers"),
        ('{"segments": nul}', "the answer is not valid JSON near '{\"segments\": nul}'"),
        ('{"segments": NaN}', "the answer holds NaN instead of a number"),
        ('{"segments": 1, "segments": 2}', "the answer says 'segments' twice in one object"),
        ('{"segments": "\\ud83d"}', 'the answer\'s segments has to be a list, not "\\ud83d"'),
        ('{"segments": [], "\\ud83d": 1}', "the answer has an unknown key '\\ud83d'"),
        ('{"segments": ' + "9" * 5000 + "}", "the answer holds a number too long to read"),
        ("{}", "the answer lacks 'segments'"),
        ('{"segments": 7}', "the answer's segments has to be a list, not 7"),
        ('{"segments": [[]]}', "the answer's segments[1] has to be an object, not []"),
        ('{"segments": [], "note": "!"}', "the answer has an unknown key 'note'"),
        (PLAIN.replace("false", '"no"'), "the answer's segments[1].unsure has to be true or false"),
        (PLAIN.replace('"a"', "7"), "the answer's segments[1].id has to be text, not 7"),
        ('{"segments": ' + "[" * 100_000 + "]" * 100_000 + "}", "the answer is nested too deeply"),
        ('{"x":' * 100_000, "the answer stops in the middle of its JSON"),
    ],
)
def test_read_object_fault(text, message, segments):
    with pytest.raises(InputError) as caught:
        read_object(text, segments)
    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("half", ["\\ud83d", "\ud83d"])
def test_read_object_half_a_character_spoils_nothing_else(half, segments):
    text = PLAIN.replace("然后", half)
    assert read_object(text, segments) == json.loads(text)


def test_read_object_without_schema():
    assert read_object('so: {"anything": [1, null, 2.5]}') == {"anything": [1, None, 2.5]}


def test_read_object_three_megabytes(segments):
    long = one('采样 {和} \\"' * 250_000)
    assert read_object(f"Sure:\n{json.dumps(long)}", segments) == long


@pytest.mark.parametrize(
    "text",
    [
        "{" * 1_000_000,
        '{"' * 300_000,
        '{"a":' + '\\"' * 1_000_000,
        '{"a": "' + '\\"' * 1_000_000,
        '{"a": 1} ' * 100_000,
        "{" + ", ".join(f'"k{number // 2}": 1' for number in range(200_000)) + "}",
        "“" * 1_000_000 + "{" + ", " * 500_000,
        '{"a": 1' + " , " * 300_000 + "x}",
        "</think>" * 200_000,
    ],
)
@pytest.mark.timeout(20)
def test_read_object_hostile_length(text, segments):
    with pytest.raises(InputError) as caught:
        read_object(text, segments)
    assert len(caught.value.message) < 200


KINDS = Schema(
    name="kinds",
    body={
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "enum": ["ADDED", "OMITTED"], "description": "what"},
            "count": {"type": "integer"},
        },
    },
)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"kind": "OTHER"}, 'the answer\'s kind is "OTHER", not one of: ADDED, OMITTED'),
        ({"kind": "ADDED", "count": True}, "the answer's count has to be a whole number, not true"),
        ({"kind": "ADDED", "count": 1.5}, "the answer's count has to be a whole number, not 1.5"),
        ([], "the answer has to be an object, not []"),
        ({"kind": ["x" * 99]}, f"the answer's kind has to be text, not [\"{'x' * 55}..."),
    ],
)
def test_check_shape_fault(value, message):
    with pytest.raises(InputError) as caught:
        check_shape(value, KINDS)
    assert caught.value.message == message


def test_check_shape_open_object():
    check_shape({"kind": "ADDED", "count": 3, "more": {"deep": []}}, KINDS)


def test_shape_text_skeleton():
    assert shape_text(KINDS) == (
        "Answer with one JSON object and nothing else: no code fence, no comment, "
        "no text before or after it. Exactly this shape, with these keys only:\n"
        '{"kind": <one of ADDED, OMITTED: what>, "count": <a whole number>}'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>a</think> b", "b"),
        ("<thinking>a</thinking>\n\nb", "b"),
        ("  b ", "b"),
        ("a\n</think>\nb", "b"),
        ("The </think> tag", "The </think> tag"),
        ("<think>never ends", ""),
        ("The <think> tag and the </think> tag", "The <think> tag and the </think> tag"),
        ('{"text": "</think>"}', '{"text": "</think>"}'),
    ],
)
def test_strip_thinking_forms(text, expected):
    assert strip_thinking(text) == expected


WORDS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(["</think>", "<think>", '"', "\\", "“", "”", ",", "}", "]", "{", "\n", "采"])
).map("".join)


@given(WORDS, st.booleans(), st.sampled_from(["", "Sure: ", "<think>x</think>", "```json\n"]))
def test_read_object_round_trip(words, ascii_only, before):
    value = one(words)
    text = before + json.dumps(value, ensure_ascii=ascii_only)
    # JSON's own line ends are escaped, so nothing of the words may change.
    assert read_object(text) == value


@given(st.text(st.sampled_from('{}[]",:\\“”` ntrue1<think>/\n采'), max_size=80))
def test_read_object_never_crashes(text):
    try:
        found = read_object(text)
    except InputError:
        return
    assert isinstance(found, dict)
