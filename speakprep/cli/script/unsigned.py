"""A warning where a translated script leaves the talk before anybody has signed it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

Facts = TypeVar("Facts")


def warned(
    report: Report[Facts], workspace: Workspace, languages: Iterable[Language]
) -> Report[Facts]:
    """Return a report that also says how much of the translations among these is unsigned."""
    translated = [language for language in languages if language != workspace.talk.language]
    if not translated:
        return report
    from speakprep.translation.actions.status import unsigned  # a script of one's own needs none

    found = tuple(one for language in translated for one in unsigned(workspace, language))
    return replace(report, findings=(*report.findings, *found))
