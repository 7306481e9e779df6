import fcntl
import functools
import ipaddress
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import speakprep
from speakprep.cli.main import run
from speakprep.event.model import Profile
from speakprep.event.profiles import parse_profile
from speakprep.talk.files import render_new
from speakprep.talk.model import Talk
from speakprep.talk.resources import Resource
from speakprep.talk.workspace import Workspace, open_workspace
from tests.forms import FORM
from tests.loopback import Answer, Loopback, serving

KEYS = ("OPENAI_API_KEY", "SPEAKPREP_API_KEY", "OPENAI_BASE_URL", "SPEAKPREP_HOME", "EDITOR")


# No timing is asserted: a busy machine takes as long as it takes.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to test the source tree when the installed wheel is meant."""
    tested = os.environ.get("SPEAKPREP_TESTED")
    if tested and not Path(speakprep.__file__).is_relative_to(tested):
        pytest.exit(f"tests would run against {speakprep.__file__}, not the wheel", 2)


def _refuse_foreign_hosts(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, str) and not host.startswith("/"):
        try:
            allowed = ipaddress.ip_address(host).is_loopback
        except ValueError:
            allowed = host == "localhost"
        if not allowed:
            raise AssertionError(f"a test tried to reach {host}")


sys.addaudithook(_refuse_foreign_hosts)


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """Give every test its own user folder, no keys, no colour and 80 columns."""
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("SPEAKPREP_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def make_talk(tmp_path: Path) -> Callable[..., Workspace]:
    """Make a talk folder at tmp_path/talk and open it; keywords are those of `Talk`."""

    def make(**facts: object) -> Workspace:
        folder = tmp_path / "talk"
        folder.mkdir(exist_ok=True)
        talk = Talk(**{"title": "A talk", **facts})
        (folder / "talk.toml").write_text(render_new(talk), encoding="utf-8")
        return open_workspace(folder, tmp_path / "home")

    return make


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/<room>/golden/<name>; SPEAKPREP_GOLDEN=write writes it anew."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if os.environ.get("SPEAKPREP_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{name} differs; regenerate with: make golden"

    return compare


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Loopback]]:
    """Start a server on the loopback address that answers as told, until the test is over."""
    with ExitStack() as servers:
        yield lambda answer: servers.enter_context(serving(answer))


@pytest.fixture
def speakprep_run(
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run a command line in this process: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


_PROMPT = re.compile(r"(?:^|\n)[^\n]*[>\]?？:：）] \Z")
# What readline says to the terminal itself: bracketed paste on and off, and its kind of keys.
_CONTROL = re.compile(r"\x1b\[\?\d+[hl]\r?")


@pytest.fixture
def on_terminal() -> Callable[..., tuple[int, str]]:
    """Run a command line on a pseudo-terminal: exit code, and all that was shown.

    One line of `typed` is typed at each question, which ends in a mark and a blank.
    """

    def call(folder: Path, *arguments: str, typed: str) -> tuple[int, str]:
        controller, terminal = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", "from speakprep.__main__ import main; main()", *arguments],
            cwd=folder,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=os.environ | {"TERM": "xterm"},
            start_new_session=True,
            # The terminal must be the process's own for Ctrl-C to reach it.
            preexec_fn=functools.partial(fcntl.ioctl, 0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 -- no threads here
        )
        os.close(terminal)
        waiting = typed.splitlines(keepends=True)
        said, asked = b"", 0
        while select.select([controller], [], [], 20)[0]:
            try:
                chunk = os.read(controller, 65536)
            except OSError:  # Linux ends a terminal nobody holds any more like this
                break
            said += chunk
            since = _shown(said[asked:])
            if waiting and _PROMPT.search(since):
                line = waiting.pop(0)
                if line == "\x03":  # which Python misses between its prompt and its wait for a key
                    time.sleep(0.3)
                os.write(controller, line.encode())
                asked = len(said)
        os.close(controller)
        return process.wait(20), _shown(said)

    return call


def _shown(said: bytes) -> str:
    return _CONTROL.sub("", said.decode(errors="replace")).replace("\r\n", "\n")


@pytest.fixture
def form_text() -> str:
    return FORM


@pytest.fixture
def make_form() -> Callable[..., Profile]:
    """Make the small form, with lines of it replaced: make_form(old="...", new="...")."""

    def make(old: str = "", new: str = "") -> Profile:
        assert old in FORM
        text = FORM.replace(old, new, 1) if old else FORM
        return parse_profile(Resource(path=Path("small.toml"), text=text), "small")

    return make
