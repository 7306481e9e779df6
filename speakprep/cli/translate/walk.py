"""Reading a translation place by place, in the speaker's language: one key, one decision."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from speakprep.cli.editor import edit_file
from speakprep.cli.output import error_lines
from speakprep.cli.sending import a_model, agreed, price_for
from speakprep.cli.terminal import ask, columns, one_line, styled, wrap
from speakprep.cli.translate.lines import header
from speakprep.cli.translate.marked import side_lines
from speakprep.cli.translate.mend import send_mend
from speakprep.cli.translate.words import EXAMPLES, KEYS, STANDINGS, WORDS
from speakprep.errors import SpeakprepError, StorageError
from speakprep.talk.disk import STATE_FOLDER, read_text
from speakprep.talk.language import Language
from speakprep.talk.report import Level, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.accept import accept
from speakprep.translation.actions.mend import prepare_mend
from speakprep.translation.actions.review import (
    Review,
    Signature,
    edit,
    read_review,
    reject,
    sign,
)
from speakprep.translation.model import Direction, is_reason
from speakprep.translation.review import spans_meant
from speakprep.translation.standing import Placed

_COLOURS: Mapping[Level, str] = {"error": "red", "warning": "yellow", "advice": "cyan"}

LONGEST_KEY = 3
"""ASCII characters of what is typed as a key, a "no" or a "yes": no reason is as short."""

RULE = "-" * 20
"""Begins the line of an edited file below which the translation stands."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Who reads what, and how: `model` and `base_url` are those of the command line, if any."""

    workspace: Workspace
    direction: Direction
    signature: Signature
    everything: bool = False
    model: str | None = None
    base_url: str | None = None

    @property
    def language(self) -> Language:
        """The speaker's."""
        return self.workspace.talk.language

    @property
    def has_model(self) -> bool:
        """Whether somebody named one to ask."""
        settings = self.workspace.talk.model
        return bool(self.model or settings.name)


def walk(sitting: Sitting) -> Report[Review]:
    """Show place after place and do what is typed; each decision is written at once.

    Raises:
        KeyboardInterrupt: the person stopped; what was decided is written.
        InputError: a file cannot be read any more.
    """
    return _Walk(sitting).go()


class _Walk:
    """One sitting: which places were seen, in which order."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._space = sitting.workspace
        self._direction = sitting.direction
        self._trail: list[str] = []
        self._keys: dict[str, Callable[[Placed], str | None]] = {
            "y": self._sign,
            "e": self._edit,
            "m": self._mend,
            "d": self._dismiss,
            "r": self._reject,
            "n": self._leave,
            "b": self._back,
        }

    def go(self) -> Report[Review]:
        """Go on until there is nothing left to show, or `q`."""
        wanted: str | None = None
        self._tell(WORDS["begin"][self._sitting.language], indent="")
        while True:
            # Read anew: the files may be edited in another window meanwhile.
            report = read_review(self._space, self._direction)
            placed = self._next(report.facts, wanted)
            if placed is None:
                return report
            self._show(report.facts, placed)
            key = self._key(placed)
            if key == "q":
                return report
            try:
                wanted = self._keys[key](placed)
            except SpeakprepError as error:
                for line in error_lines(error):
                    _say(line)
                wanted = placed.where.id

    def _next(self, review: Review, wanted: str | None) -> Placed | None:
        """Return the place to show: the one asked for, or the worst that was not seen."""
        if wanted is not None and (found := review.find(wanted)):
            return found
        open_ = (
            one
            for one in review.queue
            if self._sitting.everything or one.standing != "signed" or one.findings
        )
        return next((one for one in open_ if one.where.id not in self._trail), None)

    def _show(self, review: Review, placed: Placed) -> None:
        language, where = self._sitting.language, placed.where
        ours, theirs = spans_meant(placed)
        _say("")
        _say(styled(header(review.tally, language), "bold"))
        slide = WORDS["slide"][language].format(number=where.slide) if where.slide else ""
        standing = STANDINGS[placed.standing][language]
        self._tell(f"{review.file}:{where.line}{slide} · {standing}", indent="")
        for line in (
            *side_lines(self._direction.source, placed.source, ours),
            *side_lines(self._direction.target, placed.target, theirs),
        ):
            _say(line)
        for level, code, message in _said_about(placed):
            first, *more = wrap(
                one_line(f"{level} {code}: {message}"), columns(), indent="  ", hanging="    "
            )
            _say(first.replace(level, styled(level, _COLOURS[level]), 1))
            for line in more:
                _say(line)
        if placed.verdict and placed.verdict.decision == "signed":
            by = f" ({placed.verdict.by})" if placed.verdict.by else ""
            self._tell(WORDS["signed"][language].format(day=placed.verdict.day, by=by))
        if where.whole_slide:
            self._tell(WORDS["whole"][language].format(place=f"{review.file}:{where.line}"))

    def _key(self, placed: Placed) -> str:
        """Ask until one of the keys that mean something here is typed; Enter signs."""
        language = self._sitting.language
        keys = [key for key in KEYS if self._means_something(key, placed)]
        self._tell(" · ".join(KEYS[key][language] for key in keys))
        while True:
            typed = ask(">").casefold() or "y"
            if typed in keys:
                return typed
            self._tell(WORDS["which"][language].format(keys=" ".join(keys)))

    def _means_something(self, key: str, placed: Placed) -> bool:
        if key == "m":
            mendable = placed.standing == "flagged" and placed.where.origin == "machine"
            return mendable and self._sitting.has_model
        return {
            "d": bool(placed.findings),
            "e": not placed.where.whole_slide,
            "r": len(placed.where.segments) == 1,
            "b": bool(self._trail),
        }.get(key, True)

    def _leave(self, placed: Placed) -> None:
        if placed.where.id in self._trail:
            self._trail.remove(placed.where.id)
        self._trail.append(placed.where.id)

    def _back(self, placed: Placed) -> str:
        # What was shown by going back is not the last one of the trail.
        trail = [name for name in self._trail if name != placed.where.id]
        self._trail = trail[:-1]
        return trail[-1] if trail else placed.where.id

    def _sign(self, placed: Placed) -> str | None:
        reason = ""
        if placed.standing == "flagged":
            self._tell(WORDS["sign"][self._sitting.language])
            reason = self._reason()
            if not reason:
                return placed.where.id
        sign(
            self._space,
            self._direction,
            placed.where.id,
            self._sitting.signature,
            reason=reason,
            shown=placed,
        )
        self._leave(placed)
        return None

    def _reject(self, placed: Placed) -> str | None:
        self._tell(WORDS["reject"][self._sitting.language])
        reason = self._reason()
        if not reason:
            return placed.where.id
        reject(
            self._space,
            self._direction,
            placed.where.id,
            reason,
            self._sitting.signature,
            shown=placed,
        )
        self._leave(placed)
        return None

    def _dismiss(self, placed: Placed) -> str:
        self._tell(WORDS["dismiss"][self._sitting.language])
        reason = self._reason()
        if not reason:
            return placed.where.id
        example = EXAMPLES[self._direction.source]
        self._tell(WORDS["everywhere"][self._sitting.language].format(example=example))
        words = ask(">")
        report = accept(self._space, self._direction, placed.where.id, reason, words, shown=placed)
        said = "ruled" if report.facts.everywhere else "dismissed"
        self._tell(WORDS[said][self._sitting.language])
        return placed.where.id

    def _edit(self, placed: Placed) -> str:
        """Let the person edit the target; what they typed is kept until it is in the script."""
        given = edit_text(placed, self._direction, self._sitting.language)
        path = self._laid_out(given)
        name = self._space.name(path)
        try:
            edit_file(path)
            typed = words_below(read_text(path))
            if typed is None:
                self._tell(WORDS["lost"][self._sitting.language].format(file=name))
                return placed.where.id
            if typed != words_below(given):
                edit(self._space, self._direction, placed, typed)
        except SpeakprepError:
            self._tell(WORDS["kept"][self._sitting.language].format(file=name))
            raise
        with contextlib.suppress(OSError):
            path.unlink()
        return placed.where.id

    def _laid_out(self, text: str) -> Path:
        """Write a text into a new file beside the talk's other state, and return it."""
        folder = self._space.folder / STATE_FOLDER
        try:
            folder.mkdir(exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix="edit-", suffix=".md", dir=folder)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(text.encode())
        except OSError as error:
            raise StorageError(f"cannot be written: {error.strerror}", file=str(folder)) from None
        return Path(name)

    def _mend(self, placed: Placed) -> str:
        """Have the model mend this line, after saying what that costs."""
        sitting, settings = self._sitting, self._space.talk.model
        asked = a_model(settings, sitting.model, sitting.base_url)
        price = price_for(settings, sitting.model, sitting.base_url)
        line = placed.where.line
        prepared = prepare_mend(self._space, self._direction, asked.recipient, price, line=line)
        what = WORDS["mend"][sitting.language].format(line=line)
        if agreed(prepared.plan, what, assume_yes=False):
            report = send_mend(self._space, prepared, asked, what)
            self._tell(WORDS["mended" if report.facts.mended else "no better"][sitting.language])
        return placed.where.id

    def _reason(self) -> str:
        """Take a reason; Enter alone gives none."""
        while typed := ask(">"):
            # A key, or a yes or no, is an answer to another question.
            if is_reason(typed) and not (typed.isascii() and len(typed) <= LONGEST_KEY):
                return typed
            self._tell(WORDS["reason"][self._sitting.language])
        return ""

    def _tell(self, text: str, *, indent: str = "  ") -> None:
        for line in wrap(one_line(text), columns(), indent=indent):
            _say(line)


def edit_text(placed: Placed, direction: Direction, language: Language) -> str:
    """Return what stands in the editor: both sides, the translation below a line of dashes."""
    below = WORDS["below"][language]
    # On one line, so that no line of the source can pass for the line of dashes.
    source = " ".join(placed.source.split())
    text = f"{direction.source}: {source}\n\n{RULE} {below}\n\n{placed.target}\n"
    return text.encode(errors="replace").decode()  # half a character cannot be in a file


def words_below(text: str) -> str | None:
    """Return what stands below the first line of dashes, or None where that line is gone."""
    lines = text.replace("\r\n", "\n").split("\n")
    rule = next((number for number, line in enumerate(lines) if line.startswith(RULE)), None)
    return None if rule is None else "\n".join(lines[rule + 1 :])


def _said_about(placed: Placed) -> Iterator[tuple[Level, str, str]]:
    """Yield level, code and message of what is open; the words of both sides are shown already."""
    for one in placed.discrepancies:
        yield one.level, one.kind, one.message
    kinds = {one.kind for one in placed.discrepancies}
    for found in placed.findings:
        if found.code not in kinds:
            yield found.level, found.code, found.message


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
