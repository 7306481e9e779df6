"""A notes master for a deck without one: the only module that knows python-pptx."""

from typing import Any, NamedTuple

from speakprep.deck.whole_xml import dialect, render


class NotesMaster(NamedTuple):
    """The bytes of a notes master and of its theme."""

    master: bytes
    theme: bytes


def new_notes_master(*, strict: bool) -> NotesMaster:
    """Make them as python-pptx does for the first notes of a deck.

    Args:
        strict: whether to write strict OOXML (ISO/IEC 29500-1).
    """
    from pptx.oxml.slide import CT_NotesMaster
    from pptx.oxml.theme import CT_OfficeStyleSheet

    makers: tuple[Any, ...] = (CT_NotesMaster, CT_OfficeStyleSheet)  # partly without types
    trees = (maker.new_default() for maker in makers)
    return NotesMaster(*(dialect(render(tree).decode(), strict=strict).encode() for tree in trees))
