"""A resource is described before a store as it is on this machine, however much is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits

from .conftest import E, released, whole

MANY = 5_200
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.fixture(scope="module")
def engines(oxigraph: Any, tmp_path_factory: pytest.TempPathFactory, start: Any) -> Any:
    """Engines of both kinds on a hub with more spokes than are sorted."""
    path: Path = tmp_path_factory.mktemp("lookups") / "dumps" / "data.nq"
    path.parent.mkdir()
    graph = f"<{E}hub/graph>"
    lines = [f"<{E}s/{i}> <{E}spoke> <{E}hub> {graph} ." for i in range(MANY)]
    lines += [f"<{E}hub> <{E}rim> <{E}r/{i}> {graph} ." for i in range(150)]
    lines += [f'<{E}r/{i}> {LABEL} "{i}"@{language} {graph} .' for i in range(150) for language in ("en", "ar")]
    lines += [f"<{E}hub> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{E}Hub> {graph} ."]
    path.write_text("\n".join(lines) + "\n")
    release = released(path, len(lines), E + "hub/")
    limits = Limits(seconds=10.0, workers=1)
    with start("embedded", release, limits) as here, start("oxigraph", release, limits) as there:
        yield here, there


def test_counts_labels_and_first_triples_are_the_same(engines: tuple[EmbeddedEngine, EmbeddedEngine]) -> None:
    here, there = (engine.describe_resource(f"{E}hub", 120) for engine in engines)
    assert here.in_counts == there.in_counts == {f"{E}spoke": MANY}
    assert here.out_counts == there.out_counts and list(here.out_counts) == list(there.out_counts)
    assert here.out == there.out and len(here.out) == 121
    # Of more than are sorted each store gives its own first ones.
    assert len(here.inn) == len(there.inn) == 120
    labelled = {iri: label for iri, label in here.labels.items() if iri.startswith(f"{E}r/")}
    assert labelled == {iri: label for iri, label in there.labels.items() if iri.startswith(f"{E}r/")}
    assert len(labelled) == 120


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_description_is_the_same_to_the_byte(engines: tuple[EmbeddedEngine, EmbeddedEngine], form: str) -> None:
    here, there = (whole(engine.describe(f"{E}hub", form)) for engine in engines)
    assert here == there
