"""The limits every query runs under.

Says how much; how a limit is kept is for `worker`, `sandbox` and `client`.
"""

from __future__ import annotations

from dataclasses import dataclass

from hasila.engine.guard import NESTING
from hasila.settings import Settings

MEBIBYTE = 1_048_576
STACK = 256 * MEBIBYTE
"""Stack of the evaluating thread: Oxigraph's parser recurses, and overflowed 8 MiB at 3,000 nested brackets."""
GRACE = 2.0
"""Seconds past the time limit after which a client no longer waits for the kernel's timer to have done its work."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one query and of the pool.

    `seconds` of wall time; `mebibytes` a query may add to its worker; `workers` how many queries run at once;
    `queue_seconds` how long to wait for a free worker; `result_mebibytes` of serialised answer; `nesting` of brackets.
    """

    seconds: float = 10.0
    mebibytes: int = 1024
    workers: int = 2
    queue_seconds: float = 5.0
    result_mebibytes: int = 256
    nesting: int = NESTING

    @classmethod
    def of_settings(cls, settings: Settings) -> Limits:
        """Return the limits that the settings name."""
        return cls(
            seconds=settings.number("query_seconds"),
            mebibytes=settings.integer("query_mebibytes"),
            workers=settings.integer("workers"),
            queue_seconds=settings.number("queue_seconds"),
            result_mebibytes=settings.integer("result_mebibytes"),
            nesting=settings.integer("query_nesting"),
        )
