import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.translation.glossary import (
    LONGEST_TERM,
    MOST_TERMS,
    Glossary,
    Term,
    check_glossary,
    is_term,
    kept,
    parse_glossary,
    render_glossary,
)
from speakprep.translation.glossary_edit import merge, put_in
from speakprep.translation.glossary_table import read_table, render_table
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
EN_ZH = Direction(source="en", target="zh")

WRITTEN = """\
# mine
keep = ["OpenTelemetry", 'eBPF']  # names

[[term]]
zh = "采样"
en = "sampling"
also = { zh = ["取样"], en = ["to sample"] }
note = "never “collection”"

[[term]]
zh = "链路"
en = ""
"""
SAMPLING = Term(
    texts={"en": "sampling", "zh": "采样"},
    also={"en": ("to sample",), "zh": ("取样",)},
    note="never “collection”",
)
OPEN = Term(texts={"en": "", "zh": "链路"})


def parsed(text: str) -> Glossary:
    return parse_glossary(text, "glossary.toml")


def failure(text: str, direction: Direction = ZH_EN) -> InputError:
    with pytest.raises(InputError) as caught:
        check_glossary(parsed(text), direction)
    return caught.value


def test_parse_what_a_person_wrote():
    glossary = parsed(WRITTEN)
    assert glossary.terms == (kept("OpenTelemetry"), kept("eBPF"), SAMPLING, OPEN)
    assert [term.line for term in glossary.terms] == [2, 2, 4, 10]
    assert [term.decided for term in glossary.terms] == [True, True, True, False]
    assert parsed("").terms == ()
    assert parsed("\ufeff" + WRITTEN.replace("\n", "\r\n")).terms == glossary.terms


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('keep = ["a"]\nnames = []', 2, "unknown key 'names'"),
        ('[[term]]\nzh = "采样"\nfr = "x"', 3, "unknown key 'fr'"),
        ("[[term]]\nzh = 3", 2, "must be text"),
        ('[[term]]\nnote = "x"', 1, "has no words"),
        ('keep = ["ok",\n  "\\u202e"]', 1, "is no name"),
        ('keep = ["..."]', 1, "is no name"),
        (f'[[term]]\nzh = "{"长" * (LONGEST_TERM + 1)}"\nen = "x"', 2, "is no term"),
        ('[[term]]\nzh = "采样"\nalso = { en = ["\\u0007"] }', 3, "also.en"),
        ('[[term]]\nzh = "采样"\nen', 3, "not valid TOML"),
    ],
)
def test_parse_names_the_line_of_a_slip(text, line, words):
    error = failure(text)
    assert words in error.message
    assert (error.file, error.line) == ("glossary.toml", line)


def test_contradiction_names_both_lines():
    twice = '[[term]]\nzh = "采样"\nen = "sampling"\n\n[[term]]\nzh = "采样"\nen = "collection"\n'
    error = failure(twice)
    assert error.message == (
        "gives “采样” two translations: “sampling” on line 1 and “collection” on line 5"
    )
    assert error.line == 5
    check_glossary(parsed(twice), EN_ZH)


def test_contradiction_of_a_name_and_a_term():
    text = 'keep = [\n  "Trace",\n]\n[[term]]\nzh = "链路"\nen = "Trace"\n'
    assert "“Trace” on line 2 and “链路” on line 4" in failure(text, EN_ZH).message
    check_glossary(parsed(text), ZH_EN)
    check_glossary(parsed(text.replace('en = "Trace"', 'en = "trace"')), EN_ZH)


def test_two_words_with_one_translation_are_no_contradiction():
    text = '[[term]]\nzh = "采样"\nen = "sampling"\n[[term]]\nzh = "取样"\nen = "sampling"\n'
    check_glossary(parsed(text), ZH_EN)
    assert "“sampling” two translations" in failure(text, EN_ZH).message


words = (
    st.text(min_size=1, max_size=LONGEST_TERM).map(lambda s: " ".join(s.split())).filter(is_term)
)
others = st.lists(words, max_size=2).map(tuple)
terms = st.builds(
    lambda zh, en, also_zh, also_en, note: Term(
        texts={"en": en, "zh": zh},
        also={key: said for key, said in (("en", also_en), ("zh", also_zh)) if said},
        note=note,
    ),
    words,
    st.one_of(st.just(""), words),
    others,
    others,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
glossaries = st.builds(
    lambda names, found: Glossary(terms=(*map(kept, names), *found)),
    st.lists(words, max_size=3),
    st.lists(terms, max_size=4),
)


@given(glossaries)
def test_toml_round_trip(glossary):
    assert parse_glossary(render_glossary(glossary), "g") == glossary


@given(glossaries)
def test_csv_round_trip(glossary):
    text = render_table(glossary)
    assert [(term.texts, term.also, term.keep) for term in read_table(text, "g").terms] == [
        (term.texts, term.also, term.keep) for term in glossary.terms
    ]


@pytest.mark.parametrize(
    "text",
    [
        "zh,en\n采样,sampling\n",
        "sep=;\nChinese;English;note\n采样;sampling;\n",
        "English\t中文\nsampling\t采样\n",
        "en,zh,comment\r\nsampling,采样,whatever\r\n",
    ],
)
def test_read_tables_of_others(text):
    assert read_table(text, "g.csv").terms == (Term(texts={"zh": "采样", "en": "sampling"}),)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("source,target\na,b\n", 1, "no column for English"),
        ('zh,en\n采样,sampling\n"\u202e采",x\n', 3, "is no term"),
        ("zh,en,keep\n采样,sampling,yes\n", 2, "is to stay as it is"),
    ],
)
def test_read_table_names_the_row(text, line, said):
    with pytest.raises(InputError, match=said) as caught:
        read_table(text, "g.csv")
    assert caught.value.line == line


def test_more_terms_than_anybody_has_are_refused():
    names = ", ".join(f'"n{number}"' for number in range(MOST_TERMS + 1))
    with pytest.raises(InputError, match="more than 20,000 terms"):
        parse_glossary(f"keep = [{names}]", "g")
    rows = "".join(f"词{number},word {number}\n" for number in range(MOST_TERMS + 1))
    with pytest.raises(InputError, match="more than 20,000 terms"):
        read_table(f"zh,en\n{rows}", "g.csv")


def test_table_obeys_no_formula():
    glossary = Glossary(terms=(Term(texts={"zh": "采样", "en": "=cmd()"}),))
    assert '"\'=cmd()"' in render_table(glossary)
    assert read_table(render_table(glossary), "g").terms == glossary.terms


def test_merge_keeps_what_a_person_wrote():
    incoming = (
        Term(texts={"zh": "采样", "en": "collection"}, line=2),
        Term(texts={"zh": "链路", "en": "trace"}),
        Term(texts={"zh": "网关", "en": "gateway"}),
        kept("eBPF"),
        kept("Jaeger"),
    )
    merged = merge(parsed(WRITTEN), incoming, ZH_EN)
    assert merged.added == (incoming[2], incoming[4])
    assert merged.filled == ((1, incoming[1]),)
    assert merged.differing == ((SAMPLING, incoming[0]),)
    assert merged.known == 1
    after = put_in(WRITTEN, merged, "glossary.toml")
    assert (
        after
        == WRITTEN.replace("'eBPF']", "'eBPF', \"Jaeger\"]").replace('en = ""', 'en = "trace"')
        + '\n[[term]]\nen = "gateway"\nzh = "网关"\n'
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_put_in_first_names_above_the_terms(newline):
    text = '# mine\n\n[[term]]\nzh = "采样"\nen = "sampling"'.replace("\n", newline)
    merged = merge(parsed(text), (kept("eBPF"), Term(texts={"zh": "网关", "en": "x"})), ZH_EN)
    after = put_in(text, merged, "g")
    assert after.startswith(newline.join(["# mine", "keep = [", '  "eBPF",', "]", "", "[[term]]"]))
    assert "\n" not in after.replace("\r\n", "") or newline == "\n"
    assert [term.texts["zh"] for term in parsed(after).terms] == ["eBPF", "采样", "网关"]


@given(glossaries, glossaries)
def test_put_in_adds_and_changes_nothing_else(one, other):
    text = render_glossary(one)
    merged = merge(one, other.terms, ZH_EN)
    after = parse_glossary(put_in(text, merged, "g"), "g")
    known = [term for term in one.terms if term in after.terms]
    assert len(known) >= len(one.terms) - len(merged.filled)
    assert len(after.terms) == len(one.terms) + len(merged.added)
