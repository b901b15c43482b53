"""Progress: what is being done, said while it is being done.

Counts are said at most once a second, so that what is quick is not told. Prints nothing: whoever listens does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Progress = Callable[[str], None]
"""Takes one sentence about what is being done."""
_SECONDS = 1.0
"""Least time between two counts."""

_Item = TypeVar("_Item")


def counted(items: Sequence[_Item], what: str, progress: Progress) -> Iterator[_Item]:
    """Yield the items, and say after each second how many of them have been taken."""
    said = time.monotonic()
    for taken, item in enumerate(items):
        if time.monotonic() - said >= _SECONDS:
            progress(f"{what}: {taken} of {len(items)}")
            said = time.monotonic()
        yield item
