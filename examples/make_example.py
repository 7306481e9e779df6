"""Makes the products in examples/trace-sampling/ again; they are committed, so nobody needs to.

Needs speakprep with its dependencies, and espeak-ng for the recording:

    python examples/make_example.py
"""

import json
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from make_deck import ORDER, draw, rearrange
from make_recording import record

from speakprep.cli.demo import write_texts
from speakprep.deck.files import read_deck
from speakprep.script.files import parse_script, render_script
from speakprep.script.model import Script
from speakprep.script.sync import Setting, sync_script
from speakprep.translation.model import Direction
from speakprep.translation.segments import cut_script

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE / "trace-sampling"
FIRST_ID = 256
"""PowerPoint's ids begin here."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One slide: its title in both languages and its paragraphs of sentence pairs."""

    key: str
    title: tuple[str, str]
    notes: bool
    paragraphs: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def chinese(self) -> str:
        """What is said in Chinese, a blank line between paragraphs."""
        return "\n\n".join("".join(zh for zh, _ in pairs) for pairs in self.paragraphs)


def main() -> None:
    """Make everything again, each product from the ones before it."""
    slides = {slide.key: slide for slide in _read_spoken()}
    notes = {key: slide.chinese for key, slide in slides.items() if slide.notes}
    draw(EXAMPLE / "deck.pptx", notes)
    rearrange(EXAMPLE / "deck.pptx", EXAMPLE / "deck-reordered.pptx")
    (EXAMPLE / "script-texts.zh.md").write_text(_texts(slides), encoding="utf-8")
    (EXAMPLE / "answer.recorded.json").write_text(_answer(slides), encoding="utf-8")
    record(_rehearsed(slides["opening"], slides["volume"]), EXAMPLE / "rehearsal.m4a")


def _read_spoken() -> Iterator[Spoken]:
    for entry in tomllib.loads((HERE / "source/spoken.toml").read_text("utf-8"))["slide"]:
        paragraphs: list[list[tuple[str, str]]] = [[]]
        for pair in entry["text"]:
            if len(pair) == 2:
                paragraphs[-1].append((pair[0], pair[1]))
            elif pair:  # a cue is a paragraph of its own
                paragraphs += [[(pair[0], "")], []]
            else:
                paragraphs.append([])
        yield Spoken(
            key=entry["key"],
            title=(entry["title"][0], entry["title"][1]),
            notes=entry.get("notes", False),
            paragraphs=tuple(tuple(pairs) for pairs in paragraphs),
        )


def _texts(slides: dict[str, Spoken]) -> str:
    """Return what the speaker writes, under the headings of the synced script."""
    written = [
        f"## {number}. {slide.title[0]} {{#s{FIRST_ID + number - 1}}}\n\n{slide.chinese}\n"
        for number, slide in enumerate((slides[key] for key in ORDER), start=1)
        if slide.chinese and not slide.notes
    ]
    return "\n".join(written)


def _answer(slides: dict[str, Spoken]) -> str:
    """Return the answer to the request that the walk comes to, with the planted faults."""
    known = dict(slide.title for slide in slides.values())
    for slide in slides.values():
        known.update(pair for pairs in slide.paragraphs for pair in pairs)
    segments = _segments()
    texts = {key: _translated(source, known) for key, source in segments}
    for planted in tomllib.loads((EXAMPLE / "planted.toml").read_text("utf-8"))["planted"]:
        key = next(key for key, source in segments if planted["source"] in source)
        if texts[key].count(planted["honest"]) != 1:
            raise SystemExit(f"planted.toml: not the honest translation: {planted['honest']}")
        texts[key] = texts[key].replace(planted["honest"], planted["answer"])
    rows = ({"id": key, "text": text, "unsure": False} for key, text in texts.items())
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    return f'{{"segments": [\n{lines}\n]}}\n'


def _translated(text: str, known: dict[str, str]) -> str:
    """Translate a segment sentence by sentence."""
    said: list[str] = []
    rest = text.strip()
    while rest:
        sentence = max((zh for zh in known if rest.startswith(zh)), key=len, default="")
        if not sentence:
            raise SystemExit(f"spoken.toml has no sentence that begins: {rest[:40]}")
        said.append(known[sentence])
        rest = rest.removeprefix(sentence).lstrip()
    return " ".join(said)


def _segments() -> list[tuple[str, str]]:
    """Go the way of the demo as far as the request, and cut the script it has then."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.zh.md"
        file.write_text(_synced(None, "deck.pptx"), encoding="utf-8")
        write_texts(file, EXAMPLE / "script-texts.zh.md")
        script = parse_script(_synced(parse_script(file.read_text("utf-8")), "deck-reordered.pptx"))
    slides = cut_script(script, Direction(source="zh", target="en"))
    return [(segment.id, segment.text) for slide in slides for segment in slide.segments]


def _synced(script: Script | None, deck: str) -> str:
    slides = read_deck(EXAMPLE / deck)
    setting = Setting(title="", language="zh", main=True, file="script.zh.md")
    synced = sync_script(script, slides, setting)
    return render_script(synced.script)


def _rehearsed(*slides: Spoken) -> Iterator[str]:
    """Yield the English sentences, paragraph breaks, and a long silence between slides."""
    for index, slide in enumerate(slides):
        if index:
            yield "..."
        for number, pairs in enumerate(slide.paragraphs):
            if number:
                yield ""
            yield from (en for _, en in pairs)


if __name__ == "__main__":
    main()
