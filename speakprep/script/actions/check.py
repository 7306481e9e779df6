"""Checking a script: complete, readable aloud, within the time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from speakprep.deck.files import read_deck
from speakprep.deck.model import Deck, Slide
from speakprep.errors import SpeakprepError, UsageError
from speakprep.lint.files import parse_rules
from speakprep.lint.kinds import KINDS
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import Suppressed, Suppression, allowed_in_talk
from speakprep.script.actions.following import sync_command
from speakprep.script.actions.opening import RULES, find_deck, open_script, option, script_file
from speakprep.script.check import Delivery, Row, allow, check_script, suppressions_of
from speakprep.script.files import parse_script, script_name
from speakprep.script.lexicon import parse_lexicon
from speakprep.script.model import Script
from speakprep.script.passages import slides_of, under_review
from speakprep.script.timing import DEFAULT_PACE, Pace, Seconds
from speakprep.talk.disk import read_text
from speakprep.talk.folders import TALK_FILE
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Report
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace

LEXICON = "checklists/spoken.toml"


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """A script slide by slide, and whether it fits: `minutes` are the slot less the questions.

    `suppressed` are the findings somebody allows, with their reasons. `deck`
    is the file the texts were compared with, empty when there was none, and
    `deck_problem` says why it could not be read; either way `left_out` are the
    codes of the rules that need one. `unseen` are the numbers of slides that are
    not in it as they were when their text was written; `undecided` those of them that a
    sync asked about, with the `command` that takes the answer.
    """

    script: str
    language: Language
    minutes: float
    total: Seconds
    slides: tuple[Row, ...]
    pace: Pace = DEFAULT_PACE
    deck: str = ""
    deck_problem: str = ""
    left_out: tuple[str, ...] = ()
    unseen: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    command: str = "speakprep script sync"
    suppressed: tuple[Suppressed, ...] = ()


def check(
    workspace: Workspace,
    language: Language | None = None,
    pace: Pace = DEFAULT_PACE,
    *,
    with_deck: bool = False,
) -> Report[CheckFacts]:
    """Check a script: complete, readable aloud, within the time.

    Args:
        workspace: the talk.
        language: which script; without it the language the speaker writes in.
        pace: how fast the speaker is, once a rehearsal has told.
        with_deck: also hold the texts against the slides; reading these takes longest.

    Raises:
        InputError: there is no script yet, or it or a rule file cannot be read.
    """
    talk, language = workspace.talk, language or workspace.talk.language
    name = script_file(workspace, language)
    script = open_script(workspace, language)
    rules = parse_rules(find_resource(workspace.shelves, RULES))
    beside = talk_deck(workspace) if with_deck else TalkDeck()
    deck = beside.deck
    slides = shown_slides(workspace, script, deck) if deck else {}
    lexicon = read_lexicon(workspace)
    delivery = Delivery(minutes=talk.speaking_minutes, pace=pace, as_words=lexicon, slides=slides)
    checked = check_script(script, language=language, rules=rules, file=name, delivery=delivery)
    checked = allow(checked, _allowances(workspace, script, language), rules)
    unseen = _unseen(checked.rows, slides) if deck else {}
    asked, command = _asked(workspace, script, language, deck if unseen else None)
    return Report(
        facts=CheckFacts(
            script=name,
            language=language,
            minutes=talk.speaking_minutes,
            total=checked.total,
            slides=checked.rows,
            pace=pace,
            deck=beside.name,
            deck_problem=beside.problem,
            left_out=() if deck or not with_deck else _comparing(rules),
            unseen=tuple(unseen.values()),
            undecided=tuple(unseen[each] for each in unseen if each in asked),
            command=command,
            suppressed=checked.suppressed,
        ),
        findings=checked.findings,
        next=_after_check(workspace, language, checked.findings),
    )


def _comparing(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the codes of the rules that look at the slides."""
    return tuple(r.code for r in rules if r.level != "off" and KINDS[r.kind].sees_slide)


def _unseen(rows: Iterable[Row], slides: Mapping[int, Slide]) -> dict[int, int]:
    """Return the numbers, by slide id, of texts whose slide is not as it was."""
    shown = (row for row in rows if not row.orphan and row.number is not None)
    return {row.slide_id: row.number or 0 for row in shown if row.slide_id not in slides}


def _asked(
    workspace: Workspace, script: Script, language: Language, deck: Deck | None
) -> tuple[frozenset[int], str]:
    """Return the ids of slides a sync asked about, and where to answer.

    Of a translation nobody asked: there it is the script it was made from.
    """
    asked = under_review(script, deck) if deck else frozenset()
    main = workspace.talk.language
    path = workspace.folder / script_name(main)
    if deck and not asked and language != main and path.is_file():
        language, asked = main, under_review(parse_script(read_text(path)), deck)
    return asked, sync_command(workspace, None, language)


def _allowances(
    workspace: Workspace, script: Script, language: Language
) -> tuple[Suppression, ...]:
    """Return what somebody allows, in the script or for the whole talk."""
    name = script_file(workspace, language)
    toml = workspace.name(workspace.folder / TALK_FILE)
    in_talk = allowed_in_talk(workspace.talk.allow, toml, language)
    return (*suppressions_of(script, language, name), *in_talk)


def shown_slides(workspace: Workspace, script: Script, deck: Deck) -> dict[int, Slide]:
    """Return, by id, the slides a script is about; a translation's are those of its source."""
    found = slides_of(script, deck)
    path = workspace.folder / script_name(workspace.talk.language)
    if len(found) < len(script.slides) and path.is_file():
        found = {**slides_of(parse_script(read_text(path)), deck), **found}
    return found


@dataclass(frozen=True, kw_only=True)
class TalkDeck:
    """The deck of a talk: its file's name, and why it cannot be read where it cannot."""

    name: str = ""
    deck: Deck | None = None
    problem: str = ""


def talk_deck(workspace: Workspace) -> TalkDeck:
    """Read the talk's deck; where there is none, or several, there is nothing to say."""
    try:
        path = find_deck(workspace)
    except UsageError:
        return TalkDeck()
    name = workspace.name(path)
    try:
        return TalkDeck(name=name, deck=read_deck(path))
    except SpeakprepError as error:
        return TalkDeck(name=name, problem=error.message)


def section_names(workspace: Workspace, script: Script) -> dict[int, str]:
    """Return the sections a script's slides are in, by slide id; none while no deck is known."""
    deck = talk_deck(workspace).deck
    shown = shown_slides(workspace, script, deck) if deck else {}
    return {slide_id: slide.section for slide_id, slide in shown.items()}


def read_lexicon(workspace: Workspace) -> frozenset[str]:
    """Return which capitals are said like a word.

    Raises:
        InputError: the file that says so cannot be read.
    """
    return parse_lexicon(find_resource(workspace.shelves, LEXICON))


def _after_check(workspace: Workspace, language: Language, findings: tuple[Finding, ...]) -> str:
    talk = workspace.talk
    if any(finding.level != "advice" for finding in findings):
        return f"speakprep script check{option(workspace, language)}"
    if language == talk.language and talk.translate_to:
        return f"speakprep translate run --to {talk.translate_to[0]}"
    return "speakprep rehearse log RECORDING"
