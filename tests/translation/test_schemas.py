"""What is exported, against the schemas as OASIS and LISA publish them; see schemas/NOTICE.md."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from speakprep.talk.report import Finding
from speakprep.translation.formats import tmx, xliff1, xliff2
from speakprep.translation.formats.model import Bundle, Unit
from speakprep.translation.model import Direction

SCHEMAS = Path(__file__).parent / "schemas"
STANDINGS = ("missing", "stale", "rejected", "flagged", "machine", "edited", "signed")
HOSTILE = (
    "]]> & <b> \" '",
    "\x00\x1b[31m\x7f\x85\ufffe\uffff",
    "\u202eevil\u2066\u200f",
    "𠀀𰀀 extension B and G",
    "a\u2028b\u2029c\x0bd\x0ce\r\nf\rg\th",
    "长" * 5000,
    "-->  <!-- <![CDATA[ <?xml &amp; &#0; ${x} {{ y }}",
)


class OwnFolder(etree.Resolver):
    """Finds xml.xsd here, whatever address a schema names, and nothing else anywhere."""

    def resolve(self, url, _id, context):
        if url.endswith("xml.xsd"):
            return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context)
        return None


def schema(name):
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(OwnFolder())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / name), parser))


@pytest.fixture(scope="module")
def checks():
    """By format: what renders it, and what validates it."""
    with (SCHEMAS / "tmx14.dtd").open("rb") as stream:
        dtd = etree.DTD(stream)
    return {
        "xliff": (xliff1.render, schema("xliff-core-1.2-strict.xsd")),
        "xliff2": (xliff2.render, schema("xliff-core-2.0.xsd")),
        "tmx": (lambda bundle: tmx.render(bundle, "1.0"), dtd),
    }


def unit(number, source, target, standing, findings=()):
    return Unit(
        id=f"{number:08x}" + ("+0a0b0c0d-2" if number % 3 == 2 else ""),
        source=source,
        target=target,
        standing=standing,
        slide=number // 2 or None,
        line=number,
        findings=findings,
        editable=number % 5 != 4,
    )


def bundle(units, title="采样 & <co>\x07"):
    return Bundle(
        title=title,
        direction=Direction(source="zh", target="en"),
        source_file='script."zh".md',
        units=tuple(units),
    )


def full():
    found = (Finding(code="number", level="error", message="10 & 12\x1b <differ>"),)
    return bundle(
        unit(
            number,
            HOSTILE[number],
            None if standing == "missing" else HOSTILE[-number],
            standing,
            found if standing == "flagged" else (),
        )
        for number, standing in enumerate(STANDINGS)
    )


@pytest.mark.parametrize("name", ["xliff", "xliff2", "tmx"])
def test_every_standing_and_hostile_text_is_valid(checks, name):
    render, check = checks[name]
    root = etree.fromstring(render(full()).encode())
    assert check.validate(root), check.error_log


@pytest.mark.parametrize("name", ["xliff", "xliff2"])
def test_schema_refuses_what_is_wrong(checks, name):
    """The schemas are really looked at."""
    render, check = checks[name]
    broken = render(full()).replace("<source", "<sauce", 1).replace("</source>", "</sauce>", 1)
    assert not check.validate(etree.fromstring(broken.encode()))


def test_dtd_refuses_what_is_wrong(checks):
    render, check = checks["tmx"]
    broken = render(full()).replace("<seg>", "<s>").replace("</seg>", "</s>")
    assert not check.validate(etree.fromstring(broken.encode()))


@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.none() | st.text(), st.sampled_from(STANDINGS)),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_is_valid(checks, texts):
    made = bundle(unit(number, *one) for number, one in enumerate(texts))
    for render, check in checks.values():
        assert check.validate(etree.fromstring(render(made).encode())), check.error_log


def test_states_are_those_of_the_standards():
    made = bundle(unit(number, "字", "x", standing) for number, standing in enumerate(STANDINGS))
    first, second = xliff1.render(made), xliff2.render(made)
    assert [first.count(f'state="{state}"') for state in ("final", "translated")] == [1, 1]
    assert first.count('approved="yes"') == 1
    assert second.count('state="final" subState="speakprep:signed"') == 1
    assert 'state="initial" subState="speakprep:rejected"' in second
