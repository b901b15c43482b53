"""The files of a release that anyone may fetch: what each holds, its size and checksum, and its compressed forms.

DCAT 3 section 6.8 (Distribution), RFC 9110 section 8.4.1 (content codings). A release lists them in `distributions.json`,
and its `Release.distributions` is that list. Says nothing of addresses, which depend on who serves, and opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DISTRIBUTIONS = "distributions.json"
"""Name of the list within a release."""
FOLDER = "dumps"
"""Folder of the files within a release; the web serves it as `/dumps/`."""


@dataclass(frozen=True)
class Separators:
    """What parts cells, and what stands before decimals, in CSV for the spreadsheet programs of a language's readers."""

    cells: str = ","
    decimals: str = "."


@dataclass(frozen=True)
class Compressed:
    """The whole file in a content coding (`gzip` or `zstd`), as a file of its own: `name` is that of the file and `.gz`.

    The same bytes are sent under the plain file's name, with Content-Encoding, to who accepts the coding.
    """

    coding: str
    name: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Distribution:
    """One file that can be fetched: its name below `/dumps/`, what it holds, and its compressed forms.

    `format` is the key of the format table (`rdf.formats`), `media_type` the Content-Type it is sent with, `sha256` in
    lower-case hexadecimal, `modified` a date of ISO 8601. `graph` is the IRI of the one named graph the file holds, None
    for everything published (or for a table); `year` the year that graph or table reports, None for several. `table`
    names the table a CSV or spreadsheet holds, `language` the language of its labels, `metadata` the file of its CSVW
    metadata (format `csvm`); `excel` says that it is a CSV for spreadsheet programs, a twin of the plain one of that table,
    which `?excel=1` asks for; `triples` or `rows` count what is in it, the header left out.
    """

    name: str
    format: str
    media_type: str
    bytes: int
    sha256: str
    modified: str
    graph: str | None = None
    year: int | None = None
    table: str | None = None
    language: str | None = None
    metadata: str | None = None
    excel: bool = False
    triples: int | None = None
    rows: int | None = None
    compressed: tuple[Compressed, ...] = ()

    @property
    def path(self) -> str:
        """The path of the file below the address of the server."""
        return f"/{FOLDER}/{self.name}"

    @property
    def forms(self) -> tuple[Distribution | Compressed, ...]:
        """The file itself and its compressed forms."""
        return (self, *self.compressed)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Distribution:
        """Return the distribution that an entry of `distributions.json` describes. Raises KeyError or TypeError."""
        return cls(**{**data, "compressed": tuple(Compressed(**entry) for entry in data["compressed"])})


def excel_name(table: str, language: str) -> str:
    """Return the file name of the CSV for spreadsheet programs of a table, in a language."""
    return f"{table}.{language}.excel.csv"
