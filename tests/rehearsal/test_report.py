import re
from datetime import datetime

import pytest

from speakprep.rehearsal.drawing import Region
from speakprep.rehearsal.drift import SlideDrift
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Listening, Remark
from speakprep.rehearsal.report import TEMPLATE, Told, page_inputs, signed_clock
from speakprep.rehearsal.transcripts.rolling import Course, Moment
from speakprep.script.timing import clock
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Shelves, find_resource
from speakprep.talk.templates import parse_template, render

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y>"
HEARD = Listening(
    at=datetime.fromisoformat("2027-03-02T09:00:00"),
    note=EVIL,
    played=(Span(start_s=0.0, end_s=50.0),),
    remarks=(Remark(at_s=31.0, text="lost 忘词"),),
)


def slide(number, title, planned, actual, late):
    return SlideDrift(
        number=number,
        slide_id=255 + number,
        title=title,
        section="",
        planned_s=planned,
        actual_s=actual,
        visits=1,
        state="shown",
        drift_s=None,
        late_s=late,
        flagged=False,
    )


def course(language):
    rates = (180.0, 240.0, 300.0) if language == "zh" else (100.0, 140.0, 180.0)
    moments = [Moment(at_s=20.0 + 10 * n, per_minute=rate) for n, rate in enumerate(rates)]
    return Course(moments=tuple(moments), language=language, error=0.15)


def page(language, chosen, takes, title="A talk"):
    shelves = Shelves(folders=(shipped_folder("prompts").parent,))
    template = parse_template(find_resource(shelves, TEMPLATE))
    return render(template, page_inputs(title, language, 2, chosen, takes), html=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_golden(make_take, golden, language):
    takes = [
        make_take(1, language, listened=(HEARD,)),
        make_take(4, language, figures={"talk_end_s": 85.0, "syllables_per_s": 3.9}),
    ]
    told = [
        Told(
            rehearsal=takes[0],
            levels=(-30, -24, -20, -40) * 25,
            visits=(
                Region(start_s=10, end_s=50, label="1"),
                Region(start_s=50, end_s=90, label="2"),
            ),
            slides=(slide(1, EVIL, 30.0, 40.0, 10.0), slide(2, "采样", None, 40.0, 10.0)),
            course=course(language),
        ),
        Told(rehearsal=takes[1], without_levels="take.wav: there is no such recording"),
    ]
    shown = page(language, told, takes, EVIL)
    golden(f"rehearsal-page.{language}.html", shown.partition("</style>")[2])


def test_nothing_that_is_filled_in_becomes_a_tag(make_take):
    take = make_take(listened=(HEARD,))
    shown = page(
        "en", [Told(rehearsal=take, slides=(slide(1, EVIL, 9.0, 9.0, 0.0),))], [take], EVIL
    )
    assert "<script" not in shown
    assert "<img" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4  # title, heading, slide, note


def test_page_loads_nothing_from_anywhere(make_take):
    shown = page("zh", [Told(rehearsal=make_take())], [make_take()])
    assert "default-src 'none'; style-src 'unsafe-inline'" in shown
    assert "http://" not in shown
    assert "https://" not in shown
    assert "url(" not in shown


@pytest.mark.parametrize(
    ("language", "title"), [("en", "The 20 longest of 30"), ("zh", "30 次中最长的 20 次")]
)
def test_table_of_many_pauses_has_the_longest_in_the_order_of_time(make_take, language, title):
    pauses = tuple(Span(start_s=3.0 * n, end_s=3 * n + 1 + n % 3 / 2) for n in range(30))
    take = make_take(1, language, figures={"pauses": pauses})
    text = page(language, [Told(rehearsal=take)], [take])
    assert f"<caption>{title}</caption>" in text
    table = text[text.index(title) :]
    rows = re.findall(r'<th scope="row" dir="auto">([\d:]+)</th>', table[: table.index("</table>")])
    # Every third pause is the shortest, 1.0 s; none of them is needed for twenty.
    assert rows == [clock(3.0 * n) for n in range(30) if n % 3]


def test_ids_are_unique(make_take):
    takes = [make_take(1), make_take(2)]
    told = [Told(rehearsal=take, levels=(-20,) * 100) for take in takes]
    shown = page("en", told, takes)
    ids = [part.partition('"')[0] for part in shown.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_recording_without_speech_and_one_elsewhere(make_take):
    silent = make_take(figures={"talk_end_s": 10.0, "pauses": ()})
    shown = page("en", [Told(rehearsal=silent)], [])
    assert "No speech was found in this recording." in shown
    assert "<svg" not in shown


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "+0:00"), (-0.2, "+0:00"), (65, "+1:05"), (-10.6, "-0:11")]
)
def test_signed_clock(seconds, text):
    assert signed_clock(seconds) == text


def test_pace_is_told_by_stretch_without_marks(make_take):
    take = make_take()
    told = Told(rehearsal=take, course=course("en"))
    shown = page("en", [told], [take])
    assert shown.count('<path d="M') == 1  # its line
    assert "Pace over time" in shown
    assert "words/min" in shown
    assert "Pace over time" not in page("en", [Told(rehearsal=take)], [take])
