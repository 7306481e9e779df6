"""Reading a server's address, and telling whether it is this machine."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from speakprep.errors import UsageError
from speakprep.llm.model import Address, Recipient

OPENAI_HOST = "api.openai.com"
OPENAI_BASE_URL = f"https://{OPENAI_HOST}/v1"

_HOST_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?")
_EXAMPLE = "write it like https://api.openai.com/v1 or http://localhost:11434/v1"
_CLOUD_TAG = re.compile(r"[:-]cloud\b")


def read_address(text: str) -> Address:
    """Read a base URL as a person writes it.

    A missing path becomes "/v1", where every known server keeps its chat
    service, and a full ".../chat/completions" is shortened.

    Raises:
        UsageError: it is no http(s) address, or holds a password or parameters.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise UsageError("the model server's address is not an address", hint=_EXAMPLE) from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            "the model server's address may hold no password and no parameters",
            hint=f"keep the key out of the address; {_EXAMPLE}",
        )
    if parts.scheme not in {"http", "https"}:
        raise UsageError(
            f"the model server's address has to begin with http:// or https://, not {text[:80]!r}",
            hint=_EXAMPLE,
        )
    host = _host(parts)
    path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port is None else f"{shown}:{port}"
    return Address(
        base_url=f"{parts.scheme}://{authority}{path}",
        host=host,
        port=port,
        encrypted=parts.scheme == "https",
        loopback=_is_loopback(host),
    )


def recipient(address: Address, model: str) -> Recipient:
    """Return who is asked, as it is shown before anything is sent.

    Ollama hands models whose tag ends in "cloud" on to its own service, so
    such a model is not local even on this machine.
    """
    shown = f"[{address.host}]" if ":" in address.host else address.host
    return Recipient(
        host=shown if address.port is None else f"{shown}:{address.port}",
        model=model,
        local=address.loopback and not _CLOUD_TAG.search(model),
    )


def may_carry_key(address: Address) -> bool:
    """Tell whether a key stays secret on its way: encrypted, or inside one's own network."""
    if address.encrypted or address.loopback:
        return True
    try:
        return ipaddress.ip_address(address.host).is_private
    except ValueError:
        return False


def _host(parts: SplitResult) -> str:
    """Return the host in ASCII, so that look-alike letters show."""
    name = parts.hostname or ""
    if ":" in name:
        return name  # urlsplit has checked what stands in square brackets
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not _HOST_NAME.fullmatch(name):
        raise UsageError("the model server's address names no host", hint=_EXAMPLE)
    return name


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    # Servers print 0.0.0.0 as the address they listen on; it reaches this machine only.
    return number.is_loopback or number.is_unspecified
