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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from hasila.engine import description, evaluation, frames, sandbox, syntax_errors
from hasila.engine.limits import MEBIBYTE, STACK, Limits
from hasila.engine.loading import Stock
from hasila.engine.protocol import CHUNK
from hasila.errors import HasilaError, QueryMemoryExceeded, ResultTooLarge

IDLE, BUSY, USED = 0, 1, 2
"""What a worker notes about itself in its byte of shared memory: fresh, answering, has answered."""
_WATCH = 0.2
_REQUEST = 2.0


@dataclass(frozen=True)
class Configuration:
    """What a worker is told besides its data: limits, prefixes for serialising, properties that hold labels."""

    limits: Limits
    prefixes: Mapping[str, str]
    label_properties: tuple[str, ...]


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
        return data + frames.pack_json(frames.END, {"bytes": self.length})


class Worker:
    """Serves connections of one listening socket until it must be replaced."""

    def __init__(self, name: str, stock: Stock, configuration: Configuration, note: Callable[[int], None]) -> None:
        self._name = name
        self._stock = stock
        self._configuration = configuration
        self._note = note
        self._lock = threading.Lock()
        self._asking: int | None = None

    def run(self) -> NoReturn:
        """Serve for ever; the process ends by `os._exit` or by a signal."""
        threading.stack_size(STACK)
        threading.Thread(target=self._serve, daemon=True).start()
        self._watch()

    def _watch(self) -> NoReturn:
        """Kill the process when the client has gone while its query runs: nobody waits for the answer any more."""
        poll = select.poll()
        while True:
            time.sleep(_WATCH)
            with self._lock:
                if self._asking is None:
                    continue
                poll.register(self._asking, select.POLLRDHUP)
                gone = poll.poll(0)
                poll.unregister(self._asking)
                if gone:
                    os.kill(os.getpid(), signal.SIGKILL)

    def _serve(self) -> None:
        try:
            limits = self._configuration.limits
            sandbox.bound_memory(limits.mebibytes * MEBIBYTE)
            ceiling = sandbox.resident() + max(32, limits.mebibytes // 4) * MEBIBYTE
            listener = socket.socket(fileno=sandbox.LISTENER)
            while sandbox.resident() <= ceiling:
                connection, _ = listener.accept()
                with connection:
                    if not self._handle(connection):
                        break
                self._note(USED)
        finally:
            # A worker that has grown gives its memory back by making room for a fresh one.
            os._exit(0)

    def _handle(self, connection: socket.socket) -> bool:
        """Answer one request; return whether the process is fit for another one."""
        try:
            frame = frames.FrameReader(connection).read(time.monotonic() + _REQUEST)
            if frame is None:
                return True
            request: dict[str, Any] = json.loads(frame[1])
            connection.settimeout(None)
            # A client that gave up waiting has closed its end: the write fails and nothing is evaluated.
            connection.sendall(frames.pack_json(frames.STARTED, {"pid": os.getpid(), "worker": self._name}))
        except (OSError, ValueError):
            return True
        self._note(BUSY)
        sandbox.arm(self._configuration.limits.seconds)
        with self._lock:
            self._asking = connection.fileno()
        closing, fit = self._answer(connection, request)
        # From here on the client may leave as soon as it has read the end: that is no hanging up.
        with self._lock:
            self._asking = None
        with contextlib.suppress(OSError):
            connection.sendall(closing)
        sandbox.arm(0)
        return fit

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
        store, configuration = self._stock.store, self._configuration
        match request.pop("operation"):
            case "answer":
                evaluation.answer(self._stock, evaluation.Question(**request), configuration.prefixes, output)
            case "describe":
                description.describe(store, request["iri"], request["format"], configuration.prefixes, output)
            case "describe_resource":
                labels = configuration.label_properties
                value = description.describe_resource(store, request["iri"], request["limit"], labels)
                output.write(json.dumps(value, separators=(",", ":")).encode())
            case unknown:
                raise ValueError(f"no operation is called {unknown!r}")


def _error_frame(error: HasilaError) -> bytes:
    return frames.pack_json(frames.ERROR, {"slug": error.slug, "message": error.message, "facts": error.facts})
