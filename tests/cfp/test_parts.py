from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speakprep.cfp.files import fill, parse_proposal, render_proposal
from speakprep.cfp.form import answer
from speakprep.cfp.model import Question
from speakprep.cfp.parts import marks_in, part_texts, parts_for, question_for, to_ask
from speakprep.cfp.prose import prose_of
from speakprep.cfp.questions import load_questions, parse_questions
from speakprep.errors import InputError
from speakprep.event.model import Profile
from speakprep.event.profiles import load_profile
from speakprep.talk.resources import Resource
from speakprep.talk.workspace import shelves

Form = Callable[..., Profile]

SHIPPED = shelves(Path("no-such-folder"))
KEYS = ("problem", "who", "did")


def _question(part: str, *fields: str) -> Question:
    words = {"en": "w"}
    return Question(fields=fields, part=part, ask=words, why=words, good=words, weak=words)


QUESTIONS = [_question(key, "description", "abstract") for key in KEYS]


@pytest.mark.parametrize(
    ("order", "words"),
    [(("problem", "who", "did"), "P\n\nW\n\nD"), (("did", "problem", "who"), "P\n\nW\n\nD")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "## Abstract\n\n<!-- hint -->\n\n## Notes\nmine\n",
        "## Abstract\n<!-- problem: a -->\n\n<!-- who: b -->\n<!-- did: c\nd -->\n## Notes\nmine\n",
        "\ufeff## Abstract\n<!--who-->\n## Notes\nmine",
        "## Notes\nmine\n",
    ],
)
def test_parts_are_laid_down_in_the_order_of_the_questions(
    make_form: Form, text: str, newline: str, order: tuple[str, ...], words: str
) -> None:
    proposal = parse_proposal(text.replace("\n", newline), "cfp.md", make_form())
    for key in order:
        proposal = fill(proposal, f"abstract.{key}", f" {key[0].upper()}\n", KEYS)
    assert answer(proposal, "abstract") == words
    assert answer(proposal, "notes") == "mine"
    written = render_proposal(proposal)
    assert written.count("\r\n") == (written.count("\n") if newline == "\r\n" else 0)
    assert written.startswith("\ufeff") == text.startswith("\ufeff")


def test_part_in_chinese_stays_as_it_was_written(make_form: Form) -> None:
    proposal = parse_proposal("## 摘要\n", "cfp.md", make_form())
    proposal = fill(proposal, "abstract.who", "平台团队。\n\n很多人。", KEYS)
    proposal = fill(proposal, "abstract.problem", "太贵了。", KEYS)
    assert render_proposal(proposal) == (
        "## 摘要\n\n<!-- problem -->\n太贵了。\n\n<!-- who -->\n平台团队。\n\n很多人。\n"
    )


@pytest.mark.parametrize(
    "words", ["A\n<!-- did -->\nB", "A\n## Notes\nB", "```\nopen", "<!-- who -->\nA", "a <!-- b"]
)
def test_part_that_would_leave_its_place_is_refused(make_form: Form, words: str) -> None:
    text = "## Abstract\n<!-- problem -->\n\n<!-- did -->\nD\n## Notes\n"
    with pytest.raises(InputError, match="would not stay in its field"):
        fill(parse_proposal(text, "x", make_form()), "abstract.problem", words, KEYS)


def test_whole_answer_stands_above_the_marks_and_ends_the_asking(make_form: Form) -> None:
    text = "## Abstract\n<!-- hint -->\n\n<!-- problem: p -->\n\n<!-- who: w -->\n"
    proposal = fill(parse_proposal(text, "x", make_form()), "abstract", "All of it.", KEYS)
    assert render_proposal(proposal) == (
        "## Abstract\n<!-- hint -->\n\nAll of it.\n\n<!-- problem: p -->\n\n<!-- who: w -->\n"
    )
    asked = [ask.key for ask in to_ask(proposal, QUESTIONS)]
    assert asked == ["title", "format", "notes"]


def test_what_is_begun_in_parts_is_asked_on_and_what_has_no_marks_is_not(make_form: Form) -> None:
    form = make_form()
    begun = parse_proposal("## Abstract\n<!-- who -->\nW\n", "x", form)
    keys = ["title", "abstract.problem", "abstract.did", "format", "notes"]
    assert [ask.key for ask in to_ask(begun, QUESTIONS)] == keys
    whole = parse_proposal("## Abstract\n<!-- hint -->\nW\n", "x", form)
    assert [ask.key for ask in to_ask(whole, QUESTIONS)] == ["title", "format", "notes"]


def test_parts_belong_to_the_first_field_that_the_form_has() -> None:
    form = load_profile(SHIPPED, "pretalx-default")
    questions = load_questions(SHIPPED)
    description, abstract = form.field("description"), form.field("abstract")
    assert description
    assert abstract
    assert len(parts_for(description, form, questions)) == 7
    assert parts_for(abstract, form, questions) == []
    assert question_for(abstract, questions) is not None


def test_marks_of_other_words_and_repeated_ones_are_only_comments() -> None:
    body = "<!-- who -->A<!-- speakprep: allow CFP208 x --><!-- who -->B<!-- whose -->"
    assert [(mark.part, mark.start) for mark in marks_in(body, KEYS)] == [("who", 0)]
    assert part_texts(body, KEYS) == {"": "", "who": "AB"}


PIECES = st.sampled_from(
    [
        "<!-- who -->",
        "<!-- did: x -->",
        "<!--",
        "-->",
        "\n",
        "\r\n",
        " ",
        "采样",
        "a",
        "## B\n",
        "```",
    ]
)


@example(body="## B\n```<!-- who --><!--```", words="<!--```", part="problem")
@given(
    body=st.lists(PIECES).map("".join),
    words=st.lists(PIECES).map("".join),
    part=st.sampled_from(KEYS),
)
def test_filling_in_a_part_keeps_all_others(body: str, words: str, part: str) -> None:
    form = load_profile(SHIPPED, "generic")
    proposal = parse_proposal(f"## Abstract\n{body}\n## Notes\nmine\n", "x", form)
    entry = proposal.entry("abstract")
    before = part_texts(entry.section.body if entry else "", KEYS)
    if not words.strip() or before.get(part):
        return
    try:
        after = fill(proposal, f"abstract.{part}", words, KEYS)
    except InputError:
        return
    written = after.entry("abstract")
    assert written
    texts = part_texts(written.section.body, KEYS)
    assert texts.pop(part) == prose_of(words)
    before.pop(part, None)
    assert texts == before
    assert answer(after, "notes") == answer(proposal, "notes")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('part = "Who"', "part 'Who' must be small letters, digits and _"),
        ('part = "generated"', "part 'generated' must be small letters, digits and _"),
        ('part = "same"', "the part 'same' is asked for twice"),
        ('prt = "same"', "unknown key 'prt'"),
    ],
)
def test_broken_questions_are_refused_with_their_line(line: str, message: str) -> None:
    words = "".join(f'{key}.en = "w"\n' for key in ("ask", "why", "good", "weak"))
    table = f'[[question]]\nfields = ["a"]\n{words}'
    text = f'{table}part = "same"\n{table}{line}\n'
    with pytest.raises(InputError) as raised:
        parse_questions(Resource(path=Path("q.toml"), text=text))
    assert (raised.value.message, raised.value.line) == (message, 14)
