import json
import threading
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.llm.files import SERVERS_FILE, Notebook
from speakprep.llm.known import FRESH_DAYS, Known, find, learnt, parse_known, render_known
from speakprep.llm.protocol import FORMS, LIMITS, Dialect

TODAY = date(2026, 11, 21)
URL = "http://localhost:11434/v1"
PLAIN = Dialect(form="json_object", limit="none", temperature=False, seed=False)
ONE = Known(base_url=URL, model="qwen3:14b", dialect=PLAIN, day=TODAY)

dialects = st.builds(
    Dialect,
    form=st.sampled_from(FORMS),
    limit=st.sampled_from(LIMITS),
    temperature=st.booleans(),
    seed=st.booleans(),
)
days = st.dates(TODAY - timedelta(days=FRESH_DAYS), TODAY)
names = st.text(st.characters(exclude_categories=("Cs",)))
knowns = st.lists(
    st.builds(Known, base_url=names, model=names, dialect=dialects, day=days),
    unique_by=lambda one: (one.base_url, one.model),
).map(tuple)


@given(knowns)
def test_known_round_trip(known):
    assert parse_known(render_known(known), TODAY) == known


@given(st.binary())
def test_parse_known_takes_anything(data):
    assert parse_known(data, TODAY) == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"version": 1}',
        b'{"version": 1, "servers": 7}',
        b'{"version": 1, "servers": [7, null, {}, {"day": "2026-11-21"}]}',
        render_known((ONE,)).replace(b'"version": 1', b'"version": 2'),
        render_known((ONE,)).replace(b"json_object", b"yaml"),
        render_known((ONE,)).replace(b'"none"', b"17"),
        render_known((ONE,)).replace(b'"seed": false', b'"seed": "false"'),
        render_known((ONE,)).replace(b"2026-11-21", b"yesterday"),
        render_known((ONE,)).replace(b"2026-11-21", b"2027-01-01"),
    ],
)
def test_parse_known_broken_is_as_good_as_none(data):
    assert parse_known(data, TODAY) == ()


def test_parse_known_broken_entry_does_not_spoil_the_others():
    value = json.loads(render_known((ONE,)))
    value["servers"] = [{"model": 7}, *value["servers"], "?"]
    assert parse_known(json.dumps(value).encode(), TODAY) == (ONE,)


def test_parse_known_forgets_what_is_old():
    data = render_known((ONE,))
    assert parse_known(data, TODAY + timedelta(days=FRESH_DAYS)) == (ONE,)
    assert parse_known(data, TODAY + timedelta(days=FRESH_DAYS + 1)) == ()


def test_find_wants_address_and_model():
    assert find((ONE,), URL, "qwen3:14b") == PLAIN
    assert find((ONE,), URL, "qwen3:8b") is None
    assert find((ONE,), "http://localhost:1/v1", "qwen3:14b") is None


def test_learnt_replaces_what_was_known():
    new = Known(base_url=URL, model="qwen3:14b", dialect=Dialect(), day=TODAY)
    other = Known(base_url=URL, model="other", dialect=PLAIN, day=TODAY)
    assert learnt((ONE, other), new) == (other, new)


def test_notebook_remembers_across_runs(tmp_path):
    home = tmp_path / "not" / "there"
    assert Notebook(home, TODAY).recall(URL, "m") is None
    Notebook(home, TODAY).learn(URL, "m", PLAIN)
    assert Notebook(home, TODAY).recall(URL, "m") == PLAIN
    assert [path.name for path in home.iterdir()] == [SERVERS_FILE]


@pytest.mark.parametrize("broken", [b"", b"\xff", b"{" * 3_000_000])
def test_notebook_begins_anew_where_the_file_is_broken(tmp_path, broken):
    (tmp_path / SERVERS_FILE).write_bytes(broken)
    notebook = Notebook(tmp_path, TODAY)
    assert notebook.recall(URL, "m") is None
    notebook.learn(URL, "m", PLAIN)
    assert notebook.recall(URL, "m") == PLAIN


def test_notebook_that_cannot_be_written_does_no_harm(tmp_path):
    (tmp_path / SERVERS_FILE).mkdir()
    notebook = Notebook(tmp_path, TODAY)
    notebook.learn(URL, "m", PLAIN)
    assert notebook.recall(URL, "m") is None


def test_notebook_follows_no_link_out_of_its_folder(tmp_path):
    home, other = tmp_path / "home", tmp_path / "other.json"
    home.mkdir()
    other.write_text("mine")
    (home / SERVERS_FILE).symlink_to(other)
    Notebook(home, TODAY).learn(URL, "m", PLAIN)
    assert other.read_text() == "mine"


def test_notebook_from_several_threads_loses_nothing(tmp_path):
    notebook = Notebook(tmp_path, TODAY)
    names = [f"m{number}" for number in range(8)]
    threads = [threading.Thread(target=notebook.learn, args=(URL, one, PLAIN)) for one in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [notebook.recall(URL, one) for one in names] == [PLAIN] * 8
