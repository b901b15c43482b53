"""A worker: one process that answers one request at a time and is killed by the kernel when it may not go on.

Speaks `frames`; the limits are kept by `sandbox` and by the watchdog here. Forks nothing and loads nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from hasila.engine import frames, sandbox, syntax_errors
from hasila.engine.backend import Backend, Presentation, Question, Source
from hasila.engine.limits import MEBIBYTE, STACK, Limits
from hasila.engine.protocol import CHUNK
from hasila.errors import HasilaError, QueryMemoryExceeded, ResultTooLarge

IDLE, BUSY, USED = 0, 1, 2
"""What a worker notes about itself in its byte of shared memory: fresh, answering, has answered."""
_WATCH = 0.05
_HEAVY = 0.1
_NICENESS = 19


@dataclass(frozen=True)
class Configuration:
    """What a worker is told besides its data: the limits, and how answers look."""

    limits: Limits
    presentation: Presentation


class ClientGoneError(Exception):
    """The client hung up; no OSError, since Oxigraph raises those for what a format cannot carry."""


class AnswerWriter:
    """Sends what is written as data frames of 64 KiB, the last one together with the `end` frame.

    Raises ResultTooLarge as soon as more than the limit has been written, ClientGoneError when nobody reads any more.
    """

    def __init__(self, connection: socket.socket, limit: int) -> None:
        self._connection = connection
        self._limit = limit
        self._buffer = bytearray()
        self.length = 0

    def write(self, data: bytes) -> int:
        """Take the bytes; sends once a frame is full."""
        self.length += len(data)
        if self.length > self._limit:
            raise ResultTooLarge(f"The answer is larger than {self._limit} bytes.", bytes=self._limit)
        self._buffer += data
        while len(self._buffer) >= CHUNK:
            try:
                self._connection.sendall(frames.pack(frames.DATA, bytes(self._buffer[:CHUNK])))
            except OSError as error:
                raise ClientGoneError from error
            del self._buffer[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Leave things as they are: the rest goes out with `end`."""

    def rest(self) -> bytes:
        """Return the frames that end a complete answer."""
        data = frames.pack(frames.DATA, bytes(self._buffer)) if self._buffer else b""
        return data + frames.pack(frames.END, str(self.length).encode())


class Worker:
    """Serves one client of its listening socket after another until it must be replaced."""

    def __init__(self, name: str, source: Source, configuration: Configuration, note: Callable[[int], None]) -> None:
        self._name = name
        self._source = source
        self._configuration = configuration
        self._note = note
        self._lock = threading.Lock()
        self._asking: int | None = None
        self._since = 0.0
        self._server = 0
        self._lowered = False
        self._ceiling = 0
        self._backend: Backend

    def run(self) -> NoReturn:
        """Serve for ever; the process ends by `os._exit` or by a signal."""
        threading.stack_size(STACK)
        threading.Thread(target=self._serve, daemon=True).start()
        self._watch()

    def _watch(self) -> NoReturn:
        """Lower the priority of a long query; kill the process when nobody waits for its answer any more."""
        poll = select.poll()
        while True:
            time.sleep(_WATCH)
            with self._lock:
                if self._asking is None:
                    continue
                if not self._lowered and time.monotonic() - self._since > _HEAVY:
                    # Small queries of others, in other workers, then go before this one on every core.
                    os.setpriority(os.PRIO_PROCESS, self._server, _NICENESS)
                    self._lowered = True
                poll.register(self._asking, select.POLLRDHUP)
                gone = poll.poll(0)
                poll.unregister(self._asking)
                if gone:
                    os.kill(os.getpid(), signal.SIGKILL)

    def _serve(self) -> None:
        try:
            limits = self._configuration.limits
            self._server = threading.get_native_id()
            self._backend = self._source.open(self._configuration.presentation)
            sandbox.bound_memory(limits.mebibytes * MEBIBYTE)
            self._ceiling = sandbox.resident() + max(32, limits.mebibytes // 4) * MEBIBYTE
            listener = socket.socket(fileno=sandbox.LISTENER)
            fit = True
            while fit:
                connection, _ = listener.accept()
                with connection:
                    fit = self._converse(connection)
        finally:
            # A worker that has grown gives its memory back by making room for a fresh one.
            os._exit(0)

    def _converse(self, connection: socket.socket) -> bool:
        """Answer one client's requests until it leaves; return whether the process is fit for another client."""
        reader = frames.FrameReader(connection)
        try:
            connection.sendall(frames.pack_json(frames.HELLO, {"pid": os.getpid(), "worker": self._name}))
            while (frame := reader.read(None)) is not None:
                if not self._handle(connection, json.loads(frame[1])):
                    return False
        except (OSError, ValueError):
            pass
        return True

    def _handle(self, connection: socket.socket, request: dict[str, Any]) -> bool:
        """Answer one request; return whether the process is fit for another one."""
        limits = self._configuration.limits
        self._note(BUSY)
        asked = request.pop("seconds", None)
        sandbox.arm(limits.seconds if asked is None else min(limits.seconds, asked))
        with self._lock:
            self._since = time.monotonic()
            self._asking = connection.fileno()
        connection.settimeout(None)
        closing, fit = self._answer(connection, request)
        # From here on the client may leave as soon as it has read the end: that is no hanging up.
        with self._lock:
            self._asking = None
        fit = fit and self._raise_priority() and sandbox.resident() <= self._ceiling
        try:
            connection.sendall(closing if fit else frames.pack(frames.FAREWELL, b"") + closing)
        finally:
            sandbox.arm(0)
            self._note(USED)
        return fit

    def _raise_priority(self) -> bool:
        """Take the lowered priority back; return whether that was allowed, for it takes a privilege."""
        if self._lowered:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._server, 0)
                self._lowered = False
        return not self._lowered

    def _answer(self, connection: socket.socket, request: dict[str, Any]) -> tuple[bytes, bool]:
        limits = self._configuration.limits
        output = AnswerWriter(connection, limits.result_mebibytes * MEBIBYTE)
        try:
            self._evaluate(request, output)
            return output.rest(), True
        except HasilaError as error:
            return _error_frame(error), True
        except MemoryError:
            message = f"The query needed more than {limits.mebibytes} MiB of memory."
            return _error_frame(QueryMemoryExceeded(message, mebibytes=limits.mebibytes)), False
        except ClientGoneError:
            return b"", True
        except Exception as error:
            return _error_frame(syntax_errors.from_exception(error)), True
        except BaseException as error:  # a panic in Rust: what it left behind is not to be trusted
            return _error_frame(syntax_errors.from_exception(error)), False

    def _evaluate(self, request: dict[str, Any], output: AnswerWriter) -> None:
        match request.pop("operation"):
            case "answer":
                self._backend.answer(Question(**request), output)
            case "describe":
                self._backend.describe(request["iri"], request["format"], output)
            case "describe_resource":
                value = self._backend.describe_resource(request["iri"], request["limit"])
                output.write(json.dumps(value, separators=(",", ":")).encode())
            case "health":
                output.write(json.dumps(self._backend.health()).encode())
            case unknown:
                raise ValueError(f"no operation is called {unknown!r}")


def _error_frame(error: HasilaError) -> bytes:
    return frames.pack_json(frames.ERROR, {"slug": error.slug, "message": error.message, "facts": error.facts})
