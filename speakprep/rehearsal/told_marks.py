"""When each slide was up, as a transcript tells it: for rehearsals that nobody marked."""

from itertools import pairwise

from speakprep.rehearsal.marks import Mark, Marks
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.told import Told


def marks_told(told: Told, talk: Span) -> Marks:
    """Return the slides' marks out of a transcript; without visits where it tells of none.

    A slide is up until the next one is spoken to: the first from the first word of the talk, the
    last to its last word. What was added between two slides counts to the earlier one.

    Args:
        told: the transcript laid beside the script.
        talk: from the first speech to the last.
    """
    spoken = sorted(
        (visit.start_s, slide.number or place, slide.slide_id)
        for place, slide in enumerate(told.slides, 1)
        if not slide.skipped
        for visit in slide.visits
    )
    if not spoken:
        return Marks(source=told.source)
    begins = [start for start, _, _ in spoken]
    edges = (min(talk.start_s, begins[0]), *begins[1:], max(talk.end_s, begins[-1]))
    visits = (
        Mark(slide=number, from_s=start, to_s=end, slide_id=slide_id)
        for (start, end), (_, number, slide_id) in zip(pairwise(edges), spoken, strict=True)
    )
    return Marks(source=told.source, visits=tuple(visits), error_s=told.start_error_s)
