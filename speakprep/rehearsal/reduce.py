"""From blocks of samples to the few figures per second that are kept of them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from speakprep.rehearsal.model import Sound, Source
from speakprep.rehearsal.pitch import voice
from speakprep.rehearsal.speech import FRAME_S, frame_power

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
"""Hz at which speech is analysed; the highest band measured ends at 4 kHz."""

CLIPPED = 0.985
"""Magnitude, of 1.0, from which a sample counts as clipped: lossy codecs round peaks off."""

_WEIGHTED_STEP_S = 0.1


@dataclass
class Reducer:
    """Collects what a `Sound` is made of, block by block, in the order decoded."""

    _band: "list[NDArray[np.float64]]" = field(default_factory=list)
    _weighted: "list[NDArray[np.float64]]" = field(default_factory=list)
    _periodicity: "list[NDArray[np.float64]]" = field(default_factory=list)
    _pitch: "list[NDArray[np.float64]]" = field(default_factory=list)
    _peaks: list[float] = field(default_factory=list)
    _clipped: list[int] = field(default_factory=list)

    def native(self, block: "NDArray[np.float32]") -> None:
        """Take a second of every channel as decoded."""
        import numpy as np

        peak = max(float(block.max()), -float(block.min()))
        self._peaks.append(peak)
        # Hardly any second is clipped, and counting costs more than looking.
        self._clipped.append(int((np.abs(block) >= CLIPPED).sum()) if peak >= CLIPPED else 0)

    def band(self, block: "NDArray[np.float32]") -> None:
        """Take some seconds of 150 to 4000 Hz at `RATE`."""
        self._band.append(frame_power(block, round(RATE * FRAME_S)))

    def weighted(self, block: "NDArray[np.float32]") -> None:
        """Take some seconds of K-weighted sound at `RATE`."""
        self._weighted.append(frame_power(block, round(RATE * _WEIGHTED_STEP_S)))

    def pitch(self, block: "NDArray[np.float32]") -> None:
        """Take some seconds of 150 Hz and above at `pitch.PITCH_RATE`."""
        strength, hertz = voice(block)
        self._periodicity.append(strength)
        self._pitch.append(hertz)

    def sound(self, source: Source, duration_s: float) -> Sound:
        """Return everything taken so far as one value."""
        import numpy as np

        return Sound(
            source=source,
            duration_s=round(duration_s, 6),
            band_power=_joined(self._band),
            weighted_power=_joined(self._weighted),
            periodicity=_joined(self._periodicity),
            pitch_hz=_joined(self._pitch),
            peaks=np.array(self._peaks, dtype=np.float64),
            clipped=np.array(self._clipped, dtype=np.int64),
        )


def _joined(blocks: "list[NDArray[np.float64]]") -> "NDArray[np.float64]":
    """Return the blocks as one row, and empty their list: six hours would be held twice."""
    import numpy as np

    row = np.concatenate([np.empty(0), *blocks])
    blocks.clear()
    return row
