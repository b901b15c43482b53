"""What can be found: a thing with its labels and classes, and how soon it is shown among those that fit alike.

SKOS section 5 (preferred, alternative and hidden labels) and section 6 (notations). Judges classes of standard vocabularies by
what they are for; those of a publication's own by where they stand and how many things are of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hasila.rdf.languages import Text
from hasila.rdf.namespaces import DCTERMS, FOAF, LABEL_PROPERTIES, OA, OWL, RDF, RDFS, SD, SKOS, VOID

PREFERRED, ALTERNATIVE, HIDDEN, NOTATION, KEY = KINDS = ("preferred", "alternative", "hidden", "notation", "key")
"""Kinds of labels, the one that counts most first; a key is what an IRI ends with."""
_SCHEMA = ("http://schema.org/", "https://schema.org/")
_QB = "http://purl.org/linked-data/cube#"
LABELS: Mapping[str, str] = {
    **dict.fromkeys((*LABEL_PROPERTIES, FOAF + "name", *(schema + "name" for schema in _SCHEMA)), PREFERRED),
    **dict.fromkeys((SKOS + "altLabel", DCTERMS + "alternative", FOAF + "nick"), ALTERNATIVE),
    **dict.fromkeys((schema + "alternateName" for schema in _SCHEMA), ALTERNATIVE),
    SKOS + "hiddenLabel": HIDDEN,
    **dict.fromkeys((SKOS + "notation", DCTERMS + "identifier"), NOTATION),
}
"""Properties that hold labels, and of which kind."""

FIRST, NAMED, CODED, BEHIND = range(4)
"""Ranks: the kinds of things that people look for; others with a name; coded values, terms and rows; the machinery."""
_CODED = {
    *(SKOS + name for name in ("Concept", "ConceptScheme", "Collection", "OrderedCollection")),
    *(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology")),
    *(RDFS + name for name in ("Class", "Datatype")), RDF + "Property",
    *(_QB + name + "Property" for name in ("Dimension", "Measure", "Attribute", "Coded", "Component")),
    _QB + "HierarchicalCodeList", _QB + "Observation",
}  # fmt: skip
_BEHIND = (OA, SD, VOID, _QB, RDF)
"""Namespaces of what describes the data rather than the world."""
_ROWS = 500
"""Of a class with more things than this, each is a row of a table rather than something looked for by its name."""


@dataclass(frozen=True)
class Label:
    """One thing that something is called: of which kind, in which language (empty: none), and the text."""

    kind: str
    language: str
    text: str


@dataclass(frozen=True)
class Thing:
    """Something that can be found: its IRI, its rank, its classes, the most telling first, and what it is called."""

    iri: str
    rank: int
    classes: tuple[str, ...]
    labels: tuple[Label, ...]

    @property
    def names(self) -> Text:
        """The preferred labels by language; of several in one language the first."""
        return {label.language: label.text for label in reversed(self.labels) if label.kind == PREFERRED}


def rank_of(classes: Iterable[str], first: Iterable[str], sizes: Mapping[str, int]) -> int:
    """Return the rank of a thing with these classes; `first` are looked for by name, `sizes` says how many are of each."""
    own = set(classes)
    if not own.isdisjoint(first):
        return FIRST
    plain = _plain(own)
    if plain and max(sizes.get(name, 0) for name in plain) <= _ROWS:
        return NAMED
    return CODED if plain or not own.isdisjoint(_CODED) else BEHIND


def most_telling(classes: Iterable[str], first: Iterable[str], own: str, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """Return classes in the order in which they tell what a thing is.

    Those that people look for first, then those of the publication's vocabulary `own`, then those of few things. Where there
    are such, what only says that it is a concept, a row or the like is left out.
    """
    wanted, every = set(first), set(classes)
    telling = _plain(every) | every & wanted or every
    return tuple(sorted(telling, key=lambda c: (c not in wanted, not (own and c.startswith(own)), sizes.get(c, 0), c)))


def _plain(classes: set[str]) -> set[str]:
    return {name for name in classes if name not in _CODED and not name.startswith(_BEHIND)}
