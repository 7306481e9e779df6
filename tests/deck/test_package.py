"""Relationships, read the quick way and by parsing, must agree."""

from xml.sax.saxutils import quoteattr

from hypothesis import given
from hypothesis import strategies as st

from speakprep.deck.package import Package, Relationship

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Members:
    def __init__(self, rels):
        self.rels = rels

    def read(self, part):
        return self.rels if part == "ppt/slides/_rels/slide1.xml.rels" else None

    def mark(self, part):
        return (0, 0)


def related(rels):
    return Package(Members(rels)).relationships("ppt/slides/slide1.xml")


OUTSIDE = ' TargetMode="External"'
TARGETS = st.one_of(
    st.sampled_from(
        ["../media/a.png", "/ppt/x.xml", "..\\b.xml", "../../c.xml", "./d.xml", "..", "../a/../b"]
    ),
    st.text("./ab采&<\"' %", max_size=8),
)
KINDS = ["x/image", "y"]
ROWS = st.lists(
    st.tuples(st.text("rId1&", max_size=4), st.sampled_from(KINDS), TARGETS, st.booleans()),
    max_size=4,
)


@given(rows=ROWS)
def test_relationships_are_the_same_however_they_are_written(rows):
    made = "".join(
        f"<Relationship Id={quoteattr(key)} Type={quoteattr(kind)} Target={quoteattr(target)}"
        f"{OUTSIDE if outside else ''}/>"
        for key, kind, target, outside in rows
    )
    quick = f'<Relationships xmlns="{RELS}">{made}</Relationships>'
    # A comment in the list is enough for it to be parsed.
    parsed = quick.replace("</Relationships>", "<!-- --></Relationships>")
    assert related(quick.encode()) == related(parsed.encode())


def test_relationships_resolve_targets():
    targets = ["../media/a.png", "/ppt/x.xml", "..\\b.xml", "c.xml", "../a/../b.xml", "../..//../d"]
    rows = "".join(
        f'<Relationship Id="{n}" Type="t/image" Target="{target}"/>'
        for n, target in enumerate(targets)
    )
    found = related(f'<Relationships xmlns="{RELS}">{rows}</Relationships>'.encode())
    assert [each.target for each in found.values()] == [
        "ppt/media/a.png",
        "ppt/x.xml",
        "ppt/b.xml",
        "ppt/slides/c.xml",
        "ppt/b.xml",
        "d",
    ]
    assert found["0"] == Relationship("image", "ppt/media/a.png", outside=False)
