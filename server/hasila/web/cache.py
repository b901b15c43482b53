"""Answers kept in memory, bounded in bytes, least recently used out first.

RFC 9111. A release never changes, so an answer kept is right as long as the release is served: nothing expires. Knows no
HTTP beyond header lists.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

Headers = list[tuple[str, str]]
_OVERHEAD = 1024
_MOST_ALIASES = 4096


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it is sent: the headers of 200, those of 304, the entity tag and the whole body."""

    headers: Headers
    not_modified: Headers
    etag: str
    body: bytes


class AnswerCache:
    """Kept answers by key. `capacity` is in bytes, of bodies and what is kept beside them; 0 keeps nothing."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._most = capacity // 8
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._aliases: OrderedDict[Hashable, Hashable] = OrderedDict()
        self._lock = threading.Lock()
        self.hits = 0
        self.misses = 0

    def find(self, key: Hashable) -> Kept | None:
        """Return the answer kept under the key or under what it is an alias of, or None."""
        kept = self._kept
        found = kept.get(key)
        if found is None:
            key = self._aliases.get(key)
            found = kept.get(key) if key is not None else None
            if found is None:
                self.misses += 1
                return None
        self.hits += 1
        # Another thread may have put it out meanwhile; the answer is as good as before.
        with contextlib.suppress(KeyError):
            kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep the answer, unless it is larger than an eighth of the capacity."""
        size = len(answer.body) + _OVERHEAD
        if size > self._most:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            if old is not None:
                self._size -= len(old.body) + _OVERHEAD
            self._kept[key] = answer
            self._size += size
            while self._size > self._capacity:
                _, out = self._kept.popitem(last=False)
                self._size -= len(out.body) + _OVERHEAD

    def alias(self, name: Hashable, key: Hashable) -> None:
        """Make `name` find what is kept under `key`: the same request, spelt otherwise."""
        if not self._capacity:
            return
        with self._lock:
            self._aliases[name] = key
            while len(self._aliases) > _MOST_ALIASES:
                self._aliases.popitem(last=False)

    @property
    def bytes(self) -> int:
        """How many bytes are kept."""
        return self._size
