"""The text of files that other programs wrote: not all of them write UTF-8."""

from speakprep.errors import InputError

_MARK = "\ufeff".encode()
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


COMMON = 0.9
"""Share of Chinese characters that GB 2312 holds already, of 1980: written Chinese has 99 %, and
Western letters mistaken for GB18030 next to none."""


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Return the text of an export and the name of its encoding.

    UTF-8 and UTF-16 by their marks, UTF-16 also by its zeros; else UTF-8, else GB18030, which
    Excel writes in China.

    Raises:
        InputError: it is none of these, with the line, or binary.
    """
    tried: tuple[str, ...] = ("utf-8", "gb18030")
    if data.startswith(_MARK):
        data, tried = data.removeprefix(_MARK), ("utf-8",)
    elif data.startswith(_UTF_16_MARKS):
        tried = ("utf-16",)
    elif data[:8].count(0) == 4:  # without its mark, every other byte of Latin letters is zero
        tried = ("utf-16-be" if data[0] == 0 else "utf-16-le",)
    line = None
    for name in tried:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            line = line or data[: error.start].count(b"\n") + 1
            continue
        if name != "gb18030" or _is_chinese(text):
            if "\0" in text:
                raise InputError("holds binary data, not text", file=file)
            return text, name.upper()
    raise InputError(
        f"is not text in {' or '.join(name.upper() for name in tried)}",
        file=file,
        line=line,
        hint="save it again as UTF-8 (in Excel: Save As, CSV UTF-8)",
    )


def _is_chinese(text: str) -> bool:
    """Tell whether a text is Chinese, rather than another 8-bit encoding read as if it were."""
    others = "".join(each for each in text if not each.isascii())
    return len(others.encode("gb2312", "ignore")) >= 2 * COMMON * len(others)
