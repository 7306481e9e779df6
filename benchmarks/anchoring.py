"""How often a text is still with its slide after the deck was edited, and how long telling takes.

    python benchmarks/anchoring.py [FOLDER]

FOLDER holds a folder per deck with its versions, PowerPoint files whose names sort in the order
of time; each version is compared with the next, and PowerPoint's slide ids are the truth. Without
FOLDER, 300 pairs of versions are made up: slides moved, inserted, deleted, duplicated, edited and
replaced about as often as in 73 pairs of real decks. Every pair is measured twice: as PowerPoint
saves it, and as if LibreOffice had saved it last, which numbers all slides anew.

Four ways of telling are compared: by position, by slide id, by content, and ours. `right` texts are
with their slide; `wrong` ones with another; `twin` ones with another that says exactly what theirs
said, such as a copy of a slide that was then edited itself; `asked` ones would be wrong or stray,
but the speaker is asked to look; `lost` ones were not found though their slide is there; `stray`
ones are of deleted slides and were given to another one. Only `wrong` and `stray` are harm done in
silence.

Then one sync of 100, 1,000 and 3,000 slides is timed (CPU seconds).
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.deck.model import Block, Deck, Media, Slide
from speakprep.script.files import render_script
from speakprep.script.memory import Memory, overlap, seen, tokens
from speakprep.script.model import Script
from speakprep.script.notices import EDITED, REPLACED
from speakprep.script.sync import Setting, Synced, sync_script

SETTING = Setting(title="", language="en", main=True, file="script.en.md")
Pair = tuple[Deck, Deck, dict[int, int]]
"""Two versions, and where the slides of the first are in the second: place to place, from 0."""

Answer = tuple[dict[int, int], set[int]]
"""The place where the text of each slide is now, and the texts the speaker is asked to look at."""

PAIRS, SLIDES, SEED = 300, 14, 20261121
SIZES = (100, 1_000, 3_000)
WORDS = [
    *map("".join, product(("lo", "ta", "ri", "sem", "ku", "an", "ver", "mo"), repeat=3)),
    *map("".join, product("采样延迟成本链路队列指标日志发布回滚集群", repeat=2)),
]
WEIGHTS = [1 / (rank * 0.618 % 1 * len(WORDS) + 3) for rank in range(len(WORDS))]
"""A few words are on many slides and most are on few, as in any text (Zipf's law)."""


def by_position(old: Deck, new: Deck) -> Answer:
    """Believe the place in the deck, as tools that know the file slideN.xml do."""
    return {n: n for n in range(min(len(old.slides), len(new.slides)))}, set()


def by_id(old: Deck, new: Deck) -> Answer:
    """Believe PowerPoint's slide id."""
    places = {slide.slide_id: n for n, slide in enumerate(new.slides)}
    ids = {n: slide.slide_id for n, slide in enumerate(old.slides)}
    return {n: places[slide_id] for n, slide_id in ids.items() if slide_id in places}, set()


def by_content(old: Deck, new: Deck) -> Answer:
    """Take the slide with the same text, or else the likest with 0.7 of the words in common."""
    free = dict(enumerate(new.slides))
    found: dict[int, int] = {}
    for exact in (True, False):
        for n, slide in enumerate(old.slides):
            if n in found:
                continue
            words = tokens(seen(slide).texts)
            scores = [
                (float(slide.text_hash == other.text_hash) if exact else score, -place)
                for place, other in free.items()
                if (score := overlap(words, tokens(seen(other).texts)) or 0.0) >= 0.7 or exact
            ]
            score, place = max(scores, default=(0.0, 0))
            if score > 0:
                found[n] = -place
                free.pop(-place)
    return found, set()


def by_ours(old: Deck, new: Deck) -> Answer:
    """Sync a script in which every slide has a text."""
    written = _written(_without_notes(old))
    synced = sync_script(written.script, _without_notes(new), SETTING, written.memory)
    review = {f.place.slide for f in synced.findings if f.code in {EDITED, REPLACED}}
    found: dict[int, int] = {}
    asked: set[int] = set()
    for section in synced.script.slides:
        number = section.head.number
        if section.prose and number is not None:
            n = int(section.prose.split()[-1].rstrip("."))
            found[n] = number - 1
            asked |= {n} if number in review else set()
    assert render_script(synced.script).count("Text ") == len(old.slides), "a text was lost"
    return found, asked


def _written(deck: Deck) -> Synced:
    """Return a script in which every slide has a text."""
    first = sync_script(None, deck, SETTING)
    slides = [replace(s, text=f"\nText {n}.\n\n") for n, s in enumerate(first.script.slides)]
    script = Script(preamble=first.script.preamble, slides=tuple(slides))
    return sync_script(script, deck, SETTING, first.memory)


WAYS: dict[str, Callable[[Deck, Deck], Answer]] = {
    "position": by_position,
    "id": by_id,
    "content": by_content,
    "ours": by_ours,
}


def judge(answer: Answer, old: Deck, new: Deck, where: dict[int, int]) -> Counter[str]:
    """Count what became of each text."""
    found, asked = answer
    counted: Counter[str] = Counter()
    for n, slide in enumerate(old.slides):
        if n not in found:
            counted["lost" if n in where else "gone"] += 1
        elif found[n] == where.get(n):
            counted["right"] += 1
        elif n in asked:
            counted["asked"] += 1
        elif new.slides[found[n]].text_hash == slide.text_hash:
            counted["twin"] += 1
        else:
            counted["wrong" if n in where else "stray"] += 1
    return counted


def made_up(count: int, seed: int) -> Iterator[Pair]:
    """Yield decks and their next versions, edited as real ones were."""
    chance = random.Random(seed)
    for _ in range(count):
        serial = iter(range(256, 10**6))
        old = [_slide(chance, next(serial)) for _ in range(chance.randint(4, 2 * SLIDES))]
        for _ in range(len(old) // 10):  # a tenth says what another one says
            twin, place = chance.choice(old), chance.randrange(len(old))
            old[place] = replace(old[place], title=twin.title, blocks=twin.blocks)
        # 20 of the 73 pairs lost slides, 34 won some.
        deleting = 0.2 * (chance.random() < 20 / 73)
        inserting = 0.25 * (chance.random() < 34 / 73)
        kept = [(n, slide) for n, slide in enumerate(old) if chance.random() >= deleting]
        slides: list[tuple[int | None, Slide]] = []
        for n, slide in kept:
            # A slide that was reused for something else keeps its id, but its text has gone.
            reused = chance.random() < 12 / 912
            edited = _edited(chance, slide) if chance.random() < 116 / 912 else slide
            now = replace(_slide(chance, slide.slide_id), creation_id=slide.creation_id)
            slides.append((None, now) if reused else (n, edited))
            if chance.random() < inserting / 5:
                copy = replace(slide, slide_id=next(serial), creation_id=chance.getrandbits(31))
                slides.append((None, copy))
            if chance.random() < inserting:
                slides.append((None, _slide(chance, next(serial))))
        if chance.random() < 5 / 73 and len(slides) > 2:
            moved = slides.pop(chance.randrange(len(slides)))
            slides.insert(chance.randrange(len(slides)), moved)
        where = {n: place for place, (n, _) in enumerate(slides) if n is not None}
        yield _deck(old), _deck([slide for _, slide in slides]), where


def of_folder(folder: Path) -> Iterator[Pair]:
    """Yield each version of each deck with the next one."""
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        versions = [read_deck(path) for path in sorted(each.glob("*.pptx"))]
        for old, new in pairwise(versions):
            yield old, new, by_id(old, new)[0]


def resaved(deck: Deck) -> Deck:
    """Return a deck as LibreOffice leaves it: ids from 256 in order, no creation ids."""
    return _deck(
        [replace(s, slide_id=256 + n, creation_id=None) for n, s in enumerate(deck.slides)]
    )


def _slide(chance: random.Random, slide_id: int) -> Slide:
    title = "" if chance.random() < 0.17 else _words(chance, chance.randint(1, 4))
    lines = [_words(chance, 5) for _ in range(chance.randint(0, 5))]
    blocks = (Block(kind="title", text=title), Block(kind="body", text="\n".join(lines)))
    return Slide(
        number=1,
        slide_id=slide_id,
        creation_id=chance.getrandbits(31) if chance.random() < 0.96 else None,
        title=title,
        blocks=tuple(block for block in blocks if block.text),
        media=_picture(chance) if chance.random() < 0.3 else (),
    )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, WEIGHTS, k=count))


def _picture(chance: random.Random) -> tuple[Media, ...]:
    size = chance.randrange(10_000, 100_000)
    return (Media(kind="picture", part=f"{size}.png", size=size, checksum=size),)


def _edited(chance: random.Random, slide: Slide) -> Slide:
    """Return a slide with a line more, less or other, or with another title."""
    lines = list(slide.body)
    title = slide.title
    what = chance.randrange(4)
    if what == 0 or not lines:
        lines.append(_words(chance, 5))
    elif what == 1:
        lines.pop(chance.randrange(len(lines)))
    elif what == 2:
        lines[chance.randrange(len(lines))] = _words(chance, 5)
    else:
        title = _words(chance, 3)
    blocks = (Block(kind="title", text=title), Block(kind="body", text="\n".join(lines)))
    return replace(slide, title=title, blocks=tuple(block for block in blocks if block.text))


def _deck(slides: list[Slide]) -> Deck:
    return Deck(slides=tuple(replace(s, number=n) for n, s in enumerate(slides, start=1)))


def _without_notes(deck: Deck) -> Deck:
    return _deck([replace(slide, notes="") for slide in deck.slides])


def timed(count: int) -> Iterator[tuple[str, float]]:
    """Yield what a sync of so many slides meets, and the CPU seconds it takes."""
    chance = random.Random(SEED)
    old = _deck([_slide(chance, 300 + n) for n in range(count)])
    written = _written(old)
    edited = [_edited(chance, s) if chance.random() < 1 / 8 else s for s in old.slides]
    del edited[::20]
    edited.insert(0, edited.pop(len(edited) // 2))
    other = _deck([_slide(chance, 10**6 + n) for n in range(count)])
    cases: dict[str, tuple[Deck, Memory]] = {
        "nothing changed": (old, written.memory),
        "edited": (_deck(edited), written.memory),
        "edited, saved by LibreOffice": (resaved(_deck(edited)), written.memory),
        "the same, nothing remembered": (resaved(_deck(edited)), Memory()),
        "another deck altogether": (other, written.memory),
    }
    for name, (deck, memory) in cases.items():
        began = time.process_time()
        sync_script(written.script, deck, SETTING, memory)
        yield name, time.process_time() - began


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    pairs = list(of_folder(folder) if folder else made_up(PAIRS, SEED))
    kinds = ("right", "wrong", "twin", "asked", "lost", "stray")
    saves: dict[str, Callable[[Deck], Deck]] = {
        "saved by PowerPoint": lambda deck: deck,
        "saved by LibreOffice": resaved,
    }
    for name, save in saves.items():
        surviving = sum(len(where) for _, _, where in pairs)
        print(f"{len(pairs)} pairs, {surviving} surviving slides, {name}")
        print(f"  {'':10}" + "".join(f"{kind:>8}" for kind in kinds))
        for way, find in WAYS.items():
            total: Counter[str] = Counter()
            for old, new, where in pairs:
                total += judge(find(old, save(new)), old, new, where)
            share = f"{total['right'] / surviving:7.1%}" if surviving else ""
            print(f"  {way:10}" + "".join(f"{total[kind]:8}" for kind in kinds) + share)
        print()
    seconds = [dict(timed(size)) for size in SIZES]
    print(f"{'one sync, CPU seconds':30}" + "".join(f"{size:8,}" for size in SIZES))
    for name in seconds[0]:
        print(f"  {name:28}" + "".join(f"{each[name]:8.2f}" for each in seconds))


if __name__ == "__main__":
    main()
