"""The description of the SPARQL endpoint: its formats, its language, its limits, its dataset and named graphs.

SPARQL 1.1 Service Description sections 3.2 and 3.4; VoID's statistics; limits as property values of schema.org. A pure
function of the publication, the settings and the address asked; IRIs are canonical and there are no blank nodes.
"""

from __future__ import annotations

from decimal import Decimal

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, VOID, XSD

from hasila.rdf.formats import RDF_FORMATS, RESULT_FORMATS, Format
from hasila.release import Counts, Publication
from hasila.settings import LIMITS, Settings
from hasila.web.serialising import serialised

# rdflib's own list of the vocabulary lacks some of its terms, so it is opened anew.
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = Namespace("http://schema.org/")
ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")
_PREFIXES = {"rdf": RDF, "sd": SD, "void": VOID, "dcterms": DCTERMS, "schema": SCHEMA, "xsd": XSD}


def describe(publication: Publication, settings: Settings, address: str | None, form: Format) -> str:
    """Return the service description in one of the RDF formats.

    `address` is where the endpoint was asked, named beside its canonical IRI; None when that is not known.
    """
    graph = Graph(bind_namespaces="none")
    endpoint = URIRef(publication.base + "sparql")
    service = endpoint + "#service"
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, endpoint))
    if address is not None:
        graph.add((service, SD.endpoint, URIRef(address)))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    # No input format: FROM loads nothing.
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    if settings.text("service_allow"):
        graph.add((service, SD.feature, SD.BasicFederatedQuery))
    graph.add((service, SD.defaultEntailmentRegime, ENTAILMENT.Simple))
    graph.add((ENTAILMENT.Simple, RDF.type, SD.EntailmentRegime))
    if publication.licence:
        graph.add((service, DCTERMS.license, URIRef(publication.licence)))
    for offered in (*RDF_FORMATS, *RESULT_FORMATS):
        graph.add((service, SD.resultFormat, URIRef(offered.iri)))
    _add_limits(graph, settings, endpoint, service)
    _add_dataset(graph, publication, endpoint, service)
    return serialised(graph, form, {prefix: str(namespace) for prefix, namespace in _PREFIXES.items()}).decode()


def _add_limits(graph: Graph, settings: Settings, endpoint: URIRef, service: URIRef) -> None:
    for setting in LIMITS:
        limit = endpoint + f"#limit-{setting.name}"
        value = settings.values[setting.name]
        graph.add((service, SCHEMA.additionalProperty, limit))
        graph.add((limit, RDF.type, SCHEMA.PropertyValue))
        graph.add((limit, SCHEMA.propertyID, Literal(setting.name)))
        graph.add((limit, SCHEMA.name, Literal(setting.help.partition(",")[0], lang="en")))
        graph.add((limit, SCHEMA.description, Literal(setting.help, lang="en")))
        # A decimal, since a double would be written 2e+01.
        graph.add((limit, SCHEMA.value, Literal(Decimal(str(value)) if isinstance(value, float) else value)))
        graph.add((limit, SCHEMA.unitText, Literal(setting.unit)))


def _add_dataset(graph: Graph, publication: Publication, endpoint: URIRef, service: URIRef) -> None:
    dataset, default = endpoint + "#dataset", endpoint + "#default-graph"
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    for language, title in publication.title.items():
        graph.add((dataset, DCTERMS.title, Literal(title, lang=language)))
    graph.add((dataset, SD.defaultGraph, default))
    _add_graph(graph, default, publication.triples, publication.counts)
    for named in publication.graphs:
        entry = endpoint + "#named-" + named.name.replace("/", "-")
        content = entry + "-graph"
        graph.add((dataset, SD.namedGraph, entry))
        graph.add((entry, RDF.type, SD.NamedGraph))
        graph.add((entry, SD.name, URIRef(named.iri)))
        graph.add((entry, SD.graph, content))
        _add_graph(graph, content, named.triples, named.counts)


def _add_graph(graph: Graph, content: URIRef, triples: int, counts: Counts | None) -> None:
    graph.add((content, RDF.type, SD.Graph))
    graph.add((content, VOID.triples, Literal(triples)))
    if counts is not None:
        graph.add((content, VOID.distinctSubjects, Literal(counts.subjects)))
        graph.add((content, VOID.properties, Literal(counts.properties)))
        graph.add((content, VOID.classes, Literal(counts.classes)))
        graph.add((content, VOID.distinctObjects, Literal(counts.objects)))
