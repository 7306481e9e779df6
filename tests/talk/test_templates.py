from pathlib import Path

import pytest

from speakprep.errors import InputError
from speakprep.talk.resources import Resource
from speakprep.talk.templates import MOST_CHARACTERS, parse_template, render

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
        "cannot be filled in: between braces only inputs, if, for and the filters"
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


QUESTIONS = [{"ask": "Clear?", "why": "a"}, {"ask": "太快？", "why": "b"}]
WITH_LIST = FRONT.replace('["name"]', '["name", "questions"]')


def with_list(body: str, **values: object) -> str:
    template = parse_template(Resource(path=Path("p.md"), text=WITH_LIST + body))
    return render(template, {"name": "Wen", "questions": QUESTIONS, **values})


@pytest.mark.parametrize(
    ("body", "filled"),
    [
        ("{% for q in questions %}\n- {{ q.ask }}\n{% endfor %}\n", "- Clear?\n- 太快？\n"),
        (
            "{% for q in questions %}{{ q.ask|lower if q.why == 'a' else name }}{% endfor %}",
            "clear?Wen",
        ),
        ("{% for q in questions %}{{ name }}{% else %}none{% endfor %}", "WenWen"),
    ],
)
def test_render_goes_through_a_list(body: str, filled: str):
    assert with_list(body) == filled


def test_render_an_empty_list_says_nothing():
    body = "{% for q in questions %}{{ q.nope }}{% else %}none{% endfor %}"
    assert with_list(body, questions=()) == "none"


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in questions %}{% for b in questions %}x{% endfor %}{% endfor %}",
        "{% for a in questions %}{% if a %}{% for b in a %}{% endfor %}{% endif %}{% endfor %}",
        "{% for a in questions recursive %}x{% endfor %}",
        "{% for a in questions if a %}x{% endfor %}",
        "{% for a, b in questions %}x{% endfor %}",
        "{% for name in questions %}{{ name.ask }}{% endfor %}",
        "{% for letter in name %}x{% endfor %}",
        "{% for a in (1, 2, 3) %}x{% endfor %}",
        "{% for a in nope %}x{% endfor %}",
    ],
)
def test_render_other_loops_are_not_even_tried(body: str):
    with pytest.raises(InputError) as caught:
        with_list(f"Hello\n{body}\n")
    fault = caught.value
    assert (fault.line, fault.excerpt) == (7, body)
    assert fault.message == (
        "cannot be filled in: a loop goes once through a list, not inside another:"
        " for ... in questions"
    )


def test_render_loop_without_a_list_is_told_so():
    with pytest.raises(InputError) as caught:
        filled_in("{% for letter in name %}x{% endfor %}", name="Wen")
    assert caught.value.message.endswith("in LIST; this template is given no list")


@pytest.mark.parametrize(
    "inside", ["q.keys", "q.items", "q.__class__", "q.nope", "loop.index", "nope.ask", "name.ask",
               "q.ask.upper", "q['ask']", "q.update()", "loop(questions)"],
)  # fmt: skip
def test_render_an_item_gives_its_own_keys_and_nothing_else(inside: str):
    with pytest.raises(InputError) as caught:
        with_list(f"{{% for q in questions %}}{{{{ {inside} }}}}{{% endfor %}}")
    assert caught.value.file == "p.md"


def test_render_ends_where_it_becomes_too_long():
    body = "{% for q in questions %}{{ q.ask }}{% endfor %}"
    long = [{"ask": "x" * (MOST_CHARACTERS // 100)}] * 100
    assert len(with_list(body, questions=long)) == MOST_CHARACTERS
    with pytest.raises(InputError) as caught:
        with_list(body, questions=[*long, {"ask": "x"}])
    assert caught.value.message == (
        f"cannot be filled in: it comes to more than {MOST_CHARACTERS} characters"
    )


def test_render_takes_no_more_than_the_limit_from_a_long_list():
    """A list that never ends in practice: whatever is not needed is not asked for."""
    asked = []

    class Counted(dict):
        def get(self, key: str) -> str:
            asked.append(key)
            return "x" * MOST_CHARACTERS

    with pytest.raises(InputError):
        with_list(
            "{% for q in questions %}{{ q.ask }}{% endfor %}", questions=[Counted(ask="")] * 99
        )
    assert asked == ["ask"] * 2


def test_in_html_nothing_that_is_filled_in_is_a_tag() -> None:
    page = parse_template(
        Resource(
            path=Path("p.html"),
            text='+++\nversion = 1\ninputs = ["a", "rows"]\n+++\n'
            '<b title="{{ a }}">{% for row in rows %}{{ row.text | upper }}{% endfor %}</b>\n',
        )
    )
    values = {"a": '"<i>&', "rows": [{"text": "<script>'"}]}
    assert render(page, values, html=True) == (
        '<b title="&#34;&lt;i&gt;&amp;">&lt;SCRIPT&gt;&#39;</b>\n'
    )
    assert render(page, values) == '<b title=""<i>&"><SCRIPT>\'</b>\n'


def test_a_page_may_be_longer_than_a_letter_but_not_endless() -> None:
    text = '+++\nversion = 1\ninputs = ["a"]\n+++\n{{ a }}{{ a }}'
    page = parse_template(Resource(path=Path("p.html"), text=text))
    assert len(render(page, {"a": "x" * 600_000}, html=True, at_most=1_200_000)) == 1_200_000
    with pytest.raises(InputError) as caught:
        render(page, {"a": "x" * 600_000}, html=True, at_most=1_199_999)
    assert caught.value.message.endswith("it comes to more than 1199999 characters")
