"""A deck's slides get new ids: the scripts in all languages go along."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.errors import InputError
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.talk.workspace import Workspace

TITLES = ("Why sample?", "Tail sampling", "The price", "Demo", "Questions")
ORDER = (3, 0, 4, 1, 2)
OLD = (256, 257, 258, 259, 260)
NAMES = ("script.en.md", "script.zh.md", "script.slides.jsonl")


def _save(path: Path, ids: Sequence[int], order: Sequence[int]) -> None:
    """Save the deck, its slides in an order, under these ids."""
    deck = Presentation()
    for title in (TITLES[n] for n in order):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"About {title.lower()} and what it is for"
    for element, slide_id in zip(deck.slides._sldIdLst, ids, strict=True):
        element.set("id", str(slide_id))
    stream = io.BytesIO()
    deck.save(stream)
    path.write_bytes(stream.getvalue())


@pytest.fixture
def talk(make_talk: Callable[..., Workspace]) -> Workspace:
    """A talk with a script and its translation, which holds Windows line ends and no stamps."""
    talk = make_talk(language="en", translate_to=("zh",), minutes=20)
    _save(talk.folder / "deck.pptx", OLD, range(5))
    sync(talk)
    path = talk.folder / "script.en.md"
    parts = [
        f"{section.heading}{''.join(section.marks)}\nText of {section.head.title}.\n\n"
        for section in parse_script(path.read_text("utf-8")).slides
    ]
    path.write_text("".join(parts), encoding="utf-8")
    sync(talk)
    chinese = ["\ufeff# 演讲\r\n\r\n"]
    for n, slide_id in enumerate(OLD):
        chinese.append(
            f"##  {n + 1}、第{n}个  {{#s{slide_id} .mine }}\r\n<!-- from en 3f2a9c1{n} -->\r\n"
            f"\r\n{{#s{slide_id}}} 讲稿 {n}。  \r\n\r\n"
        )
    chinese.append("## 旧的 {#s300 .orphan}\r\n没有页了。")
    (talk.folder / "script.zh.md").write_bytes("".join(chinese).encode())
    return talk


def _texts(talk: Workspace, language: str) -> dict[int, str]:
    script = parse_script((talk.folder / f"script.{language}.md").read_bytes().decode())
    return {section.head.slide_id: section.prose for section in script.slides}


def _files(talk: Workspace) -> dict[str, bytes]:
    return {name: (talk.folder / name).read_bytes() for name in NAMES}


@pytest.mark.parametrize("new", [OLD, (300, 301, 302, 303, 304)])
def test_new_slide_ids_are_those_of_every_script(talk: Workspace, new: tuple[int, ...]) -> None:
    chinese = (talk.folder / "script.zh.md").read_bytes().decode()
    _save(talk.folder / "deck.pptx", new, ORDER)
    report = sync(talk)
    assert report.facts.renumbered
    assert report.written == ("script.en.md", "script.zh.md")
    assert _texts(talk, "en") == {
        each: f"Text of {TITLES[n]}." for each, n in zip(new, ORDER, strict=True)
    }
    ids = {OLD[n]: each for each, n in zip(new, ORDER, strict=True)}
    for n, old in enumerate(OLD):
        chinese = chinese.replace(
            f"第{n}个  {{#s{old} .mine }}", f"第{n}个  {{#s{ids[old]} .mine }}"
        )
    if 300 in new:  # this text's slide was another one
        chinese = chinese.replace("{#s300 .orphan}", "{#s0 .orphan}")
    assert (talk.folder / "script.zh.md").read_bytes().decode() == chinese
    again = sync(talk)
    assert (again.written, again.facts.renumbered) == ((), False)


def test_script_that_has_the_new_ids_already_keeps_them(talk: Workspace) -> None:
    before = _files(talk)
    (talk.folder / "script.zh.md").unlink()
    _save(talk.folder / "deck.pptx", OLD, ORDER)
    sync(talk, language="zh")
    chinese = (talk.folder / "script.zh.md").read_bytes()
    (talk.folder / "script.en.md").write_bytes(before["script.en.md"])
    report = sync(talk)
    assert (report.facts.renumbered, report.written[0]) == (True, "script.en.md")
    assert (talk.folder / "script.zh.md").read_bytes() == chinese


def test_text_without_a_slide_is_on_no_other_slide_in_any_script(talk: Workspace) -> None:
    _save(talk.folder / "deck.pptx", OLD[:4], (3, 0, 4, 1))
    sync(talk)
    assert _texts(talk, "en")[0] == "Text of The price."
    chinese = _texts(talk, "zh")
    found = [chinese[each].split("讲稿 ")[1] for each in (*OLD[:4], 0)]
    assert found == [f"{n}。" for n in (3, 0, 4, 1, 2)]


def test_nothing_is_written_while_another_script_cannot_be_read(talk: Workspace) -> None:
    (talk.folder / "script.zh.md").write_bytes(b"\xff\xfe")
    before = _files(talk)
    _save(talk.folder / "deck.pptx", OLD, ORDER)
    with pytest.raises(InputError):
        sync(talk)
    assert _files(talk) == before


def test_deck_that_shares_only_a_slide_leaves_texts_to_wait_for_their_own(
    talk: Workspace,
) -> None:
    own = (301, 302, 303, 304, 305)
    _save(talk.folder / "deck.pptx", own, range(5))
    sync(talk)
    before = _texts(talk, "en")
    _save(talk.folder / "deck.pptx", (901,), (4,))
    assert not sync(talk).facts.renumbered
    _save(talk.folder / "deck.pptx", own, range(5))
    sync(talk)
    slides = parse_script((talk.folder / "script.en.md").read_text("utf-8")).slides
    assert {s.head.slide_id: s.prose for s in slides if s.prose} == before


def test_other_script_is_as_it_was_where_the_first_cannot_be_written(
    talk: Workspace, tmp_path: Path
) -> None:
    path, outside = talk.folder / "script.en.md", tmp_path / "outside.md"
    path.rename(outside)
    path.symlink_to(outside)
    before = _files(talk)
    _save(talk.folder / "deck.pptx", OLD, ORDER)
    with pytest.raises(InputError):
        sync(talk)
    assert _files(talk) == before
