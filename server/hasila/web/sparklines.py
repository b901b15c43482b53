"""Sparklines: a few numbers in the order of time as lines of an SVG picture, gaps left open.

SVG 2 section 10.6 (polyline). Tufte's word-sized graphics: no axes, the last value marked. Returns coordinates; templates draw.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT, MARGIN = 120, 32, 4
"""Size of the picture, and what is left free around the lines, in units of its view box."""
_MOST = 200
_GAP = 1.5
"""Points further apart than the least step times this are not joined: what lies between is not known."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Sparkline:
    """Lines as values of `points`, points that no line touches, where the last value stands, and the numbers as written."""

    lines: tuple[str, ...]
    dots: tuple[Point, ...]
    last: Point
    numbers: tuple[tuple[str, str], ...]


def sparkline(text: str) -> Sparkline | None:
    """Return the sparkline of numbers written `2023:12.5 2024:15`, in any order; None for fewer than two.

    A bare number stands at the place it has in the row. What is no number is left out.
    """
    written = {point[0]: (point, numbers) for point, numbers in _points(text)}
    if len(written) < 2:
        return None
    found = [written[x] for x in sorted(written)]
    points = [point for point, _ in found]
    runs = _runs(points)
    place = _Scale(points)
    lines = tuple(" ".join(f"{x:g},{y:g}" for x, y in map(place, run)) for run in runs if len(run) > 1)
    dots = tuple(place(run[0]) for run in runs if len(run) == 1)
    return Sparkline(lines, dots, place(points[-1]), tuple(numbers for _, numbers in found))


def _points(text: str) -> list[tuple[Point, tuple[str, str]]]:
    """Return the points, each with its numbers as they are written: rounded for drawing, they are not to be read out."""
    found = []
    for number, word in enumerate(text.split()[:_MOST]):
        x, colon, y = word.rpartition(":")
        x = x if colon else str(number)
        try:
            point = (float(x), float(y))
        except ValueError:
            continue
        if all(map(math.isfinite, point)):
            found.append((point, (x, y)))
    return found


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    step = min(right[0] - left[0] for left, right in pairwise(points))
    runs = [[points[0]]]
    for left, right in pairwise(points):
        if right[0] - left[0] > step * _GAP:
            runs.append([])
        runs[-1].append(right)
    return runs


class _Scale:
    """Places points in the picture; equal values lie in the middle."""

    def __init__(self, points: Sequence[Point]) -> None:
        self._left, self._right = points[0][0], points[-1][0]
        values = [y for _, y in points]
        self._low, self._high = min(values), max(values)

    def __call__(self, point: Point) -> Point:
        across = (point[0] - self._left) / (self._right - self._left)
        up = (point[1] - self._low) / (self._high - self._low) if self._high > self._low else 0.5
        return (
            round(MARGIN + across * (WIDTH - 2 * MARGIN), 1),
            round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN), 1),
        )
