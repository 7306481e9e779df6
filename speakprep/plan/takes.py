"""What takes prove: recorded whole, listened to, and still what will be said and shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from speakprep.plan.facts import Evidence
from speakprep.plan.proof import Lack, Proof, count, slides
from speakprep.rehearsal.actions.records import confirm_command, listen_command
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.marks import LEAFED_PAST_S, numbers_now
from speakprep.rehearsal.record import Kind, Rehearsal
from speakprep.script.timing import clock
from speakprep.talk.language import LANGUAGE_NAMES

WHOLE = 0.7
"""Share of the planned time that a take must last to count as a rehearsal of the whole talk."""

MARKED = 0.8
"""Share of the slides that make a shorter take one of the whole talk, by its marks."""

VIDEO_LENGTH = (0.5, 1.2)
"""Share of the planned time that a video for experts lasts: less shows too little of the talk."""

FINAL_DAYS = 3
"""The last rehearsal counts when it is at most this many days before the talk."""

TAKES_SHOWN = 3
"""So many of a step's latest takes are named one by one."""

ASK_DATE = "speakprep plan date YYYY-MM-DD"
"""What to type while nobody has said when the talk is."""


def log_command(evidence: Evidence, kind: Kind) -> str:
    """Return what to type after recording, with the file's name where there is only one."""
    if kind == "video":
        return f"speakprep rehearse log {evidence.video or 'VIDEO'} --kind video"
    options = {"solo": "", "team": " --kind team --with NAME"}.get(kind, f" --kind {kind}")
    return f"speakprep rehearse log {evidence.recording or 'RECORDING'}{options}"


def solo(evidence: Evidence) -> Proof:
    """One or two takes of the whole talk, listened to."""
    return best_take(evidence, "solo", lambda take: _heard_whole(evidence, take))


def video(evidence: Evidence) -> Proof:
    """A video with picture and speech, about as long as the talk; or one that lives elsewhere."""
    return best_take(evidence, "video", lambda take: _to_watch(evidence, take))


def final(evidence: Evidence, talk: date | None) -> Proof:
    """A take on the words and slides as they are now, in the last days, with a verdict."""
    if talk is None:
        lack = Lack(what="the day of the talk is not known yet", next=ASK_DATE)
        return Proof(proved=_shown(evidence, "final"), lacks=(lack,))
    first = date.fromordinal(max(talk.toordinal() - FINAL_DAYS, 1))
    return best_take(
        evidence,
        "final",
        lambda take: _ready(evidence, take, first, talk),
        when=f", its time is from {first} on",
    )


def outgrown(evidence: Evidence) -> Proof:
    """Name the slides that changed since their text, which did not, was last spoken to them."""
    shown = evidence.shown
    paired = [take for take in evidence.rehearsals if take.deck and take.script]
    if shown is None or not paired:
        return Proof()
    take = paired[-1]
    script = evidence.scripts.get(take.script.language) if take.script else None
    if script is None or take.script is None or take.deck is None:
        return Proof()
    seen, spoken, now = dict(take.deck.slides), dict(take.script.texts), dict(shown.slides)
    numbers = dict(shown.numbers)
    changed = {
        numbers[key]
        for key, text in script.texts
        if key in now and seen.get(key, now[key]) != now[key] and spoken.get(key) == text
    } - set(shown.edited)
    if not changed:
        return Proof()
    what = f"{slides(changed)} changed since the text was last spoken: does it still fit?"
    again: Kind = "final" if evidence.takes("final") else take.kind
    return Proof(lacks=(Lack(what=what, next=log_command(evidence, again), stale=True),))


def best_take(
    evidence: Evidence,
    kind: Kind,
    lacks_of: Callable[[Rehearsal], Iterator[Lack]],
    when: str = "",
) -> Proof:
    """Judge a step by the take that lacks least, the latest of these."""
    takes = evidence.takes(kind)
    if not takes:
        what = "video" if kind == "video" else "recording"
        return Proof(lacks=(Lack(what=f"no {what} yet{when}", next=log_command(evidence, kind)),))
    judged = [tuple(lacks_of(take)) for take in reversed(takes)]
    return Proof(proved=_shown(evidence, kind), lacks=min(judged, key=len))


def _heard_whole(evidence: Evidence, take: Rehearsal) -> Iterator[Lack]:
    log = log_command(evidence, take.kind)
    if not take.figures.speech_found:
        yield Lack(what="no speech was found in the recording", next=log)
    elif not _is_whole(evidence, take):
        least = clock(evidence.speaking_s * WHOLE)
        marked = f", or {MARKED:.0%} of its slides are marked" if take.marks else ""
        yield Lack(what=f"only a part: the whole talk lasts at least {least}{marked}", next=log)
    elif not is_heard(take):
        yield Lack(what="not listened to yet", next=listen_command(take.id))


def _is_whole(evidence: Evidence, take: Rehearsal) -> bool:
    """Whether a take is long enough for the talk, or its marks show nearly all of the slides."""
    if take.figures.talk_s >= evidence.speaking_s * WHOLE:
        return True
    script = evidence.scripts.get(take.script.language) if take.script else None
    if take.marks is None or script is None or not script.numbers:
        return False
    seconds = {number: 0.0 for _, number in script.numbers}
    visits = take.marks.marks.visits
    for number, mark in zip(numbers_now(visits, script.numbers), visits, strict=True):
        end = take.figures.talk_end_s if mark.to_s is None else mark.to_s
        if number in seconds:
            seconds[number] += end - mark.from_s
    spoken = sum(length >= LEAFED_PAST_S for length in seconds.values())
    return spoken >= MARKED * len(seconds)


def _to_watch(evidence: Evidence, take: Rehearsal) -> Iterator[Lack]:
    if take.recording.url and not take.measured:
        return  # nobody can measure what lives elsewhere: whoever watches it will tell
    log = log_command(evidence, "video")
    least, most = (evidence.speaking_s * share for share in VIDEO_LENGTH)
    length = take.figures.talk_s
    if not take.recording.source.has_video:
        yield Lack(what="the recording has no picture", next=log)
    elif not take.figures.speech_found:
        yield Lack(what="no speech was found in the video", next=log)
    elif not least <= length <= most:
        how = "short" if length < least else "long"
        limits = f"{clock(least)} to {clock(most)}"
        yield Lack(what=f"too {how} to judge the talk by: it should last {limits}", next=log)


def _ready(evidence: Evidence, take: Rehearsal, first: date, talk: date) -> Iterator[Lack]:
    log = log_command(evidence, "final")
    if not first <= take.at.date() <= talk:
        yield Lack(what=f"its day is not within {first} and {talk}: once more", next=log)
    if take.figures.talk_s > evidence.speaking_s:
        yield Lack(what=f"it ran over the {count(evidence.speaking_minutes, 'minute')}", next=log)
    for change in _changed(evidence, take):
        yield Lack(what=change, next=log, stale=True)
    yield from _heard_whole(evidence, take)
    if is_heard(take) and not _verdict(take):
        what = "no verdict yet: one sentence, is it ready?"
        yield Lack(what=what, next=confirm_command(take.id))


def _verdict(take: Rehearsal) -> str:
    """Return what the speaker said after the last time they listened and said something."""
    said = (listening.note for listening in reversed(take.listened))
    return next((note for note in said if note.strip()), "")


def _shown(evidence: Evidence, kind: Kind) -> tuple[str, ...]:
    """Name the latest takes with speech in them, and those that live elsewhere."""
    good = [
        take for take in evidence.takes(kind) if take.figures.speech_found or take.recording.url
    ]
    earlier = len(good) - TAKES_SHOWN
    shown = [_told(take) for take in good[-TAKES_SHOWN:]]
    return (*shown, f"and {earlier} earlier") if earlier > 0 else tuple(shown)


def _told(take: Rehearsal) -> str:
    parts = [
        f"{take.at:%Y-%m-%d}",
        clock(take.figures.talk_s) if take.measured else take.recording.url,
        f"with {', '.join(take.people)}" if take.people else "",
        "listened to" if is_heard(take) else "",
    ]
    verdict = _verdict(take) if take.kind == "final" else ""
    quoted = f': "{" ".join(verdict.split())}"' if verdict else ""
    return ", ".join(filter(None, parts)) + quoted


def _changed(evidence: Evidence, take: Rehearsal) -> Iterator[str]:
    """Name the slides of which text or picture are not what they were in this take."""
    yield from _script_changed(evidence, take)
    shown = evidence.shown
    if shown is None:
        if take.deck:
            yield "the deck is gone, or there are several"
        return
    if shown.problem:
        yield f"the deck cannot be compared: {shown.problem}"
    elif take.deck is None:
        yield "its slides were not known when it was logged"
    else:
        numbers = dict(shown.numbers)
        yield from _differences(take.deck.slides, shown.slides, numbers, "{} of the deck changed")


def _script_changed(evidence: Evidence, take: Rehearsal) -> Iterator[str]:
    if take.script is None:
        if any(script.exists for script in evidence.scripts.values()):
            yield "the script was written since"
        return
    script = evidence.scripts.get(take.script.language)
    if script is None:
        was, now = LANGUAGE_NAMES[take.script.language], LANGUAGE_NAMES[evidence.spoken]
        yield f"it was spoken in {was}, the talk will be in {now}"
        return
    texts, numbers = take.script.texts, dict(script.numbers)
    yield from _differences(texts, script.texts, numbers, "the text of {} changed")


def _differences(
    before: Sequence[tuple[int, str]],
    now: Sequence[tuple[int, str]],
    numbers: Mapping[int, int],
    how: str,
) -> Iterator[str]:
    """Compare slides by id, and by what they say where another program gave them new ids."""
    known, present = dict(before), dict(now)
    lost = {said for key, said in known.items() if key not in present}
    changed = [
        key
        for key, said in now
        if known.get(key) != said and not (key not in known and said in lost)
    ]
    renamed = {said for key, said in now if key not in known}
    gone = sum(key not in present and said not in renamed for key, said in before)
    if changed:
        yield f"{how.format(slides(numbers[key] for key in changed))} since"
    if gone:
        yield f"{gone} of the slides then {'is' if gone == 1 else 'are'} gone"
    if not changed and not gone and _order(before, present) != _order(now, known):
        yield "the slides are in another order by now"


def _order(slides_in_order: Iterable[tuple[int, str]], others: Mapping[int, str]) -> list[int]:
    return [key for key, _ in slides_in_order if key in others]
