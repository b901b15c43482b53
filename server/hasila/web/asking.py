"""Short questions that pages ask of the engine: rows of a SELECT, labels of resources, and what is asked once per release.

SPARQL 1.1 Query Results JSON, section 3; SPARQL 1.1 Query, section 10.2 (VALUES). IRIs are checked before they go into a query.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

from flask import current_app

from hasila.engine.protocol import Query
from hasila.rdf.formats import SPARQL_JSON
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import LABEL_PROPERTIES
from hasila.web.site import site

T = TypeVar("T")
Row = Mapping[str, Mapping[str, Any]]
_MANY = 200
# With the properties as VALUES too, Oxigraph takes forty times as long.
_LABELS = """SELECT ?resource ?property ?label WHERE {{
  VALUES ?resource {{ {resources} }} ?resource ?property ?label FILTER(?property IN ({properties}) && ISLITERAL(?label))
}} ORDER BY ?resource ?label"""
_PROPERTIES = ", ".join(f"<{name}>" for name in LABEL_PROPERTIES)


def select(text: str) -> list[Row]:
    """Return the rows of a SELECT that the server itself asks; raises what stops the engine."""
    with site().engine.answer(Query(text, SPARQL_JSON.name), own=True) as answer:
        rows: list[Row] = json.loads(answer.read())["results"]["bindings"]
    return rows


def values(iris: Iterable[str]) -> str:
    """Return the IRIs as they stand in a VALUES block; what is no IRI is left out."""
    return " ".join(f"<{iri}>" for iri in iris if is_iri(iri))


def labels_of(iris: Iterable[str]) -> dict[str, Text]:
    """Return the labels of the resources that have any, by language; of several in one language the first."""
    wanted = sorted({iri for iri in iris if is_iri(iri)})
    best: dict[str, dict[str, tuple[int, str]]] = {}
    for start in range(0, len(wanted), _MANY):
        text = _LABELS.format(resources=values(wanted[start : start + _MANY]), properties=_PROPERTIES)
        for row in select(text):
            label, place = row["label"], LABEL_PROPERTIES.index(row["property"]["value"])
            known = best.setdefault(row["resource"]["value"], {})
            language = str(label.get("xml:lang", ""))
            known[language] = min(known.get(language, (place, label["value"])), (place, label["value"]))
    return {iri: {tag: text for tag, (_, text) in found.items()} for iri, found in best.items()}


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Return `make` asked once by each application, whose release never changes; a failure is not remembered."""
    key = f"hasila.once.{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def found() -> T:
        known = current_app.extensions
        if key not in known:
            known[key] = make()
        value: T = known[key]
        return value

    return found
