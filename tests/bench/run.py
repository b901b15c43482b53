"""One batch: the peers side by side, every query asked of each in turn, the order rotated, so that a change of the
machine's speed meets all of them.

First what the answers hold, then the times: by wrk at one client and, when quick, at eight; one by one when slow.
"""

from __future__ import annotations

import math
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from . import answers
from .figures import REFERENCE, Batch, Measurement, Mix, PeerFacts
from .load import Request, ask, requests_of, wrk
from .mix import Query
from .peers import Peer, Server
from .processes import PeerFailed
from .statistics_data import Data

CLIENTS = 8
SLOW = 0.4
"""A query that takes longer than these seconds is timed one by one."""
_QUICK_ENOUGH = 0.2  # seconds, to be asked by eight clients
_TRIED = 4  # texts of each query, to warm up
_HUNG = 5.0  # a failure that took this long may still be computing
_SINGLES = 3
_STEP = 5  # between the texts that rounds begin with
_MIX_SECONDS = 8.0  # a pass of the mix that takes longer is not asked by eight clients
_START_SECONDS = 300


@dataclass(frozen=True)
class Plan:
    """How a batch is measured: rounds at most, seconds of each wrk run and of the whole mix (0: without), the limit of
    one query, and when to end.

    `until` is a time of time.monotonic(): no further round begins that would probably last beyond it.
    """

    rounds: int
    seconds: int
    mix_seconds: int
    limit: float
    until: float


def say(text: str) -> None:
    """Tell on standard error how far the run is."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


class Run:
    """One batch while it is measured."""

    def __init__(self, data: Data, queries: Sequence[Query], plan: Plan, folder: Path) -> None:
        self.batch = Batch(data.scale.name, data.triples, [query.name for query in queries])
        self._data, self._queries, self._plan, self._folder = data, queries, plan, folder
        self._servers: dict[str, Server] = {}
        self._seconds: dict[tuple[str, str], float] = {}

    def measure(self, peers: Sequence[Peer]) -> Batch:
        """Start the peers, measure and end them; a peer that cannot be had is left out, and the batch says why.

        Raises PeerFailed when that is the reference.
        """
        with ExitStack() as stack:
            stack.callback(self._stop)
            for peer in peers:
                try:
                    self._begin(peer)
                except (PeerFailed, OSError, subprocess.TimeoutExpired) as error:
                    self._dismiss(peer.name, str(error))
            if REFERENCE not in self._servers:
                raise PeerFailed(f"{REFERENCE}, the reference of every ratio, is missing")
            for query in self._queries:
                for name in list(self._servers):
                    self._warm(query, name)
            for number in range(self._plan.rounds):
                begun = time.monotonic()
                self._round(number)
                if 2 * time.monotonic() - begun > self._plan.until:
                    break
            for name, server in self._servers.items():
                memory = server.process.memory()
                self.batch.peers[name].memory_end = (memory.resident, memory.proportional)
        return self.batch

    def _begin(self, peer: Peer) -> None:
        store = self._folder / "stores" / peer.name
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir(parents=True)
        facts = PeerFacts(peer.title, peer.install())
        begun = time.monotonic()
        peer.load(self._data.path, store)
        facts.load = time.monotonic() - begun
        self._start(peer)
        server = self._servers[peer.name]
        memory = server.process.memory()
        facts.ready, facts.memory_begin = server.ready, (memory.resident, memory.proportional)
        facts.disk = sum(file.stat().st_size for file in store.rglob("*") if file.is_file()) / 2**20
        self.batch.peers[peer.name] = facts
        say(f"{self.batch.scale} {peer.name} {facts.version}: first answer {facts.ready:.1f} s after its start")

    def _start(self, peer: Peer) -> None:
        probe = Request(peer.path + "?query=ASK%20%7B%7D", "application/sparql-results+json")
        store = self._folder / "stores" / peer.name
        self._servers[peer.name] = peer.start(self._data.path, store, probe, _START_SECONDS)

    def _dismiss(self, name: str, why: str) -> None:
        say(f"{self.batch.scale} {name} is left out: {why}")
        self.batch.absent[name] = why
        if name in self._servers:
            self._servers.pop(name).process.stop()

    def _stop(self) -> None:
        for server in self._servers.values():
            server.process.stop()
        shutil.rmtree(self._folder / "stores", ignore_errors=True)

    def _warm(self, query: Query, name: str) -> None:
        """Ask some texts of the query, count what they answer, and note the least time or why there is none."""
        server, best = self._servers[name], float("inf")
        for request in requests_of(query, server.peer.path)[:_TRIED]:
            reply = ask(server.port, request, self._plan.limit)
            if reply.status != 200:
                none = f"no answer in {self._plan.limit:.0f} s" if reply.seconds >= self._plan.limit else "broken off"
                self._leave_out(query, name, f"HTTP {reply.status}" if reply.status else none, reply.seconds)
                return
            try:
                found = answers.count(reply.headers.get("content-type", ""), reply.body)
            except (ValueError, SyntaxError) as error:
                self._leave_out(query, name, f"not understood: {error}"[:80], 0)
                return
            self.batch.counts.setdefault(query.name, {}).setdefault(name, []).append(found)
            best = min(best, reply.seconds)
            if reply.seconds > 2:
                break
        self._seconds[query.name, name] = best

    def _leave_out(self, query: Query, name: str, why: str, seconds: float) -> None:
        say(f"{self.batch.scale} {query.name} {name}: {why}")
        self.batch.left_out[query.name, name] = why
        if seconds > _HUNG:
            # It may compute on for minutes, to everybody's cost.
            server = self._servers[name]
            server.process.stop()
            try:
                self._start(server.peer)
            except PeerFailed as error:
                self._dismiss(name, f"did not start again after {query.name}: {error}")

    def _round(self, number: int) -> None:
        for place, query in enumerate(self._queries):
            names = list(self._servers)
            turn = (number + place) % len(names) if names else 0
            told = []
            for name in names[turn:] + names[:turn]:
                if (query.name, name) in self._seconds and (query.name, name) not in self.batch.left_out:
                    told += self._measure(number, query, name)
            say(f"{self.batch.scale} round {number + 1}/{self._plan.rounds} {query.name}: {', '.join(sorted(told))}")
        for name in self._servers:
            self._measure_mix(number, name)
        self.batch.rounds = number + 1

    def _measure(self, number: int, query: Query, name: str) -> list[str]:
        seconds = self._seconds[query.name, name]
        try:
            found = (self._singly if seconds > SLOW else self._by_wrk)(number, query, name, seconds)
        except PeerFailed as error:
            self._leave_out(query, name, str(error), 0)
            return []
        self.batch.measurements.append(found)
        return [f"{name} {found.p50:.2f} ms"]

    def _by_wrk(self, number: int, query: Query, name: str, seconds: float) -> Measurement:
        server = self._servers[name]
        requests = requests_of(query, server.peer.path)
        # Every round begins elsewhere, since in one second a slower query gets through few of its texts.
        first = number * _STEP
        one = wrk(server.port, requests, 1, self._plan.seconds, server.peer.folder, first)
        server.process.settle()
        if one.refused or one.broken or not one.rate:
            raise PeerFailed(f"{one.refused} refused, {one.broken} broken at one client")
        if seconds > _QUICK_ENOUGH:
            return Measurement(number, query.name, name, one.p50, one.p99)
        # Long enough for each client to get some answers.
        longer = max(self._plan.seconds, math.ceil(2 * CLIENTS * seconds))
        many = wrk(server.port, requests, CLIENTS, longer, server.peer.folder, first)
        server.process.settle()
        return Measurement(number, query.name, name, one.p50, one.p99, many.rate, many.refused + many.broken)

    def _singly(self, number: int, query: Query, name: str, seconds: float) -> Measurement:
        server, times = self._servers[name], []
        requests = requests_of(query, server.peer.path)
        for step in range(1 if seconds > _HUNG else _SINGLES):
            reply = ask(server.port, requests[(number * _STEP + step) % len(requests)], self._plan.limit)
            if reply.status != 200:
                raise PeerFailed(f"status {reply.status} while measured")
            times.append(reply.seconds * 1000)
            server.process.settle()
        return Measurement(number, query.name, name, statistics.median(times), max(times))

    def _measure_mix(self, number: int, name: str) -> None:
        times = [self._seconds.get((query.name, name)) for query in self._queries]
        known = [each for each in times if each is not None]
        if not self._plan.mix_seconds or len(known) < len(times) or sum(known) > _MIX_SECONDS:
            return
        server = self._servers[name]
        by_query = [requests_of(query, server.peer.path) for query in self._queries]
        longest = max(len(requests) for requests in by_query)
        whole = [requests[turn % len(requests)] for turn in range(longest) for requests in by_query]
        try:
            sample = wrk(server.port, whole, CLIENTS, self._plan.mix_seconds, server.peer.folder)
        except PeerFailed as error:
            say(f"{self.batch.scale} whole mix {name}: {error}")
            return
        server.process.settle()
        self.batch.mixes.append(Mix(number, name, sample.rate, sample.refused + sample.broken))
        say(f"{self.batch.scale} round {number + 1} whole mix, {CLIENTS} clients: {name} {sample.rate:.1f} a second")
