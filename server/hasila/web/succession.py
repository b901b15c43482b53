"""The release that is served, its engine, and those that follow: a build that takes over is followed while serving goes on.

The server's own process looks where the path of its release leads. A new release gets an engine of its own; once that answers,
the web process is told, serves it from the next request on, and says when the last request to the old one is done. Only then
is the old engine ended, so no request is lost, and no answer is made of two releases. Serves nothing (see `relay`).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.engines import engine_of
from hasila.engine.limits import Limits
from hasila.errors import HasilaError
from hasila.release import Release
from hasila.settings import Settings

SOCKET = "succession"
_LOOK_SECONDS = 1.0
log = logging.getLogger(__name__)


class Succession:
    """Keeps the engines of the release in force and of those whose last requests are still being answered.

    `address` is where a web process is told what to serve: one JSON line each time, `release` and `engine`; it answers with
    the engine that it uses from then on alone.
    """

    def __init__(self, path: Path, settings: Settings, limits: Limits) -> None:
        """Open the release at `path` and start its engine. Raises ReleaseInvalid and what starting an engine raises."""
        self._path, self._settings, self._limits = path, settings, limits
        self._place = _place(path)
        self.release = Release.open(path)
        engine = engine_of(self.release, settings, limits)
        self._engines = {str(engine.socket_path): engine}
        self._engine = str(engine.socket_path)
        self._users: dict[socket.socket, str] = {}
        self._lock = threading.RLock()
        self._looking, self._ended = threading.Event(), threading.Event()
        self._folder = Path(tempfile.mkdtemp(prefix="hasila-"))  # mode 0700: only this user may ask
        self.address = self._folder / SOCKET
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(self.address))
        self._listener.listen()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._accept, self._watch)]

    def __enter__(self) -> Self:
        """Begin to tell and to watch."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every engine that was started."""
        self._ended.set()
        self._looking.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        # A thread that starts an engine now hands it over before it ends.
        self._threads[1].join()
        for engine in self._engines.values():
            engine.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def look(self) -> None:
        """Look at once whether another release has taken over."""
        self._looking.set()

    def _watch(self) -> None:
        while not self._ended.is_set():
            self._looking.wait(_LOOK_SECONDS)
            self._looking.clear()
            place = _place(self._path)
            if place not in (self._place, None) and not self._ended.is_set():
                self._place = place
                try:
                    self._follow(Release.open(self._path))
                except (HasilaError, OSError) as error:
                    log.error("The release that took over cannot be served, the one before stays: %s", error)

    def _follow(self, release: Release) -> None:
        """Serve the release: by the engine there is when it has the same content, else by one of its own."""
        engine: EmbeddedEngine | None = None
        if release.digest != self.release.digest:
            engine = engine_of(release, self._settings, self._limits)
        with self._lock:
            self.release = release
            if engine is not None:
                self._engine = str(engine.socket_path)
                self._engines[self._engine] = engine
            for connection in list(self._users):
                self._tell(connection)
            self._retire()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._hear, args=(connection,), daemon=True).start()

    def _hear(self, connection: socket.socket) -> None:
        """Tell a web process what to serve, and note what it uses until it ends."""
        with connection, contextlib.suppress(OSError, ValueError):
            with self._lock:
                self._users[connection] = self._engine
                self._tell(connection)
            with connection.makefile("rb") as lines:
                for line in lines:
                    with self._lock:
                        self._users[connection] = json.loads(line)["engine"]
                        self._retire()
        with self._lock:
            self._users.pop(connection, None)
            self._retire()

    def _tell(self, connection: socket.socket) -> None:
        state = {"release": str(self.release.path), "engine": self._engine}
        with contextlib.suppress(OSError):
            connection.sendall(json.dumps(state).encode() + b"\n")

    def _retire(self) -> None:
        """End the engines that nobody uses any more; with the lock held."""
        used = {self._engine, *self._users.values()}
        for address in [address for address in self._engines if address not in used]:
            engine = self._engines.pop(address)
            # It takes a moment, which nobody need wait for.
            threading.Thread(target=engine.close).start()


def _place(path: Path) -> tuple[str, int] | None:
    """Return what tells one release folder from another, or None while there is none."""
    try:
        return os.path.realpath(path), path.stat().st_ino
    except OSError:
        return None
