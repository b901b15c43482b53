"""The WSGI application in front of the application of one release: it hands each request to the release in force.

PEP 3333. A request is answered by one application from its beginning to its end. What an application returns is whole, so the
engine is needed no longer than its call lasts. Decides nothing about when a release takes over (see `succession`).
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hasila.errors import EngineUnavailable, HasilaError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Make = Callable[[Path, Path], "Application"]
"""Makes the application of a release from its folder and the folder of its engine."""
log = logging.getLogger(__name__)


@dataclass
class Application:
    """The application of one release, what closes it, and how many requests are in it."""

    answer: WSGIApplication
    close: Callable[[], object]
    busy: int = 0
    left: threading.Event = field(default_factory=threading.Event)


class Relay:
    """The application that the server runs: that of the release in force, whichever that is."""

    def __init__(self, address: Path, make: Make) -> None:
        """Ask at `address` what to serve, and follow what is told from then on.

        Raises EngineUnavailable when nobody tells, and what making an application raises.
        """
        self._make = make
        self._lock = threading.Lock()
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._connection.connect(str(address))
        except OSError as error:
            raise EngineUnavailable("The server that this web process belongs to has ended.") from error
        self._lines = self._connection.makefile("rb")
        self._current, _ = self._told(next(self._lines, b"null"))
        threading.Thread(target=self._follow, name="relay", daemon=True).start()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request by the release in force when it came."""
        with self._lock:
            application = self._current
            application.busy += 1
        try:
            return application.answer(environ, start_response)
        finally:
            with self._lock:
                application.busy -= 1
                if not application.busy and application is not self._current:
                    application.left.set()

    def _told(self, line: bytes) -> tuple[Application, str]:
        state = json.loads(line)
        if not isinstance(state, dict):
            raise EngineUnavailable("The server that this web process belongs to has ended.")
        return self._make(Path(state["release"]), Path(state["engine"])), str(state["engine"])

    def _follow(self) -> None:
        for line in self._lines:
            try:
                following, engine = self._told(line)
            except HasilaError as error:
                log.error("The release that took over cannot be served, the one before stays: %s", error.message)
                continue
            with self._lock:
                before, self._current = self._current, following
                if not before.busy:
                    before.left.set()
            before.left.wait()
            before.close()
            self._connection.sendall(json.dumps({"engine": engine}).encode() + b"\n")
