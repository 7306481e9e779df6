"""CPU and memory of putting notes into a copy of a deck, and ratios to python-pptx.

    python benchmarks/push.py [SLIDES ...]        100, 300 and 1000 unless given

The decks hold no notes yet, so each slide gets a notes page of its own, and a 30 MB film, which
is copied. Each measurement runs in a process of its own; the two writers take turns, and the
figures are medians over the rounds. "per slide" should not grow with the deck. Memory is the
peak above an interpreter that has imported what it needs.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pptx

from speakprep.deck.files import read_deck
from speakprep.deck.writing import write_notes

ROUNDS = 3
FILM = 30 << 20
RELATED = (
    '<Relationship Id="s{n}" Target="slides/slide{n}.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/slide"/>'
)
TYPED = (
    '<Override PartName="/ppt/slides/slide{n}.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.presentationml.slide+xml"/>'
)
TEXT = "Say this slowly, 慢慢说。 " * 12


def generate(path: Path, slides: int) -> None:
    """Write a deck without notes: python-pptx makes one slide, whose copies are the others."""
    seed = pptx.Presentation()
    slide = seed.slides.add_slide(seed.slide_layouts[1])
    slide.shapes.title.text = "Why we sample"
    slide.placeholders[1].text = "\n".join(f"Point {line}: 我们每天丢弃 spans" for line in range(6))
    seed.save(str(path))
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, end, row in (
        ("ppt/presentation.xml", "</p:sldIdLst>", '<p:sldId id="{id}" r:id="s{n}"/>'),
        ("ppt/_rels/presentation.xml.rels", "</Relationships>", RELATED),
        ("[Content_Types].xml", "</Types>", TYPED),
    ):
        rows = "".join(row.format(n=n, id=n + 255) for n in range(2, slides + 1))
        parts[name] = parts[name].decode().replace(end, rows + end).encode()
    for number in range(2, slides + 1):
        for name in ("ppt/slides/slide{}.xml", "ppt/slides/_rels/slide{}.xml.rels"):
            parts[name.format(number)] = parts[name.format(1)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
        target.writestr("ppt/media/film.jpeg", os.urandom(FILM), zipfile.ZIP_STORED)


def speakprep(path: Path, copy: Path) -> None:
    """Push as the command does, reading the deck included."""
    deck = read_deck(path)
    write_notes(path, copy, deck, {slide.slide_id: TEXT for slide in deck.slides})


def python_pptx(path: Path, copy: Path) -> None:
    """Push as python-pptx's documentation shows."""
    deck = pptx.Presentation(str(path))
    for slide in deck.slides:
        slide.notes_slide.notes_text_frame.text = TEXT
    deck.save(str(copy))


def measure(work: Callable[[], None]) -> tuple[float, float]:
    """Return CPU seconds and peak MB of some work in a forked child, imports not counted."""
    receive, send = os.pipe()
    if os.fork() == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        work()
        spent = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(send, f"{spent} {peak / 1024}".encode())
        os._exit(0)
    os.close(send)
    os.wait()
    seconds, megabytes = os.read(receive, 100).split()
    os.close(receive)
    return float(seconds), float(megabytes)


def main() -> None:
    """Print one line per deck size and writer."""
    sizes = [int(each) for each in sys.argv[1:]] or [100, 300, 1000]
    writers = (speakprep, python_pptx)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.pptx"
        for size in sizes:
            path = Path(folder) / f"{size}.pptx"
            # In a child as well: what this process once held would hide what a push takes.
            measure(partial(generate, path, size))
            rounds = []
            for _ in range(ROUNDS):
                rounds.append([])
                for write in writers:
                    rounds[-1].append(measure(partial(write, path, copy)))
                    copy.unlink()
            for index, write in enumerate(writers):
                seconds = statistics.median(each[index][0] for each in rounds)
                peak = statistics.median(each[index][1] for each in rounds)
                ratio = statistics.median(each[1][0] / each[index][0] for each in rounds)
                print(
                    f"{size:>5} slides  {write.__name__:<12} {seconds:6.2f} s CPU  "
                    f"{1000 * seconds / size:6.2f} ms per slide  {ratio:5.1f} x as fast as "
                    f"python-pptx  {peak:6.1f} MB"
                )


if __name__ == "__main__":
    main()
