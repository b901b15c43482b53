"""Evidence: does each passage that a statement points to still stand in the source text, to the character?

Web Annotation Data Model section 4.2.4 (Text Position Selector): offsets count Unicode code points from 0, the end is
exclusive. The text itself is never published; a SHA-256 of each passage is, which this module recomputes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.store import Dataset, lexical_form
from hasila.rdf.namespaces import OA


@dataclass(frozen=True)
class Passage:
    """One passage: the thing it is evidence for, its source, offsets and expected SHA-256."""

    statement: str
    source: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True)
class Misfit:
    """A passage that no longer fits, or a source whose text is another: the resource and the reason."""

    resource: str
    reason: str


def read_text(path: Path) -> str:
    """Return the source text in the file, its line ends as they are, since offsets count them.

    Raises SourceInvalid when it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SourceInvalid(f"{path}: cannot be read ({error.strerror}).", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise SourceInvalid(f"{path}: is not UTF-8 (byte {error.start}).", file=str(path)) from error


def passages(dataset: Dataset, terms: Mapping[str, str], year: int | None) -> list[Passage]:
    """Return the passages that are evidence of the report of `year`, or of all reports, by source and offset.

    `terms` are the IRIs of the manifest's [evidence] section.
    """
    rows = dataset.select(f"""
        SELECT DISTINCT ?statement ?source ?start ?end ?sha WHERE {{
            ?report <{terms["source"]}> ?source ; <{terms["year"]}> ?year .
            {f"FILTER(?year = {year:d})" if year is not None else ""}
            ?passage <{OA}hasSource> ?source ; <{OA}hasSelector> ?selector .
            ?statement <{terms["statement"]}> ?passage .
            ?selector <{OA}start> ?start ; <{OA}end> ?end ; <{terms["checksum"]}> ?sha .
        }}""")
    found = [
        Passage(
            row["statement"].strip("<>"),
            row["source"].strip("<>"),
            int(lexical_form(row["start"])),
            int(lexical_form(row["end"])),
            lexical_form(row["sha"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda p: (p.source, p.start, p.end, p.statement))


def compare(text: str, found: Sequence[Passage]) -> list[Misfit]:
    """Return the passages that do not fit the text, in its order; none when all do."""
    misfits = []
    for passage in found:
        if not 0 <= passage.start < passage.end <= len(text):
            misfits.append(Misfit(passage.statement, f"ends at {passage.end}, but the text has {len(text)} characters"))
        elif _sha256(text[passage.start : passage.end]) != passage.sha256:
            misfits.append(
                Misfit(passage.statement, f"characters {passage.start} to {passage.end} are not the passage")
            )
    return misfits


def compare_source(text: str, dataset: Dataset, terms: Mapping[str, str], sources: set[str]) -> list[Misfit]:
    """Return the sources whose recorded SHA-256 or length differs from that of the text."""
    misfits = []
    for source in sorted(sources):
        for row in dataset.select(f"SELECT ?sha WHERE {{ <{source}> <{terms['checksum']}> ?sha }}"):
            if lexical_form(row["sha"]) != _sha256(text):
                misfits.append(Misfit(source, "the SHA-256 of the text is another"))
        for row in dataset.select(f"SELECT ?length WHERE {{ <{source}> <{terms['length']}> ?length }}"):
            if int(lexical_form(row["length"])) != len(text):
                misfits.append(
                    Misfit(source, f"the text has {len(text)} characters, not {lexical_form(row['length'])}")
                )
    return misfits


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
