"""The closed set of kinds a rule may have: what each does and which keys it reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from speakprep.lint import bounds, drawn, flowing, outline, scripts, showing, terms, wording
from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.language import LANGUAGES, Language


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One way to check a text.

    `needs` and `takes` are keys of a rule file (must and may); `says` the
    names its message may hold in braces; `reads_empty` whether it looks at a
    field in which nothing is written yet; `sees_slide` whether it compares with
    the slide, and is silent without one; `languages` those it knows about.
    """

    check: Callable[[Reading, Rule], Iterable[Hit]]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    reads_empty: bool = False
    sees_slide: bool = False
    languages: tuple[Language, ...] = LANGUAGES


KINDS: Mapping[str, Kind] = {
    "pattern": Kind(
        check=wording.pattern,
        needs=("cues",),
        takes=("at_least", "inside_code", "match_case", "where"),
        says=("found", "count"),
    ),
    "missing": Kind(
        check=wording.missing,
        needs=("cues",),
        takes=("inside_code", "match_case", "when", "where"),
    ),
    "order": Kind(
        check=wording.order,
        needs=("before", "cues"),
        takes=("inside_code", "match_case", "when", "where"),
    ),
    "long-sentence": Kind(check=wording.long_sentence, needs=("limit",), says=("count", "limit")),
    "max-length": Kind(
        check=bounds.max_length, takes=("limit",), says=("count", "limit", "over", "unit")
    ),
    "min-length": Kind(
        check=bounds.min_length, takes=("percent",), says=("count", "limit", "unit")
    ),
    "required": Kind(check=bounds.required, reads_empty=True),
    "choice": Kind(check=bounds.choice, says=("choices",)),
    "near-limit": Kind(
        check=bounds.near_limit, needs=("percent",), says=("count", "limit", "left", "unit")
    ),
    "wanted": Kind(
        check=bounds.wanted, takes=("limit",), says=("count", "limit"), reads_empty=True
    ),
    "link": Kind(check=bounds.link, reads_empty=True),
    "words-of-han": Kind(
        check=bounds.words_of_han, says=("count", "limit", "han", "unit"), languages=("zh",)
    ),
    "timings": Kind(check=outline.timings),
    "minutes-sum": Kind(check=outline.minutes_sum, says=("count", "limit")),
    "term": Kind(check=terms.term, needs=("terms",), says=("found", "right")),
    "acronyms": Kind(check=terms.acronyms, takes=("at_least", "known"), says=("found", "count")),
    "title-case": Kind(
        check=terms.title_case, takes=("known",), says=("found",), languages=("en",)
    ),
    "touching-scripts": Kind(check=scripts.touching_scripts, says=("found",), languages=("zh",)),
    "mixed-spacing": Kind(check=scripts.mixed_spacing, says=("found",), languages=("zh",)),
    "mixed-scripts": Kind(
        check=scripts.mixed_scripts, takes=("at_least",), says=("found",), languages=("zh",)
    ),
    "repeats-slide": Kind(
        check=showing.repeats_slide, needs=("percent",), says=("percent",), sees_slide=True
    ),
    "unexplained-visual": Kind(
        check=showing.unexplained_visual,
        needs=("cues",),
        takes=("match_case",),
        says=("shown",),
        sees_slide=True,
    ),
    "unspoken-figure": Kind(
        check=showing.unspoken_figure, says=("found", "count"), sees_slide=True
    ),
    "differing-figure": Kind(
        check=showing.differing_figure,
        needs=("cues",),
        takes=("match_case",),
        says=("found", "shown"),
        sees_slide=True,
    ),
    "long-breath": Kind(check=flowing.long_breath, needs=("limit",), says=("count", "limit")),
    "no-transition": Kind(check=flowing.no_transition, needs=("cues",), takes=("match_case",)),
    "unexplained-acronym": Kind(
        check=flowing.unexplained_acronym,
        needs=("cues",),
        takes=("known", "match_case"),
        says=("found",),
    ),
    "late-explanation": Kind(
        check=flowing.late_explanation, needs=("cues",), takes=("match_case",), says=("found",)
    ),
    "crowded-slide": Kind(check=drawn.crowded, needs=("limit",), says=("count", "limit")),
    "small-text": Kind(check=drawn.small_text, needs=("limit",), says=("count", "limit")),
    "untitled-slide": Kind(check=drawn.no_title),
    "untitled-axes": Kind(check=drawn.untitled_axes, says=("found", "count"), reads_empty=True),
    "cut-axis": Kind(check=drawn.cut_axis, says=("found",), reads_empty=True),
    "unnumbered-deck": Kind(
        check=drawn.no_numbers, takes=("at_least",), says=("count",), reads_empty=True
    ),
    "control-characters": Kind(check=scripts.control_characters, says=("found",)),
}
