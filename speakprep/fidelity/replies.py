"""Words to the person who asked, where only a translation was asked for.

Chat models add preambles, notes, alternatives and offers, refuse, or answer
the text instead of translating it; what they write then is formulaic. Each
formula has a licence: when the source says something of the kind, the
translation may too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from speakprep.fidelity.model import Discrepancy, Kind, Pair


@dataclass(frozen=True, kw_only=True)
class _Formula:
    """A way of talking to the asker, and the source words that would excuse it."""

    kind: Kind
    pattern: re.Pattern[str]
    licence: re.Pattern[str]


def _formula(kind: Kind, pattern: str, licence: str) -> _Formula:
    flags = re.IGNORECASE | re.DOTALL
    return _Formula(
        kind=kind, pattern=re.compile(pattern, flags), licence=re.compile(licence, flags)
    )


_TRANSLATING = r"翻译|译文|译者|译本|translat|version|版本"
_NOTING = (
    r"注[：:意释]|备注|说明|提示|附注|译者|note|原文|original|remark|解释|explain|context|上下文"
)
_SORRY = r"抱歉|对不起|不好意思|遗憾|恐怕|sorry|afraid|apolog|unfortunately|regret"
_CANNOT = r"不能|无法|没法|没办法|不会|不便|can ?not|can['’]?t|unable|won['’]t|not able|couldn"
_OPEN = r"(?:^|\n|[(\[（【])\s*[*_]*"

_FORMULAS: tuple[_Formula, ...] = (
    _formula(
        "preamble",
        r"^\W*(?:(?:sure|certainly|of course|absolutely|okay|ok|understood|got it"
        r"|no problem)\b[^.\n:]{0,20}[!,.:]\s*)?(?:here(?:['’]s| is| are)|below is"
        "|the following is|this is|please find|i(?:['’]ve"
        r"| have) translated)\b[^.\n]{0,60}\b(?:translat\w+|version|rendering"
        r"|rendition)\b[^.\n:]{0,40}[:.\n]",
        _TRANSLATING,
    ),
    _formula(
        "preamble",
        r"^\W*(?:the )?(?:(?:english|chinese|final|literal|simplified"
        "|mandarin) )*(?:translation|translated text|version"
        r"|rendering)\b[^.\n:：]{0,40}[:：]|^\W*(?:in )?(?:english|chinese|target"
        r"|output)\s*[:：]",
        _TRANSLATING,
    ),
    _formula(
        "preamble",
        r"^\W*(?:(?:好的|好|当然|可以|没问题|明白了?|收到)[！!，,。\s]*)?(?:以下|下面|下述"
        r"|这|如下)(?:就?是|为)?[^。\n]{0,20}(?:译文|翻译|译本|中文版|英文版)",
        _TRANSLATING,
    ),
    _formula(
        "preamble",
        r"^\W*(?:好的[，,！!\s]*|当然[，,！!\s]*)?(?:这段|该|本)?(?:文[本字]|句话?"
        "|内容)?的?(?:中文|英文|简体中文|汉语|英语)?(?:翻译|译文|译)(?:结果|版本?"
        r"|内容)?(?:如下|为|是)?\s*[：:]|^\W*(?:中文|英文|简体中文|输出)\s*[：:]",
        _TRANSLATING,
    ),
    _formula(
        "preamble",
        r"^\W*(?:sure|certainly|absolutely|of course|understood)\s*[!:]|^\W*(?:当然可以"
        r"|没问题|明白了|收到)\s*[！!：:]",
        "好|当然|可以|没问题|明白|收到|一定|肯定|绝对|sure|certain|absolute|of course"
        "|under|problem|got|receiv",
    ),
    _formula(
        "note",
        _OPEN
        + (
            r"(?:(?:translator|editor|author)['’]?s?['’]? note|tn|t/n|note|n\.?b\.?"
            "|explanation|context|remarks?|disclaimer"
            r"|clarification)\b[*_]*(?: \w+)?\s*[:：\-–]"
        ),
        _NOTING,
    ),
    _formula(
        "note",
        r"\btranslator['’]?s?['’]? (?:note|remark)|译者?[注按][:：]|译者注",
        "译者|译注|译按|翻译|translator",
    ),
    _formula(
        "note",
        _OPEN
        + (
            "(?:译者?|编者?|译者?按|翻译|此处|备|附|脚|小)?(?:注|备注|注释|说明|注意|解释"
            r"|按语|提示)[*_]*\s*[：:]|译者注|译注"
        ),
        _NOTING,
    ),
    _formula(
        "note",
        r"\bthe (?:original|source)(?: (?:text|sentence|phrase|wording|chinese|english"
        r"|line|segment))+\b|原文|源文本",
        _NOTING + "|源文本|source",
    ),
    _formula(
        "note",
        _OPEN
        + (
            "(?:this|the|here,?) (?:phrase|idiom|expression|term|sentence|proverb"
            r"|word)\b[^.\n]{0,40}\b(?:is|means|refers|comes|has|can)\b|[（(【\[](?:这|此"
            r"|该|此处|这里)(?:是|为|指|句|个?词|短语)[^）)】\]\n]{0,40}[）)】\]]"
        ),
        r"[（(\[【]|短语|成语|俗语|谚语|词|phrase|idiom|expression|term|proverb",
    ),
    _formula(
        "note",
        _OPEN
        + (
            r"(?:or|or simply|alternatively|another (?:option|version|way)[^:\n]{0,30}"
            r"|(?:option|version|alternative(?: translation)?s?) ?\d*"
            r"|(?:a )?more (?:formal|natural|literal|casual|concise)(?:ly)?[^:\n]{0,30})"
            r"[*_]*\s*[:：]|\bor,? more (?:literally|naturally|formally|idiomatically)\b"
        ),
        r"或|选项|方案|版本|另|\bor\b|option|version|altern|formal|natural|literal",
    ),
    _formula(
        "note",
        _OPEN
        + (
            "(?:或者?|另一种(?:译法|翻译|表达|说法)|备选|也可(?:以)?译[为作成]|更(?:正式"
            r"|自然|口语化|简洁|地道)[^。\n：:]{0,8}|直译|意译|(?:版本|选项"
            r"|译法)\s?[一二三\d])[*_]*\s*(?:[：:]|[为是]“)"
        ),
        r"或|选项|方案|版本|另|\bor\b|option|version|altern|formal|natural|literal",
    ),
    _formula(
        "note",
        r"\b(?:please )?let me know (?:if|whether|how|should)\b|\bfeel free to (?:ask|let"
        r"|reach|tell|contact)\b|\b(?:i )?hope (?:this|that|it) helps\b"
        r"|\bwould you like (?:me to|a |an |another )|\bif you(?:['’]d| would)? (?:like"
        r"|need|want|prefer|have)\b[^.\n]{0,40}\b(?:version|translation|translated"
        r"|clarification|tone|wording|assistance)\b",
        "告诉我|让我知道|联系|随时|希望|帮助|如果|需要|let me|tell|feel free|hope|would you|if you",
    ),
    _formula(
        "note",
        "(?:如果?|若|如)(?:果)?(?:您|你)?(?:还)?(?:需要|想要|希望|有|觉得)"
        r"[^。\n]{0,30}(?:版本|译文|翻译|语气|修改|调整|润色|疑问|问题)"
        r"[^。\n]{0,20}(?:告诉|告知|联系|随时|提出|说)|希望(?:这|以上|上述|对)"
        r"[^。\n]{0,12}(?:有所?帮助|有用)|(?:请|欢迎)(?:您|你)?随时(?:告|联系|提|与我)",
        "告诉我|让我知道|联系|随时|希望|帮助|如果|需要|let me|tell|feel free|hope"
        "|would you|if you|reach|contact",
    ),
    _formula(
        "refusal",
        r"\bi(?:['’]m| am) (?:very |really |so )?(?:sorry"
        r"|afraid)\b[^.\n]{0,50}\b(?:can(?:['’]?t|not| not)|unable|won['’]t|not able)"
        r"|(?:抱歉|对不起|很遗憾)[^。\n]{0,20}(?:无法|不能|没办法|不便)",
        _SORRY,
    ),
    _formula(
        "refusal",
        r"\bi(?:['’]m| am)? ?(?:can(?:['’]?t|not| not)|won['’]t|unable to|not able to"
        r"|not comfortable)\b[^.\n]{0,12}\b(?:assist|help|translat\w+|provid\w+|comply"
        r"|fulfill?|reproduc\w+|process)\b|(?:我|本(?:人|模型|助手))?(?:无法|不能|不便)"
        "(?:协助|为您|为你|翻译|满足|完成(?:该|这|此)|处理(?:该|这|此|您)|提供(?:该|此"
        "|翻译|帮助|协助))",
        _CANNOT,
    ),
    _formula(
        "refusal",
        r"\bas an? (?:ai|artificial intelligence|large language"
        r"|language)\b(?: language)?(?: model| assistant)?|\bmy (?:guidelines|programming"
        r"|training data)\b|作为(?:一个|一名|一款)?(?:人工智能|AI|大?语言模型)(?:助手"
        "|模型)?[，,]",
        r"作为|人工智能|语言模型|\bai\b|language model|准则|训练|guideline|program|train",
    ),
    _formula(
        "refusal",
        r"\bcopyright(?:ed)? (?:material|content|work|text|lyrics)|(?:受)?版权(?:保护"
        "|所有)的?(?:内容|材料|作品|文本)",
        "版权|copyright",
    ),
    _formula(
        "answer",
        r"\b(?:that(?:['’]s| is)|what) an? (?:really |very )?(?:great|good|excellent"
        r"|interesting|fascinating) question\b|(?:这|那)(?:真)?是(?:一?个)?(?:很|非常"
        "|真正)?(?:好|棒|有趣)的?(?:问题|提问)",
        "问题|提问|问得|question",
    ),
    _formula(
        "answer",
        r"\b(?:could|can|would|will) you (?:please )?(?:kindly )?(?:provide|clarify|share"
        r"|specify|send|paste|give me|tell me (?:more|what))\b|\bplease (?:provide|share"
        r"|send|paste|specify|clarify)\b[^.\n]{0,30}\b(?:text|context|details|information"
        r"|sentence|content|source|question)\b|\b(?:you )?(?:haven['’]t|have not|didn['’]t"
        r"|did not) (?:provide|include|share)\w*\b|\bno text (?:was |has been )?provided",
        "提供|分享|说明|澄清|给我|告诉|发给|请|provid|clarif|share|specify|send|paste"
        "|give|tell|please",
    ),
    _formula(
        "answer",
        r"请(?:您|你)?(?:先)?(?:提供|发送|粘贴|给出|输入|补充)[^。\n]{0,20}(?:文本|文字"
        "|上下文|内容|信息|细节|句子|原文|背景)|(?:您|你)(?:没有|未|还没)(?:提供|给出"
        "|发送)|(?:您|你)(?:能|可以|能否|可否)(?:提供|告诉我更多|说明一下|具体)",
        "提供|分享|说明|澄清|给我|告诉|发给|请|provid|clarif|share|specify|send|paste"
        "|give|tell|please|context",
    ),
    _formula(
        "answer",
        r"\b(?:i(?:['’]d| would) be (?:happy|glad)|i(?:['’]m| am) (?:happy|glad|here"
        r"|ready)) to (?:help|assist|answer|translate)\b|\bhow (?:can|may) i (?:help"
        r"|assist)\b|(?:我)?(?:很|非常)?(?:乐意|高兴|愿意)(?:为您|为你|帮|协助|提供帮助"
        "|回答)|有什么(?:我)?(?:可以|能)(?:帮|为)",
        "乐意|高兴|愿意|帮|help|assist|happy|glad",
    ),
    _formula(
        "answer",
        r"^\W*to (?:achieve|do|accomplish|solve|fix|answer) (?:this|that)\b"
        r"|^\W*要(?:实现|做到|解决|回答)(?:这|该|此)",
        r"为了|为此|要|实现|做到|达到|解决|回答|to (?:achieve|do|accomplish|solve|fix|answer)\b",
    ),
    _formula(
        "answer",
        r"^\W*(?:there are (?:several|many|a (?:few|number of)|multiple) (?:factors|ways|reasons"
        r"|things|steps|options) (?:to|you|that|why)|here are (?:some|a few|several|the)\b"
        r"|(?:yes|no), you (?:can|should|need))|^\W*(?:(?:以下|下面)是(?:一些|几[个种点条])"
        "|(?:有|需要考虑)(?:以下)?(?:几|多)(?:个|种)(?:因素|方法|方式|原因|步骤)"
        "|(?:是的|不)[，,](?:您|你)(?:可以|应该|需要))",
        r"有|下面|以下|如下|是|可以|应该|需要|there are|here|below|following|yes|no\b|several|many",
    ),
)


def find_replies(pair: Pair) -> Iterator[Discrepancy]:
    """Yield the first preamble, note, refusal and answer in the target, each once.

    One formula is enough to make a segment wrong, so every one is an error.
    """
    seen: set[Kind] = set()
    for formula in _FORMULAS:
        if formula.kind in seen or formula.licence.search(pair.source):
            continue
        match = formula.pattern.search(pair.target)
        if match:
            seen.add(formula.kind)
            yield Discrepancy(
                kind=formula.kind,
                key=pair.key,
                level="error",
                message=_MESSAGES[formula.kind],
                target_words=match.group().strip(),
            )


_MESSAGES: dict[Kind, str] = {
    "preamble": "the translation is announced; the speaker never said this",
    "note": "a note to the reader stands inside the translation",
    "refusal": "the text was refused instead of translated",
    "answer": "the text was answered instead of translated",
}
