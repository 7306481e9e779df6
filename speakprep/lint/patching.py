"""Changes to lines that keep their number, shown as a unified diff."""

from collections.abc import Iterator

CONTEXT = 3
"""Lines shown around a change, as diff and git show them."""

_NO_END = "\\ No newline at end of file"


def changed_lines(before: str, after: str) -> tuple[int, ...]:
    """Return the lines, from 0, that differ between two texts of equally many lines."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return tuple(number for number, (old, new) in enumerate(pairs) if old != new)


def unified_diff(before: str, after: str, name: str) -> tuple[str, ...]:
    """Return the lines of a unified diff between two texts of equally many lines.

    >>> unified_diff("a\\nb\\n", "a\\nc\\n", "x.md")[2:]
    ('@@ -1,2 +1,2 @@', ' a', '-b', '+c')
    """
    old, new = before.split("\n"), after.split("\n")
    count = len(old) - before.endswith("\n")
    lines: list[str] = []
    for start, end in _hunks(changed_lines(before, after), count):
        span = f"{start + 1},{end - start}"
        lines.append(f"@@ -{span} +{span} @@")
        lines += _hunk(old, new, start, end)
    return (f"--- {name}", f"+++ {name}", *lines) if lines else ()


def _hunks(changed: tuple[int, ...], count: int) -> Iterator[tuple[int, int]]:
    """Put changes together whose surroundings touch."""
    start = end = -1
    for number in changed:
        first, last = max(0, number - CONTEXT), min(count, number + CONTEXT + 1)
        if start >= 0 and first <= end:
            end = last
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end


def _hunk(old: list[str], new: list[str], start: int, end: int) -> Iterator[str]:
    at = start
    while at < end:
        if old[at] == new[at]:
            yield from _row(" ", old, at)
            at += 1
            continue
        until = next((n for n in range(at, end) if old[n] == new[n]), end)
        for mark, rows in (("-", old), ("+", new)):
            for number in range(at, until):
                yield from _row(mark, rows, number)
        at = until


def _row(mark: str, rows: list[str], number: int) -> Iterator[str]:
    yield f"{mark}{rows[number]}"
    if number == len(rows) - 1:
        yield _NO_END
