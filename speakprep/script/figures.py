"""Which figures of a slide its text states, states otherwise, or leaves out."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from speakprep.fidelity.model import Pair
from speakprep.fidelity.numbers import compare_numbers, quantities
from speakprep.fidelity.quantities import Quantity, units_clash
from speakprep.lint.beside import Differing
from speakprep.lint.masking import mask
from speakprep.talk.language import HAN

ROUNDED = 0.1
"""How far a spoken figure may be from the slide's and still be the same one, rounded."""

NEAR = 0.25
"""How far it may be and still be meant for the same one; beyond, it is another figure."""

_TELLING = 10
"""A bare number below this is a count of what everybody sees, or part of a name."""

_CODE = re.compile(r"[{}=;$]|://|^\s*[-\w.]{2,40}:\s|^\s*(?:[#>$-]\s)?(?:kubectl|docker|git|npm)\b")
_NUMBERING = re.compile(r"^\s*\d{1,2}(?:[.)．]\s+|、\s*)")
_NOUN = re.compile(rf"[\s,]{{0,2}}(?:([{HAN}])|([A-Za-z]{{2,20}}))")
_BEHIND = re.compile(rf"[ ]?(?:[{HAN}]{{1,3}}|[A-Za-zµμ°/]{{1,12}})")
_YEARS = range(1900, 2100)
_ROW = " | "
_ROW_UNIT = re.compile(
    r".*[(（\[](?P<bracketed>[^\W\d]{1,8}|%)[)）\]]"
    r"|(?P<alone>%|ms|min|[KMGT]B|秒|毫秒|分钟|小时|天|月|[十百千]?[万亿]?[元条次人个台页])"
)
_BARE = re.compile(r"\d[\d,.]*")


def unspoken_figures(text: str, shown: Iterable[str]) -> tuple[str, ...]:
    """Return the figures in lines of a slide which a text neither states nor rounds.

    Only those that tell something: shares, measures, numbers from ten on. Years,
    numbering and lines of code are left alone.
    """
    slide = "\n".join(_prose(shown))
    if not quantities(slide):
        return ()  # most slides, and reading figures out of a text costs most of a check
    prose = mask(text)
    said = quantities(prose)
    lost = (
        each
        for each in _lost(prose, slide)
        if _tells(each) and not any(_is_close(each, other, ROUNDED) for other in said)
    )
    return tuple(dict.fromkeys(_with_unit(slide, each) for each in lost))


def differing_figures(text: str, shown: Iterable[str]) -> tuple[Differing, ...]:
    """Return the figures of a text for which lines of a slide have another one.

    Such is a figure that only the text has, near one of the same unit, or of the
    same thing counted, that only the slide has; or the same number of another unit.
    """
    prose, slide = mask(text), "\n".join(shown)
    theirs: dict[Fraction, list[Quantity]] = {}
    for each in quantities(slide):
        theirs.setdefault(each.value, []).append(each)
    if not theirs:
        return ()
    found = []
    lost = [(each, _noun(slide, each)) for each in _lost(prose, slide)]
    for said in quantities(prose):
        if not said.firm:
            continue
        same = theirs.get(said.value, [])
        other = ""
        if same and all(units_clash(said, each) for each in same):
            other = _with_unit(slide, same[0])
        elif not same:
            noun = _noun(prose, said)
            near = [each for each, thing in lost if _is_meant(said, noun, each, thing)]
            if near:
                nearest = min(near, key=lambda each: abs(each.value - said.value))
                other = _with_unit(slide, nearest)
        if other:
            end = said.start + len(_with_unit(prose, said))
            found.append(Differing(start=said.start, end=end, shown=other))
    return tuple(found)


def with_row_unit(line: str) -> str:
    """Give the bare numbers in a row of a chart or table the unit that begins it.

    >>> with_row_unit("Latency (ms) | 840 | 310"), with_row_unit("Cost | 3 | 4")
    ('Latency (ms) | 840 ms | 310 ms', 'Cost | 3 | 4')
    """
    label, *cells = line.split(_ROW)
    unit = _ROW_UNIT.fullmatch(label.strip())
    if unit is None or not cells:
        return line
    name = unit["bracketed"] or unit["alone"]
    named = (f"{cell} {name}" if _BARE.fullmatch(cell) else cell for cell in cells)
    return _ROW.join((label, *named))


def _lost(text: str, slide: str) -> Iterator[Quantity]:
    """Yield the quantities of a slide that a text does not state in any wording."""
    words = {
        each.source_words
        for each in compare_numbers(Pair(key="", source=slide, target=text))
        if each.source_words
    }
    return (each for each in quantities(slide) if each.firm and each.words in words)


def _prose(lines: Iterable[str]) -> Iterator[str]:
    return (_NUMBERING.sub("", line) for line in lines if not _CODE.search(line))


def _tells(figure: Quantity) -> bool:
    if figure.unit == "year" or (not figure.unit and figure.value in _YEARS):
        return False
    return figure.percent or bool(figure.unit) or figure.value >= _TELLING


def _is_close(one: Quantity, other: Quantity, share: float) -> bool:
    if units_clash(one, other):
        return False
    ours, theirs = one.value, other.value
    if one.percent != other.percent:
        # A third is 33 %, but 33 is not.
        plain = theirs if one.percent else ours
        if plain.denominator == 1:
            return False
        ours, theirs = (each.value / 100 if each.percent else each.value for each in (one, other))
    return abs(ours - theirs) <= share * max(abs(ours), abs(theirs))


def _is_meant(said: Quantity, noun: str, shown: Quantity, thing: str) -> bool:
    alike = (
        said.unit == shown.unit if said.unit or shown.unit else said.percent or noun == thing != ""
    )
    return alike and _is_close(said, shown, NEAR)


def _with_unit(text: str, figure: Quantity) -> str:
    """Return a figure as the slide has it, with the unit or the word behind it."""
    behind = _BEHIND.match(text, figure.start + len(figure.words))
    return figure.words + (behind[0] if behind and not figure.percent else "")


def _noun(text: str, figure: Quantity) -> str:
    """Return the word right behind a figure, or the first character of it."""
    found = _NOUN.match(text, figure.start + len(figure.words))
    return (found[1] or found[2]).lower() if found else ""
