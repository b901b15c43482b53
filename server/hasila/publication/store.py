"""The build side's triple store: reads RDF files in bulk, evaluates set-wise queries, writes sorted RDF.

Beside `nquads` the only module of `publication` that speaks to Oxigraph. Holds every statement twice, once in its named
graph and once in the default graph, so that the default graph is the union (SPARQL 1.1 Query section 13 leaves its make-up
to the service).
Does not validate and does not decide what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from hasila.errors import SourceInvalid
from hasila.publication.files import read_text
from hasila.publication.terminals import line_of
from hasila.rdf.formats import Format, by_extension
from hasila.rdf.namespaces import RDF, XSD
from hasila.rdf.serialisation import ordered_rdfxml, spaced_turtle

Quad = ox.Quad
_TYPE = RDF + "type"
OX_FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def read_quads(path: Path, base: str | None = None) -> list[Quad]:
    """Return the quads of one RDF file, its format taken from the extension.

    Raises SourceInvalid with file, line and column for a syntax error, a byte-order mark, another encoding than UTF-8,
    an unreadable file, and for what only RDF 1.2 knows.
    """
    form = by_extension(path.suffix.lstrip("."))
    if form is None or form.name not in OX_FORMATS:
        raise SourceInvalid(f"{path}: no RDF format has the extension {path.suffix!r}.", file=str(path))
    text = read_text(path)
    try:
        quads = list(ox.parse(text, format=OX_FORMATS[form.name], base_iri=base))
    except SyntaxError as error:
        raise SourceInvalid(
            f"{path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}",
            file=str(path), line=error.lineno or 1, column=error.offset or 1,
        ) from error  # fmt: skip
    if any(is_rdf_1_2(quad.object) for quad in quads):
        # Neither SHACL 1.0 nor half the formats of the dumps can say these.
        line = line_of(text, r"<<|\{\||@[A-Za-z][A-Za-z0-9-]*--") or 1
        raise SourceInvalid(
            f"{path}:{line}: triple terms (<< >>, {{| |}}) and directions of text (@ar--rtl) are RDF 1.2, and this "
            "publication is RDF 1.1; say it with triples of its own.", file=str(path), line=line, column=1,
        )  # fmt: skip
    return quads


def is_rdf_1_2(term: object) -> bool:
    """Tell whether a term is a triple, or a text with a direction: RDF 1.1 knows neither."""
    return isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None)


def has_blank_node(quad: Quad) -> bool:
    """Tell whether subject or object of the quad is a blank node."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def in_graph(quads: Iterable[Quad], graph: str | None) -> Iterator[Quad]:
    """Yield the same triples in the named graph `graph`; None stands for the default graph."""
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    for quad in quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


def make_quad(subject: str, predicate: str, obj: str, graph: str, **literal: str) -> Quad:
    """Return a quad of IRIs, or with a literal object when `language` or `datatype` is given."""
    value: ox.NamedNode | ox.Literal
    if "language" in literal:
        value = ox.Literal(obj, language=literal["language"])
    elif "datatype" in literal:
        value = ox.Literal(obj, datatype=ox.NamedNode(literal["datatype"]))
    else:
        value = ox.NamedNode(obj)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, ox.NamedNode(graph))


def quad_of_term(subject: str, predicate: str, term: str, graph: str) -> Quad:
    """Return a quad whose object is a term in N-Triples syntax."""
    triple = next(iter(ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)))
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), triple.object, ox.NamedNode(graph))


def iri_of(term: object) -> str | None:
    """Return the IRI of a term, or None when it is not an IRI."""
    return term.value if isinstance(term, ox.NamedNode) else None


def literal_of(quad: Quad) -> tuple[str, str] | None:
    """Return lexical form and datatype IRI of the quad's object, or None when it is no literal."""
    return (quad.object.value, quad.object.datatype.value) if isinstance(quad.object, ox.Literal) else None


def written(quad: Quad) -> tuple[str, str, str]:
    """Return subject and predicate IRI and the object's IRI or lexical form, as rdflib too would name them."""
    obj = quad.object
    return (
        str(quad.subject).strip("<>"),
        quad.predicate.value,
        obj.value if not isinstance(obj, ox.Triple) else str(obj),
    )


Term = tuple[str, str, str]
"""A term to compare: IRI or lexical form, language tag, datatype IRI (both empty unless it is a literal)."""


def object_of(quad: Quad) -> Term:
    """Return the quad's object as a term to compare."""
    if isinstance(quad.object, ox.Literal):
        return quad.object.value, quad.object.language or "", quad.object.datatype.value
    return written(quad)[2], "", ""


def read_term(term: str) -> Term:
    """Return a term in N-Triples syntax as one to compare. Raises SyntaxError when it is none."""
    return object_of(next(iter(ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES))))


def lexical_form(term: str) -> str:
    """Return the lexical form of a literal in N-Triples syntax, or the IRI between angle brackets."""
    if not term.startswith('"'):
        return term.strip("<>")
    return read_term(term)[0]


class Dataset:
    """Quads in named graphs with their union as the default graph.

    The quads are kept as written beside the store, which holds numbers by value: it gives back "3.0" as "3" and an
    xsd:nonNegativeInteger as an xsd:integer. `rewritten` tells where the two differ, since what is dumped and what is
    answered must be the same.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._store = ox.Store()
        self._written: set[Quad] = set()
        self._sorted: list[Quad] | None = None
        self.extend(quads)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads, each also to the default graph."""
        collected = list(quads)
        self._sorted = None
        self._written.update(collected)
        self._store.bulk_extend(collected)
        self._store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in collected)

    def __len__(self) -> int:
        """Return the number of distinct triples as a query counts them."""
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def select(self, query: str) -> list[dict[str, str]]:
        """Return the solutions of a SELECT query, terms in N-Triples syntax, unbound variables left out.

        Raises SyntaxError when the text is no query.
        """
        solutions = self._store.query(query)
        if not isinstance(solutions, ox.QuerySolutions):
            raise SyntaxError("a SELECT query is needed here")
        names = [variable.value for variable in solutions.variables]
        return [{name: str(row[name]) for name in names if row[name] is not None} for row in solutions]

    def prove(self, query: str) -> list[str]:
        """Return the columns of a query, none unless it is a SELECT; it is parsed and planned, and its answer left aside.

        Raises SyntaxError when it is no query, as an update is not.
        """
        found = self._store.query(query)
        return [variable.value for variable in found.variables] if isinstance(found, ox.QuerySolutions) else []

    def construct(self, query: str) -> list[Quad]:
        """Return the triples of a CONSTRUCT query, in no graph. Raises SyntaxError when the text is no such query."""
        triples = self._store.query(query)
        if not isinstance(triples, ox.QueryTriples):
            raise SyntaxError("a CONSTRUCT query is needed here")
        return [ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in triples]

    def update(self, text: str) -> None:
        """Run a SPARQL update on the named graphs, then make the default graph their union again."""
        self._store.update(text)
        named = [q for q in self._store if not isinstance(q.graph_name, ox.DefaultGraph)]
        self._store, self._written = ox.Store(), set()
        self.extend(named)

    def rewritten(self) -> list[tuple[Quad, str]]:
        """Return the quads whose literal the store holds in another form, each with that form in N-Triples syntax."""
        found = []
        for quad in self._written:
            if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.startswith(XSD):
                kept = [
                    q.object
                    for q in self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name)
                ]
                found += [(quad, str(obj)) for obj in kept if obj != quad.object]
        return sorted(found, key=lambda pair: str(pair[0]))

    def quads(self) -> list[Quad]:
        """Return the quads of the named graphs in canonical order (code points of their N-Quads form)."""
        if self._sorted is None:
            self._sorted = sorted(self._written, key=str)
        return list(self._sorted)

    def triples(self) -> list[Quad]:
        """Return the distinct triples of the union in canonical order."""
        default = ox.DefaultGraph()
        # The graph comes last in a line, so the order of the quads is that of their triples.
        return list(dict.fromkeys(ox.Quad(q.subject, q.predicate, q.object, default) for q in self.quads()))


def for_readers(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads by graph and subject, the type of each subject first: the order people read Turtle in."""
    lines = sorted(quads, key=str)
    # Sorting keeps the order of what is equal, so predicates and objects stay as they are in the lines.
    return sorted(lines, key=lambda q: (str(q.graph_name), str(q.subject), q.predicate.value != _TYPE))


def write(quads: Sequence[Quad], form: Format | str, prefixes: Mapping[str, str]) -> bytes:
    """Return the quads in an RDF format, in the order given, the same bytes each time.

    Formats without graphs drop the graph names. Only Turtle, TriG and RDF/XML use `prefixes`; no namespace may begin with
    another one, since the choice between the two would be left to chance.
    """
    name = form if isinstance(form, str) else form.name
    ox_format = OX_FORMATS[name]
    try:
        content = ox.serialize(quads, format=ox_format, prefixes=dict(prefixes))
    except ValueError:
        # Most callers have no graph names any more, and to make all quads anew takes longer than to write them.
        content = ox.serialize(in_graph(quads, None), format=ox_format, prefixes=dict(prefixes))
    written = (content or b"").decode()
    if name in ("turtle", "trig"):
        written = spaced_turtle(written)
    elif name == "rdfxml":
        written = ordered_rdfxml(written)
    return written.encode()
