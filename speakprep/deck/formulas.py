"""Formulas (OMML, ECMA-376 part 1, 22.1) as one line of text that can be read."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from speakprep.deck.markup import M, Node, child

_LETTERS = re.compile("[\U0001d400-\U0001d7ff\u210e]")
"""Mathematical alphanumerics, and the one italic letter (h) that stands elsewhere."""

_PLAIN, _RAISED = "0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ"
_WORD = re.compile(r"\w+|\d+[.,]\d+")
_OPENING = frozenset("([{|⟨⌊⌈")


def formula_text(formula: Node) -> str:
    """Return an m:oMath on one line: a/b, x^2, x_i, √x, ∑_(i=1)^n x_i, sin x, [a, b; c, d].

    Mathematical letters become plain ones, so that they can be searched for.
    """
    text = _LETTERS.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), _inside(formula))
    return " ".join(text.split())


def _inside(node: Node | None) -> str:
    """Return the text of everything in an element, side by side."""
    return "" if node is None else "".join(map(_one, node))


def _one(node: Node) -> str:
    if node.tag == _TEXT:
        return node.text or ""
    write = _WRITERS.get(node.tag)
    if write is not None:
        return write(node)
    return "" if node.tag.endswith("Pr") else _inside(node)


def _part(node: Node, name: str) -> str:
    return _inside(child(node, M + name)).strip()


def _tight(text: str) -> str:
    """Return an operand as it can stand beside an operator: in brackets unless it is one word."""
    bracketed = text.startswith("(") and text.find(")") == len(text) - 1
    return text if len(text) < 2 or bracketed or _WORD.fullmatch(text) else f"({text})"


def _property(node: Node, name: str, default: str) -> str:
    """Return the m:val of one of an element's properties, which its first child keeps."""
    for each in node:
        if each.tag.endswith("Pr"):
            found = child(each, M + name)
            value = None if found is None else found.get(M + "val")
            return default if value is None else value
    return default


def _fraction(node: Node) -> str:
    over, under = _tight(_part(node, "num")), _tight(_part(node, "den"))
    return f"{over}¦{under}" if _property(node, "type", "bar") == "noBar" else f"{over}/{under}"


def _scripts(node: Node) -> str:
    """Return something with indices: sub- and superscript, before or behind, or limits."""
    low = _part(node, "sub") or (_part(node, "lim") if node.tag == M + "limLow" else "")
    high = _part(node, "sup") or (_part(node, "lim") if node.tag == M + "limUpp" else "")
    marks = (f"_{_tight(low)}" if low else "") + (f"^{_tight(high)}" if high else "")
    base = _part(node, "e")
    if node.tag == M + "sPre":
        return marks + base
    return (base if node.tag == M + "limLow" else _tight(base)) + marks


def _root(node: Node) -> str:
    degree, body = _part(node, "deg"), _tight(_part(node, "e"))
    if set(degree) <= set(_PLAIN):
        return f"{degree.translate(str.maketrans(_PLAIN, _RAISED))}√{body}"
    return f"({degree})√{body}"


def _sum(node: Node) -> str:
    """Return a sum, product or integral, whose sign is ∫ unless it names another."""
    low, high = _part(node, "sub"), _part(node, "sup")
    marks = (f"_{_tight(low)}" if low else "") + (f"^{_tight(high)}" if high else "")
    return f" {_property(node, 'chr', '∫')}{marks} {_part(node, 'e')}"


def _brackets(node: Node) -> str:
    parts = [_inside(each).strip() for each in node if each.tag == M + "e"]
    within = _property(node, "sepChr", "|").join(parts)
    return _property(node, "begChr", "(") + within + _property(node, "endChr", ")")


def _function(node: Node) -> str:
    body = _part(node, "e")
    gap = "" if body[:1] in _OPENING else " "
    return f"{_part(node, 'fName')}{gap}{body}"


def _accent(node: Node) -> str:
    mark = _property(node, "chr", "\u0302")
    return f"{_tight(_part(node, 'e'))}{mark}"


def _bar(node: Node) -> str:
    mark = "\u0305" if _property(node, "pos", "bot") == "top" else "\u0332"
    return f"{_tight(_part(node, 'e'))}{mark}"


def _matrix(node: Node) -> str:
    rows = [", ".join(map(str.strip, map(_inside, row))) for row in node if row.tag == M + "mr"]
    return f"[{'; '.join(rows)}]"


def _lines(node: Node) -> str:
    return "; ".join(_inside(each).strip() for each in node if each.tag == M + "e")


_TEXT = M + "t"
_WRITERS: Mapping[str, Callable[[Node], str]] = {
    M + "f": _fraction,
    M + "sSub": _scripts,
    M + "sSup": _scripts,
    M + "sSubSup": _scripts,
    M + "sPre": _scripts,
    M + "limLow": _scripts,
    M + "limUpp": _scripts,
    M + "rad": _root,
    M + "nary": _sum,
    M + "d": _brackets,
    M + "func": _function,
    M + "acc": _accent,
    M + "bar": _bar,
    M + "m": _matrix,
    M + "eqArr": _lines,
}
