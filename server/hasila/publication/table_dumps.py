"""Tables among the files for downloading: what saved queries answer, and the tables of the sources; CSV, CSVW, workbooks.

Metadata Vocabulary for Tabular Data (W3C, 2015), section 5: each plain CSV has its metadata beside it. The plain CSV is for
programs; its twin for spreadsheet programs is a file of its own. Makes no table itself (see `grids`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hasila.distributions import Separators, excel_name
from hasila.errors import ManifestInvalid
from hasila.grids import Grid, grid_of_answers
from hasila.publication.distributing import Offer
from hasila.publication.grids import grid_of_table, metadata_of
from hasila.publication.manifest import Manifest
from hasila.publication.saving import query_files
from hasila.publication.sources import Sources
from hasila.rdf import saved_queries
from hasila.rdf.formats import CSV, CSVM, SPARQL_JSON, XLSX
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.release import answer_file
from hasila.spreadsheets import excel_csv, facts_of, plain_csv, workbook

FOLDER = "table"
_DIALECT = {"encoding": "utf-8", "delimiter": ",", "header": True, "quoteChar": '"'}


def table_dumps(manifest: Manifest, sources: Sources, answers: Mapping[str, bytes] | None) -> Iterator[Offer]:
    """Yield the tables for downloading: those of the saved queries the manifest names, then those of the sources.

    `answers` are the answers in the release by name; None where nobody was asked, which makes no tables of queries. Raises
    ManifestInvalid for a query that has no answer there, and for two tables of one name.
    """
    taken: set[str] = set()
    of_queries = () if answers is None else _of_queries(manifest, answers)
    for offer in (*of_queries, *_of_sources(manifest, sources)):
        if offer.name in taken:
            raise ManifestInvalid(f"hasila.toml: two tables would be {offer.name}; rename one.", key="tables")
        taken.add(offer.name)
        yield offer


def _of_queries(manifest: Manifest, answers: Mapping[str, bytes]) -> Iterator[Offer]:
    files = dict(query_files(manifest))
    for name in manifest.tables.queries:
        if f"{name}.rq" not in files:
            raise ManifestInvalid(
                f"hasila.toml: tables.queries names {name!r}, but there is no such query.", key="queries"
            )
        query = saved_queries.read(name, files[f"{name}.rq"].decode())
        grid = grid_of_answers(query, dict(_in_languages(manifest, query, answers)))
        for language in grid.rows:
            yield from _plain(manifest, grid, language)
        yield from _excel(manifest, grid)
        content = workbook(grid, manifest.languages, facts_of(manifest, grid), manifest.modified)
        rows = len(grid.rows_in(manifest.languages[0]))
        yield Offer(f"{FOLDER}/{name}.{XLSX.extension}", XLSX, content, table=name, rows=rows)


def _in_languages(manifest: Manifest, query: SavedQuery, answers: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the answers of a query by language; the one by default, under its language, first."""
    default = answers.get(answer_file(query.name, SPARQL_JSON))
    if default is None or b'"bindings"' not in default:
        raise ManifestInvalid(
            f"hasila.toml: tables.queries names {query.name!r}, whose answer is not in the release: it must be a SELECT "
            "whose ORDER BY leaves no two rows to change places.", key="queries",
        )  # fmt: skip
    asked = [parameter.default for parameter in query.parameters if parameter.name == LANGUAGE_PARAMETER]
    yield (asked[0] if asked else ""), default
    for language in manifest.languages:
        found = answers.get(answer_file(query.name, SPARQL_JSON, language))
        if found is not None:
            yield language, found


def _plain(manifest: Manifest, grid: Grid, language: str) -> Iterator[Offer]:
    """Yield the plain CSV in a language, the first without that language in its name, and its metadata."""
    first = language == next(iter(grid.rows))
    stem = f"{FOLDER}/{grid.name}" if first else f"{FOLDER}/{grid.name}.{language}"
    rows = grid.rows[language]
    metadata = f"{stem}.csv-metadata.json"
    yield Offer(
        f"{stem}.csv", CSV, plain_csv(grid.columns, rows), table=grid.name, language=language or None,
        metadata=metadata, rows=len(rows),
    )  # fmt: skip
    described = _metadata(manifest, grid, f"{stem.rpartition('/')[2]}.csv", language)
    yield Offer(metadata, CSVM, _json(described), table=grid.name, language=language or None)


def _of_sources(manifest: Manifest, sources: Sources) -> Iterator[Offer]:
    for path, table in sources.tables.items():
        name, year = _name(manifest.root, path), sources.years[path]
        metadata = metadata_of(path)
        grid = grid_of_table(name, table, metadata)
        described = f"{FOLDER}/{name}.csv-metadata.json" if metadata else None
        plain = f"{FOLDER}/{name}.csv"
        content = _content(path, grid)
        yield Offer(plain, CSV, content, year=year, table=name, metadata=described, rows=len(grid.rows[""]))
        if described:
            told = {**metadata, "url": Path(plain).name, "dialect": _DIALECT}
            yield Offer(described, CSVM, _json(told), year=year, table=name)
        yield from _excel(manifest, grid, year)


def _content(path: Path, grid: Grid) -> bytes:
    """Return the file itself where it is plain CSV, else the table as plain CSV."""
    content = path.read_bytes()
    try:
        rows = [cells for cells in csv.reader(io.StringIO(content.decode(), newline="")) if cells]
    except (UnicodeDecodeError, csv.Error):
        rows = []
    same = rows == [[column.name for column in grid.columns], *grid.rows[""]]
    return content if same else plain_csv(grid.columns, grid.rows[""])


def _name(root: Path, path: Path) -> str:
    """Return the name of a table of the sources: its path without ending and first folder."""
    parts = path.relative_to(root).with_suffix("").parts
    return "/".join(parts[1:] if len(parts) > 1 else parts)


def _excel(manifest: Manifest, grid: Grid, year: int | None = None) -> Iterator[Offer]:
    """Yield the CSV for spreadsheet programs in each language of the publication."""
    for language in manifest.languages:
        content = excel_csv(grid, language, manifest.tables.separators.get(language, Separators()))
        yield Offer(
            f"{FOLDER}/{excel_name(grid.name, language)}", CSV, content, year=year, table=grid.name, language=language,
            excel=True, rows=len(grid.rows_in(language)),
        )  # fmt: skip


def _metadata(manifest: Manifest, grid: Grid, url: str, language: str) -> dict[str, Any]:
    """Return what CSVW says of the plain CSV of a saved query."""
    first = manifest.languages[0]
    columns = []
    for column in grid.columns:
        titles: dict[str, Any] = dict(column.headings)
        # The header has the name, and a title must be what the header has.
        titles[first] = [column.name, *([titles[first]] if first in titles else [])]
        entry: dict[str, Any] = {"name": column.name, "titles": titles, "datatype": column.datatype}
        if column.meanings:
            entry["dc:description"] = _values(column.meanings)
        columns.append(entry)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language or first}],
        "url": url,
        "dc:title": _values(grid.title),
        "dc:description": _values(grid.description),
        "dc:license": {"@id": manifest.licence},
        "dc:modified": {"@value": manifest.modified, "@type": "xsd:date"},
        "dialect": _DIALECT,
        "tableSchema": {"columns": columns},
    }


def _values(text: Text) -> list[dict[str, str]]:
    return [{"@value": value, "@language": language} for language, value in text.items()]


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
