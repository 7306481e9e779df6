"""The closed set of kinds a rule may have: what each does and which keys it reads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from speakprep.lint import bounds, wording
from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One way to check a text.

    `needs` and `takes` are keys of a rule file (must and may); `says` the
    names its message may hold in braces; `reads_empty` whether it looks at a
    field in which nothing is written yet.
    """

    check: Callable[[Reading, Rule], Iterator[Hit]]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    reads_empty: bool = False


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
}
