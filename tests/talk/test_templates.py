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
    ("text", "message"),
    [
        ("", "a prompt begins with front matter between two +++ lines"),
        (
            "+++\nversion = 1\n+++\n",
            "the front matter needs version (a number) and inputs (a list)",
        ),
        (FRONT.replace("schema", "scheme"), "unknown key in the front matter: scheme"),
    ],
)
def test_parse_template_broken_front_matter_is_one_line(text: str, message: str):
    with pytest.raises(InputError) as caught:
        parse_template(Resource(path=Path("p.md"), text=text))
    assert (caught.value.message, caught.value.file) == (message, "p.md")


def test_render_other_inputs_than_declared_are_named():
    with pytest.raises(InputError) as caught:
        filled_in("{{ name }}", other="x")
    assert caught.value.message == "its inputs do not fit what speakprep gives: name, other"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{{ nope }}", "'nope' is undefined"),
        ("{{ name.__class__ }}", "access to attribute '__class__' of 'str' object is unsafe."),
        ("{{ name + 1 }}", 'can only concatenate str (not "int") to str'),
        ("{{ 1 // 0 }}", "integer division or modulo by zero"),
        (
            "{% for i in range(100001) %}x{% endfor %}",
            "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).",
        ),
        ('{% include "/etc/passwd" %}', "no loader for this environment specified"),
    ],
)
def test_render_whatever_an_expression_raises_is_the_templates_fault(body: str, reason: str):
    with pytest.raises(InputError) as caught:
        filled_in(body, name="Wen")
    assert (caught.value.message, caught.value.file) == (f"cannot be filled in: {reason}", "p.md")


def test_render_syntax_error_has_the_line_of_the_file():
    with pytest.raises(InputError) as caught:
        filled_in("Hello\n{% if %}\n", name="Wen")
    assert caught.value.line == 7
