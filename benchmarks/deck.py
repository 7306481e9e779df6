"""CPU and memory of reading a deck, as ratios to unpacking and parsing its parts and no more.

    python benchmarks/deck.py [SLIDES ...]        100 and 1000 unless given

Each measurement runs in a process of its own; the three readers take turns, and the ratio is
the median over the rounds. Memory is the peak above an interpreter that has imported lxml and
zipfile.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROUNDS = 5


def generate(path: Path, slides: int) -> None:
    """Write a deck of real-like slides: bullets, a table on every fifth, notes on every second."""
    import pptx
    from pptx.util import Cm

    seed = pptx.Presentation()
    for number in range(10):
        slide = seed.slides.add_slide(seed.slide_layouts[1])
        slide.shapes.title.text = f"Why we sample, part {number}"
        slide.placeholders[1].text = "\n".join(
            f"Point {number}.{line}: 我们每天丢弃 {line}2,000 条 spans on purpose"
            for line in range(6)
        )
        slide.shapes.add_textbox(Cm(2), Cm(16), Cm(8), Cm(1)).text_frame.text = "Source: own trace"
        if number % 5 == 0:
            table = slide.shapes.add_table(4, 3, Cm(2), Cm(10), Cm(12), Cm(4)).table
            for cell in table.iter_cells():
                cell.text = "cell of a table"
        if number % 2 == 0:
            slide.notes_slide.notes_text_frame.text = "Say this slowly, 慢慢说。 " * 12
    seed.save(str(path))
    _repeat(path, slides)


def _repeat(path: Path, slides: int) -> None:
    """Copy the ten slides until there are enough: python-pptx would need quadratic time."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name).decode("latin-1") for name in source.namelist()}
    listed, related, kinds = [], [], []
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    for number in range(1, slides + 1):
        origin = (number - 1) % 10 + 1
        slide = f"ppt/slides/slide{number}.xml"
        listed.append(f'<p:sldId id="{number + 255}" r:id="s{number}"/>')
        related.append(f'<Relationship Id="s{number}" Type="{office}/slide" Target="/{slide}"/>')
        if number <= 10:
            continue
        parts[slide] = parts[f"ppt/slides/slide{origin}.xml"]
        rels = parts[f"ppt/slides/_rels/slide{origin}.xml.rels"]
        kinds.append(f'<Override PartName="/{slide}" ContentType="{kind}.slide+xml"/>')
        if origin % 2:
            notes = f"notesSlide{origin // 2 + 1}.xml"
            copy = f"notesSlide{number}.xml"
            parts[f"ppt/notesSlides/{copy}"] = parts[f"ppt/notesSlides/{notes}"]
            rels = rels.replace(notes, copy)
            kinds.append(
                f'<Override PartName="/ppt/notesSlides/{copy}" '
                f'ContentType="{kind}.notesSlide+xml"/>'
            )
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = rels
    head, _, rest = parts["ppt/presentation.xml"].partition("<p:sldIdLst>")
    tail = rest.partition("</p:sldIdLst>")[2]
    parts["ppt/presentation.xml"] = f"{head}<p:sldIdLst>{''.join(listed)}</p:sldIdLst>{tail}"
    _append(parts, "ppt/_rels/presentation.xml.rels", related)
    _append(parts, "[Content_Types].xml", kinds)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data.encode("latin-1"))


def _append(parts: dict[str, str], name: str, rows: list[str]) -> None:
    before, closing, _ = parts[name].rpartition("</")
    parts[name] = before + "".join(rows) + closing + parts[name].rpartition("</")[2]


def lower_bound(path: Path) -> int:
    """Unpack and parse the presentation, the slides, their relationships and notes."""
    from lxml import etree

    wanted = ("ppt/slides/", "ppt/notesSlides/notes", "ppt/presentation", "ppt/_rels/")
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(wanted)]
        return sum(etree.fromstring(archive.read(name)) is not None for name in names)


def speakprep(path: Path) -> int:
    """Read the deck as the commands do."""
    from speakprep.deck.files import read_deck

    return len(read_deck(path).slides)


def python_pptx(path: Path) -> int:
    """Read titles, text frames and notes as python-pptx's documentation shows."""
    import pptx

    found = []
    for slide in pptx.Presentation(str(path)).slides:
        found += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        if slide.has_notes_slide:
            found.append(slide.notes_slide.notes_text_frame.text)
    return len(found)


def measure(read: Callable[[Path], int], path: Path) -> tuple[float, float]:
    """Return CPU seconds and peak MB of one reading in a forked child, imports not counted."""
    receive, send = os.pipe()
    if os.fork() == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        read(path)
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
    """Print one line per deck size and reader."""
    sizes = [int(each) for each in sys.argv[1:]] or [100, 1000]
    readers = (lower_bound, speakprep, python_pptx)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.pptx"
            generate(path, size)
            for read in readers:
                read(path)
            rounds = [[measure(read, path) for read in readers] for _ in range(ROUNDS)]
            for index, read in enumerate(readers):
                ratio = statistics.median(each[index][0] / each[0][0] for each in rounds)
                peak = statistics.median(each[index][1] for each in rounds)
                print(f"{size:>5} slides  {read.__name__:<12} {ratio:5.2f} x CPU  {peak:6.1f} MB")


if __name__ == "__main__":
    main()
