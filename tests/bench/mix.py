"""The questions of the benchmark: sixteen shapes of SPARQL 1.1 queries over the synthetic statistics, with parameters.

From a look-up of one subject to an export of ten thousand rows; the export counts twice, as CSV and as JSON. The order of
the triple patterns is part of a shape, since it decides some engines' plans. Every query is asked of the union of the
named graphs as the default graph. Sends nothing; `load` does.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from string import Template
from urllib.parse import urlencode

from .statistics_data import FIRST_YEAR, Data
from .vocabulary import NAMESPACES, code, label

VARIANTS = 16
_JSON, _CSV, _N_TRIPLES = "application/sparql-results+json", "text/csv", "application/n-triples"
_SEED = 16

_EXPORT = """SELECT ?observation ?indicator ?area ?year ?value WHERE {
  ?observation stat:indicator ?indicator ; sdmx-dimension:refArea ?area ; sdmx-dimension:refPeriod ?year ;
    sdmx-measure:obsValue ?value } LIMIT 10000"""

_SHAPES = {
    "Q01 look-up": (_JSON, "SELECT ?predicate ?object WHERE { observation:$observation ?predicate ?object }"),
    "Q02 by Arabic label": (_JSON, """SELECT ?concept ?english WHERE {
  ?concept skos:prefLabel "$arabic"@ar . ?concept skos:prefLabel ?english FILTER(lang(?english) = "en") }"""),
    "Q03 series": (_JSON, """SELECT ?year ?value WHERE {
  ?observation stat:indicator indicator:$indicator ; sdmx-dimension:refArea area:$province ;
    sdmx-dimension:refPeriod ?year ; sdmx-measure:obsValue ?value } ORDER BY ?year"""),
    "Q04 latest values": (_JSON, """SELECT ?indicator ?area ?latest ?value WHERE {
  { SELECT ?indicator ?area (MAX(?year) AS ?latest) WHERE {
      ?area stat:within area:$region .
      ?any sdmx-dimension:refArea ?area ; stat:indicator ?indicator ; sdmx-dimension:refPeriod ?year }
    GROUP BY ?indicator ?area }
  ?observation sdmx-dimension:refArea ?area ; stat:indicator ?indicator ; sdmx-dimension:refPeriod ?latest ;
    sdmx-measure:obsValue ?value }"""),
    "Q05 sum by region": (_JSON, """SELECT ?region (SUM(?value) AS ?total) (COUNT(?observation) AS ?count) WHERE {
  ?observation stat:indicator indicator:$indicator ; sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?value .
  ?area stat:within ?region } GROUP BY ?region ORDER BY ?region"""),
    "Q06 top ten": (_JSON, """SELECT ?area ?label ?value WHERE {
  ?observation stat:indicator indicator:$indicator ; sdmx-dimension:refPeriod "$year"^^xsd:gYear ;
    sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?value .
  ?area skos:prefLabel ?label FILTER(lang(?label) = "fr") } ORDER BY DESC(?value) LIMIT 10"""),
    "Q07 regular expression": (_JSON, """SELECT ?concept ?label WHERE {
  ?concept a skos:Concept ; skos:prefLabel ?label
  FILTER(lang(?label) = "en" && regex(str(?label), "^$word.* $digit[0-9]*$$", "i")) }"""),
    "Q08 optional and union": (_JSON, """SELECT ?thing ?label ?other ?above WHERE {
  { ?thing a skos:Concept ; skos:notation "$concept" }
  UNION { ?thing a org:FormalOrganization ; skos:notation "$institution" }
  ?thing skos:prefLabel ?label
  OPTIONAL { ?thing skos:altLabel ?other } OPTIONAL { ?thing skos:broader|org:subOrganizationOf ?above } }"""),
    "Q09 paths": (_JSON, """SELECT ?above ?label WHERE {
  { concept:$concept skos:broader* ?above } UNION { institution:$institution org:subOrganizationOf+ ?above }
  ?above skos:prefLabel ?label FILTER(lang(?label) = "ar") }"""),
    "Q10 events by date": (_JSON, """SELECT ?event ?date ?name WHERE {
  ?event a org:ChangeEvent ; dct:date ?date ; stat:place ?place .
  ?place skos:prefLabel ?name FILTER(lang(?name) = "ar")
  FILTER(?date >= "$from-01-01"^^xsd:date && ?date < "$until-01-01"^^xsd:date) } ORDER BY ?date"""),
    "Q11 describe": (_N_TRIPLES, "DESCRIBE concept:$concept"),
    "Q12 slice": (_N_TRIPLES, """CONSTRUCT {
  ?observation qb:dataSet ?dataset ; sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?value ;
    sdmx-attribute:unitMeasure ?unit } WHERE {
  ?observation stat:indicator indicator:$indicator ; sdmx-dimension:refPeriod "$year"^^xsd:gYear ;
    qb:dataSet ?dataset ; sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?value ;
    sdmx-attribute:unitMeasure ?unit }"""),
    "Q13 ask": (_JSON, """ASK {
  ?observation stat:indicator indicator:$indicator ; sdmx-dimension:refArea area:$province ;
    stat:comparator stat:about }"""),
    "Q14 triples by graph": (_JSON, """SELECT ?graph (COUNT(*) AS ?count) WHERE {
  GRAPH ?graph { ?subject ?predicate ?object } } GROUP BY ?graph"""),
    "Q15 self-join": (_JSON, """SELECT ?area ?first ?second ((?second - ?first) AS ?change) WHERE {
  ?before stat:indicator indicator:$indicator ; sdmx-dimension:refPeriod "$year"^^xsd:gYear ;
    sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?first .
  ?after stat:indicator indicator:$indicator ; sdmx-dimension:refPeriod "$next"^^xsd:gYear ;
    sdmx-dimension:refArea ?area ; sdmx-measure:obsValue ?second } ORDER BY DESC(?change)"""),
    "Q16 export, CSV": (_CSV, _EXPORT),
    "Q16 export, JSON": (_JSON, _EXPORT),
}  # fmt: skip


@dataclass(frozen=True)
class Query:
    """One shape: its name, the media type asked for, and the texts it comes in, one for each choice of parameters."""

    name: str
    accept: str
    texts: tuple[str, ...]


def queries(data: Data) -> list[Query]:
    """Return the mix for generated data: the same for the same data, up to VARIANTS different texts a shape."""
    draw = random.Random(_SEED).random
    parameters = [_parameters(data, draw) for _ in range(VARIANTS)]
    return [
        Query(name, accept, tuple(dict.fromkeys(_text(shape, choice) for choice in parameters)))
        for name, (accept, shape) in _SHAPES.items()
    ]


def target(path: str, text: str) -> str:
    """Return the request target that asks a query by GET (SPARQL 1.1 Protocol section 2.1.1)."""
    return f"{path}?{urlencode({'query': text})}"


def _text(shape: str, parameters: dict[str, str]) -> str:
    body = Template(shape).substitute(parameters)
    used = (prefix for prefix in NAMESPACES if f"{prefix}:" in body)
    return "".join(f"PREFIX {prefix}: <{NAMESPACES[prefix]}>\n" for prefix in used) + body


def _parameters(data: Data, draw: Callable[[], float]) -> dict[str, str]:
    """Return one choice of parameters; each question has an answer with any of them, but for rare gaps in the series."""

    def pick(first: int, last: int) -> int:
        return first + int(draw() * (last - first + 1))

    scale = data.scale
    concept, year, start = pick(min(6, scale.concepts), scale.concepts), pick(0, scale.years - 2), pick(1965, 2019)
    return {
        "observation": data.samples[pick(0, len(data.samples) - 1)],
        "indicator": code("I", pick(1, scale.indicators)),
        "province": code("P", pick(1, scale.provinces)),
        "region": code("R", pick(1, scale.regions)),
        "year": str(FIRST_YEAR + year),
        "next": str(FIRST_YEAR + year + 1),
        "from": str(start),
        "until": str(start + 3),
        "concept": code("C", concept),
        "institution": code("O", pick(2, scale.institutions)),
        "arabic": label(concept, "ar"),
        # English, for one peer's regular expressions see bytes where a letter has an accent.
        "word": label(concept, "en").split()[0][:5],
        "digit": str(concept)[0],
    }
