"""What stays letter for letter in any language: addresses, code, identifiers, Latin tokens."""

import re

from speakprep.talk.language import HAN

URL = re.compile(
    r"(?:\b(?:https?|ftp|ssh|git)://|\bwww\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/=_\-]"
    r"|(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
    r"|(?<![a-z0-9.\-])(?:[a-z0-9\-]{1,63}\.){1,6}(?:com|org|net|io|dev|cn"
    r"|edu|gov)\b(?:/[A-Za-z0-9\-._~/?#=&%]*[A-Za-z0-9/=_\-])?",
    re.ASCII,  # so that Han before an address is a word boundary
)
CODE_SPAN = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
OPTION = re.compile(
    rf"(?:^|(?<=[\s`(\"'{HAN}]))(?:--[A-Za-z][\w\-]*(?:=[\w.,/:\-]+)?|-[A-Za-z]\b)", re.ASCII
)
PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{\w*\}|\$\{\w+\}|\$[A-Za-z_]\w*|(?<![\d\s])%[sd]\b|<[A-Za-z_][\w\-]*>", re.ASCII
)
VERSION = re.compile(
    r"\b[vV]?\d+(?:\.\d+){2,}(?:[\-+.]?(?:rc|alpha|beta|dev|post)\.?\d*)?|\b[vV]\d+(?:\.\d+)*\b",
    re.ASCII,
)
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[._\-/+#'’&][A-Za-z0-9_]+)*(?:\+\+|#|\+)?")
"""A Latin word, identifier, file name or path without its leading punctuation."""

_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}")
_FILE = re.compile(r"[A-Za-z_]{2}.*\.(?:[a-z]{1,4}|[a-z]*json|proto)$")
_NUMBERED = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*-\d[\d.]*$")  # GPT-4, but not top-10
_SURNAME = re.compile(r"(?:Mc|Mac|De|Le|La|Di|Du|Van|O')[A-Z][a-z]+(?:'s)?$")
_MASKED = re.compile(
    rf"{URL.pattern}|`[^`\n]+`|{VERSION.pattern}"
    r"|@?(?<![A-Za-z_])[A-Za-z_]+\d[\w.\-]*|\b[A-Z][A-Za-z]*-\d[\w.]*",
    re.ASCII,
)


def is_code(token: str) -> bool:
    """Tell an identifier from a word: digits, underscores, inner capitals, a dot, several slashes.

    >>> [is_code(token) for token in ("K8s", "max_batch", "GitHub", "app.yaml", "Redis")]
    [True, True, True, True, False]
    """
    if _NUMBERED.match(token) or _FILE.match(token) or token.count("/") > 1:
        return True
    return any(_is_code_part(part) for part in token.split("-"))


def _is_code_part(part: str) -> bool:
    if part[:1].isdigit() or _SURNAME.match(part) or part.startswith("No."):
        return False
    mixed = any(character.isdigit() or character == "_" for character in part)
    return mixed or bool(_CAMEL.search(part))


def is_acronym(token: str) -> bool:
    """Tell whether a token is written in capitals only, plural s aside."""
    letters = token.removesuffix("s") if len(token) > 2 else token
    return len(letters) >= 2 and letters.isalpha() and letters.isupper()


def mask(text: str) -> str:
    """Blank addresses, versions, inline code and identifiers, keeping every position."""
    return _MASKED.sub(lambda match: " " * len(match.group()), text)


def masked_digits(text: str) -> tuple[tuple[int, str], ...]:
    """Return position and digits of numbers `mask` blanks: the 3 of Q3 may be 第三 elsewhere."""
    return tuple(
        (match.start() + digits.start(), digits.group())
        for match in _MASKED.finditer(text)
        for digits in re.finditer(r"\d+(?:\.\d+)?", match.group())
    )


def flat(text: str) -> str:
    """Fold case, spacing and punctuation away, so that Open-Telemetry equals open telemetry."""
    return re.sub(r"[^a-z0-9+#\u00c0-\u024f]", "", text.lower())
