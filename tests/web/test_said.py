import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Remark
from speakprep.web.said import NonsenseError, parse_heard


def said(message, seconds=100.0):
    return parse_heard(json.dumps(message).encode(), seconds)


def test_message_of_the_page():
    heard = said(
        {
            "played": [[0, 5.5], [99, 300], [7, 7]],
            "remarks": [
                {"id": "a", "at_s": 3.14, "text": " 快 \n"},
                {"id": "b", "at_s": -2, "text": ""},
            ],
            "end": True,
        }
    )
    assert heard.played == (Span(start_s=0.0, end_s=5.5), Span(start_s=99.0, end_s=100.0))
    assert heard.remarks == {
        "a": Remark(at_s=3.1, text="快"),
        "b": Remark(at_s=0.0, text=""),
    }
    assert heard.end
    assert not said({"end": "yes"}).end


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {"played": 1},
        {"played": [1]},
        {"played": [[1]]},
        {"played": [["0", "1"]]},
        {"played": [[True, 2]]},
        {"played": [[5, 1]]},
        {"played": [[0, 1]] * 5001},
        {"remarks": [{"id": "a", "at_s": 1}]},
        {"remarks": [{"at_s": 1, "text": "x"}]},
        {"remarks": [{"id": "a", "at_s": "1", "text": "x"}]},
        {"remarks": [{"id": "a", "at_s": 1, "text": "x" * 4001}]},
        {"remarks": [{"id": "a", "at_s": 1, "text": "\ud800"}]},
        {"remarks": [{"id": "a" * 101, "at_s": 1, "text": "x"}]},
        {"remarks": [{"id": "a", "at_s": 1, "text": "x"}] * 501},
    ],
)
def test_nonsense_is_refused(message):
    with pytest.raises(NonsenseError):
        said(message)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"played": [[NaN, 1]]}',
        b'{"played": [[0, Infinity]]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_is_refused(body):
    with pytest.raises(NonsenseError):
        parse_heard(body, 100.0)


def test_number_beyond_all_floats_is_the_end():
    body = b'{"played": [[0, 1' + b"0" * 400 + b"]]}"
    assert parse_heard(body, 100.0).played == (Span(start_s=0.0, end_s=100.0),)


@given(st.recursive(st.none() | st.floats() | st.text() | st.booleans(), st.lists, max_leaves=9))
def test_anything_else_is_refused_or_within_the_recording(value):
    try:
        heard = said({"played": [value], "remarks": []})
    except NonsenseError:
        return
    assert all(0 <= each.start_s <= each.end_s <= 100 for each in heard.played)
