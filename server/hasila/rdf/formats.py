"""The one table of representations: media type, extension and label of every format read or written.

RDF 1.1 syntaxes, SPARQL 1.1 result formats and HTML. Says nothing about which of them a resource offers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One representation format.

    `name` is our key, `media_type` the IANA type, `extension` the file ending without the dot, `label` what people
    read, `iri` the W3C's name of the format (http://www.w3.org/ns/formats/), `aliases` other media types that mean it.
    `open_charset` says that a format which is not of type text leaves the charset open, too.
    """

    name: str
    media_type: str
    extension: str
    label: str
    iri: str = ""
    aliases: tuple[str, ...] = ()
    open_charset: bool = False

    @property
    def content_type(self) -> str:
        """The Content-Type to send: text formats name their charset (RFC 6657), most of the others fix it themselves."""
        named = self.open_charset or self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if named else self.media_type


_W3C = "http://www.w3.org/ns/formats/"

HTML = Format("html", "text/html", "html", "HTML", "", ("application/xhtml+xml",))
TURTLE = Format("turtle", "text/turtle", "ttl", "Turtle", _W3C + "Turtle", ("application/x-turtle",))
NTRIPLES = Format("ntriples", "application/n-triples", "nt", "N-Triples", _W3C + "N-Triples", ("text/plain",))
NQUADS = Format("nquads", "application/n-quads", "nq", "N-Quads", _W3C + "N-Quads")
TRIG = Format("trig", "application/trig", "trig", "TriG", _W3C + "TriG")
JSONLD = Format("jsonld", "application/ld+json", "jsonld", "JSON-LD", _W3C + "JSON-LD", ("application/json",))
RDFXML = Format("rdfxml", "application/rdf+xml", "rdf", "RDF/XML", _W3C + "RDF_XML", ("application/xml", "text/xml"))

SPARQL_JSON = Format(
    "json", "application/sparql-results+json", "json", "JSON", _W3C + "SPARQL_Results_JSON", ("application/json",)
)
SPARQL_XML = Format(
    "xml", "application/sparql-results+xml", "xml", "XML", _W3C + "SPARQL_Results_XML", ("application/xml", "text/xml")
)
CSV = Format("csv", "text/csv", "csv", "CSV", _W3C + "SPARQL_Results_CSV")
TSV = Format("tsv", "text/tab-separated-values", "tsv", "TSV", _W3C + "SPARQL_Results_TSV")
CSVM = Format("csvm", "application/csvm+json", "json", "CSVW")
"""What a CSV table says of its columns (Metadata Vocabulary for Tabular Data, appendix C)."""
ATOM = Format("atom", "application/atom+xml", "atom", "Atom")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel")
BIBTEX = Format("bibtex", "application/x-bibtex", "bib", "BibTeX", "", ("text/x-bibtex",), open_charset=True)
RIS = Format("ris", "application/x-research-info-systems", "ris", "RIS", open_charset=True)
CSL = Format("csl", "application/vnd.citationstyles.csl+json", "csl.json", "CSL-JSON")
"""How a thing is cited, for reference managers."""
ICALENDAR = Format("icalendar", "text/calendar", "ics", "iCalendar")
GEOJSON = Format("geojson", "application/geo+json", "geojson", "GeoJSON", "", ("application/vnd.geo+json",))

RDF_FORMATS = (TURTLE, NTRIPLES, JSONLD, RDFXML)
"""What describes a graph: resources, CONSTRUCT and DESCRIBE."""
DATASET_FORMATS = (NQUADS, TRIG)
"""What carries named graphs."""
RESULT_FORMATS = (SPARQL_JSON, SPARQL_XML, CSV, TSV)
"""What carries solutions and booleans (SPARQL 1.1 Query Results JSON, XML, CSV and TSV)."""
DUMP_FORMATS = (TURTLE, NTRIPLES, NQUADS, TRIG, JSONLD, RDFXML)
"""What a release is dumped in."""
CITATION_FORMATS = (BIBTEX, RIS, CSL)
"""What carries a citation: one title, so one language each."""
EVENT_FORMATS = (ICALENDAR, GEOJSON)
"""What carries what has a time, and what has a place."""
ALL_FORMATS = (HTML, *DUMP_FORMATS, *RESULT_FORMATS)


def by_extension(extension: str) -> Format | None:
    """Return the format with that file ending (without the dot), or None."""
    return next((form for form in ALL_FORMATS if form.extension == extension), None)


def split_suffix(path: str, offers: Sequence[Format]) -> tuple[str, Format] | None:
    """Return what stands before the file ending of one of the offers, and that offer; None where no ending is theirs.

    The longest ending counts, so that `x.csl.json` is no JSON of `x.csl`.
    """
    for form in sorted(offers, key=lambda offer: -len(offer.extension)):
        stem = path.removesuffix(f".{form.extension}")
        if stem != path and stem and not stem.endswith("/"):
            return stem, form
    return None


def by_token(token: str, offers: tuple[Format, ...]) -> Format | None:
    """Return the offer that `?format=` names by key, file ending, media type or alias; None when there is none."""
    wanted = token.strip().lower()
    for form in offers:
        if wanted in (form.name, form.extension, form.media_type):
            return form
    return next((form for form in offers if wanted in form.aliases), None)
