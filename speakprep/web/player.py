"""The player page: a recording, a picture of it, places to jump to, and room for notes."""

import json
from collections.abc import Iterator, Sequence

from speakprep.rehearsal.actions.listening import Playable, Standing
from speakprep.rehearsal.drawing import Row, box, waveform
from speakprep.rehearsal.record import Remark
from speakprep.script.timing import clock
from speakprep.talk.language import Language

TEMPLATE = "prompts/listening-page.html"
"""The page as a data file, which a speaker may replace."""

MOST_PAUSES = 30
"""More buttons than that are no help; the longest pauses get one."""

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "slide": "Slide {number}",
        "pause": "pause, {seconds:.1f} s",
        "mark": "marked",
        "heard": "{share} heard",
        "counts": "{share} heard: this rehearsal counts",
        "kept": "Kept in the rehearsal's record.",
        "lost": "Not kept: {why}. Trying again.",
        "gone": "speakprep does not answer any more. What was kept until now is in the record.",
        "done": "Kept. You can close this tab.",
        "unplayable": "This browser cannot play this kind of file. Listen with any player, then "
        "type: speakprep rehearse listened",
        "at": "Note at {time}",
        "remove": "Remove the note at {time}",
        "go": "Play from {time}",
    },
    "zh": {
        "slide": "第 {number} 页",
        "pause": "停顿 {seconds:.1f} 秒",
        "mark": "标记",
        "heard": "已听 {share}",
        "counts": "已听 {share}：这次排练算数了",
        "kept": "已记入排练记录。",
        "lost": "没有记下：{why}。正在重试。",
        "gone": "speakprep 不再响应。此前记下的都在排练记录里。",
        "done": "已记下，可以关闭此页。",
        "unplayable": "这个浏览器放不了这种文件。用别的播放器听完后输入："
        "speakprep rehearse listened",
        "at": "{time} 处的笔记",
        "remove": "删除 {time} 处的笔记",
        "go": "从 {time} 播放",
    },
}


def page_inputs(
    playable: Playable,
    title: str,
    language: Language,
    standing: Standing,
    remarks: Sequence[tuple[str, Remark]],
) -> dict[str, object]:
    """Return what the template is filled in with, but for the nonce.

    Args:
        playable: what to play.
        title: of the talk.
        language: of the page.
        standing: how much was heard before.
        remarks: the notes of this run by their ids, for a page that is loaded again.
    """
    rehearsal, words = playable.rehearsal, _WORDS[language]
    figures = rehearsal.figures
    state = {
        "seconds": figures.duration_s,
        "parts": [part.start_s for part in rehearsal.recording.parts],
        "remarks": [
            {"id": key, "at_s": remark.at_s, "text": remark.text} for key, remark in remarks
        ],
        "standing": standing_values(standing),
        "words": {key: words[key] for key in _SCRIPTED},
    }
    visits = playable.times.visits
    return {
        "language": language,
        "title": title,
        "about": f"{rehearsal.at:%Y-%m-%d %H:%M}",
        "box": box(),
        "video": "video" if rehearsal.recording.source.has_video else "",
        "state": json.dumps(state, ensure_ascii=False),
        "shapes": list(waveform(playable.levels, figures.duration_s, visits, figures.pauses)),
        "slides": list(_slides(playable, words)),
        "pauses": list(_pauses(playable, words)),
    }


def standing_values(standing: Standing) -> dict[str, object]:
    """Return a standing for the page's script."""
    return {
        "share": standing.share,
        "counts": standing.counts,
        "missing": [[span.start_s, span.end_s] for span in standing.missing],
    }


_SCRIPTED = ("heard", "counts", "kept", "lost", "gone", "done", "unplayable", "at", "remove", "go")


def _slides(playable: Playable, words: dict[str, str]) -> Iterator[Row]:
    titles = {str(slide.number): slide.title for slide in playable.times.slides}
    for visit in playable.times.visits:
        yield {
            "at": f"{visit.start_s:.1f}",
            "time": clock(visit.start_s),
            "name": words["slide"].format(number=visit.label),
            "title": titles.get(visit.label, ""),
        }


def _pauses(playable: Playable, words: dict[str, str]) -> Iterator[Row]:
    """Yield long pauses, from a little before them, and what the speaker marked, in order."""
    longest = sorted(playable.rehearsal.figures.pauses, key=lambda each: -each.length_s)
    found = [
        (pause.start_s, words["pause"].format(seconds=pause.length_s))
        for pause in longest[:MOST_PAUSES]
    ]
    marks = playable.rehearsal.marks
    found += [
        (moment.at_s, f"{words['mark']} {moment.note}".strip())
        for moment in (marks.marks.moments if marks else ())
    ]
    for at, name in sorted(found):
        yield {"at": f"{max(at - 1.5, 0.0):.1f}", "time": clock(at), "name": name}
