"""Who may occupy a thread for long: so many readers of bodies and large answers at once, and no more.

RFC 9110 section 15.6.4 (503). The threads of the web process are few; what may last is counted here, so that some stay
free for pages, dumps and the health check. Queries are counted by the engine. Waits on nothing but its own seats.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hasila.errors import EngineBusy
from hasila.settings import Settings

RETRY_SECONDS = 5
_PATIENCE = 0.5
_LONGEST = 2.0


class Gate:
    """So many seats; who finds none waits only while seats are being given back, and is refused otherwise."""

    def __init__(self, seats: int, patience: float = _PATIENCE) -> None:
        self._free = seats
        self._patience = patience
        self._changed = threading.Condition()
        self._moved = float("-inf")

    def enter(self) -> bool:
        """Take a seat and return True, or return False; waits 2 s at most, half a second when nothing moves."""
        latest = time.monotonic() + _LONGEST
        with self._changed:
            while self._free < 1:
                # Seats held by long work would only be waited for in vain, on a thread that others need.
                remaining = min(self._moved + self._patience, latest) - time.monotonic()
                if remaining <= 0:
                    return False
                self._changed.wait(remaining)
            self._free -= 1
            self._moved = time.monotonic()
        return True

    def leave(self) -> None:
        """Give the seat back."""
        with self._changed:
            self._free += 1
            self._moved = time.monotonic()
            self._changed.notify()

    @contextmanager
    def seat(self, refusal: str) -> Iterator[None]:
        """Hold a seat. Raises EngineBusy with the message `refusal` when there is none."""
        if not self.enter():
            raise EngineBusy(refusal, retry_after=RETRY_SECONDS)
        try:
            yield
        finally:
            self.leave()


@dataclass(frozen=True)
class Admission:
    """The gates of one web process; beside the engine's queue they leave threads free, from 8 threads on.

    `reading` request bodies, `sending` large answers.
    """

    reading: Gate
    sending: Gate

    @classmethod
    def of_settings(cls, settings: Settings) -> Admission:
        """Return the gates for the threads that the settings name."""
        # The queue of queries takes half of the threads.
        sixth = max(1, settings.integer("threads") // 6)
        return cls(Gate(sixth), Gate(sixth))
