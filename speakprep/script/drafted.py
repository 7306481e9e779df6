"""What a model wrote for slides: read from its answer, and held to its sources.

It names the words it builds on, sentence by sentence. Whatever stands in no
source is pointed out; nothing of it is believed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.deck.model import Slide
from speakprep.deck.paragraphs import one_line
from speakprep.errors import InputError
from speakprep.fidelity.grounding import find_unsupported
from speakprep.llm.answers import ASK_AGAIN, read_object
from speakprep.llm.model import Json
from speakprep.script.drafting import Wanted, schema_in, words_of
from speakprep.script.files import quote_notes
from speakprep.script.timing import unit_count
from speakprep.talk.language import LANGUAGE_NAMES, Language, count, detect
from speakprep.talk.report import Finding, Place

LINKING: Mapping[Language, int] = {"en": 12, "zh": 24}
"""Words, or Han characters, of a sentence that may lead on without saying anything of its own."""

MOST_DRAFT = 8_000
"""Characters of one draft: more than anyone says about a slide, four times what is asked for."""

MOST_NOTE = 80
"""Characters of a doubtful sentence that are repeated beside the text: enough to find it."""

_FEW = {"en": 4, "zh": 6}
"""Words, or Han characters, that a text in another language may be of: names and commands are."""

DoubtKind = Literal["number", "name", "source", "claim", "thin", "reply", "elsewhere"]
"""What stands in no source: a quantity; a name, code or address; the words a sentence says it
builds on; a whole sentence that names none, or next to none (`thin`); talk about the text instead
of text. `elsewhere`: all of it rests on the neighbours, as when a chat mixes up two slides."""

THIN = 8
"""A sentence of so many times the words it builds on says more than they do."""

CODE = "SCR131"

_DOUBTS: dict[DoubtKind, dict[Language, str]] = {
    "number": {
        "en": "“{words}” stands neither on the slide nor in what the model was given.",
        "zh": "“{words}”在这一页和给模型的材料里都没有。",
    },
    "name": {
        "en": "“{words}” stands neither on the slide nor in what the model was given.",
        "zh": "“{words}”在这一页和给模型的材料里都没有。",
    },
    "source": {
        "en": "The model says this comes from “{source}”, which stands nowhere.",
        "zh": "模型说这句来自“{source}”，但材料里没有这句话。",
    },
    "claim": {
        "en": "The model names no source for this sentence: is it true of your talk?",
        "zh": "模型没有说这句话从哪里来：你的演讲里真是这样吗？",
    },
    "thin": {
        "en": "All that this builds on is “{source}”: is the rest of it true of your talk?",
        "zh": "这句话的依据只有“{source}”：其余的在你的演讲里真是这样吗？",
    },
    "reply": {
        "en": "This talks about the text instead of being said on stage.",
        "zh": "这是在谈论文字本身，不是要在台上说的话。",
    },
    "elsewhere": {
        "en": "All of this text rests on the slides beside this one: was it meant for another?",
        "zh": "这段文字的依据都在前后两页，这一页上一句也没有：是不是放错了页？",
    },
}
_LAYOUT = re.compile(r"^(?:#{1,6}[ \t]+|[-*+•>][ \t]+|(?:`{3,}|~{3,})\w*[ \t]*)+")
"""What makes a line of Markdown a heading, an item, a quotation or the begin of code."""

_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+)(?<=\S)\1")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a draft, and the words it says it builds on."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a model wrote for one slide."""

    slide_id: int
    sentences: tuple[Sentence, ...]
    unsure: str = ""

    def words(self, language: Language, newline: str) -> str:
        """The text as it goes into a script: none of it a heading or a comment."""
        joiner = "" if language == "zh" else " "
        return quote_notes(joiner.join(each.text for each in self.sentences), newline)

    def unusable(self, language: Language) -> str:
        """Say why nobody could say this on stage: another language, or without end; else empty."""
        text = " ".join(each.text for each in self.sentences)
        if len(text) > MOST_DRAFT:
            return f"is longer than {MOST_DRAFT:,} characters"
        found, counted = detect(text), count(text)
        amount = counted.han if found == "zh" else counted.words
        return (
            f"is in {LANGUAGE_NAMES[found]}" if found != language and amount > _FEW[found] else ""
        )


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Words of a draft that no source holds; `sentence` is the one they stand in."""

    kind: DoubtKind
    words: str
    sentence: Sentence

    @property
    def note(self) -> str:
        """What the script remembers of it, beside the text, until somebody has looked."""
        if self.kind == "elsewhere":
            return "rests on another slide"
        said = self.words if len(self.words) <= MOST_NOTE else f"{self.words[:MOST_NOTE]}…"
        return f"rests on little: {said}" if self.kind == "thin" else f"in no source: {said}"

    def finding(self, place: Place, language: Language) -> Finding:
        """Return the finding a report shows, at the place the caller knows."""
        message = _DOUBTS[self.kind][language]
        message = message.format(words=self.words, source=self.sentence.source)
        evidence = self.sentence.text
        return Finding(code=CODE, level="warning", message=message, place=place, evidence=evidence)


def read_drafts(text: str, slides: Sequence[Wanted]) -> tuple[Draft, ...]:
    """Read a model's answer: the drafts for slides that were asked for, each once.

    Raises:
        InputError: it has another shape, or there is no such draft in it.
    """
    found = read_object(text, schema_in("en"))
    ids = {each.slide.number: each.slide.slide_id for each in slides}
    drafts: dict[int, Draft] = {}
    others: list[int] = []
    for entry in _objects(found.get("slides")):
        number = entry["slide"]
        sentences = tuple(
            Sentence(text=words, source=_line(each.get("source")))
            for each in _objects(entry.get("sentences"))
            if (words := _said(_line(each.get("text"))))
        )
        if not sentences or not isinstance(number, int):
            continue
        if number not in ids:
            others.append(number)
            continue
        unsure = _line(entry.get("unsure"))
        slide_id = ids[number]
        drafts.setdefault(slide_id, Draft(slide_id=slide_id, sentences=sentences, unsure=unsure))
    if not drafts:
        raise _nothing(others, sorted(ids))
    return tuple(drafts.values())


def doubts(draft: Draft, asked: Wanted, *, proposal: str, language: Language) -> tuple[Doubt, ...]:
    """Return what a draft says that none of its sources does."""
    own = "\n".join((*words_of(asked.slide), proposal))
    sources = f"{own}\n{asked.before}\n{asked.after}"
    flat = _flat(sources)
    found: list[Doubt] = []
    for sentence in draft.sentences:
        kinds: list[tuple[DoubtKind, str]] = []
        for each in find_unsupported(sentence.text, sources, language):
            is_reply = each.kind in {"preamble", "note", "refusal", "answer"}
            kind: DoubtKind = "reply" if is_reply else "number" if each.kind == "number" else "name"
            kinds.append((kind, each.target_words))
        if sentence.source and _flat(sentence.source) not in flat:
            kinds.append(("source", sentence.source))
        elif unit_count(sentence.text, language) > LINKING[language]:
            if not sentence.source:
                kinds.append(("claim", sentence.text))
            elif _extent(sentence.source) * THIN < _extent(sentence.text):
                kinds.append(("thin", sentence.text))
        found += [Doubt(kind=kind, words=words, sentence=sentence) for kind, words in kinds]
    return (*_elsewhere(draft, asked.slide, _flat(own), flat), *found)


def _elsewhere(draft: Draft, slide: Slide, own: str, sources: str) -> Iterator[Doubt]:
    """Yield a doubt when all that a draft builds on stands on other slides than its own."""
    rests = [each for each in draft.sentences if each.source and _flat(each.source) in sources]
    if slide.body and rests and not any(_flat(each.source) in own for each in rests):
        yield Doubt(kind="elsewhere", words=rests[0].text, sentence=rests[0])


def _nothing(others: Sequence[int], asked: Sequence[int]) -> InputError:
    """Return what to say of an answer without a text for the slides asked for."""
    if not others:
        return InputError("the answer holds no text for the slides asked for", hint=ASK_AGAIN)
    came, wanted = (", ".join(map(str, numbers[:9])) for numbers in (others, asked))
    return InputError(
        f"the answer is for slide {came}, and the slides without a text are: {wanted or 'none'}",
        hint="was it imported before? Ask anew with: speakprep script draft --paste",
    )


def _objects(value: Json) -> list[dict[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _line(value: Json) -> str:
    """Return words on one line: whole characters, and none that nobody sees."""
    text = value if isinstance(value, str) else ""
    return one_line(text.encode("utf-8", "replace").decode())


def _said(line: str) -> str:
    """Return a sentence without the marks of Markdown that it was asked not to have."""
    return _BOLD.sub(r"\2", _LAYOUT.sub("", line)).strip("`").strip()


def _extent(text: str) -> float:
    """Return how much a text says in words; one is worth one and a half Han characters."""
    counted = count(text)
    return counted.words + counted.han / 1.5


def _flat(text: str) -> str:
    """Return a text without blanks and case: a model may break a line elsewhere."""
    return "".join(text.split()).casefold()
