"""Pitfalls of ontologies from the catalogue of OOPS!, those that a graph alone shows.

After the published catalogue (https://oops.linkeddata.es/catalogue.jsp) and its checkers (github.com/oeg-upm/OOPS).
Pitfalls that need a thesaurus of synonyms, the web or a person's judgement are named and not looked for. A pitfall is
a hint, not always a fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, URIRef
from rdflib.term import Node

from hasila.quality.ontology_checks import Check, Ontology, Outcome, run

_FOREIGN = (str(RDF), str(RDFS), str(OWL), str(XSD))
_CAMEL_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_CAMEL_PROPERTY = re.compile(r"[a-z][A-Za-z0-9]*")
_FILE_ENDING = re.compile(r"\.(owl|rdf|ttl|n3|rdfxml|jsonld|xml)[/#]?$")
_MISCELLANEOUS = re.compile(r"other|misc|various", re.IGNORECASE)
_AXIOMS = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.equivalentClass, OWL.disjointWith)


def _local(term: str) -> str:
    return re.split(r"[/#]", term)[-1]


def _several_concepts(ontology: Ontology) -> list[str]:
    return [c for c in ontology.classes if re.search(r"[a-z](And|Or)[A-Z]", _local(c))]


def _unconnected(ontology: Ontology) -> list[str]:
    used = {
        o
        for path in (RDFS.domain, RDFS.range, RDFS.subClassOf, OWL.equivalentClass)
        for o in ontology.graph.objects(None, path)
    }
    return [c for c in ontology.classes if c not in used and not ontology.has(c, RDFS.subClassOf, OWL.equivalentClass)]


def _wrong_inverse(ontology: Ontology) -> list[str]:
    found = []
    for one, other in ontology.graph.subject_objects(OWL.inverseOf):
        pairs = ((_all(ontology, one, RDFS.domain), _all(ontology, other, RDFS.range)),
                 (_all(ontology, one, RDFS.range), _all(ontology, other, RDFS.domain)))  # fmt: skip
        if any(left and right and left != right for left, right in pairs):
            found.append(str(one))
    return found


def _all(ontology: Ontology, subject: Node, path: URIRef) -> set[Node]:
    return set(ontology.graph.objects(subject, path))


def _cycle(ontology: Ontology) -> list[str]:
    def above(term: URIRef) -> set[Node | None]:
        parents = ontology.graph.objects(term, RDFS.subClassOf)
        return {a for parent in parents for a in ontology.graph.transitive_objects(parent, RDFS.subClassOf)}

    return [term for term in ontology.classes if term in above(term)]


def _unannotated(ontology: Ontology) -> list[str]:
    definitions = (RDFS.comment, SKOS.definition, DCTERMS.description)
    return [t for t in ontology.terms if not (ontology.has(t, RDFS.label) and ontology.has(t, *definitions))]


def _without_disjointness(ontology: Ontology) -> list[str]:
    said = (None, OWL.disjointWith, None) in ontology.graph or (
        None,
        RDF.type,
        OWL.AllDisjointClasses,
    ) in ontology.graph
    return [] if said or len(ontology.classes) < 2 else [str(ontology.iri)]


def _without_domain_or_range(ontology: Ontology) -> list[str]:
    return [p for p in ontology.properties if not (ontology.has(p, RDFS.domain) and ontology.has(p, RDFS.range))]


def _without_inverse(ontology: Ontology) -> list[str]:
    inverses = set(ontology.graph.objects(None, OWL.inverseOf)) | set(ontology.graph.subjects(OWL.inverseOf))
    symmetric = set(ontology.graph.subjects(RDF.type, OWL.SymmetricProperty))
    return [p for p in ontology.object_properties if p not in inverses | symmetric]


def _several_domains_or_ranges(ontology: Ontology) -> list[str]:
    return [
        p for p in ontology.properties if any(len(_all(ontology, p, path)) > 1 for path in (RDFS.domain, RDFS.range))
    ]


def _miscellaneous(ontology: Ontology) -> list[str]:
    return [c for c in ontology.classes if _MISCELLANEOUS.match(_local(c))]


def _mixed_naming(ontology: Ontology) -> list[str]:
    named = [(c, _CAMEL_CLASS) for c in ontology.classes] + [(p, _CAMEL_PROPERTY) for p in ontology.properties]
    return [term for term, convention in named if not convention.fullmatch(_local(term))]


def _recursive(ontology: Ontology) -> list[str]:
    return [t for t in ontology.terms if any((t, axiom, t) in ontology.graph for axiom in _AXIOMS)]


def _own_inverse(ontology: Ontology) -> list[str]:
    return [p for p in ontology.object_properties if (p, OWL.inverseOf, p) in ontology.graph]


def _inverse_of_symmetric(ontology: Ontology) -> list[str]:
    symmetric = ontology.graph.subjects(RDF.type, OWL.SymmetricProperty)
    return [str(p) for p in symmetric if ontology.has(p, OWL.inverseOf)]


def _wrong_characteristic(kind: URIRef) -> Check:
    """Return the check that a symmetric or transitive property has the same domain as range."""

    def found(ontology: Ontology) -> list[str]:
        return [
            str(p)
            for p in ontology.graph.subjects(RDF.type, kind)
            if _all(ontology, p, RDFS.domain) != _all(ontology, p, RDFS.range)
        ]

    return found


def _same_label(ontology: Ontology) -> list[str]:
    by_label = defaultdict(set)
    for term in ontology.classes:
        for label in ontology.graph.objects(term, RDFS.label):
            by_label[(str(label).casefold(), getattr(label, "language", None))].add(str(term))
    return sorted({term for terms in by_label.values() if len(terms) > 1 for term in terms})


def _untyped_class(ontology: Ontology) -> list[str]:
    graph = ontology.graph
    named = {
        o
        for path in (RDFS.domain, RDFS.subClassOf, OWL.disjointWith, OWL.equivalentClass)
        for o in graph.objects(None, path)
    }
    named |= {o for o in graph.objects(None, RDFS.range) if not str(o).startswith(str(XSD))}
    return _undeclared(ontology, named, (OWL.Class, RDFS.Class, RDFS.Datatype))


def _untyped_property(ontology: Ontology) -> list[str]:
    graph = ontology.graph
    named = {s for path in (RDFS.domain, RDFS.range, RDFS.subPropertyOf) for s in graph.subjects(path)}
    named |= set(graph.objects(None, RDFS.subPropertyOf))
    kinds = (RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return _undeclared(ontology, named, kinds)


def _undeclared(ontology: Ontology, named: set[Node], kinds: Sequence[URIRef]) -> list[str]:
    candidates = (n for n in named if isinstance(n, URIRef) and not str(n).startswith(_FOREIGN))
    return sorted(n for n in candidates if not any((n, RDF.type, kind) in ontology.graph for kind in kinds))


def _file_ending(ontology: Ontology) -> list[str]:
    return [str(ontology.iri)] if _FILE_ENDING.search(ontology.iri) else []


def _undeclared_ontology(ontology: Ontology) -> list[str]:
    return [] if (ontology.iri, RDF.type, OWL.Ontology) in ontology.graph else [str(ontology.iri)]


def _ambiguous_namespace(ontology: Ontology) -> list[str]:
    others = set(ontology.graph.subjects(RDF.type, OWL.Ontology)) - {ontology.iri}
    return sorted(map(str, others)) if ontology.terms else [str(ontology.iri)]


def _hijacked(ontology: Ontology) -> list[str]:
    """Return terms of others that are given more than a type: defined anew, in a namespace that is not ours."""
    defining = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDFS.label, RDFS.comment)
    subjects = {s for path in defining for s in ontology.graph.subjects(path) if isinstance(s, URIRef)}
    return sorted(s for s in subjects if not s.startswith(ontology.iri))


def _without_licence(ontology: Ontology) -> list[str]:
    paths = (DCTERMS.license, DCTERMS.rights, URIRef("http://creativecommons.org/ns#license"))
    return [] if ontology.has(ontology.iri, *paths) else [str(ontology.iri)]


CHECKS: Mapping[str, Check] = {
    "P04": _unconnected, "P05": _wrong_inverse, "P06": _cycle, "P07": _several_concepts, "P08": _unannotated,
    "P10": _without_disjointness, "P11": _without_domain_or_range, "P13": _without_inverse, "P19": _several_domains_or_ranges,
    "P21": _miscellaneous, "P22": _mixed_naming, "P24": _recursive, "P25": _own_inverse, "P26": _inverse_of_symmetric,
    "P28": _wrong_characteristic(OWL.SymmetricProperty), "P29": _wrong_characteristic(OWL.TransitiveProperty),
    "P32": _same_label, "P34": _untyped_class, "P35": _untyped_property, "P36": _file_ending, "P38": _undeclared_ontology,
    "P39": _ambiguous_namespace, "P40": _hijacked, "P41": _without_licence,
}  # fmt: skip


def check(ontology: Ontology) -> Sequence[Outcome]:
    """Return the outcome for every pitfall of the catalogue that a program can look for; some were not looked for."""
    return run("oops", CHECKS, ontology)
