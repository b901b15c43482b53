"""Stores on disk: when data go there, what a killed load leaves, what is used again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from hasila.engine import control, evaluation, frames
from hasila.engine.backend import Question
from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.estimates import certainly_fits, estimate
from hasila.engine.guard import read_query
from hasila.engine.loading import load
from hasila.engine.protocol import Query
from hasila.engine.storage import Storage, fits, shelve
from hasila.errors import EngineUnavailable

from .conftest import LIMITS, E, eventually, whole
from .listening import Listener

COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "csv")
OVERLAPPING = "<x:a> <x:p> _:b <x:g> .\n<x:a> <x:p> <x:c> <x:g> .\n<x:a> <x:p> <x:c> <x:h> .\n"


def _large(folder: Path, statements: int = 30_000) -> Path:
    path = folder / "large.nq"
    lines = (f"<{E}{i}> <{E}p{i % 7}> <{E}{i * 7 % statements}> <{E}g/{i % 3}> .\n" for i in range(statements))
    path.write_text("".join(lines))
    return path


def _stores(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


@pytest.mark.parametrize(
    "files",
    [
        {"a.nq": (OVERLAPPING, None)},
        {"a.nq": (OVERLAPPING.replace("<x:h>", "<x:g>"), None)},
        {"a.nq": (OVERLAPPING + "<x:a> <x:p> <x:d> .\n", None)},
        {"a.nq": (OVERLAPPING + "<x:a> <x:p> <x:d> .\n", "x:i")},
        {"a.ttl": ("<x:a> <x:p> _:b, 1, 'a'@en .", "x:g"), "b.ttl": ("<x:a> <x:p> _:b, 1 .", "x:h")},
        {"a.ttl": ("<x:a> <x:p> _:b, 1, 'a'@en .", "x:g"), "b.nt": ("<x:a> <x:p> <x:b> .\n", None)},
        {
            "a.trig": ("{ <x:a> <x:p> 1 } _:g { <x:a> <x:p> 2 }", None),
            "b.jsonld": ('{"@id":"x:a","x:p":{"@id":"x:b"}}', "x:g"),
        },
    ],
)
def test_store_on_disk_holds_what_one_in_memory_holds(tmp_path: Path, files: dict[str, tuple[str, str | None]]) -> None:
    for name, (content, _) in files.items():
        (tmp_path / name).write_text(content)
    sources = [(tmp_path / name, graph) for name, (_, graph) in files.items()]
    memory = load(sources)
    shelf = shelve(sources, [tmp_path / "stores"])
    disk = Store.read_only(str(shelf.path))
    assert (shelf.triples, len(shelf.graphs)) == (memory.triples, len(memory.graphs))
    # What is not known may be taken for overlapping; the other way round answers would be wrong.
    assert shelf.disjoint <= memory.disjoint and shelf.covered <= memory.covered
    assert memory.disjoint == shelf.disjoint or not memory.covered
    patterns = (
        "?s ?p ?o",
        "GRAPH ?g { ?s ?p ?o }",
        "GRAPH ?g { ?s ?p ?o } ?s ?p ?o",
        "GRAPH ?g {?s ?p ?o} ?x ?y ?o",
    )
    stocks = (
        memory,
        replace(memory, store=disk, union=disk, disjoint=shelf.disjoint, covered=shelf.covered, filled=True),
    )
    dumps = []
    for stock in stocks:
        sink = BytesIO()
        for pattern in patterns:
            reading = read_query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
            evaluation.answer(stock, Question(reading.text, "csv", names_graphs=reading.names_graphs), {}, sink)
        dumps.append(sink.getvalue())
    assert dumps[0] == dumps[1]


def test_estimate_is_near_what_a_store_takes(tmp_path: Path) -> None:
    path = _large(tmp_path)
    code = (
        "import sys; from pathlib import Path; from hasila.engine import sandbox, loading\n"
        "resident = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * 4096\n"
        "before = resident(); stock = loading.load([(Path(sys.argv[1]), None)]); print(resident() - before)"
    )
    taken = int(subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True).stdout)
    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    store.dump(tmp_path / "same.trig", RdfFormat.TRIG)
    for copy in (path, tmp_path / "same.trig"):
        found = estimate([(copy, None)])
        assert found.statements == 30_000
        assert 0.6 * taken < found.bytes < 1.7 * taken


def test_estimate_reads_the_beginning_of_a_large_file_only(tmp_path: Path) -> None:
    path = _large(tmp_path, 250_000)
    begun = time.process_time()
    assert 230_000 < estimate([(path, None)]).statements < 270_000
    assert time.process_time() - begun < 3


def test_budget_decides_between_memory_and_disk(tmp_path: Path, dump: Path) -> None:
    path = _large(tmp_path)
    assert not fits([(path, None)], 10) and fits([(path, None)], 60)
    assert certainly_fits([(dump, None)], 512 * 1_048_576) and not certainly_fits([(dump, None)], 0)
    stores = tmp_path / "stores"
    for mebibytes, expected in ((60, 0), (10, 1)):
        with EmbeddedEngine.start(path, LIMITS, storage=Storage(mebibytes, str(stores))) as engine:
            assert whole(engine.answer(COUNT)) == b"n\r\n30000\r\n"
            assert engine.health()["triples"] == 30_000 and len(engine.loaded["graphs"]) == 3
        assert (len(_stores(stores)) if stores.exists() else 0) == expected


def test_store_that_is_there_is_used_again_and_altered_data_are_not(tmp_path: Path) -> None:
    path, stores = _large(tmp_path), tmp_path / "stores"
    first = shelve([(path, None)], [stores])
    files = {file: file.stat().st_mtime_ns for file in first.path.iterdir()}
    begun = time.monotonic()
    assert shelve([(path, None)], [stores]) == first
    assert time.monotonic() - begun < 1
    assert {file: file.stat().st_mtime_ns for file in first.path.iterdir()} == files
    with path.open("a") as file:
        file.write("<x:a> <x:b> <x:c> .\n")
    assert shelve([(path, None)], [stores]).triples == 30_001
    assert len(_stores(stores)) == 2
    # Where the content is vouched for, it is not read again.
    known = shelve([(path, None)], [stores], "digest")
    path.write_text("")
    assert shelve([(path, None)], [stores], "digest") == known


def _is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


FILL = (
    "import sys; from pathlib import Path; from hasila.engine.storage import shelve\n"
    "shelve([(Path(sys.argv[1]), None)], [Path(sys.argv[2])])"
)


def test_killed_load_leaves_nothing_that_passes_for_complete(tmp_path: Path) -> None:
    path, stores = _large(tmp_path, 130_000), tmp_path / "stores"
    for victim in ("loader", "both"):
        process = subprocess.Popen([sys.executable, "-c", FILL, str(path), str(stores)], stderr=subprocess.DEVNULL)
        try:
            assert eventually(lambda: bool(list(stores.glob("*.loading/oxigraph/CURRENT"))), 20)
            (loader,) = map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
            os.kill(process.pid if victim == "both" else loader, signal.SIGKILL)
            assert process.wait(10) != 0
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
        assert eventually(partial(_is_gone, loader))
        assert not list(stores.glob("*/stock.json"))
        left = _stores(stores)
        assert left == [] if victim == "loader" else left[0].endswith(".loading")
    shelf = shelve([(path, None)], [stores])
    assert shelf.triples == 130_000 and _stores(stores) == [shelf.path.parent.name]


def test_data_that_cannot_be_loaded_leave_nothing(tmp_path: Path) -> None:
    path, stores = tmp_path / "broken.nq", tmp_path / "stores"
    path.write_text("<x:a> <x:b> <x:c> .\n" * 130_000 + "<x:a> <x:b> .\n")
    with pytest.raises(EngineUnavailable, match="SyntaxError"):
        EmbeddedEngine.start(path, LIMITS, storage=Storage(0, str(stores)))
    assert _stores(stores) == []


def test_two_that_start_at_once_fill_one_store(tmp_path: Path) -> None:
    path, stores = _large(tmp_path), tmp_path / "stores"
    command = [sys.executable, "-c", FILL, str(path), str(stores)]
    with ThreadPoolExecutor(2) as pool:
        told = list(
            pool.map(lambda _: subprocess.run(command, capture_output=True, text=True, check=True).stderr, range(2))
        )
    assert len(_stores(stores)) == 1
    assert sum("filling a store" in text for text in told) == 1


def test_nursery_whose_owner_is_gone_stops_filling_and_tidies_up(tmp_path: Path) -> None:
    path, stores = _large(tmp_path, 130_000), tmp_path / "stores"
    code = (
        "import sys; from pathlib import Path; from hasila.engine.embedded import EmbeddedEngine\n"
        "from hasila.engine.limits import Limits; from hasila.engine.storage import Storage\n"
        "EmbeddedEngine.start(Path(sys.argv[1]), Limits(), storage=Storage(0, sys.argv[2]))"
    )
    (tmp_path / "temporary").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(stores)],
        stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
    )  # fmt: skip
    assert eventually(lambda: bool(list(stores.glob("*.loading/oxigraph/CURRENT"))), 20)
    process.kill()
    process.wait()
    assert eventually(lambda: _stores(stores) == [] and not list((tmp_path / "temporary").iterdir()), 5)


def test_temporary_store_goes_with_its_engine_and_outlives_a_nursery(tmp_path: Path, dump: Path) -> None:
    readonly = tmp_path / "file"
    readonly.write_text("no folder")
    with EmbeddedEngine.start(dump, LIMITS, storage=Storage(0), beside=readonly / "stores") as engine:
        (store,) = engine.socket_path.glob("stores/*/stock.json")
        os.kill(engine.pid, signal.SIGKILL)
        first = store.stat().st_mtime_ns
        assert eventually(lambda: _answers(engine), 8)
        assert store.stat().st_mtime_ns == first
    assert not engine.socket_path.exists()


def _answers(engine: EmbeddedEngine) -> bool:
    try:
        return whole(engine.answer(COUNT)) == b"n\r\n807\r\n"
    except EngineUnavailable:
        return False


def test_folder_that_was_asked_for_is_the_only_one(tmp_path: Path, dump: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EngineUnavailable, match="file"):
        EmbeddedEngine.start(dump, LIMITS, storage=Storage(0, str(tmp_path / "file")))


def test_worker_with_a_store_on_disk_opens_no_socket_though_the_guard_were_passed(dump: Path) -> None:
    with Listener() as listener, EmbeddedEngine.start(dump, LIMITS, storage=Storage(0)) as engine:
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.port}/> {{ ?s ?p ?o }} }}"
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(engine.socket_path / control.QUERY))
            request = {"operation": "answer", "text": text, "format": "json"}
            connection.sendall(frames.pack_json(frames.REQUEST, request))
            reader = frames.FrameReader(connection)
            kinds = [(reader.read(time.monotonic() + 3) or (b"",))[0] for _ in range(2)]
        assert kinds == [frames.HELLO, frames.ERROR]
        assert listener.visits == 0
        assert json.loads(whole(engine.answer(Query("ASK {}", "json"))))["boolean"]


def test_runaway_on_disk_is_killed_and_its_worker_replaced(dump: Path) -> None:
    with EmbeddedEngine.start(dump, LIMITS, storage=Storage(0)) as engine:
        for _ in range(3):
            with pytest.raises(Exception, match=r"longer than|memory"):
                engine.answer(Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "csv"))
        assert _answers(engine)


def test_of_stores_that_nobody_serves_the_last_one_stays(tmp_path: Path) -> None:
    stores = tmp_path / "stores"
    names = []
    for number, served in enumerate((False, True, False, False)):
        path = tmp_path / f"{number}.nt"
        path.write_text(f"<x:a> <x:p> <x:{number}> .\n")
        shelf = shelve([(path, None)], [stores])
        names.append(shelf.path.parent.name)
        if not served:
            os.close(shelf.hold)
    # The first was removed when the third was filled and left unserved; the second is served all the time.
    assert _stores(stores) == sorted(names[1:])
    assert list(Store.read_only(str(stores / names[1] / "oxigraph")))
