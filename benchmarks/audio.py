"""What measuring a recording costs, against only decoding it with the same library.

    python benchmarks/audio.py --minutes 10

It makes its own recordings in a temporary folder. Every format has a process of
its own, which decodes the file and then measures it: CPU seconds of both, their
ratio, and the highest memory of the whole process after each.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av
import numpy as np

from speakprep.rehearsal.audio import decode
from speakprep.rehearsal.measure import measure

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


def ten_seconds() -> np.ndarray:
    """Return three phrases of a buzz in syllables, over noise at 35 dB below."""
    seconds = np.arange(10 * RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 130 * k * seconds) / k for k in range(1, 25))
    spoken = (seconds % 3.3 < 2.4) * (0.55 - 0.45 * np.cos(2 * np.pi * 4.5 * seconds))
    noise = np.random.default_rng(1).standard_normal(len(seconds))
    return np.clip(0.2 * buzz * spoken + 0.003 * noise, -1, 1)


def record(path: Path, name: str, minutes: float) -> None:
    """Encode the ten seconds again and again; the MP4 gets 720p pictures."""
    kind, codec, layout, options = FORMATS[name]
    pcm = (ten_seconds() * 32767).astype(np.int16)
    with av.open(str(path), "w", format=kind, options=options) as out:
        sound = out.add_stream(codec, rate=RATE)
        sound.layout = layout
        channels = len(sound.layout.channels)
        video = out.add_stream("mpeg4", rate=10) if name == "mp4" else None
        if video:
            video.width, video.height, video.pix_fmt = 1280, 720, "yuv420p"
        for turn in range(round(minutes * 6)):
            if video:
                for number in range(100):
                    image = av.VideoFrame(1280, 720, "yuv420p")
                    image.pts = turn * 100 + number
                    out.mux(video.encode(image))
            for second in range(10):
                block = np.repeat(pcm[second * RATE : (second + 1) * RATE], channels)
                frame = av.AudioFrame.from_ndarray(block[None, :], "s16", layout)
                frame.rate, frame.pts = RATE, (turn * 10 + second) * RATE
                out.mux(sound.encode(frame))
        if video:
            out.mux(video.encode(None))
        out.mux(sound.encode(None))


def only_decode(path: Path) -> None:
    """Decode the sound and throw it away, pictures skipped: the lower bound."""
    from av.stream import Discard

    with av.open(str(path)) as container:
        for stream in container.streams.video:
            stream.discard = Discard.all
        for _ in container.decode(container.streams.audio[0]):
            pass


def timed(work: object, path: Path) -> tuple[float, float]:
    """Return CPU seconds of one call, and the process's highest memory so far in MB."""
    start = time.process_time()
    work(path)
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_one(path: Path) -> None:
    """Measure one file in this process; the result is a line of JSON."""
    plain, plain_mb = timed(only_decode, path)
    full, full_mb = timed(lambda where: measure(decode(where)), path)
    print(json.dumps([plain, full, full / plain, plain_mb, full_mb]))


def main() -> None:
    """Make the files, measure each in a new process, print a table."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--only", choices=FORMATS, action="append")
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        run_one(chosen.one)
        return
    print(f"{chosen.minutes:g} minutes        CPU s                 peak MB")
    print("format   decode  measure  ratio   decode  measure")
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.only or FORMATS:
            path = Path(folder, f"take.{name}")
            record(path, name, chosen.minutes)
            answer = subprocess.run(
                [sys.executable, __file__, "--one", path],
                capture_output=True,
                text=True,
                check=True,
            )
            plain, full, ratio, plain_mb, full_mb = json.loads(answer.stdout)
            print(f"{name:7}{plain:8.2f}{full:9.2f}{ratio:7.2f}{plain_mb:9.0f}{full_mb:9.0f}")
            path.unlink()


if __name__ == "__main__":
    main()
