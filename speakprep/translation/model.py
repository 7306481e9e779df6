"""The nouns of a translation: stretches, segments, windows, and what is remembered of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from speakprep.fidelity.cited import Chunk
from speakprep.llm.model import Estimate, Recipient
from speakprep.script.model import SlideText
from speakprep.talk.language import Language

State = Literal["machine", "flagged", "edited"]
"""How a target came to be: as the model gave it, with findings, or changed by hand."""

Shape = Literal["chunks", "text"]
"""How an answer gives a translation: phrase by phrase, each with the words it stands for, or as
plain text."""

SecondReader = Literal["judge", "second", "back"]
"""Who gives a second opinion: a model asked closed questions; another translation of the same
words, compared; a translation back into the source's language, compared."""

Accusation = Literal["added", "omitted", "changed", "opinion", "language"]
"""What it can say: words without a source, words without a translation, another number, name,
negation or certainty, a stance the speaker did not take, words in another language."""

Decision = Literal["signed", "rejected"]
"""What a person says about a place: these words may go on stage, or they may not."""

Standing = Literal["missing", "stale", "rejected", "flagged", "machine", "edited", "signed"]
"""Where a place stands, from furthest from done to done.

Not translated; of an older source; refused by a person, so to be asked for again; with
findings that nobody settled, signed before or not; as a model gave it; changed by hand;
signed by a person.
"""


@dataclass(frozen=True, kw_only=True)
class Direction:
    """From which language into which."""

    source: Language
    target: Language

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a slide's text: words that are spoken, or what stays as it is.

    The raw texts of all stretches add up to the text they came from; `line`
    counts from 0, from the beginning of that text. A spoken stretch has no
    white space at its ends and no blank line, cue or comment inside.
    """

    raw: str
    spoken: bool
    line: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One to three sentences that are translated together.

    `id` comes from the text, so that it stays the same while the text does;
    repeats of a text get a counter. `line` is where its paragraph begins in the
    script, from 1.
    """

    id: str
    text: str
    slide: int | None
    line: int


@dataclass(frozen=True, kw_only=True)
class Run:
    """A spoken stretch cut into segments; none where it needs no translation."""

    stretch: Stretch
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class SourceSlide:
    """One slide of the source script, cut.

    `key` is its place in the translation memory, such as "s259"; `title` is
    None where the slide has none; `runs` follow the spoken stretches in order.
    """

    key: str
    slide: SlideText
    title: Run | None
    stretches: tuple[Stretch, ...]
    runs: tuple[Run, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in the order of the script, the title's first."""
        title = self.title.segments if self.title else ()
        return title + tuple(segment for run in self.runs for segment in run.segments)


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """Words that a person refused for a segment; `because` is their reason, which may be empty."""

    id: str
    was: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much a form takes of the text that these segments are all of, such as "900 characters".

    It counts for the text as a whole, also where only some of its segments are asked for.
    """

    ids: tuple[str, ...]
    at_most: str


@dataclass(frozen=True, kw_only=True)
class Window:
    """Segments asked for in one request, and source text around them to read only.

    `limits` hold for texts that segments of the window belong to; `rejected` are earlier
    translations of its segments that a person refused.
    """

    segments: tuple[Segment, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """One segment as it came back; `chunks` are empty where it came as plain text."""

    id: str
    text: str
    unsure: bool = False
    chunks: tuple[Chunk, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What an answer brought.

    `refused` are ids that had no business in it; `spoilt` are ids asked for
    whose text cannot be used, which count as not answered.
    """

    items: tuple[Item, ...]
    refused: tuple[str, ...] = ()
    spoilt: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """A translated segment, as one line of the translation memory.

    `findings` are the kinds of discrepancies seen when it came; `prompt` is the
    version of the prompt that asked for it, 0 for a hand's work; `chunks` are how
    the target cites its source, where it does.
    """

    id: str
    source: str
    target: str
    model: str
    prompt: int = 0
    unsure: bool = False
    findings: tuple[str, ...] = ()
    state: State = "machine"
    chunks: tuple[Chunk, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Generated:
    """What a slide's translation was like when it was last written.

    `origin` names its source's fingerprint, such as "zh 3f2a9c1e"; `title`,
    `text` and `runs` are digests of what was written, as a whole and paragraph
    by paragraph: whatever has another digest was edited by hand.
    """

    key: str
    origin: str
    title: str
    text: str
    runs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """What a person read and found right, although the check has something to say.

    `id` names the segments; the digests are those of both sides' words, so that
    any edit revokes it; `findings` are the kinds accepted, and no other.
    """

    id: str
    source_digest: str
    target_digest: str
    findings: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Dismissed:
    """A rule of this talk: these words may stand for those, whatever the check says about it.

    `kind` is that of the finding it settles wherever both words stand on their sides;
    `line` is where the memory holds it, from 1.
    """

    kind: str
    source_words: str
    target_words: str
    reason: str
    line: int = 1

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it another rule: its kind and the words of both sides."""
        return self.kind, self.source_words, self.target_words


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a person decided about a place, for as long as neither side is edited.

    `id` names the segments; the digests are those of both sides' words; `day` is
    a date such as "2026-11-21"; `by` and `reason` may be empty. `in_bulk` tells
    that all places without findings were signed at once, this one among them.
    """

    id: str
    source_digest: str
    target_digest: str
    decision: Decision
    day: str
    by: str = ""
    reason: str = ""
    in_bulk: bool = False

    def holds(self, source: str, target: str) -> bool:
        """Tell whether it speaks about these words."""
        return (digest(source), digest(target)) == (self.source_digest, self.target_digest)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a second reader holds against a translation, in verbatim words of either side.

    For "back" the words of both sides are the source's, because a translation back is compared.
    """

    kind: Accusation
    source_words: str = ""
    target_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """That a second reader looked at a place, and what they said; often nothing.

    `id` names the segments; the digests are those of both sides' words, so that
    any edit makes it void; `by` is the model's name.
    """

    id: str
    how: SecondReader
    source_digest: str
    target_digest: str
    by: str
    opinions: tuple[Opinion, ...] = ()

    def holds(self, source: str, target: str) -> bool:
        """Tell whether it speaks about these words."""
        return (digest(source), digest(target)) == (self.source_digest, self.target_digest)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """All that is remembered, the latest line of each id; `unreadable` are lines skipped."""

    records: Mapping[str, Record] = field(default_factory=dict)
    generated: Mapping[str, Generated] = field(default_factory=dict)
    accepted: Mapping[str, Accepted] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    judged: Mapping[tuple[str, SecondReader], Judged] = field(default_factory=dict)
    dismissed: Mapping[tuple[str, str, str], Dismissed] = field(default_factory=dict)
    unreadable: tuple[int, ...] = ()

    def target(self, segment: Segment) -> str | None:
        """Return a segment's translation, if it has one."""
        record = self.records.get(segment.id)
        return record.target if record and record.source == segment.text else None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run would send, to be shown before it is sent.

    `segments` are all of the script, `pending` those to send; `words` counts
    a Han character as one.
    """

    direction: Direction
    segments: int
    pending: int
    words: int
    requests: int
    recipient: Recipient
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plan and what carries it out.

    `shape` is what answers have to look like; `systems` are the rendered prompts, by shape: also
    that for plain text, in case the model cannot cite.
    """

    plan: Plan
    windows: tuple[Window, ...]
    systems: Mapping[Shape, str]
    prompt: int
    shape: Shape = "text"


@dataclass(frozen=True, kw_only=True)
class Requested:
    """A request written for a chat window; `file` is empty where nothing is left to ask."""

    direction: Direction
    file: str
    segments: int
    pending: int
    tokens: int


@dataclass(frozen=True, kw_only=True)
class Translation:
    """How far a translation is, in segments, and what the check cannot see.

    `came` are those that the command brought; `stale` ones of an older
    source and to be asked for again, `missing` ones not there, `edited` ones the work of a hand,
    `flagged` the places with findings of warning or worse that nobody accepted,
    `accepted` those with findings that somebody did. `signed` of all `places` were
    signed by a person, `rejected` ones refused and not asked for again yet.
    """

    direction: Direction
    file: str
    segments: int
    came: int
    stale: int
    missing: int
    edited: int
    flagged: int
    accepted: int
    places: int
    signed: int
    rejected: int
    limits: str


def digest(text: str) -> str:
    """Return eight hex digits over a text, exactly as it is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def is_reason(text: str) -> bool:
    """Tell whether a text can be somebody's reason: it holds at least one letter or digit."""
    return any(sign.isalnum() for sign in text)
