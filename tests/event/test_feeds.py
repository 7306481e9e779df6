import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.event.feeds import read_feed
from speakprep.event.model import Call, Deadline

TODAY = date(2026, 11, 21)
DAY = 86_400_000
NEW_YEAR = 1_798_761_600_000  # 2027-01-01 in milliseconds

CONFS_TECH = [
    {
        "name": "Go  Small",
        "url": "https://go.example",
        "startDate": "2027-05-01",
        "endDate": "2027-05-02",
        "city": "Minsk",
        "country": "Belarus",
        "cfpUrl": "https://go.example/cfp",
        "cfpEndDate": "2027-02-01",
    },
    {"name": "No call", "url": "https://n.example", "startDate": "2027-05-01"},
    {"name": "在线", "startDate": None, "city": "Online", "country": "Online",
     "cfpEndDate": "2026-11-21"},
    {"name": "Past", "startDate": "2020-05-01", "cfpEndDate": "2020-01-01"},
    {"name": "Slip", "cfpUrl": "https://s.example", "cfpEndDate": "2027-02-31"},
]  # fmt: skip


def test_list_of_confs_tech_is_read() -> None:
    feed = read_feed("\ufeff" + json.dumps(CONFS_TECH), "go.json", TODAY)
    assert (feed.source, feed.closed, feed.without) == ("confs.tech", 1, 2)
    assert feed.calls == (
        Call(
            name="在线",
            closes=Deadline(day=date(2026, 11, 21)),
            source="confs.tech",
            location="Online",
        ),
        Call(
            name="Go Small",
            closes=Deadline(day=date(2027, 2, 1)),
            source="confs.tech",
            url="https://go.example/cfp",
            location="Minsk, Belarus",
            event_date=date(2027, 5, 1),
        ),
    )
    assert [(each.code, each.message) for each in feed.findings] == [
        ("EVT201", "Entry 5 has the closing day '2027-02-31': left out.")
    ]


def entry(until: object, **conf: object) -> dict[str, object]:
    return {"link": "https://d.example", "until": "10-Avr-2022", "untilDate": until,
            "conf": {"name": "Devs", **conf}}  # fmt: skip


def test_list_of_developers_events_is_read() -> None:
    given_ = entry(NEW_YEAR, date=[NEW_YEAR + 90 * DAY], location="Paris (France)")
    feed = read_feed(json.dumps([given_, given_]), "all-cfps.json", TODAY)
    assert feed.calls == (
        Call(
            name="Devs",
            closes=Deadline(day=date(2027, 1, 1)),
            source="developers.events",
            url="https://d.example",
            location="Paris (France)",
            event_date=date(2027, 4, 1),
        ),
    )
    assert feed.findings == ()


@pytest.mark.parametrize(
    ("until", "code", "words", "kept"),
    [
        (str(NEW_YEAR), None, "", True),
        ("2027-01-01", "EVT202", "has its closing day as text, '2027-01-01': kept", True),
        (4_102_444_800_000, "EVT202", "closes in 2100: kept, but look at its page", True),
        (None, "EVT201", "has the closing day nothing: left out", False),
        ("soon", "EVT201", "has the closing day 'soon': left out", False),
        (-5, "EVT201", "has the closing day -5: left out", False),
        (True, "EVT201", "has the closing day True: left out", False),
        (1e300, "EVT201", "has the closing day 1e+300: left out", False),
        (float("nan"), "EVT201", "has the closing day nan: left out", False),
        ([1], "EVT201", "has the closing day list: left out", False),
    ],
)
def test_dirty_days_survive(until: object, code: str | None, words: str, kept: bool) -> None:
    feed = read_feed(json.dumps([entry(NEW_YEAR), entry(until, name="Odd")]), "x.json", TODAY)
    assert [each.name for each in feed.calls] == (["Devs", "Odd"] if kept else ["Devs"])
    expected = [(code, f"Entry 2 {words}.")] if code else []
    assert [(each.code, each.message) for each in feed.findings] == expected


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("[https://a.example](https://b.example/x)", "https://b.example/x"),
        ("https://a.example/x y", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("https://a.example\r\nATTENDEE:x", "https://a.example"),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_addresses_are_cut_out_of_what_was_pasted(link: object, url: str) -> None:
    feed = read_feed(json.dumps([{**entry(NEW_YEAR), "link": link}]), "x.json", TODAY)
    assert [each.url for each in feed.calls] == [url]


def test_entries_that_are_no_conferences_are_told() -> None:
    dirty = [None, "x", entry(NEW_YEAR, name=None), {"conf": None}, 3]
    feed = read_feed(json.dumps(dirty), "x.json", TODAY)
    assert [each.name for each in feed.calls] == ["(no name)"]
    assert [each.message for each in feed.findings] == [
        "Entry 1 is nothing, not a conference: left out.",
        "Entry 2 is 'x', not a conference: left out.",
        "Entry 3 has no name: kept without one.",
        "Entry 4 has the closing day nothing: left out.",
        "Entry 5 is 3, not a conference: left out.",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[null, null]", "holds no conference that can be read"),
        ("[]", "holds no conference that can be read"),
        ('[{"a": 1}]', "holds no conference that can be read"),
        ('{"a": 1}', "is not a list of calls for proposals"),
        ("[1,", "is not valid JSON: Expecting value"),
        ("[" * 100_000, "is not JSON that a list of calls is made of"),
        ("[" + "9" * 5000 + "]", "is not JSON that a list of calls is made of"),
    ],
)
def test_file_that_is_no_list_is_an_error(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_feed(text, "x.json", TODAY)
    assert (raised.value.message, raised.value.file) == (message, "x.json")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["untilDate", "conf", "link", "name", "date", "cfpEndDate", "cfpUrl"]),
            inner,
        )
    ),
    max_leaves=15,
)


@given(st.lists(JUNK, max_size=5))
def test_no_value_stops_the_import(entries: list[object]) -> None:
    feed = read_feed(json.dumps([*entries, entry(NEW_YEAR)]), "x.json", TODAY)
    assert len(feed.calls) + feed.closed + feed.without <= len(entries) + 1
