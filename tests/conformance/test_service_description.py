"""The W3C's SPARQL 1.1 Service Description tests.

The manifest names them and says no more; what each means is taken from SPARQL 1.1 Service Description, section 2 (access)
and section 3 (the vocabulary: which classes and properties there are, and what they relate).
"""

from __future__ import annotations

import pytest
import rdflib
from rdflib import RDF, URIRef

from .conftest import MATERIAL
from .exchanges import declared
from .live import Service
from .manifests import MF

MANIFEST = MATERIAL / "service-description" / "manifest.ttl"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld",
           "application/rdf+xml": "xml"}  # fmt: skip
PROPERTIES = {
    # Section 3.4: property, its domain, and its range; None where any resource will do.
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.defaultEntailmentRegime: (SD.Service, SD.EntailmentRegime),
    SD.defaultSupportedEntailmentProfile: (SD.Service, SD.EntailmentProfile),
    SD.entailmentRegime: (SD.NamedGraph, SD.EntailmentRegime),
    SD.supportedEntailmentProfile: (SD.NamedGraph, SD.EntailmentProfile),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.extensionAggregate: (SD.Service, SD.Aggregate),
    SD.languageExtension: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.propertyFeature: (SD.Service, SD.Feature),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.resultFormat: (SD.Service, None),
    SD.inputFormat: (SD.Service, None),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.GraphCollection, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
CLASSES = {SD.Service, SD.Feature, SD.Language, SD.Function, SD.Aggregate, SD.EntailmentRegime, SD.EntailmentProfile,
           SD.GraphCollection, SD.Dataset, SD.Graph, SD.NamedGraph}  # fmt: skip
INSTANCES = {
    # Sections 3.3: those the vocabulary itself describes.
    **dict.fromkeys((SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update), SD.Language),
    **dict.fromkeys((SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs,
                     SD.BasicFederatedQuery), SD.Feature),
}  # fmt: skip
BROADER = {SD.Dataset: {SD.GraphCollection}, SD.Aggregate: {SD.Function}}


def _described(service: Service, accept: str = "text/turtle") -> rdflib.Graph:
    response = service.ask("GET", "/sparql", {"Accept": accept})
    assert (response.status, response.media_type) == (200, accept)
    return rdflib.Graph().parse(data=response.body, format=FORMATS[accept])


@pytest.mark.parametrize("accept", FORMATS)
def test_returns_rdf(service: Service, accept: str) -> None:
    assert len(_described(service, accept)) > 10


def test_has_endpoint_triple(service: Service) -> None:
    graph = _described(service)
    endpoint = URIRef(f"{service.address}sparql")
    assert [(s, o) for s, o in graph.subject_objects(SD.endpoint) if (s, RDF.type, SD.Service) in graph] == [
        (graph.value(predicate=SD.endpoint, object=endpoint), endpoint)
    ]


def test_conforms_to_schema(service: Service) -> None:
    graph = _described(service)
    used = {term for term in [*graph.predicates(), *graph.objects(None, RDF.type)] if term.startswith(SD)}
    assert used and used <= set(PROPERTIES) | CLASSES
    for subject, predicate, obj in graph:
        domain, wanted = PROPERTIES.get(predicate, (None, None))
        if domain is not None:
            assert domain in _types(graph, subject), (subject, predicate)
            assert isinstance(obj, URIRef), (predicate, obj)
        if wanted is not None:
            assert wanted in _types(graph, obj), (predicate, obj)
    service_node = graph.value(predicate=RDF.type, object=SD.Service)
    # Section 3.4.1: the endpoint is named; section 3.4.14: a dataset has at most one default graph.
    assert graph.value(service_node, SD.endpoint) is not None
    assert len(list(graph.objects(graph.value(service_node, SD.defaultDataset), SD.defaultGraph))) == 1
    for named in graph.subjects(RDF.type, SD.NamedGraph):
        assert len(list(graph.objects(named, SD.name))) == 1


def _types(graph: rdflib.Graph, node: rdflib.term.Node) -> set[rdflib.term.Node]:
    stated = (
        set(graph.objects(node, RDF.type)) | {INSTANCES[node]}
        if node in INSTANCES
        else set(graph.objects(node, RDF.type))
    )
    return stated | {broader for kind in stated for broader in BROADER.get(kind, ())}


def test_every_case_of_the_manifest_is_here(shared: object) -> None:
    names = {name.replace("-", "_") for name in declared(MANIFEST, MF.ServiceDescriptionTest)}
    assert len(names) == 3
    assert names == {name.removeprefix("test_") for name in globals() if name.removeprefix("test_") in names}
