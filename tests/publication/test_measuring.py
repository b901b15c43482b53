"""A release is measured as it is built, and not made when a dataset falls below what the manifest demands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib

from hasila.errors import EXIT_NOT_CONFORMING, ManifestInvalid
from hasila.measures import Quality
from hasila.publication.build import build
from hasila.publication.conformance import EARL, conformance
from hasila.publication.manifest import read_manifest
from hasila.publication.measuring import QualityTooLow
from hasila.release import Release


def _quality(release: Release) -> Quality:
    return Quality.from_json(json.loads(release.file("quality/quality.json").read_text(encoding="utf-8")))


def _append(folder: Path, text: str) -> None:
    path = folder / "hasila.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_demand_that_is_met_lets_the_release_be_made(forestry_sources: Path, tmp_path: Path) -> None:
    _append(forestry_sources, "\n[quality]\nmqa = 405\n")
    release, _ = build(read_manifest(forestry_sources), tmp_path / "out")
    scores = _quality(release).scores("mqa")
    assert scores and set(scores.values()) == {(405, 405)}


def test_score_that_drops_below_the_demand_stops_the_release(forestry_sources: Path, tmp_path: Path) -> None:
    _append(forestry_sources, "\n[quality]\nmqa = 405\n")
    table = forestry_sources / "data" / "2024.ttl"
    first, _ = build(read_manifest(forestry_sources), tmp_path / "out")
    # Without a name the publisher is no agent that DCAT-AP accepts, which costs 30 points of each dataset.
    text = "\n".join(line for line in table.read_text(encoding="utf-8").splitlines() if "office" not in line.lower())
    for path in (forestry_sources / "data").glob("*.ttl"):
        path.write_text(text if path == table else path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(QualityTooLow, match=r"375 of 405 points.*conformance") as told:
        build(read_manifest(forestry_sources), tmp_path / "out")
    assert told.value.exit_code == EXIT_NOT_CONFORMING and told.value.facts["score"] == 375
    assert Release.open(tmp_path / "out" / "current").digest == first.digest


def test_without_a_demand_the_score_is_only_told(forestry: Release) -> None:
    assert all(value <= best == 405 for value, best in _quality(forestry).scores("mqa").values())


@pytest.mark.parametrize("value", ['"405"', "406", "-1", "true", "4.5"])
def test_demand_must_be_a_number_of_points(forestry_sources: Path, value: str) -> None:
    _append(forestry_sources, f"\n[quality]\nmqa = {value}\n")
    with pytest.raises(ManifestInvalid, match=r"quality\.mqa must be a number of points from 0 to 405"):
        read_manifest(forestry_sources)


def test_warning_is_measured_at_its_rule(forestry_sources: Path, tmp_path: Path) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",oak,", ",aok,"), encoding="utf-8")
    release, found = build(read_manifest(forestry_sources), tmp_path / "out")
    (rule,) = _quality(release).of_family("rules")
    assert rule[0].key == "rule-species-spelt" and [m.value for m in rule[1]] == [len(found)] == [1]
    assert rule[1][0].found == (found[0].focus,)
    graph = rdflib.Graph().parse(release.file("quality/quality.ttl"))
    assert (None, rdflib.SH.conforms, rdflib.Literal(False)) in graph


def test_own_ontology_of_another_body_is_checked(forestry: Release) -> None:
    found = {m.metric: m for m in _quality(forestry).measurements}
    assert found["foops-PURL1"].found == (forestry.publication.ontology,)
    assert found["foops-RDF1"].is_best


def test_written_conformance_is_that_of_the_tests_there_are(shared: Path) -> None:
    """The file is written by hand of nobody: each case of the W3C, and as failing exactly those that are known to fail."""
    names = {
        f"{path.parent.name.replace('graph-store-protocol', 'http-rdf-update')}"
        for path in (shared / "conformance" / "sparql11").glob("*/manifest*.ttl")
    }
    written = conformance("https://x.example/quality/conformance")
    assert set(written.suites()) == names
    known = (Path(__file__).parents[1] / "conformance" / "test_sparql_query.py").read_text(encoding="utf-8")
    failing = {f"{suite}/{one.partition(':')[0]}" for suite, (_, _, found) in written.suites().items() for one in found}
    assert failing and all(f'"{name}"' in known for name in failing)
    assert len(list(written.graph.subjects(rdflib.RDF.type, EARL.Assertion))) > 380
