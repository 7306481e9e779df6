"""At which pace times are counted, in one line."""

from speakprep.cli.terminal import printable
from speakprep.script.pace import rate_of
from speakprep.script.timing import Pace
from speakprep.talk.language import Language

_UNITS: dict[Language, str] = {"en": "words", "zh": "字"}


def pace_line(pace: Pace, language: Language) -> str:
    """Say in one line how fast the times are counted, and how to get better ones."""
    rate = f"{rate_of(pace, language):.0f} {_UNITS[language]} a minute"
    if pace.origin == "rehearsal":
        return printable(f"At your own pace: {rate}, measured in rehearsal.")
    if pace.origin == "given":
        return f"At the pace you gave: {rate}."
    return f"At {rate}, until a rehearsal tells your own: speakprep rehearse log RECORDING"
