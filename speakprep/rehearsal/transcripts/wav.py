"""Short sound as a WAV file, which every recogniser reads."""

import wave
from io import BytesIO

from speakprep.rehearsal.model import Clip

HEADER_BYTES = 44


def as_wav(clip: Clip) -> bytes:
    """Return a clip as a WAV; 30 s at 16 kHz have 960 kB, far below any server's limit."""
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(clip.rate)
        out.writeframes(clip.pcm)
    return file.getvalue()
