"""RDF terms as a page shows them: text with its language and direction, and a link where one is safe.

Terms come in the form of SPARQL 1.1 Query Results JSON, section 3.2.2. Only http, https and mailto become links: an IRI
is data, and `javascript:` is one. Builds no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from hasila.rdf.iris import IriSpace
from hasila.rdf.languages import Text, direction, pick
from hasila.rdf.namespaces import XSD, shorten

_LINKABLE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://|mailto:)(?:www\.)?", re.IGNORECASE)
_LINE = 60
"""An address is shown up to so many characters."""
_NUMBER = re.compile(r"([+-]?)([0-9]+)(\.[0-9]+)?\Z")
_TOGETHER = re.compile("[+-]?[0-9]{1,3}|0[0-9]{3}|19[0-9]{2}|20[0-9]{2}|2100")
_BEFORE_MARK = re.compile(r" (?=[;:!?%»])|(?<=«) ")
_NUMERIC = frozenset(XSD + name for name in ("integer", "decimal", "nonNegativeInteger", "int", "long"))
_SILENT = frozenset({XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})

Term = Mapping[str, object]


@dataclass(frozen=True)
class TextView:
    """A text with its language and direction; `fallback` says that it is not in the language of the page."""

    text: str
    lang: str
    dir: str
    fallback: bool = False


@dataclass(frozen=True)
class TermView:
    """A term as a page shows it.

    `href` is a local path or a safe address, or None; `external` says that it leads elsewhere; `title` is the whole
    IRI; `datatype` is a prefixed name, empty for plain text; `lexical` is the lexical form of a literal, `value` too if it
    is a number.
    """

    text: TextView
    href: str | None = None
    external: bool = False
    title: str = ""
    datatype: str = ""
    value: str = ""
    lexical: str = ""

    @property
    def machine(self) -> str:
        """What programs read: the lexical form of a literal, or the IRI."""
        return self.lexical or self.title


@dataclass(frozen=True)
class Viewer:
    """What views of terms depend on: the page's language, the publication's IRIs and prefixes, and labels of IRIs.

    `booleans` are the words for the values of xsd:boolean; without them these are shown as they are written.
    """

    language: str
    languages: tuple[str, ...]
    iris: IriSpace
    prefixes: Mapping[str, str]
    labels: Mapping[str, Text] = field(default_factory=dict)
    booleans: Mapping[str, str] = field(default_factory=dict)

    def term(self, term: Term) -> TermView:
        """Return the view of one term."""
        if term["type"] == "uri":
            return self.iri(str(term["value"]))
        if term["type"] in ("literal", "typed-literal"):
            return self.literal(term)
        return TermView(text_view("_:" + str(term["value"]), "", self.language))

    def iri(self, iri: str, label: Text | None = None) -> TermView:
        """Return the view of an IRI: the label given, else its own, else its prefixed name, else itself."""
        texts = self.labels.get(iri, {}) if label is None else label
        found, language = pick(texts, self.language, self.languages)
        shown = text_view(found or shorten(iri, self.prefixes), language, self.language)
        path = self.iris.document_path(iri)
        if path is not None:
            return TermView(shown, path, title=iri)
        return TermView(shown, iri if _LINKABLE.match(iri) else None, external=True, title=iri)

    def literal(self, term: Term) -> TermView:
        """Return the view of a literal; the digits of numbers are grouped."""
        value = str(term["value"])
        language = str(term.get("xml:lang", ""))
        datatype = str(term.get("datatype", ""))
        shown = "" if not datatype or datatype in _SILENT else shorten(datatype, self.prefixes)
        if datatype in _NUMERIC:
            return TermView(
                text_view(group_digits(value, self.language), "", self.language),
                datatype=shown,
                value=value,
                lexical=value,
            )
        if datatype == XSD + "anyURI" and _LINKABLE.match(value):
            return TermView(_address(value), value, external=True, title=value, datatype=shown, lexical=value)
        if datatype == XSD + "boolean" and value in self.booleans:
            return TermView(
                text_view(self.booleans[value], self.language, self.language), datatype=shown, lexical=value
            )
        return TermView(text_view(value, language, self.language), datatype=shown, lexical=value)


def _address(url: str) -> TextView:
    """Return an address as people read one: without its scheme and its escapes, and not longer than a line."""
    plain = unquote(_SCHEME.sub("", url)).removesuffix("/")
    return TextView(plain if len(plain) <= _LINE else plain[: _LINE - 1] + "…", "", "ltr")


def text_view(text: str, language: str, page: str) -> TextView:
    """Return a text in `language` (empty: none) for a page in language `page`."""
    if language.startswith("fr"):
        # French sets these marks off with a space, and a line must not begin with them.
        text = _BEFORE_MARK.sub("\u00a0", text)
    # A text without language may be of either script, so the browser is to find out.
    way = direction(language) if language else "auto"
    return TextView(text, language, way, bool(language) and language.split("-")[0] != page.split("-")[0])


_MARKS: Mapping[str, tuple[str, str]] = {"en": (",", "."), "fr": ("\u202f", ",")}
"""What stands between groups of digits and before decimals in a language; elsewhere a narrow space and a dot."""


def group_digits(number: object, language: str = "") -> str:
    """Return a decimal number as a language writes it, in groups of three; anything else unchanged.

    Four digits that may be a year, from 1900 to 2100, are left together: so many are more often a year than a number.
    """
    match = _NUMBER.match(str(number))
    if not match:
        return str(number)
    group, mark = _MARKS.get(language.split("-")[0], ("\u202f", "."))
    whole = match[2] if _TOGETHER.fullmatch(str(number)) else f"{int(match[2]):_}".replace("_", group)
    return f"{match[1]}{whole}{(match[3] or '').replace('.', mark)}"
