"""Every code that can appear is explained."""

import json
import re
from pathlib import Path

import pytest

import speakprep
from speakprep.cli.codes import MADE_IN_CODE
from speakprep.fidelity.model import KINDS

SOURCES = sorted(Path(speakprep.__file__).parent.rglob("*.py"))
_CODE = re.compile(r'"([A-Z]{3,4}\d{3})"')
_WORD = re.compile(r'\bcode="([a-z-]+)"')


def codes_in_sources() -> set[str]:
    texts = [path.read_text("utf-8") for path in SOURCES]
    found = {code for text in texts for code in (*_CODE.findall(text), *_WORD.findall(text))}
    return found | set(KINDS)


def test_every_code_in_the_sources_is_explained(speakprep_run):
    _, out, _ = speakprep_run("rule", "--format", "json")
    known = {code for group in json.loads(out)["facts"]["groups"].values() for code in group}
    assert codes_in_sources() - known == set()


def test_code_made_in_code_is_made_somewhere():
    texts = "\n".join(path.read_text("utf-8") for path in SOURCES if path.name != "codes.py")
    unused = {code for code in MADE_IN_CODE if f'"{code}"' not in texts}
    assert unused == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rule_is_explained(speakprep_run, golden, lang):
    code, out, _ = speakprep_run("rule", "CFP103", "--lang", lang)
    assert code == 0
    golden(f"rule-{lang}.txt", re.sub(r"\n  \S*(cfp\.toml):\d+\n", r"\n  \1\n", out))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_page_shows_a_raw_placeholder(speakprep_run, lang):
    _, out, _ = speakprep_run("rule", "--format", "json")
    groups = json.loads(out)["facts"]["groups"]
    codes = [code for title, group in groups.items() if title.startswith("Rules") for code in group]
    assert len(codes) > 80
    for code in codes:
        _, out, _ = speakprep_run("rule", code, "--lang", lang, "--format", "json")
        assert not re.search(r"\{[a-z]+\}", json.loads(out)["facts"]["says"]), code


def test_page_says_how_often_a_rule_speaks_up(speakprep_run):
    _, out, _ = speakprep_run("rule", "CFP105")
    assert re.search(r"speaks up about \d+ of 100 accepted English proposals", out)


def test_code_is_found_in_small_letters_and_by_its_name(speakprep_run):
    by_code = speakprep_run("rule", "CFP105")
    assert speakprep_run("rule", "cfp105") == speakprep_run("rule", "long-title") == by_code


@pytest.mark.parametrize("code", ["CFP113", "SCR111", "RHS101", "number", "PRO114", "ACP105"])
def test_code_made_in_code_has_its_page_in_both_languages(speakprep_run, code):
    (_, english, _), (_, chinese, _) = (
        speakprep_run("rule", code, "--lang", lang) for lang in ("en", "zh")
    )
    assert english.startswith(f"{code}\n\nWhat it says\n  ")
    assert english != chinese


def test_only_what_can_be_allowed_says_how(speakprep_run):
    shown = {
        code: "speakprep: allow" in speakprep_run("rule", code)[1] for code in ("CFP113", "url")
    }
    assert shown == {"CFP113": True, "url": False}


def test_rule_that_is_off_needs_no_way_to_let_it_stand(speakprep_run):
    shown = {
        code: "let it stand" in speakprep_run("rule", code)[1] for code in ("CFP208", "CFP804")
    }
    assert shown == {"CFP208": False, "CFP804": True}


def test_unknown_code_suggests_near_ones(speakprep_run):
    code, _, err = speakprep_run("rule", "CFP1O5")
    assert code == 2
    assert "did you mean" in err
    assert "CFP105" in err
    assert "see all: speakprep rule" in speakprep_run("rule", "?")[2]


def test_list_of_all_codes_fits_80_columns(speakprep_run):
    for lang in ("en", "zh"):
        code, out, _ = speakprep_run("rule", "--lang", lang)
        assert code == 0
        assert max(len(line) for line in out.split("\n")) <= 80


def test_rule_of_a_talk_counts_inside_it(make_talk, monkeypatch, speakprep_run):
    folder = make_talk().folder
    (folder / "checklists").mkdir()
    shipped = speakprep_run("rule", "CFP103", "--format", "json")[1]
    path = Path(json.loads(shipped)["facts"]["place"].rpartition(":")[0])
    text = path.read_text("utf-8").replace("is still empty, and the form asks for it", "is bare")
    (folder / "checklists" / "cfp.toml").write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    _, out, _ = speakprep_run("rule", "CFP103")
    assert "The field is bare." in out
    assert "\n  checklists/cfp.toml:" in out
