"""Finding the key for a server: environment, keyring, key file."""

import contextlib
import os
import shlex
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from speakprep.errors import InputError
from speakprep.llm.address import OPENAI_HOST
from speakprep.llm.model import Key

VARIABLE = "SPEAKPREP_API_KEY"
"""The key for whichever server the talk names."""

OPENAI_VARIABLE = "OPENAI_API_KEY"
"""Set for OpenAI's own packages, so it goes to OpenAI's own server only."""

KEYRING_SERVICE = "speakprep"
"""The keyring's entry; its user name is the host."""

MAX_KEY_LENGTH = 4096
"""Longer than every service's keys; a longer file is not a key file."""


def find_key(
    host: str,
    *,
    environment: Mapping[str, str],
    user_folder: Path,
    keyring: Callable[[str], str | None] | None = None,
) -> Key | None:
    """Return the key for a host, or None where there is none.

    Args:
        host: the server's bare host name, such as api.openai.com.
        environment: the environment variables.
        user_folder: the user's own folder, which holds keys/<host>.
        keyring: looks a host up in the system's keyring; None where there is none.

    Raises:
        InputError: a key was found that cannot be one, or that others can read.
    """
    names = (VARIABLE, OPENAI_VARIABLE) if host == OPENAI_HOST else (VARIABLE,)
    for name in names:
        value = environment.get(name, "").strip()
        if value:
            return _key(value, source=f"the environment variable {name}")
    value = ((keyring(host) if keyring is not None else None) or "").strip()
    if value:
        return _key(value, source="the system's keyring")
    path = key_file(host, user_folder)
    return _from_file(path) if path.is_file() else None


def key_file(host: str, user_folder: Path) -> Path:
    """Return where a host's key file belongs; ":" cannot stand in every file name."""
    return user_folder / "keys" / host.replace(":", "_")


def from_keyring(host: str) -> str | None:
    """Look a host up in the system's keyring, where the keyring package is installed."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    # A machine without a running keyring has no key there; the key file comes next.
    with contextlib.suppress(KeyringError):
        found = keyring.get_password(KEYRING_SERVICE, host)
        return found if isinstance(found, str) else None
    return None


def _from_file(path: Path) -> Key:
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(MAX_KEY_LENGTH + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            f"this key file can be read by others (mode {stat.S_IMODE(mode):04o})",
            file=str(path),
            hint=f"type: chmod 600 {shlex.quote(str(path))}",
        )
    text = data.decode("utf-8-sig", errors="replace").strip()
    return _key(text, source=f"the key file {path}")


def _key(value: str, *, source: str) -> Key:
    """Return the key; what cannot stand in a header would show up in an error."""
    if not value:
        raise InputError(f"{source} is empty", hint="put the key into it, on one line")
    if len(value) > MAX_KEY_LENGTH or not all("!" <= sign <= "~" for sign in value):
        raise InputError(
            f"{source} does not hold a key",
            hint="a key is one word of ASCII letters, digits and signs; copy it again",
        )
    return Key(value=value, source=source)
