"""The texts of a script as the rules read them: slide by slide, and as one talk."""

import re
from collections.abc import Iterable, Iterator, Mapping

from speakprep.deck.model import Block, Deck, Slide
from speakprep.lint.beside import VISUALS, Seen, Speech
from speakprep.lint.masking import MASK
from speakprep.lint.model import Bounds
from speakprep.script.figures import differing_figures, unspoken_figures, with_row_unit
from speakprep.script.likeness import state_of
from speakprep.script.model import Script, one_line
from speakprep.script.timing import amount
from speakprep.talk.language import Language
from speakprep.talk.report import Place

TALK = "talk"
"""The field of rules that read all texts as one, for what was explained slides ago."""

_FEW_LINES = 2
"""So many lines beside a picture, its title among them, leave the picture as what is to be seen."""

_INSIDE = ("chart", "table", "diagram")
_BRACKETED = re.compile(r"[(（]([A-Z][A-Z0-9]{1,5})s?[)）]")
_VISIBLE = re.compile(r"[^\r\n]")


def slides_of(script: Script, deck: Deck) -> dict[int, Slide]:
    """Return, by slide id, the slides a script's texts are about.

    A slide counts when it still is the one the text was written for, or bears
    its title: after a re-save by another program ids may point anywhere.
    """
    known = {slide.slide_id: slide for slide in deck.slides}
    found = {}
    for section in script.slides:
        slide = known.get(section.head.slide_id)
        if slide is None or section.head.orphan:
            continue
        same = section.stamp is not None and section.stamp.slide == slide.text_hash
        if same or section.head.title == one_line(slide.label):
            found[slide.slide_id] = slide
    return found


def under_review(script: Script, deck: Deck) -> frozenset[int]:
    """Return the ids of slides that a sync, as they are now, asked the speaker to look at."""
    known = {slide.slide_id: state_of(slide, slide.notes_hash) for slide in deck.slides}
    return frozenset(
        section.head.slide_id
        for section in script.slides
        if section.stamp
        and section.stamp.asked
        and section.stamp.asked == known.get(section.head.slide_id)
    )


def passages(
    script: Script, language: Language, file: str, slides: Mapping[int, Slide]
) -> Iterator[Speech]:
    """Yield the text of every slide, with the slide itself if it is in `slides` and not hidden."""
    before = ""
    for section in script.slides:
        head = section.head
        if head.orphan:
            continue
        label = f"第 {head.number} 页" if language == "zh" else f"Slide {head.number}"
        slide = None if head.hidden else slides.get(head.slide_id)
        spoken = amount(section.text)
        says = bool(spoken.words or spoken.han)
        yield Speech(
            text=section.text,
            language=language,
            # An empty slide is pointed at by its heading.
            place=Place(
                file=file,
                line=section.text_line if section.prose else section.line,
                slide=head.number,
            ),
            label=f"“{head.title}”" if head.number is None else label,
            markup="markdown",
            bounds=Bounds(required=not head.hidden),
            # A demo without a word needs no opening sentence, nor does what nobody hears.
            before=before if says and not head.hidden else "",
            title=head.title,
            seen=None if slide is None else see(slide, section.text),
        )
        if says and not head.hidden:
            before = section.prose


def see(slide: Slide, text: str) -> Seen:
    """Return what is on a slide while a text is said."""
    visible = [block for block in slide.blocks if block.kind != "alt"]
    inside = _lines(block for block in visible if block.kind in _INSIDE)
    outside = _lines(block for block in visible if block.kind not in _INSIDE)
    shows = {visual for visual in slide.shows if visual in VISUALS}
    if len(outside) > _FEW_LINES or inside:
        shows.discard("picture")
    differing = differing_figures(text, (*outside, *map(with_row_unit, inside)))
    asked = {each.shown for each in differing}
    # A title is read by everybody and said by nobody.
    body = _lines(block for block in visible if block.kind not in (*_INSIDE, "title"))
    return Seen(
        lines=_lines(visible),
        visuals=frozenset(shows),
        inside=inside,
        unspoken=tuple(each for each in unspoken_figures(text, body) if each not in asked),
        differing=differing,
    )


def _lines(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(line for block in blocks for line in block.text.split("\n"))


def whole_talk(
    script: Script, language: Language, file: str, slides: Mapping[int, Slide]
) -> Speech:
    """Return the texts of all slides as one passage; what is not said is hidden, lines stay."""
    texts = [_VISIBLE.sub(MASK, script.preamble)]
    for section in script.slides:
        above = section.heading + "".join(section.marks)
        is_said = not section.head.hidden and not section.head.orphan
        texts.append(_VISIBLE.sub(MASK, above))
        texts.append(section.text if is_said else _VISIBLE.sub(MASK, section.text))
    lines = (line for slide in slides.values() for line in (slide.title, *slide.body))
    return Speech(
        text="".join(texts),
        language=language,
        place=Place(file=file, line=1, field=TALK),
        markup="markdown",
        written_out=frozenset(found for line in lines for found in _BRACKETED.findall(line)),
    )
