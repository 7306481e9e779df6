"""CPU, memory and completeness of reading a deck, beside the tools people use for it.

    python benchmarks/deck.py [--slides 10 100 1000 3000] [--media 30 300] [--peers PYTHON] [FOLDER]

Decks are generated (`decks.py` here, which keeps a list of all it wrote), or taken from a folder.
Every measurement runs in a process of its own, and the readers take turns. `lower bound` unpacks
and parses the presentation, the slides, their relationships and notes, and no more; ratios are to
it, medians over the rounds. "in process" is CPU without imports, "whole" with start-up and imports.
"MB" is the most memory held while reading (VmHWM, which Linux starts anew when 5 is written to
/proc/self/clear_refs) less what the process held before it imported the reader (VmRSS): what a
reader adds to the interpreter, its own code included. `ru_maxrss` would not do: it remembers the
peak of the imports. Other systems show 0.

PYTHON is that of a virtual environment with markitdown[pptx], pptx2md and kreuzberg; what is not
installed there is left out with a line. They see the text a reader returns as Markdown, we as it
is handed to the commands.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROUNDS = 5


def lower_bound() -> Callable[[Path], str]:
    """Unpack and parse the presentation, the slides, their relationships and notes."""
    from lxml import etree

    wanted = ("ppt/slides/", "ppt/notesSlides/notes", "ppt/presentation", "ppt/_rels/")

    def read(path: Path) -> str:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.startswith(wanted)]
            return str(sum(etree.fromstring(archive.read(name)) is not None for name in names))

    return read


def speakprep() -> Callable[[Path], str]:
    """Read the deck as the commands do."""
    from lxml import etree  # noqa: F401  # an import, as every other reader's

    from speakprep.deck.files import read_deck

    def read(path: Path) -> str:
        texts = []
        for slide in read_deck(path).slides:
            texts += [block.text for block in slide.blocks]
            texts += [slide.notes, *slide.links, *(comment.text for comment in slide.comments)]
        return "\n".join(texts)

    return read


def python_pptx() -> Callable[[Path], str]:
    """Read text frames and notes as python-pptx's documentation shows."""
    import pptx

    def read(path: Path) -> str:
        found = []
        for slide in pptx.Presentation(str(path)).slides:
            found += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
                found.append(slide.notes_slide.notes_text_frame.text)
        return "\n".join(found)

    return read


def markitdown() -> Callable[[Path], str]:
    """Convert to Markdown."""
    from markitdown import MarkItDown

    return lambda path: str(MarkItDown().convert(str(path)).text_content)


def pptx2md() -> Callable[[Path], str]:
    """Convert to Markdown without writing the pictures."""
    from pptx2md import ConversionConfig, convert

    def read(path: Path) -> str:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "deck.md"
            convert(
                ConversionConfig(
                    pptx_path=path, output_path=target, image_dir=Path(folder), disable_image=True
                )
            )
            return target.read_text(encoding="utf-8")

    return read


def kreuzberg() -> Callable[[Path], str]:
    """Extract the text."""
    from kreuzberg import extract_file_sync

    return lambda path: str(extract_file_sync(str(path)).content)


OURS = (lower_bound, speakprep, python_pptx)
PEERS = (markitdown, pptx2md, kreuzberg)
READERS = {read.__name__: read for read in OURS + PEERS}


def run(name: str, path: Path) -> None:
    """Read once and print what it took; run in a process of its own."""
    before = _held("VmRSS")
    read = READERS[name]()
    _forget_peak()
    started = time.process_time()
    text = read(path)
    spent = time.process_time() - started
    peak = _held("VmHWM") - before
    sys.stdout = sys.__stdout__
    print("\n" + json.dumps({"cpu": spent, "peak": peak, "text": text}))


def _held(row: str) -> float:
    """Return a row of this process's memory in MB, 0 where nobody keeps that."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").split("\n") if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith(row)) / 1024


def _forget_peak() -> None:
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5", encoding="utf-8")


def measure(python: str, name: str, path: Path) -> dict[str, float | str] | None:
    """Return what a reader took and found, None where it is not installed or fails."""
    command = [python, __file__, "--run", name, str(path)]
    return _timed(command, lambda out: json.loads(out.rstrip().rpartition("\n")[2]))


def _timed(
    command: list[str], told: Callable[[str], dict[str, float | str]]
) -> dict[str, float | str] | None:
    """Run a command and add its whole CPU time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return None
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return told(done.stdout) | {"whole": spent}


def command(path: Path) -> dict[str, float | str] | None:
    """Run `speakprep script sync` on a fresh talk, start to end."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "talk.toml").write_text('[talk]\ntitle = "T"\n', encoding="utf-8")
        sync = [sys.executable, "-m", "speakprep", "script", "sync", str(path), "--talk", folder]
        return _timed(sync, lambda _: {"cpu": 0.0, "peak": 0.0, "text": ""})


def table(label: str, path: Path, peers: str | None) -> Iterator[str]:
    """Yield a line for each reader of one deck."""
    readers = [(sys.executable, each.__name__) for each in OURS]
    if peers:
        readers += [(peers, each.__name__) for each in PEERS]
    rounds = ROUNDS if path.stat().st_size < 20 << 20 else 2
    taken = [{name: measure(python, name, path) for python, name in readers} for _ in range(rounds)]
    for _, name in readers:
        mine = [each[name] for each in taken if each[name] is not None]
        if not mine:
            yield f"{label}  {name:<12} not installed, or fails"
            continue
        base = [each["lower_bound"]["cpu"] for each in taken]
        ratio = statistics.median(m["cpu"] / b for m, b in zip(mine, base, strict=False))
        milli = 1000 * statistics.median(m["cpu"] for m in mine)
        whole = 1000 * statistics.median(m["whole"] for m in mine)
        peak = statistics.median(m["peak"] for m in mine)
        yield (
            f"{label}  {name:<12} {milli:8.1f} ms in process {ratio:6.2f} x"
            f" {whole:8.0f} ms whole {peak:7.1f} MB"
        )
    synced = [each["whole"] for each in (command(path) for _ in range(rounds)) if each]
    if synced:
        yield f"{label}  script sync {1000 * statistics.median(synced):41.0f} ms whole"


def recall(inventory: dict[str, list[str]], path: Path, peers: str | None) -> Iterator[str]:
    """Yield for each category the share of its texts that each reader returns."""
    names = [(sys.executable, "speakprep"), (sys.executable, "python_pptx")]
    names += [(peers, each.__name__) for each in PEERS] if peers else []
    found = {name: measure(python, name, path) for python, name in names}
    texts = {name: _plain(str(each["text"])) for name, each in found.items() if each}
    yield "category".ljust(18) + "n".rjust(5) + "".join(name.rjust(13) for name in texts)
    for category, wanted in inventory.items():
        shares = [
            sum(_plain(text) in whole for text in wanted) / len(wanted) for whole in texts.values()
        ]
        row = "".join(f"{share:13.0%}" for share in shares)
        yield f"{category:<18}{len(wanted):5}{row}"


def _plain(text: str) -> str:
    """Return text blind to white space, and to what Markdown puts before marks."""
    return "".join(text.replace("\\", "").split())


def main() -> None:
    """Print the tables."""
    sys.path.insert(0, str(Path(__file__).parent))
    from decks import write_deck

    parser = argparse.ArgumentParser(description="Measure reading decks.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--slides", nargs="*", type=int, default=[10, 100, 1000, 3000])
    parser.add_argument("--media", nargs="*", type=int, default=[30, 300])
    parser.add_argument("--peers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "deck.pptx"
        print("\n".join(recall(write_deck(path, 200), path, given.peers)))
        for slides in given.slides:
            write_deck(path, slides)
            print("\n".join(table(f"{slides:>5} slides", path, given.peers)))
        for megabytes in given.media:
            write_deck(path, 10, megabytes << 20)
            print("\n".join(table(f"{megabytes:>5} MB    ", path, given.peers)))
    for path in sorted(given.folder.glob("**/*.pptx")) if given.folder else []:
        print("\n".join(table(path.name[:12].ljust(12), path, given.peers)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        # What a reader prints is not what it found.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # until the end
        run(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
