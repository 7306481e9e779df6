import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speakprep.lint.files import parse_rules
from speakprep.lint.fixing import FIXES, fix
from speakprep.lint.model import Passage, Rule
from speakprep.lint.quoting import protected_spans
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import Language
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource

Make = Callable[..., Rule]


def _shipped() -> list[Rule]:
    """Return all shipped rules, those that are off as if somebody had switched them on."""
    files = sorted(shipped_folder("checklists").glob("*.toml"))
    texts = [Resource(path=file, text=file.read_text("utf-8")) for file in files]
    rules = [rule for text in texts if "[[rule]]" in text.text for rule in parse_rules(text)]
    return [dataclasses.replace(r, level="advice") if r.level == "off" else r for r in rules]


RULES = _shipped()


def _fixed(text: str, language: Language = "en", rules: list[Rule] | None = None) -> str:
    place = Place(file="cfp.md", line=1, field="abstract")
    passage = Passage(text=text, language=language, place=place, markup="markdown")
    return fix(passage, RULES if rules is None else rules)


@pytest.mark.parametrize(
    ("name", "words", "mended"),
    [
        ("single-space", "a  b \t c", "a b c"),
        ("no-space-before", "word ,", "word,"),
        ("no-space-before", "  ", ""),
        ("one-of-repeated", "the  The", "the"),
        ("one-of-repeated", "的的", "的"),
        ("one-of-repeated", "a" * 201, None),
        ("one-of-repeated", "abc", None),
        ("space-between-scripts", "用OTel采3次", "用 OTel 采 3 次"),
        ("full-width", "贵,  所以(真的) .", "贵，所以（真的）。"),
        ("half-width", "Ｋ８ｓ　！", "K8s !"),
        ("term", "github", None),
        ("ellipsis", "还有。。。和...", "还有……和……"),
    ],
)
def test_fix_of_one_name(name: str, words: str, mended: str | None) -> None:
    assert FIXES[name](words) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Tracing , they say,  is the the best on Github .", None),
        ("Keep the traces.", "Keep the traces."),
    ],
)
def test_english_slips_are_mended(text: str, mended: str | None) -> None:
    wanted = mended or "Tracing, they say, is the best on GitHub."
    assert _fixed(text) == wanted


def test_chinese_slips_are_mended() -> None:
    text = "我们用kubernetes部署,效果很好.有用的的Ｋ８ｓ，，还有。。。"
    assert _fixed(text, "zh") == "我们用 Kubernetes 部署，效果很好。有用的 K8s，还有……"


@pytest.mark.parametrize(
    "kept",
    [
        "`github  ,x`",
        "``a ` github  ,``",
        "```\ngithub  , x\n```",
        "~~~\ngithub  ,x\n~~~",
        "<!-- github  ,x -->",
        "https://github.com/a,b",
        "www.github.example/a,,b",
        "[a](github  ,x)",
        '"github  ,x"',
        "“github  ,\nx”",
        "‘github  ,x’",
        "「用github  部署,好」",
        "『用github,好』",
        "《用github,好》",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_changes_in_code_links_and_quotations(kept: str, language: Language) -> None:
    before, after = {
        "en": ("the the github ", "the GitHub "),
        "zh": ("好的的github用,", "好的 GitHub 用，"),
    }[language]
    mended = _fixed(f"{before}\n{kept}\n{before}\n", language).split(kept)
    assert len(mended) == 2
    assert after.strip() in mended[0]
    assert after.strip() in mended[1]


def test_a_quotation_that_is_never_closed_is_kept_to_the_end_of_its_line() -> None:
    text = "the the “the the github\nthe the"
    assert _fixed(text) == "the “the the github\nthe"


def test_line_ends_and_a_missing_last_one_stay() -> None:
    text = "\ufeffthe the\r\n\r\nword  word\r\nend ,"
    assert _fixed(text) == "\ufeffthe\r\n\r\nword word\r\nend,"


def test_of_two_hits_that_overlap_the_leftmost_wins(make_rule: Make) -> None:
    wide = make_rule('kind = "pattern"\nfix = "full-width"\ncues.en = ["/, /"]')
    near = make_rule('kind = "pattern"\nfix = "no-space-before"\ncues.en = ["/ ,/"]')
    assert _fixed("a , b", rules=[wide, near]) == "a，b"


def test_rules_at_odds_change_nothing(make_rule: Make) -> None:
    wide = make_rule('kind = "pattern"\nfix = "full-width"\ncues.en = ["/!/"]')
    narrow = make_rule('kind = "pattern"\nfix = "half-width"\ncues.en = ["/！/"]')
    assert _fixed("a! b", rules=[wide, narrow]) == "a! b"


def test_a_fix_that_would_open_up_code_is_not_made(make_rule: Make) -> None:
    rule = make_rule('kind = "pattern"\nfix = "half-width"\ncues.en = ["/[｀ａ]/"]')
    assert _fixed("｀a `ａ` c", rules=[rule]) == "｀a `ａ` c"
    assert _fixed("ａ `ａ` c", rules=[rule]) == "a `ａ` c"


def test_a_rule_without_a_fix_changes_nothing(make_rule: Make) -> None:
    assert _fixed("a  b", rules=[make_rule('kind = "pattern"\ncues.en = ["/a  b/"]')]) == "a  b"


PIECES = st.sampled_from(
    [
        *(
            "the ",
            "the the ",
            "github",
            "Open Telemetry",
            "word",
            " ",
            "  ",
            ",",
            " , ",
            ".",
            "...",
        ),
        *(
            "采样",
            "的的",
            "用",
            ",",
            "，，",
            "。。。",
            "Ｋ８ｓ",
            "！！",
            "\n",
            "\n\n",
            "\r\n",
            "- ",
            "'",
            "’",
        ),
        *(
            "`",
            "``",
            "```",
            "\n~~~\n",
            '"',
            "“",
            "”",
            "「",
            "」",
            "《",
            "》",
            "‘",
            "(",
            ")",
            "<",
            ">",
        ),
        *(
            "<!--",
            "-->",
            "https://a.b/c",
            "www.a.b",
            "a@b.cd",
            "](",
            "\ufeff",
            "\u202e",
            "😀",
            "ａ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_mended_twice_is_mended_once(text: str, language: Language) -> None:
    once = _fixed(text, language)
    assert _fixed(once, language) == once


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_what_is_protected_stays_to_the_last_character(text: str, language: Language) -> None:
    after, reached = _fixed(text, language), 0
    for start, end in protected_spans(text):
        reached = after.find(text[start:end], reached)
        assert reached != -1
        reached += end - start
    assert [c for c in after if c in "\r\n"] == [c for c in text if c in "\r\n"]


PROSE = st.lists(
    st.sampled_from(["the the ", "github ", "用github", "好的的,", "word  word , ", "采样. "]),
    max_size=4,
).map("".join)
MARKS = st.sampled_from(
    [
        *(("`", "`"), ("``", "``"), ("\n```\n", "\n```\n"), ("\n~~~\n", "\n~~~\n")),
        *(("“", "”"), ('"', '"'), ("「", "」"), ("『", "』"), ("《", "》"), ("‘", "’ ")),
        ("<!-- ", " -->"),
    ]
)
# A Chinese mark ends a link: nobody types one into an address.
KEPT = st.tuples(
    MARKS, st.sampled_from(["github,,x", "用kubernetes,好的的", "Ｋ８ｓ。。。"])
) | st.tuples(st.just(("https://a.b/", " ")), st.sampled_from(["github,,x", "用kubernetes,好的的"]))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PROSE, KEPT), max_size=4), st.sampled_from(["en", "zh"]))
def test_code_links_and_quotations_come_out_as_they_went_in(
    pieces: list[tuple[str, tuple[tuple[str, str], str]]], language: Language
) -> None:
    kept = [f"{opening}{words}{closing}" for _, ((opening, closing), words) in pieces]
    text = "".join(prose + piece for (prose, _), piece in zip(pieces, kept, strict=True))
    after, reached = _fixed(text, language), 0
    for piece in kept:
        reached = after.find(piece, reached)
        assert reached != -1, (text, after)
        reached += len(piece)
