"""What happens to queries that want too much, to workers that die, and to everybody else meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from hasila.engine import control, frames
from hasila.engine.deaths import Death, diagnose
from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import GRACE, Limits
from hasila.engine.protocol import Query
from hasila.errors import (
    EngineBusy,
    EngineFault,
    EngineUnavailable,
    HasilaError,
    QueryMemoryExceeded,
    QueryTimedOut,
    ResultTooLarge,
    ServiceRefused,
)

from .conftest import LIMITS, Ask, E, eventually, whole

pytestmark = pytest.mark.alone

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
BOMB = "BIND(REPLACE(?s0, '.', 'xxxxxxxxxxxxxxxxxxxx') AS ?s1) " + " ".join(
    f"BIND(REPLACE(?s{i}, '.', 'xxxxxxxxxxxxxxxxxxxx') AS ?s{i + 1})" for i in range(1, 9)
)
# Which of two limits is met first depends on how fast the machine is.
TIME_OR_MEMORY = (QueryTimedOut, QueryMemoryExceeded)
RUNAWAYS = {
    "cartesian product": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", QueryTimedOut),
    "path closure": ("SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b . ?c (<x:p>|!<x:p>)* ?d }", TIME_OR_MEMORY),
    "huge sort": (f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f LIMIT 10", TIME_OR_MEMORY),
    "string bomb": (f"SELECT (STRLEN(?s9) AS ?n) {{ BIND('xxxx' AS ?s0) {BOMB} }}", TIME_OR_MEMORY),
    "large answer": (f"SELECT * {{ {CROSS} }}", ResultTooLarge),
}
SMALL = f"SELECT ?o WHERE {{ <{E}n/7> <{E}value> ?o }}"


def _workers(engine: EmbeddedEngine, lane: str = control.QUERY) -> list[int]:
    workers = engine.health()["workers"]
    assert isinstance(workers, list)
    return [worker["pid"] for worker in workers if worker["lane"] == lane]


def _busy(engine: EmbeddedEngine) -> int:
    workers = engine.health()["workers"]
    assert isinstance(workers, list)
    return sum(worker["busy"] for worker in workers)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("name", RUNAWAYS)
def test_runaway_is_refused_in_time_while_others_are_answered(engine: EmbeddedEngine, ask: Ask, name: str) -> None:
    text, expected = RUNAWAYS[name]
    with ThreadPoolExecutor(1) as pool:
        begun = time.monotonic()
        runaway = pool.submit(ask, text)
        while not runaway.done():
            small = time.monotonic()
            assert ask(SMALL) == "o\r\n7\r\n"
            assert time.monotonic() - small < LIMITS.seconds + 0.9
            time.sleep(0.02)
        assert isinstance(runaway.exception(), expected), runaway.exception()
        assert time.monotonic() - begun < LIMITS.seconds + GRACE
    assert eventually(lambda: len(_workers(engine)) == LIMITS.workers and all(_workers(engine)))


def test_memory_limit_is_met_long_before_the_time_limit(dump: Path) -> None:
    with EmbeddedEngine.start(dump, Limits(seconds=30.0, mebibytes=96, workers=1)) as engine:
        with pytest.raises(QueryMemoryExceeded) as caught:
            engine.answer(Query(RUNAWAYS["string bomb"][0], "csv"))
        assert caught.value.facts["mebibytes"] == 96
        assert whole(engine.answer(Query(SMALL, "csv"))) == b"o\r\n7\r\n"


def test_every_worker_lost_to_a_runaway_is_replaced(ask: Ask) -> None:
    text = RUNAWAYS["cartesian product"][0]
    with ThreadPoolExecutor(4) as pool:
        begun = time.monotonic()
        found = [pool.submit(ask, text) for _ in range(4)]
        assert all(isinstance(one.exception(), QueryTimedOut) for one in found)
        # Four queries of one second on two workers: concurrency was kept after the first two had been killed.
        assert 1.9 < time.monotonic() - begun < 3.9
    assert ask(SMALL) == "o\r\n7\r\n"


def test_pages_are_served_while_every_query_worker_is_busy(engine: EmbeddedEngine, ask: Ask) -> None:
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(ask, RUNAWAYS["cartesian product"][0]) for _ in range(2)]
        assert eventually(lambda: _busy(engine) == 2)
        begun = time.monotonic()
        assert len(whole(engine.describe(f"{E}a", "turtle"))) > 0
        assert whole(engine.answer(Query(SMALL, "csv"), own=True)) == b"o\r\n7\r\n"
        assert time.monotonic() - begun < 0.9
        assert all(isinstance(one.exception(), QueryTimedOut) for one in running)


def test_no_free_worker_is_busy_with_a_time_to_retry(dump: Path) -> None:
    hasty = Limits(**{**vars(LIMITS), "queue_seconds": 0.2})
    runaway = Query(RUNAWAYS["cartesian product"][0], "csv")
    with EmbeddedEngine.start(dump, hasty) as engine, ThreadPoolExecutor(2) as pool:
        running = [pool.submit(engine.answer, runaway) for _ in range(2)]
        assert eventually(lambda: _busy(engine) == 2)
        with pytest.raises(EngineBusy) as caught:
            engine.answer(Query(SMALL, "csv"))
        assert isinstance(caught.value.facts["retry_after"], int)
        assert all(isinstance(one.exception(), QueryTimedOut) for one in running)


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def test_memory_of_a_hungry_query_goes_back(engine: EmbeddedEngine, ask: Ask) -> None:
    pairs = f"?a <{E}value> ?c . ?d <{E}value> ?f"
    ask(f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?a ?d ?f {{ {pairs} }} LIMIT 150000 }}")
    ceiling = _resident(engine.pid) + LIMITS.mebibytes // 4 + 24
    assert eventually(lambda: all(pid and _resident(pid) < ceiling for pid in _workers(engine)))
    assert ask(SMALL) == "o\r\n7\r\n"


def test_deep_nesting_and_long_chains_do_not_kill_workers(engine: EmbeddedEngine, ask: Ask) -> None:
    texts = [f"ASK {{ ?s ?p ?o {'(' * n} }}" for n in (100_000,)]
    texts += ["ASK " + "{" * n + "}" * n for n in (50, 100_000)]
    texts += [f"ASK {{ ?s ?p {'[ ?p ' * 100_000}1{']' * 100_000} }}", f"ASK {{ FILTER({'!' * 20_000}1) }}"]
    texts += [f"ASK {{ ?s ?p ?o FILTER({'1 && ' * 100_000}1) }}"]
    for text in texts:
        with contextlib.suppress(HasilaError):
            ask(text)
    deaths = engine.health()["deaths"]
    assert isinstance(deaths, dict) and "fault" not in deaths


def test_worker_killed_from_outside_is_a_fault_and_the_next_query_is_fine(engine: EmbeddedEngine, ask: Ask) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(ask, RUNAWAYS["cartesian product"][0])
        assert eventually(lambda: _busy(engine) == 1)
        for pid in _workers(engine):
            os.kill(pid, signal.SIGKILL)
        assert isinstance(running.exception(), EngineFault)
    for _ in range(4):
        assert ask(SMALL) == "o\r\n7\r\n"


@pytest.fixture(scope="module")
def unasked(dump: Path) -> Iterator[EmbeddedEngine]:
    """Return an engine whose own client never asks, so that its workers are free for bare sockets."""
    with EmbeddedEngine.start(dump, LIMITS, prefixes={}) as started:
        yield started


def test_client_that_leaves_stops_its_query(unasked: EmbeddedEngine) -> None:
    engine = unasked
    request = _request(RUNAWAYS["cartesian product"][0])
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(engine.socket_path / control.QUERY))
    frame = frames.FrameReader(connection).read(time.monotonic() + 2)
    assert frame is not None and frame[0] == frames.HELLO
    pid = json.loads(frame[1])["pid"]
    connection.sendall(frames.pack_json(frames.REQUEST, request))
    assert eventually(lambda: _busy(engine) == 1) and _alive(pid)
    connection.close()
    assert eventually(lambda: not _alive(pid), 0.7)


def test_client_that_says_nothing_or_nonsense_holds_no_worker_for_long(unasked: EmbeddedEngine) -> None:
    for piece in (b"", b"Q", b"Q\xff\xff\xff\xff", b"Q\0\0\0\2{}", b"Q\0\0\0\2[1", b"garbage" * 9):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(unasked.socket_path / control.QUERY))
            connection.sendall(piece)
    assert _straight(unasked, "ASK {}")[0] == frames.END


def test_nursery_that_dies_is_started_again(dump: Path) -> None:
    with EmbeddedEngine.start(dump, LIMITS) as engine:
        first, workers = engine.pid, _workers(engine)
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: not any(map(_alive, workers)), 2)

        def answered() -> bool:
            try:
                return whole(engine.answer(Query(SMALL, "csv"))) == b"o\r\n7\r\n"
            except EngineUnavailable:
                return False

        assert eventually(answered, 8)
        # It answers before the keeper has taken note of it.
        assert eventually(lambda: engine.pid != first)


def test_closed_engine_is_unavailable_and_leaves_nothing(dump: Path) -> None:
    engine = EmbeddedEngine.start(dump, LIMITS)
    pids = [engine.pid, *_workers(engine)]
    engine.close()
    engine.close()
    assert not engine.socket_path.exists() and eventually(lambda: not any(map(_alive, pids)), 2)
    with pytest.raises(EngineUnavailable):
        engine.answer(Query(SMALL, "csv"))
    with pytest.raises(EngineUnavailable):
        engine.health()


def test_killed_parent_takes_nursery_and_workers_along(dump: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from hasila.engine.embedded import EmbeddedEngine; from hasila.engine.limits import Limits\n"
        "engine = EmbeddedEngine.start(Path(sys.argv[1]), Limits())\n"
        "print(engine.socket_path, engine.pid, *[w['pid'] for w in engine.health()['workers']], flush=True)\n"
        "time.sleep(60)\n"
    )
    root = str(Path(control.__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(dump)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    assert parent.stdout is not None
    directory, *pids = parent.stdout.readline().decode().split()
    assert len(pids) == 5 and all(_alive(int(pid)) for pid in pids)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert eventually(lambda: not any(_alive(int(pid)) for pid in pids), 3)
    assert eventually(lambda: not Path(directory).exists(), 2)


def test_no_query_opens_a_connection(unasked: EmbeddedEngine, ask: Ask) -> None:
    visits: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    visits.append(listener.accept())

        threading.Thread(target=accept, daemon=True).start()
        url = f"<http://127.0.0.1:{port}/>"
        assert ask(f"SELECT (COUNT(*) AS ?n) FROM {url} FROM NAMED {url} {{ ?s ?p ?o }}") == "n\r\n0\r\n"
        with pytest.raises(ServiceRefused):
            ask(f"SELECT * {{ SERVICE {url} {{ ?s ?p ?o }} }}")
        # Past the guard, straight to a worker: it has no descriptor left for a socket.
        text = f"ASK {{ SERVICE {url} {{ ?s ?p ?o }} }}"
        assert _straight(unasked, text)[0] in (frames.ERROR, frames.END)
        time.sleep(0.1)
    assert not visits


def _request(text: str) -> dict[str, object]:
    return {
        "operation": "answer",
        "text": text,
        "format": "json",
    }


def _straight(engine: EmbeddedEngine, text: str) -> tuple[bytes, bytes]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(engine.socket_path / control.QUERY))
        connection.sendall(frames.pack_json(frames.REQUEST, _request(text)))
        reader = frames.FrameReader(connection)
        while True:
            frame = reader.read(time.monotonic() + 3)
            if frame is None or frame[0] in (frames.ERROR, frames.END):
                return frame or (frames.END, b"")


@pytest.mark.parametrize(
    ("status", "grown", "death"),
    [
        (0, 0, Death.RETIRED),
        (1 << 8, 0, Death.FAULT),
        (signal.SIGALRM, 0, Death.TIME),
        (signal.SIGABRT, 0, Death.MEMORY),
        (signal.SIGKILL, 100, Death.MEMORY),
        (signal.SIGKILL, 1, Death.FAULT),
        (signal.SIGSEGV, 1, Death.FAULT),
    ],
)
def test_death_is_diagnosed(status: int, grown: int, death: Death) -> None:
    assert diagnose(status, grown, LIMITS) is death


@contextmanager
def _reader(*pieces: bytes) -> Iterator[frames.FrameReader]:
    left, right = socket.socketpair()
    with right:
        with left:
            for piece in pieces:
                left.sendall(piece)
        yield frames.FrameReader(right)


def test_frames_survive_any_cutting_into_pieces() -> None:
    stream = frames.pack(frames.DATA, b"abc" * 1000) + frames.pack(frames.END, b"")
    deadline = time.monotonic() + 2
    with _reader(*(stream[offset : offset + 101] for offset in range(0, len(stream), 101))) as reader:
        assert reader.read(deadline) == (frames.DATA, b"abc" * 1000)
        assert reader.read(deadline) == (frames.END, b"")
        assert reader.read(deadline) is None


@pytest.mark.parametrize("piece", [b"D\0\0", b"D\0\0\0\5abc", b"D\xff\xff\xff\xff"])
def test_half_or_oversized_frame_is_broken(piece: bytes) -> None:
    with _reader(piece) as reader, pytest.raises(frames.BrokenFrameError):
        reader.read(time.monotonic() + 2)


def test_frame_that_does_not_come_times_out() -> None:
    left, right = socket.socketpair()
    with left, right, pytest.raises(TimeoutError):
        frames.FrameReader(right).read(time.monotonic() + 0.05)


def test_frame_too_long_to_read_is_not_sent() -> None:
    with pytest.raises(ValueError, match="longer"):
        frames.pack(frames.DATA, bytes(frames.PAYLOAD + 1))
