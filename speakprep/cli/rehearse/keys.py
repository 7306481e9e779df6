"""The keys of the timer: on a keyboard, and on what people hold who present."""

from speakprep.rehearsal.timer import Key

KEYS: dict[bytes, Key] = {
    b"\x1b[C": "next",  # right
    b"\x1bOC": "next",
    b"\x1b[B": "next",  # down
    b"\x1bOB": "next",
    b"\x1b[6~": "next",  # page down: what a clicker sends
    b" ": "next",
    b"\r": "next",
    b"\n": "next",
    b"n": "next",
    b"\x1b[D": "back",  # left
    b"\x1bOD": "back",
    b"\x1b[A": "back",  # up
    b"\x1bOA": "back",
    b"\x1b[5~": "back",  # page up
    b"\x7f": "back",
    b"\x08": "back",
    b"p": "pause",
    b"b": "pause",  # a clicker's black screen; others send a full stop
    b".": "pause",
    b"m": "note",
    b"q": "end",
    b"\x04": "end",  # Ctrl-D
}
_LONGEST = max(map(len, KEYS))
_ESCAPE = b"\x1b"


def keys_in(data: bytes) -> tuple[list[Key], bytes]:
    """Return the keys that were pressed, and the beginning of one whose end is still to come.

    What is no key of the timer is ignored.

    >>> keys_in(b"m\\x1b[6~?\\x1b[")
    (['note', 'next'], b'\\x1b[')
    """
    keys: list[Key] = []
    while data:
        if data.startswith(_ESCAPE) and len(data) < _LONGEST and _begins_a_key(data):
            return keys, data
        key = next((data[:n] for n in range(_LONGEST, 0, -1) if data[:n] in KEYS), b"")
        if key:
            keys.append(KEYS[key])
        data = data[len(key) or 1 :]
    return keys, b""


def _begins_a_key(data: bytes) -> bool:
    return any(key.startswith(data) and key != data for key in KEYS)
