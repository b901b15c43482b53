"""Who asks: the address behind a trusted proxy, and how many requests a minute it has left.

RFC 7239 and its forerunner X-Forwarded-For; RFC 6585 section 4 (429). An IPv6 client is known by its /64. Keeps addresses in
memory only, as long as they count, and writes none down.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from functools import lru_cache

from hasila.errors import RateExceeded, SettingInvalid

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_MOST_CLIENTS = 65_536
_SECONDS = 60.0


def networks(text: str, name: str) -> tuple[Network, ...]:
    """Return the networks that a setting lists, separated by spaces. Raises SettingInvalid for what is none."""
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in text.split())
    except ValueError as error:
        raise SettingInvalid(f"{name}: {error}; write addresses or networks such as 10.0.0.0/8.", name=name) from error


class Clients:
    """Tells the clients of one web process apart. `trusted` are the proxies whose X-Forwarded-For is believed."""

    def __init__(self, trusted: tuple[Network, ...] = ()) -> None:
        self._trusted = trusted
        self._named = lru_cache(maxsize=4096)(self._name)

    @property
    def any(self) -> bool:
        """Whether there is a proxy whose word counts."""
        return bool(self._trusted)

    def name(self, address: str, forwarded: str) -> str:
        """Return the name of the client that connects from `address` with that X-Forwarded-For (empty: none)."""
        return self._named(address, forwarded if self._trusted and len(forwarded) < 2048 else "")

    def _name(self, address: str, forwarded: str) -> str:
        hops = [*(hop.strip() for hop in forwarded.split(",") if hop.strip()), address]
        # From the nearest hop outwards: only what a trusted proxy added is known to be true.
        while len(hops) > 1 and self.trusts(hops[-1]):
            hops.pop()
        return _block(hops[-1])

    def trusts(self, address: str) -> bool:
        """Tell whether `address` is that of a proxy whose word counts."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted)


def _block(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class Rate:
    """A bucket for each client: full it holds a minute's requests, and it fills evenly. 0 a minute limits nothing."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, client: str) -> None:
        """Count one request. Raises RateExceeded, with the seconds to wait, when the client has none left."""
        if not self._per_minute:
            return
        now = time.monotonic()
        with self._lock:
            level, then = self._buckets.pop(client, (float(self._per_minute), now))
            level = min(self._per_minute, level + (now - then) * self._per_minute / _SECONDS)
            if len(self._buckets) >= _MOST_CLIENTS:
                self._buckets.popitem(last=False)
            self._buckets[client] = (level - 1 if level >= 1 else level, now)
        if level < 1:
            wait = (1 - level) * _SECONDS / self._per_minute
            raise RateExceeded(
                f"More than {self._per_minute} requests a minute came from this address.",
                per_minute=self._per_minute, retry_after=max(1, round(wait + 0.5)),
            )  # fmt: skip
