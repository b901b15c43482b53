"""The peers: how each is installed, filled, started on a free loopback port, and at which path it answers.

Each has a mode, which its title names, since a claim about a peer without its mode says little. Virtuoso has a module of
its own. Measures nothing; `run` does.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import installation
from .load import Request, ask
from .processes import PeerFailed, Process, free_port

_FILL_SECONDS = 600


class Peer:
    """A SPARQL server to measure. `slow` ones run in a batch of their own, lest a hung query spoil others' figures."""

    name = ""
    title = ""
    path = "/sparql"
    slow = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self) -> str:
        """Get the peer and return its version. Raises PeerFailed when it cannot be had."""
        raise NotImplementedError

    def load(self, data: Path, store: Path) -> None:
        """Write the peer's store from the N-Quads file, where it has one on disk; `store` is a new, empty folder."""

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        """Return the command that starts the server."""
        raise NotImplementedError

    def environment(self, data: Path) -> Mapping[str, str]:
        """Return what the command needs in its environment beside what is there."""
        return {}

    def fill(self, data: Path, port: int) -> None:
        """Hand the data to the started server, where it takes them only then."""

    def start(self, data: Path, store: Path, probe: Request, limit: float) -> Server:
        """Return the started server once it has answered the probe. Raises PeerFailed when it does not in time."""
        port = free_port()
        server = Server(self, port, Process(self.command(data, store, port), self.environment(data), store))
        try:
            server.await_answer(data, probe, limit)
        except BaseException:
            server.process.stop()
            raise
        return server


class Server:
    """A peer that runs: its port, its process, and the seconds from its start to its first answer."""

    def __init__(self, peer: Peer, port: int, process: Process) -> None:
        self.peer, self.port, self.process, self.ready = peer, port, process, 0.0

    def await_answer(self, data: Path, probe: Request, limit: float) -> None:
        filled, status = False, 0
        while time.monotonic() - self.process.begun < limit:
            self.process.require_running()
            if not filled and _listens(self.port):
                self.peer.fill(data, self.port)
                filled = True
            reply = ask(self.port, probe, limit)
            if reply.status == 200:
                self.ready = time.monotonic() - self.process.begun
                return
            status = reply.status
            time.sleep(0.05)
        raise PeerFailed(f"gave no answer within {limit:.0f} s (last status {status}): {self.process.last_words()}")


class Hasila(Peer):
    """The software of this repository, as installed in its venv, its result cache off unless said."""

    name = "hasila"

    def __init__(
        self, folder: Path, command: Sequence[str], options: Sequence[str] = (), *, cache: bool = False
    ) -> None:
        super().__init__(folder)
        self._command = list(command)
        self._options = list(options)
        self._cache = cache
        self._has_cache = False
        self.title = "hasila serve --load, result cache " + ("on" if cache else "off")

    def install(self) -> str:
        described = subprocess.run(
            [*self._command, "serve", "--help"], capture_output=True, text=True, timeout=60
        ).stdout
        if "--load" not in described:
            raise PeerFailed("hasila serve has no option --load, by which it would take the data")
        self._has_cache = "--cache-mebibytes" in described
        if self._cache and not self._has_cache:
            raise PeerFailed("hasila serve has no result cache")
        from hasila import __version__

        return __version__

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        cache = ["--cache-mebibytes", "0"] if self._has_cache and not self._cache else []
        return [*self._command, "serve", "--load", str(data), "--port", str(port), *cache, *self._options]


class OxigraphOnDisk(Peer):
    """Oxigraph's own server on its disk store, opened read-only: the reference of every ratio."""

    name, title, path = "oxigraph", "Oxigraph server on disk, serve-read-only", "/query"

    def install(self) -> str:
        self.program = str(installation.python_peers(self.folder) / "oxigraph")
        return installation.first_version([self.program, "--version"])

    def load(self, data: Path, store: Path) -> None:
        command = [self.program, "load", "--location", str(store / "rocksdb"), "--file", str(data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_FILL_SECONDS)
        if done.returncode:
            raise PeerFailed(f"oxigraph load: {done.stderr.strip()[-400:]}")

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        where = ["--location", str(store / "rocksdb"), "--bind", f"127.0.0.1:{port}"]
        return [self.program, "serve-read-only", *where, "--union-default-graph"]


class OxigraphInMemory(Peer):
    """Oxigraph's own server without a folder; it takes data only by HTTP, at every start."""

    name, title, path = "oxigraph-memory", "Oxigraph server in memory, filled by POST /store", "/query"

    def install(self) -> str:
        self.program = str(installation.python_peers(self.folder) / "oxigraph")
        return installation.first_version([self.program, "--version"])

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        return [self.program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]

    def fill(self, data: Path, port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_FILL_SECONDS)
        headers = {"Content-Type": "application/n-quads", "Content-Length": str(data.stat().st_size)}
        try:
            with data.open("rb") as body:
                connection.request("POST", "/store", body=body, headers=headers)
                response = connection.getresponse()
                if response.status // 100 != 2:
                    raise PeerFailed(f"POST /store: {response.status} {response.read()[:200]!r}")
        finally:
            connection.close()


class RdflibEndpoint(Peer):
    """rdflib-endpoint under uvicorn, on rdflib's store in memory."""

    name, title, slow = "rdflib-endpoint", "rdflib-endpoint on uvicorn, rdflib store in memory", True

    def install(self) -> str:
        self.programs = installation.python_peers(self.folder)
        rdflib = installation.python_version(self.programs, "rdflib")
        return f"{installation.python_version(self.programs, 'rdflib-endpoint')}, rdflib {rdflib}"

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        application = ["--app-dir", str(Path(__file__).parent / "servers"), "rdflib_application:application"]
        listen = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
        return [str(self.programs / "uvicorn"), *listen, *application]

    def environment(self, data: Path) -> Mapping[str, str]:
        return {"STATISTICS": str(data)}


class Trifid(Peer):
    """Trifid with trifid-handler-fetch: Oxigraph compiled to WebAssembly, in memory; it answers JSON, never CSV."""

    name, title, path, slow = "trifid", "Trifid with trifid-handler-fetch, in memory", "/query", True

    def install(self) -> str:
        self.packages = installation.node_peers(self.folder)
        manifest = json.loads((self.packages / "trifid" / "package.json").read_text(encoding="utf-8"))
        return str(manifest["version"])

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        settings = {
            "server": {"listener": {"host": "127.0.0.1", "port": port}, "logLevel": "error"},
            "globals": {"datasetBaseUrl": "https://statistics.example/", "endpoints": {"default": {"url": "/query"}}},
            "plugins": {"statistics": {
                "module": (self.packages / "trifid-handler-fetch" / "index.js").as_uri().removeprefix("file://"),
                "paths": "/query",
                "config": {"url": str(data), "contentType": "application/n-quads", "unionDefaultGraph": True},
            }},
        }  # fmt: skip
        configuration = store / "trifid.json"
        configuration.write_text(json.dumps(settings), encoding="utf-8")
        return [str(self.packages / ".bin" / "trifid"), "--config", str(configuration)]

    def environment(self, data: Path) -> Mapping[str, str]:
        # Without the last it listens to nothing more, but reports on itself to a collector that is not there.
        return {"NODE_OPTIONS": "--max-old-space-size=8000", "OTEL_SDK_DISABLED": "true"}


def _listens(port: int) -> bool:
    return ask(port, Request("/", "*/*"), 5).status != 0


def hasila_command() -> list[str]:
    """Return the command of the hasila that is installed beside the Python that runs this."""
    return [os.fspath(Path(sys.executable).with_name("hasila"))]
