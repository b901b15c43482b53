"""Who is asked next: workers are given to clients in turn, so that one client's heavy queries starve nobody.

RFC 9110 section 15.6.4 (503). Counts only; knows no socket and no query.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

_PATIENCE = 0.05
_LONGEST = 1.0
_PAUSE = 0.005


@dataclass(frozen=True)
class Shares:
    """How many seats there are, and how they are shared.

    One client holds at most `each` of the `seats` at a time; at most `crowd` requests of one client, and `queue` of all
    clients together, are in the house, seated or waiting.
    """

    seats: int
    each: int
    crowd: int
    queue: int


class NoSeatError(Exception):
    """No seat: `full` says that the client was not even let in to wait."""

    def __init__(self, *, full: bool) -> None:
        super().__init__("no room to wait in" if full else "no seat in time")
        self.full = full


class _Waiter:
    """One request that waits: its lock is released when it is seated."""

    def __init__(self) -> None:
        self.seated = False
        self.bell = threading.Lock()
        self.bell.acquire()


class Seats:
    """Seats given in turn to the clients that wait, first come first served within one client."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._lock = threading.Lock()
        self._free = shares.seats
        self._held: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._moved: dict[str, float] = {}
        self._waiting: OrderedDict[str, deque[_Waiter]] = OrderedDict()

    def take(self, client: str, deadline: float) -> None:
        """Take a seat for the client; raises NoSeatError when the house is full or the deadline (monotonic) passes.

        A full house that moves is waited for, a little: a burst of small queries is soon done, and runaways are not.
        """
        latest = min(deadline, time.monotonic() + _LONGEST)
        while True:
            with self._lock:
                now = time.monotonic()
                if self._has_room(client):
                    waiter = self._enter(client, now)
                    break
                if now > latest or now - self._moved.get(client, 0.0) > _PATIENCE:
                    raise NoSeatError(full=True)
            time.sleep(_PAUSE)
        if waiter is None:
            return
        waiter.bell.acquire(timeout=max(0.0, deadline - time.monotonic()))
        with self._lock:
            if not waiter.seated:
                self._forget(client, waiter)
                self._leave(client)
                raise NoSeatError(full=False)

    def give_back(self, client: str) -> None:
        """Give the client's seat back, and seat the next one in turn."""
        with self._lock:
            self._free += 1
            self._drop(self._held, client)
            self._leave(client)
            for name in self._waiting:
                if self._held[name] < self._shares.each:
                    waiter = self._waiting[name].popleft()
                    self._waiting.move_to_end(name)
                    if not self._waiting[name]:
                        del self._waiting[name]
                    self._seat(name)
                    waiter.seated = True
                    waiter.bell.release()
                    break

    @property
    def waiting(self) -> int:
        """How many requests wait for a seat now."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def _has_room(self, client: str) -> bool:
        return self._inside[client] < self._shares.crowd and sum(self._inside.values()) < self._shares.queue

    def _enter(self, client: str, now: float) -> _Waiter | None:
        """Let one request in: to a seat, or to wait."""
        self._inside[client] += 1
        self._moved[client] = now
        # Whoever waits while a seat is free holds the whole share of its client, so nobody is overtaken.
        if self._free and self._held[client] < self._shares.each:
            self._seat(client)
            return None
        waiter = _Waiter()
        self._waiting.setdefault(client, deque()).append(waiter)
        return waiter

    def _leave(self, client: str) -> None:
        self._drop(self._inside, client)
        if client in self._inside:
            self._moved[client] = time.monotonic()
        else:
            self._moved.pop(client, None)

    def _seat(self, client: str) -> None:
        self._free -= 1
        self._held[client] += 1

    def _forget(self, client: str, waiter: _Waiter) -> None:
        self._waiting[client].remove(waiter)
        if not self._waiting[client]:
            del self._waiting[client]

    @staticmethod
    def _drop(counter: Counter[str], client: str) -> None:
        counter[client] -= 1
        if not counter[client]:
            del counter[client]
