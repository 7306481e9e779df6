"""Leaving out what is known already: a check shows what is new."""

import dataclasses
from pathlib import Path

from speakprep.cfp.actions.lint import Checked
from speakprep.cfp.actions.sources import UNREAD
from speakprep.lint.baseline import (
    Baseline,
    gone_findings,
    new_findings,
    parse_baseline,
    render_baseline,
)
from speakprep.talk.disk import read_text, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.resources import Resource
from speakprep.talk.workspace import shown_path


class KnownFindings:
    """A list of known findings in a file, which names other files from its own folder."""

    def __init__(self, path: Path, here: Path) -> None:
        self._path = path
        self._here = here
        self._folder = path.absolute().parent.resolve()
        self._names: dict[str, str] = {}

    def hide(self, report: Report[Checked]) -> Report[Checked]:
        """Leave out the findings that are known, and name those that are gone.

        Raises:
            InputError: the file is missing or is not such a list.
        """
        baseline = self._read()
        new, left = new_findings(report.findings, baseline, self._named)
        checked = [self._named(proposal.file) for proposal in report.facts.proposals]
        facts = dataclasses.replace(report.facts, known=len(report.findings) - len(new))
        gone = gone_findings(baseline, left, checked)
        return dataclasses.replace(report, facts=facts, findings=(*new, *gone))

    def write(self, report: Report[Checked]) -> Report[Checked]:
        """Write all findings down as known; none of them is shown from now on.

        Raises:
            InputError: something else stands in the file, or a file could not be checked.
            StorageError: the disk is full, read-only or otherwise refuses.
        """
        expected = None
        if self._path.exists():
            self._read()  # or a slip of the finger would replace somebody's cfp.md
            expected = self._path.read_bytes()
        kept = [finding for finding in report.findings if finding.code != UNREAD]
        text = render_baseline(kept, self._named)
        write_atomic(self._path, text.encode(), within=self._folder, expected=expected)
        facts = dataclasses.replace(report.facts, known=len(kept))
        return dataclasses.replace(
            report,
            facts=facts,
            findings=tuple(each for each in report.findings if each.code == UNREAD),
            written=(*report.written, shown_path(self._path, self._here)),
        )

    def _read(self) -> Baseline:
        resource = Resource(path=self._path, text=read_text(self._path))
        return parse_baseline(resource, shown_path(self._path, self._here))

    def _named(self, file: str) -> str:
        """Return a file's name as the list has it, alike on all systems."""
        if file not in self._names:
            path = (self._here / file).resolve()
            above = enumerate((self._folder, *self._folder.parents))
            shared = next((each for each in above if path.is_relative_to(each[1])), None)
            self._names[file] = (
                "../" * shared[0] + path.relative_to(shared[1]).as_posix()
                if shared
                else path.as_posix()  # another drive on Windows
            )
        return self._names[file]
