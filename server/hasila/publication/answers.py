"""What the saved queries answer, computed once for a release: by default, and in each language of the publication.

SPARQL 1.1 Query section 15: without a total order, rows come as the store happens to hold them. Such answers are left to
the endpoint, for two builds must not differ. Evaluates nothing itself: whoever builds hands in who answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from hasila.errors import (
    ClientError,
    EngineFault,
    NotAcceptable,
    QueryFileInvalid,
    QueryMemoryExceeded,
    QueryTimedOut,
    ResultTooLarge,
)
from hasila.publication.manifest import Manifest
from hasila.publication.progress import Progress, counted
from hasila.publication.saving import query_files
from hasila.publication.store import Dataset, Quad, write
from hasila.rdf import saved_queries
from hasila.rdf.formats import TRIG, Format
from hasila.rdf.namespaces import PREFIXES
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.release import answer_file

Ask = Callable[[str, Format], bytes]
"""Answers the text of a query in a format, or raises what stopped it."""
_DEFECTS = (ClientError, QueryTimedOut, QueryMemoryExceeded, ResultTooLarge, EngineFault)

_UNSETTLED = "its answer hangs on the order of the data (is ORDER BY total?); it is given live, not in the release"


_ORDERS: tuple[Callable[[Sequence[Quad]], Sequence[Quad]], ...] = (
    lambda quads: quads,
    lambda quads: quads[::-1],
    lambda quads: sorted(quads, key=lambda quad: sha256(str(quad).encode()).digest()),
)
"""What is answered alike on the quads in all of these does not hang on their order.

Rows that tie come in the order of the store; its opposite swaps two of them, and a third order moves the middle one of three,
too.
"""
_TOGETHER = 2
"""So many orders are asked at a time."""


class Answering(Protocol):
    """Who answers the saved queries while a release is built: byte for byte as its endpoint will."""

    def formats(self, text: str) -> Sequence[Format]:
        """Return the formats the query is answered in, that of pages first; none when each answer may be another."""

    def load(self, path: Path, prefixes: Mapping[str, str], base: str) -> AbstractContextManager[Ask]:
        """Return what answers queries on the dataset in a TriG file, whose default graph is the union."""


@dataclass(frozen=True)
class _Question:
    """A saved query as it is asked: by default (no language) in every format, or in a language in that of pages."""

    name: str
    language: str | None
    text: str
    formats: tuple[Format, ...]
    file: Path


def answers(
    manifest: Manifest, dataset: Dataset, folder: Path, answering: Answering, progress: Progress = lambda _: None
) -> Iterator[tuple[str, bytes]]:
    """Yield (name in the release, content) of each answer that does not hang on the order in which the data are stored.

    `folder` is there for files in the meantime. Raises QueryFileInvalid, naming the file, for a query that cannot be
    answered within the limits, and whatever keeps `answering` from its work.
    """
    questions = [question for file in _files(manifest) for question in _questions(file, manifest, answering)]
    quads = dataset.quads()

    def asked(number: int) -> dict[_Question, dict[Format, bytes]]:
        what = "saved queries" if not number else "saved queries, in another order"
        with _loaded(manifest, _ORDERS[number](quads), folder / f"{number}.{TRIG.extension}", answering) as ask:
            return {
                question: _answered(question, question.formats[: None if not number else 1], ask)
                for question in counted(questions, what, progress)
            }

    # Beside each other, for each order has an engine of its own; two, for each engine holds all data in memory.
    with ThreadPoolExecutor(_TOGETHER) as pool:
        found, *others = pool.map(asked, range(len(_ORDERS)))
    for question, contents in found.items():
        if any(other[question].items() - contents.items() for other in others):
            progress(f"{question.file.name}: {_UNSETTLED}")
            continue
        for form, content in contents.items():
            yield answer_file(question.name, form, question.language), content


def _files(manifest: Manifest) -> Iterator[tuple[Path, SavedQuery]]:
    for name, content in query_files(manifest):
        file = manifest.root / manifest.queries / name
        yield file, saved_queries.read(file.stem, content.decode())


def _questions(found: tuple[Path, SavedQuery], manifest: Manifest, answering: Answering) -> Iterator[_Question]:
    file, query = found
    try:
        formats = tuple(answering.formats(query.text))
    except _DEFECTS as error:
        raise _unanswered(file, error) from error
    if not formats:
        return
    yield _Question(query.name, None, query.text, formats, file)
    if any(p.name == LANGUAGE_PARAMETER and p.type == "string" for p in query.parameters):
        for language in manifest.languages:
            if not query.is_default(LANGUAGE_PARAMETER, language):
                yield _Question(query.name, language, query.bind({LANGUAGE_PARAMETER: language}), formats[:1], file)


def _loaded(manifest: Manifest, quads: Sequence[Quad], file: Path, answering: Answering) -> AbstractContextManager[Ask]:
    # TriG, since the engine's reader takes N-Quads in several threads, that is in an order of its own.
    file.write_bytes(write(quads, TRIG, {}))
    return answering.load(file, {**PREFIXES, **manifest.prefixes}, manifest.base)


def _answered(question: _Question, formats: Sequence[Format], ask: Ask) -> dict[Format, bytes]:
    """Return the answer in each of the formats that can carry it."""
    answered = {}
    for form in formats:
        try:
            answered[form] = ask(question.text, form)
        except NotAcceptable:
            continue
        except _DEFECTS as error:
            raise _unanswered(question.file, error) from error
    return answered


def _unanswered(file: Path, error: Exception) -> QueryFileInvalid:
    return QueryFileInvalid(f"{file}: cannot be answered for the release. {error}", file=str(file))
