import pytest

from speakprep.script.export import markdown, plain_text, teleprompter
from speakprep.script.files import parse_script
from speakprep.script.plain import parts_of

ENGLISH = """\
# Sampling

## 1. Why <script>? {#s256}
<!-- slide 11111111 text 22222222 -->

Hello **everyone**. Today I tell you why we do not keep every trace, and what happened.

[pause 3s]

- `one` point
- another --> point

## 2. Demo {#s257}

```sh
kubectl get pods
```

## 3. Spare {#s258 .hidden}

Spare words.

## Lost {#s9 .orphan}

Nobody sees this.
"""
CHINESE = """\
# 采样

## 1. 为什么 {#s256}

大家好。今天我想讲一讲，为什么我们没有保留每一条调用链，以及后来发生了什么。【停顿 3秒】很贵。

## 2. 备用 {#s257 .hidden}

不说。
"""


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("zh", CHINESE)])
def test_exports_golden(golden, language, text):
    parts = parts_of(parse_script(text))
    golden(f"export.{language}.txt", plain_text(parts, "A talk", language))
    golden(f"export.{language}.md", markdown(parts, "A <talk>", language))
    golden(f"export.{language}.prompter.txt", teleprompter(parts, language))


def test_script_without_text_still_has_its_slides():
    parts = parts_of(parse_script("## 1. One {#s1}\n"))
    assert plain_text(parts, "A talk", "en") == "A talk\n\n[Slide 1] One\n"
    assert teleprompter(parts, "zh") == "【第 1 页】One\n"
