"""Turns of phrase that embellish: opinions, framing, examples, benefits, conclusions.

A marker on the target side needs its licence on the source side: "in my
opinion" needs 我认为 or the like. Licences are generous, because translators
move words about; a marker alone is a reason to look, not a proof.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from speakprep.fidelity.model import Discrepancy, Kind, Pair
from speakprep.talk.language import Language


@dataclass(frozen=True, kw_only=True)
class _Marker:
    """One turn of phrase: how each language says it, and what excuses it on either side."""

    kind: Kind
    what: str
    english: re.Pattern[str]
    chinese: re.Pattern[str]
    english_licence: re.Pattern[str]
    chinese_licence: re.Pattern[str]


def _marker(
    kind: Kind,
    what: str,
    *,
    english: str,
    chinese: str,
    english_licence: str,
    chinese_licence: str,
) -> _Marker:
    """Compile a row of the table; a licence always includes the marker itself."""
    return _Marker(
        kind=kind,
        what=what,
        english=re.compile(rf"\b(?:{english})", re.IGNORECASE),
        chinese=re.compile(chinese),
        english_licence=re.compile(rf"\b(?:{english}|{english_licence})", re.IGNORECASE),
        chinese_licence=re.compile(f"{chinese}|{chinese_licence}"),
    )


# Collected from style advice on machine prose and from published model translations; the
# licences were widened until human-clean translations passed.
_MARKERS: tuple[_Marker, ...] = (
    _marker(
        "opinion",
        "an opinion",
        english=(
            "in my (?:opinion|view|experience)|from my (?:perspective|point of view)"
            r"|personally,|i (?:strongly |firmly |truly )?believe\b|to be (?:honest|frank)"
            "|honestly,|frankly,|i(?:['’]d| would) (?:say|argue)"
        ),
        chinese=(
            "我(?:个人)?(?:认为|相信|坚信)|在我看来|依我看|我的(?:看法|观点)|老实说"
            "|说实话|坦率地?说|坦白说"
        ),
        english_licence=(
            r"i (?:think|feel|guess|find|suppose|consider|hope|am sure|know|reckon|bet)\b"
            r"|i['’]m (?:sure|confident|certain)|my\b|mine\b|opinion|seems? to me|as i see"
            r"|imo\b|honest|frank|convinced|trust"
        ),
        chinese_licence=(
            "我觉得|我想|我看|我(?:感觉|估计|猜|希望|确信|认定)|个人|看来|观点|看法|坦"
            "|实话|认为|以为|相信|信念|说真的|我[要会]说"
        ),
    ),
    _marker(
        "opinion",
        "a claim of importance",
        english=(
            "it(?:['’]s| is) (?:also )?(?:worth (?:noting|mentioning)"
            "|important to (?:note|remember|understand)|crucial to|essential to)"
            "|it should be noted|notably,|importantly,|interestingly,|surprisingly,"
            "|remarkably,|fortunately,|unfortunately,"
        ),
        chinese=(
            "值得(?:注意|一提|指出|关注)|需要(?:注意|指出|强调)的是|有趣的是|有意思的是"
            "|令人(?:惊讶|惊叹)的是|重要的是|幸运的是|不幸的是|遗憾的是"
        ),
        english_licence=(
            "worth|note|notic|important|crucial|essential|interest|surpris|remark"
            "|fortunate|luck|sad|unusual|amaz|attention|keep in mind|mention|regret|weird"
            "|strange|thank|must|need|significan|key|unfortunate|sorry|curious"
        ),
        chinese_licence=(
            "值得|注意|指出|重要|关键|必须|有趣|有意思|惊|幸|遗憾|可惜|好在|强调|提到|奇"
            "|要知道|好玩|需要|应当|意外|尤其|特别"
        ),
    ),
    _marker(
        "opinion",
        "common knowledge",
        english=(
            "as we all know|as everyone knows|it(?:['’]s| is) (?:well known|no secret"
            "|common knowledge|widely (?:known|accepted))|needless to say|of course,"
            r"|generally speaking|as (?:many|most) (?:\w+ ){0,3}(?:know|have (?:found"
            "|discovered|seen))"
        ),
        chinese=(
            "众所周知|大家都知道|毫无疑问|毋庸置疑|不言而喻|不用说|一般来说|一般而言|通常来说"
        ),
        english_licence=(
            "know|obvious|course|doubt|clear|certain|general|usual|normal|typical|evident"
            "|naturally|common|tend|mostly|sure|overall|on average|ordinar|definitely"
            r"|secret|default|by and large|most\b"
        ),
        chinese_licence=(
            "知|当然|明显|显然|疑|一般|通常|普遍|自然|公认|肯定|常|多数|大家|无须|不必"
            "|总体|平均|往往"
        ),
    ),
    _marker(
        "addition",
        "a conclusion",
        english=(
            r"in (?:conclusion|summary|short|essence|a nutshell)\b|to sum (?:it )?up"
            "|to summarize|all in all|ultimately,|at the end of the day|overall,"
            "|in the end,|by understanding (?:this|these)|going forward"
            "|together, (?:these|this)|this (?:clearly |also |further )?(?:highlights"
            "|underscores|shows how|demonstrates how)"
        ),
        chinese=(
            "总之|总而言之|综上|总的来说|总体而言|归根结底|归根到底|简而言之|简言之"
            "|说到底|这(?:充分|清楚地?|也)?(?:说明|体现|凸显|彰显|展示)了"
        ),
        english_licence=(
            r"conclu|summar|short|sum |all in all|ultimate|overall|end\b|final|brief"
            "|essence|basically|eventually|result|this (?:means|shows|is)|which (?:shows"
            "|means)|show|demonstrat|indicat|illustrat|reflect|reveal|suggest|highlight"
            "|in general|after all|bottom line|wrap|long story|prove|prefer|altogether"
            "|last|forward|future|underst|together|mean|embod|explain|represent|point"
        ),
        chinese_licence=(
            "总|最后|最终|归根|简|终|综|结论|一句话|说到底|说明|表明|体现|显示|凸显|反映"
            "|证明|整体|到头来|结果|其实|今后|未来|往后|理解|明白|一起|共同|展示|意味"
            "|揭示|可见"
        ),
    ),
    _marker(
        "addition",
        "an explanation",
        english=(
            "in other words|that is to say|put (?:simply|differently|another way)"
            "|simply put|what this means is|to put it (?:simply|another way)|essentially,"
        ),
        chinese="也就是说|换句话说|换言之|即是说|简单来说|简单地说|具体来说|具体而言|这意味着",
        english_licence=(
            r"that is|i\.e\.|meaning|means?\b|so\b|other words|namely|basically|simpl"
            r"|essential|specific|thus|say\b|concrete|particular|which\b|it['’]s like"
            r"|therefore|hence|suggest|imply|implies|put\b|represent|detail|:"
        ),
        chinese_licence=(
            "就是|即|换|意味|意思|相当于|说白|所以|因此|简单|本质|基本上|实际上|这样|具体"
            "|其实|那么|说得|代表|说"
        ),
    ),
    _marker(
        "addition",
        "an example",
        english=(
            r"for (?:example|instance)\b|to (?:give|take) an example|imagine (?:a|that"
            "|you)|a (?:good|classic|typical) example"
        ),
        chinese="例如|比如说?|譬如|举个?例子?|打个比方|举例来说",
        english_licence=(
            r"example|instance|e\.g\.|such as|like\b|say\b|imagine|including|suppose"
            r"|picture|consider|take\b|if\b|case|and so|analog|from\b|some"
            "|illustrat"
        ),
        chinese_licence="例|比如|比方|譬如|诸如|像|如|假设|想象|设想|好比|就拿|包括|试想|等|说|举",
    ),
    _marker(
        "addition",
        "a benefit",
        english=(
            "(?:making|makes|make) it (?:much |far |even )?(?:easier|simpler|possible)"
            "|(?:allowing|enabling|empowering|helping) (?:us|you|users|teams|developers"
            r"|people|organi[sz]ations|everyone|them)\b|which (?:in turn |[a-z]+ly "
            "|also )?(?:leads to|means|helps|allows|enables|ensures|makes"
            "|improves|results in)|pav(?:es?|ing) the way|play(?:s|ing)? an? (?:crucial"
            r"|key|vital|important|pivotal) role|game[- ]chang\w+|ultimately lead\w*"
            "|what (?:really|truly) matters|ensuring (?:that|a|the)"
        ),
        chinese=(
            "从而(?:让|使|提高|提升|实现|确保|帮助|更|降低|带来)|使(?:得)?(?:用户|团队"
            "|开发者|我们|人们|大家)(?:能够?|可以|更)|让(?:用户|团队|开发者|大家)(?:能够?"
            "|可以|更)|最终(?:带来|实现|提高|提升|导致)|铺平(?:了)?道路|(?:至关|尤为|非常"
            "|十分)重要(?:的作用)?|发挥(?:着)?(?:关键|重要)作用|真正重要的"
        ),
        english_licence=(
            "mak|allow|enabl|empower|help|lead|mean|ensur|improv|result|role|easi|simpl"
            r"|let\b|lets\b|so (?:that|we|you|they|i)\b|therefore|thus|in order|to\b"
            r"|change|can\b|crucial|vital|important|caus|essential|matter|key|critical"
            r"|significan|by\b|and\b|thereby|hence"
        ),
        chinese_licence=(
            "使|让|令|帮|便|以便|从而|能|可以|允许|确保|保证|导致|带来|造成|有助|意味"
            "|作用|重要|改善|提高|促|至关|容易|方便|简单|引|这样|(?<!一)致|为|助|变|改变|产生"
            "|表明|说明|代表|关键|也就是|表示|即"
        ),
    ),
    _marker(
        "addition",
        "a remark",
        english=(
            "(?:something|a (?:challenge|problem|practice|trend|point|fact)) that (?:is"
            r"|many|most|almost|every|we|has)\b|as (?:many|most) (?:\w+ )?(?:people"
            r"|engineers|developers|teams|experts)\b|which is (?:especially|particularly"
            "|extremely|very|also) (?:important|useful|helpful|common|critical|crucial)"
            "|(?:an? )?(?:industry standard|widely used|widely adopted|well-known"
            "|popular) (?:technology|technique|tool|method|concept|framework|approach)"
        ),
        chinese=(
            "(?:而)?这(?:一点)?(?:也)?(?:正)?是(?:许多|很多|当今|几乎|大多数|目前|常见)"
            "|这(?:一点)?(?:常常|往往|经常)被|(?:尤其|尤为)(?:重要|有用|关键)"
            "|[一这]种(?:广泛使用|常用|流行|常见)的|行业标准"
        ),
        english_licence=(
            "something|challenge|problem|many|most|every|special|particular|extremely"
            "|which|standard|widely|popular|well|common|important|useful|often|these are"
            r"|very|so\b|as\b|frequent|usual|especially|critical|known"
        ),
        chinese_licence=(
            "许多|很多|大多|每[个家一]|尤其|特别|非常|十分|标准|广泛|著名|知名|流行|常|热门|重要"
            "|有用|普遍|挑战|问题|极|众所周知|趋势"
        ),
    ),
)


def find_markers(pair: Pair, target_language: Language) -> Iterator[Discrepancy]:
    """Yield turns of phrase the source gives no licence for; each kind of phrase once.

    `target_words` is the phrase itself, so that a reader sees why.
    """
    for marker in _MARKERS:
        if target_language == "en":
            said, licence = marker.english.search(pair.target), marker.chinese_licence
        else:
            said, licence = marker.chinese.search(pair.target), marker.english_licence
        if said and not licence.search(pair.source):
            yield Discrepancy(
                kind=marker.kind,
                key=pair.key,
                level="warning",
                message=f"{marker.what} that the source does not seem to state",
                target_words=said.group().strip(" ,，"),
            )
