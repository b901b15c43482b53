"""The HTTP server: one web process under granian beside the engine's processes, started and stopped together.

HTTP/1.1 (RFC 9112), WSGI (PEP 3333). Knows nothing of routes; see `app`.
"""

from __future__ import annotations

import http.client
import json
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from hasila.engine.client import EngineClient
from hasila.engine.limits import Limits
from hasila.engine.sandbox import die_with
from hasila.errors import AddressUnavailable
from hasila.release import Release
from hasila.settings import Settings
from hasila.web.app import create_app
from hasila.web.metrics import Tally
from hasila.web.relay import Application, Relay
from hasila.web.succession import Succession

_HEADER_SECONDS = 15
_STOP_SECONDS = 5
_SWITCH_SECONDS = 0.0005
_READY_SECONDS = 60.0
_STEADY_SECONDS = 60.0
_LONGEST_PAUSE = 30.0
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to


def serve(release_path: Path, settings: Settings) -> None:
    """Serve the release in `release_path` until SIGTERM or SIGINT, then stop every process that was started.

    When the path leads to another release, as `current` does after a build, that one is served without a pause.
    Raises ReleaseInvalid, SettingInvalid for an engine that is not known, AddressUnavailable when the address is taken or
    not ours, and EngineUnavailable when the data cannot be loaded.
    """
    Release.open(release_path)
    host, port = settings.text("host"), settings.integer("port")
    require_free(host, port)
    end_on_signals()
    limits = Limits.of_settings(settings)
    with Succession(release_path, settings, limits) as succession:
        # Spawned, not forked: threads run here by now, and the engine's lifeline must not be inherited.
        multiprocessing.set_start_method("spawn", force=True)
        server = _server(host, port, settings)
        server.on_hangup = succession.look
        server.on_startup(partial(_announce_when_ready, succession.release, host, port))
        load = partial(load_application, os.getpid(), succession.address, settings, limits)
        server.serve(target_loader=load, wrap_loader=False)


def end_on_signals() -> None:
    """Make SIGTERM and SIGINT raise SystemExit until granian takes them over, so that what was begun is cleaned up."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)


def address(host: str, port: int) -> str:
    """Return the address at which a server on `host` and `port` is asked on this machine, a slash at its end."""
    return _url(_EVERY_ADDRESS.get(host, host), port)


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def load_application(parent: int, address: Path, settings: Settings, limits: Limits) -> Any:
    """Return the WSGI application, in the web process; that process ends with `parent`, the one that started it."""
    die_with(parent)
    # A thread that spools a large answer would otherwise keep the interpreter for 5 ms from each small request.
    sys.setswitchinterval(_SWITCH_SECONDS)
    logging.basicConfig(
        level=settings.text("log_level").upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    tally = Tally()

    def make(release: Path, engine: Path) -> Application:
        client = EngineClient(engine, limits)
        return Application(create_app(Release.open(release), client, settings, tally), client.close)

    return Relay(address, make)


def require_free(host: str, port: int) -> None:
    """Raise AddressUnavailable unless this process may listen on `host` and `port`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise AddressUnavailable(
            f"Cannot listen on {host}:{port}: {reason}. Stop what listens there, or choose another port with --port.",
            host=host, port=port,
        ) from error  # fmt: skip


class _SteadfastServer(MPServer):
    """Granian's server, except that a web process that dies again and again is started again and again.

    `on_hangup` is called for SIGHUP: by convention, look again at what is served.
    """

    on_hangup: Callable[[], object]

    _begun = float("-inf")
    _failures = 0

    def signal_handler_reload(self, *args: Any, **kwargs: Any) -> None:
        self.on_hangup()

    def _respawn_workers(self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        now = time.monotonic()
        self._failures = self._failures + 1 if now - self._begun < _STEADY_SECONDS else 0
        self._begun = now
        # The first time at once; a signal to end cuts the pause short.
        pause = min(_LONGEST_PAUSE, 0.25 * 2.0**self._failures) if self._failures else 0.0
        if not (pause and self.main_loop_interrupt.wait(pause) and self.interrupt_signal):
            super()._respawn_workers(workers, spawn_target, target_loader, delay)
        # What granian remembers here makes it give up when the next one dies within 5.5 s.
        self.respawned_wrks.clear()
        if self.interrupt_signal:
            self.main_loop_interrupt.set()


def _server(host: str, port: int, settings: Settings) -> _SteadfastServer:
    level = settings.text("log_level")
    return _SteadfastServer(
        "hasila",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_SECONDS * 1000),
        workers=1,
        blocking_threads=settings.integer("threads"),
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        websockets=False,
        # What granian says below level error is its own coming and going, and advice on threads.
        log_level=LogLevels.error if level in ("info", "warning") else LogLevels(level),
    )


def _announce_when_ready(release: Release, host: str, port: int) -> None:
    threading.Thread(target=_announce, args=(release, host, port), daemon=True).start()


def _announce(release: Release, host: str, port: int) -> None:
    publication = release.publication
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if _answers(_EVERY_ADDRESS.get(host, host), port, release.digest):
            what = f"release {publication.version}, digest {release.digest[:12]}, {publication.triples} triples"
            print(f"hasila serves {publication.name} at {_url(host, port)} ({what})", flush=True)
            return
        time.sleep(0.05)
    print("hasila: the server does not answer its own health check; see the log.", file=sys.stderr, flush=True)


def _answers(host: str, port: int, digest: str) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health")
        response = connection.getresponse()
        return response.status == 200 and json.loads(response.read())["release"] == digest
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return False
    finally:
        connection.close()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
