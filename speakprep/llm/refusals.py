"""Recognising a model that declines in plain words, where JSON was asked for."""

import re

LONGEST_REFUSAL = 1500
"""Characters; whoever declines is brief. Refusals seen in WMT24 system outputs have up to 600."""

_SORRY = r"(?:i(?:['’]m| am) (?:very |really |so )?(?:sorry|afraid)|sorry|apologies|unfortunately)"
_NOT_ABLE = r"(?:can ?not|can['’]t|unable|not able|won['’]t|decline|not allowed)"
_CANNOT = (
    r"(?:i|we) (?:(?:do not|don['’]t) feel comfortable|(?:can ?not|can['’]t|won['’]t|will not|must"
    r"|have to|need to|(?:am|['’]m) (?:unable|not able|not comfortable))\b)"
)
_DOING = r"(?:help|assist|translat|comply|provid|fulfil|continu|process|do that|reproduc|declin)"
_REFUSALS = re.compile(
    rf"{_SORRY}\b[^.!?]{{0,60}}?\b{_NOT_ABLE}"
    rf"|{_CANNOT}[^.!?]{{0,60}}?\b{_DOING}"
    rf"|as an ai\b[^.!?]{{0,80}}?\b{_NOT_ABLE}"
    r"|(?:很?抱歉|对不起|不好意思|很?遗憾)[^。！？]{0,40}?(?:无法|不能|没法|没有?办法|不便|不支持)"
    r"|(?:我|作为[^。，]{0,12}(?:模型|助手|人工智能|AI)[，,]?\s*我?)"
    r"(?:无法|不能|没有?办法)[^。！？]{0,20}?(?:翻译|提供|协助|帮助|处理|回答|满足|完成)"
    r"|(?:无法|不能)(?:为您|为你|给您|给你)?(?:提供|完成|处理|翻译)(?:这|该|此|相关|您|你)",
    re.IGNORECASE,
)


def declines(text: str) -> bool:
    """Tell whether an answer that should be JSON declines instead, in English or Chinese.

    An answer with an object in it may well translate somebody's refusal, and is none.

    >>> declines("I'm sorry, but I can't help with that."), declines("抱歉，我无法翻译这段内容。")
    (True, True)
    """
    if len(text) > LONGEST_REFUSAL or "{" in text:
        return False
    return _REFUSALS.search(text) is not None
