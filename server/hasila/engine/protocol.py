"""What any query engine offers: the question, the answer and the calls between them.

SPARQL 1.1 Query Language, section 16 (query forms); SPARQL 1.1 Protocol, section 2.1.4 (dataset).
Evaluates nothing and knows no engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import IO, TYPE_CHECKING, Protocol, Self

from hasila.errors import NotAcceptable
from hasila.rdf.formats import DATASET_FORMATS, RDF_FORMATS, RESULT_FORMATS, Format

if TYPE_CHECKING:
    from hasila.engine.guard import QueryReading

CHUNK = 65_536
"""How many bytes of an answer are handed on at a time."""

Term = dict[str, object]
"""An RDF term as in SPARQL 1.1 Query Results JSON, section 3.2.2: type, value, xml:lang, datatype."""


class QueryForm(StrEnum):
    """The four query forms."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"


@dataclass(frozen=True)
class Query:
    """One question: SPARQL text, the name of the answer's format and the dataset of the protocol.

    A dataset given here replaces FROM and FROM NAMED; None leaves them; an empty tuple is an empty dataset. `seconds`
    lowers the time limit.
    """

    text: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base_iri: str | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class ResourceDescription:
    """What a page about one resource needs.

    `out` holds (predicate, term) and `inn` (subject, predicate), each predicate's first ones up to the limit asked for;
    `out_counts` and `in_counts` how many each predicate has in all; `labels` IRI to language to label, "" for none.
    """

    iri: str
    out: list[tuple[str, Term]]
    inn: list[tuple[Term, str]]
    out_counts: dict[str, int] = field(default_factory=dict)
    in_counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)


class Answer:
    """One whole answer, spooled: in memory when small, in a temporary file when large.

    Iterate for its bytes, once; close it, or use it as a context manager.
    """

    def __init__(self, form: QueryForm, format_name: str, length: int, spool: IO[bytes]) -> None:
        self.form = form
        self.format = format_name
        self.length = length
        self._spool = spool

    def __iter__(self) -> Iterator[bytes]:
        """Yield the answer's bytes in chunks of at most `CHUNK` bytes."""
        while chunk := self._spool.read(CHUNK):
            yield chunk

    def read(self) -> bytes:
        """Return what has not been read yet, as one byte string."""
        return self._spool.read()

    def close(self) -> None:
        """Give the spool back; the answer can no longer be read."""
        self._spool.close()

    def __enter__(self) -> Self:
        """Return the answer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the answer."""
        self.close()


class Engine(Protocol):
    """A query engine. Every call raises the exceptions of `hasila.errors`; no call returns a cut answer."""

    def read(self, text: str, base_iri: str | None = None) -> QueryReading:
        """Return what the guard learns about the query; evaluates nothing.

        Raises MalformedQuery, UpdateRefused, ServiceRefused, QueryTooLong.
        """

    def answer(self, query: Query, *, own: bool = False, client: str = "") -> Answer:
        """Return the whole answer, or raise what stopped it.

        `own` marks a query that the publication or the server wrote: it does not stand in line with the public's, whose
        clients, told apart by `client`, are served in turn.
        """

    def describe(self, iri: str, format_name: str) -> Answer:
        """Return the triples with that subject in all graphs together, sorted; raises NotFound when there are none."""

    def describe_resource(self, iri: str, limit: int) -> ResourceDescription:
        """Return what a page about the resource needs; raises NotFound when no triple mentions it at either end."""

    def health(self) -> Mapping[str, object]:
        """Return what the engine knows of itself; raises EngineUnavailable when it does not answer."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def formats_for(form: QueryForm) -> Sequence[Format]:
    """Return the formats that can carry an answer of that form, the preferred one first."""
    if form in (QueryForm.SELECT, QueryForm.ASK):
        return RESULT_FORMATS
    return RDF_FORMATS + DATASET_FORMATS


def require_format(form: QueryForm, format_name: str) -> None:
    """Raise NotAcceptable unless a format of that name can carry an answer of that form."""
    offers = formats_for(form)
    if format_name not in [offer.name for offer in offers]:
        media_types = [offer.media_type for offer in offers]
        raise NotAcceptable(f"{format_name!r} cannot carry the answer to {form.name}.", offers=media_types)
