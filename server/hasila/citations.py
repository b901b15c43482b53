"""How a thing of the publication is cited: BibTeX, RIS and CSL-JSON from what a release says of itself.

BibTeX as `btxdoc` defines it, for LaTeX; RIS (2011); Citation Style Language 1.0.2, csl-data. Says only what is known: no
person and no date of access, which only the reader knows. Pure functions; the sentence that people read is the pages'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from hasila.rdf.formats import BIBTEX, CSL, RIS, Format
from hasila.rdf.iris import as_uri

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros that every BibTeX style defines."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Unicode categories Cc, Zl and Zp."""
# A brace counts for BibTeX even behind a backslash, so braces within a text go by their LaTeX names.
_LATEX: Mapping[str, str] = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", **{mark: f"\\{mark}" for mark in "$&#_%"},
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """What is said of a thing that is cited.

    `title` is in `language`; `author` and `publisher` are bodies, never persons, and the author may be the publisher;
    `within` is the title of the publication that the thing is a part of, empty for the publication itself; `issued` is the
    date of the version (ISO 8601); `licence` is an IRI.
    """

    key: str
    iri: str
    title: str
    language: str
    author: str
    publisher: str
    within: str
    version: str
    issued: str
    licence: str

    @property
    def url(self) -> str:
        """The address of the thing: its IRI as a URI (RFC 3987 section 3.1)."""
        return as_uri(self.iri)


def citation_key(publication: str, iri: str, base: str) -> str:
    """Return a key for `iri` that BibTeX takes: letters, digits and hyphens, the same in every release.

    What of an IRI cannot stand in a key is told apart by a digest.
    """
    rest = iri.removeprefix(base).strip("/#")
    plain = re.sub(r"[^A-Za-z0-9]+", "-", rest).strip("-")
    lost = re.search(r"[^A-Za-z0-9/._-]", rest) or not iri.startswith(base)
    parts = [publication, plain, sha256(iri.encode()).hexdigest()[:8] if lost else ""]
    return "-".join(part for part in parts if part)


def write(citation: Citation, form: Format) -> str:
    """Return the citation in one of `CITATION_FORMATS`."""
    return {BIBTEX.name: as_bibtex, RIS.name: as_ris, CSL.name: as_csl}[form.name](citation)


def as_bibtex(citation: Citation) -> str:
    """Return the citation as a BibTeX entry; what a style does not know of it, it leaves out."""
    year, month, _ = citation.issued.split("-")
    fields = {
        # Two pairs of braces: a body's name has no first and last part, and a title keeps its capitals.
        "author": f"{{{_latex(citation.author)}}}",
        "title": f"{{{_latex(citation.title)}}}",
        "howpublished": _latex(citation.within),
        "publisher": _latex(citation.publisher),
        "version": _latex(citation.version),
        "date": citation.issued,
        "year": year,
        "note": _latex(f"Licence: {citation.licence}") if citation.licence else "",
        "language": citation.language,
        # Read as it stands by \url, so escapes would become part of the address; a URI holds no braces.
        "url": citation.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value not in ("", "{}")]
    lines.insert(-1, f"  month = {_MONTHS[int(month) - 1]},")
    return "\n".join([f"@misc{{{citation.key},", *lines, "}", ""])


def as_ris(citation: Citation) -> str:
    """Return the citation as a RIS record, with the line ends that RIS asks for."""
    tags = [
        ("TY", "DATA"),
        ("ID", citation.key),
        ("TI", citation.title),
        ("T2", citation.within),
        ("AU", citation.author),
        ("PB", citation.publisher),
        ("ET", citation.version),
        ("PY", citation.issued[:4]),
        ("DA", citation.issued.replace("-", "/")),
        ("LA", citation.language),
        ("UR", citation.url),
        ("N1", f"Licence: {citation.licence}" if citation.licence else ""),
    ]
    lines = [f"{tag}  - {_line(value)}\r\n" for tag, value in tags if value]
    return "".join([*lines, "ER  - \r\n"])


def as_csl(citation: Citation) -> str:
    """Return the citation as CSL-JSON: a list of one item."""
    item = {
        "id": citation.key,
        "type": "dataset",
        "title": _line(citation.title),
        "container-title": _line(citation.within),
        "author": _bodies([citation.author]),
        "publisher": _line(citation.publisher),
        "version": citation.version,
        "issued": {"date-parts": [[int(part) for part in citation.issued.split("-")]]},
        "language": citation.language,
        "URL": citation.url,
        "note": f"Licence: {citation.licence}" if citation.licence else "",
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _bodies(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"literal": _line(name)} for name in names if name]


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in _line(text))


def _line(text: str) -> str:
    """Return a text as one line without control characters, which RIS and BibTeX would read as ends of a field."""
    spaced = _BREAKS.sub(" ", text)
    # Spaces that do not break stay: they are part of the typography of Arabic and French.
    return re.sub(" {2,}", " ", spaced).strip(" ")
