"""Measuring a release: its metadata, its data, its ontology and the software.

Data Quality Vocabulary (DQV); rules are those of `hasila.quality` and of the publication. All is computed when the release is
built, from what it will hold; no address is asked. The results in RDF are written in `measured`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import rdflib

from hasila.catalog import DEPLOYMENT
from hasila.errors import NotConforming
from hasila.measures import Family, Measurement, Metric, Quality
from hasila.publication import rules as rules_of
from hasila.publication import store
from hasila.publication.conformance import Conformance
from hasila.publication.findings import Finding
from hasila.publication.manifest import Manifest
from hasila.publication.store import Dataset
from hasila.quality import families, foops, mqa, oops
from hasila.quality.ontology_checks import Ontology, Outcome, words

_CUBE = "ic-"
"""What the names of rules begin with that are integrity constraints of RDF Data Cube."""
_SHOWN = 12
"""So many of what was found wrong are kept with a measurement."""
_OF_ONTOLOGY = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  GRAPH ?graph {{ <{ontology}> a <http://www.w3.org/2002/07/owl#Ontology> }} GRAPH ?graph {{ ?s ?p ?o }} }}"""


class QualityTooLow(NotConforming):
    """A dataset's metadata score less than the manifest demands; facts: dataset, score, demanded."""


@dataclass
class _Measured:
    """Metrics and measurements as they come in."""

    metrics: list[Metric]
    measurements: list[Measurement]

    def add(self, metric: Metric, *measurements: tuple[str, int, int, Iterable[str]]) -> None:
        self.metrics.append(metric)
        for on, value, best, found in measurements:
            self.measurements.append(Measurement(metric.key, on, value, best, tuple(found)[:_SHOWN]))


def measure(
    manifest: Manifest,
    dataset: Dataset,
    found: Sequence[Finding],
    catalog: rdflib.Graph,
    paths: Iterable[str],
    tests: Conformance,
) -> Quality:
    """Return the quality of what is about to be released.

    `catalog` is the catalogue, `paths` are those of the release's files, `tests` what the software passed. Raises
    QualityTooLow when a dataset scores less than the manifest demands.
    """
    measured = _Measured([], [])
    _metadata(measured, manifest, catalog, frozenset(paths))
    _data(measured, manifest, found)
    _ontology(measured, manifest, dataset)
    for suite, (passed, applied, failing) in tests.suites().items():
        metric = Metric(
            f"conformance-{suite}", "conformance", "conformance", dict.fromkeys(("ar", "fr", "en"), suite), "tests"
        )
        measured.add(metric, (tests.software, passed, applied, failing))
    return Quality(
        families=tuple(Family(key, entry["label"], entry["lead"]) for key, entry in families().items()),
        dimensions={**mqa.dimensions(), **{key: entry["label"] for key, entry in families().items() if key != "mqa"}},
        metrics=tuple(measured.metrics),
        measurements=tuple(measured.measurements),
        conforms=not found,
        tested=tests.date,
        tested_version=tests.version,
    )


def _metadata(measured: _Measured, manifest: Manifest, graph: rdflib.Graph, paths: frozenset[str]) -> None:
    def answers(address: str) -> bool:
        # What the server answers is what the release holds; addresses elsewhere cannot be asked when it is built.
        path = address.removeprefix(f"{DEPLOYMENT}/")
        return path != address and path in paths

    datasets = sorted(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset, unique=True), key=str)
    assessments = [mqa.assess(graph, dataset, answers) for dataset in datasets]
    for key, indicator in mqa.indicators().items():
        metric = Metric(f"mqa-{key}", "mqa", indicator.dimension, indicator.label, "points", indicator.metric)
        rows = [(str(a.dataset), a.points[key], indicator.points, a.faults.get(key, ())) for a in assessments]
        measured.add(metric, *rows)
    for assessment in assessments:
        if assessment.score < manifest.least_mqa:
            lost = "; ".join(f"{key} ({', '.join(found[:3])})" for key, found in assessment.faults.items())
            raise QualityTooLow(
                f"{assessment.dataset} scores {assessment.score} of {mqa.MOST} points, and hasila.toml demands "
                f"{manifest.least_mqa} (quality.mqa). Missing: {lost}.",
                dataset=str(assessment.dataset), score=assessment.score, demanded=manifest.least_mqa,
            )  # fmt: skip


def _data(measured: _Measured, manifest: Manifest, found: Sequence[Finding]) -> None:
    whole = manifest.iri(f"dataset/{manifest.name}")
    count = Counter(finding.source for finding in found)
    focuses: dict[str, list[str]] = {}
    for finding in found:
        focuses.setdefault(finding.source, []).append(finding.focus)
    known = rules_of.load_rules(manifest.root / manifest.rules, manifest.base)
    by_shapes = {source for source in count if source not in {rule.iri for rule in known}}
    metric = Metric("shapes", "shapes", "shapes", families()["shapes"]["label"], "findings")
    measured.add(
        metric, (whole, sum(count[s] for s in by_shapes), 0, (f for s in sorted(by_shapes) for f in focuses[s]))
    )
    for rule in known:
        family = "cube" if rule.name.startswith(_CUBE) else "rules"
        metric = Metric(f"rule-{rule.name}", family, family, rule.titles, "findings", rule.iri)
        measured.add(metric, (whole, count[rule.iri], 0, focuses.get(rule.iri, ())))


def _ontology(measured: _Measured, manifest: Manifest, dataset: Dataset) -> None:
    iri = manifest.iri(manifest.ontology["iri"])
    graph = rdflib.Graph()
    content = store.write(dataset.construct(_OF_ONTOLOGY.format(ontology=iri)), "ntriples", {})
    graph.parse(data=content, format="nt")
    ontology = Ontology(graph, rdflib.URIRef(iri))
    for family, outcomes in (("foops", foops.check(ontology)), ("oops", oops.check(ontology))):
        for outcome in outcomes:
            _check(measured, family, outcome, words()[family][outcome.key], iri)


def _check(measured: _Measured, family: str, outcome: Outcome, said: Mapping[str, object], iri: str) -> None:
    see = f"https://w3id.org/foops/test/{outcome.key}" if family == "foops" else ""
    label = {tag: f"{outcome.key} {text}" for tag, text in dict(said["label"]).items()}  # type: ignore[call-overload]
    grade = str(said.get("severity", ""))
    metric = Metric(f"{family}-{outcome.key}", family, family, label, "findings", see, grade, outcome.found is not None)
    rows = [] if outcome.found is None else [(iri, len(outcome.found), 0, outcome.found)]
    measured.add(metric, *rows)
