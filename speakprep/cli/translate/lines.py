"""How far a translation is, in words."""

from collections.abc import Iterator

from speakprep.cli.terminal import columns, printable, wrap
from speakprep.cli.translate.words import WORDS
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.translation.model import Translation
from speakprep.translation.standing import Tally


def standing_lines(facts: Translation, *, limits: bool = True) -> Iterator[str]:
    """Say how far a translation is, what to do about findings, and what the check cannot see.

    Without `limits` after a reader who does understand, or to whom it was just said.
    """
    source, target = facts.direction.source, facts.direction.target
    there = facts.segments - facts.missing - facts.stale
    state = f"{there:,} of {facts.segments:,} segments are in {LANGUAGE_NAMES[target]}"
    details = {
        "came now": facts.came,
        "edited by hand": facts.edited,
        f"to renew, as their {LANGUAGE_NAMES[source]} has changed": facts.stale,
        "not translated yet": facts.missing,
        "with findings": facts.flagged,
        "accepted": facts.accepted,
        "rejected, to be asked for again": facts.rejected,
    }
    rest = "".join(f"; {number:,} {what}" for what, number in details.items() if number)
    if facts.places:
        rest += f"; {facts.signed:,} of {facts.places:,} signed"
    yield from wrap(f"{printable(facts.file)}: {state}{rest}.", columns())
    if facts.flagged:
        mend = (
            f"Mend the words in {printable(facts.file)} and check again; where they are right, "
            'settle them: speakprep translate accept LINE --reason "..."'
        )
        yield from wrap(mend, columns())
    if limits:
        yield ""
        yield from wrap(facts.limits, columns())


def header(tally: Tally, language: Language) -> str:
    """Say how far it is, such as "12 of 72 signed, 3 with findings"."""
    text = WORDS["header"][language].format(signed=tally.signed, places=tally.places)
    if tally.flagged:
        text += WORDS["flagged"][language].format(flagged=tally.flagged)
    if tally.to_translate:
        text += WORDS["pending"][language].format(pending=tally.to_translate)
    return text
