"""What a slide tells beside its words: links, media, times, sizes, what it inherits."""

import pytest

from speakprep.deck.files import read_deck


def test_links_media_and_timing_are_read(kit, write):
    after = "<p:extLst/>"
    data = kit.page(kit.shape("words"), after=after).replace(
        b"</p:sld>",
        b"<mc:AlternateContent><mc:Choice Requires='p14'><p:transition advTm='42500'/></mc:Choice>"
        b"<mc:Fallback><p:transition advTm='1'/></mc:Fallback></mc:AlternateContent></p:sld>",
    )
    more = {"ppt/media/图.png": b"12345"}
    rels = kit.relationships(
        {"r1": ("image", "../media/图.png"), "r2": ("image", "../media/图.png")}
    ).replace(
        b"</Relationships>",
        b'<Relationship Id="r3" Type="x/hyperlink" Target="https://example.org/a&amp;b" '
        b'TargetMode="External"/><Relationship Id="r4" Type="x/video" '
        b'Target="https://example.org/v" TargetMode="External"/></Relationships>',
    )
    parts = kit.parts([data]) | more | {"ppt/slides/_rels/slide1.xml.rels": rels}
    (slide,) = read_deck(write(parts)).slides
    assert slide.links == ("https://example.org/a&b",)
    assert [(m.kind, m.part, m.size) for m in slide.media] == [
        ("picture", "ppt/media/图.png", 5),
        ("video", "https://example.org/v", 0),
    ]
    assert slide.seconds == 42.5


def test_media_hash_is_blind_to_names_but_not_to_content(kit, read):
    def hash_of(name, content):
        more = {f"ppt/media/{name}": content}
        return read(kit.page(""), more, r1=("image", f"../media/{name}")).media_hash

    assert hash_of("a.png", b"1") == hash_of("b.png", b"1") != hash_of("a.png", b"2")


def sized(text, size="", level=""):
    outline = f"<a:pPr lvl='{level}'/>" if level else ""
    run = f"<a:r><a:rPr lang='zh-CN' {size}/><a:t>{text}</a:t></a:r>"
    return f"<a:p>{outline}{run}</a:p>"


def body(paragraphs, *, ph="", before="<a:bodyPr/><a:lstStyle/>"):
    mark = f"<p:ph {ph}/>" if ph else ""
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr id='2' name='s'/><p:cNvSpPr/><p:nvPr>{mark}</p:nvPr></p:nvSpPr>"
        f"<p:spPr/><p:txBody>{before}{paragraphs}</p:txBody></p:sp>"
    )


def list_style(tag, **sizes):
    levels = "".join(
        f"<a:{level}pPr><a:defRPr sz='{size}'/></a:{level}pPr>" for level, size in sizes.items()
    )
    return f"<{tag}>{levels}</{tag}>"


SHRUNK = "<a:bodyPr><a:normAutofit fontScale='{}'/></a:bodyPr><a:lstStyle/>"


@pytest.mark.parametrize(
    ("shapes", "points"),
    [
        ("", None),
        (body(sized(" ", "sz='100'")), None),
        (body(sized("words")), 18.0),
        (body(sized("大", "sz='4400'") + sized("小", "sz='900'")), 9.0),
        (body(sized("words", "sz='nonsense'")), 18.0),
        (body(sized("words"), before="<a:bodyPr/>" + list_style("a:lstStyle", lvl1=1050)), 10.5),
        (body(sized("words", "sz='2000'"), before=SHRUNK.format(62500)), 12.5),
        (body(sized("words", "sz='2000'"), before=SHRUNK.format("50%")), 10.0),
        (body(sized("words", "sz='2000'"), before=SHRUNK.format("no")), 20.0),
        (body(sized("words"), ph="type='title'"), 44.0),
        (body(sized("words"), ph="idx='7'"), 21.0),
        (body(sized("words", level="1"), ph="idx='7'"), 14.0),
        (body(sized("words", level="2"), ph="idx='7'"), 18.0),
    ],
)
def test_smallest_text_is_named_or_inherited(kit, read, shapes, points):
    layout = kit.page(
        body(sized("prompt"), ph="idx='7'", before=list_style("a:lstStyle", lvl1=2100)),
        root="sldLayout",
    )
    styles = (
        f"<p:txStyles>{list_style('p:titleStyle', lvl1=4400)}"
        f"{list_style('p:bodyStyle', lvl1=3200, lvl2=1400)}</p:txStyles></p:sldMaster>"
    )
    master = kit.page("", root="sldMaster").replace(b"</p:sldMaster>", styles.encode())
    more = {
        "ppt/slideLayouts/l.xml": layout,
        "ppt/slideLayouts/_rels/l.xml.rels": kit.relationships(
            {"r1": ("slideMaster", "../slideMasters/m.xml")}
        ),
        "ppt/slideMasters/m.xml": master,
    }
    slide = read(kit.page(shapes), more, r1=("slideLayout", "../slideLayouts/l.xml"))
    assert slide.smallest == points


NUMBER = "<p:sp><p:nvSpPr/><p:spPr/><p:txBody><a:p><a:fld type='slidenum'/></a:p></p:txBody></p:sp>"


@pytest.mark.parametrize(
    ("layout", "attributes", "inherited", "numbered"),
    [
        ("box", ("", ""), ("公司 Ltd", "on the layout"), False),
        ("box", ('showMasterSp="0"', ""), (), False),
        ("box", ("", 'showMasterSp="0"'), ("on the layout",), False),
        ("number", ("", ""), ("公司 Ltd",), True),
        ("number", ('showMasterSp="0"', ""), (), False),
        ("placeholder", ("", ""), ("公司 Ltd",), False),
    ],
)
def test_inherited_text_only_where_it_shows(kit, read, layout, attributes, inherited, numbered):
    own, layouts = attributes
    grouped = f"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>{kit.shape('公司 Ltd')}</p:grpSp>"
    shapes = {
        "box": kit.shape("on the layout"),
        "number": NUMBER,
        "placeholder": kit.shape("Click to edit", ph='type="body"')
        + kit.shape("9", ph='type="sldNum"'),
    }[layout]
    more = {
        "ppt/slideLayouts/l.xml": kit.page(shapes, root="sldLayout", attributes=layouts),
        "ppt/slideLayouts/_rels/l.xml.rels": kit.relationships(
            {"r1": ("slideMaster", "../slideMasters/m.xml")}
        ),
        "ppt/slideMasters/m.xml": kit.page(grouped, root="sldMaster"),
    }
    data = kit.page(kit.shape("words"), attributes=own)
    slide = read(data, more, r1=("slideLayout", "../slideLayouts/l.xml"))
    assert (slide.inherited, slide.numbered) == (inherited, numbered)
    assert slide.body == ("words",)


@pytest.mark.parametrize(
    ("shapes", "numbered"),
    [(NUMBER, True), ("", False), ("ph", True), ("hidden", False)],
)
def test_slide_number_is_seen(kit, read, shapes, numbered):
    shown = {
        "ph": kit.shape("3", ph='type="sldNum"'),
        "hidden": kit.shape("3", ph='type="sldNum"', more='hidden="1"'),
    }.get(shapes, shapes)
    assert read(kit.page(shown)).numbered is numbered
