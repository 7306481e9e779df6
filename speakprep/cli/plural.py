"""Numbers with their nouns."""


def many(number: int, noun: str) -> str:
    """Return a number with its noun, such as "2 segments"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
