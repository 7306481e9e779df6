"""A first draft as people write it, what reviewers say about it, and the text that answers them."""

import pytest

from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Bounds, Passage
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import Language
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource

FAULTS = {
    "CFP801": "the solution comes before what the present way costs",
    "CFP802": "three strategies, and nothing on how they combine",
    "CFP803": "which side of the system it is about",
    "CFP206": "what is in and what is out",
    "CFP804": "what the audience gains",
}

DRAFTS: dict[Language, str] = {
    "zh": (
        "可观测性平台每天接收全部链路数据。我们采用三种采样策略：概率采样、尾部采样和一致性采样，"
        "在保证排障能力的同时降低存储开销。系统已经稳定运行，效果符合预期，错误链路的保留比例"
        "很高。后面会展示看板和运行数据，并分享配置文件。"
    ),
    "en": (
        "Our observability platform receives the whole of all traces. We use three sampling "
        "strategies, probability sampling, tail sampling and consistent sampling, and keep "
        "storage small while failures can still be examined. It has been running well and does "
        "what was expected. Dashboards and figures will be shown, and the configuration is public."
    ),
}

REVISED: dict[Language, str] = {
    "zh": (
        "如果你在运维链路后端，也许见过这张账单：四百个服务的全量链路"
        "每天写入十一 TB，存储成本已经超过服务本身，而其中绝大多数没有人看。这次只讲 OpenTelemetry "
        "Collector 一侧，SDK 和埋点都不用改。三种采样策略各管一段：先由概率采样去掉"
        "健康检查，再由尾部采样留下失败和慢请求，一致性采样让各个网关对同一条链路作出同样的"
        "决定，它要求所有网关使用同一个种子。听完之后，你将带走三条可以直接用的配置，"
        "并能估算自己的账单会降到多少。"
    ),
    "en": (
        "If you run a tracing backend, you know the bill. Keeping every trace of four hundred "
        "services costs more than the services: eleven terabytes a day, of which hardly anything "
        "is read. This session covers the OpenTelemetry "
        "Collector only; SDKs stay as they are. Three sampling strategies share the work: first "
        "probability sampling drops health checks, then tail sampling keeps failures and slow "
        "calls, and consistent sampling lets all gateways decide alike, which requires one seed. "
        "You will leave with three settings to try and a way to estimate your own bill."
    ),
}

RULES = tuple(
    rule
    for name in ("cfp.toml", "reviewer-feedback.toml")
    for rule in parse_rules(
        Resource(
            path=shipped_folder("checklists") / name,
            text=(shipped_folder("checklists") / name).read_text("utf-8"),
        )
    )
    if rule.stage == "cfp"
)


def _found(text: str, language: Language) -> set[str]:
    place = Place(file="cfp.md", line=1, field="abstract")
    bounds = Bounds(count=len(text), at_most=1000)
    passage = Passage(text=text, language=language, place=place, bounds=bounds)
    return {finding.code for finding in lint([passage], RULES)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_draft_hears_what_reviewers_said(language: Language) -> None:
    assert _found(DRAFTS[language], language) & set(FAULTS) == set(FAULTS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_revised_draft_hears_nothing_of_all_that(language: Language) -> None:
    assert _found(REVISED[language], language) == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_reviewers_asked_for_is_asked_in_both_languages(language: Language) -> None:
    asked = {rule.code for rule in RULES if rule.ask.get(language)}
    assert set(FAULTS) <= asked
    # One evening must be enough to answer them all.
    assert len(asked) <= 15
