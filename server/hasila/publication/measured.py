"""The quality of a release as files of it: measurements by the Data Quality Vocabulary, the validation report, EARL.

W3C DQV (Metric, Dimension, QualityMeasurement), SHACL section 3.6, EARL 1.0. Everything is named below `quality`,
without blank nodes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from rdflib import Graph

from hasila.measures import FOLDER, QUALITY, Measurement, Quality
from hasila.publication import store
from hasila.publication.conformance import Conformance, conformance
from hasila.publication.findings import Finding
from hasila.publication.manifest import Manifest
from hasila.publication.measuring import measure
from hasila.publication.nquads import parse_ntriples
from hasila.publication.reports import as_quads
from hasila.publication.statements import Statements
from hasila.publication.store import Quad
from hasila.rdf.formats import RDF_FORMATS
from hasila.rdf.namespaces import DCTERMS, DQV, EARL, PREFIXES, RDFS, SKOS, XSD

_MQA = "https://piveau.eu/ns/voc#"
_QUALITY_PREFIXES: Mapping[str, str] = {**PREFIXES, "dqv": DQV, "earl": EARL}


def measured(
    manifest: Manifest, dataset: store.Dataset, found: Sequence[Finding], catalog: Graph, paths: Iterable[str]
) -> dict[str, bytes]:
    """Return path and bytes of each file about the quality of a release that is to hold files at `paths`.

    Raises QualityTooLow when a dataset scores less than the manifest demands.
    """
    tests = conformance(manifest.iri("quality/conformance"))
    quality = measure(manifest, dataset, found, catalog, paths, tests)
    return dict(_files(manifest, quality, found, tests))


def _files(
    manifest: Manifest, quality: Quality, found: Sequence[Finding], tests: Conformance
) -> Iterator[tuple[str, bytes]]:
    yield QUALITY, (json.dumps(asdict(quality), ensure_ascii=False, indent=1) + "\n").encode()
    prefixes = {**_QUALITY_PREFIXES, **manifest.prefixes}
    yield from _in_each_format("quality", [*_statements(manifest, quality), *as_quads(found, manifest.base)], prefixes)
    yield from _in_each_format("conformance", parse_ntriples(tests.ntriples()), _QUALITY_PREFIXES)


def _statements(manifest: Manifest, quality: Quality) -> list[Quad]:
    me = manifest.iri("quality")
    out = Statements(me)
    out.types(me, DQV + "QualityMetadata")
    out.text(
        me, DCTERMS + "title", {"ar": "جودة الإصدار", "fr": "Qualité de la publication", "en": "Quality of the release"}
    )
    out.literal(me, DCTERMS + "issued", manifest.modified, "date")
    out.iri(me, RDFS + "seeAlso", manifest.iri("quality/conformance"), manifest.iri("validation/report"))
    for family in quality.families:
        out.types(f"{me}#category-{family.key}", DQV + "Category")
        out.text(f"{me}#category-{family.key}", SKOS + "prefLabel", family.label)
        out.text(f"{me}#category-{family.key}", SKOS + "definition", family.lead)
    dimensions = {metric.dimension: metric.family for metric in quality.metrics}
    for key, family_key in dimensions.items():
        dimension = f"{me}#dimension-{key}"
        out.types(dimension, DQV + "Dimension")
        out.text(dimension, SKOS + "prefLabel", quality.dimensions[key])
        out.iri(dimension, DQV + "inCategory", f"{me}#category-{family_key}")
        if family_key == "mqa":
            out.iri(dimension, SKOS + "exactMatch", _MQA + key)
    for metric in quality.metrics:
        name = f"{me}#metric-{metric.key}"
        out.types(name, DQV + "Metric")
        out.text(name, SKOS + "prefLabel", metric.label)
        out.iri(name, DQV + "expectedDataType", XSD + "integer")
        out.iri(name, DQV + "inDimension", f"{me}#dimension-{metric.dimension}")
        out.iri(name, SKOS + "exactMatch" if metric.family == "mqa" else RDFS + "seeAlso", metric.see)
    numbers: dict[str, int] = {}
    for measurement in quality.measurements:
        numbers[measurement.metric] = numbers.get(measurement.metric, 0) + 1
        _measurement(out, me, measurement, numbers[measurement.metric])
    return out.quads


def _measurement(out: Statements, me: str, measurement: Measurement, number: int) -> None:
    name = f"{me}#measurement-{measurement.metric}-{number}"
    out.types(name, DQV + "QualityMeasurement")
    out.iri(name, DQV + "isMeasurementOf", f"{me}#metric-{measurement.metric}")
    out.iri(name, DQV + "computedOn", measurement.on)
    out.iri(measurement.on, DQV + "hasQualityMeasurement", name)
    out.literal(name, DQV + "value", measurement.value, "integer")
    for text in measurement.found:
        if " " in text:
            out.text(name, RDFS + "comment", {"en": text})
        else:
            out.literal(name, RDFS + "comment", text)  # the name of a test or a term, which is of no language


def _in_each_format(name: str, quads: Sequence[Quad], prefixes: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    ordered = store.for_readers(dict.fromkeys(store.in_graph(quads, None)))
    for form in RDF_FORMATS:
        yield f"{FOLDER}/{name}.{form.extension}", store.write(ordered, form, prefixes)
