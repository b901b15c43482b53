"""The files that derivations stand in: a SPARQL CONSTRUCT whose `#+` comment lines carry its metadata.

SPARQL 1.1 Query, sections 16.2 (CONSTRUCT) and 17.4 (functions). Read and refused here, evaluated in `derivation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.files import read_text
from hasila.publication.terminals import line_of, service_line
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import read_metadata, texts

SECONDS = 60.0
"""How long a derivation may take that says nothing else."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_POSITION = re.compile(r"(?:error at|at line) (\d+)")
_CHANCE = r"(?i:RAND|NOW|UUID|STRUUID)\s*\("


@dataclass(frozen=True)
class Derivation:
    """One derivation: IRI, name, the CONSTRUCT and the line it begins on, when it is due, its limit and its words."""

    iri: str
    name: str
    path: Path
    text: str
    line: int
    order: int
    seconds: float
    title: Text
    description: Text

    def line_of_error(self, told: str) -> int:
        """Return the line that Oxigraph's words name, else that of the CONSTRUCT."""
        found = _POSITION.search(told)
        return int(found[1]) if found else self.line


def read_derivation(path: Path, base: str, languages: Sequence[str]) -> Derivation:
    """Return the derivation in the file `path`; its IRI is `{base}id/derivation/{name}`.

    Raises SourceInvalid, naming the line, for another form of query, a call of another endpoint or of a function that gives
    another result each time; and, naming the metadatum, for one that is missing or wrong.
    """
    text = read_text(path)
    if not _NAME.fullmatch(path.stem):
        raise SourceInvalid(f"{path}: the name of a derivation is kebab-case, such as yearly-sums.rq.", file=str(path))
    line = line_of(text, r"(?i:CONSTRUCT)\b")
    if line is None:
        raise SourceInvalid(f"{path}:1: is no CONSTRUCT query.", file=str(path), line=1)
    called = service_line(text)
    if called is not None:
        raise _refused(path, called, "SERVICE is refused; a build asks nobody")
    drawn = line_of(text, _CHANCE)
    if drawn is not None:
        raise _refused(
            path, drawn, "RAND, NOW, UUID and STRUUID are refused; the same sources must give the same triples"
        )
    metadata = read_metadata(text)
    words = {what: texts(metadata, what) for what in ("title", "description")}
    for what, said in words.items():
        missing = next((language for language in languages if not said.get(language)), None)
        if missing:
            raise SourceInvalid(f"{path}: the line `#+ {what}-{missing}: …` is missing.", file=str(path))
    return Derivation(
        iri=f"{base}id/derivation/{path.stem}",
        name=path.stem,
        path=path,
        text=text,
        line=line,
        order=int(_number(path, metadata.get("order", ""), "order")),
        seconds=float(_number(path, metadata.get("seconds", str(SECONDS)), "seconds")),
        title=words["title"],
        description=words["description"],
    )


def _number(path: Path, value: str, key: str) -> str:
    pattern = r"[0-9]{1,6}" if key == "order" else r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
    if not re.fullmatch(pattern, value):
        raise SourceInvalid(f"{path}: the line `#+ {key}: …` must hold a number, not {value!r:.40}.", file=str(path))
    return value


def _refused(path: Path, line: int, reason: str) -> SourceInvalid:
    return SourceInvalid(f"{path}:{line}: {reason}.", file=str(path), line=line)
