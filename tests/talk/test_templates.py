from pathlib import Path

import pytest

from speakprep.errors import InputError
from speakprep.talk.resources import Resource
from speakprep.talk.templates import parse_template, render

FRONT = '+++\nversion = 2\ninputs = ["name"]\nschema = "segments"\n+++\n'


def filled_in(body: str, **values: object) -> str:
    return render(parse_template(Resource(path=Path("p.md"), text=FRONT + body)), values)


def test_parse_template_reads_front_matter_and_body():
    template = parse_template(Resource(path=Path("p.md"), text=f"{FRONT}Hello\n"))
    assert (template.version, template.inputs, template.schema) == (2, ("name",), "segments")
    assert (template.body, template.first_line) == ("Hello\n", 6)


def test_render_fills_in_and_escapes_nothing():
    assert filled_in("To {{ name }}\n", name="阿文 <a@b>") == "To 阿文 <a@b>\n"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "a prompt begins with front matter between two +++ lines", None),
        ("+++\n\ninputs = []\n+++\n", "version is missing", 1),
        (FRONT.replace("2", "true"), "version must be a whole number, 0 or more", 2),
        (
            FRONT.replace('"name"', "1"),
            'inputs must be a list of texts in quotes, such as ["...", "..."]',
            3,
        ),
        (FRONT.replace('"segments"', "1"), 'schema must be text in quotes, such as "..."', 4),
        (FRONT.replace("schema", "scheme"), "unknown key 'scheme'", 4),
    ],
)
def test_parse_template_broken_front_matter_has_its_line(text: str, message: str, line: int | None):
    with pytest.raises(InputError) as caught:
        parse_template(Resource(path=Path("p.md"), text=text))
    fault = caught.value
    assert (fault.message, fault.file, fault.line) == (message, "p.md", line)


def test_render_other_inputs_than_declared_are_named():
    with pytest.raises(InputError) as caught:
        filled_in("{{ name }}", other="x")
    assert caught.value.message == "its inputs do not fit what speakprep gives: name, other"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{{ nope }}", "'nope' is undefined"),
        ("{{ range }}", "'range' is undefined"),
        ("{{ name < 1 }}", "'<' not supported between instances of 'str' and 'int'"),
        ("{{ name|center(999999999) }}", "No filter named 'center'."),
        ("{{ '%2000000000d'|format(1) }}", "No filter named 'format'."),
        ("{{ name|tojson|tojson }}", "No filter named 'tojson'."),
    ],
)
def test_render_whatever_an_expression_raises_is_the_templates_fault(body: str, reason: str):
    with pytest.raises(InputError) as caught:
        filled_in(body, name="Wen")
    assert (caught.value.message, caught.value.file) == (f"cannot be filled in: {reason}", "p.md")


@pytest.mark.parametrize(
    "body",
    [
        "{{ 'x' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%2000000000d' % 1 }}",
        "{{ name + name }}",
        "{{ name ~ name }}",
        "{{ name.__class__ }}",
        "{{ name['center'] }}",
        "{{ name.center(999999999) }}",
        "{{ '{:>999999999}'.format(name) }}",
        "{{ lipsum(n=100000) }}",
        "{% set name = name %}",
        "{% for a in name %}{% for b in name %}x{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}",
        '{% include "/etc/passwd" %}',
    ],
)
def test_render_nothing_that_can_grow_is_even_tried(body: str):
    with pytest.raises(InputError) as caught:
        filled_in(f"Hello\n{body}\n", name="Wen")
    fault = caught.value
    assert (fault.file, fault.line, fault.excerpt) == ("p.md", 7, body)
    assert fault.message == (
        "cannot be filled in: between braces only inputs, if and the filters"
        " lower, trim, upper may stand"
    )


@pytest.mark.parametrize(
    ("body", "filled"),
    [
        ("{% if name in ('Wen', '阿文') and not name == 'x' %}yes{% else %}no{% endif %}", "yes"),
        ("{{ 'yes' if name|trim|lower == 'wen' else 'no' }}", "yes"),
        ("{# a remark #}{% raw %}{{ x * 9 }}{% endraw %}", "{{ x * 9 }}"),
    ],
)
def test_render_chooses_with_if(body: str, filled: str):
    assert filled_in(body, name="Wen") == filled


def test_render_syntax_error_has_the_line_of_the_file():
    with pytest.raises(InputError) as caught:
        filled_in("Hello\n{% if %}\n", name="Wen")
    assert (caught.value.line, caught.value.excerpt) == (7, "{% if %}")


def test_render_fault_behind_carriage_returns_is_one_error_too():
    with pytest.raises(InputError) as caught:
        filled_in("a\rb\r{% if %}", name="Wen")
    assert (caught.value.file, caught.value.excerpt) == ("p.md", "")
