"""What a monitoring system reads at /metrics: answers and seconds, the cache, the engine, the release.

OpenMetrics 1.0 and the Prometheus text format, whichever is asked for. What is counted is counted here or where it happens;
everything is read at the moment it is asked for. Names no client and no query.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from hasila import __version__
from hasila.errors import HasilaError
from hasila.web.cache import AnswerCache, Headers
from hasila.web.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_BOUNDS = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


class Tally:
    """Counts answers by status, and the seconds up to the status line of each."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.buckets = [0] * (len(_BOUNDS) + 1)
        self.seconds = 0.0
        self._lock = threading.Lock()

    def counting(self, start_response: StartResponse) -> StartResponse:
        """Return what counts the answer that begins now, and starts it."""
        begin = time.perf_counter()

        def start(status: str, headers: Headers, information: Any = None, /) -> Callable[[bytes], object]:
            self._count(status[:3], time.perf_counter() - begin)
            return start_response(status, headers, information) if information else start_response(status, headers)

        return start

    def _count(self, status: str, seconds: float) -> None:
        with self._lock:
            self.statuses[status] += 1
            self.buckets[bisect_left(_BOUNDS, seconds)] += 1
            self.seconds += seconds


class Collector:
    """Reads the figures of one application; `collect` is what prometheus_client asks for."""

    def __init__(self, site: Site, tally: Tally, cache: AnswerCache) -> None:
        self._site = site
        self._tally = tally
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        """Yield every figure as it is now."""
        yield from self._answers()
        yield CounterMetricFamily("hasila_cache_hits", "Requests answered from the cache", self._cache.hits)
        yield CounterMetricFamily("hasila_cache_misses", "Searches that found nothing kept", self._cache.misses)
        yield GaugeMetricFamily("hasila_cache_bytes", "Bytes of the answers kept", self._cache.bytes)
        publication = self._site.publication
        release = GaugeMetricFamily(
            "hasila_release", "Triples of the release served", labels=["name", "version", "digest", "software"]
        )
        names = [publication.name, publication.version, self._site.release.digest, __version__]
        release.add_metric(names, publication.triples)
        yield release
        yield from self._engine()

    def _answers(self) -> Iterator[Metric]:
        answers = CounterMetricFamily("hasila_answers", "Answers by HTTP status", labels=["status"])
        for status, number in sorted(self._tally.statuses.items()):
            answers.add_metric([status], number)
        yield answers
        sums = [sum(self._tally.buckets[: number + 1]) for number in range(len(_BOUNDS) + 1)]
        bounds = [*map(str, _BOUNDS), "+Inf"]
        yield HistogramMetricFamily(
            "hasila_answer_seconds", "Seconds up to the status line", list(zip(bounds, sums, strict=True)),
            self._tally.seconds,
        )  # fmt: skip

    def _engine(self) -> Iterator[Metric]:
        try:
            health = self._site.engine.health()
        except HasilaError:
            health = {}
        yield GaugeMetricFamily("hasila_engine_up", "1 when the query engine answers", int(bool(health)))
        if not health:
            return
        workers: Any = health.get("workers", [])
        yield GaugeMetricFamily("hasila_engine_workers", "Query workers", len(workers))
        yield GaugeMetricFamily(
            "hasila_engine_busy", "Workers that answer now", sum(bool(w.get("busy")) for w in workers)
        )
        yield GaugeMetricFamily(
            "hasila_engine_waiting", "Queries that wait for a worker", _number(health.get("waiting"))
        )
        deaths = GaugeMetricFamily("hasila_engine_deaths", "Workers that died lately, by cause", labels=["cause"])
        told: Any = health.get("deaths", {})
        for cause, number in sorted(told.items()):
            deaths.add_metric([cause], number)
        yield deaths


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
