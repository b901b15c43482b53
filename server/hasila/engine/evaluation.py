"""One SPARQL query evaluated by Oxigraph and serialised.

SPARQL 1.1 Query Language, sections 13 (dataset) and 16 (forms); SPARQL 1.1 Protocol, section 2.1.4.
Runs in a worker; keeps no limit itself, and trusts that the guard has read the text.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from hasila.engine.backend import Output, Question
from hasila.engine.loading import Stock
from hasila.engine.ordering import OrderedHead
from hasila.engine.protocol import QueryForm, formats_for
from hasila.engine.rows import RowCounter, iter_at_most
from hasila.engine.xml_output import UnwritableError, XmlOutput, iter_nameable
from hasila.errors import BadRequest, NotAcceptable

RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_PREFIXED = ("turtle", "trig", "rdfxml")


@dataclass(frozen=True)
class _Dataset:
    store: Store
    default_graph: list[NamedNode | DefaultGraph] | None = None
    named_graphs: list[NamedNode] | None = None
    as_union: bool = False


def answer(
    stock: Stock,
    question: Question,
    prefixes: Mapping[str, str],
    output: Output,
    direct: Callable[[str], str] | None = None,
) -> None:
    """Evaluate the query and write its serialised answer; raises whatever Oxigraph raises.

    Where the query calls other endpoints, `direct` returns the text with their addresses for that with the stand-ins.
    """
    if question.base_iri is not None:
        node(question.base_iri)
    text = name_columns(question)
    if direct is not None:
        text = direct(text)
    dataset = _dataset(stock, question)
    results = dataset.store.query(
        text,
        base_iri=question.base_iri,
        use_default_graph_as_union=dataset.as_union,
        default_graph=dataset.default_graph,  # type: ignore[arg-type]
        named_graphs=dataset.named_graphs,  # type: ignore[arg-type]
    )
    if isinstance(results, QueryTriples):
        triples = results if question.rows is None else iter_at_most(results, question.rows)
        write(triples, question.format, prefixes, output)
    elif isinstance(results, QueryBoolean | QuerySolutions):
        write_results(results, question, output)


def write_results(results: QueryBoolean | QuerySolutions, question: Question, output: Output) -> None:
    """Serialise the solutions or the boolean; raises NotAcceptable for what the format cannot carry, TooManyRows."""
    sink: Output = XmlOutput(output) if question.format == "xml" else output
    if question.rows is not None and isinstance(results, QuerySolutions):
        sink = RowCounter(sink, question.format, question.rows)
    with _refusing(question.format, QueryForm.SELECT):
        results.serialize(sink, _RESULTS[question.format])  # type: ignore[arg-type]


def write(triples: Iterable[Triple], form: str, prefixes: Mapping[str, str], output: Output) -> None:
    """Serialise the triples in their order, the head of the document always the same.

    Raises NotAcceptable, naming the other formats, for a graph that the format cannot carry.
    """
    with _refusing(form, QueryForm.CONSTRUCT):
        if form not in _PREFIXED:
            serialize(triples, output, RDF[form])  # type: ignore[arg-type]
            return
        if form == "rdfxml":
            triples, output = iter_nameable(triples), XmlOutput(output)
        ordered = OrderedHead(output, form)
        serialize(triples, ordered, RDF[form], prefixes=dict(prefixes))  # type: ignore[arg-type]
        ordered.close()


@contextlib.contextmanager
def _refusing(form: str, kind: QueryForm) -> Iterator[None]:
    """Turn what a format cannot carry into NotAcceptable: OSError is Oxigraph's word for it."""
    try:
        yield
    except (OSError, UnwritableError) as error:
        offers = [offer.media_type for offer in formats_for(kind) if offer.name != form]
        message = f"This answer cannot be written in the format asked for: {error}. Others: {', '.join(offers)}."
        raise NotAcceptable(message, offers=offers) from error


def node(iri: str) -> NamedNode:
    """Return the IRI as a node; raises BadRequest when it is none."""
    try:
        return NamedNode(iri)
    except ValueError:
        raise BadRequest(f"{iri!r} is not an absolute IRI.", iri=iri) from None


def name_columns(question: Question) -> str:
    """Return the text with the columns of an outermost `SELECT *` named, in order of first appearance.

    The specification leaves the order open; Oxigraph sorts the names. On an empty store the query costs its parsing
    only, and tells which variables are visible; an error there is the error of the query, with the same position.
    """
    starred = question.star is not None and len(question.variables) > 1
    if not starred and not question.services:
        return question.text
    visible = None
    # An ASK calls its endpoints at once; the stand-ins lead nowhere.
    with contextlib.suppress(OSError):
        visible = Store().query(question.text, base_iri=question.base_iri)
    if not starred or question.star is None or not isinstance(visible, QuerySolutions):
        return question.text
    names = {variable.value for variable in visible.variables}
    ordered = [name for name in question.variables if name in names]
    if len(ordered) != len(names) or not ordered:
        return question.text
    columns = " ".join("?" + name for name in ordered)
    return f"{question.text[: question.star]} {columns} {question.text[question.star + 1 :]}"


def _dataset(stock: Stock, question: Question) -> _Dataset:
    """Return where to evaluate: the protocol's dataset, else FROM's, else everything (SPARQL 1.1 Protocol, 2.1.4)."""
    default, named = question.default_graphs, question.named_graphs
    if default is None and named is None:
        default, named = question.from_default, question.from_named
        if not default and not named:
            if not question.names_graphs:
                return _Dataset(stock.union)
            return _Dataset(stock.store, as_union=not stock.filled)
        if len(default) < 2:
            return _Dataset(stock.store)
    graphs = [node(iri) for iri in dict.fromkeys(default or ())]
    names = [node(iri) for iri in dict.fromkeys(named or ())]
    if stock.covered and len(graphs) > 1 and {graph.value for graph in graphs} >= set(stock.graphs):
        if not question.names_graphs:
            return _Dataset(stock.union, [DefaultGraph()], [])
        if stock.filled:
            return _Dataset(stock.store, [DefaultGraph()], names)
    if stock.disjoint or len(graphs) < 2:
        return _Dataset(stock.store, [*graphs], names)
    return _Dataset(_merge(stock.store, graphs, names), [DefaultGraph()], names)


def _merge(store: Store, graphs: Sequence[NamedNode], names: Sequence[NamedNode]) -> Store:
    """Return a store of its own whose default graph is the merge of the graphs.

    Oxigraph yields a triple once per graph of a composed default graph; an RDF merge is a set.
    """
    merged = Store()
    for graph in graphs:
        quads = store.quads_for_pattern(None, None, None, graph)
        merged.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for graph in names:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return merged
