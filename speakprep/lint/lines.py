"""Lines of a text, and the places in its file that offsets stand for."""

from bisect import bisect_left

from speakprep.talk.report import Place


class Lines:
    """Where the lines of a text end; asking costs little however long the text is."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._ends: list[int] = []
        at = text.find("\n")
        while at != -1:
            self._ends.append(at)
            at = text.find("\n", at + 1)

    def start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        before = bisect_left(self._ends, offset)
        return self._ends[before - 1] + 1 if before else 0

    def end(self, offset: int) -> int:
        """Return where the line of an offset ends, its line break left out."""
        after = bisect_left(self._ends, offset)
        return self._ends[after] if after < len(self._ends) else self._length

    def place(self, origin: Place, offset: int) -> Place:
        """Count on from where the text begins; what stands nowhere has no line."""
        if origin.line is None:
            return origin
        row = bisect_left(self._ends, offset)
        column = offset - self._ends[row - 1] if row else (origin.column or 1) + offset
        return Place(
            file=origin.file,
            line=origin.line + row,
            column=column,
            slide=origin.slide,
            field=origin.field,
        )
