"""What the files of a proposal are called.

cfp.md is the talk's own proposal in its own language, cfp.<event>.md the same for another form,
and cfp.<event>.<language>.md its translation, named with its event even if that is the talk's
own: so no language can be taken for an event, and a file says by itself which form it fills. What
stands in between is the variant's name, which `--event` takes: "pycontw", or "pycontw.en".
"""

from speakprep.cfp.files import CFP_FILE
from speakprep.talk.language import LANGUAGES, Language


def event_of(variant: str) -> str:
    """Return the event of a variant, whatever language it is in.

    >>> event_of("pycontw.en"), event_of("pycontw"), event_of("")
    ('pycontw', 'pycontw', '')
    """
    event, _, language = variant.rpartition(".")
    return event if event and language in LANGUAGES else variant


def file_of(variant: str) -> str:
    """Return the file of a variant; cfp.md where none is meant."""
    return f"cfp.{variant}.md" if variant else CFP_FILE


def variant_in(file: str) -> str:
    """Return the variant that a file's name says; nothing for cfp.md and any other file."""
    inner = file.removeprefix("cfp.").removesuffix(".md")
    return inner if file == file_of(inner) and "." not in event_of(inner) else ""


def translation_of(event: str, language: Language) -> str:
    """Return the name of an event's variant in a language."""
    return f"{event}.{language}"
