"""Notes pages: another text into one, with everything else on it kept, or a new one."""

import copy
import re
from typing import NamedTuple

from speakprep.deck.markup import A, P, R
from speakprep.deck.paragraphs import clean
from speakprep.deck.shapes import FURNITURE
from speakprep.deck.whole_xml import Element, dialect, element, is_strict, parse_whole, render
from speakprep.errors import InputError

_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no XML file can hold, besides control characters (XML 1.0, 2.2 Char)."""

_NAMESPACES = f'xmlns:a="{A[1:-1]}" xmlns:r="{R[1:-1]}" xmlns:p="{P[1:-1]}"'

_BODY = f"""\
<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/>\
<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr>\
</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/></p:txBody></p:sp>"""
"""PowerPoint's text placeholder has idx 1 whatever the one of the notes master has."""

_PAGE = f"""\
<p:notes {_NAMESPACES}><p:cSld><p:spTree>\
<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>\
<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/>\
<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>\
<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>\
</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"""
"""A page as PowerPoint begins it: the slide's picture, and below it the text."""


def tidy(text: str) -> str:
    """Return a text as speaker notes can hold it: one paragraph a line, no control characters.

    Tabs stay; every other line break becomes "\\n"; lines lose the blanks at their ends.
    """
    text = _NO_CHARACTER.sub("", text.replace("\r\n", "\n"))
    text = "\t".join(clean(piece) for piece in text.split("\t"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def new_page(text: str, *, strict: bool) -> bytes:
    """Return a notes page with a tidy text."""
    return put_text(dialect(_PAGE, strict=strict).encode(), text, "")


def put_text(data: bytes, text: str, part: str) -> bytes:
    """Return a notes page with another text.

    It goes into the text placeholder and looks as that one's beginning did so far. Where
    there is none, the first box with a text becomes it: Google Slides exports such
    pages. Further text placeholders are emptied: they are read as parts of the same notes.

    Args:
        data: the page.
        text: the notes, tidy.
        part: the page's name, for errors.

    Raises:
        InputError: it is no notes page, or its XML is broken; `file` is `part`.
    """
    root = parse_whole(data, part)
    strict = is_strict(root)
    tags = _Tags(dialect(P, strict=strict), dialect(A, strict=strict))
    tree = root.find(f"{tags.p}cSld/{tags.p}spTree")
    if root.tag != tags.p + "notes" or tree is None:
        raise InputError("it is not a notes page", file=part)
    bodies = [each for each in tree.iter(tags.p + "sp") if _role(each, tags) == "body"]
    first, *others = bodies or [_made_body(tree, tags, strict=strict)]
    for other in others:
        _fill(other, "", tags)
    _fill(first, text, tags)
    return render(root)


class _Tags(NamedTuple):
    """How the names of presentations and of drawings begin on this page."""

    p: str
    a: str


def _role(shape: Element, tags: _Tags) -> str | None:
    """Return what a placeholder is for; None for a shape that is none."""
    mark = shape.find(f"{tags.p}nvSpPr/{tags.p}nvPr/{tags.p}ph")
    return None if mark is None else mark.get("type", "obj")


def _made_body(tree: Element, tags: _Tags, *, strict: bool) -> Element:
    """Make the first box with a text the text placeholder, or else add one."""
    for shape in tree.findall(tags.p + "sp"):
        properties = shape.find(f"{tags.p}nvSpPr/{tags.p}nvPr")
        words = (each.text or "" for each in shape.iter(tags.a + "t"))
        if properties is None or _role(shape, tags) in FURNITURE or not "".join(words).strip():
            continue
        mark = properties.find(tags.p + "ph")
        if mark is None:
            mark = element(tags.p + "ph", {"idx": "1"})
            properties.insert(0, mark)
        mark.set("type", "body")
        return shape
    body = parse_whole(dialect(_BODY, strict=strict).encode(), "")
    ids = [each.get("id", "") for each in tree.iter(tags.p + "cNvPr")]
    highest = max((int(each) for each in ids if each.isdecimal()), default=1)
    body.find(f"{tags.p}nvSpPr/{tags.p}cNvPr").set("id", str(highest + 1))
    last = tree.find(tags.p + "extLst")
    tree.insert(len(tree) if last is None else tree.index(last), body)
    return body


def _fill(shape: Element, text: str, tags: _Tags) -> None:
    """Replace a shape's paragraphs; the look of the first, and of its first run, stays."""
    frame = shape.find(tags.p + "txBody")
    if frame is None:
        frame = element(tags.p + "txBody")
        frame.append(element(tags.a + "bodyPr"))
        extra = shape.find(tags.p + "extLst")
        shape.insert(len(shape) if extra is None else shape.index(extra), frame)
    paragraph_look = frame.find(f"{tags.a}p/{tags.a}pPr")
    run_look = frame.find(f".//{tags.a}r/{tags.a}rPr")
    if run_look is not None:
        # A first word that was a link would make a link of everything.
        for link in (*run_look.iter(tags.a + "hlinkClick", tags.a + "hlinkMouseOver"),):
            link.getparent().remove(link)
    for paragraph in frame.findall(tags.a + "p"):
        frame.remove(paragraph)
    for line in text.split("\n"):
        paragraph = element(tags.a + "p")
        paragraph.extend(_copies(paragraph_look))
        if line:
            run = element(tags.a + "r")
            words = element(tags.a + "t")
            words.text = line
            run.extend((*_copies(run_look), words))
            paragraph.append(run)
        frame.append(paragraph)


def _copies(look: Element) -> tuple[Element, ...]:
    return () if look is None else (copy.deepcopy(look),)
