"""What a web process uses to ask the workers: `EngineClient`.

Speaks `frames` over the nursery's sockets, one connection per request. Loads no data and no engine.
"""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from hasila import errors
from hasila.engine import control, frames
from hasila.engine.deaths import Death, error_for
from hasila.engine.guard import classify, read_query
from hasila.engine.limits import GRACE, Limits
from hasila.engine.protocol import Answer, Query, QueryForm, ResourceDescription, require_format
from hasila.errors import EngineBusy, EngineFault, EngineUnavailable, HasilaError

_IN_MEMORY = 1_048_576
_ATTEMPTS = 3
_VERDICT = 2.0
_ERRORS = {
    kind.slug: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, HasilaError)
}


@dataclass(frozen=True)
class _Spooled:
    length: int
    spool: IO[bytes]


class EngineClient:
    """An Engine whose workers live in other processes; may be used by several threads and after a fork.

    `socket_path` is the private folder that holds the nursery's sockets.
    """

    def __init__(self, socket_path: Path, limits: Limits) -> None:
        self._directory = socket_path
        self._limits = limits

    def classify(self, text: str) -> QueryForm:
        """Return the query's form; raises MalformedQuery, UpdateRefused, ServiceRefused; evaluates nothing."""
        return classify(text, self._limits.nesting)

    def is_repeatable(self, text: str) -> bool:
        """Tell whether the query calls nothing whose value is new each time; raises as `classify` does."""
        return not read_query(text, self._limits.nesting).volatile

    def answer(self, query: Query, *, own: bool = False) -> Answer:
        """Return the whole answer to the query; an `own` one takes the lane of lookups.

        Raises what `classify` raises, NotAcceptable when the format cannot carry the form, EngineBusy when no worker
        is free in time, QueryTimedOut, QueryMemoryExceeded, ResultTooLarge, EngineUnavailable, EngineFault.
        """
        reading = read_query(query.text, self._limits.nesting, query.base_iri)
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
            "base_iri": query.base_iri,
        }
        spooled = self._exchange(control.LOOKUP if own else control.QUERY, request)
        return Answer(reading.form, query.format, spooled.length, spooled.spool)

    def describe(self, iri: str, format_name: str) -> Answer:
        """Return the triples with that subject in all graphs together, sorted; raises NotFound when there are none."""
        require_format(QueryForm.DESCRIBE, format_name)
        spooled = self._exchange(control.LOOKUP, {"operation": "describe", "iri": iri, "format": format_name})
        return Answer(QueryForm.DESCRIBE, format_name, spooled.length, spooled.spool)

    def describe_resource(self, iri: str, limit: int = 50) -> ResourceDescription:
        """Return what a page about the resource needs, at most `limit` triples of each predicate in each direction.

        Raises NotFound when no triple has the IRI as subject or object.
        """
        request: dict[str, object] = {"operation": "describe_resource", "iri": iri, "limit": limit}
        with self._exchange(control.LOOKUP, request).spool as spool:
            value: dict[str, Any] = json.load(spool)
        value["out"] = [(predicate, term) for predicate, term in value["out"]]
        value["inn"] = [(term, predicate) for term, predicate in value["inn"]]
        return ResourceDescription(**value)

    def health(self) -> Mapping[str, object]:
        """Return the nursery's view: triples, graphs, workers, deaths by cause; raises EngineUnavailable without it."""
        try:
            return control.ask(self._directory, {})
        except (OSError, ValueError) as error:
            raise EngineUnavailable("The query engine does not answer; it is starting or has stopped.") from error

    def close(self) -> None:
        """Do nothing: a client holds no connection between two requests."""

    def _exchange(self, lane: str, request: Mapping[str, object]) -> _Spooled:
        frame = frames.pack_json(frames.REQUEST, request)
        deadline = time.monotonic() + self._limits.queue_seconds
        for _ in range(_ATTEMPTS):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                reader = frames.FrameReader(connection)
                started = self._start(connection, reader, lane, frame, deadline)
                if started is not None:
                    return self._receive(reader, started)
        # A worker that dies between accepting and starting has evaluated nothing, so asking again is safe.
        raise EngineUnavailable("The query engine's workers die before they start; it is broken or restarting.")

    def _start(
        self, connection: socket.socket, reader: frames.FrameReader, lane: str, frame: bytes, deadline: float
    ) -> str | None:
        """Return the name of the worker that has taken up the request, or None when it died before."""
        try:
            self._connect(connection, lane, deadline)
            connection.sendall(frame)
            started = reader.read(deadline)
        except TimeoutError:
            raise self._busy() from None
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise EngineUnavailable("The query engine does not answer; it is starting or has stopped.") from error
        except ConnectionError:
            return None
        return str(json.loads(started[1])["worker"]) if started else None

    def _connect(self, connection: socket.socket, lane: str, deadline: float) -> None:
        while True:
            connection.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                return connection.connect(str(self._directory / lane))
            except BlockingIOError:
                # The kernel's queue of connections is full.
                if time.monotonic() > deadline:
                    raise TimeoutError from None
                time.sleep(0.01)

    def _busy(self) -> EngineBusy:
        wait = max(1, round(self._limits.seconds / 2))
        return EngineBusy("All query workers are busy.", retry_after=wait)

    def _receive(self, reader: frames.FrameReader, worker: str) -> _Spooled:
        """Return the complete answer, or raise.

        Only whole answers are handed on: the HTTP server ends a chunked body cleanly even when the application's
        iterator raises, so a client could not tell a cut answer from a complete one.
        """
        deadline = time.monotonic() + self._limits.seconds + GRACE
        spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed on open
        try:
            length = self._spool(reader, spool, worker, deadline)
            spool.seek(0)
        except OSError as error:
            # The socket's own errors are told apart in _spool; what is left is the temporary folder's.
            with contextlib.suppress(OSError):
                spool.close()
            raise EngineUnavailable(
                "The server has no room for an answer of this size at the moment.", reason=error.strerror
            ) from error
        except BaseException:
            spool.close()
            raise
        return _Spooled(length, spool)

    def _spool(self, reader: frames.FrameReader, spool: IO[bytes], worker: str, deadline: float) -> int:
        length = 0
        while True:
            try:
                frame = reader.read(deadline)
            except TimeoutError:
                raise error_for(Death.TIME, self._limits) from None
            except ConnectionError:
                frame = None
            if frame is None:
                raise self._verdict(worker)
            kind, payload = frame
            if kind == frames.DATA:
                spool.write(payload)
                length += len(payload)
            elif kind == frames.END and json.loads(payload)["bytes"] == length:
                return length
            else:
                raise _received(payload) if kind == frames.ERROR else EngineFault("The worker's answer is damaged.")

    def _verdict(self, worker: str) -> HasilaError:
        """Ask the nursery how the worker died; tearing down a process of some GiB takes it a fraction of a second."""
        deadline = time.monotonic() + _VERDICT
        while time.monotonic() < deadline:
            try:
                death = control.ask(self._directory, {"worker": worker})["death"]
            except (OSError, ValueError):
                return EngineUnavailable("The query engine stopped while it evaluated the query.")
            if death is not None:
                return error_for(Death(death), self._limits)
            time.sleep(0.01)
        return error_for(None, self._limits)


def _received(payload: bytes) -> HasilaError:
    value = json.loads(payload)
    return _ERRORS.get(value["slug"], EngineFault)(value["message"], **value["facts"])
