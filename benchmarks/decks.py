"""Decks for benchmarks, as PowerPoint writes them, and a list of every text that was put in.

The list is kept by what writes the XML and knows nothing of what reads it, so that no reader can
be right by construction. Of twenty slides nine are bullets and two have columns, as in talks; there
are three pictures with captions, and one each of a table, a chart, nested groups, SmartArt, a
formula, of links with comments, and a hidden one. Every second has speaker notes, every shape the
extension lists, languages and creation ids PowerPoint gives it, every slide its number, and a
transition in mc:AlternateContent.
"""

import random
import zipfile
from io import BytesIO
from pathlib import Path

from deck_xml import (
    A14,
    CHART,
    DGM,
    KIND,
    MATH,
    MC,
    NS,
    P14,
    Deck,
    Inventory,
    graphic,
    identity,
    paragraph,
    placed,
    placeholder,
    relationships,
    text_box,
    text_run,
)

_FROM_ZERO = '<c:min val="0"/>'


def write_deck(path: Path, slides: int, media: int = 0) -> Inventory:
    """Write a deck of so many slides, with so many bytes of media, and return what it says."""
    deck = Deck(_template())
    targets = {}
    for number in range(1, slides + 1):
        _slide(deck, number)
        targets[f"s{number}"] = ("slide", f"slides/slide{number}.xml")
    authors = (
        f'<p:cmAuthorLst {NS}><p:cmAuthor id="0" name="Reviewer" initials="R"/></p:cmAuthorLst>'
    )
    deck.add("ppt/commentAuthors.xml", f"{KIND}.presentationml.commentAuthors+xml", authors)
    targets["c1"] = ("commentAuthors", "commentAuthors.xml")
    main = deck.parts["ppt/presentation.xml"].decode()
    listed = "".join(f'<p:sldId id="{n + 255}" r:id="s{n}"/>' for n in range(1, slides + 1))
    listed = f"</p:sldMasterIdLst><p:sldIdLst>{listed}</p:sldIdLst>"
    deck.parts["ppt/presentation.xml"] = main.replace("</p:sldMasterIdLst>", listed, 1).encode()
    deck.extend("ppt/_rels/presentation.xml.rels", relationships(targets))
    deck.extend("[Content_Types].xml", "".join(deck.kinds))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in deck.parts.items():
            archive.writestr(name, data)
        noise = random.Random(1)
        for number in range(media // (10 << 20)):
            data = noise.randbytes(10 << 20)
            archive.writestr(f"ppt/media/video{number}.mp4", data, zipfile.ZIP_STORED)
    return dict(deck.told)


def _template() -> dict[str, bytes]:
    """Return python-pptx's own empty deck, which is PowerPoint's: a master and eleven layouts."""
    import pptx

    buffer = BytesIO()
    pptx.Presentation().save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    more = '<Default Extension="mp4" ContentType="video/mp4"/>'
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("<Override", more + "<Override", 1).encode()
    parts["ppt/media/image1.png"] = _PIXEL
    if b'"png"' not in parts["[Content_Types].xml"]:
        png = b'<Default Extension="png" ContentType="image/png"/><Override'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"<Override", png, 1)
    return parts


_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f0"
    "1f00050001ff56c7d3cd0000000049454e44ae426082"
)
_Made = tuple[str, dict[str, tuple[str, str]]]


def _bullets(deck: Deck, n: int, category: str = "body") -> _Made:
    lines = [
        f"Point {n}.{k} we drop {k}2,000 spans every 夜里 on purpose and keep the slow ones"
        for k in range(1, 6)
    ]
    text = "".join(paragraph(deck.say(category, line), k % 2) for k, line in enumerate(lines))
    return placeholder(3, 'idx="1"', text), {}


def _picture(deck: Deck, n: int) -> _Made:
    described = deck.say("alt text", f"Queue number {n} before the sampler 队列")
    caption = text_box(
        5, 3, 14, paragraph(deck.say("body", f"Figure {n} shows the queue of one night"))
    )
    pic = (
        f"<p:pic><p:nvPicPr>{identity(4, 'Picture', f'descr={chr(34)}{described}{chr(34)}')}"
        "<p:cNvPicPr><a:picLocks noChangeAspect='1'/></p:cNvPicPr><p:nvPr/></p:nvPicPr>"
        "<p:blipFill><a:blip r:embed='i1'/><a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f"<p:spPr>{placed(2, 5)}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></p:spPr></p:pic>"
    )
    return pic + caption, {"i1": ("image", "../media/image1.png")}


def _table(deck: Deck, n: int) -> _Made:
    cell = (
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{}</a:txBody>"
        "<a:tcPr marL='68580' marR='68580'><a:lnL w='12700'/></a:tcPr></a:tc>"
    )
    rows = "".join(
        "<a:tr h='370840'>"
        + "".join(
            cell.format(paragraph(deck.say("tables", f"Cell {n}.{r}.{c} 成本"))) for c in range(3)
        )
        + "</a:tr>"
        for r in range(4)
    )
    grid = "<a:tblPr firstRow='1' bandRow='1'/><a:tblGrid>" + "<a:gridCol w='2000000'/>" * 3
    uri = "http://schemas.openxmlformats.org/drawingml/2006/table"
    return graphic(4, uri, f"<a:tbl>{grid}</a:tblGrid>{rows}</a:tbl>"), {}


def _chart(deck: Deck, n: int) -> _Made:
    def cache(tag: str, texts: list[str], kind: str = "str") -> str:
        code = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
        points = "".join(f"<c:pt idx='{i}'><c:v>{t}</c:v></c:pt>" for i, t in enumerate(texts))
        cached = f"<c:ptCount val='{len(texts)}'/>{points}"
        return (
            f"<c:{tag}><c:{kind}Ref><c:f>Sheet1!$A$1</c:f><c:{kind}Cache>{code}{cached}"
            f"</c:{kind}Cache></c:{kind}Ref></c:{tag}>"
        )

    def title(text: str) -> str:
        rich = f"<c:rich><a:bodyPr/><a:lstStyle/>{paragraph(text)}</c:rich>"
        return f"<c:title><c:tx>{rich}</c:tx><c:overlay val='0'/></c:title>"

    names = [deck.say("chart categories", f"Night {n}.{k} 周") for k in range(4)]
    series = ""
    for k in range(2):
        name = deck.say("chart series", f"Series {n}.{k} kept")
        values = [deck.say("chart values", f"{n}{k}{v}7") for v in range(4)]
        series += (
            f"<c:ser><c:idx val='{k}'/><c:order val='{k}'/>{cache('tx', [name])}"
            f"<c:invertIfNegative val='0'/>{cache('cat', names)}"
            f"{cache('val', values, 'num')}</c:ser>"
        )
    axis = (
        "<c:scaling><c:orientation val='minMax'/>{}</c:scaling><c:delete val='0'/>"
        "<c:axPos val='l'/>{}<c:numFmt formatCode='General' sourceLinked='1'/>"
        "<c:majorTickMark val='out'/><c:minorTickMark val='none'/><c:tickLblPos val='nextTo'/>"
        "<c:crossAx val='{}'/>"
    )
    across = title(deck.say("axis titles", f"Nights of trial {n}"))
    up = title(deck.say("axis titles", f"Spans of trial {n}"))
    xml = (
        f"<c:chartSpace xmlns:c='{CHART}' {NS}><c:chart>"
        f"{title(deck.say('chart titles', f'Kept and dropped in trial {n}'))}"
        "<c:autoTitleDeleted val='0'/><c:plotArea><c:layout/><c:barChart><c:barDir val='col'/>"
        f"<c:grouping val='clustered'/>{series}<c:axId val='1'/><c:axId val='2'/></c:barChart>"
        f"<c:catAx><c:axId val='1'/>{axis.format('', across, 2)}</c:catAx>"
        f"<c:valAx><c:axId val='2'/>{axis.format(_FROM_ZERO, up, 1)}"
        "</c:valAx></c:plotArea></c:chart></c:chartSpace>"
    )
    deck.add(f"ppt/charts/chart{n}.xml", f"{KIND}.drawingml.chart+xml", xml)
    data = f"<c:chart xmlns:c='{CHART}' r:id='x1'/>"
    return graphic(4, CHART, data), {"x1": ("chart", f"../charts/chart{n}.xml")}


def _groups(deck: Deck, n: int) -> _Made:
    boxes = "".join(
        text_box(
            10 + k, 2 + 5 * k, 8, paragraph(deck.say("groups", f"Stage {n}.{k} collects 收集"))
        )
        for k in range(4)
    )
    inner = text_box(20, 4, 12, paragraph(deck.say("groups", f"Deep stage {n} decides")))
    frame = (
        "<p:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='9000000' cy='4000000'/>"
        "<a:chOff x='0' y='0'/><a:chExt cx='9000000' cy='4000000'/></a:xfrm></p:grpSpPr>"
    )

    def group(number: int, inside: str) -> str:
        head = f"<p:nvGrpSpPr>{identity(number, 'Group')}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        return f"<p:grpSp>{head}{frame}{inside}</p:grpSp>"

    return group(8, boxes + group(9, inner)), {}


def _smart_art(deck: Deck, n: int) -> _Made:
    texts = [deck.say("SmartArt", f"Step {n}.{k} buffer 缓冲") for k in range(4)]
    points = "<dgm:pt modelId='0' type='doc'><dgm:prSet/><dgm:spPr/></dgm:pt>" + "".join(
        f"<dgm:pt modelId='{k}'><dgm:prSet phldrT='[Text]'/><dgm:spPr/><dgm:t><a:bodyPr/>"
        f"<a:lstStyle/>{paragraph(text)}</dgm:t></dgm:pt>"
        for k, text in enumerate(texts, 1)
    )
    links = "".join(
        f"<dgm:cxn modelId='{k + 50}' srcId='0' destId='{k}' srcOrd='{k}' destOrd='0'/>"
        for k in range(1, 5)
    )
    data = (
        f"<dgm:dataModel xmlns:dgm='{DGM}' {NS}><dgm:ptLst>{points}</dgm:ptLst>"
        f"<dgm:cxnLst>{links}</dgm:cxnLst><dgm:bg/><dgm:whole/></dgm:dataModel>"
    )
    deck.add(f"ppt/diagrams/data{n}.xml", f"{KIND}.drawingml.diagramData+xml", data)
    ids = f"<dgm:relIds xmlns:dgm='{DGM}' r:dm='d1' r:lo='d1' r:qs='d1' r:cs='d1'/>"
    return graphic(4, DGM, ids), {"d1": ("diagramData", f"../diagrams/data{n}.xml")}


def _formula(deck: Deck, n: int) -> _Made:
    """Return a text box with a formula: the words in it are AlternateContent."""
    words = deck.say("AlternateContent", f"Keep with probability of trial {n}")
    value = deck.say("math", f"p{n}=m/k{n}")
    letter = (
        f"<m:r><a:rPr lang='en-US'><a:latin typeface='Cambria Math'/></a:rPr><m:t>p{n}=</m:t></m:r>"
    )
    over = "<m:f><m:fPr><m:ctrlPr/></m:fPr><m:num><m:r><m:t>m</m:t></m:r></m:num>"
    under = f"<m:den><m:r><m:t>{value.partition('/')[2]}</m:t></m:r></m:den></m:f>"
    math = (
        f"<a14:m xmlns:a14='{A14}'><m:oMathPara xmlns:m='{MATH}'><m:oMath>{letter}{over}{under}"
        "</m:oMath></m:oMathPara></a14:m>"
    )
    both = text_box(4, 2, 6, paragraph(words) + f"<a:p>{math}</a:p>")
    picture = text_box(4, 2, 6, paragraph(" "))
    return (
        f"<mc:AlternateContent xmlns:mc='{MC}'><mc:Choice xmlns:a14='{A14}' Requires='a14'>{both}"
        f"</mc:Choice><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent>"
    ), {}


def _remarks(deck: Deck, n: int) -> _Made:
    text = deck.say("comments", f"Is figure {n} still from 2024?")
    comment = (
        f"<p:cmLst {NS}><p:cm authorId='0' dt='2026-05-01T10:00:00' idx='{n}'><p:pos x='1' y='1'/>"
        f"<p:text>{text}</p:text></p:cm></p:cmLst>"
    )
    deck.add(f"ppt/comments/comment{n}.xml", f"{KIND}.presentationml.comments+xml", comment)
    address = deck.say("links", f"https://example.org/trace/{n}")
    link = "<a:hlinkClick r:id='h1'/>"
    words = deck.say("body", f"Code of trial {n} is public")
    box = text_box(4, 2, 6, f"<a:p>{text_run(words, link)}</a:p>")
    return box, {"h1": ("hyperlink", address), "m1": ("comments", f"../comments/comment{n}.xml")}


def _columns(deck: Deck, n: int) -> _Made:
    return "".join(
        text_box(
            4 + k,
            2 + 12 * k,
            5,
            "".join(
                paragraph(deck.say("body", f"Column {n}.{k}.{line} weighs 权衡 cost against loss"))
                for line in range(4)
            ),
        )
        for k in range(2)
    ), {}


_KINDS = (
    *(_bullets, _picture, _table, _bullets, _chart, _bullets, _groups, _columns, _bullets),
    *(_smart_art, _bullets, _picture, _formula, _bullets, _remarks, _bullets, _columns, _bullets),
    *(_picture, _bullets),
)


def _slide(deck: Deck, n: int) -> None:
    hidden = n % 20 == 0
    if hidden:
        shapes, targets = _bullets(deck, n, "hidden slides")
    else:
        shapes, targets = _KINDS[n % 20 - 1](deck, n)
    title = deck.say("title", f"Why we sample traces, part {n} 采样")
    number = (
        f"<p:sp><p:nvSpPr>{identity(7, 'Slide Number')}<p:cNvSpPr/><p:nvPr><p:ph type='sldNum' "
        "sz='quarter' idx='12'/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
        "<a:p><a:fld id='{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}' type='slidenum'>"
        "<a:rPr lang='en-US'/>"
        f"<a:t>{deck.say('noise', f'‹{n}›')}</a:t></a:fld><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )
    footer = placeholder(6, 'type="ftr" idx="11"', paragraph(deck.say("noise", f"Footer {n}")))
    transition = (
        f"<mc:AlternateContent xmlns:mc='{MC}'><mc:Choice xmlns:p14='{P14}' Requires='p14'>"
        f"<p:transition spd='slow' p14:dur='2000' advTm='{n}000'/></mc:Choice><mc:Fallback>"
        f"<p:transition spd='slow' advTm='{n}000'/></mc:Fallback></mc:AlternateContent>"
    )
    xml = (
        f"<p:sld {NS}{' show=' + chr(34) + '0' + chr(34) if hidden else ''}><p:cSld><p:spTree>"
        "<p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>"
        "<a:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/><a:chOff x='0' y='0'/>"
        "<a:chExt cx='0' cy='0'/></a:xfrm></p:grpSpPr>"
        f"{placeholder(2, 'type=' + chr(34) + 'title' + chr(34), paragraph(title))}{shapes}"
        f"{footer}{number}</p:spTree>"
        "<p:extLst><p:ext uri='{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}'>"
        f"<p14:creationId xmlns:p14='{P14}' val='{4_000_000 + n}'/></p:ext></p:extLst></p:cSld>"
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{transition}{_TIMING}</p:sld>"
    )
    part = f"ppt/slides/slide{n}.xml"
    deck.add(part, f"{KIND}.presentationml.slide+xml", xml)
    targets |= {"l1": ("slideLayout", "../slideLayouts/slideLayout2.xml")}
    if n % 2:
        targets |= {"n1": ("notesSlide", f"../notesSlides/notesSlide{n}.xml")}
        _notes(deck, n)
    deck.relate(part, targets)


_TIMING = (
    "<p:timing><p:tnLst><p:par><p:cTn id='1' dur='indefinite' restart='never' nodeType='tmRoot'>"
    "<p:childTnLst><p:seq concurrent='1' nextAc='seek'><p:cTn id='2' dur='indefinite' "
    "nodeType='mainSeq'/><p:prevCondLst><p:cond evt='onPrev' delay='0'><p:tgtEl><p:sldTgt/>"
    "</p:tgtEl></p:cond></p:prevCondLst><p:nextCondLst><p:cond evt='onNext' delay='0'><p:tgtEl>"
    "<p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq></p:childTnLst></p:cTn></p:par>"
    "</p:tnLst></p:timing>"
)


def _notes(deck: Deck, n: int) -> None:
    said = [f"Say {n}.{k} slowly, 慢慢说, then point at the queue and wait" for k in range(3)]
    text = "".join(paragraph(deck.say("notes", line)) for line in said)
    picture = (
        f"<p:sp><p:nvSpPr>{identity(2, 'Slide Image')}<p:cNvSpPr/>"
        "<p:nvPr><p:ph type='sldImg'/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>"
    )
    body = placeholder(3, 'type="body" idx="1"', text)
    number = placeholder(4, 'type="sldNum" sz="quarter" idx="5"', paragraph(f"‹{n}›"))
    xml = (
        f"<p:notes {NS}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/>"
        f"<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{picture}{body}{number}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
    part = f"ppt/notesSlides/notesSlide{n}.xml"
    deck.add(part, f"{KIND}.presentationml.notesSlide+xml", xml)
    deck.relate(part, {"r1": ("slide", f"../slides/slide{n}.xml")})
