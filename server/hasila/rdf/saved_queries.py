"""Saved queries: SPARQL files whose `#+` comment lines carry their metadata and whose parameters are bound as terms.

A file stays valid SPARQL 1.1: a parameter is a `VALUES ?name { default }` block, and binding replaces what stands
between its braces by another RDF term (SPARQL 1.1 Query section 10.2). Evaluates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hasila.errors import BadRequest, QueryFileInvalid
from hasila.rdf.displays import Display, read_display
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import XSD

_METADATA = re.compile(r"#\+\s*([a-z][a-z0-9-]*):\s*(.*?)\s*\Z")
_LEXICAL: Mapping[str, str] = {
    "integer": r"[+-]?[0-9]{1,18}",
    "decimal": r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "boolean": r"true|false",
}
_TERMS: Mapping[str, str] = {
    "iri": r"<[^<>]*>",
    "string": r'"(?:[^"\\\n]|\\.)*"',
    "typed": r'[A-Za-z0-9+.-]+|"[^"\\\n]*"\^\^\S+',
}
"""How a default is written in its block: by exactly one term."""
_BARE: Mapping[str, str] = {
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?[0-9]*\.[0-9]+",
    "boolean": r"true|false",
}
_NAMESPACE = re.compile(r"\S+[/#]")
LANGUAGE_PARAMETER = "language"
"""A saved query with a parameter of this name is asked in the language of the page it is shown on."""
PARAMETER_TYPES = ("iri", "string", *_LEXICAL)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a saved query: its name, type, default (as a reader would type it) and label.

    `choices` are the namespaces, whole or below the publication's base, of what a form offers; without any it is typed.
    """

    name: str
    type: str
    default: str
    label: Text
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SavedQuery:
    """One saved query: name, SPARQL text, title, description, parameters in the order of the file, how it is best seen."""

    name: str
    text: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    display: Display = field(default_factory=Display)

    @property
    def types(self) -> dict[str, str]:
        """The type of each parameter, by its name."""
        return {parameter.name: parameter.type for parameter in self.parameters}

    @property
    def group(self) -> str:
        """The name of the group under whose title it is listed, empty for none."""
        return self.facts.get("group", "")

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the SPARQL text with the parameters bound to `values`; what is not given keeps its default.

        Raises BadRequest for an unknown parameter or a value that is not of its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        text = self.text
        for name, value in values.items():
            if name not in known:
                names = ", ".join(known) or "none"
                raise BadRequest(f"The query {self.name!r} has no parameter {name!r:.80}; it has: {names}.", name=name)
            term = term_of(known[name].type, value, name)
            text = _block(name).sub(lambda match, term=term: f"{match[1]} {term} {match[3]}", text)  # type: ignore[misc]
        return text

    def is_default(self, name: str, value: str) -> bool:
        """Tell whether the parameter `name` bound to `value` stands for the very term that its block holds by default.

        False where that cannot be told from the text alone. Raises BadRequest for a value that is not of its type.
        """
        kind = next(parameter.type for parameter in self.parameters if parameter.name == name)
        written = _block(name).findall(self.text)[0][1].strip()
        return term_of(kind, value, name) == _unabbreviated(written)


def read_metadata(text: str) -> dict[str, str]:
    """Return the `#+ key: value` lines of a query file, in order; a repeated key is continued on a new line."""
    metadata: dict[str, str] = {}
    for line in text.splitlines():
        match = _METADATA.match(line)
        if match:
            key, value = match[1], match[2]
            metadata[key] = f"{metadata[key]}\n{value}" if key in metadata else value
    return metadata


def texts(metadata: Mapping[str, str], key: str) -> dict[str, str]:
    """Return the values of `key-{language}` by language."""
    prefix = key + "-"
    return {k[len(prefix) :]: v for k, v in metadata.items() if k.startswith(prefix) and len(k) - len(prefix) in (2, 3)}


def read(name: str, text: str) -> SavedQuery:
    """Return the saved query that the file `name` (without its ending) holds.

    Raises QueryFileInvalid when a declared parameter is of no known type, has no block of its own, blocks that differ or no
    default in them, and for a display that is not known.
    """
    metadata = read_metadata(text)
    parameters = tuple(_parameter(name, text, line, metadata) for line in metadata.get("parameter", "").splitlines())
    title, description = texts(metadata, "title"), texts(metadata, "description")
    return SavedQuery(name, text, title, description, parameters, metadata, read_display(name, metadata))


def _parameter(query: str, text: str, line: str, metadata: Mapping[str, str]) -> Parameter:
    name, _, kind = line.partition(" ")
    kind = kind.strip()
    if kind not in PARAMETER_TYPES:
        raise QueryFileInvalid(
            f"{query}.rq: parameter {name!r} has type {kind!r}; known are {PARAMETER_TYPES}.", file=query
        )
    # Several where sub-selects are each to be narrowed by it; all hold the same.
    defaults = {block[1].strip() for block in _block(name).findall(text)}
    if len(defaults) != 1:
        raise QueryFileInvalid(
            f"{query}.rq: parameter {name!r} needs a block VALUES ?{name} {{ … }}; if it has several, all must hold the same.",
            file=query,
        )
    default = defaults.pop()
    if not re.fullmatch(_TERMS["iri" if kind == "iri" else "string" if kind == "string" else "typed"], default):
        raise QueryFileInvalid(
            f"{query}.rq: the default of parameter {name!r} must be one term of type {kind}, not {default!r:.80}; write an "
            'IRI as <…>, a string as "…", and anything else bare or as "…"^^xsd:….', file=query,
        )  # fmt: skip
    plain = _plain(default)
    return Parameter(
        name, kind, plain, texts(metadata, f"parameter-{name}"), _choices(query, name, kind, plain, metadata)
    )


def _choices(query: str, name: str, kind: str, default: str, metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Return the namespaces that the query's file names, else that of a default that is an IRI."""
    told = metadata.get(f"parameter-{name}-choices")
    if told is None:
        return (_NAMESPACE.findall(default)[0],) if kind == "iri" and _NAMESPACE.match(default) else ()
    found = tuple(told.split()) if told != "none" else ()
    if kind not in ("iri", "integer") or not all(map(_NAMESPACE.fullmatch, found)):
        raise QueryFileInvalid(
            f"{query}.rq: parameter-{name}-choices must be none, or name namespaces that end with / or #, such as id/place/, "
            "for a parameter of type iri or integer.", file=query,
        )  # fmt: skip
    return found


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{)([^{{}}]*)(\}})")


def _unabbreviated(term: str) -> str:
    """Return a bare number or boolean as the typed literal it stands for (SPARQL 1.1 Query section 4.1.2)."""
    for kind, pattern in _BARE.items():
        if re.fullmatch(pattern, term):
            return f'"{term}"^^<{XSD}{kind}>'
    return term


def _plain(term: str) -> str:
    """Return what a reader would type for a term: the IRI, or the lexical form."""
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith('"'):
        return term[1 : term.rindex('"')]
    return term


def term_of(kind: str, value: str, name: str) -> str:
    """Return `value` as an RDF term of the parameter type `kind`, in SPARQL syntax. Raises BadRequest if it is none."""
    if kind == "iri":
        if is_iri(value):
            return f"<{value}>"
    elif kind == "string":
        return quote_literal(value)
    elif re.fullmatch(_LEXICAL[kind], value):
        return f'"{value}"^^<{XSD}{kind}>'
    raise BadRequest(f"Parameter {name!r}: {value!r:.120} is not of type {kind}.", name=name, type=kind)


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def quote_literal(value: str) -> str:
    """Return `value` as a plain literal in SPARQL syntax (SPARQL 1.1 Query section 19.7)."""
    return '"' + "".join(_ESCAPES.get(c, c) for c in value) + '"'
