"""What a file that comes back changes: hand edits, and where they cannot be taken over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import Finding, Level, Place
from speakprep.translation.formats.model import Returned, ReturnedFile
from speakprep.translation.formats.names import digest_of, inner_id, is_language
from speakprep.translation.formats.units import unit_of
from speakprep.translation.model import Direction
from speakprep.translation.reading import LONGEST_SPARE, LONGEST_TIMES
from speakprep.translation.standing import Placed
from speakprep.translation.targets import tame

QUOTE = 60
"""Characters of a text that a message shows."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """Files as the person would type them: what came back, and both scripts."""

    file: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Edit:
    """New words for a place, as one line of the script can hold them."""

    where: Placed
    text: str


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a file changes, and what there is to say about the rest of it."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


def bring_back(
    returned: ReturnedFile, placed: Sequence[Placed], direction: Direction, names: Names
) -> Brought:
    """Find out what was edited outside since it left.

    Raises:
        InputError: the file is in other languages, of another talk or an older source,
            holds two targets for one id, or one that is no translation.
    """
    _check_languages(returned, direction, names)
    by_id = {one.where.id: one for one in placed}
    units = _known(returned.units, placed, names)
    edits: list[Edit] = []
    found: list[Finding] = []
    for name, unit in units.items():
        one = by_id.get(name)
        if one is None:
            found += _regrouped(unit, names)
            continue
        _check_texts(unit, one, names)
        edit, said = _compare(unit, one, names)
        edits += [edit] if edit else []
        found += [said] if said else []
    finals = sum(
        unit.final and name in by_id and by_id[name].standing != "signed"
        for name, unit in units.items()
    )
    if finals:
        message = (
            f"the tool calls {finals} segment{'' if finals == 1 else 's'} final that you have not "
            f"signed: only you sign, with speakprep translate review --to {direction.target}"
        )
        place = Place(file=names.file)
        found.append(Finding(code="unsigned", level="advice", message=message, place=place))
    return Brought(edits=tuple(edits), findings=tuple(found))


def _check_languages(returned: ReturnedFile, direction: Direction, names: Names) -> None:
    tags = returned.source_language, returned.target_language
    fits = is_language(tags[0], direction.source) and is_language(tags[1], direction.target)
    if not fits:
        turned = is_language(tags[0], direction.target) and is_language(tags[1], direction.source)
        shown = " into ".join(tag[:20] or "?" for tag in tags)
        wanted = f"{LANGUAGE_NAMES[direction.source]} into {LANGUAGE_NAMES[direction.target]}"
        raise InputError(
            f"is from {shown}, not from {wanted}",
            file=names.file,
            hint=f"for the other direction, add --lang {direction.target}"
            if turned
            else f"export it again: speakprep translate export --to {direction.target}",
        )


def _known(
    units: Iterable[Returned], placed: Sequence[Placed], names: Names
) -> Mapping[str, Returned]:
    """Return the units by their inner id, all of which are of this script.

    Raises:
        InputError: some are not, or one has two targets.
    """
    segments = {segment.id for one in placed for segment in one.where.segments}
    known: dict[str, Returned] = {}
    strangers: list[Returned] = []
    for unit in units:
        name = inner_id(unit.id)
        if name is None:
            raise InputError(
                f"holds a segment that speakprep did not give out: {unit.id[:40]!r}",
                file=names.file,
                line=unit.line,
                hint="import a file that this wrote: speakprep translate export --form xliff",
            )
        if not segments.issuperset(name.split("+")):
            strangers.append(unit)
            continue
        before = known.setdefault(name, unit)
        if before.target != unit.target:
            raise InputError(
                f"gives two translations for {unit.id}: “{short(before.target or '')}” and "
                f"“{short(unit.target or '')}”",
                file=names.file,
                line=unit.line,
                hint="keep one of them",
            )
    if strangers:
        raise _strange(strangers, len(known), names)
    return known


def _strange(strangers: Sequence[Returned], known: int, names: Names) -> InputError:
    again = "export it anew and carry the edits over: speakprep translate export --form xliff"
    if not known:
        return InputError(
            f"is of another talk: none of its {len(strangers)} segments is in {names.source}",
            file=names.file,
            line=strangers[0].line,
            hint=f"is this the right talk? otherwise {again}",
        )
    count = f"{len(strangers)} of its {len(strangers) + known} segments"
    return InputError(
        f"is of an older {names.source}: {count} are not there any more, first "
        f"“{short(strangers[0].source or strangers[0].id)}”",
        file=names.file,
        line=strangers[0].line,
        hint=again,
    )


def _check_texts(unit: Returned, one: Placed, names: Names) -> None:
    source = unit_of(one).source
    if unit.source is not None and unit.source.split() != source.split():
        raise InputError(
            f"the source text of {unit.id} is not the script's: “{short(unit.source)}”",
            file=names.file,
            line=unit.line,
            hint=f"change it in {names.source} and export anew",
        )
    if len(unit.target or "") > LONGEST_TIMES * len(source) + LONGEST_SPARE:
        raise InputError(
            f"the translation of {unit.id} is {len(unit.target or ''):,} characters long, its "
            f"source {len(source):,}",
            file=names.file,
            line=unit.line,
            hint="is it in the right place?",
        )


def _compare(unit: Returned, one: Placed, names: Names) -> tuple[Edit | None, Finding | None]:
    """Take three versions together: as it left, as it is here now, as it came back."""
    mine = unit_of(one).target
    words = tame(unit.target or "")
    if not words:
        if mine:
            message = "came back empty, so it stays as it is"
            return None, _finding("empty", "advice", message, one, names)
        return None, None
    as_it_left = unit.was != "" and unit.was in {digest_of(unit.target), digest_of(words)}
    if as_it_left or (mine is not None and words == tame(mine)):
        return None, None
    if one.where.whole_slide:
        message = f"its paragraphs differ on both sides: edit it by hand; it came as “{words}”"
        return None, _finding("kept", "warning", message, one, names)
    by_hand = one.where.origin == "edited" or one.standing == "signed"
    if by_hand and unit.was != digest_of(mine):
        message = f"was edited here since, so it stays as it is; it came back as “{words}”"
        return None, _finding("kept", "warning", message, one, names)
    return Edit(where=one, text=words), None


def _regrouped(unit: Returned, names: Names) -> Iterator[Finding]:
    """Name a unit whose segments are still here, but stand together in another way."""
    if unit.target is not None and unit.was != digest_of(unit.target):
        yield Finding(
            code="kept",
            level="warning",
            message="its sentences were edited here since, so they stay as they are; it came "
            f"back as “{short(unit.target)}”",
            place=Place(file=names.file, line=unit.line),
            evidence=unit.source or "",
        )


def _finding(code: str, level: Level, message: str, one: Placed, names: Names) -> Finding:
    missing = one.where.origin == "missing"
    place = Place(
        file=names.source if missing else names.target, line=one.where.line, slide=one.where.slide
    )
    return Finding(code=code, level=level, message=message, place=place, evidence=one.target)


def short(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"
