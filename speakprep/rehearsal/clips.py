"""Clips joined into one review reel, by pydub.

pydub would load a whole recording and wants ffmpeg for anything but WAV, so it
only ever gets short stretches that PyAV has decoded.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO

from speakprep.rehearsal.model import Clip

_FADE_MS = 10
"""Keeps the cut from clicking."""


def reel(clips: Sequence[Clip], *, gap_s: float = 0.7) -> bytes:
    """Join clips into a WAV, a silence of `gap_s` seconds between two of them.

    The reel is brought to full scale as a whole, so that a quiet clip stays
    quieter than a loud one. Empty clips are left out; without clips the WAV
    holds no sample.
    """
    with warnings.catch_warnings():
        # It warns of a missing ffmpeg and of the departed audioop; neither concerns PCM and WAV.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.effects import normalize

    heard = [clip for clip in clips if clip.pcm]
    joined = AudioSegment.silent(duration=0, frame_rate=heard[0].rate if heard else 16_000)
    gap = AudioSegment.silent(duration=round(gap_s * 1000), frame_rate=joined.frame_rate)
    for index, clip in enumerate(heard):
        part = AudioSegment(data=clip.pcm, sample_width=2, frame_rate=clip.rate, channels=1)
        faded = part.fade_in(_FADE_MS).fade_out(_FADE_MS)
        joined = joined + gap + faded if index else joined + faded
    file = BytesIO()
    normalize(joined).export(file, format="wav")
    return file.getvalue()
