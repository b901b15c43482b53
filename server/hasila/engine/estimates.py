"""How many statements files hold, and how much memory a store of them takes, told from the beginning of each.

Measured with pyoxigraph 0.5.13 on stores as `loading` fills them, each statement in its graph and in the union; see
decisions 0010 and 0013. Loads nothing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import parse

from hasila.engine.formats import format_of

_SAMPLE = 100_000
_FIXED = 16 * 1_048_576
_STATEMENT = 550
_TERM = 180
_TEXT = 1.6
_DENSEST = 200
"""No file met takes more bytes of memory for each of its own than that."""


@dataclass(frozen=True)
class Estimate:
    """How many statements, and how many bytes of memory."""

    statements: int
    bytes: int


def certainly_fits(files: Sequence[tuple[Path, str | None]], most: int) -> bool:
    """Tell from the sizes of the files alone whether they fit into so many bytes of memory."""
    return sum(path.stat().st_size for path, _ in files) * _DENSEST <= most


def estimate(files: Sequence[tuple[Path, str | None]]) -> Estimate:
    """Return an estimate of all the files together, from at most 100,000 statements of each.

    It is too low where the rest of a Turtle file is denser than its beginning. Raises what parsing raises.
    """
    found = [_estimate(path) for path, _ in files]
    return Estimate(sum(one.statements for one in found), _FIXED + sum(one.bytes for one in found))


def _estimate(path: Path) -> Estimate:
    terms: set[str] = set()
    with path.open("rb") as file:
        count = 0
        for quad in islice(parse(file, format_of(path)), _SAMPLE):
            terms.update((str(quad.subject), quad.predicate.value, str(quad.object)))
            count += 1
        # The file is read in pieces, so that a short one has been read to its end long before its last statement.
        share = 1.0 if count < _SAMPLE else max(1.0, os.fstat(file.fileno()).st_size / file.tell())
    text = sum(len(term.encode()) for term in terms)
    size = count * _STATEMENT + len(terms) * _TERM + text * _TEXT
    return Estimate(round(count * share), round(size * share))
