"""The engine as the build side sees it: what will answer the saved queries live answers them for the release.

Joins two rooms that do not know each other; decides nothing about what is asked and what is kept of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.guard import read_query
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query, formats_for
from hasila.publication.answers import Ask
from hasila.rdf.formats import DATASET_FORMATS, Format
from hasila.settings import Settings

SECONDS = 60.0
"""How long a saved query may take at build time: longer than live, for it is asked once."""


@dataclass(frozen=True)
class EngineAnswering:
    """Answers saved queries by the embedded engine, within the limits."""

    limits: Limits

    @classmethod
    def of_settings(cls, settings: Settings) -> Self:
        """Return what answers within the limits of the server, but for its time."""
        return cls(replace(Limits.of_settings(settings), seconds=SECONDS, workers=1))

    def formats(self, text: str) -> Sequence[Format]:
        """Return the formats of the query's form, none when it calls what is new each time; raises as the guard does."""
        reading = read_query(text, self.limits.nesting)
        return [] if reading.volatile else [f for f in formats_for(reading.form) if f not in DATASET_FORMATS]

    @contextmanager
    def load(self, path: Path, prefixes: Mapping[str, str], base: str) -> Iterator[Ask]:
        """Start an engine on the file; it ends with the context. Raises EngineUnavailable when it cannot be loaded."""
        with EmbeddedEngine.start([(path, None)], self.limits, prefixes=prefixes) as engine:

            def ask(text: str, form: Format) -> bytes:
                with engine.answer(Query(text, form.name, base_iri=base)) as answer:
                    return answer.read()

            yield ask
