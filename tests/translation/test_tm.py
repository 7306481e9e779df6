import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from speakprep.errors import BusyError, InputError, StorageError, UsageError
from speakprep.translation import files
from speakprep.translation.actions import tm as actions
from speakprep.translation.actions.reporting import placed_now
from speakprep.translation.fixed import NO_TERMS, FixedTerms
from speakprep.translation.glossary import Term
from speakprep.translation.memory import parse_memory
from speakprep.translation.model import Direction, Segment
from speakprep.translation.recalling import recall, usable
from speakprep.translation.snapshot import read_snapshot
from speakprep.translation.standing import verdict_on
from speakprep.translation.tm import (
    MEMORY_FILE,
    DamagedError,
    Unit,
    drop_units,
    put_units,
    read_units,
)
from speakprep.translation.tm_exchange import read_memory, render_memory

ZH_EN = Direction(source="zh", target="en")
LATER = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"
HONEST = (
    "After the sampling rate went down to 1%, storage shrank by 87%, "
    "and query time went from 12 seconds to 2 seconds."
)
UNIT = Unit(
    source_language="zh",
    target_language="en",
    source=LATER,
    target=HONEST,
    origin="signed",
    talk="Another talk",
    day="2027-01-02",
)


def segment(text: str, name: str = "a") -> Segment:
    return Segment(id=name, text=text, slide=1, line=7)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / MEMORY_FILE)


def test_put_read_and_drop(file):
    other = replace(UNIT, source="别的", target="other", origin="imported")
    assert put_units(file, [UNIT, other, UNIT]) == 2
    assert read_units(file) == (other, UNIT)
    assert put_units(file, [replace(UNIT, origin="edited", day="2028-01-01")]) == 0
    assert put_units(file, [replace(other, origin="edited")]) == 0
    assert read_units(file) == (replace(other, origin="edited"), UNIT)
    drop_units(file, [UNIT])
    assert read_units(file) == (replace(other, origin="edited"),)


def test_hostile_words_are_only_words(file):
    words = "'); drop table unit; --\0\u202e" + "长" * 10_000
    put_units(file, [replace(UNIT, source=words, talk=words)])
    assert read_units(file)[0].source == words


def test_damaged_file_is_named(file):
    Path(file).write_bytes(b"this is no database at all" * 100)
    with pytest.raises(DamagedError, match="damaged") as caught:
        read_units(file)
    assert caught.value.file == file
    with pytest.raises(DamagedError):
        put_units(file, [UNIT])


def test_half_a_file_is_named(file):
    put_units(file, [replace(UNIT, source=f"{n}" * 500) for n in range(200)])
    data = Path(file).read_bytes()
    Path(file).write_bytes(data[: len(data) // 2])
    with pytest.raises(DamagedError):
        read_units(file)


def test_empty_file_is_an_empty_memory(file):
    Path(file).write_bytes(b"")
    assert read_units(file) == ()
    assert put_units(file, [UNIT]) == 1


def test_folder_in_its_place(file):
    Path(file).mkdir()
    with pytest.raises(StorageError):
        read_units(file)


def test_newer_file_is_left_alone(file):
    put_units(file, [UNIT])
    with sqlite3.connect(file) as connection:
        connection.execute("pragma user_version = 9")
    connection.close()
    with pytest.raises(InputError, match="newer speakprep"):
        put_units(file, [replace(UNIT, source="x")])


def test_rows_of_nobody_are_passed_over(file):
    put_units(file, [UNIT])
    with sqlite3.connect(file) as connection:
        connection.execute("insert into unit values ('fr', 'en', 'a', 'b', 'signed', '', '')")
        connection.execute("insert into unit values ('zh', 'en', x'ff', 'b', 'signed', '', '')")
    connection.close()
    assert read_units(file) == (UNIT,)


def test_locked_file_is_busy(file):
    put_units(file, [UNIT])
    holder = sqlite3.connect(file)
    holder.execute("begin exclusive")
    try:
        with pytest.raises(BusyError, match="another speakprep"):
            read_units(file, wait=0.01)
    finally:
        holder.close()


def test_recall_exact_similar_and_none():
    similar = LATER.replace("87%", "85%")
    offers = recall([segment(LATER), segment(similar, "b"), segment("别的话", "c")], [UNIT], ZH_EN)
    assert [(one.segment.id, one.exact, one.several) for one in offers] == [
        ("a", True, False),
        ("b", False, False),
    ]
    assert 75 < offers[1].alike < 100
    assert recall([segment(LATER)], [UNIT], Direction(source="en", target="zh")) == ()
    assert recall([segment(LATER)], [], ZH_EN) == ()


def test_recall_prefers_what_was_signed_and_tells_of_several():
    edited = replace(UNIT, target="Edited.", origin="edited", day="2028-01-01")
    (offer,) = recall([segment(LATER)], [edited, UNIT], ZH_EN)
    assert (offer.unit, offer.several) == (UNIT, True)


@pytest.mark.parametrize(
    "unit",
    [
        replace(UNIT, origin="imported"),
        replace(UNIT, target=HONEST.replace("87", "78")),
        replace(UNIT, source=LATER + "！"),
    ],
)
def test_usable_takes_nothing_doubtful(unit):
    offers = recall([segment(LATER)], [unit], ZH_EN)
    assert len(offers) == 1
    assert usable(offers, ZH_EN, NO_TERMS) == ()


def test_usable_wants_the_fixed_terms():
    offers = recall([segment(LATER)], [UNIT], ZH_EN)
    assert usable(offers, ZH_EN, NO_TERMS) == offers
    fixed = FixedTerms([Term(texts={"zh": "存储空间", "en": "disk space"})], ZH_EN)
    assert usable(offers, ZH_EN, fixed) == ()


letters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
texts = st.text(letters, min_size=1, max_size=50).map(lambda s: " ".join(s.split())).filter(bool)
units = st.builds(
    Unit,
    source_language=st.just("zh"),
    target_language=st.just("en"),
    source=texts,
    target=texts,
    origin=st.sampled_from(["signed", "edited", "imported"]),
    talk=st.just("A talk"),
    day=st.just("2027-01-02"),
)


@given(st.lists(units, max_size=5))
def test_tmx_round_trip(several):
    assert read_memory(render_memory(several, "1").encode(), "m.tmx") == (tuple(several), 0)


def test_tmx_follows_the_published_definition():
    with (Path(__file__).parent / "schemas" / "tmx14.dtd").open("rb") as stream:
        dtd = etree.DTD(stream)
    hostile = replace(UNIT, source="a\x07<&>\"'", talk="\x08 & <talk>", day="")
    written = render_memory([UNIT, hostile, replace(UNIT, origin="imported", talk="")], "1.0")
    dtd.assertValid(etree.fromstring(written.encode()))


FOREIGN = """<?xml version="1.0"?>
<tmx version="1.4"><header creationtool="{tool}" srclang="en-US"/><body>
<tu><prop type="x-state">machine</prop>
<tuv xml:lang="en-US"><seg>One <ph>&lt;b&gt;</ph><hi>word</hi>.</seg></tuv>
<tuv xml:lang="zh-CN"><seg>一个词。</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Wort</seg></tuv><tuv xml:lang="en"><seg>word</seg></tuv></tu>
</body></tmx>"""


def test_tmx_of_others_is_imported_and_drafts_are_not():
    (unit,), left_out = read_memory(FOREIGN.format(tool="OmegaT").encode(), "m.tmx")
    assert (unit.source, unit.target, unit.origin) == ("One word.", "一个词。", "imported")
    assert (unit.source_language, left_out) == ("en", 1)
    assert read_memory(FOREIGN.format(tool="speakprep").encode(), "m.tmx") == ((), 2)


@pytest.mark.parametrize(
    "text", ["<html/>", "<tmx/>", "no xml", '<!DOCTYPE x [<!ENTITY a "b">]><tmx/>']
)
def test_tmx_hostile_is_refused(text):
    with pytest.raises(InputError):
        read_memory(text.encode(), "m.tmx")


@pytest.fixture
def done(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    return zh_bench


def test_add_only_what_a_person_vouched_for(done, home):
    report = actions.add(done.workspace, ZH_EN, home, day="2027-01-02")
    assert (report.facts.changed, report.written) == (0, ())
    done.edit("script.en.md", "storage shrank by 87%", "storage went down by 87%")
    report = actions.add(done.workspace, ZH_EN, home, day="2027-01-02")
    assert report.facts.changed == 1
    (unit,) = read_units(report.facts.file)
    assert (unit.origin, unit.source, unit.talk) == ("edited", LATER, "A talk")
    assert "went down by 87%" in unit.target
    assert actions.add(done.workspace, ZH_EN, home, day="2027-01-03").facts.changed == 0


def test_add_what_is_signed(done, home):
    snapshot = read_snapshot(done.workspace, ZH_EN)
    places = placed_now(done.workspace, snapshot)
    (place,) = [one for one in places if one.source == LATER]
    assert place.standing == "machine"
    verdict = verdict_on(place, "signed", day="2027-01-02")
    files.remember(done.workspace, ZH_EN, [verdict])
    report = actions.add(done.workspace, ZH_EN, home, day="2027-01-02")
    assert read_units(report.facts.file) == (
        replace(UNIT, source=LATER, target=HONEST, talk="A talk"),
    )


def fresh(bench) -> None:
    for name in ("script.en.md", "translation.zh-en.jsonl"):
        (bench.workspace.folder / name).unlink(missing_ok=True)


def test_fill_takes_exact_words_as_edited_and_asks_for_the_rest(zh_bench, kit, home):
    home.mkdir()
    put_units(str(home / MEMORY_FILE), [UNIT])
    recalled = actions.recalled(zh_bench.workspace, ZH_EN, home)
    assert (recalled.pending, recalled.exact, recalled.similar) == (6, 1, 0)
    assert not zh_bench.exists("translation.zh-en.jsonl")
    assert actions.fill(zh_bench.workspace, ZH_EN, home).facts.filled == 1
    model = kit.Translator({**kit.zh_to_en, LATER: "Must not be asked for."})
    report = zh_bench.run(model)
    assert [LATER in asked for asked in model.asked] == [False]
    assert (report.facts.came, report.facts.missing, report.facts.edited) == (5, 0, 1)
    memory = parse_memory(zh_bench.read("translation.zh-en.jsonl"))
    (record,) = [one for one in memory.records.values() if one.source == LATER]
    assert (record.state, record.model, record.target) == ("edited", "memory", HONEST)
    assert not memory.verdicts


def test_damaged_memory_never_stops_work_and_is_set_aside(done, home):
    home.mkdir()
    path = home / MEMORY_FILE
    path.write_bytes(b"spoilt" * 1000)
    recalled = actions.recalled(done.workspace, ZH_EN, home)
    assert recalled == actions.Recalled(trouble="is no translation memory, or is damaged")
    done.edit("script.en.md", "storage shrank by 87%", "storage went down by 87%")
    report = actions.add(done.workspace, ZH_EN, home, day="2027-01-02")
    (finding,) = report.findings
    assert (finding.code, finding.place.file) == ("damaged", f"{path}.damaged-1")
    assert Path(finding.place.file).read_bytes() == b"spoilt" * 1000
    assert len(read_units(str(path))) == 1


def test_forget_export_and_import(home, tmp_path):
    with pytest.raises(UsageError, match="empty"):
        actions.export_memory(home, tmp_path / "m.tmx", "1")
    home.mkdir()
    put_units(str(home / MEMORY_FILE), [UNIT, replace(UNIT, source="别的", talk="")])
    out = tmp_path / "m.tmx"
    assert actions.export_memory(home, out, "1").facts.changed == 2
    with pytest.raises(UsageError, match="already"):
        actions.export_memory(home, out, "1")
    assert actions.forget(home, "ANOTHER talk").facts.changed == 1
    assert actions.forget(home, "no such words").written == ()
    with pytest.raises(UsageError):
        actions.forget(home, " ")
    assert actions.import_memory(home, out).facts.changed == 1
    assert read_units(str(home / MEMORY_FILE))[1] == UNIT


def test_commands(zh_bench, kit, speakprep_run, tmp_path):
    talk = ("--talk", str(zh_bench.workspace.folder))
    code, out, _ = speakprep_run("translate", "memory", *talk)
    assert (code, "0 translations" in out) == (0, True)
    zh_bench.run(kit.Translator(kit.zh_to_en))
    zh_bench.edit("script.en.md", "storage shrank by 87%", "storage went down by 87%")
    code, out, _ = speakprep_run("translate", "memory", "add", *talk)
    assert (code, "1 new translation in your memory" in " ".join(out.split())) == (0, True)
    fresh(zh_bench)
    code, _, err = speakprep_run("translate", "run", "--paste", *talk)
    assert "1 of 6 segments is in your memory: --from-memory uses them" in err
    code, _, err = speakprep_run("translate", "run", "--paste", "--from-memory", *talk)
    assert "1 of 6 segments came from your memory" in err
    assert LATER not in zh_bench.read("translate-request.zh-en.md").partition('"segments"')[2]
    code, out, _ = speakprep_run("translate", "memory", "export", str(tmp_path / "m.tmx"))
    assert (code, "1 translation written to" in out) == (0, True)
    code, out, _ = speakprep_run("translate", "memory", "forget", LATER, "--yes")
    assert (code, "1 translation forgotten" in out) == (0, True)
    code, out, _ = speakprep_run("translate", "memory", "import", str(tmp_path / "m.tmx"))
    assert (code, "1 new translation" in out) == (0, True)
    assert speakprep_run("translate", "memory", "add", "words", *talk)[0] == 2
