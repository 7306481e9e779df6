"""Checking a script: complete, readable aloud, within the time."""

from dataclasses import dataclass

from speakprep.lint.files import parse_rules
from speakprep.lint.suppressing import Suppressed, allowed_in_talk
from speakprep.script.actions.opening import RULES, open_script, option
from speakprep.script.check import Row, allow, check_script, suppressions_of
from speakprep.script.files import script_name
from speakprep.script.timing import DEFAULT_PACE, Pace, Seconds
from speakprep.talk.folders import TALK_FILE
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Report
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """A script slide by slide, and whether it fits: `minutes` are the slot less the questions.

    `suppressed` are the findings somebody allows, with their reasons.
    """

    script: str
    language: Language
    minutes: float
    total: Seconds
    slides: tuple[Row, ...]
    suppressed: tuple[Suppressed, ...] = ()


def check(
    workspace: Workspace, language: Language | None = None, pace: Pace = DEFAULT_PACE
) -> Report[CheckFacts]:
    """Check a script: complete, readable aloud, within the time.

    Args:
        workspace: the talk.
        language: which script; without it the language the speaker writes in.
        pace: how fast the speaker is, once a rehearsal has told.

    Raises:
        InputError: there is no script yet, or it or the rule file cannot be read.
    """
    talk, language = workspace.talk, language or workspace.talk.language
    name = workspace.name(workspace.folder / script_name(language))
    script = open_script(workspace, language)
    rules = parse_rules(find_resource(workspace.shelves, RULES))
    checked = check_script(
        script,
        language=language,
        minutes=talk.speaking_minutes,
        rules=rules,
        file=name,
        pace=pace,
    )
    toml = workspace.name(workspace.folder / TALK_FILE)
    comments = suppressions_of(script, language, name)
    checked = allow(checked, (*comments, *allowed_in_talk(talk.allow, toml, language)), rules)
    return Report(
        facts=CheckFacts(
            script=name,
            language=language,
            minutes=talk.speaking_minutes,
            total=checked.total,
            slides=checked.rows,
            suppressed=checked.suppressed,
        ),
        findings=checked.findings,
        next=_after_check(workspace, language, checked.findings),
    )


def _after_check(workspace: Workspace, language: Language, findings: tuple[Finding, ...]) -> str:
    talk = workspace.talk
    if any(finding.level != "advice" for finding in findings):
        return f"speakprep script check{option(workspace, language)}"
    if language == talk.language and talk.translate_to:
        return f"speakprep translate run --to {talk.translate_to[0]}"
    return "speakprep rehearse log RECORDING"
