"""A tiny data set and one engine for the tests of the query side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Answer, Query

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
    path = tmp_path_factory.mktemp("engine") / "data.nq"
    path.write_text(_statements(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def engine(dump: Path) -> Iterator[EmbeddedEngine]:
    """Return an engine with two workers and small limits."""
    with EmbeddedEngine.start(dump, LIMITS, prefixes=PREFIXES) as started:
        yield started


Ask = Callable[..., str]


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
