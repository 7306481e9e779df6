"""checklists/spoken.toml: which capitals are said like a word."""

from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table


def parse_lexicon(resource: Resource) -> frozenset[str]:
    """Read which capitals are said like a word; all others are spelled.

    Raises:
        InputError: broken TOML, or a key that does not exist, with its line.
    """
    table = Table.parse(resource.text, str(resource.path))
    table.only(("as_words",))
    return frozenset(table.texts("as_words"))
