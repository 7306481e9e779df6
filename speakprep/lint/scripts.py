"""Kinds of rules about characters: scripts side by side or mixed, and what cannot be seen."""

import re
import unicodedata
from collections.abc import Iterator

from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.language import HAN

# What is rarer in Chinese, the Latin letter, is looked at before the Han character beside it.
_TOUCHING = re.compile(f"(?=[A-Za-z0-9])(?<=[{HAN}])|(?<=[A-Za-z0-9%])(?=[{HAN}])")
_APART = re.compile(f" (?:(?=[A-Za-z])(?<=[{HAN}] )|(?<=[A-Za-z] )(?=[{HAN}]))")
_TOUCHING_WORD = re.compile(f"(?=[A-Za-z])(?<=[{HAN}])|(?<=[A-Za-z])(?=[{HAN}])")
_WORD_BEFORE = re.compile(r"[A-Za-z0-9%.+#_-]+\Z")
_SHOWN = 16
"""Characters of evidence from a missing space on: a name and what follows."""

# Marks that change the direction of text, and what no reader can see. The joiner of emoji
# (U+200D), the byte order mark and the three usual kinds of white space are left alone.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u2069\ufff9-\ufffb]{1,30}"
)

# Characters that only one of the two ways of writing has, of those that proposals use. Left out
# are all that the other one writes too, in whatever meaning: 后 里 台 据 着 著 乾 and their like.
# So none of the first is in Big5, and none of the second in GB 2312.
ONLY_SIMPLIFIED = (
    "们这个时来为说会对没过学开长发动务场实现问题应该还进点线络统计数库级节设备层调链术语让从两东"
    "车马鸟鱼龙门间闻阅读书写见观规视觉认识记讲课译词试验证评论谈谁请谢详误谱类结组织细终给绝继续"
    "维综编缓缩绪纸练经红约纪纯纳纵纷纹纺纽边达迁运远连迟选逊递逻遗产严丽举义乌乐习乡买乱争亏亚亿"
    "仅仓仪众伟传伤伦伪侠侣侦侧关兴养兽冈册军农冯冲决况冻净凉减凤凭凯击凿刘则刚创删别剂剑剥剧劝办"
    "励劲劳势华协单卖卢卫却厅历厉压厌县参双变叙叶号叹吓吗启吴呐员团园围国图圆块坚坛坝坟坠垄垒够头"
    "夹夺奋奖妇妈娱孙宝宠审宪宽宾寻导寿将尔尘尝属岁岂岗岛币师帐带帮庆庙废弃张弥弯弹强归当录彻忆忧"
    "态总恋恶悬惧惨惯愤懒戏战户执扩扫扬抚抛抢护报担拟拥择挡挤挥损换敌断无旧显晓暂杀杂权条杨枪标栈"
    "栏树样桥检楼欢欧残毁毕汇汉沟泽测济浏浓润涨渐渔湾湿满滚滞滤灭灯灵炉炼烂烧热爱牵犹独狱猎环玛琐"
    "电画畅疗监盖盘矿码碍础称稳穷窃窝竖竞笔签简粮紧"
)
ONLY_TRADITIONAL = (
    "們這個時來為說會對沒過學開長發動務場實現問題應該還進點據線網絡統計數庫級節設備層調鏈術語讓從"
    "兩東車馬鳥魚龍門間聞閱讀書寫見觀規視覺認識記講課譯詞試驗證評論談誰請謝詳誤譜類結構組織細終給"
    "絕繼續維綜編緩縮緒紙練經紅約紀純納縱紛紋紡紐邊達遷運遠連遲適選遜遞邏遺產嚴麗舉義烏樂習鄉買亂"
    "爭虧亞億僅倉儀價眾優偉傳傷倫偽體俠侶偵側關興養獸岡冊軍農馮衝決況凍淨涼減鳳憑凱擊鑿劉則剛創刪"
    "別劑劍剝劇勸辦勵勁勞勢華協單賣盧衛卻廠廳歷厲壓厭縣參雙變敘疊葉號嘆嚇嗎啟吳吶員團園圍國圖圓聖"
    "壞塊堅壇壩墳墜壟壘復夠頭夾奪奮獎婦媽娛孫寧寶寵審憲寬賓尋導壽將爾塵嘗屬歲豈崗島嶺幣師帳帶幫廣"
    "慶廟廢異棄張彌彎彈強歸當錄徹憶憂懷態憐總戀惡懸驚懼慘慣憤願懶戲戰戶撲執擴掃揚擾撫拋搶護報擔擬"
    "擁擇掛擋擠揮損換敵斷無舊顯曉暫機殺雜權條楊極槍標棧欄樹樣橋檢樓歡歐殘毀畢氣匯漢溝澤潔測濟瀏濃"
    "潤漲漸漁灣濕滿滾滯濾滅燈靈爐煉爛燒熱愛牽猶獨獄獵環瑪瑣電畫暢療監蓋盤礦碼確礙礎離種稱穩窮竊窩"
    "豎競筆簽簡糧緊"
)
_SIMPLIFIED = re.compile(f"[{ONLY_SIMPLIFIED}]")
_TRADITIONAL = re.compile(f"[{ONLY_TRADITIONAL}]")


def touching_scripts(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- every kind takes its rule
    """Fire where a Han character touches a Latin letter or digit."""
    if reading.passage.language == "zh":
        yield from _spaced(reading, _TOUCHING)


def mixed_spacing(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire where a Han character touches a Latin word, if others are kept apart.

    Digits are left out: 双11 and 10年 stand in texts that space every name.
    """
    if reading.passage.language == "zh" and _APART.search(reading.prose):
        yield from _spaced(reading, _TOUCHING_WORD)


def mixed_scripts(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at the rarer of simplified and traditional characters, if at least that many."""
    text = reading.prose
    if text.isascii():
        return
    traditional = list(_TRADITIONAL.finditer(text))
    if not traditional:
        return
    simplified = list(_SIMPLIFIED.finditer(text))
    rarer = min(simplified, traditional, key=len)
    found = list(dict.fromkeys(match[0] for match in rarer))
    if len(found) >= rule.options.at_least:
        yield _to_line_end(reading, *rarer[0].span(), found="、".join(found[:10]))


def control_characters(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire at characters that steer a terminal or turn text around, and at unseen ones."""
    if reading.passage.text.replace("\n", "").isprintable():
        return
    for found in _INVISIBLE.finditer(reading.passage.text):
        names = dict.fromkeys(_called(letter) for letter in found[0])
        yield Hit(
            start=found.start(), end=found.end(), values={"found": ", ".join(list(names)[:3])}
        )


def _spaced(reading: Reading, boundary: re.Pattern[str]) -> Iterator[Hit]:
    """Yield what touches: a Han character and the word beside it, with a space between them."""
    text = reading.prose
    reached = 0
    for found in boundary.finditer(text):
        at = found.start()
        word = _WORD_BEFORE.search(text, max(reached, at - _SHOWN), at)
        start = word.start() if word else max(reached, at - 1)
        replacement = f"{text[start:at]} {text[at]}" if start < at else f" {text[at]}"
        reached = at + 1
        yield _to_line_end(reading, start, reached, replacement=replacement)


def _to_line_end(
    reading: Reading, start: int, end: int, *, found: str = "", replacement: str | None = None
) -> Hit:
    """Show a few characters more, up to the end of the line."""
    few = reading.passage.text[start : start + _SHOWN]
    line_end = few.find("\n", end - start)
    shown = (start, start + (_SHOWN if line_end == -1 else line_end))
    return Hit(start, end, {"found": found or few.partition("\n")[0]}, shown, replacement)


def _called(letter: str) -> str:
    """Name a character that must not be printed.

    >>> _called("\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip()
