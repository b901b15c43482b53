"""The synthetic statistics are the same every time, count what they should, and are what they say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from .conftest import TINY
from .statistics_data import SCALES, Data, generate
from .vocabulary import NAMESPACES


def _quads(data: Data) -> list[ox.Quad]:
    return list(ox.parse(path=str(data.path), format=ox.RdfFormat.N_QUADS, lenient=False))


def test_same_scale_gives_the_same_bytes(tiny: Data, tmp_path: Path) -> None:
    again = generate(TINY, tmp_path)
    assert again.path.read_bytes() == tiny.path.read_bytes()
    assert (again.graphs, again.samples) == (tiny.graphs, tiny.samples)


def test_counts_are_those_of_the_file(tiny: Data) -> None:
    quads = _quads(tiny)
    graphs = Counter(str(quad.graph_name.value) for quad in quads)
    assert graphs == {NAMESPACES["graph"] + name: count for name, count in tiny.graphs.items()}
    assert set(tiny.graphs) == {"reference", "concepts", "institutions", "events", "observations"}
    assert len({str(quad.triple) for quad in quads}) == len(quads) == tiny.triples


def test_each_observation_has_fifteen_triples(tiny: Data) -> None:
    observation = ox.NamedNode(NAMESPACES["qb"] + "Observation")
    types = [quad for quad in _quads(tiny) if quad.object == observation]
    assert len(types) == tiny.observations
    assert tiny.graphs["observations"] == 15 * tiny.observations
    assert 0.8 < tiny.observations / (TINY.indicators * TINY.provinces * TINY.years) <= 1


def test_samples_are_observations_of_the_file(tiny: Data) -> None:
    subjects = {quad.subject.value for quad in _quads(tiny)}
    assert tiny.samples and {NAMESPACES["observation"] + key for key in tiny.samples} <= subjects


def test_trees_have_one_root_and_no_cycle(tiny: Data) -> None:
    for prefix, local, kind in (("skos", "broader", "concept"), ("org", "subOrganizationOf", "institution")):
        above = {
            quad.subject.value: quad.object.value
            for quad in _quads(tiny)
            if quad.predicate.value == NAMESPACES[prefix] + local
        }
        count = TINY.concepts if kind == "concept" else TINY.institutions
        assert len(above) == count - 1
        assert all(upper < lower for lower, upper in above.items())


def test_labels_are_in_three_languages(tiny: Data) -> None:
    labels = [quad for quad in _quads(tiny) if quad.predicate.value == NAMESPACES["skos"] + "prefLabel"]
    languages = Counter(getattr(quad.object, "language", None) for quad in labels)
    assert set(languages) == {"ar", "fr", "en"} and len(set(languages.values())) == 1


def test_file_is_kept_until_it_is_damaged(tmp_path: Path) -> None:
    first = generate(TINY, tmp_path)
    written, content = first.path.stat().st_mtime_ns, first.path.read_bytes()
    assert generate(TINY, tmp_path) == first
    assert first.path.stat().st_mtime_ns == written
    first.path.write_bytes(content[:-100])
    generate(TINY, tmp_path)
    assert first.path.read_bytes() == content


def test_file_of_another_generator_is_replaced(tmp_path: Path) -> None:
    path = generate(TINY, tmp_path).path
    meta = path.with_suffix(".json")
    known = json.loads(meta.read_text(encoding="utf-8"))
    assert known["triples"] == sum(known["graphs"].values())
    meta.write_text(json.dumps({**known, "generator": "another"}), encoding="utf-8")
    content = path.read_bytes()
    path.write_bytes(b"#" * len(content))
    generate(TINY, tmp_path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["1e5", "1e6"])
def test_scales_are_near_their_names(name: str) -> None:
    scale = SCALES[name]
    observations = scale.indicators * scale.provinces * scale.years * 0.98
    assert 0.9 < (15 * observations + 10 * scale.concepts + 9 * (scale.institutions + scale.events)) / float(name) < 1.1
