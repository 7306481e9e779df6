"""What proves a step, what it lacks, and how slides are named to a person."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One thing a step lacks and the command that gets it.

    `stale` when it was there, and script or deck changed since.
    """

    what: str
    next: str
    stale: bool = False


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What one step has, and what it lacks: the first thing to do first."""

    proved: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()

    def __add__(self, other: "Proof") -> "Proof":
        return Proof(proved=self.proved + other.proved, lacks=self.lacks + other.lacks)


def count(number: int, what: str) -> str:
    """Return a number and what it counts.

    >>> count(1, "slide"), count(2, "slide")
    ('1 slide', '2 slides')
    """
    return f"{number} {what}{'s' * (number != 1)}"


def slides(numbers: Iterable[int]) -> str:
    """Name slides by their numbers, runs of three or more as a range.

    >>> slides([1, 2, 3, 7])
    'slides 1-3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return f"slide{'s' * (sum(map(len, runs)) != 1)} {', '.join(parts)}"
