"""Formulas as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from speakprep.deck.formulas import formula_text

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def formula(xml):
    return formula_text(etree.fromstring(f'<m:oMath xmlns:m="{M}">{xml}</m:oMath>'))


def r(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def prop(name, **values):
    inside = "".join(f'<m:{key} m:val="{value}"/>' for key, value in values.items())
    return f"<m:{name}Pr>{inside}<m:ctrlPr/></m:{name}Pr>"


def e(xml):
    return f"<m:e>{xml}</m:e>"


IN_BRACKETS = f"<m:d>{e(r('A'))}</m:d>"
UNHEARD = f"<m:unheard>{r('x')}</m:unheard>"
SUM = prop("nary", chr="∑") + f"<m:sub>{r('i=1')}</m:sub><m:sup>{r('n')}</m:sup>"
HALF_OPEN = prop("d", begChr="[", sepChr=",", endChr="")


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (r("𝑝") + r("=ℎ+𝟐"), "p=h+2"),
        (f"<m:f><m:num>{r('m')}</m:num><m:den>{r('k')}</m:den></m:f>", "m/k"),
        (f"<m:f><m:num>{r('a+b')}</m:num><m:den>{r('2n')}</m:den></m:f>", "(a+b)/2n"),
        (
            f"<m:f>{prop('f', type='noBar')}<m:num>{r('n')}</m:num><m:den>{r('k')}</m:den></m:f>",
            "n¦k",
        ),
        (f"<m:sSup>{e(r('x'))}<m:sup>{r('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSup>{e(r('a+b'))}<m:sup>{r('n-1')}</m:sup></m:sSup>", "(a+b)^(n-1)"),
        (f"<m:sSub>{e(r('x'))}<m:sub>{r('i')}</m:sub></m:sSub>", "x_i"),
        (
            f"<m:sSubSup>{e(r('x'))}<m:sub>{r('i')}</m:sub><m:sup>{r('2')}</m:sup></m:sSubSup>",
            "x_i^2",
        ),
        (f"<m:sPre><m:sub>{r('1')}</m:sub><m:sup>{r('2')}</m:sup>{e(r('H'))}</m:sPre>", "_1^2H"),
        (f"<m:rad><m:deg/>{e(r('x'))}</m:rad>", "√x"),
        (f"<m:rad><m:deg>{r('3')}</m:deg>{e(r('x+1'))}</m:rad>", "³√(x+1)"),
        (f"<m:rad><m:deg>{r('k+1')}</m:deg>{e(r('x'))}</m:rad>", "(k+1)√x"),
        (
            f"<m:nary>{SUM}{e(r('x'))}</m:nary>",
            "∑_(i=1)^n x",
        ),
        (f"<m:nary><m:sub/><m:sup/>{e(r('f'))}</m:nary>", "∫ f"),
        (f"<m:d>{e(r('a'))}{e(r('b'))}</m:d>", "(a|b)"),
        (
            f"<m:d>{prop('d', begChr='[', sepChr=',', endChr='')}{e(r('a'))}{e(r('b'))}</m:d>",
            "[a,b",
        ),
        (f"<m:func><m:fName>{r('sin')}</m:fName>{e(r('x'))}</m:func>", "sin x"),
        (f"<m:func><m:fName>{r('P')}</m:fName>{e(IN_BRACKETS)}</m:func>", "P(A)"),
        (f"<m:limLow>{e(r('lim'))}<m:lim>{r('n→∞')}</m:lim></m:limLow>", "lim_(n→∞)"),
        (f"<m:limUpp>{e(r('x'))}<m:lim>{r('d')}</m:lim></m:limUpp>", "x^d"),
        (f"<m:acc>{e(r('x'))}</m:acc>", "x\u0302"),
        (f"<m:bar>{prop('bar', pos='top')}{e(r('x'))}</m:bar>", "x\u0305"),
        (
            f"<m:m><m:mr>{e(r('a'))}{e(r('b'))}</m:mr><m:mr>{e(r('c'))}{e(r('d'))}</m:mr></m:m>",
            "[a, b; c, d]",
        ),
        (f"<m:eqArr>{e(r('x=1'))}{e(r('y=2'))}</m:eqArr>", "x=1; y=2"),
        (f"<m:box>{e(r('采样率'))}</m:box>", "采样率"),
        (f"<m:borderBox>{e(UNHEARD)}</m:borderBox>", "x"),
        ("<m:f/>", "/"),
    ],
)
def test_formula_reads_as_one_line(xml, text):
    assert formula(xml) == text


NAMES = st.sampled_from(
    ["f", "num", "den", "e", "sSup", "sup", "rad", "deg", "nary", "d", "func", "m"]
)


@given(names=st.lists(NAMES, max_size=240), text=st.text("ab采1", min_size=1, max_size=4))
def test_formula_of_any_nesting_is_text(names, text):
    xml = "".join(f"<m:{name}>" for name in names) + r(text)
    xml += "".join(f"</m:{name}>" for name in reversed(names))
    assert "\n" not in formula(xml)


@given(texts=st.lists(st.text("ab采1+-", min_size=1, max_size=4), max_size=6))
def test_formula_without_structure_is_its_text(texts):
    assert formula("".join(map(r, texts))) == "".join(texts)
