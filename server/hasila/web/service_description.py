"""The description of the SPARQL endpoint: its formats, its language, its dataset and named graphs.

SPARQL 1.1 Service Description sections 3.2 and 3.4; VoID section 3 for sizes. A pure function of the publication; IRIs
are canonical and there are no blank nodes.
"""

from __future__ import annotations

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, VOID, XSD

from hasila.rdf.formats import RDF_FORMATS, RESULT_FORMATS, Format
from hasila.release import Publication

# rdflib's own list of the vocabulary lacks some of its terms, so it is opened anew.
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SERIALISERS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
"""What rdflib calls the RDF formats."""


def describe(publication: Publication, form: Format) -> str:
    """Return the service description in one of the RDF formats."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("rdf", RDF), ("sd", SD), ("void", VOID), ("dcterms", DCTERMS), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    endpoint = URIRef(publication.base + "sparql")
    service = endpoint + "#service"
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, endpoint))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    if publication.licence:
        graph.add((service, DCTERMS.license, URIRef(publication.licence)))
    for offered in (*RDF_FORMATS, *RESULT_FORMATS):
        graph.add((service, SD.resultFormat, URIRef(offered.iri)))
    _add_dataset(graph, publication, endpoint, service)
    return graph.serialize(format=SERIALISERS[form.name])


def _add_dataset(graph: Graph, publication: Publication, endpoint: URIRef, service: URIRef) -> None:
    dataset, default = endpoint + "#dataset", endpoint + "#default-graph"
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    for language, title in publication.title.items():
        graph.add((dataset, DCTERMS.title, Literal(title, lang=language)))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, Literal(publication.triples)))
    for named in publication.graphs:
        entry = endpoint + "#named-" + named.name.replace("/", "-")
        content = entry + "-graph"
        graph.add((dataset, SD.namedGraph, entry))
        graph.add((entry, RDF.type, SD.NamedGraph))
        graph.add((entry, SD.name, URIRef(named.iri)))
        graph.add((entry, SD.graph, content))
        graph.add((content, RDF.type, SD.Graph))
        graph.add((content, VOID.triples, Literal(named.triples)))
