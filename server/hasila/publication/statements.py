"""Statements put down one by one, as a description is written: IRIs, texts in several languages, typed literals.

RDF 1.1 Concepts section 3. Makes no blank nodes. Writes no syntax; `store` does.
"""

from __future__ import annotations

from collections.abc import Iterable

from hasila.publication.store import Quad, make_quad
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import RDF, XSD

_TYPE = RDF + "type"


class Statements:
    """The statements of one graph, in the order they were put down."""

    def __init__(self, graph: str) -> None:
        self._graph = graph
        self.quads: list[Quad] = []

    def types(self, subject: str, *classes: str) -> None:
        """State what something is."""
        for name in classes:
            self.iri(subject, _TYPE, name)

    def iri(self, subject: str, predicate: str, *objects: str) -> None:
        """State that something has the IRIs as values; an empty one is left out."""
        self.quads += [make_quad(subject, predicate, obj, self._graph) for obj in objects if obj]

    def text(self, subject: str, predicate: str, text: Text) -> None:
        """State a text in each of its languages."""
        for language, value in text.items():
            self.quads.append(make_quad(subject, predicate, value, self._graph, language=language))

    def words(self, subject: str, predicate: str, words: Iterable[tuple[str, str]]) -> None:
        """State words, each with its language."""
        for language, value in words:
            self.quads.append(make_quad(subject, predicate, value, self._graph, language=language))

    def literal(self, subject: str, predicate: str, value: object, datatype: str = "string") -> None:
        """State a literal of an XSD datatype, or of the one whose IRI is given."""
        name = datatype if ":" in datatype else XSD + datatype
        self.quads.append(make_quad(subject, predicate, str(value), self._graph, datatype=name))
