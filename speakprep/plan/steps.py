"""Which of the five steps are proved, and by what. Nothing is done by ticking."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from speakprep.plan.model import Checklist, Plan, Progress, ScriptState, State, Step, StepKey
from speakprep.rehearsal.record import Kind, Rehearsal
from speakprep.script.timing import clock
from speakprep.talk.language import LANGUAGE_NAMES, Language

EXPERTS = 3
"""How many experts are asked to watch the video: the third finds what two miss."""

FITS = (0.85, 1.05)
"""Estimated time as a share of the speaking time: shorter wastes the slot, longer overruns it."""

WHOLE = 0.7
"""Share of the planned time that a take must last to count as a rehearsal of the whole talk."""

FINAL_DAYS = 3
"""The last rehearsal counts when it is at most this many days before the talk."""

ASK_DATE = "speakprep plan date YYYY-MM-DD"
"""What to type while nobody has said when the talk is."""

TAKES_SHOWN = 3
"""So many of a step's latest takes are named one by one."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the rooms below know.

    `scripts` by language; `spoken` is the language the talk is given in;
    `translation_open` is what is still missing of a wanted translation,
    `translation_flagged` how many places in it have findings nobody settled.
    `deck`, `recording` and `video` are the files the next command is about, as
    they would be typed: empty when there is none, or a choice.
    """

    scripts: dict[Language, ScriptState]
    written: Language
    spoken: Language
    rehearsals: tuple[Rehearsal, ...]
    speaking_minutes: int
    translation_open: str = ""
    translation_flagged: int = 0
    deck: str = ""
    recording: str = ""
    video: str = ""


@dataclass(frozen=True, kw_only=True)
class _Lack:
    """One thing a step lacks and the command that gets it.

    `stale` when it was there, and the script changed since.
    """

    what: str
    next: str
    stale: bool = False


@dataclass(frozen=True, kw_only=True)
class _Proof:
    """What one step has, and what it lacks: the first thing to do first."""

    proved: tuple[str, ...] = ()
    lacks: tuple[_Lack, ...] = ()


def assess(
    checklist: Checklist,
    plan: Plan,
    evidence: Evidence,
    due: dict[str, date | None],
    *,
    today: date,
    talk: date | None,
) -> tuple[Progress, ...]:
    """Return how each step stands today."""
    waived = {waiver.step: waiver.reason for waiver in plan.waived}
    provers: dict[StepKey, Callable[[], _Proof]] = {
        "text": lambda: _text(evidence),
        "rehearse": lambda: _rehearse(evidence),
        "team": lambda: _team(evidence),
        "experts": lambda: _experts(evidence, plan),
        "final": lambda: _final(evidence, talk),
    }
    given = talk is not None and talk < today
    steps = []
    for step in checklist.steps:
        day = due[step.key]
        if step.key in waived:
            proof = _Proof(proved=(f"left out: {waived[step.key]}",))
            steps.append(_progress(step, proof, "waived", day))
            continue
        proof = provers[step.key]()
        late = day is not None and day < today and not given
        steps.append(_progress(step, proof, _state(proof, late=late), day))
    return tuple(steps)


def _state(proof: _Proof, *, late: bool) -> State:
    if not proof.lacks:
        return "done"
    if all(lack.stale for lack in proof.lacks):
        return "stale"
    if late:
        return "late"
    return "in progress" if proof.proved else "todo"


def _progress(step: Step, proof: _Proof, state: State, due: date | None) -> Progress:
    return Progress(
        step=step,
        state=state,
        due=due,
        proved=proof.proved,
        missing=tuple(lack.what for lack in proof.lacks),
        next=proof.lacks[0].next if proof.lacks else "",
    )


def _text(evidence: Evidence) -> _Proof:
    script = evidence.scripts[evidence.written]
    if not script.slides:
        what = "the script has no slides yet" if script.exists else "no script yet"
        sync = f"speakprep script sync {evidence.deck or 'DECK.pptx'}"
        return _Proof(lacks=(_Lack(what=what, next=sync),))
    written = script.slides - len(script.to_write)
    proved = [f"{written} of {script.slides} slides have their text"] if written else []
    lacks = []
    check = "speakprep script check"
    if script.to_write:
        lacks.append(_Lack(what=f"{_slides(script.to_write)} without text", next=check))
    if script.todo:
        lacks.append(_Lack(what=f"{script.todo} TODO left in the text", next=check))
    if evidence.translation_open:
        run = f"speakprep translate run --to {evidence.spoken}"
        lacks.append(_Lack(what=evidence.translation_open, next=run))
    if evidence.translation_flagged:
        many = evidence.translation_flagged
        what = f"{many} place{'s' * (many > 1)} in the translation to look at"
        look = f"speakprep translate check --to {evidence.spoken}"
        lacks.append(_Lack(what=what, next=look))
    if not script.to_write:
        fits, lack = _fit(evidence)
        proved += fits
        lacks += lack
    return _Proof(proved=tuple(proved), lacks=tuple(lacks))


def _fit(evidence: Evidence) -> tuple[list[str], list[_Lack]]:
    """Compare the script that will be spoken, once it is whole, with the speaking time."""
    language = evidence.written if evidence.translation_open else evidence.spoken
    script, minutes = evidence.scripts[language], evidence.speaking_minutes
    share = script.likely_s / (minutes * 60)
    length = f"{clock(script.low_s)} to {clock(script.high_s)}"
    name = "" if language == evidence.written else f" in {LANGUAGE_NAMES[language]}"
    if FITS[0] <= share <= FITS[1]:
        return [f"takes about {length} of {minutes} minutes{name}"], []
    how = "short" if share < FITS[0] else "long"
    option = f" --lang {language}" if name else ""
    what = f"too {how}{name}: about {length} for {minutes} minutes"
    return [], [_Lack(what=what, next=f"speakprep script check{option}")]


def _rehearse(evidence: Evidence) -> _Proof:
    log = _log(evidence, "solo")
    return _takes(evidence, "solo", log, lambda take: _heard(evidence, take, log, whole=True))


def _team(evidence: Evidence) -> _Proof:
    log = _log(evidence, "team")

    def lacks(take: Rehearsal) -> Iterator[_Lack]:
        yield from _heard(evidence, take, log, whole=False)
        if not take.people:
            what = f'nobody else was there: add them to "with" in rehearsals/{take.id}.toml'
            yield _Lack(what=f"{what}, or log another session", next=log)

    return _takes(evidence, "team", log, lacks)


def _experts(evidence: Evidence, plan: Plan) -> _Proof:
    record = f"speakprep rehearse log {evidence.video or 'VIDEO'} --kind video"
    proof = _takes(evidence, "video", record, lambda take: _seen(take, record))
    proved, lacks = list(proof.proved), list(proof.lacks)
    invited = {expert.name.casefold(): expert.name for expert in plan.experts}
    answered = {expert.name.casefold() for expert in plan.experts if expert.answered}
    waiting = [name for key, name in invited.items() if key not in answered]
    if invited:
        proved.append(f"invited: {', '.join(invited.values())}")
    if len(invited) < EXPERTS:
        what = f"{EXPERTS - len(invited)} of {EXPERTS} experts still to invite"
        lacks.append(_Lack(what=what, next="speakprep plan invite NAME"))
    if answered:
        proved.append(f"answered: {', '.join(invited[key] for key in invited if key in answered)}")
    if len(answered) < EXPERTS:
        what = f"{EXPERTS - len(answered)} of {EXPERTS} answers still to come"
        name = shlex.quote(waiting[0]) if waiting else "NAME"
        note = f'speakprep plan answer {name} --note "what was said"'
        lacks.append(_Lack(what=what, next=note))
    return _Proof(proved=tuple(proved), lacks=tuple(lacks))


def _final(evidence: Evidence, talk: date | None) -> _Proof:
    log = _log(evidence, "final")
    if talk is None:
        lack = _Lack(what="the day of the talk is not known yet", next=ASK_DATE)
        return _Proof(proved=_shown(evidence, "final"), lacks=(lack,))
    first = date.fromordinal(max(talk.toordinal() - FINAL_DAYS, 1))

    def lacks(take: Rehearsal) -> Iterator[_Lack]:
        if not first <= take.at.date() <= talk:
            yield _Lack(what=f"its day is not within {first} and {talk}: once more", next=log)
        if take.figures.talk_s > evidence.speaking_minutes * 60:
            yield _Lack(what=f"it ran over the {evidence.speaking_minutes} minutes", next=log)
        for change in _changed(evidence, take):
            yield _Lack(what=change, next=log, stale=True)
        yield from _heard(evidence, take, log, whole=True)

    return _takes(evidence, "final", log, lacks, when=f", its time is from {first} on")


def _log(evidence: Evidence, kind: Kind) -> str:
    options = {"solo": "", "team": " --kind team --with NAME"}.get(kind, f" --kind {kind}")
    return f"speakprep rehearse log {evidence.recording or 'RECORDING'}{options}"


def _takes(
    evidence: Evidence,
    kind: Kind,
    log: str,
    lacks_of: Callable[[Rehearsal], Iterator[_Lack]],
    when: str = "",
) -> _Proof:
    """Judge a step by the take that lacks least, the latest of these."""
    takes = [take for take in evidence.rehearsals if take.kind == kind]
    if not takes:
        what = "video recording" if kind == "video" else "recording"
        return _Proof(lacks=(_Lack(what=f"no {what} yet{when}", next=log),))
    judged = [tuple(lacks_of(take)) for take in reversed(takes)]
    return _Proof(proved=_shown(evidence, kind), lacks=min(judged, key=len))


def _shown(evidence: Evidence, kind: Kind) -> tuple[str, ...]:
    """Name the latest takes with speech in them."""
    good = [take for take in evidence.rehearsals if take.kind == kind and take.figures.speech_found]
    earlier = len(good) - TAKES_SHOWN
    shown = [
        f"{take.at:%Y-%m-%d}, {clock(take.figures.talk_s)}"
        + (f", with {', '.join(take.people)}" if take.people else "")
        + (", listened to" if take.listened else "")
        for take in good[-TAKES_SHOWN:]
    ]
    return (*shown, f"and {earlier} earlier") if earlier > 0 else tuple(shown)


def _heard(evidence: Evidence, take: Rehearsal, log: str, *, whole: bool) -> Iterator[_Lack]:
    """Recorded, with speech in it, long enough, and listened to."""
    planned = evidence.speaking_minutes * 60 * WHOLE
    if not take.figures.speech_found:
        yield _Lack(what="no speech was found in the recording", next=log)
    elif whole and take.figures.talk_s < planned:
        what = f"only a part: a rehearsal of the whole talk lasts at least {clock(planned)}"
        yield _Lack(what=what, next=log)
    elif not take.listened:
        listened = f'speakprep rehearse listened {take.id} --note "what I noticed"'
        yield _Lack(what="not listened to yet", next=listened)


def _seen(take: Rehearsal, log: str) -> Iterator[_Lack]:
    """With a picture and with speech, for experts to watch."""
    if not take.recording.source.has_video:
        yield _Lack(what="the recording has no picture", next=log)
    elif not take.figures.speech_found:
        yield _Lack(what="no speech was found in the video", next=log)


def _changed(evidence: Evidence, take: Rehearsal) -> Iterator[str]:
    """Name the slides whose text is not what was spoken in this take."""
    if take.script is None:
        if any(script.exists for script in evidence.scripts.values()):
            yield "the script was written since"
        return
    script = evidence.scripts.get(take.script.language)
    if script is None:
        was, now = LANGUAGE_NAMES[take.script.language], LANGUAGE_NAMES[evidence.spoken]
        yield f"it was spoken in {was}, the talk will be in {now}"
        return
    spoken, numbers = dict(take.script.texts), dict(script.numbers)
    current = dict(script.texts)
    changed = [numbers[slide] for slide, text in current.items() if spoken.get(slide) != text]
    gone = len(spoken.keys() - current.keys())
    if changed:
        yield f"{_slides(changed)} changed since"
    if gone:
        yield f"{gone} of the slides spoken then {'is' if gone == 1 else 'are'} gone"


def _slides(numbers: Sequence[int]) -> str:
    """Name slides by their numbers, runs of three or more as a range.

    >>> _slides([1, 2, 3, 7])
    'slides 1-3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = []
    for run in runs:
        parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return f"slide{'s' * (len(numbers) > 1)} {', '.join(parts)}"
