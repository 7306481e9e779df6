from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError, SpeakprepError, UsageError
from speakprep.feedback.letter_actions import check_file, compose, save
from speakprep.feedback.letters import (
    QUESTIONS_FILE,
    Letter,
    Person,
    Wishes,
    parse_person,
    parse_questions,
    render_mail,
    render_text,
    written_day,
)
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import LANGUAGES
from speakprep.talk.model import Dates
from speakprep.talk.resources import Resource, Shelves, find_resource

KINDS = ("ask-expert", "ask-review", "thank")
SHIPPED = Shelves(folders=(shipped_folder("checklists").parent,))
FULL = {
    "en": Wishes(
        to=Person(name="Dana", mail="dana@example.org"),
        sender=Person(name="Wen", mail="wen@example.org"),
        by=date(2027, 3, 1),
        links=("https://example.org/video",),
        files=("script.en.md",),
        note="You asked about the cost of tail sampling last year.",
    ),
    "zh": Wishes(
        to=Person(name="李明", mail="li@example.org"),
        sender=Person(name="阿文", mail="wen@example.org"),
        by=date(2027, 3, 1),
        links=("https://example.org/video", "https://example.org/slides"),
        files=("讲稿.md", "cfp.md"),
        note="去年您问过尾部采样的开销。",
    ),
}
TITLES = {"en": "Tail sampling without regret", "zh": "采样之后，还能查清故障吗？"}


def letter(**values: object) -> Letter:
    usual = {
        "kind": "thank",
        "language": "en",
        "to": Person(),
        "sender": Person(),
        "subject": "Hello",
        "text": "Text\n",
    }
    return Letter(**{**usual, **values})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_compose_with_everything_golden(make_talk, golden, kind, language):
    space = make_talk(
        title=TITLES[language], language=language, dates=Dates(talk=date(2027, 3, 17))
    )
    report = compose(space, kind, FULL[language], event="KubeCon 2027")
    golden(f"letter-{kind}.{language}.txt", render_text(report.facts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_compose_with_nothing_but_the_talk_golden(make_talk, golden, kind, language):
    space = make_talk(title=TITLES[language], minutes=20)
    report = compose(space, kind, Wishes(), language=language)
    golden(f"letter-{kind}-bare.{language}.txt", render_text(report.facts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_render_mail_is_a_draft_that_says_what_the_text_says(make_talk, kind, language):
    facts = compose(
        make_talk(title=TITLES[language]), kind, FULL[language], language=language
    ).facts
    data = render_mail(facts)
    assert data == render_mail(facts)
    mail = message_from_bytes(data, policy=SMTP)
    assert {key: str(value) for key, value in mail.items() if key[:7] != "Content"} == {
        "From": f"{facts.sender.name} <wen@example.org>",
        "To": f"{facts.to.name} <{facts.to.mail}>",
        "Subject": facts.subject,
        "X-Unsent": "1",
        "MIME-Version": "1.0",
    }
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content().replace("\r\n", "\n") == facts.text
    head = data.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


def test_render_mail_without_addresses_has_no_such_headers():
    mail = message_from_bytes(render_mail(letter(to=Person(name="Dana"))), policy=SMTP)
    assert (mail["To"], mail["From"], mail["Date"], mail["Message-ID"]) == (None,) * 4


def test_compose_asks_only_its_own_questions_in_the_order_of_the_file(make_talk):
    questions = parse_questions(find_resource(SHIPPED, QUESTIONS_FILE))
    text = compose(make_talk(minutes=25), "ask-review", Wishes()).facts.text
    asked = [line for line in text.split("\n") if line[:1].isdigit()]
    own = [each for each in questions if each.letter == "ask-review"]
    assert asked == [
        f"{number}. {each.ask['en'].replace('{minutes}', '25')}"
        for number, each in enumerate(own, 1)
    ]
    assert "25 minutes" in asked[0]


def test_shipped_questions_are_the_same_in_both_languages():
    for question in parse_questions(find_resource(SHIPPED, QUESTIONS_FILE)):
        assert set(question.ask) == set(question.why) == set(LANGUAGES)


def test_parse_questions_with_a_slip_names_its_line():
    text = '[[question]]\nletter = "ask-expert"\nask.en = "Clear?"\nwy.en = "x"\n'
    with pytest.raises(InputError) as caught:
        parse_questions(Resource(path=Path("q.toml"), text=text))
    assert (caught.value.message, caught.value.line) == ("unknown key 'wy'", 4)


def test_compose_uses_the_speakers_own_template_and_questions(make_talk):
    space = make_talk()
    for name, text in (
        (
            "prompts/letter-thank.en.md",
            '+++\nversion = 1\ninputs = ["name"]\n+++\nSubject: X\nHi {{ name }}',
        ),
        (QUESTIONS_FILE, ""),
    ):
        path = space.folder / name
        path.parent.mkdir()
        path.write_text(text, "utf-8")
    facts = compose(space, "thank", Wishes(to=Person(name="Dana"))).facts
    assert (facts.subject, facts.text) == ("X", "Hi Dana\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hello\n", "a letter's first line is its subject: Subject: ..."),
        ("Subject:  \nHello\n", "a letter's first line is its subject: Subject: ..."),
        ("主题：X\n", "a letter's first line is its subject: Subject: ..."),
    ],
)
def test_compose_template_without_a_subject_has_its_line(make_talk, text, message):
    space = make_talk()
    path = space.folder / "prompts/letter-thank.en.md"
    path.parent.mkdir()
    path.write_text(f"+++\nversion = 1\ninputs = []\n+++\n{text}", "utf-8")
    with pytest.raises(InputError) as caught:
        compose(space, "thank", Wishes())
    assert (caught.value.message, caught.value.line) == (message, 5)


def test_compose_template_that_wants_what_there_is_not_is_refused(make_talk):
    space = make_talk()
    path = space.folder / "prompts/letter-thank.en.md"
    path.parent.mkdir()
    path.write_text('+++\nversion = 1\ninputs = ["salary"]\n+++\nSubject: X\n', "utf-8")
    with pytest.raises(InputError) as caught:
        compose(space, "thank", Wishes())
    assert caught.value.message == "its inputs do not fit what speakprep gives: salary"


def test_compose_title_that_would_forge_headers_stays_one_line(make_talk):
    space = make_talk(title="A\r\nBcc: all@example.org\x1b[2J\u202e\u2028B", language="en")
    facts = compose(space, "thank", Wishes(to=Person(mail="d@example.org"))).facts
    assert facts.subject == 'Thank you for your comments on "A Bcc: all@example.org[2J B"'
    mail = message_from_bytes(render_mail(facts), policy=SMTP)
    assert (mail["Bcc"], mail["Subject"]) == (None, facts.subject)


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(links=("https://a\nBcc: x",)),
        Wishes(files=("a\x1b.md",)),
        Wishes(note="fine\x00"),
        Wishes(note="\ud800"),
        Wishes(note="a\u202eb"),
    ],
)
def test_compose_control_characters_are_refused(make_talk, wishes):
    with pytest.raises(UsageError) as caught:
        compose(make_talk(), "thank", wishes)
    assert "holds the control character U+" in caught.value.message


def test_compose_note_may_have_lines(make_talk):
    facts = compose(make_talk(), "thank", Wishes(note="\nOne\n\ttwo\n")).facts
    assert "\n\nOne\n\ttwo\n\n" in facts.text


@pytest.mark.parametrize(
    ("text", "name", "mail"),
    [
        ("", "", ""),
        ("李明", "李明", ""),
        ("li@example.org", "", "li@example.org"),
        ("  Li  Ming <li@example.org> ", "Li Ming", "li@example.org"),
        ('"Li, Ming" <li+a@example.org>', "Li, Ming", "li+a@example.org"),
        ("<li@example.org>", "", "li@example.org"),
    ],
)
def test_parse_person_reads_names_and_addresses(text, name, mail):
    assert parse_person(text) == Person(name=name, mail=mail)


@pytest.mark.parametrize(
    "text",
    [
        "Li <li@example.org>\nBcc: all@example.org",
        "Li\r\nBcc: all@example.org <li@example.org>",
        "Li\x00 <li@example.org>",
        "Li\u2028x",
        "Li\u202e",
        "Li <li@example.org>, Bo <bo@example.org>",
        "li@example.org, bo@example.org",
        "Li <>",
        "Li <li>",
        "Li <li@exa mple.org>",
        "Li <li@example.org",
        "李@例子.中国",
        f"{'a' * 250}@example.org",
        "x" * 201,
    ],
)
def test_parse_person_what_is_neither_is_refused(text):
    with pytest.raises(UsageError) as caught:
        parse_person(text)
    assert caught.value.hint


@given(st.text(max_size=40), st.text(max_size=60))
def test_no_name_and_no_subject_adds_a_header(name, subject):
    try:
        person = parse_person(f"{name} <a@example.org>")
    except SpeakprepError:
        return
    line = " ".join(c for c in subject.split() if c.isprintable())
    data = render_mail(letter(to=person, sender=person, subject=line))
    mail = message_from_bytes(data, policy=SMTP)
    assert [key for key in mail if key[:7] != "Content"] == [
        "From", "To", "Subject", "X-Unsent", "MIME-Version",
    ]  # fmt: skip
    assert [address.addr_spec for address in mail["To"].addresses] == ["a@example.org"]


def test_save_writes_a_draft_or_a_text(tmp_path):
    one = letter(text="您好\n", subject="主题")
    for name in ("a.eml", "b.TXT"):
        check_file(tmp_path / name)
        save(one, tmp_path / name)
    assert (tmp_path / "b.TXT").read_text("utf-8") == "Subject: 主题\n\n您好\n"
    assert (tmp_path / "a.eml").read_bytes() == render_mail(one)


@pytest.mark.parametrize("name", ["a", "a.doc", "none/a.eml"])
def test_check_file_wrong_names_are_refused(tmp_path, name):
    with pytest.raises(SpeakprepError):
        check_file(tmp_path / name)


def test_written_day_is_how_people_write_it():
    days = [date(2027, month, 9) for month in (1, 12)]
    assert [written_day(day, "en") for day in days] == ["9 January 2027", "9 December 2027"]
    assert [written_day(day, "zh") for day in days] == ["2027 年 1 月 9 日", "2027 年 12 月 9 日"]
