"""What a file's format is called by those who keep lists of formats: the EU's file types, IANA, and its specification.

DCAT-AP 3.0.1 section "Controlled vocabularies" (file type; IANA media types). The formats are those of `rdf.formats`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hasila.publication.authorities import concept

IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Medium:
    """A format as catalogues name it: the code of its file type, its label, and the specification (IRI and title)."""

    file_type: str
    label: str
    standard: str
    standard_title: str

    @property
    def iri(self) -> str:
        """The IRI of the EU's file type."""
        return concept("file-type", self.file_type)


_W3C = "https://www.w3.org/TR/"
MEDIA: Mapping[str, Medium] = {
    "turtle": Medium("RDF_TURTLE", "Turtle", _W3C + "turtle/", "RDF 1.1 Turtle"),
    "ntriples": Medium("RDF_N_TRIPLES", "N-Triples", _W3C + "n-triples/", "RDF 1.1 N-Triples"),
    "nquads": Medium("RDF_N_QUADS", "N-Quads", _W3C + "n-quads/", "RDF 1.1 N-Quads"),
    "trig": Medium("RDF_TRIG", "TriG", _W3C + "trig/", "RDF 1.1 TriG"),
    "jsonld": Medium("JSON_LD", "JSON-LD", _W3C + "json-ld11/", "JSON-LD 1.1"),
    "rdfxml": Medium("RDF_XML", "RDF/XML", _W3C + "rdf-syntax-grammar/", "RDF 1.1 XML Syntax"),
    "csv": Medium("CSV", "CSV", "https://www.rfc-editor.org/rfc/rfc4180", "RFC 4180: CSV"),
    "xlsx": Medium("XLSX", "Excel", "https://ecma-international.org/publications-and-standards/standards/ecma-376/",
                   "ECMA-376: Office Open XML"),
    "csvm": Medium("JSON", "CSVW", _W3C + "tabular-metadata/", "Metadata Vocabulary for Tabular Data"),
    "json": Medium("JSON", "JSON", "https://www.rfc-editor.org/rfc/rfc8259", "RFC 8259: JSON"),
}  # fmt: skip
"""By key of the format table."""


def iana(media_type: str) -> str:
    """Return IANA's IRI of a media type, whose parameters are left out."""
    return IANA + media_type.partition(";")[0].strip()
