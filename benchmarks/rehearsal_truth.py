"""How right the figures of a rehearsal are: recordings whose truth is known, made here.

    python benchmarks/rehearsal_truth.py            print the table
    python benchmarks/rehearsal_truth.py --write    put it into docs/rehearsal.md

A talk is phrases with known pauses: buzzes and noise bursts in syllables made with numpy,
and, where espeak-ng is installed, English and Chinese text spoken by it. Pauses are told
from the clean sound; then noise is added, the file is encoded as WAV and measured like any
recording. Loudness is compared with ffmpeg's own meter (the filter ebur128).
"""

import argparse
import re
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from speakprep.rehearsal.audio import decode
from speakprep.rehearsal.measure import measure
from speakprep.rehearsal.model import Measurement

RATE = 22_050
SECONDS = 240.0
LONG_ENOUGH_S = 0.5
"""Pauses from here on are looked for; shorter ones are counted, not listed."""

GAP_S = 0.25
DOCS = Path(__file__).parent.parent / "docs" / "rehearsal.md"
BEGIN, END = "<!-- truth: begin -->", "<!-- truth: end -->"

ENGLISH = (
    "Good morning, and thank you for coming.",
    "Today I want to talk about tail sampling in distributed tracing.",
    "A trace tells the story of one request, across every service it touches.",
    "The trouble is that most of these stories are boring.",
    "We kept one in a hundred, and threw the rest away.",
    "So when something broke at night, the one trace we needed was gone.",
    "Tail sampling waits until the story is over, and then decides.",
    "That sounds simple, but the spans of one trace arrive at different machines.",
    "Somebody has to bring them together, and hold them in memory meanwhile.",
    "Let me show you what this costs, and what it saves.",
)
CHINESE = (
    "大家好，感谢各位来听这场分享。",
    "今天我想讲一讲分布式追踪里的尾部采样。",
    "一条链路讲的是一个请求经过每个服务的故事。",
    "麻烦在于，绝大多数故事都很平淡。",
    "我们只保留百分之一，其余全部丢掉。",
    "结果半夜出了问题，偏偏找不到需要的那一条。",
    "尾部采样会等故事讲完，再决定留不留。",
    "听起来简单，可是同一条链路的数据会到达不同的机器。",
    "必须有人把它们聚到一起，还要先放在内存里。",
    "下面我给大家看看，它花多少，又省多少。",
)
VOICES = {"en": "en-us", "zh": "cmn-latn-pinyin"}
"""The alias zh reads Chinese as the names of letters."""


@dataclass(frozen=True)
class Truth:
    """A clean talk: samples at `RATE`, where speech begins and ends, how many syllables."""

    sound: np.ndarray
    speech: tuple[tuple[float, float], ...]
    syllables: int

    @property
    def pauses(self) -> list[tuple[float, float]]:
        """The gaps between two stretches of speech."""
        return [(before[1], after[0]) for before, after in pairwise(self.speech)]

    @property
    def speaking_s(self) -> float:
        """Seconds of speech."""
        return sum(end - start for start, end in self.speech)


@dataclass(frozen=True)
class Score:
    """How near a measurement comes to the truth; errors are ours less the truth's."""

    f1: float
    boundary_ms: float
    speaking_error: float
    nuclei_error: float
    loudness_error: float
    snr_db: float | None
    spread_st: float | None


def synthetic(seconds: float, seed: int) -> Truth:
    """Return phrases of buzzing syllables, each with a burst of noise before it."""
    random = np.random.default_rng(seed)
    sound, speech, syllables, at = np.zeros(round(seconds * RATE)), [], 0, 1.0
    while True:
        phrase, count = _phrase(random)
        end = at + len(phrase) / RATE
        if end > seconds - 0.5:
            break
        sound[round(at * RATE) : round(at * RATE) + len(phrase)] += phrase
        speech.append((at, end))
        syllables += count
        at = end + float(random.choice(_PAUSES)) * float(random.uniform(0.85, 1.15))
    return Truth(sound=_levelled(sound, tuple(speech)), speech=tuple(speech), syllables=syllables)


_PAUSES = (0.35, 0.45, 0.7, 0.7, 1.0, 1.4, 2.2, 3.5)


def _phrase(random: np.random.Generator) -> tuple[np.ndarray, int]:
    """Return 6 to 22 syllables at 4 to 6 a second, their pitch falling like a sentence's."""
    count = int(random.integers(6, 23))
    pitch, parts = float(random.uniform(105, 190)), []
    loud = 10 ** (float(random.uniform(-5, 5)) / 20)
    for number in range(count):
        length = round(float(random.uniform(0.16, 0.25)) * RATE)
        time = np.arange(length) / RATE
        hertz = pitch * (1.12 - 0.3 * number / count) * float(random.uniform(0.94, 1.06))
        harmonics = np.arange(1, int(3600 / hertz))
        weights = 1 / harmonics + 0.6 * np.exp(-(((harmonics * hertz - 700) / 260) ** 2))
        buzz = (weights[:, None] * np.sin(2 * np.pi * hertz * harmonics[:, None] * time)).sum(0)
        shape = 0.06 + np.sin(np.pi * np.minimum(time / time[-1], 1)) ** 1.5
        burst = random.standard_normal(length) * np.exp(-time / 0.018) * 0.5
        parts.append(loud * (0.25 * buzz * shape + 0.25 * burst))
    return np.concatenate(parts), count


def spoken(language: str, seconds: float, seed: int) -> Truth:
    """Return sentences spoken by espeak-ng, with pauses between and those it makes itself."""
    random = np.random.default_rng(seed)
    sentences = ENGLISH if language == "en" else CHINESE
    voiced = [_espeak(sentence, VOICES[language]) for sentence in sentences]
    counts = [_syllables(sentence, language) for sentence in sentences]
    parts, filled, syllables = [np.zeros(RATE)], float(1), 0
    while filled < seconds:
        for index in random.permutation(len(voiced)).tolist():
            length = float(random.choice(_PAUSES)) * float(random.uniform(0.85, 1.15))
            pause = np.zeros(round(length * RATE))
            parts += [voiced[index] * 10 ** (float(random.uniform(-3, 3)) / 20), pause]
            filled += (len(voiced[index]) + len(pause)) / RATE
            syllables += counts[index]
    sound = np.concatenate(parts)
    speech = _loud(sound)
    return Truth(sound=_levelled(sound, speech), speech=speech, syllables=syllables)


def _syllables(sentence: str, language: str) -> int:
    """Count Han characters, or the vowels that espeak-ng says."""
    if language == "zh":
        return len(re.findall("[\u4e00-\u9fff]", sentence))
    command = ["espeak-ng", "-q", "-v", VOICES[language], "--ipa", "--sep=_", sentence]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    sounds = re.split(r"[_\s]", re.sub("[ˈˌː]", "", said))
    return sum(sound[:1] in tuple("aeiouæɐɑɒɔəɛɜɪʊʌᵻɚɝ") for sound in sounds)


def _espeak(sentence: str, voice: str) -> np.ndarray:
    """Speak one sentence; silence before and after it is cut off."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "said.wav")
        command = ["espeak-ng", "-v", voice, "-s", "160", "-w", str(path), sentence]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(str(path)) as file:
            assert file.getframerate() == RATE
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    heard = np.flatnonzero(np.abs(sound) > 0.003)
    return sound[heard[0] : heard[-1] + 1]


def _loud(sound: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Return where a clean sound is within 46 dB of its loudest, short gaps filled."""
    frames = np.abs(sound[: len(sound) // 110 * 110]).reshape(-1, 110).max(axis=1)
    on = np.flatnonzero(frames > 0.005 * frames.max())
    breaks = np.flatnonzero(np.diff(on) * 110 / RATE >= GAP_S)
    starts = on[np.concatenate(([0], breaks + 1))]
    ends = on[np.concatenate((breaks, [len(on) - 1]))] + 1
    return tuple(
        (start * 110 / RATE, end * 110 / RATE)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )


def _levelled(sound: np.ndarray, speech: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Bring the speech to -23 dBFS."""
    return sound * 10 ** (-23 / 20) / np.sqrt(np.mean(_inside(sound, speech) ** 2))


def _inside(sound: np.ndarray, speech: tuple[tuple[float, float], ...]) -> np.ndarray:
    return np.concatenate([sound[round(a * RATE) : round(b * RATE)] for a, b in speech])


def pink(size: int, seed: int) -> np.ndarray:
    """Return pink noise of power 1: 3 dB less in every octave."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(size))
    shaped = spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(shaped, size)
    return noise / noise.std()


def noisy(truth: Truth, snr_db: float) -> np.ndarray:
    """Return the talk in steady pink noise, so many dB under the speech over the whole band."""
    return truth.sound + 10 ** ((-23 - snr_db) / 20) * pink(len(truth.sound), 5)


def stepped(truth: Truth) -> np.ndarray:
    """At 30 dB; halfway somebody opens a window, and the noise rises by 10 dB."""
    size = len(truth.sound)
    gain = np.where(np.arange(size) < size // 2, 1, 10**0.5)
    return truth.sound + 10 ** ((-23 - 30) / 20) * gain * pink(size, 5)


def hummed(truth: Truth) -> np.ndarray:
    """At 30 dB, with a hum of 50 Hz 10 dB under the speech."""
    time = np.arange(len(truth.sound)) / RATE
    return noisy(truth, 30) + 10 ** ((-23 - 10) / 20) * 2**0.5 * np.sin(2 * np.pi * 50 * time)


def clicked(truth: Truth) -> np.ndarray:
    """At 30 dB, with a key pressed every second: 4 ms, about as loud as the speech."""
    sound, random = noisy(truth, 30), np.random.default_rng(6)
    for at in range(RATE // 2, len(sound) - 200, RATE):
        sound[at : at + 88] += 0.15 * random.standard_normal(88) * np.exp(-np.arange(88) / 30)
    return sound


def tired(truth: Truth) -> np.ndarray:
    """At 30 dB; the speaker is 12 dB softer in the second half, the room is not."""
    size = len(truth.sound)
    gain = np.where(np.arange(size) < size // 2, 1, 10 ** (-12 / 20))
    return truth.sound * gain + 10 ** ((-23 - 30) / 20) * pink(size, 5)


CONDITIONS: dict[str, Callable[[Truth], np.ndarray]] = {
    "SNR 40 dB": lambda truth: noisy(truth, 40),
    "SNR 20 dB": lambda truth: noisy(truth, 20),
    "SNR 10 dB": lambda truth: noisy(truth, 10),
    "noise step +10 dB": stepped,
    "hum": hummed,
    "clicks": clicked,
    "softer 2nd half": tired,
}


def score(truth: Truth, sound: np.ndarray) -> Score:
    """Write a sound as WAV, measure it, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "talk.wav")
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
        measured, other = measure(decode(path)), ebur128(path)
    f1, boundary = _pause_score(truth, measured)
    heard = (measured.nuclei_per_s or 0.0) * measured.speaking_s
    return Score(
        f1=f1,
        boundary_ms=boundary,
        speaking_error=measured.speaking_s / truth.speaking_s - 1,
        nuclei_error=heard / truth.syllables - 1,
        loudness_error=(measured.loudness_lufs or -70.0) - other,
        snr_db=measured.snr_db,
        spread_st=measured.pitch_spread_st,
    )


def _pause_score(truth: Truth, measured: Measurement) -> tuple[float, float]:
    """Return F1 of the pauses of half a second and more, and the mean error of their edges in ms.

    Two pauses are one when they overlap by half of what both cover. Where one side's is
    just short of half a second, the other's is not held against it.
    """
    known = truth.pauses
    found = [(pause.start_s, pause.end_s) for pause in measured.pauses]
    hits = [
        (a, b)
        for a in known
        for b in found
        if min(a[1], b[1]) - max(a[0], b[0]) >= 0.5 * (max(a[1], b[1]) - min(a[0], b[0]))
    ]
    hit_known, hit_found = {a for a, _ in hits}, {b for _, b in hits}
    missed = sum(a[1] - a[0] >= LONG_ENOUGH_S and a not in hit_known for a in known)
    wrong = sum(b[1] - b[0] >= LONG_ENOUGH_S and b not in hit_found for b in found)
    right = sum(a[1] - a[0] >= LONG_ENOUGH_S for a, _ in hits)
    edges = [abs(a[side] - b[side]) for a, b in hits for side in (0, 1)]
    return 2 * right / (2 * right + missed + wrong), 1000 * float(np.mean(edges or [0]))


def ebur128(path: Path) -> float:
    """Return the loudness in LUFS by ffmpeg's meter, which shares no line with ours."""
    import av
    import av.filter

    loudness = -70.0
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=stream)
        meter = graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        for frame in [*container.decode(stream), None]:
            source.push(frame)
            while True:
                try:
                    said = sink.pull().metadata
                except (av.BlockingIOError, av.EOFError):
                    break
                loudness = float(said.get("lavfi.r128.I", loudness))
    return loudness


def talks(seconds: float = SECONDS) -> Iterator[tuple[str, Truth]]:
    """Yield every kind of talk that can be made here."""
    yield "synthetic", synthetic(seconds, 12)
    if shutil.which("espeak-ng"):
        yield "English", spoken("en", seconds, 12)
        yield "Chinese", spoken("zh", seconds, 12)


def table() -> str:
    """Return the table of docs/rehearsal.md."""
    head = "talk|condition|pause F1|edges ms|speaking time|syllables heard|loudness LU|SNR shown"
    lines = [f"| {head.replace('|', ' | ')} |", "|---|---|---|---|---|---|---|---|"]
    for name, truth in talks():
        for condition, spoil in CONDITIONS.items():
            got = score(truth, spoil(truth))
            snr = f"{got.snr_db:.0f} dB" if got.snr_db is not None else "no noise"
            lines.append(
                f"| {name} | {condition} | {got.f1:.3f} | {got.boundary_ms:.0f} "
                f"| {got.speaking_error:+.1%} | {got.nuclei_error:+.1%} "
                f"| {got.loudness_error:+.2f} | {snr} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Print the table, or put it into the documentation."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--write", action="store_true", help="put the table into the docs")
    chosen = options.parse_args()
    made = table()
    print(made)
    if chosen.write:
        text = DOCS.read_text(encoding="utf-8")
        block = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
        fresh = block.sub(lambda _: f"{BEGIN}\n{made}\n{END}", text)
        partial = DOCS.with_suffix(".new")
        partial.write_text(fresh, encoding="utf-8")
        partial.replace(DOCS)


if __name__ == "__main__":
    main()
