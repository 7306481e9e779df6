"""Time and memory of measuring a recording, beside decoding alone and beside other tools.

    python benchmarks/audio.py --minutes 10                       every format, quickly
    python benchmarks/audio.py --minutes 35 --minutes 60 --write  the tables of docs/rehearsal.md
    python benchmarks/audio.py --peers /tmp/peers/bin/python      auditok, out of that environment

The recordings are made here (a voice-like sound in noise), in every format recorders
write; the same files go to every tool in one run. Every figure is of a process of its own:
CPU seconds (user and system, children too) and the highest memory of the largest process.
ffmpeg's rows need a system ffmpeg; without one its libraries run inside PyAV, which costs
the calls into Python on top. pydub and auditok read WAV only without ffmpeg.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

RATE = 48_000
FORMATS = {
    "wav": ("wav", "pcm_s16le", "stereo", {}),
    "flac": ("flac", "flac", "stereo", {}),
    "mp3": ("mp3", "libmp3lame", "stereo", {}),
    "m4a": ("ipod", "aac", "stereo", {}),
    "ogg": ("ogg", "libopus", "stereo", {}),
    "webm": ("webm", "libopus", "mono", {"live": "1"}),
    "mp4": ("mp4", "aac", "stereo", {}),
}
CUT_OFF_S = 600
DOCS = Path(__file__).parent.parent / "docs" / "rehearsal.md"
BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"


def ten_seconds() -> np.ndarray:
    """Return three phrases of a buzz in syllables, over noise at 35 dB below."""
    seconds = np.arange(10 * RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 130 * k * seconds) / k for k in range(1, 25))
    spoken = (seconds % 3.3 < 2.4) * (0.55 - 0.45 * np.cos(2 * np.pi * 4.5 * seconds))
    noise = np.random.default_rng(1).standard_normal(len(seconds))
    return np.clip(0.2 * buzz * spoken + 0.003 * noise, -1, 1)


def record(path: Path, name: str, minutes: float) -> None:
    """Encode the ten seconds again and again; the MP4 gets 720p pictures of a megabit a second."""
    import av

    kind, codec, layout, options = FORMATS[name]
    pcm = (ten_seconds() * 32767).astype(np.int16)
    with av.open(str(path), "w", format=kind, options=options) as out:
        sound = out.add_stream(codec, rate=RATE)
        sound.layout = layout
        channels = len(sound.layout.channels)
        video = out.add_stream("mpeg4", rate=5) if name == "mp4" else None
        if video:
            video.width, video.height, video.pix_fmt = 1280, 720, "yuv420p"
            video.bit_rate = 1_000_000
            picture = np.random.default_rng(2).integers(16, 235, (1080, 1280), np.uint8)
        for turn in range(round(minutes * 6)):
            if video:
                for number in range(50):
                    image = av.VideoFrame.from_ndarray(picture, "yuv420p")
                    image.pts = turn * 50 + number
                    out.mux(video.encode(image))
            for second in range(10):
                block = np.repeat(pcm[second * RATE : (second + 1) * RATE], channels)
                frame = av.AudioFrame.from_ndarray(block[None, :], "s16", layout)
                frame.rate, frame.pts = RATE, (turn * 10 + second) * RATE
                out.mux(sound.encode(frame))
        if video:
            out.mux(video.encode(None))
        out.mux(sound.encode(None))


def ours(path: Path) -> None:
    """Measure everything speakprep measures."""
    from speakprep.rehearsal.audio import decode
    from speakprep.rehearsal.measure import measure

    assert measure(decode(path)).talk


def only_decode(path: Path) -> None:
    """Decode the sound with PyAV and throw it away, pictures skipped: the lower bound."""
    import av
    from av.stream import Discard

    with av.open(str(path)) as container:
        for stream in container.streams.video:
            stream.discard = Discard.all
        for _ in container.decode(container.streams.audio[0]):
            pass


def meters(path: Path) -> None:
    """Run ffmpeg's silencedetect and ebur128 inside PyAV."""
    import av
    import av.filter
    from av.stream import Discard

    with av.open(str(path)) as container:
        for stream in container.streams.video:
            stream.discard = Discard.all
        graph = av.filter.Graph()
        nodes = [graph.add_abuffer(template=container.streams.audio[0])]
        for name, given in (
            ("silencedetect", "noise=-35dB:d=0.25"),
            ("ebur128", "framelog=quiet:peak=true"),
            ("abuffersink", ""),
        ):
            nodes.append(graph.add(name, given))
            nodes[-2].link_to(nodes[-1])
        graph.configure()
        for number, frame in enumerate(container.decode(container.streams.audio[0])):
            nodes[0].push(frame)
            if number % 64 == 0:
                _empty(nodes[-1])
        nodes[0].push(None)
        _empty(nodes[-1])


def _empty(sink: object) -> None:
    import av

    while True:
        try:
            sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return


def pydub_silence(path: Path) -> None:
    """Load with pydub and find silence with its default arguments."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.silence import detect_silence

    detect_silence(AudioSegment.from_file(path, format="wav"))


AUDITOK = """
import sys, auditok
list(auditok.split(sys.argv[1], min_dur=0.1, max_dur=600, max_silence=0.25, energy_threshold=50))
"""
INSIDE: dict[str, Callable[[Path], None]] = {
    "speakprep, all measurements": ours,
    "PyAV, decode only": only_decode,
    "silencedetect + ebur128 in PyAV": meters,
    "pydub load + detect_silence": pydub_silence,
}
SLOW = ["pydub load + detect_silence"]
WAV_ONLY = {"pydub load + detect_silence", "auditok"}


def commands(path: Path, peers: str) -> dict[str, list[str]]:
    """Return what is run for one recording: a command line for each tool there is."""
    lines = {name: [sys.executable, __file__, "--inside", name, str(path)] for name in INSIDE}
    if ffmpeg := shutil.which("ffmpeg"):
        start = [ffmpeg, "-nostdin", "-v", "error", "-i", str(path), "-map", "0:a:0"]
        both = "silencedetect=noise=-35dB:d=0.25,ebur128=peak=true:framelog=verbose"
        lines["ffmpeg, decode only"] = [*start, "-f", "null", "-"]
        lines["ffmpeg silencedetect + ebur128"] = [*start, "-af", both, "-f", "null", "-"]
    if peers:
        lines["auditok"] = [peers, "-c", AUDITOK, str(path)]
    wav = path.suffix == ".wav"
    return {name: line for name, line in lines.items() if wav or name not in WAV_ONLY}


RUN = """
import json, resource, subprocess, sys
try:
    done = subprocess.run(sys.argv[2:], timeout=float(sys.argv[1]), capture_output=True)
    failed = done.returncode
except subprocess.TimeoutExpired:
    failed = "cut off"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, failed]))
"""


def timed(command: list[str]) -> tuple[str, float, float]:
    """Return how it ended, CPU seconds and peak MB of a command and its children."""
    run = [sys.executable, "-I", "-c", RUN, str(CUT_OFF_S), *command]
    answer = subprocess.run(run, capture_output=True, text=True, check=True)
    cpu, peak, failed = json.loads(answer.stdout)
    return (str(failed) if failed else ""), cpu, peak


Runs = dict[str, dict[str, tuple[str, float, float]]]
"""By tool and format: how it ended, CPU seconds, peak MB."""


def measured(minutes: float, names: list[str], folder: Path, peers: str) -> Runs:
    """Return what each tool cost on each format, slow ones left out."""
    rows: Runs = {}
    for name in names:
        path = recording(minutes, name, folder)
        for tool, command in commands(path, peers).items():
            if tool not in SLOW:
                rows.setdefault(tool, {})[name] = timed(command)
                print(minutes, name, tool, rows[tool][name], file=sys.stderr, flush=True)
    return rows


def recording(minutes: float, name: str, folder: Path) -> Path:
    """Return a recording, made now unless it is there."""
    path = folder / f"take{minutes:g}.{name}"
    if not path.exists():
        partial = path.with_suffix(".part")
        record(partial, name, minutes)
        partial.rename(path)
    return path


def slow(lengths: list[float], folder: Path) -> dict[float, Runs]:
    """Return what the tools cost that take minutes, all lengths at once, on WAV only."""
    with ThreadPoolExecutor() as together:
        waiting = {
            (minutes, tool): together.submit(
                timed, commands(recording(minutes, "wav", folder), "")[tool]
            )
            for minutes in lengths
            for tool in SLOW
        }
    costs: dict[float, Runs] = {}
    for (minutes, tool), run in waiting.items():
        costs.setdefault(minutes, {})[tool] = {"wav": run.result()}
    return costs


def table(minutes: float, names: list[str], rows: Runs) -> str:
    """Return a Markdown table: CPU seconds / peak MB, and ours as a multiple of decoding."""
    lines = [
        f"| {minutes:g} minutes | {' | '.join(names)} |",
        f"|---|{'---|' * len(names)}",
    ]
    for tool, by_format in rows.items():
        cells = [_cell(by_format.get(name)) for name in names]
        lines.append(f"| {tool} | {' | '.join(cells)} |")
    bound = "ffmpeg, decode only" if "ffmpeg, decode only" in rows else "PyAV, decode only"
    own = rows["speakprep, all measurements"]
    ratios = [f"{own[name][1] / rows[bound][name][1]:.1f}" for name in names]
    lines.append(f"| speakprep / {bound} | {' | '.join(ratios)} |")
    return "\n".join(lines)


def _cell(run: tuple[str, float, float] | None) -> str:
    if run is None:
        return ""
    ended, cpu, peak = run
    if ended == "cut off":
        return f"over {cpu:.0f} / {peak:.0f}"
    return f"failed ({ended})" if ended else f"{cpu:.1f} / {peak:.0f}"


def main() -> None:
    """Make the files, run every tool on each, print or write the tables."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--minutes", type=float, action="append")
    options.add_argument("--only", choices=FORMATS, action="append")
    options.add_argument("--peers", default="", help="a Python that has auditok")
    options.add_argument("--folder", type=Path, help="keep the recordings there")
    options.add_argument("--write", action="store_true", help="put the tables into the docs")
    options.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        tool, path = chosen.inside
        INSIDE[tool](Path(path))
        return
    names = chosen.only or list(FORMATS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        lengths = chosen.minutes or [10.0]
        rows = {each: measured(each, names, folder, chosen.peers) for each in lengths}
        if "wav" in names:
            for each, cost in slow(lengths, folder).items():
                rows[each] |= cost
    tables = [table(each, names, cost) for each, cost in rows.items()]
    made = "\n\n".join(tables)
    print(made)
    if chosen.write:
        text = DOCS.read_text(encoding="utf-8")
        block = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
        partial = DOCS.with_suffix(".new")
        partial.write_text(block.sub(lambda _: f"{BEGIN}\n{made}\n{END}", text), encoding="utf-8")
        partial.replace(DOCS)


if __name__ == "__main__":
    main()
