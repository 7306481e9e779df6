from collections.abc import Callable

import pytest

from speakprep.cfp.files import parse_proposal
from speakprep.cfp.form import answer
from speakprep.cfp.layout import hints, new_proposal
from speakprep.cfp.model import Question
from speakprep.event.model import Field, Profile

Form = Callable[..., Profile]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_new_proposal_has_every_field_empty(make_form: Form, language: str) -> None:
    form = make_form()
    text = new_proposal(form, (), language)
    proposal = parse_proposal(text, "cfp.md", form)
    assert [entry.field for entry in proposal.entries] == list(form.fields)
    assert [answer(proposal, field.key) for field in form.fields] == [""] * 4
    assert proposal.findings == ()


def test_new_proposal_of_every_language_reads_like_this(make_form: Form) -> None:
    question = Question(
        fields=("abstract",),
        ask={"en": "What --> is it?", "zh": "是什么？"},
        why={"en": "Because.", "zh": "因为。"},
        good={"en": "g"},
        weak={"en": "w"},
    )
    assert new_proposal(make_form(), [question], "en").split("\n## ")[2] == (
        "Abstract\n\n<!-- required, at most 20 characters -->\n"
        "<!-- What - -> is it?\n     Why: Because.\n     Good: g\n     Weak: w -->\n"
    )
    assert new_proposal(make_form(), [question], "zh").split("\n## ")[2] == (
        "摘要\n\n<!-- 必填，最多 20 个字符 -->\n"
        "<!-- 是什么？\n     为什么问：因为。\n     好的例子：g\n     弱的例子：w -->\n"
    )


def test_hints_name_the_choices(make_form: Form) -> None:
    form = make_form()
    field = form.field("format")
    assert isinstance(field, Field)
    assert hints(field, form, (), "en") == [["may stay empty"], ["Talk"]]


def test_new_proposal_says_which_language_and_what_is_agreed_to(make_form: Form) -> None:
    agreed = 'agreements.en = ["No pitch", "Code"]\nagreements.zh = ["不推销", "守则"]'
    form = make_form("newline = 1", f'newline = 1\nlanguage = "en"\n{agreed}')
    assert new_proposal(form, (), "en").split("\n")[2:4] == [
        "<!-- With the form you agree to: No pitch; Code -->",
        "",
    ]
    assert new_proposal(form, (), "zh").split("\n")[2:4] == [
        "<!-- 表单要用英文提交，初稿可以先用别的语言写。 -->",
        "<!-- 提交表单即同意：不推销；守则 -->",
    ]
    form = make_form("newline = 1", 'newline = 1\nlanguage = "zh"')
    assert new_proposal(form, (), "en").split("\n")[2:4] == [
        "<!-- The form wants Chinese; a first draft may be in another language. -->",
        "",
    ]
