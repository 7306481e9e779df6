"""Slides to PDF by LibreOffice, without a window: the only module that starts it."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speakprep.errors import InputError, MissingError, OutsideError, StorageError

Progress = Callable[[float, float | None], None]
"""Takes what is done, and the total."""


def _silent(_done: float, _total: float | None) -> None:
    """Show nothing."""


SECONDS_TO_START = 4.0
"""Measured with LibreOffice 7.4 and a profile of its own: 3.3 s the first time, then one."""

SECONDS_PER_SLIDE = 0.4
"""Measured on 139 slides of 10 decks; used only to show how far it is."""

PATIENCE = 120.0
"""Seconds after which LibreOffice hangs, and ten times the usual time for each slide."""

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_LOOK_SECONDS = 0.1
_LAST_WORDS = 200
_FONT_SECONDS = 10.0
_WAY_OUT = "open the deck in LibreOffice to see why; a PDF you export yourself does as well"

_PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""
"""A deck may name pictures on the web, and macros: neither is loaded (officecfg, Common.xcs)."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """An installed LibreOffice.

    `mark` changes when it is updated; `han` tells whether it has fonts for Chinese, None
    where nobody knows; after `patience` seconds, and some for each slide, it is ended.
    """

    program: Path
    mark: str = ""
    han: bool | None = None
    patience: float = PATIENCE

    def export(
        self,
        deck: Path,
        *,
        slides: int,
        pages: str = "",
        hidden: bool = True,
        progress: Progress = _silent,
    ) -> bytes:
        """Print a deck as PDF, one slide a page.

        It works on a copy in a folder of its own, with a profile of its own: it leaves
        no lock file beside the deck, and a LibreOffice open on the desktop is no matter.

        Args:
            deck: a deck; it is only read.
            slides: about how many will be printed, which tells how long to wait.
            pages: which, such as "1-3;7", hidden ones counted; empty for all.
            hidden: print hidden slides as well.
            progress: told how far it is, about.

        Raises:
            InputError: the deck cannot be read.
            MissingError: LibreOffice cannot be started.
            OutsideError: it failed, was ended, or took far too long.
            StorageError: the temporary folder is full.
        """
        filters = f"pdf:impress_pdf_Export:{_options(pages, hidden=hidden)}"
        made, said = self._make(deck, filters, slides, progress)
        if made is None:
            raise OutsideError(
                f"LibreOffice could not print the slides{said}", file=str(deck), hint=_WAY_OUT
            )
        return made

    def convert(self, deck: Path, *, suffix: str) -> bytes:
        """Save a copy of a deck of another kind, such as .odp or .ppt, as .pptx.

        Args:
            deck: the deck; it is only read.
            suffix: what its kind is really called, whatever its name, such as ".odp".

        Raises:
            InputError: LibreOffice cannot read it either.
            MissingError, OutsideError, StorageError: as for `export`.
        """
        made, said = self._make(deck, "pptx:Impress MS PowerPoint 2007 XML", 0, _silent, suffix)
        if made is None:
            raise InputError(
                f"cannot be read by LibreOffice{said}",
                file=str(deck),
                hint="open it in the program it was made with, and save it as .pptx",
            )
        return made

    def _make(  # what is asked of the program, one word each
        self, deck: Path, filters: str, slides: int, progress: Progress, suffix: str = ""
    ) -> tuple[bytes | None, str]:
        """Return what LibreOffice makes of a deck, None if nothing, and what it said last."""
        with _folder() as folder:
            source = folder / f"deck{suffix or deck.suffix.lower()}"
            _copy(deck, source)
            profile = folder / "profile"
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
            command = [
                str(self.program),
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--convert-to", filters),
                *("--outdir", str(folder / "out"), str(source)),
            ]
            usual = SECONDS_TO_START + SECONDS_PER_SLIDE * slides
            limit = self.patience + 10 * SECONDS_PER_SLIDE * slides
            said = _run(command, folder, (usual, limit), progress)
            made = folder / "out" / f"deck.{filters.partition(':')[0]}"
            return (made.read_bytes() if made.is_file() else None), said


def find_office() -> Office | None:
    """Return the LibreOffice installed, None when there is none; it is not started."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    usual = (place for place in map(Path, _USUAL_PLACES) if place.is_file())
    program = Path(found) if found else next(usual, None)
    if program is None:
        return None
    try:
        mark = str(program.resolve().stat().st_mtime_ns)
    except OSError:
        mark = ""
    return Office(program=program, mark=mark, han=has_han_fonts())


def has_han_fonts() -> bool | None:
    """Whether a font for Chinese is installed; None where fontconfig, which knows, is not."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed program, arguments without a shell
            [program, ":lang=zh", "family"], capture_output=True, timeout=_FONT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return bool(done.stdout.strip()) if done.returncode == 0 else None


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="speakprep-", ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageError(f"no temporary folder: {error.strerror}") from None
    with folder as name:
        yield Path(name)


def _copy(deck: Path, copy: Path) -> None:
    try:
        shutil.copyfile(deck, copy)
    except OSError as error:
        if error.filename2 is not None or deck.is_file():
            raise StorageError(
                f"cannot be copied to the temporary folder: {error.strerror}", file=str(deck)
            ) from None
        raise InputError(f"cannot be read: {error.strerror}", file=str(deck)) from None


def _options(pages: str, *, hidden: bool) -> str:
    """Return the export filter's options as it reads them (LibreOffice help, "PDF export")."""
    options = {"ExportHiddenSlides": {"type": "boolean", "value": str(hidden).lower()}}
    if pages:
        options["PageRange"] = {"type": "string", "value": pages}
    return json.dumps(options, separators=(",", ":"))


def _run(command: list[str], folder: Path, seconds: tuple[float, float], progress: Progress) -> str:
    """Run LibreOffice to its end, and return what it said last, to follow a sentence.

    `seconds` are those it usually takes, and those it may take.
    """
    expected, limit = seconds
    log = folder / "log"
    try:
        with log.open("wb") as said:
            # A session of its own: the wrapper script and what it starts are ended together.
            process = subprocess.Popen(  # noqa: S603 -- a fixed program, arguments without a shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=folder,
                start_new_session=True,
            )
    except OSError as error:
        raise MissingError(
            f"LibreOffice cannot be started: {error.strerror}", file=command[0]
        ) from None
    try:
        began = time.monotonic()
        while process.poll() is None:
            spent = time.monotonic() - began
            if spent > limit:
                raise OutsideError(
                    f"LibreOffice was still busy after {spent:.0f} seconds, and was ended",
                    hint=_WAY_OUT,
                )
            progress(min(spent, expected * 0.99), expected)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_SECONDS)
    finally:
        _end(process)
    if process.returncode < 0:
        return f": it was ended by signal {-process.returncode}"
    lines = log.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace").split("\n")
    # Every LibreOffice without Java says so first.
    last = " ".join(" ".join(line for line in lines if "javaldx" not in line).split())
    return f": {last}" if last else f" (it ended with {process.returncode})"


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and what it started; there is nothing left of it to be polite to."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
