"""A catalogue on loopback that no harvester loses anything of, to be broken one thing at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hasila.rehearsal.client import Bounds, Client
from hasila.rehearsal.losses import Harvest
from hasila.rehearsal.rehearsing import Portal, rehearse

GOOD = (Path(__file__).parent / "good.ttl").read_text(encoding="utf-8")
TURTLE = "text/turtle; charset=utf-8"
_PREFIXES = GOOD[GOOD.index("@prefix") : GOOD.index("<{root}catalog>")]
_PERIOD = next(line for line in GOOD.splitlines() if line.startswith("<{root}period"))
_RECOMMENDED = (
    "alternateName", "creator", "citation", "identifier", "includedInDataCatalog", "isAccessibleForFree", "keywords",
    "license", "measurementTechnique", "spatialCoverage", "temporalCoverage", "url", "variableMeasured", "version",
)  # fmt: skip

Headers = dict[str, str]
Entry = tuple[int, Headers, bytes]
"""What a path answers: status, headers, body."""


def page(title: str, **changes: object) -> Entry:
    """Return the page of a dataset with schema.org in it; None takes a property away."""
    block = {
        "@context": "https://schema.org/", "@type": "Dataset", "name": title,
        "description": "What the forest office reports of a year, told here at the length that is asked for.",
        **dict.fromkeys(_RECOMMENDED, "x"),
        "distribution": [{"@type": "DataDownload", "name": "x", "contentUrl": "x", "encodingFormat": "text/csv"}],
        **changes,
    }  # fmt: skip
    text = json.dumps({name: value for name, value in block.items() if value is not None})
    html = f'<html><head><script type="application/ld+json">{text}</script></head><body>{title}</body></html>'
    return 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode()


class Site:
    """A server of a table of paths; it notes what it is asked, and answers HEAD as GET unless `heads` says otherwise."""

    def __init__(self) -> None:
        self.paths: dict[str, Entry] = {}
        self.heads: dict[str, Entry] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(f"{self.command} {self.path}")
                table = {**site.paths, **site.heads} if self.command == "HEAD" else site.paths
                status, headers, body = table.get(self.path, (404, {}, b""))
                self.send_response_only(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.root = f"http://127.0.0.1:{self._server.server_port}/"
        self.reset()

    def reset(self) -> None:
        """Serve the good catalogue."""
        self.heads, self.asked = {}, []
        self.paths = {
            "/stands.csv": (200, {"Content-Type": "text/csv"}, b"a"),
            "/fires.ttl": (200, {"Content-Type": TURTLE}, b""),
            "/period/2024": (
                200,
                {"Content-Type": TURTLE},
                (_PREFIXES + _PERIOD).replace("{root}", self.root).encode(),
            ),
            "/page/stands": page("Stands of 2024"),
            "/page/fires": page("Fires of 2024"),
        }
        self.put(GOOD)

    def put(self, turtle: str, path: str = "/catalog.ttl", **headers: str) -> None:
        """Serve a text as Turtle, {root} standing for the server's address."""
        kept = {name.replace("_", "-"): value for name, value in {"Content_Type": TURTLE, **headers}.items() if value}
        self.paths[path] = (200, kept, turtle.replace("{root}", self.root).encode())

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def started() -> Iterator[Site]:
    """The server that all tests share."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(started: Site) -> Site:
    """The server with the good catalogue in place."""
    started.reset()
    return started


Rehearse = Callable[..., dict[str, Harvest]]


@pytest.fixture
def rehearsed(site: Site) -> Rehearse:
    """A function that rehearses the site's catalogue and gives what each harvester would do."""

    def run(
        path: str = "catalog.ttl", portal: Portal | None = None, earlier: str | None = None, **bounds: float
    ) -> dict[str, Harvest]:
        client = Client(Bounds(seconds=20, **bounds))  # type: ignore[arg-type]
        found = rehearse(site.root + path, client, portal or Portal(), earlier)
        return {harvest.harvester: harvest for harvest in found.harvests}

    return run
