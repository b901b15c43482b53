"""Evidence: does each passage that a statement points to still stand in the source text, to the character?

Web Annotation Data Model section 4.2.4 (Text Position Selector): offsets count Unicode code points from 0, the end is
exclusive. The text itself is never published; a SHA-256 of each passage is, which this module recomputes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.files import read_bytes
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


def read_source(path: Path) -> str:
    """Return the source text in the file, its line ends as they are, since offsets count them.

    Raises SourceInvalid when it cannot be read or is not UTF-8. A byte-order mark is part of the text.
    """
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceInvalid(f"{path}: is not UTF-8 (byte {error.start}).", file=str(path)) from error


def passages(dataset: Dataset, terms: Mapping[str, str], year: int | None) -> tuple[list[Passage], list[Misfit]]:
    """Return the passages that are evidence of the report of `year`, or of all reports, and those that cannot be checked.

    Begins from every statement that has evidence, so that nothing counts as verified which was left out: what lacks a
    source, offsets or a checksum, or whose source no report names, is a misfit in any year. Passages are sorted by source
    and offset, misfits by statement. `terms` are the IRIs of the manifest's [evidence] section.
    """
    years = _years(dataset, terms)
    found, misfits = [], []
    for row in dataset.select(f"""
        SELECT DISTINCT ?statement ?passage ?source ?start ?end ?sha WHERE {{
            ?statement <{terms["statement"]}> ?passage .
            OPTIONAL {{ ?passage <{OA}hasSource> ?source }}
            OPTIONAL {{
                ?passage <{OA}hasSelector> ?selector .
                OPTIONAL {{ ?selector <{OA}start> ?start }}
                OPTIONAL {{ ?selector <{OA}end> ?end }}
                OPTIONAL {{ ?selector <{terms["checksum"]}> ?sha }}
            }}
        }}"""):
        facts = {name: lexical_form(term) for name, term in row.items()}
        stated = years.get(facts.get("source", ""))
        if year is not None and stated and str(year) not in stated:
            continue
        reason = _incomplete(facts) or (None if stated else f"no report names its source {facts['source']}")
        if reason:
            misfits.append(Misfit(facts["statement"], reason))
        else:
            found.append(
                Passage(facts["statement"], facts["source"], int(facts["start"]), int(facts["end"]), facts["sha"])
            )
    return (
        sorted(found, key=lambda p: (p.source, p.start, p.end, p.statement)),
        sorted(misfits, key=lambda m: (m.resource, m.reason)),
    )


def _years(dataset: Dataset, terms: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the years of the reports that name each source, by the source's IRI."""
    rows = dataset.select(
        f"SELECT ?source ?year WHERE {{ ?report <{terms['source']}> ?source ; <{terms['year']}> ?year }}"
    )
    years: dict[str, set[str]] = {}
    for row in rows:
        years.setdefault(lexical_form(row["source"]), set()).add(lexical_form(row["year"]))
    return years


_PARTS = {"source": "source", "start": "start", "end": "end", "sha": "SHA-256"}
_OFFSET = re.compile("[0-9]{1,15}")
_SHA256 = re.compile("[0-9a-f]{64}")


def _incomplete(facts: Mapping[str, str]) -> str | None:
    """Return why a passage cannot be checked, or None when it can."""
    for name, word in _PARTS.items():
        if name not in facts:
            return f"its evidence {facts['passage']} has no {word}"
    for name in ("start", "end"):
        if not _OFFSET.fullmatch(facts[name]):
            return f"its {name} is {facts[name]!r}, not a number of characters"
    return None if _SHA256.fullmatch(facts["sha"]) else f"its SHA-256 is {facts['sha']!r}, not 64 hexadecimal digits"


def compare(text: str, found: Sequence[Passage]) -> list[Misfit]:
    """Return the passages that do not fit the text, in its order; none when all do."""
    misfits = []
    for passage in found:
        if not 0 <= passage.start < passage.end <= len(text):
            misfits.append(Misfit(passage.statement, f"ends at {passage.end}, but the text has {len(text)} characters"))
        elif (there := _sha256(text[passage.start : passage.end])) != passage.sha256:
            where = f"characters {passage.start} to {passage.end}"
            misfits.append(Misfit(passage.statement, f"{where} are not the passage; the SHA-256 of these is {there}"))
    return misfits


def compare_source(text: str, dataset: Dataset, terms: Mapping[str, str], sources: set[str]) -> list[Misfit]:
    """Return the sources that record no SHA-256 or length of their text, or another than that of `text`."""
    expected = {"checksum": ("SHA-256", _sha256(text)), "length": ("number of characters", str(len(text)))}
    misfits = []
    for source in sorted(sources):
        for key, (word, right) in expected.items():
            rows = dataset.select(f"SELECT ?it WHERE {{ <{source}> <{terms[key]}> ?it }}")
            recorded = sorted(lexical_form(row["it"]) for row in rows)
            if not recorded:
                misfits.append(Misfit(source, f"no {word} of its text is recorded; it is {right}"))
            misfits += [
                Misfit(source, f"its {word} is {it}, that of the text {right}") for it in recorded if it != right
            ]
    return misfits


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
