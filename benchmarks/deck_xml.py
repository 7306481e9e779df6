"""The XML of decks: parts, relationships, and shapes with all that PowerPoint writes in them."""

from collections import defaultdict
from dataclasses import dataclass, field

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument"
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
A14 = "http://schemas.microsoft.com/office/drawing/2010/main"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
A16 = "http://schemas.microsoft.com/office/drawing/2014/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Inventory = dict[str, list[str]]
"""Texts by category; no text is in two of them."""


@dataclass
class Deck:
    """Parts of a deck being made, and what was said in them."""

    parts: dict[str, bytes]
    kinds: list[str] = field(default_factory=list)
    told: Inventory = field(default_factory=lambda: defaultdict(list))

    def say(self, category: str, text: str) -> str:
        """Note a text that is put in, and return it."""
        self.told[category].append(text)
        return text

    def add(self, name: str, kind: str, xml: str) -> None:
        """Add a part of a kind of its own."""
        self.parts[name] = (HEAD + xml).encode()
        self.kinds.append(f'<Override PartName="/{name}" ContentType="{kind}"/>')

    def extend(self, name: str, rows: str) -> None:
        """Put rows at the end of a part that is a list."""
        before, closing, after = self.parts[name].decode().rpartition("</")
        self.parts[name] = (before + rows + closing + after).encode()

    def relate(self, part: str, targets: dict[str, tuple[str, str]]) -> None:
        """Let a part point at others: kind and target by id."""
        folder, _, name = part.rpartition("/")
        ns = "http://schemas.openxmlformats.org/package/2006/relationships"
        rels = f'{HEAD}<Relationships xmlns="{ns}">{relationships(targets)}</Relationships>'
        self.parts[f"{folder}/_rels/{name}.rels"] = rels.encode()


def relationships(targets: dict[str, tuple[str, str]]) -> str:
    """Return the rows for kind and target by id."""
    return "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for key, (kind, target) in targets.items()
    )


def text_run(text: str, more: str = "", size: str = "") -> str:
    """Return words of one look."""
    return (
        f'<a:r><a:rPr lang="en-US" altLang="zh-CN" {size} dirty="0" err="1">{more}</a:rPr>'
        f"<a:t>{text}</a:t></a:r>"
    )


def paragraph(text: str, level: int = 0) -> str:
    """Split a text in two runs, as spelling and editing do."""
    first, _, rest = text.partition(" ")
    runs = text_run(f"{first} ") + text_run(
        rest, "<a:solidFill><a:schemeClr val='tx1'/></a:solidFill>"
    )
    text = runs if rest else text_run(first)
    return f'<a:p><a:pPr lvl="{level}"/>{text}<a:endParaRPr lang="en-US" dirty="0"/></a:p>'


def identity(number: int, name: str, more: str = "", inside: str = "") -> str:
    """Return number and name of a shape, and its creation id."""
    mark = f"{{{number:08X}-5B1C-4D5E-9A6F-{number:012X}}}"
    return (
        f'<p:cNvPr id="{number}" name="{name} {number}" {more}>{inside}<a:extLst>'
        '<a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}">'
        f'<a16:creationId xmlns:a16="{A16}" id="{mark}"/></a:ext></a:extLst></p:cNvPr>'
    )


def placed(x: int, y: int, tag: str = "a:xfrm") -> str:
    """Return where a shape is, in centimetres."""
    corner = f'<a:off x="{x * 360000}" y="{y * 360000}"/>'
    return f'<{tag}>{corner}<a:ext cx="3600000" cy="720000"/></{tag}>'


def placeholder(number: int, role: str, paragraphs: str) -> str:
    """Return a shape that takes its place and look from the layout."""
    return (
        f"<p:sp><p:nvSpPr>{identity(number, 'Placeholder')}<p:cNvSpPr><a:spLocks noGrp='1'/>"
        f"</p:cNvSpPr><p:nvPr><p:ph {role}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr>"
        f"<a:normAutofit fontScale='92500' lnSpcReduction='10000'/></a:bodyPr><a:lstStyle/>"
        f"{paragraphs}</p:txBody></p:sp>"
    )


def text_box(number: int, x: int, y: int, paragraphs: str) -> str:
    """Return a box with a frame of its own."""
    return (
        f"<p:sp><p:nvSpPr>{identity(number, 'TextBox')}<p:cNvSpPr txBox='1'/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{placed(x, y)}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom><a:noFill/>"
        "<a:ln w='12700'><a:solidFill><a:schemeClr val='accent1'/></a:solidFill></a:ln></p:spPr>"
        "<p:style><a:lnRef idx='2'><a:schemeClr val='accent1'/></a:lnRef><a:fillRef idx='1'>"
        "<a:schemeClr val='accent1'/></a:fillRef><a:effectRef idx='0'><a:schemeClr val='accent1'/>"
        "</a:effectRef><a:fontRef idx='minor'><a:schemeClr val='lt1'/></a:fontRef></p:style>"
        "<p:txBody><a:bodyPr wrap='square' rtlCol='0'><a:spAutoFit/></a:bodyPr><a:lstStyle/>"
        f"{paragraphs}</p:txBody></p:sp>"
    )


def graphic(number: int, uri: str, data: str) -> str:
    """Return the frame around a table, a chart or a diagram."""
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{identity(number, 'Content')}<p:cNvGraphicFramePr>"
        "<a:graphicFrameLocks noGrp='1'/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>"
        f"{placed(2, 6, 'p:xfrm')}<a:graphic><a:graphicData uri='{uri}'>{data}</a:graphicData>"
        "</a:graphic></p:graphicFrame>"
    )
