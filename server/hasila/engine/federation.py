"""SERVICE in a worker: a broker on the loopback interface between Oxigraph and the endpoints that are allowed.

SPARQL 1.1 Federated Query, sections 2 and 5.1. Oxigraph has an HTTP client of its own, which resolves names as it likes; it
is given the broker's address alone, and the broker calls (see `calling`). Whom a query may call is for `guard`.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from hasila.engine import sandbox
from hasila.engine.addresses import read_networks
from hasila.engine.calling import Caller, Reply
from hasila.engine.limits import MEBIBYTE, Limits
from hasila.engine.services import direct
from hasila.errors import HasilaError, ResultTooLarge

_SHARE = 0.8
"""A call may take so much of the time that is left, so that a slow endpoint can still be told, or passed over."""
_PATIENCE = 5.0
_STACK = 1_048_576
_CHUNK = 65_536


@dataclass(frozen=True)
class Federation:
    """What the nursery holds for its workers' brokers: how endpoints are called, and how many bytes one query may fetch."""

    caller: Caller
    most: int

    @classmethod
    def of_limits(cls, limits: Limits) -> Federation:
        """Return the federation within the limits; reads the system's certificates, once for all workers."""
        caller = Caller(read_networks(limits.service_private), ssl.create_default_context())
        return cls(caller, limits.result_mebibytes * MEBIBYTE)

    def open(self) -> Broker:
        """Return a broker for this process; called once, in the worker."""
        return Broker(self.caller, self.most)


@dataclass
class _Session:
    """The calls of one query: each request is made once, however often Oxigraph makes it."""

    services: Sequence[str]
    most: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    silent: Sequence[bool] = ()
    replies: dict[tuple[int, str], Reply | None] = field(default_factory=dict)
    failure: HasilaError | None = None


class Broker:
    """Answers this process's Oxigraph on a loopback port, with what the endpoints answer; one thread, one query at a time.

    Calls are made one after another, for the one thread that evaluates waits for each; `most` bytes may come in all.
    """

    def __init__(self, caller: Caller, most: int) -> None:
        self._caller = caller
        self._most = most
        self._session: _Session | None = None
        self._port = 0
        ready = threading.Event()
        # The stack counts as memory of the query's limit.
        before = threading.stack_size(_STACK)
        threading.Thread(target=lambda: asyncio.run(self._listen(ready)), name="broker", daemon=True).start()
        threading.stack_size(before)
        ready.wait()

    @contextmanager
    def reaching(self, services: Sequence[str]) -> Iterator[Callable[[str], str]]:
        """Answer for the services while a query runs; hand out what puts their addresses into its text.

        Raises, at the end, what stopped a call without SILENT: Oxigraph may have passed over it, as in EXISTS.
        """
        session = self._session = _Session(services, self._most)

        def _direct(text: str) -> str:
            directed, session.silent = direct(text, f"http://127.0.0.1:{self._port}/{session.secret}/")
            return directed

        try:
            yield _direct
        except Exception as error:
            if session.failure is not None:
                raise session.failure from error
            raise
        finally:
            self._session = None
        if session.failure is not None:
            raise session.failure

    async def _listen(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError, LookupError, EOFError, asyncio.LimitOverrunError, TimeoutError):
            path, query = await asyncio.wait_for(_request(reader), _PATIENCE)
            reply = self._reply(path, query)
            status = "200 OK" if reply else "502 Bad Gateway"
            media_type, content = reply or Reply("text/plain", b"")
            head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n".encode())
            # While Oxigraph reads no further it may ask another endpoint, so nothing here waits for it but this task.
            for start in range(0, len(content), _CHUNK):
                writer.write(content[start : start + _CHUNK])
                await writer.drain()
        writer.close()

    def _reply(self, path: str, query: str) -> Reply | None:
        session = self._session
        _, secret, name = path.split("/")
        if session is None or not secrets.compare_digest(secret, session.secret):
            return None
        key = int(name), query
        if key not in session.replies:
            session.replies[key] = self._call(session, *key)
        return session.replies[key]

    def _call(self, session: _Session, number: int, query: str) -> Reply | None:
        left = session.most - sum(len(reply.content) for reply in session.replies.values() if reply)
        try:
            return self._caller.call(session.services[number], query, sandbox.remaining() * _SHARE, left)
        except HasilaError as error:
            failure = error
        except MemoryError:
            failure = ResultTooLarge(
                "The endpoints' answers need more memory than a query may have.", bytes=session.most
            )
        if not session.silent[number] and session.failure is None:
            session.failure = failure
        return None


async def _request(reader: asyncio.StreamReader) -> tuple[str, str]:
    """Return the path and the body of the request that Oxigraph sends: POST with Content-Length."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    return first.split(" ")[1], body.decode()
