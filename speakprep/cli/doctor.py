"""`speakprep doctor`: what is installed, what is missing, how to get it."""

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import FormatOption, TalkOption, command_app, here, user
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, printable, styled, wrap
from speakprep.deck.office import find_office
from speakprep.errors import SpeakprepError
from speakprep.talk.report import Report
from speakprep.talk.workspace import open_workspace

app = command_app()

MIN_FREE_MB = 500
"""An hour of video from a laptop takes about as much."""

PORTS = {11434: "Ollama", 1234: "LM Studio", 8000: "vLLM", 8080: "llama.cpp"}
"""Where local model servers listen unless told otherwise (their own documentation)."""


PACKAGES = {
    "decks": (
        ("lxml", "lxml", "reads PPTX"),
        ("pptx", "python-pptx", "writes notes into a copy"),
    ),
    "slide pictures": (("pypdfium2", "pypdfium2", "draws the pages of a PDF"),),
    "translation": (("openai", "openai", "speaks to model servers"),),
    "recordings": (
        ("av", "av", "decodes every format; no ffmpeg needed"),
        ("numpy", "numpy", "measures what was decoded"),
        ("pydub", "pydub", "cuts the reel"),
        ("audioop", "audioop-lts", "pydub needs it; Python 3.13 no longer brings it"),
    ),
}
"""By feature: module, package and what for. They come with speakprep; installations break."""

ENGINES = (
    ("proselint", "proselint>=0.16,<0.17", "checks English prose"),
    ("autocorrect", "autocorrect-py>=2.14,<3", "checks spaces and marks in Chinese"),
)
"""By their names in `cfp lint --engine`: package (pyproject.toml) and what for."""

INSTALL_OFFICE = {
    "linux": "sudo apt-get install libreoffice-impress fonts-noto-cjk",
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
"""How to get LibreOffice, by system."""

INDENT = 23
"""Columns before a check's own words."""

State = Literal["ok", "missing", "optional"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: for which feature, whether it is there, and how to get it.

    `state` is missing when the feature does not work without it, optional when
    it works with less comfort. `remedy` is what to type or do.
    """

    feature: str
    name: str
    state: State
    detail: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """All that was looked at, in the order in which a talk needs it."""

    checks: tuple[Check, ...]


@app.command()
def doctor(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
    probe: Annotated[
        bool, typer.Option(help="Look for model servers on this machine's own ports.")
    ] = True,
) -> Screen:
    """Say what is installed, what is missing, and how to get it, feature by feature.

    Nothing is sent anywhere; only this machine's own ports are looked at. Ends
    with 4 when something needed is missing.
    """
    report = checkup_report(
        (
            _python(),
            *_engines(),
            *_packages("decks"),
            *_packages("slide pictures"),
            *_office(),
            *_packages("translation"),
            _key(talk),
            _local_server(probe=probe),
            *_packages("recordings"),
            _microphone(),
            check_disk(shutil.disk_usage(here()).free),
        )
    )
    missing = any(check.state == "missing" for check in report.facts.checks)
    return Screen(report=report, lines=checkup_lines(report.facts), missing=missing)


def checkup_report(checks: tuple[Check, ...]) -> Report[Checkup]:
    """Return what was looked at, and with something missing the way to look again."""
    missing = any(check.state == "missing" for check in checks)
    return Report(facts=Checkup(checks=checks), next="speakprep doctor" if missing else "speakprep")


def checkup_lines(facts: Checkup) -> tuple[str, ...]:
    """Show what was looked at, feature by feature."""
    marks = {"ok": ("ok", "green"), "missing": ("missing", "red"), "optional": ("-", "dim")}
    lines: list[str] = []
    for feature in dict.fromkeys(check.feature for check in facts.checks):
        lines += ["", feature] if lines else [feature]
        for check in facts.checks:
            if check.feature != feature:
                continue
            mark, colour = marks[check.state]
            head = f"  {styled(f'{mark:<8}', colour)}{check.name:<13}"
            first, *rest = wrap(printable(check.detail), columns() - INDENT) or [""]
            lines += [head + first, *(" " * INDENT + more for more in rest)]
            if check.remedy:
                lines.append(" " * INDENT + printable(check.remedy))
    return tuple(lines)


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Check(feature="all features", name="Python", state="ok", detail=version)


def _packages(feature: str) -> list[Check]:
    return [
        Check(
            feature=feature,
            name=name,
            state="ok" if find_spec(name) else "missing",
            detail=what,
            remedy="" if find_spec(name) else f"{shlex.quote(sys.executable)} -m pip install {get}",
        )
        for name, get, what in PACKAGES[feature]
    ]


def _engines() -> list[Check]:
    modules = {"autocorrect": "autocorrect_py"}
    return [
        Check(
            feature="proposals",
            name=name,
            state="ok" if found else "optional",
            detail=f"{what}: cfp lint --engine {name}",
            remedy="" if found else f"{shlex.quote(sys.executable)} -m pip install '{get}'",
        )
        for name, get, what in ENGINES
        for found in [find_spec(modules.get(name, name))]
    ]


def _office() -> list[Check]:
    """Look at what draws slides: without it there are cards with their words."""
    office = find_office()
    return office_checks(str(office.program) if office else "", office.han if office else None)


def office_checks(program: str, han: bool | None) -> list[Check]:
    """Say what LibreOffice, if there is a program, and its fonts for Chinese are good for."""
    checks = [
        Check(
            feature="slide pictures",
            name="LibreOffice",
            state="ok" if program else "optional",
            detail=program or "not found; a PDF you export yourself does as well (--pdf)",
            remedy="" if program else INSTALL_OFFICE.get(sys.platform, "install LibreOffice"),
        )
    ]
    if program and han is not None:
        checks.append(
            Check(
                feature="slide pictures",
                name="CJK fonts",
                state="ok" if han else "optional",
                detail="Chinese on slides is drawn as it is" if han else "none: boxes are drawn",
                remedy="" if han else "sudo apt-get install fonts-noto-cjk",
            )
        )
    return checks


def _key(talk: Path | None) -> Check:
    from speakprep.llm.address import OPENAI_BASE_URL, read_address
    from speakprep.llm.keys import find_key, from_keyring

    url = _base_url(talk)
    try:
        host = read_address(url or OPENAI_BASE_URL).host
        key = find_key(host, environment=os.environ, user_folder=user(), keyring=from_keyring)
    except SpeakprepError as error:
        return Check(
            feature="translation",
            name="key",
            state="missing",
            detail=error.message,
            remedy=error.hint,
        )
    if key:
        return Check(feature="translation", name="key", state="ok", detail=f"for {host}")
    return Check(
        feature="translation",
        name="key",
        state="optional",
        detail="none: requests are written to a file for any chat window (paste)",
        remedy="export SPEAKPREP_API_KEY=...",
    )


def _base_url(talk: Path | None) -> str:
    """Return the server the talk names; outside a talk there is none."""
    try:
        return open_workspace(here(), user(), named=talk).talk.model.base_url
    except SpeakprepError:
        if talk is not None:
            raise
        return ""


def _local_server(*, probe: bool) -> Check:
    found = [f"{name} (port {port})" for port, name in PORTS.items() if probe and listens(port)]
    if found:
        detail = f"something listens where {' and '.join(found)} would"
        return Check(feature="translation", name="local model", state="ok", detail=detail)
    return Check(
        feature="translation",
        name="local model",
        state="optional",
        detail="no server found on this machine",
        remedy="install Ollama, then: ollama pull qwen3:14b",
    )


def listens(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    import socket

    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.2):
            return True
    except OSError:
        return False


def _microphone() -> Check:
    detail = "any recorder will do (phone, laptop, video call); speakprep reads its file"
    return Check(feature="recordings", name="microphone", state="ok", detail=detail)


def check_disk(free_bytes: int) -> Check:
    """Whether a recording still fits on the disk."""
    free = free_bytes // 1024 // 1024
    state: State = "ok" if free >= MIN_FREE_MB else "missing"
    remedy = "" if state == "ok" else "free some space: an hour of video takes about 500 MB"
    detail = f"{free:,} MB free here"
    return Check(feature="recordings", name="disk", state=state, detail=detail, remedy=remedy)
