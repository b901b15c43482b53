"""What a web process uses to ask the workers: `EngineClient`.

Speaks `frames` over the nursery's sockets, through connections that stay open (`channels`). Loads no data and no engine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from hasila import errors
from hasila.engine import control, frames
from hasila.engine.channels import Channel, Lane
from hasila.engine.deaths import Death, error_for
from hasila.engine.guard import QueryReading, read_query
from hasila.engine.limits import GRACE, LOOKUPS, Limits
from hasila.engine.protocol import Answer, Query, QueryForm, ResourceDescription, require_format
from hasila.engine.seats import NoSeatError, Shares
from hasila.engine.spool import Spool
from hasila.errors import EngineBusy, EngineFault, EngineUnavailable, HasilaError, QueryTooLong

_ATTEMPTS = 3
_VERDICT = 2.0
# The longest query of which the request is remembered, and how many: together at most a few MiB.
_MEMORABLE, _REMEMBERED = 4096, 512
_ERRORS = {
    kind.slug: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, HasilaError)
}


class EngineClient:
    """An Engine whose workers live in other processes; may be used by several threads of one process.

    `socket_path` is the private folder that holds the nursery's sockets. A client keeps its workers to itself once it has
    asked them, so a nursery serves one client at a time.
    """

    def __init__(self, socket_path: Path, limits: Limits) -> None:
        self._directory = socket_path
        self._limits = limits
        self._remembered = lru_cache(_REMEMBERED)(self._pack)
        self._lanes = {
            control.QUERY: Lane(socket_path / control.QUERY, limits.shares),
            control.LOOKUP: Lane(socket_path / control.LOOKUP, Shares(LOOKUPS, LOOKUPS, limits.queue, limits.queue)),
        }

    def read(self, text: str, base_iri: str | None = None) -> QueryReading:
        """Return what the guard learns about the query; evaluates nothing.

        Raises MalformedQuery, UpdateRefused, ServiceRefused, QueryTooLong.
        """
        longest = self._limits.query_kibibytes * 1024
        # A character is at most four bytes.
        if len(text) * 4 > longest and len(text.encode("utf-8", "surrogatepass")) > longest:
            raise QueryTooLong(f"The query is longer than {longest} bytes.", bytes=longest)
        return read_query(text, self._limits.nesting, base_iri, self._limits.service_allow)

    def answer(self, query: Query, *, own: bool = False, client: str = "") -> Answer:
        """Return the whole answer to the query; an `own` one takes the lane of lookups.

        Raises what `read` raises, NotAcceptable when the format cannot carry the form, EngineBusy when no worker
        is free in time, QueryTimedOut, QueryMemoryExceeded, ResultTooLarge, EngineUnavailable, EngineFault.
        """
        pack = self._remembered if len(query.text) <= _MEMORABLE else self._pack
        form, frame = pack(query)
        spool = self._exchange(control.LOOKUP if own else control.QUERY, frame, client, query.seconds)
        return Answer(form, query.format, spool.length, spool.rewound())

    def _pack(self, query: Query) -> tuple[QueryForm, bytes]:
        """Return the query's form and the request for a worker; raises what `read` raises, and NotAcceptable."""
        reading = self.read(query.text, query.base_iri)
        require_format(reading.form, query.format)
        request: dict[str, object] = {
            "operation": "answer",
            "text": reading.text,
            "format": query.format,
            "star": reading.star,
            "variables": reading.variables if reading.star is not None else (),
            "from_default": reading.default_graphs,
            "from_named": reading.named_graphs,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "names_graphs": reading.names_graphs,
            "base_iri": query.base_iri,
            "services": reading.services,
            "rows": self._limits.result_rows,
            "seconds": query.seconds,
        }
        return reading.form, frames.pack_json(frames.REQUEST, request)

    def describe(self, iri: str, format_name: str) -> Answer:
        """Return the triples with that subject in all graphs together, sorted; raises NotFound when there are none."""
        require_format(QueryForm.DESCRIBE, format_name)
        spool = self._look_up({"operation": "describe", "iri": iri, "format": format_name})
        return Answer(QueryForm.DESCRIBE, format_name, spool.length, spool.rewound())

    def describe_resource(self, iri: str, limit: int = 50) -> ResourceDescription:
        """Return what a page about the resource needs, at most `limit` triples of each predicate in each direction.

        Raises NotFound when no triple has the IRI as subject or object.
        """
        request: dict[str, object] = {"operation": "describe_resource", "iri": iri, "limit": limit}
        with self._look_up(request).rewound() as content:
            value: dict[str, Any] = json.load(content)
        value["out"] = [(predicate, term) for predicate, term in value["out"]]
        value["inn"] = [(term, predicate) for term, predicate in value["inn"]]
        return ResourceDescription(**value)

    def health(self) -> Mapping[str, object]:
        """Return the nursery's view: triples, graphs, workers, deaths by cause, and how many other endpoints answer.

        Raises EngineUnavailable without a nursery, or where none of the other endpoints answers.
        """
        try:
            told = control.ask(self._directory, {})
        except (OSError, ValueError) as error:
            raise EngineUnavailable("The query engine does not answer; it is starting or has stopped.") from error
        if told["source"] == "remote":
            with self._look_up({"operation": "health"}).rewound() as content:
                told.update(json.load(content))
        return {**told, "waiting": self._lanes[control.QUERY].seats.waiting}

    def close(self) -> None:
        """Close the connections that stay open between two requests."""
        for lane in self._lanes.values():
            lane.close()

    def _look_up(self, request: Mapping[str, object]) -> Spool:
        return self._exchange(control.LOOKUP, frames.pack_json(frames.REQUEST, request))

    def _exchange(self, name: str, frame: bytes, client: str = "", seconds: float | None = None) -> Spool:
        limit = self._limits.seconds if seconds is None else min(seconds, self._limits.seconds)
        deadline = time.monotonic() + self._limits.queue_seconds
        lane = self._lanes[name]
        try:
            with lane.seat(client, deadline):
                return self._ask(lane, frame, limit, deadline)
        except NoSeatError as error:
            raise self._busy(full=error.full) from None

    def _ask(self, lane: Lane, frame: bytes, limit: float, deadline: float) -> Spool:
        for _ in range(_ATTEMPTS):
            try:
                with lane.channel(deadline) as channel:
                    spool = self._converse(channel, frame, limit)
            except TimeoutError:
                raise self._busy(full=False) from None
            except (FileNotFoundError, ConnectionRefusedError) as error:
                raise EngineUnavailable("The query engine does not answer; it is starting or has stopped.") from error
            except ConnectionError:
                continue
            if spool is not None:
                return spool
        # A worker that dies before it has taken a request up has evaluated nothing, so asking again is safe.
        raise EngineUnavailable("The query engine's workers die before they start; it is broken or restarting.")

    def _converse(self, channel: Channel, frame: bytes, limit: float) -> Spool | None:
        """Return the whole answer, None when the worker died before it took the request up, or raise."""
        spool = Spool()
        try:
            channel.connection.settimeout(GRACE)
            channel.connection.sendall(frame)
            if self._receive(channel, spool, time.monotonic() + limit + GRACE, limit):
                return spool
        except BaseException:
            spool.close()
            raise
        spool.close()
        return None

    def _receive(self, channel: Channel, spool: Spool, deadline: float, limit: float) -> bool:
        """Read frames up to the end of the answer; return False when the worker died before it took the request up.

        Only whole answers are handed on: the HTTP server ends a chunked body cleanly even when the application's
        iterator raises, so a client could not tell a cut answer from a complete one.
        """
        staying = True
        while True:
            try:
                frame = channel.reader.read(deadline)
            except TimeoutError:
                raise error_for(Death.TIME, self._limits, limit) from None
            except ConnectionError:
                frame = None
            if frame is None:
                return self._mourn(channel.worker, limit)
            kind, payload = frame
            if kind == frames.DATA:
                spool.write(payload)
            elif kind == frames.FAREWELL:
                staying = False
            elif kind == frames.END and int(payload) == spool.length:
                channel.fit = staying
                return True
            elif kind == frames.ERROR:
                channel.fit = staying
                raise _received(payload)
            else:
                raise EngineFault("The worker's answer is damaged.")

    def _mourn(self, worker: str, limit: float) -> bool:
        """Ask the nursery how the worker died; raises that, or returns False when it had not taken the request up.

        Tearing down a process of some GiB takes the kernel a fraction of a second.
        """
        deadline = time.monotonic() + _VERDICT
        while time.monotonic() < deadline:
            try:
                told = control.ask(self._directory, {"worker": worker})
            except (OSError, ValueError):
                raise EngineUnavailable("The query engine stopped while it evaluated the query.") from None
            if told["death"] is not None:
                if not told["busy"]:
                    return False
                raise error_for(Death(told["death"]), self._limits, limit)
            time.sleep(0.01)
        raise error_for(None, self._limits, limit)

    def _busy(self, *, full: bool) -> EngineBusy:
        wait = max(1, round(self._limits.seconds / 2))
        if full:
            return EngineBusy("As many queries as are taken at once are being answered or waiting.", retry_after=wait)
        return EngineBusy("All query workers are busy.", retry_after=wait)


def _received(payload: bytes) -> HasilaError:
    value = json.loads(payload)
    return _ERRORS.get(value["slug"], EngineFault)(value["message"], **value["facts"])
