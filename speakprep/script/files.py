"""script.<lang>.md and script.slides.jsonl: taken apart and put together.

A script comes back exact to the last byte.

One rule makes a file: a heading with a slide id, such as
`## 3. Title {#s259}`, begins the text of that slide; every other line is text.
A code fence or a comment that nobody closes thus never swallows the next slide.
"""

import json
import re
from collections.abc import Iterable

from speakprep.script.memory import Memory, Seen, notes_key, slide_key
from speakprep.script.model import (
    ORPHAN_NOTES,
    Heading,
    Script,
    SlideText,
    Stamp,
    is_mark,
    read_heading,
)
from speakprep.talk.language import Language

_OPENING = {
    "en": """\
<!-- Write what you will say under each slide's heading. Slides may move: `speakprep script sync`
brings their text along; {#s...} is how it knows them. [pause 3s] and [demo 2m] count as time. -->
""",
    "zh": """\
<!-- 在每一页的标题下写要说的话。幻灯片移动后运行 `speakprep script sync`，文字会跟着走；
{#s...} 是它认页的依据，请保留。[停顿 3秒] 和 [演示 2分钟] 会计入时间。 -->
""",
}
MEMORY_NAME = "script.slides.jsonl"
"""What the slides said when their texts were written; beside the scripts, for all of them."""

_LOOKS_LIKE_HEADING = re.compile(r"(?m)^( {0,3})(#{1,6})(?=[ \t]|[^\n]*\{#s)")


def script_name(language: Language) -> str:
    """Return the name of a language's script in the talk folder."""
    return f"script.{language}.md"


def parse_script(text: str) -> Script:
    """Take a script apart; no text is wrong, and `render_script` gives it back."""
    bom, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    chunks: list[tuple[int, list[str]]] = [(1, [])]
    for number, row in enumerate(_rows(text), start=1):
        if "{#s" in row and read_heading(row):
            chunks.append((number, []))
        chunks[-1][1].append(row)
    (_, preamble), *slides = chunks
    return Script(
        preamble=bom + "".join(preamble),
        slides=tuple(_slide(line, rows) for line, rows in slides),
    )


def render_script(script: Script) -> str:
    """Put a script together."""
    return script.preamble + "".join(slide.source for slide in script.slides)


def new_preamble(title: str, language: Language) -> str:
    """Return how a new script begins."""
    return f"# {title}\n\n{_OPENING[language]}\n"


def render_heading(heading: Heading, newline: str) -> str:
    """Write a heading line."""
    number = f"{heading.number}. " if heading.number is not None else ""
    names = [name for name in ("hidden", "orphan") if getattr(heading, name)]
    classes = "".join(f" .{name}" for name in (*names, *heading.others))
    label = f"{number}{heading.title}".strip()
    return f"## {label} {{#s{heading.slide_id}{classes}}}{newline}"


def render_stamp(stamp: Stamp, newline: str) -> str:
    """Write what is remembered about a slide as a comment line."""
    words = [f"{key} {value}" for key, value in vars(stamp).items() if value]
    return f"<!-- {' '.join(words)} -->{newline}"


def render_orphan_mark(language: Language, newline: str) -> str:
    """Write the comment that explains why a text stands at the end of the script."""
    english, chinese = ORPHAN_NOTES
    return f"<!-- orphan: {chinese if language == 'zh' else english} -->{newline}"


def quote_notes(notes: str, newline: str) -> str:
    """Return speaker notes as text of a script: nothing in them is a heading or a comment."""
    text = notes.replace("\r\n", "\n").strip("\n")
    text = _LOOKS_LIKE_HEADING.sub(r"\1\\\2", text).replace("<!--", "&lt;!--")
    return text.replace("\n", newline)


def parse_memory(text: str) -> Memory:
    """Read what slides said; a line that is none of ours, or was edited, is passed over.

    Its hash is the proof: what does not have it is not what the slide said.
    """
    slides: dict[str, Seen] = {}
    notes: dict[str, str] = {}
    deck = ""
    for row in text.removeprefix("\ufeff").split("\n"):
        try:
            # Half a character, which JSON can escape, is in no deck and fits in no file.
            line = None if "\\ud" in row.lower() else json.loads(row)
        except (ValueError, RecursionError):
            continue
        match line:
            case {"slide": str(key), "title": str(title), "texts": [*texts]} if (
                all(isinstance(each, str) for each in texts) and slide_key(texts) == key
            ):
                slides[key] = Seen(title=title, texts=tuple(texts))
            case {"notes": str(key), "text": str(said)} if notes_key(said) == key:
                notes[key] = said
            case {"deck": str(name)}:
                deck = name
    return Memory(slides=slides, notes=notes, deck=deck)


def render_memory(memory: Memory) -> str:
    """Write one JSON object a line, in the order of the hashes: git can join two of them."""
    lines = [
        {"slide": key, "title": said.title, "texts": list(said.texts)}
        for key, said in sorted(memory.slides.items())
    ]
    notes = [{"notes": key, "text": text} for key, text in sorted(memory.notes.items())]
    deck = [{"deck": memory.deck}] if memory.deck else []
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in (*deck, *lines, *notes))


def _slide(line: int, rows: list[str]) -> SlideText:
    heading, *rest = rows
    marks = 0
    while marks < len(rest) and is_mark(rest[marks]):
        marks += 1
    return SlideText(
        heading=heading, marks=tuple(rest[:marks]), text="".join(rest[marks:]), line=line
    )


def _rows(text: str) -> Iterable[str]:
    """Split after each "\\n" (never splitlines: slide text holds other line breaks)."""
    *rows, rest = text.split("\n")
    return [row + "\n" for row in rows] + ([rest] if rest else [])
