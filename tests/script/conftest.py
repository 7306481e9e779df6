"""Decks as values, for scripts to follow."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from speakprep.deck.model import Block, Deck, Slide


def _slide(slide_id: int, title: str = "", body: str = "", **more: object) -> Slide:
    parts = (("title", title), ("body", body))
    blocks = tuple(Block(kind=kind, text=text) for kind, text in parts if text)
    return Slide(number=1, slide_id=slide_id, title=title, blocks=blocks, **more)


def _deck(*slides: Slide) -> Deck:
    return Deck(slides=tuple(replace(s, number=n) for n, s in enumerate(slides, start=1)))


@pytest.fixture(scope="session")
def make_slide() -> Callable[..., Slide]:
    """Make a slide: id, title, body, then any field of `Slide`."""
    return _slide


@pytest.fixture(scope="session")
def make_deck() -> Callable[..., Deck]:
    """Make a deck of slides, numbered in the order given."""
    return _deck
