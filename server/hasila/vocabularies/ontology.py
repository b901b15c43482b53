"""An ontology and its terms: what each is called and means, and how it stands to others, in the ontology or elsewhere.

RDF Schema 1.1; OWL 2 section 3 (ontologies) and section 5 (entities); SKOS section 7 (documentation properties); VANN. Whatever
is not said is empty; a class expression without a name is left out, but for unions in domains and ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from hasila.rdf.languages import Text
from hasila.vocabularies.reading import distinct, iris_of, is_true, items_of, local_name, subjects_of, text_of, texts_of

BIBO = Namespace("http://purl.org/ontology/bibo/")
QB = Namespace("http://purl.org/linked-data/cube#")
VANN = Namespace("http://purl.org/vocab/vann/")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")

KINDS: Mapping[str, tuple[URIRef, ...]] = {
    "class": (OWL.Class, RDFS.Class),
    "object-property": (OWL.ObjectProperty,),
    "datatype-property": (OWL.DatatypeProperty,),
    "annotation-property": (OWL.AnnotationProperty,),
    "property": (RDF.Property,),
    "datatype": (RDFS.Datatype,),
    "individual": (),
}
"""Kinds of terms in the order they are shown, and the types that make a term one; any other type makes an individual."""
PROPERTY_KINDS = ("object-property", "datatype-property", "annotation-property", "property")

_MAKERS = {str(made) for makers in KINDS.values() for made in makers} | {str(OWL.NamedIndividual)}
_META = (OWL.Ontology, OWL.Restriction, OWL.AllDisjointClasses, OWL.AllDifferent, OWL.Axiom)
_RELATIONS: Mapping[str, tuple[URIRef, ...]] = {
    "domain": (RDFS.domain,),
    "range": (RDFS.range,),
    "parents": (RDFS.subClassOf, RDFS.subPropertyOf),
    "equivalents": (OWL.equivalentClass, OWL.equivalentProperty),
    "inverses": (OWL.inverseOf,),
    "disjoint": (OWL.disjointWith, OWL.propertyDisjointWith),
    "replaced-by": (DCTERMS.isReplacedBy,),
    "code-list": (QB.codeList,),
    "see-also": (RDFS.seeAlso,),
}
_SYMMETRIC = ("equivalents", "inverses", "disjoint")
_ALIGNED = (
    RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs, SKOS.exactMatch,
    SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, RDFS.seeAlso,
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One term. `relations` hold IRIs by the keys of the table above and `children`, `properties`, `incoming`, `members`.

    `alignments` are (property, IRI) pairs that lead to terms of other vocabularies; `examples` are texts, `shown` the IRIs
    of resources given as examples; `types` are types beyond the one that makes the term what it is.
    """

    iri: str
    name: str
    kind: str
    label: Text
    definition: Text
    notes: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    shown: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alignments: tuple[tuple[str, str], ...] = ()
    deprecated: bool = False
    status: str = ""


@dataclass(frozen=True)
class Ontology:
    """An ontology: its header and its terms by IRI, in the order they are shown.

    `facts` are what else the header says, by property, in the form of SPARQL 1.1 Query Results JSON; `namespace` is what its
    terms begin with; `prefix` and `version` are empty where they are not stated.
    """

    iri: str
    namespace: str
    prefix: str
    title: Text
    description: Text
    comment: Text
    version: str
    facts: Mapping[str, Sequence[Mapping[str, Any]]]
    terms: Mapping[str, Term]

    def of_kind(self, kind: str) -> list[Term]:
        """Return the terms of one kind, in order."""
        return [term for term in self.terms.values() if term.kind == kind]


def read_ontology(graph: Graph, iri: str, base: str) -> Ontology:
    """Return the ontology named `iri` with the terms that the graph holds below its namespace; the graph may say nothing.

    What leads to an IRI below `base` stays at home; what leads elsewhere is an alignment.
    """
    header = URIRef(iri)
    namespace = str(graph.value(header, VANN.preferredNamespaceUri) or iri)
    terms = sorted(
        _terms(graph, header, namespace, base), key=lambda term: (list(KINDS).index(term.kind), term.name.lower())
    )
    return Ontology(
        iri=iri,
        namespace=namespace,
        prefix=str(graph.value(header, VANN.preferredNamespacePrefix) or ""),
        title=text_of(graph, header, DCTERMS.title, DC.title, RDFS.label),
        description=text_of(graph, header, DCTERMS.description, DC.description, SKOS.definition),
        comment=text_of(graph, header, RDFS.comment),
        version=str(graph.value(header, OWL.versionInfo) or ""),
        facts=_facts(graph, header),
        terms={term.iri: term for term in terms},
    )


def _facts(graph: Graph, header: URIRef) -> dict[str, list[Mapping[str, Any]]]:
    facts: dict[str, list[Mapping[str, Any]]] = {}
    for name, value in sorted(graph.predicate_objects(header)):
        facts.setdefault(str(name), []).append(as_term(value))
    return facts


def as_term(node: Node) -> Mapping[str, Any]:
    """Return a node in the form of SPARQL 1.1 Query Results JSON, section 3.2.2."""
    if isinstance(node, URIRef):
        return {"type": "uri", "value": str(node)}
    if isinstance(node, Literal):
        more = (
            {"xml:lang": node.language} if node.language else {"datatype": str(node.datatype)} if node.datatype else {}
        )
        return {"type": "literal", "value": str(node), **more}
    return {"type": "bnode", "value": str(node)}


def _terms(graph: Graph, header: URIRef, namespace: str, base: str) -> Iterator[Term]:
    versions = {header, *graph.objects(None, OWL.versionIRI), *graph.objects(None, OWL.priorVersion)}
    for subject in sorted({s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s not in versions}):
        defined = (subject, RDFS.isDefinedBy, header) in graph
        kind = _kind(set(graph.objects(subject, RDF.type)))
        if kind and (defined or str(subject).startswith(namespace)):
            yield _term(graph, subject, kind, namespace, base)


def _kind(types: set[Node]) -> str:
    """Return what kind of term has the types; empty for an ontology or an axiom."""
    if types & set(_META):
        return ""
    return next((kind for kind, makers in KINDS.items() if types & set(makers)), "individual")


def _term(graph: Graph, subject: URIRef, kind: str, namespace: str, base: str) -> Term:
    defined = text_of(graph, subject, SKOS.definition, RDFS.comment, DCTERMS.description)
    notes = [note for name in (SKOS.scopeNote, SKOS.note, VANN.usageNote, SKOS.editorialNote, RDFS.comment)
             for note in texts_of(graph, subject, name) if note != defined]  # fmt: skip
    relations = _relations(graph, subject, kind)
    aligned = {(str(name), iri) for name in _ALIGNED for iri in iris_of(graph, subject, name)}
    alignments = tuple(sorted((name, iri) for name, iri in aligned if not iri.startswith((base, namespace))))
    outside = {iri for _, iri in alignments}
    return Term(
        iri=str(subject),
        name=local_name(str(subject), (namespace,)),
        kind=kind,
        label=text_of(graph, subject, SKOS.prefLabel, RDFS.label, DCTERMS.title),
        definition=defined,
        notes=tuple(notes),
        examples=texts_of(graph, subject, SKOS.example) + texts_of(graph, subject, VANN.example),
        shown=iris_of(graph, subject, SKOS.example, VANN.example),
        types=distinct(set(iris_of(graph, subject, RDF.type)) - _MAKERS),
        relations={key: told for key, iris in relations.items() if (told := _at_home(key, iris, outside))},
        alignments=alignments,
        deprecated=is_true(graph, subject, OWL.deprecated),
        status=str(graph.value(subject, VS.term_status) or ""),
    )


def _at_home(key: str, iris: tuple[str, ...], outside: set[str]) -> tuple[str, ...]:
    # What leads elsewhere is told once, as an alignment, but for domains, ranges and code lists.
    return iris if key in ("domain", "range", "code-list") else tuple(iri for iri in iris if iri not in outside)


def _relations(graph: Graph, subject: URIRef, kind: str) -> dict[str, tuple[str, ...]]:
    found = {key: distinct(_named(graph, subject, names)) for key, names in _RELATIONS.items()}
    for key in _SYMMETRIC:
        inverse = [iri for name in _RELATIONS[key] for iri in subjects_of(graph, name, subject)]
        found[key] = distinct([*found[key], *inverse])
    found["children"] = distinct(
        iri for name in _RELATIONS["parents"] for iri in subjects_of(graph, name, subject) if iri != str(subject)
    )
    if kind in ("class", "datatype"):
        found["properties"] = _leading(graph, RDFS.domain, subject)
        found["incoming"] = _leading(graph, RDFS.range, subject)
        found["members"] = subjects_of(graph, RDF.type, subject)
    return {key: iris for key, iris in found.items() if iris}


def _named(graph: Graph, subject: URIRef, names: Sequence[URIRef]) -> Iterator[str]:
    """Yield the IRIs that properties lead to, those of a union's members included."""
    for name in names:
        for value in graph.objects(subject, name):
            members = [value, *items_of(graph, graph.value(value, OWL.unionOf))]
            yield from (str(member) for member in members if isinstance(member, URIRef))


def _leading(graph: Graph, name: URIRef, subject: URIRef) -> tuple[str, ...]:
    """Return the properties whose domain or range is the class, by itself or in a union."""
    return distinct(
        str(s) for s in graph.subjects(name) if isinstance(s, URIRef) and str(subject) in _named(graph, s, (name,))
    )
