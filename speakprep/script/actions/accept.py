"""Standing by a text that a model drafted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from speakprep.errors import UsageError
from speakprep.script.actions.opening import open_script, option, save_script
from speakprep.script.generated import accepted, has_mark, is_unreviewed
from speakprep.talk.disk import locked
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Whose marks were taken off: the slides' numbers; `left` are still marked."""

    script: str
    slides: tuple[int, ...]
    left: tuple[int, ...]


def accept(
    workspace: Workspace, slides: Sequence[int], language: Language | None = None
) -> Report[Accepted]:
    """Take the marks off texts that the speaker has read and stands by.

    Args:
        workspace: the talk.
        slides: their numbers; without any, all that carry a mark.
        language: which script; without it the language the speaker writes in.

    Raises:
        UsageError: no generated text stands under one of these numbers.
        InputError: there is no script yet, or it cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    language = language or workspace.talk.language
    with locked(workspace.folder):
        script = open_script(workspace, language)
        marked = [each.head.number for each in script.slides if has_mark(each.text)]
        known = [number for number in marked if number is not None]
        for number in slides:
            if number not in known:
                raise UsageError(
                    f"slide {number} has no generated text to accept",
                    hint=f"these have: {', '.join(map(str, known))}" if known else "",
                )
        meant = set(slides or marked)
        texts = tuple(
            replace(each, text=accepted(each.text)) if each.head.number in meant else each
            for each in script.slides
        )
        name = save_script(workspace, script, replace(script, slides=texts), language)
    waiting = [each.head.number for each in script.slides if is_unreviewed(each.text)]
    return Report(
        facts=Accepted(
            script=name,
            slides=tuple(n for n in known if n in meant),
            left=tuple(n for n in waiting if n is not None and n not in meant),
        ),
        written=(name,) if marked else (),
        next=f"speakprep script check{option(workspace, language)}",
    )
