"""What a worker asks: an open backend, and the source it is opened from once the worker has been forked.

Implemented over a store of this machine (`stored`) and over other SPARQL endpoints (`remote`). Keeps no limit: a worker is
killed by the kernel when its time or memory is up, whatever its backend is doing then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Output(Protocol):
    """Where serialised bytes go."""

    def write(self, data: bytes) -> int:
        """Take the bytes and return how many they are."""

    def flush(self) -> None:
        """Do what is needed that nothing stays behind."""


@dataclass(frozen=True)
class Question:
    """A query as the guard read it; the fields are those of `Query` and `QueryReading`; `rows` is the most to answer."""

    text: str
    format: str
    star: int | None = None
    variables: Sequence[str] = ()
    from_default: Sequence[str] = ()
    from_named: Sequence[str] = ()
    default_graphs: Sequence[str] | None = None
    named_graphs: Sequence[str] | None = None
    base_iri: str | None = None
    services: Sequence[str] = ()
    names_graphs: bool = True
    rows: int | None = None


@dataclass(frozen=True)
class Presentation:
    """How answers look: prefixes for serialising, and the properties that hold labels, best first."""

    prefixes: Mapping[str, str]
    label_properties: tuple[str, ...]


class Backend(Protocol):
    """Answers one request at a time, in a worker; raises the exceptions of `hasila.errors`, or Oxigraph's own."""

    def answer(self, question: Question, output: Output) -> None:
        """Evaluate the query and write its serialised answer."""

    def describe(self, iri: str, format_name: str, output: Output) -> None:
        """Write the triples with that subject, sorted by predicate and object; raises NotFound when there are none."""

    def describe_resource(self, iri: str, limit: int) -> dict[str, Any]:
        """Return the fields of a ResourceDescription as JSON values; raises NotFound when no triple has it at an end."""

    def health(self) -> dict[str, Any]:
        """Return what asking the other side tells, nothing where there is none; raises EngineUnavailable."""


class Source(Protocol):
    """What the nursery holds, and hands to each worker it forks.

    `triples` are the distinct ones over all graphs, None when nobody counted; `descriptors` is how many files and sockets
    a worker may have open beside its own.
    """

    @property
    def triples(self) -> int | None:
        """The number of distinct triples, or None."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs."""

    @property
    def descriptors(self) -> int:
        """How many files and sockets a worker may open."""

    def open(self, presentation: Presentation) -> Backend:
        """Return the backend for this process; called once, in the worker."""
