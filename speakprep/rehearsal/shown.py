"""What a deck shows its listeners, as a rehearsal's record keeps it."""

from speakprep.deck.model import Deck, Slide
from speakprep.rehearsal.record import ShownDeck


def shown_deck(deck: Deck) -> ShownDeck:
    """Return a fingerprint of each slide: its words, its pictures; notes are not seen."""
    return ShownDeck(
        slides=tuple((slide.slide_id, _mark(slide)) for slide in deck.slides if not slide.hidden)
    )


def _mark(slide: Slide) -> str:
    return slide.text_hash + (slide.media_hash if slide.media else "")
