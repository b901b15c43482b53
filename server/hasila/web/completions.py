"""What an editor of queries completes: prefixes, and the classes, properties and concepts that the data use, with names.

SPARQL 1.1 Query section 4.1.1 (prefixed names); SKOS section 3 (concepts). Everything comes from the release: nobody else's
lists are asked. A name is in the language of the page where there is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from flask import Blueprint, Response

from hasila.engine.protocol import Query
from hasila.errors import EngineError
from hasila.rdf.formats import SPARQL_JSON
from hasila.rdf.languages import pick
from hasila.rdf.namespaces import DCTERMS, PREFIXES, RDFS, SKOS, shorten
from hasila.web.languages import page_language
from hasila.web.representations import JSON, negotiate, represent
from hasila.web.site import site
from hasila.web.vocabulary import vocabulary

blueprint = Blueprint("completions", __name__)
MOST = 3000
"""So many terms are offered, those used most; an editor is no catalogue."""
# One query for each kind: a union of all would be counted before the first row.
_QUERIES = {
    "property": "SELECT ?term (COUNT(*) AS ?uses) WHERE { ?s ?term ?o } GROUP BY ?term",
    "class": "SELECT ?term (COUNT(*) AS ?uses) WHERE { ?s a ?term } GROUP BY ?term",
    "concept": f"SELECT ?term (0 AS ?uses) WHERE {{ ?term a <{SKOS}Concept> }}",
}
_LABELS = f"""SELECT ?term ?label WHERE {{
  {{ SELECT DISTINCT ?term WHERE {{ %s }} }}
  VALUES ?property {{ <{RDFS}label> <{SKOS}prefLabel> <{DCTERMS}title> }}
  ?term ?property ?label
}}"""
_PATTERNS = {"property": "?s ?term ?o", "class": "?s a ?term", "concept": f"?term a <{SKOS}Concept>"}


@blueprint.get("/completions")
@blueprint.get("/completions.json")
def list_completions() -> Response:
    """List prefixes and terms as JSON, the terms used most first."""
    form = negotiate((JSON,))
    response = represent(form, lambda: json.dumps(_completions(), ensure_ascii=False), (page_language(),))
    response.vary.add("Accept-Language")
    response.headers["Content-Language"] = page_language()
    return response


def _completions() -> dict[str, object]:
    prefixes = {**PREFIXES, **site().publication.prefixes}
    terms = sorted(_terms(prefixes), key=lambda term: (-int(str(term["uses"])), str(term["iri"])))
    return {"prefixes": dict(sorted(prefixes.items())), "terms": terms[:MOST]}


def _terms(prefixes: Mapping[str, str]) -> Iterator[dict[str, object]]:
    languages = site().publication.languages
    for kind, query in _QUERIES.items():
        try:
            uses = {row["term"]["value"]: int(row["uses"]["value"]) for row in _rows(query)}
            labels = _labels(kind)
        except EngineError:
            # On data too large to be counted within the limits an editor completes prefixes only.
            continue
        for iri, count in uses.items():
            label, _ = pick({**vocabulary().get(iri, {}), **labels.get(iri, {})}, page_language(), languages)
            yield {"iri": iri, "name": shorten(iri, prefixes), "kind": kind, "label": label, "uses": count}


def _labels(kind: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in _rows(_LABELS % _PATTERNS[kind]):
        if row["label"]["type"] == "literal":
            found.setdefault(row["term"]["value"], {})[row["label"].get("xml:lang", "")] = row["label"]["value"]
    return found


def _rows(query: str) -> list[Mapping[str, dict[str, str]]]:
    with site().engine.answer(Query(query, SPARQL_JSON.name), own=True) as answer:
        rows: list[Mapping[str, dict[str, str]]] = json.loads(answer.read())["results"]["bindings"]
    return [row for row in rows if row["term"]["type"] == "uri"]
