"""A resource in a few lines of Turtle: what an example shows, with prefixes, and no more than a reader takes in.

Turtle 1.1, sections 2.1 to 2.5. What is left out is said in a comment, so what stands there is true and can be parsed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hasila.rdf.namespaces import RDF, XSD, shorten

MOST_PROPERTIES, MOST_VALUES, LONGEST = 8, 2, 160
"""So many properties of a class's example and values of each are shown; texts longer than that are left out."""

Term = Mapping[str, Any]
_BARE = {XSD + "integer", XSD + "decimal", XSD + "boolean"}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def snippet(
    subject: str, said: Mapping[str, Sequence[Term]], prefixes: Mapping[str, str], language: str, only: str = ""
) -> str:
    """Return what is said of a subject, by property, as Turtle; texts in other languages than the page's are left out.

    `only` is the one property to be shown, beside the types. Empty when nothing is left.
    """
    properties = sorted(said, key=lambda name: (name != RDF + "type", name))
    if only:
        properties = [name for name in properties if name in (RDF + "type", only)]
    lines: list[tuple[str, str]] = []
    left = 0
    for name in properties:
        values = [term for term in said[name] if _is_shown(term, language)]
        if not values or len(lines) == MOST_PROPERTIES:
            left += not only
            continue
        shown = ", ".join(written(term, prefixes) for term in values[:MOST_VALUES])
        verb = "a" if name == RDF + "type" else _iri(name, prefixes)
        more = len(said[name]) - len(values[:MOST_VALUES])
        lines.append((f"{verb} {shown}", f"  # + {more}" if more else ""))
    if not lines or (only and only not in said):
        return ""
    ends = [" ;"] * (len(lines) - 1) + [" ."]
    text = "\n".join(f"    {line}{end}{more}" for (line, more), end in zip(lines, ends, strict=True))
    return f"{_iri(subject, prefixes)}\n{text}\n" + (f"# + {left}\n" if left else "")


def declarations(texts: str, prefixes: Mapping[str, str]) -> str:
    """Return the @prefix lines that a snippet needs."""
    used = sorted(name for name in prefixes if f"{name}:" in texts)
    return "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in used)


def written(term: Term, prefixes: Mapping[str, str]) -> str:
    """Return a term as Turtle writes it."""
    value, datatype = str(term["value"]), str(term.get("datatype", ""))
    if term["type"] == "uri":
        return _iri(value, prefixes)
    if term["type"] == "bnode":
        return "[]"
    if datatype in _BARE and value.lstrip("+-").replace(".", "", 1).isdigit() and not value.endswith("."):
        return value
    text = f'"{value.translate(_ESCAPES)}"'
    if term.get("xml:lang"):
        return f"{text}@{term['xml:lang']}"
    return f"{text}^^{_iri(datatype, prefixes)}" if datatype and datatype != XSD + "string" else text


def _is_shown(term: Term, language: str) -> bool:
    tag = str(term.get("xml:lang", ""))
    return (not tag or tag.split("-")[0] == language) and (term["type"] == "uri" or len(str(term["value"])) <= LONGEST)


def _iri(iri: str, prefixes: Mapping[str, str]) -> str:
    short = shorten(iri, prefixes)
    # Turtle 1.1, section 6.5, PN_LOCAL: a name may not begin with a hyphen or a dot.
    return short if short != iri and short.partition(":")[2][0] not in "-." else f"<{iri}>"
