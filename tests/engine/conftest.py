"""A tiny data set and one engine for the tests of the query side."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Answer, Query
from hasila.release import FileEntry, NamedGraph, Publication, Release

E = "http://example.org/"
LIMITS = Limits(seconds=1.0, mebibytes=192, workers=2, queue_seconds=4.0, result_mebibytes=4, nesting=60)
PREFIXES = {"e": E, "unused": "http://unused.example/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}


def _statements() -> str:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f'<{E}a> {label} "Alif"@en <{E}g/1> .',
        f'<{E}a> {label} "\u0623\u0644\u0641"@ar <{E}g/1> .',
        f'<{E}p> {label} "pee" <{E}g/1> .',
        f"<{E}a> <{E}p> <{E}b> <{E}g/1> .",
        f"<{E}a> <{E}p> <{E}b> <{E}g/2> .",
        f"<{E}b> <{E}p> <{E}c> <{E}g/2> .",
        f'<{E}b> <{E}q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <{E}g/2> .',
        f"_:x <{E}q> _:x <{E}g/3> .",
    ]
    lines += [f'<{E}n/{i}> <{E}value> "{i}" <{E}g/3> .' for i in range(400)]
    lines += [f"<{E}n/{i}> <{E}next> <{E}n/{(i + 1) % 400}> <{E}g/3> ." for i in range(400)]
    return "\n".join(lines) + "\n"


DISTINCT_TRIPLES = 807


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data set as N-Quads; one triple stands in two of its three graphs."""
    path = tmp_path_factory.mktemp("engine") / "dumps" / "data.nq"
    path.parent.mkdir()
    path.write_text(_statements(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def engine(kind: str, dump: Path, start: Start) -> Iterator[EmbeddedEngine]:
    """Return an engine with two workers and small limits."""
    with start(kind, released(dump, DISTINCT_TRIPLES), LIMITS) as started:
        yield started


def released(dump: Path, triples: int, base: str = E) -> Release:
    """Return the data set as a release, for a store is published to from one."""
    lines = dump.read_text(encoding="utf-8").splitlines()
    counts = Counter(line.split()[-2].strip("<>") for line in lines)
    graphs = tuple(NamedGraph(iri, iri.removeprefix(E), {}, {}, count) for iri, count in sorted(counts.items()))
    publication = Publication(
        name="data", base=base, version="1", issued="2025-01-01", modified="2025-01-01", languages=("en",), licence="",
        title={}, description={}, notice={}, prefixes=PREFIXES, front=(), asks=(), groups=(), headline="",
        graphs=graphs, ontology="", ontology_versions=(), triples=triples,
    )  # fmt: skip
    content = dump.read_bytes()
    files = {"dumps/data.nq": FileEntry(hashlib.sha256(content).hexdigest(), len(content))}
    return Release(dump.parents[1], "", files, publication)


Ask = Callable[..., str]
Start = Callable[[str, Release, Limits], EmbeddedEngine]


def whole(answer: Answer) -> bytes:
    """Return all bytes of an answer, and close it."""
    with answer:
        return answer.read()


@pytest.fixture
def ask(engine: EmbeddedEngine) -> Ask:
    """Return a function that answers a query as text."""

    def _ask(text: str, format_name: str = "csv", **options: object) -> str:
        with engine.answer(Query(text, format_name, **options)) as answer:  # type: ignore[arg-type]
            return answer.read().decode()

    return _ask


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Return whether the condition becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
