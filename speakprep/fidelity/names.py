"""Names, acronyms, identifiers, commands and addresses: the same on both sides, or a finding."""

import re
from collections.abc import Iterator

from speakprep.fidelity.literals import (
    CODE_SPAN,
    OPTION,
    PLACEHOLDER,
    TOKEN,
    URL,
    VERSION,
    flat,
    is_acronym,
    is_code,
)
from speakprep.fidelity.model import Discrepancy, Kind, Pair
from speakprep.fidelity.quantities import unit_after
from speakprep.talk.language import Language

# What Chinese says in Han and English in Latin letters, so neither side invents it.
# Names of countries, bodies and fields as either style guide spells them.
_EQUIVALENTS: dict[str, str] = {
    "1d": "一维", "2d": "二维", "3d": "三维|立体", "4d": "四维", "ad": "公元|广告",
    "ai": "人工智能|智能|AI", "am": "上午|早|凌晨", "api": "接口", "app": "应用|软件|程序",
    "apps": "应用|软件|程序", "ar": "增强现实", "aws": "亚马逊", "bbc": "英国广播公司",
    "bc": "公元前", "cctv": "央视", "cdn": "内容分发", "ceo": "首席执行官|总裁|执行官",
    "cfo": "首席财务官", "cia": "中央情报局|中情局", "cli": "命令行", "cnn": "有线电视新闻网",
    "coo": "首席运营官", "covid": "新冠|疫情", "covid-19": "新冠|疫情", "cpu": "处理器",
    "ct": "断层", "cto": "首席技术官|技术总监", "cv": "计算机视觉|简历", "db": "数据库",
    "diy": "手工|自己动手|自制", "dna": "脱氧核糖核酸|基因", "dns": "域名", "eu": "欧盟",
    "faa": "航空局|航空管理局", "faq": "常见问题", "fbi": "联邦调查局", "fda": "食品药品|药监",
    "gc": "垃圾回收", "gdp": "生产总值", "gpu": "显卡|图形处理器", "gui": "图形界面",
    "hiv": "艾滋", "hpc": "高性能计算", "hr": "人事|人力", "ibm": "国际商业机器",
    "id": "标识|编号|身份", "ide": "开发环境|编辑器", "imf": "货币基金", "io": "输入输出|读写",
    "ios": "苹果系统", "ip": "网际|知识产权", "iphone": "苹果手机", "it": "信息技术|科技",
    "kpi": "指标|考核", "lan": "局域网", "linkedin": "领英", "llm": "大模型|大语言模型",
    "mba": "工商管理", "mit": "麻省理工", "ml": "机器学习", "mri": "核磁|磁共振",
    "mvp": "最有价值|最小可行", "nand": "与非", "nasa": "航天局|宇航局|太空总署", "nato": "北约",
    "nba": "职业篮球", "ngo": "非政府", "nlp": "自然语言处理", "ok": "好",
    "oom": "内存溢出|内存不足", "oop": "面向对象", "os": "操作系统", "oss": "开源|对象存储",
    "paypal": "贝宝", "pc": "电脑|个人计算机", "phd": "博士", "pm": "下午|晚|产品经理|项目经理",
    "ppt": "幻灯片|演示", "pr": "公关|合并请求|拉取请求", "qa": "问答|测试|质量",
    "qps": "每秒查询|每秒请求", "rmb": "人民币|元", "rna": "核糖核酸",
    "rpc": "远程调用|远程过程调用", "rt": "响应时间", "sdk": "开发包|工具包",
    "sla": "服务等级|服务水平", "slo": "服务等级|服务水平", "sms": "短信", "sql": "查询语言",
    "ssd": "固态", "ssl": "安全套接", "ted": "泰德", "tiktok": "抖音", "tv": "电视", "ui": "界面",
    "uk": "英国|联合王国", "un": "联合国", "unicef": "儿童基金", "url": "网址|链接|地址",
    "us": "美国|美", "usa": "美国", "usd": "美元", "ux": "体验", "vip": "贵宾", "vm": "虚拟机",
    "vr": "虚拟现实", "wechat": "微信", "who": "世卫|世界卫生组织|谁", "wto": "世贸|世界贸易",
    "youtube": "油管",
}  # fmt: skip
_STAGE = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Prof|vs|etc|eg|ie|II|III|IV|VI|VII|VIII|IX|XI|XII|XX|XXI)$")
_NUMERONYM = re.compile(r"([a-z])(\d{1,2})([a-z])$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")


def compare_names(pair: Pair, target_language: Language) -> Iterator[Discrepancy]:
    """Yield what must stay letter for letter and did not, and what came from nowhere.

    Chinese text states Latin names on purpose, so each of them must be in the
    English; English text is Latin throughout, so only what looks like code
    must be in the Chinese. In the other direction a Chinese target may hold
    no Latin word the source does not, and an English target no invented code.
    """
    yield from _exact(pair)
    if target_language == "en":
        missing = _tokens(pair.source)
        added = [token for token in _tokens(pair.target) if _is_fixed(token, pair.target)]
    else:
        missing = [token for token in _tokens(pair.source) if is_code(token)]
        added = _tokens(pair.target)
    for token in _absent(missing, pair.target):
        yield _discrepancy(pair, token, "of the source is not in the target", in_source=True)
    for token in _absent(added, pair.source):
        yield _discrepancy(pair, token, "of the target is not in the source", in_source=False)


def _exact(pair: Pair) -> Iterator[Discrepancy]:
    """Compare addresses, versions, options, placeholders and inline code, both ways."""
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("url", URL),
        ("code", re.compile(r"(?<=`)[^`\n]+(?=`)")),
        ("code", VERSION),
        ("code", OPTION),
        ("code", PLACEHOLDER),
    )
    seen: set[str] = set()
    for kind, pattern in kinds:
        for words, other, in_source in (
            *((m.group(), pair.target, True) for m in pattern.finditer(pair.source)),
            *((m.group(), pair.source, False) for m in pattern.finditer(pair.target)),
        ):
            bare = words.lstrip("vV") if pattern is VERSION else words
            if bare in other or words in seen or words == "%":
                continue
            if any(words in longer for longer in seen):
                continue
            seen.add(words)
            side = "source is not in the target" if in_source else "target is not in the source"
            yield Discrepancy(
                kind=kind,
                key=pair.key,
                level="error",
                message=f"{words} of the {side}",
                source_words=words if in_source else "",
                target_words="" if in_source else words,
            )


def _tokens(text: str) -> list[str]:
    """Return the Latin tokens of a text that `_exact` does not compare, units of numbers aside."""
    for pattern in (URL, CODE_SPAN, VERSION, OPTION, PLACEHOLDER):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in TOKEN.finditer(text):
        token = match.group().rstrip("'’")
        before = text[: match.start()].rstrip()
        if before[-1:].isdigit() and (
            _ORDINAL.match(token) or unit_after(text, match.start()) or len(token) < 3
        ):
            continue
        if len(token) > 1 and token not in found and not _STAGE.match(token):
            found.append(token)
    return found


def _is_fixed(token: str, text: str) -> bool:
    """Tell a token no translator coins from Chinese words: code, or capitals without shouting."""
    return is_code(token) or (is_acronym(token) and not _is_shouted(text))


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) > len(letters) * 0.5


def _absent(tokens: list[str], other: str) -> Iterator[str]:
    """Yield the tokens the other side does not hold in any spelling."""
    folded, words = flat(other), [word.lower() for word in _WORD.findall(other)]
    for token in tokens:
        literal = rf"(?<![A-Za-z0-9]){re.escape(token)}(?![A-Za-z0-9])"
        if re.search(literal, other, re.IGNORECASE):
            continue
        if _present(token, folded, words) or _is_numeronym_of(token, words):
            continue
        if not _equivalent(token, other):
            yield token


def _present(token: str, folded: str, words: list[str]) -> bool:
    """Look a token up, allowing case, spacing and English inflection."""
    key = flat(token)
    if not key:
        return True
    stems = {key, *(key.removesuffix(end) for end in ("s", "es", "ed", "ing", "d", "er"))}
    if any((len(stem) > 3 or not stem.isalpha()) and stem in folded for stem in stems if stem):
        return True
    return any(word in (key, key + "s", key + "ed", key.removesuffix("s")) for word in words) or (
        key in folded and any(key in word for word in words)
    )


def _is_numeronym_of(token: str, words: list[str]) -> bool:
    """Tell whether K8s, i18n or o11y stands for one of the words."""
    short = _NUMERONYM.match(token.lower())
    return short is not None and any(
        word[0] == short[1] and word[-1] == short[3] and len(word) == int(short[2]) + 2
        for word in words
    )


def _equivalent(token: str, other: str) -> bool:
    """Allow a known Chinese form, or the initials of the other side's words."""
    lowered = token.lower()
    for form in (lowered, lowered.removesuffix("s")):
        if form in _EQUIVALENTS and re.search(_EQUIVALENTS[form], other):
            return True
    key = flat(token).removesuffix("s") if is_acronym(token) else flat(token)
    initials = "".join(word[0].lower() for word in _WORD.findall(other))
    if key.isalpha() and 2 <= len(key) <= 6 and is_acronym(token):
        return key in initials
    return False


def _discrepancy(pair: Pair, token: str, side: str, *, in_source: bool) -> Discrepancy:
    code = is_code(token)
    return Discrepancy(
        kind="code" if code else "name",
        key=pair.key,
        level="error" if code else "warning",
        message=f"{token} {side}",
        source_words=token if in_source else "",
        target_words="" if in_source else token,
    )
