"""Numbers of slides as a person types them."""

import re

from speakprep.errors import UsageError


def slide_numbers(text: str, option: str = "--slides") -> tuple[int, ...]:
    """Read "1-3,7" as slide numbers; `option` is what they were given to.

    Raises:
        UsageError: it is not written like this.

    >>> slide_numbers("1-3,7")
    (1, 2, 3, 7)
    """
    numbers: list[int] = []
    for part in re.split(r"[,，、]", text) if text.strip() else ():
        match = re.fullmatch(r"\s*(\d{1,5})(?:\s*[-–—~～]\s*(\d{1,5}))?\s*", part)
        if match is None or int(match[1]) > int(match[2] or match[1]):
            raise UsageError(
                f"{option} {text!r} are not slide numbers", hint=f"for example: {option} 1-3,7"
            )
        numbers += range(int(match[1]), int(match[2] or match[1]) + 1)
    return tuple(dict.fromkeys(numbers))
