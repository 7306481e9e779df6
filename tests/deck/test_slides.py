"""What of a slide is read, from hand-made XML python-pptx cannot write."""

from speakprep.deck.model import Block

MC = "mc:AlternateContent"


def blocks(slide):
    return [(block.kind, block.text) for block in slide.blocks]


def group(inner, *, xfrm="", more=""):
    return (
        f"<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g' {more}/></p:nvGrpSpPr>"
        f"<p:grpSpPr>{xfrm}</p:grpSpPr>{inner}</p:grpSp>"
    )


def xfrm(top, left, height, own_height):
    """A group's place and height in cm, and the height its children measure it with."""
    return (
        f"<a:xfrm><a:off x='{left * 360000}' y='{top * 360000}'/>"
        f"<a:ext cx='360000' cy='{height * 360000}'/><a:chOff x='0' y='0'/>"
        f"<a:chExt cx='360000' cy='{own_height * 360000}'/></a:xfrm>"
    )


def picture(more="", use=""):
    return (
        f"<p:pic><p:nvPicPr><p:cNvPr id='3' name='Picture 3' {more}/><p:cNvPicPr/>"
        f"<p:nvPr>{use}</p:nvPr></p:nvPicPr><p:blipFill/><p:spPr/></p:pic>"
    )


def frame(data, more=""):
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='4' name='f' {more}/>"
        "</p:nvGraphicFramePr><p:xfrm/>"
        f"<a:graphic><a:graphicData>{data}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def paragraph_shape(paragraphs):
    return f"<p:sp><p:nvSpPr/><p:spPr/><p:txBody>{paragraphs}</p:txBody></p:sp>"


# Order.


def test_blocks_rows_from_the_top_then_from_the_left(kit, read):
    drawn = (
        kit.shape("5", at=(9.0, 1))
        + kit.shape("2", at=(3.0, 12))
        + kit.shape("4", at=(6.0, 2))
        + kit.shape("1", at=(3.9, 1))
        + kit.shape("3", at=(4.1, 1))
        + kit.shape("标题", at=(16, 9), ph='type="title"')
    )
    slide = read(kit.page(drawn))
    assert slide.title == "标题"
    assert slide.blocks[0] == Block(kind="title", text="标题")
    assert slide.body == ("1", "2", "3", "4", "5")


def test_blocks_shape_without_place_stays_behind_its_neighbour(kit, read):
    drawn = kit.shape("b", at=(5, 1)) + kit.shape("c") + kit.shape("a", at=(1, 1))
    assert read(kit.page(drawn)).body == ("a", "b", "c")


def test_blocks_placeholder_takes_its_place_from_the_layout_or_master(kit, read):
    drawn = (
        kit.shape("third", at=(9, 1))
        + kit.shape("second", ph='type="subTitle"')
        + kit.shape("first", ph='idx="7"')
    )
    layout = kit.page(kit.shape("prompt", at=(2, 1), ph='idx="7"'), root="sldLayout")
    master = kit.page(kit.shape("prompt", at=(5, 1), ph='type="subTitle"'), root="sldMaster")
    more = {
        "ppt/slideLayouts/l.xml": layout,
        "ppt/slideLayouts/_rels/l.xml.rels": kit.relationships(
            {"r1": ("slideMaster", "../slideMasters/m.xml")}
        ),
        "ppt/slideMasters/m.xml": master,
    }
    slide = read(kit.page(drawn), more, r1=("slideLayout", "../slideLayouts/l.xml"))
    assert slide.body == ("first", "second", "third")


def test_blocks_unreadable_layout_costs_no_text(kit, read):
    drawn = kit.shape("a", ph='idx="7"') + kit.shape("b", at=(0, 0))
    slide = read(kit.page(drawn), r1=("slideLayout", "../slideLayouts/gone.xml"))
    assert slide.body == ("a", "b")


def test_blocks_group_stands_together_in_its_place(kit, read):
    inner = kit.shape("2", at=(1, 1)) + kit.shape("3", at=(50, 0))
    drawn = (
        kit.shape("4", at=(6, 1)) + group(inner, xfrm=xfrm(3, 5, 9, 9)) + kit.shape("1", at=(3, 1))
    )
    assert read(kit.page(drawn)).body == ("1", "2", "3", "4")


def test_blocks_rows_shrink_with_the_group(kit, read):
    """A group drawn at a tenth of its size: 5 cm in its own measure are half a centimetre."""
    inner = kit.shape("right", at=(0, 9)) + kit.shape("left", at=(5, 1))
    assert read(kit.page(group(inner, xfrm=xfrm(0, 0, 10, 10)))).body == ("right", "left")
    assert read(kit.page(group(inner, xfrm=xfrm(0, 0, 1, 10)))).body == ("left", "right")


def test_blocks_groups_in_groups_are_read(kit, read):
    nested = kit.shape("深处")
    for _ in range(100):
        nested = group(nested)
    assert read(kit.page(nested)).body == ("深处",)


def test_blocks_nonsense_places_cost_no_text(kit, read):
    odd = kit.shape("a", at=(1, 1)).replace('y="360000"', 'y="12cm"')
    huge = kit.shape("b", at=(1, 1)).replace('y="360000"', f'y="{"9" * 5000}"')
    flat = group(kit.shape("c"), xfrm=xfrm(0, 0, 0, 0))
    assert read(kit.page(odd + huge + flat)).body == ("a", "b", "c")


# Text.


def test_title_on_two_lines_is_one_line(kit, read):
    drawn = kit.shape("采样\n之道", ph='type="ctrTitle"')
    slide = read(kit.page(drawn))
    assert (slide.title, blocks(slide)) == ("采样 之道", [("title", "采样\n之道")])


def test_body_line_breaks_and_fields(read, kit):
    body = (
        "<a:p><a:r><a:t>one</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p><a:p/>"
        "<a:p><a:r><a:t>page </a:t></a:r><a:fld type='slidenum'><a:t>7</a:t></a:fld></a:p>"
        "<a:p><a:fld type='datetime1'><a:t>2026-11-21</a:t></a:fld>"
        "<a:fld type='other'><a:t>kept</a:t></a:fld></a:p>"
    )
    assert read(kit.page(paragraph_shape(body))).body == ("one", "two", "page", "kept")


def test_body_control_characters_never_pass(kit, read):
    text = "a\tb&#13;c\u2028d\x85e\x9bf\u202eg\ufeffh\u200di"
    slide = read(kit.page(kit.shape("X").replace("X", text)))
    assert slide.body == ("a b", "c", "d", "efgh\u200di")


def test_body_furniture_and_hidden_shapes_are_left_out(kit, read):
    drawn = "".join(kit.shape("noise", ph=f'type="{role}"') for role in ("ftr", "dt", "sldNum"))
    drawn += kit.shape("secret", more='hidden="1"') + group(kit.shape("x"), more='hidden="true"')
    assert read(kit.page(drawn + kit.shape("seen"))).body == ("seen",)


def test_table_rows_cells_and_merges(kit, read):
    def row(*cells):
        made = "".join(
            f"<a:tc {how}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"
            for how, text in cells
        )
        return f"<a:tr>{made}</a:tr>"

    table = (
        row(("gridSpan='2'", "方案"), ("hMerge='1'", "swallowed"), ("", "cost"))
        + row(("", "tail"), ("", ""), ("", "3×"))
        + row(("", ""), ("", " "))
    )
    slide = read(kit.page(frame(f"<a:tbl>{table}</a:tbl>", "descr='Costs compared'")))
    assert blocks(slide) == [("table", "方案 | cost\ntail |  | 3×"), ("alt", "Costs compared")]
    assert slide.shows == {"table"}


CHART = """<c:chartSpace {ns}><c:chart>
<c:title><c:tx><c:rich><a:p><a:r><a:t>Spans</a:t></a:r><a:r><a:t> kept</a:t></a:r></a:p></c:rich>
</c:tx></c:title><c:plotArea>
<c:bar3DChart>
<c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>头部</c:v></c:pt></c:strCache></c:strRef></c:tx>
<c:cat><c:strRef><c:strCache><c:pt><c:v>Mon</c:v></c:pt><c:pt><c:v>周二</c:v></c:pt></c:strCache>
</c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt><c:v>42</c:v></c:pt></c:numCache></c:numRef>
</c:val></c:ser>
<c:ser><c:tx><c:v>tail</c:v></c:tx></c:ser>
</c:bar3DChart>
<c:valAx><c:title><c:tx><c:rich><a:p><a:r><a:t>千条</a:t></a:r></a:p></c:rich></c:tx></c:title></c:valAx>
</c:plotArea></c:chart></c:chartSpace>"""


def test_chart_titles_series_categories(kit, read):
    more = {"ppt/charts/chart1.xml": CHART.format(ns=kit.ns).encode()}
    data = kit.page(frame("<c:chart r:id='r5'/>"))
    slide = read(data, more, r5=("chart", "../charts/chart1.xml"))
    assert blocks(slide) == [("chart", "Spans kept\n千条\nMon | 周二\n头部 | 42\ntail")]
    assert slide.shows == {"chart"}


DIAGRAM = """<dgm:dataModel {ns}><dgm:ptLst>
<dgm:pt modelId="0" type="doc"/>
<dgm:pt modelId="3"><dgm:t><a:p><a:r><a:t>Decide</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>缓冲</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="2" type="asst"><dgm:t><a:p><a:r><a:t>30 s</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="7" type="pres"/>
<dgm:pt modelId="8" type="sibTrans"><dgm:t><a:p><a:r><a:t>then</a:t></a:r></a:p></dgm:t></dgm:pt>
</dgm:ptLst><dgm:cxnLst>
<dgm:cxn srcId="0" destId="3" srcOrd="1"/><dgm:cxn srcId="0" destId="1" srcOrd="0"/>
<dgm:cxn srcId="1" destId="2" srcOrd="0"/><dgm:cxn srcId="2" destId="0" srcOrd="0"/>
<dgm:cxn type="presOf" srcId="3" destId="7" srcOrd="0"/>
</dgm:cxnLst></dgm:dataModel>"""


def test_diagram_follows_its_outline(kit, read):
    """Also when the outline runs in a circle; what it leaves out comes last."""
    more = {"ppt/diagrams/data1.xml": DIAGRAM.format(ns=kit.ns).encode()}
    data = kit.page(frame("<dgm:relIds r:dm='r6'/>"))
    slide = read(data, more, r6=("diagramData", "../diagrams/data1.xml"))
    assert blocks(slide) == [("diagram", "缓冲\n30 s\nDecide\nthen")]
    assert slide.shows == {"diagram"}


MATH = "<a14:m><m:oMath><m:r><m:t>p</m:t></m:r><m:r><m:t>=1/n</m:t></m:r></m:oMath></a14:m>"


def test_formula_in_alternate_content_is_read_once(kit, read):
    with_words = f"<a:p><a:r><a:t>keep with </a:t></a:r>{MATH}</a:p>"
    drawn = (
        f"<{MC}><mc:Choice Requires='a14'>{paragraph_shape(with_words)}</mc:Choice>"
        f"<mc:Fallback>{kit.shape('picture of it')}</mc:Fallback></{MC}>"
        + paragraph_shape(f"<a:p>{MATH}</a:p>")
    )
    slide = read(kit.page(drawn))
    assert blocks(slide) == [("body", "keep with p=1/n"), ("math", "p=1/n")]
    assert slide.shows == {"math"}


def test_alternate_content_without_choice_falls_back(kit, read):
    drawn = f"<{MC}><mc:Fallback>{kit.shape('后备')}</mc:Fallback></{MC}>"
    inner = f"<{MC}><mc:Choice Requires='x'>{drawn}</mc:Choice></{MC}>"
    empty = f"<{MC}/>{kit.shape('after')}"
    assert read(kit.page(inner + empty)).body == ("后备", "after")


def test_pictures_are_described_and_told_from_media(kit, read):
    drawn = (
        picture("descr='仪表盘 dashboard'")
        + picture("descr='IMG_2041.PNG'")
        + picture(use="<a:videoFile r:link='r1'/>")
        + picture(use="<a:audioFile r:link='r1'/>")
    )
    slide = read(kit.page(drawn))
    assert blocks(slide) == [("alt", "仪表盘 dashboard")]
    assert slide.shows == {"picture", "video", "audio"}
    assert slide.body == ()


def test_embedded_object_text_is_read(kit, read):
    canvas = (
        "<a:sp><a:txSp><a:txBody><a:p><a:r><a:t>粘贴</a:t></a:r></a:p></a:txBody></a:txSp></a:sp>"
    )
    slide = read(kit.page(frame(canvas)))
    assert (blocks(slide), slide.shows) == ([("body", "粘贴")], {"object"})


def test_marks_hidden_and_creation_id(kit, read):
    after = "<p:extLst><p:ext><p14:creationId val='4021573394'/></p:ext></p:extLst>"
    slide = read(kit.page("", attributes='show="false"', after=after))
    assert (slide.hidden, slide.creation_id) == (True, 4021573394)


# Notes.


def notes_of(kit, read, shapes):
    page = kit.page(shapes, root="notes")
    target = ("notesSlide", "../notesSlides/n.xml")
    return read(kit.page(""), {"ppt/notesSlides/n.xml": page}, r1=target).notes


def test_notes_come_from_the_body_placeholder(kit, read):
    shapes = (
        kit.shape("12", ph='type="sldNum"')
        + kit.shape("a stray box")
        + kit.shape("  大家好 \n\nwelcome\n", ph='type="body" idx="1"')
    )
    assert notes_of(kit, read, shapes) == "大家好\n\nwelcome"


def test_notes_in_text_boxes_are_found_without_a_body(kit, read):
    shapes = (
        kit.shape("header", ph='type="hdr"')
        + kit.shape("谷歌导出", ph='type="subTitle"')
        + group(kit.shape("second box"))
        + kit.shape("", ph='type="body"')
    )
    assert notes_of(kit, read, shapes) == "谷歌导出\n\nsecond box"


def test_group_description_is_read(kit, read):
    slide = read(kit.page(group(kit.shape("inside"), more="descr='三个阶段'")))
    assert blocks(slide) == [("alt", "三个阶段"), ("body", "inside")]


def test_embedded_object_picture_belongs_to_the_object(kit, read):
    inside = "<p:oleObj>" + picture("descr='a sheet'") + "</p:oleObj>"
    slide = read(kit.page(frame(inside, "descr='销量'") + kit.shape("after")))
    assert blocks(slide) == [("alt", "销量"), ("body", "after")]
    assert slide.shows == {"object"}
