"""A deck out of its parts: which slides there are, and in which order."""

from collections.abc import Iterator, Mapping

from speakprep.deck.markup import P14, Node, P, R, child
from speakprep.deck.model import Deck, Problem, Slide
from speakprep.deck.package import Package, Relationship, TooMuchError, first_target
from speakprep.deck.paragraphs import one_line
from speakprep.deck.slides import Entry, SlideReader, problem
from speakprep.errors import InputError

MAX_SLIDE_ID = 2_147_483_647
"""The largest slide id there may be (ECMA-376 part 1, 19.7.13 ST_SlideId)."""


def read_presentation(package: Package) -> Deck | None:
    """Read every slide; None when the package holds no presentation.

    A slide that cannot be read costs that slide and becomes a problem.

    Raises:
        InputError: the list of slides cannot be read, or no slide can;
            `file` is the part meant.
        TooMuchError: the deck was made to do harm.
    """
    for part in (_main_part(package), "ppt/presentation.xml"):
        root = None if part is None else package.find(part)
        if part is not None and root is not None and root.tag == P + "presentation":
            return _read_slides(package, part, root)
    return None


def _main_part(package: Package) -> str | None:
    try:
        return first_target(package.relationships("").values(), "officeDocument")
    except InputError:
        # The usual name will do.
        return None


def _read_slides(package: Package, main: str, root: Node) -> Deck:
    related = package.relationships(main)
    reader = SlideReader(package, root, related.values())
    slides: list[Slide] = []
    problems: list[Problem] = []
    for entry in _entries(main, root, related):
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        try:
            slide, faults = reader.read(entry)
        except TooMuchError:
            raise
        except InputError as error:
            problems.append(problem(entry, "slide", error))
        else:
            slides.append(slide)
            problems += faults
    if problems and not slides:
        first = problems[0]
        raise InputError(
            f"none of its {len(problems)} slides can be read: {first.reason}",
            file=first.part,
            line=first.line,
        )
    return Deck(slides=tuple(slides), problems=tuple(problems))


def _entries(
    main: str, root: Node, related: Mapping[str, Relationship]
) -> Iterator[Entry | Problem]:
    """Yield where the slides are, in order, and the entries that lead nowhere."""
    sections = _sections(root)
    seen: set[int] = set()
    listed = child(root, P + "sldIdLst")
    entries = () if listed is None else listed.iterchildren(P + "sldId")
    for number, entry in enumerate(entries, start=1):
        slide_id = _slide_id(entry.get("id"))
        target = related.get(entry.get(R + "id") or "")
        if slide_id is None:
            reason = "the deck gives it no proper id"
        elif slide_id in seen:
            reason = f"an earlier slide has the same id, {slide_id}"
        elif target is None:
            reason = "the deck does not say where it is"
        else:
            seen.add(slide_id)
            yield Entry(number, slide_id, target.target, sections.get(slide_id, ""))
            continue
        yield Problem(lost="slide", part=main, reason=reason, slide=number, slide_id=slide_id)


def _sections(root: Node) -> dict[int, str]:
    """Return the section of each slide that is in one."""
    found: dict[int, str] = {}
    for section in root.iter(P14 + "section"):
        name = one_line(section.get("name") or "")
        for entry in section.iter(P14 + "sldId"):
            slide_id = _slide_id(entry.get("id"))
            if slide_id is not None:
                found[slide_id] = name
    return found


def _slide_id(text: str | None) -> int | None:
    if text is None or not text.isdecimal() or len(text) > 10:
        return None
    return int(text) if int(text) <= MAX_SLIDE_ID else None
