"""Words that hold sentences together and are nobody's terms, in both languages."""

_LITTLE = """
a about above after again all almost also although always am an and another any anything are
around as at away back be because been before being below best better between both bring but by
came can cannot come could course d day did do does doesn doing don done down during each either
else enough even ever every everyone everything few find first for from gave get gets give go
goes going good got had has have having he hello her here him his how however i if in instead
into is isn it its just keep kind know last later least less let like little ll long look lot m
made make makes making many may maybe me mean might more most much must my need needs never new
next no not nothing now of off often on once one ones only or other others our out over own part
people perhaps put quite rather re really right s said same say says see seen several shall she
should since so some someone something soon still such t take taken takes tell than thank thanks
that the their them then there these they thing things think this those though three through
time times to today together told too took try two under until up upon us use used uses using ve
very want wants was way we well went were what when where whether which while who whole whose
why will with without won work works would yes yet you your yours
"""

LITTLE_WORDS = frozenset(_LITTLE.split())
"""English: articles, pronouns, auxiliaries, prepositions, and verbs of any talk."""

_NEVER_FIRST = frozenset(
    "的了是在和与就都而及或我你您他她它们这那不也很到说要把被让给为其所还又再最更没去来吗呢吧啊某哪"
    "什怎么些但如因个次着过得地该此当并且则却只才已将曾能可以有做用着时候里只二三四五六七八九十百千万"
    "两几每各请跟向比给让使从于之等把叫算会后条种位项"
)
_NEVER_LAST = frozenset(
    "的了是在和与就都而及或我你您他她它们这那不也很到说要把被让给为其所还又再最更没去来吗呢吧啊某哪"
    "什怎么些但如因个次着过得地该此当并且则却只才已将曾能可以有做用会对从于之等跟向比一二三四五六七"
    "八九十百千万两几每各里上下中前后时"
)
_FIRST_AFTER_ALL = ("一致", "一体", "会话", "会议", "用户", "用例", "后端", "后台", "可用", "可观",
    "可视", "可扩", "只读", "从库", "时间", "时序", "时钟", "将军", "等待", "使用", "比特", "当前",
    "二进", "三方", "条件", "种子", "种类", "位置", "位图", "项目",
     "万维", "并发", "并行", "有状", "不变", "不可", "无状")  # fmt: skip
_LAST_AFTER_ALL = ("应用", "引用", "调用", "费用", "作用", "性能", "功能", "智能", "可能", "不可能",
    "标的", "目的", "中间", "之前", "上下", "社会", "主从", "集中", "对等", "统一", "唯一", "实时",
    "延时", "超时", "定时", "耗时", "及时", "容器", "复用", "可用", "启用", "停用", "禁用",
    "向后", "向前", "限制", "层次", "批次", "版次")  # fmt: skip


_INSIDE = frozenset("的了着吗呢吧")
_EVERYDAY_WORDS = """
多少 周围 东西 事情 今天 现在 明天 昨天 时候 时间 地方 非常 大家 自己 甚至 部分 进行 发生
发出 发现 想象 令人 展示 开始 结束 最后 首先 其次 然后 第一 第二 第三 已经 经常
通常 可能 可以 能够 应该 必须 需要 希望 觉得 认为 知道 看到 看见 听到 告诉 介绍
分享 谢谢 感谢 朋友 同学 老师 各位 事实 真正 真的 完全 特别 比如 例如 比较 相当
几乎 大概 大约 差不多 左右 之后 之前 以后 以前 以及 或者 并且 而且 因此 因为 所以
虽然 但是 不过 如果 只要 只有 除了 关于 对于 根据 通过 按照 随着 由于 为了 直到
不断 一直 总是 往往 问题 情况 方面 方法 方式 办法 原因 结果 过程 一样 一般 一起
一点 一些 一次 一个 一种 很多 许多 不少 有些 有时 有人 有点 看起来 起来 出来 下来
下去 过来 过去 进去 回来 变得 变成 成为 得到 带来 打开 放在 使得 使用 做到 想到
遇到 找到 提到 来自 属于 相信 简单 重要 主要 不同 不同的 全部 所有 整个 每个 每天
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


def may_be_term(han: str) -> bool:
    """Tell whether a run of Han characters begins and ends as words do.

    >>> [may_be_term(run) for run in ("尾部采样", "的采样", "调用", "我们", "可用性")]
    [True, False, True, False, True]
    """
    if han in _EVERYDAY or not _INSIDE.isdisjoint(han[1:-1]):
        return False
    first = han[0] not in _NEVER_FIRST or han.startswith(_FIRST_AFTER_ALL)
    last = han[-1] not in _NEVER_LAST or han.endswith(_LAST_AFTER_ALL)
    return first and last and not (han[0] == "一" and not han.startswith(_FIRST_AFTER_ALL))
