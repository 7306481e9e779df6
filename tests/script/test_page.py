from speakprep.deck.model import Block, Slide
from speakprep.script.files import parse_script
from speakprep.script.page import TEMPLATE, Spoken, page_inputs
from speakprep.script.plain import parts_of
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Shelves, find_resource
from speakprep.talk.templates import parse_template, render

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y>"
SCRIPT = f"""\
## 1. {EVIL} {{#s256}}

We sample. [pause 3s] {EVIL}

[demo 2m]

```
ls <b>
```

## 2. Spare {{#s257 .hidden}}

## 3. שלום {{#s258}}

مرحبا
"""


def page(*scripts, slides=(), pictures=None, title="A talk"):
    shelves = Shelves(folders=(shipped_folder("prompts").parent,))
    template = parse_template(find_resource(shelves, TEMPLATE))
    spoken = [Spoken(language=lang, parts=parts_of(parse_script(text))) for lang, text in scripts]
    inputs = page_inputs(title, spoken, {s.slide_id: s for s in slides}, pictures or {})
    return render(template, inputs, html=True)


def test_page_golden(golden):
    slide = Slide(
        number=2, slide_id=257, blocks=(Block(kind="body", text="on <i>the</i> card\nsecond"),)
    )
    shown = page(
        ("en", SCRIPT),
        ("zh", "## 1. 甲 {#s256}\n\n我们采样。\n"),
        slides=[slide],
        pictures={256: b"\xff\xd8jpeg"},
        title=EVIL,
    )
    golden("page.html", shown)


def test_nothing_that_is_filled_in_becomes_a_tag():
    shown = page(("en", SCRIPT), title=EVIL)
    body = shown.partition("<body>")[2]
    assert "<script" not in shown
    assert "<img" not in body
    # title, contents, heading, card, text
    assert body.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5


def test_page_loads_nothing_from_anywhere():
    shown = page(("zh", SCRIPT), pictures={256: b"\xff\xd8"})
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in shown
    assert "http://" not in shown
    assert "https://" not in shown


def test_second_text_of_a_slide_follows_its_first():
    both = "## 1. A {#s1}\n\none\n\n## 1. A {#s1}\n\ntwo\n"
    inputs = page_inputs(
        "t",
        [
            Spoken(language="en", parts=parts_of(parse_script("## 1. A {#s1}\n\nzero\n"))),
            Spoken(language="zh", parts=parts_of(parse_script(both))),
        ],
        {},
        {},
    )
    rows = inputs["rows"]
    assert isinstance(rows, list)
    assert [row["text"] for row in rows if row["kind"] == "words"] == ["zero", "one", "two"]


def test_page_tells_the_time_as_a_range_only_where_it_is_one():
    def about(text):
        return page_inputs("t", [Spoken(language="zh", parts=parts_of(parse_script(text)))], {}, {})

    assert about("## 1. A {#s1}\n\n[演示 2分钟]\n")["about"] == "1 页，约 2 分钟"
    assert about(f"## 1. A {{#s1}}\n\n{'说' * 1000}\n")["about"] == "1 页，约 4 到 6 分钟"


def test_each_slide_tells_when_it_begins_and_signs_stand_out():
    text = (
        "## 1. A {#s1}\n\n" + "word " * 70 + "[pause 4s] then.\n\n"
        "## 2. Spare {#s2 .hidden}\n\nnot said\n\n## 3. B {#s3}\n\n[demo 2m: show it]\n"
    )
    shown = page(("en", text))
    times = [line for line in shown.split("\n") if "<h2>" in line]
    assert [line.partition('class="time">')[2].partition("<")[0] for line in times] == [
        "at 0:00, for 0:34",
        "",
        "at 0:36, for 2:00",
    ]
    assert "word <mark>[pause 4s]</mark> then.</p>" in shown
    assert '<p class="pause" dir="auto">[demo 2m: show it]</p>' in shown


def test_page_can_be_read_by_ear():
    slide = Slide(
        number=1,
        slide_id=1,
        title="规模",
        blocks=(
            Block(kind="title", text="规模"),
            Block(kind="body", text="420 个服务\n每天 12 亿条"),
            Block(kind="alt", text="a photo"),
        ),
    )
    shown = page(("en", "## 1. 规模 {#s1}\n\nHello.\n"), slides=[slide], pictures={1: b"\xff\xd8"})
    body = shown.partition("<body>")[2]
    assert 'alt="规模 / 420 个服务 / 每天 12 亿条"' in body
    assert '<html lang="en">' in shown
    assert '<div class="seen" lang="zh">' in body
    assert '<div class="said" lang="en">' in body
    assert body.count("<h1") == body.count("<main>") == body.count("</main>") == 1
    assert '<nav aria-label="All slides">' in body
    assert '<a href="#s1"><span>Slide 1</span> <bdi lang="zh">规模</bdi></a>' in body
