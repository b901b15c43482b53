"""The template of a CONSTRUCT query, filled with the solutions that another engine found.

SPARQL 1.1 Query Language, section 16.2: illegal triples are left out, blank nodes are new for each solution, and the result
is a set. Oxigraph reads the template; asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples, Store, Triple

from hasila.engine.rewriting import PLACE

Term = NamedNode | BlankNode | Literal | Triple


class Template:
    """Triples with places in them, as `rewriting` writes them into a query over nothing."""

    def __init__(self, query: str) -> None:
        read = Store().query(query)
        assert isinstance(read, QueryTriples)
        self._triples = list(read)

    def fill(self, solutions: QuerySolutions) -> Iterator[Triple]:
        """Yield the triples of all solutions, each once."""
        names = [variable.value for variable in solutions.variables]
        known: set[Triple] = set()
        for solution in solutions:
            for triple in self._filled(dict(zip(names, solution, strict=True))):
                if triple not in known:
                    known.add(triple)
                    yield triple

    def _filled(self, values: Mapping[str, Term | None]) -> Iterable[Triple]:
        fresh: dict[BlankNode, BlankNode] = {}
        found = (_triple(triple, values, fresh) for triple in self._triples)
        return (triple for triple in found if triple is not None)


def _triple(triple: Triple, values: Mapping[str, Term | None], fresh: dict[BlankNode, BlankNode]) -> Triple | None:
    subject, predicate, node = (_term(term, values, fresh) for term in triple)
    if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and node is not None:
        return Triple(subject, predicate, node)
    return None


def _term(term: Term, values: Mapping[str, Term | None], fresh: dict[BlankNode, BlankNode]) -> Term | None:
    if isinstance(term, NamedNode) and term.value.startswith(PLACE):
        return values.get(term.value.removeprefix(PLACE))
    if isinstance(term, BlankNode):
        return fresh.setdefault(term, BlankNode())
    if isinstance(term, Triple):
        return _triple(term, values, fresh)
    return term
