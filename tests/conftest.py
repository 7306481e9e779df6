import ipaddress
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import speakprep
from speakprep.cli.main import run
from speakprep.event.model import Profile
from speakprep.event.profiles import parse_profile
from speakprep.talk.files import render_new
from speakprep.talk.model import Talk
from speakprep.talk.resources import Resource
from speakprep.talk.workspace import Workspace, open_workspace

KEYS = ("OPENAI_API_KEY", "SPEAKPREP_API_KEY", "OPENAI_BASE_URL", "SPEAKPREP_HOME", "EDITOR")


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
def speakprep_run(
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run a command line in this process: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


FORM = """\
name = "Small Conf"
counter = "code-points"
newline = 1
source = "its form"
checked_on = 2026-11-20
confidence = "verified"

[[format]]
label = "Talk"
minutes = 30
speakers = [1, 2]

[[field]]
key = "title"
label = { en = "Session Title", zh = "标题" }
required = true
one_line = true

[[field]]
key = "abstract"
label = { en = "Abstract", zh = "摘要" }
required = true
max = 20

[[field]]
key = "format"
label = { en = "Format" }

[[field]]
key = "notes"
label = { en = "Notes", zh = "备注" }
markup = "markdown"
"""


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
