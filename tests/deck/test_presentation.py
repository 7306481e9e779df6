"""One bad part costs that part; odd decks are read all the same."""

import random
import re

import pytest

from speakprep.deck.files import read_deck
from speakprep.deck.model import Block
from speakprep.errors import InputError


def broken(parts, kit):
    parts["ppt/slides/slide2.xml"] = b"<p:sld\n<oops"


def cut_off(parts, kit):
    parts["ppt/slides/slide2.xml"] = parts["ppt/slides/slide2.xml"][:-40]


def missing(parts, kit):
    del parts["ppt/slides/slide2.xml"]


def empty_part(parts, kit):
    parts["ppt/slides/slide2.xml"] = b""


def no_relationship(parts, kit):
    name = "ppt/_rels/presentation.xml.rels"
    parts[name] = parts[name].replace(b'Id="r2"', b'Id="r9"')


def null_target(parts, kit):
    name = "ppt/_rels/presentation.xml.rels"
    parts[name] = parts[name].replace(b"slides/slide2.xml", b"NULL")


def layout_as_slide(parts, kit):
    parts["ppt/slides/slide2.xml"] = kit.page("", root="sldLayout")


def doctype(parts, kit):
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    body = parts["ppt/slides/slide2.xml"].replace(b"slide 2", b"&b;")
    parts["ppt/slides/slide2.xml"] = body.replace(b"?>\n", b"?>" + bomb)


def external_entity(parts, kit):
    entity = b'<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    body = parts["ppt/slides/slide2.xml"].replace(b"slide 2", b"&b;")
    parts["ppt/slides/slide2.xml"] = body.replace(b"?>\n", b"?>" + entity)


def doctype_in_utf16(parts, kit):
    doctype(parts, kit)
    text = parts["ppt/slides/slide2.xml"].decode().replace("UTF-8", "UTF-16")
    parts["ppt/slides/slide2.xml"] = text.encode("utf-16")


def undefined_entity(parts, kit):
    body = parts["ppt/slides/slide2.xml"].replace(b"slide 2", b"&nobody;")
    parts["ppt/slides/slide2.xml"] = body


def deep_groups(parts, kit):
    group = "<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>"
    nested = group * 300 + kit.shape("slide 2") + "</p:grpSp>" * 300
    parts["ppt/slides/slide2.xml"] = kit.page(nested)


def too_many_tags(parts, kit):
    parts["ppt/slides/slide2.xml"] = kit.page("<a/>" * 1_000_001)


def too_large(parts, kit):
    noise = random.Random(1).randbytes(1 << 18).hex().encode()
    parts["ppt/slides/slide2.xml"] = noise * 33


def not_a_number(parts, kit):
    main = "ppt/presentation.xml"
    parts[main] = parts[main].replace(b'id="257"', b'id="two"')


def too_large_id(parts, kit):
    main = "ppt/presentation.xml"
    parts[main] = parts[main].replace(b'id="257"', b'id="2147483648"')


def same_id(parts, kit):
    main = "ppt/presentation.xml"
    parts[main] = parts[main].replace(b'id="257"', b'id="256"')


SLIDE_2 = "ppt/slides/slide2.xml"
MAIN = "ppt/presentation.xml"
DOCTYPE = "it declares a document type, which no slide needs"
TOO_MANY = "it holds more than 1,000,000 tags and attributes"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (broken, (SLIDE_2, 2, "its XML is broken", 257)),
        (cut_off, (SLIDE_2, 2, "its XML is broken", 257)),
        (empty_part, (SLIDE_2, None, "it is empty", 257)),
        (missing, (SLIDE_2, None, "it is missing from the deck", 257)),
        (null_target, ("ppt/NULL", None, "it is missing from the deck", 257)),
        (no_relationship, (MAIN, None, "the deck does not say where it is", 257)),
        (layout_as_slide, (SLIDE_2, None, "it is not a slide", 257)),
        (doctype, (SLIDE_2, None, DOCTYPE, 257)),
        (
            external_entity,
            (SLIDE_2, None, DOCTYPE, 257),
        ),
        (
            doctype_in_utf16,
            (SLIDE_2, None, DOCTYPE, 257),
        ),
        (undefined_entity, (SLIDE_2, 2, "its XML is broken", 257)),
        (deep_groups, (SLIDE_2, 2, "its shapes are nested too deep", 257)),
        (too_many_tags, (SLIDE_2, None, TOO_MANY, 257)),
        (too_large, (SLIDE_2, None, "it would unpack to 16 MB, far more than a slide needs", 257)),
        (not_a_number, (MAIN, None, "the deck gives it no proper id", None)),
        (too_large_id, (MAIN, None, "the deck gives it no proper id", None)),
        (same_id, (MAIN, None, "an earlier slide has the same id, 256", 256)),
    ],
)
def test_read_deck_one_bad_slide_costs_that_slide(kit, write, harm, told):
    parts = kit.three()
    harm(parts, kit)
    deck = read_deck(write(parts))
    assert [(s.number, s.slide_id, s.body) for s in deck.slides] == [
        (1, 256, ("slide 1",)),
        (3, 258, ("slide 3",)),
    ]
    (problem,) = deck.problems
    assert (problem.lost, problem.slide) == ("slide", 2)
    assert (problem.part, problem.line, problem.reason, problem.slide_id) == told


def test_read_deck_broken_notes_cost_the_notes(kit, write):
    parts = kit.three()
    kit.relate(parts, 2, r1=("notesSlide", "../notesSlides/notesSlide1.xml"))
    parts["ppt/notesSlides/notesSlide1.xml"] = b"<p:notes>"
    deck = read_deck(write(parts))
    assert [slide.body for slide in deck.slides] == [("slide 1",), ("slide 2",), ("slide 3",)]
    assert [(p.lost, p.slide, p.slide_id, p.part) for p in deck.problems] == [
        ("notes", 2, 257, "ppt/notesSlides/notesSlide1.xml")
    ]


def test_read_deck_dangling_chart_costs_the_chart(kit, write):
    frame = (
        "<p:graphicFrame><p:nvGraphicFramePr/><a:graphic><a:graphicData>"
        '<c:chart r:id="r7"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    deck = read_deck(write(kit.parts([kit.page(kit.shape("words") + frame)])))
    assert deck.slides[0].blocks == (Block(kind="body", text="words"),)
    assert deck.slides[0].shows == {"chart"}
    assert [(p.lost, p.reason) for p in deck.problems] == [
        ("chart", "the slide does not say where it is")
    ]


def test_read_deck_no_slide_readable_is_an_error(kit, write):
    parts = kit.three()
    del parts["ppt/_rels/presentation.xml.rels"]
    path = write(parts)
    with pytest.raises(InputError) as caught:
        read_deck(path)
    assert caught.value.message == (
        "is damaged: none of its 3 slides can be read: "
        "the deck does not say where it is (ppt/presentation.xml)"
    )


def test_read_deck_odd_names_are_found(kit, write):
    parts = kit.three()
    odd = {name.replace("/", "\\").upper(): data for name, data in parts.items()}
    assert [slide.body for slide in read_deck(write(odd)).slides] == [
        ("slide 1",),
        ("slide 2",),
        ("slide 3",),
    ]


def test_read_deck_percent_encoded_target_is_found(kit, write):
    parts = kit.parts([kit.page(kit.shape("words"))])
    name = "ppt/_rels/presentation.xml.rels"
    parts[name] = parts[name].replace(b"slide1.xml", b"slide%201.xml")
    parts["ppt/slides/slide 1.xml"] = parts.pop("ppt/slides/slide1.xml")
    assert read_deck(write(parts)).slides[0].body == ("words",)


def test_read_deck_without_package_relationships_is_found(kit, write):
    parts = kit.three()
    del parts["_rels/.rels"]
    assert len(read_deck(write(parts)).slides) == 3


def test_read_deck_strict_ooxml_is_read(kit, write):
    parts = kit.parts([kit.page(kit.shape("严格 strict"), attributes='show="0"')])
    strict = {
        name: re.sub(
            rb"http://schemas.openxmlformats.org/(presentationml|drawingml|officeDocument)/2006/",
            rb"http://purl.oclc.org/ooxml/\1/",
            data,
        )
        for name, data in parts.items()
    }
    assert b"purl.oclc.org" in strict["ppt/slides/slide1.xml"]
    (slide,) = read_deck(write(strict)).slides
    assert (slide.body, slide.hidden) == (("严格 strict",), True)


def test_read_deck_utf16_part_is_read(kit, write):
    parts = kit.parts([kit.page(kit.shape("宽字符"))])
    text = parts["ppt/slides/slide1.xml"].decode().replace("UTF-8", "UTF-16")
    parts["ppt/slides/slide1.xml"] = text.encode("utf-16")
    assert read_deck(write(parts)).slides[0].body == ("宽字符",)


def test_read_deck_without_slides_is_empty(kit, write):
    assert read_deck(write(kit.parts([]))).slides == ()


def test_read_deck_sections_name_their_slides(kit, write):
    sections = (
        '<p:extLst><p:ext><p14:sectionLst><p14:section name="开场 Opening"><p14:sldIdLst>'
        '<p14:sldId id="257"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
    )
    parts = kit.parts([kit.page(""), kit.page("")], more=sections)
    assert [slide.section for slide in read_deck(write(parts)).slides] == ["", "开场 Opening"]
