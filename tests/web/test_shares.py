"""What may last has a share of the threads; what the publication itself asks does not stand in line with the public."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Answer, Query
from hasila.errors import EngineBusy, ReleaseInvalid
from hasila.release import Release
from hasila.settings import resolve
from hasila.web import bodies
from hasila.web.admission import Admission, Gate
from hasila.web.app import create_app
from hasila.web.site import Site

QUERY = "/sparql?query=SELECT*%7B?s%20?p%20?o%7D&format=csv"


def _site(client: FlaskClient) -> Site:
    found = client.application.extensions["hasila"]
    assert isinstance(found, Site)
    return found


def _empty(gate: Gate) -> int:
    """Take every seat and return how many there were."""
    taken = 0
    while gate.enter():
        taken += 1
    return taken


def test_gate_refuses_at_once_when_nothing_moves_and_waits_while_it_does() -> None:
    gate = Gate(1, patience=0.2)
    assert gate.enter()
    time.sleep(0.25)
    begun = time.monotonic()
    assert not gate.enter()
    assert time.monotonic() - begun < 0.1
    with pytest.raises(EngineBusy, match="full"), gate.seat("full"):
        pass
    gate.leave()
    assert gate.enter()
    threading.Timer(0.1, gate.leave).start()
    assert gate.enter()


@pytest.mark.parametrize(("threads", "workers"), [(8, 2), (16, 2), (32, 4), (64, 16)])
def test_shares_leave_threads_free(threads: int, workers: int) -> None:
    chosen = resolve({"threads": threads, "workers": workers}, {}, {})
    admission = Admission.of_settings(chosen)
    assert Limits.of_settings(chosen).queue + _empty(admission.reading) + _empty(admission.sending) < threads


@pytest.fixture(scope="module")
def crowded(forestry: Release) -> Iterator[FlaskClient]:
    """A client of an engine that lets two queries in at a time, and evaluates one of them."""
    limits = Limits(seconds=2.0, mebibytes=512, workers=1, client_workers=1, queue=2, queue_seconds=5.0)
    with EmbeddedEngine.of_release(forestry, limits) as engine:
        yield create_app(forestry, engine, resolve({}, {}, {})).test_client()


def test_public_queries_are_refused_while_the_house_is_full_and_the_rest_answers(crowded: FlaskClient) -> None:
    runaway = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }")
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(crowded.application.test_client().get, f"/sparql?query={runaway}") for _ in range(2)]
        time.sleep(0.3)
        for accept in ("text/csv", "text/html"):
            response = crowded.get("/sparql?query=ASK%7B%7D", headers={"Accept": accept + ",*/*;q=0.1"})
            assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        for path in ("/", "/def/", "/graph/ontology", "/queries/list-stands", "/queries/list-stands.csv", "/health"):
            for accept in ("text/html", "*/*"):
                assert crowded.get(path, headers={"Accept": accept + ",*/*;q=0.1"}).status_code == 200
        assert {one.result().status_code for one in running} == {503}
    assert crowded.get("/sparql?query=ASK%7B%7D").status_code == 200


def test_body_is_refused_while_the_gate_is_full(forest: FlaskClient) -> None:
    gate = _site(forest).admission.reading
    taken = _empty(gate)
    try:
        assert forest.post("/sparql", data="ASK {}", content_type="application/sparql-query").status_code == 503
        assert forest.get("/sparql?query=ASK%7B%7D").status_code == 200
    finally:
        for _ in range(taken):
            gate.leave()


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/def/", True),
        ("/def.ttl", True),
        ("/graph/{graph}", True),
        ("/graph/{graph}.ttl", True),
        # With the defaults the answer would come from the release.
        ("/queries/show-key-figures?year=2024", True),
        ("/queries/show-key-figures.csv?year=2024", True),
        ("/sparql?query=ASK%7B%7D", False),
    ],
)
def test_queries_of_the_publication_take_their_own_lane(
    client: FlaskClient, release: Release, monkeypatch: pytest.MonkeyPatch, path: str, own: bool
) -> None:
    engine, asked = _site(client).engine, []
    answer = engine.answer

    def note(query: Query, *, own: bool = False, client: str = "") -> Answer:
        asked.append(own)
        return answer(query, own=own, client=client)

    monkeypatch.setattr(engine, "answer", note)
    address = path.format(graph=release.publication.graphs[0].name)
    for accept in ("text/html,*/*;q=0.1", "*/*"):
        assert client.get(address, headers={"Accept": accept}).status_code in (200, 406)
    assert asked and set(asked) == {own}


def _served(client: FlaskClient, path: str, method: str = "GET") -> tuple[str, Iterable[bytes]]:
    """Return status and body as a server gets them."""
    statuses: list[str] = []

    def start_response(status: str, headers: object, info: object = None) -> object:
        statuses.append(status)
        return None

    body = client.application.wsgi_app(create_environ(path, method=method), start_response)  # type: ignore[arg-type]
    return statuses[-1][:3], body


@pytest.mark.parametrize("path", ["/", "/health", QUERY, "/dumps/forests.nq", "/nothing", "/static/style.css"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_small_body_leaves_as_one_piece(forest: FlaskClient, path: str, method: str) -> None:
    _, body = _served(forest, path, method)
    assert isinstance(body, list) and len(body) == 1
    assert bool(body[0]) is (method == "GET")


@pytest.mark.parametrize("path", [QUERY, "/dumps/forests.nq"])
def test_large_bodies_are_streamed_so_many_at_once(
    forest: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(bodies, "WHOLE", 100)
    served = _site(forest)
    # What is kept leaves as one piece, for it is small.
    forest = create_app(served.release, served.engine, resolve({"cache_mebibytes": 0}, {}, {})).test_client()
    whole = forest.get(path).data
    gate = _site(forest).admission.sending
    sent = []
    while True:
        status, body = _served(forest, path)
        if status != "200":
            break
        assert not isinstance(body, list)
        sent.append(body)
    assert status == "503" and len(sent) == 16
    assert b"/problems/engine-busy" in b"".join(body)
    assert _served(forest, path, "HEAD") == ("200", [b""])
    assert b"".join(sent[0]) == whole
    for body in sent[1:]:
        body.close()  # type: ignore[attr-defined]
    assert _empty(gate) == 16
    for _ in range(16):
        gate.leave()


def test_release_file_that_has_gone_is_told_without_its_path(release: Release, tmp_path: Path) -> None:
    with pytest.raises(ReleaseInvalid) as caught:
        replace(release, path=tmp_path).file("manifest.json")
    assert str(tmp_path) not in caught.value.message
