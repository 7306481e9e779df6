"""The page of both sides: what it shows, and that nothing in it is obeyed."""

import pytest

from speakprep.script.files import parse_script
from speakprep.talk.folders import shipped_folder
from speakprep.talk.report import Finding
from speakprep.talk.resources import Shelves, find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.translation.formats.model import Bundle, Unit
from speakprep.translation.formats.page import TEMPLATE, page_inputs
from speakprep.translation.model import Direction
from speakprep.translation.segments import cut_script

EVIL = "<img src=x onerror=y>\"'&\u202e"
FOUND = {
    "采样": (),
    "存储空间减少了 87%。": (
        Finding(
            code="number",
            level="error",
            message=f"87 is not there {EVIL}",
            evidence="95%",
        ),
        Finding(code="addition", level="warning", message="longer", evidence="for everybody…"),
        Finding(code="unsure", level="advice", message="all of it", evidence="wholly"),
    ),
}


def page(script, targets, direction, *, title_there="", draft=True, whole=False):
    slides = cut_script(parse_script(script), direction)
    segments = [segment for slide in slides for segment in slide.segments]
    if whole:
        kept, *rest = segments
        one = "+".join(segment.id for segment in rest)
        groups = [(kept.id, kept.text), (one, "".join(segment.text for segment in rest))]
    else:
        groups = [(segment.id, segment.text) for segment in segments]
    units = []
    for number, (name, source) in enumerate(groups):
        target, standing = targets[number]
        units.append(
            Unit(
                id=name,
                source=source,
                target=target,
                standing=standing,
                slide=1,
                line=1,
                findings=FOUND.get(source, ()),
            )
        )
    bundle = Bundle(title=f"T {EVIL}", direction=direction, source_file="s", units=tuple(units))
    template = parse_template(
        find_resource(Shelves(folders=(shipped_folder("prompts").parent,)), TEMPLATE)
    )
    return render(template, page_inputs(bundle, slides, title_there, draft=draft), html=True)


ZH = """\
## 1. 采样 {#s256}

存储空间减少了 87%。[停顿 3秒]

<!-- 这里慢一点 -->

```bash
ls <b>
```

- 谢谢大家来听。
"""


def test_page_counts_places_that_are_flagged_and_no_advice():
    direction = Direction(source="en", target="zh")
    slides = cut_script(parse_script("## 1. Results {#s256}\n\nOne.\n\nTwo.\n"), direction)
    advice = Finding(code="unsure", level="advice", message="look")
    warning = Finding(code="addition", level="warning", message="longer")
    segments = [segment for slide in slides for segment in slide.segments]
    found = zip(segments, ("machine", "flagged", "signed"), (advice, warning, advice), strict=True)
    units = tuple(
        Unit(
            id=one.id,
            source=one.text,
            target="文",
            standing=standing,
            slide=1,
            line=1,
            findings=(finding,),
        )
        for one, standing, finding in found
    )
    bundle = Bundle(title="T", direction=direction, source_file="s", units=units)
    assert page_inputs(bundle, slides, "", draft=True)["about"] == (
        "English into Chinese: 1 of 3 places signed, 1 with findings"
    )


def test_page_golden_zh(golden):
    targets = [
        ("Sampling", "signed"),
        ("Storage shrank by 95% for everybody, <b>really</b>.", "flagged"),
        (None, "missing"),
    ]
    direction = Direction(source="zh", target="en")
    golden("translation-page.html", page(ZH, targets, direction, title_there=EVIL))


def test_page_golden_en(golden):
    script = "## 1. 2026 {#s256}\n\nStorage shrank by 87%.\n\n## Spare {#s257 .hidden}\n"
    targets = [("存储空间减少了 87%。", "stale"), ("备用", "rejected")]
    direction = Direction(source="en", target="zh")
    golden("translation-page.zh.html", page(script, targets, direction, draft=False))


def test_nothing_filled_in_is_a_tag():
    targets = [(EVIL, "machine")] * 3
    shown = page(ZH, targets, Direction(source="zh", target="en"), title_there=EVIL)
    assert "<img" not in shown
    assert shown.count("&lt;img src=x") == 7
    assert "\u202e" not in shown


@pytest.mark.parametrize("said", ["One.\n\nTwo."])
def test_paragraphs_that_do_not_match_stand_together(said):
    targets = [("Sampling", "edited"), (said, "edited")]
    shown = page(ZH, targets, Direction(source="zh", target="en"), whole=True)
    assert shown.count('<div class="pair') == 2
    assert "存储空间减少了 87%。谢谢大家来听。" in shown
