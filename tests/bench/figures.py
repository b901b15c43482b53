"""What was measured, and the arithmetic on it: medians over rounds, ratios to the reference, geometric means.

A ratio is always taken within one batch, since the machine's speed changes from one to the next; two peers of different
batches are compared by way of the reference, which runs in both. Measures nothing and prints nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

REFERENCE = "oxigraph"


@dataclass
class PeerFacts:
    """A peer as it was measured; times in seconds, memory (resident, proportional) and disk in MiB."""

    title: str
    version: str
    load: float = 0.0
    ready: float = 0.0
    disk: float = 0.0
    memory_begin: tuple[float, float] = (0.0, 0.0)
    memory_end: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Measurement:
    """One query asked of one peer in one round: milliseconds at one client, answers a second at eight, if taken.

    `refused` counts what was not answered at eight clients.
    """

    round: int
    query: str
    peer: str
    p50: float
    p99: float
    rate: float | None = None
    refused: int = 0


@dataclass(frozen=True)
class Mix:
    """The whole mix asked of one peer at eight clients in one round: answers a second, and how many were refused."""

    round: int
    peer: str
    rate: float
    refused: int


@dataclass
class Batch:
    """All that was measured while the same peers were up, at one scale."""

    scale: str
    triples: int
    queries: list[str]
    peers: dict[str, PeerFacts] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)
    mixes: list[Mix] = field(default_factory=list)
    counts: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    left_out: dict[tuple[str, str], str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    rounds: int = 0

    def p50(self, query: str, peer: str) -> float | None:
        """Return the median over the rounds of a query's p50, in milliseconds, or None when there is none."""
        return median(each.p50 for each in self._of(query, peer))

    def p99(self, query: str, peer: str) -> float | None:
        """Return the median over the rounds of a query's 99th percentile, in milliseconds."""
        return median(each.p99 for each in self._of(query, peer))

    def rate(self, query: str, peer: str) -> float | None:
        """Return the median over the rounds of the answers a second at eight clients."""
        return median(each.rate for each in self._of(query, peer) if each.rate is not None)

    def mix_rates(self, peer: str) -> list[float]:
        """Return the answers a second of the whole mix at eight clients, round by round."""
        return [each.rate for each in self.mixes if each.peer == peer]

    def ratios(self, peer: str) -> dict[str, float]:
        """Return p50 divided by the reference's, by query, for the queries that both answered."""
        found = {query: (self.p50(query, peer), self.p50(query, REFERENCE)) for query in self.queries}
        return {query: own / theirs for query, (own, theirs) in found.items() if own and theirs}

    def spread(self, peer: str) -> tuple[float, float] | None:
        """Return the middle and the largest over the queries of (slowest - fastest round) / median, or None.

        Queries measured in a single round have no spread.
        """
        found = []
        for query in self.queries:
            times = [each.p50 for each in self._of(query, peer)]
            if len(times) > 1:
                found.append((max(times) - min(times)) / statistics.median(times))
        return (statistics.median(found), max(found)) if found else None

    def refused(self, peer: str) -> int:
        """Return how many requests of single queries were not answered at eight clients, over all rounds."""
        return sum(each.refused for each in self.measurements if each.peer == peer)

    def _of(self, query: str, peer: str) -> list[Measurement]:
        if (query, peer) in self.left_out:  # what failed in a later round does not count for the earlier ones
            return []
        return [each for each in self.measurements if each.query == query and each.peer == peer]


@dataclass
class Cached:
    """Look-ups a second at eight clients, round by round: answered from the cache, by 304, and by the rival's engine."""

    scale: str
    rival: str
    rates: dict[str, list[float]] = field(default_factory=dict)
    note: str = ""

    def ratio(self, name: str) -> float | None:
        """Return the median rate divided by the rival's, or None when one of them is missing."""
        own, theirs = median(self.rates.get(name, ())), median(self.rates.get(self.rival, ()))
        return own / theirs if own and theirs else None


def median(values: Iterable[float]) -> float | None:
    """Return the median, or None of nothing."""
    found = list(values)
    return statistics.median(found) if found else None


def geometric_mean(ratios: Iterable[float]) -> float | None:
    """Return the geometric mean, or None of nothing."""
    found = list(ratios)
    return statistics.geometric_mean(found) if found else None


def compared(own: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[float | None, int]:
    """Return the geometric mean of own/theirs over the queries that both answered, and how many those are.

    Both are ratios to the same reference, each taken in its own batch.
    """
    common = [query for query in own if query in theirs]
    return geometric_mean(own[query] / theirs[query] for query in common), len(common)
