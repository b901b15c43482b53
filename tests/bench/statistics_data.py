"""Synthetic national statistics for the benchmark: five named graphs in N-Quads, the same bytes for the same scale.

RDF Data Cube observations, each with an Open Annotation selector of the passage it is taken from; a SKOS tree in Arabic,
French and English; a W3C ORG tree; events; reference data. Asks nothing and measures nothing; `mix` has the questions.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .vocabulary import BODIES, LANGUAGES, THEMES, UNITS, code, labels, numbered, term, typed

FIRST_YEAR = 2004
_MISSING = 0.02  # of the full grid of indicator, area and year
_SAMPLES = 60
_SEED = 2025


@dataclass(frozen=True)
class Scale:
    """How many there are of each; the observations are indicators x provinces x years, less some that are missing."""

    name: str
    indicators: int
    years: int
    concepts: int
    institutions: int
    events: int
    documents: int
    provinces: int = 75
    regions: int = 12


SCALES = {
    scale.name: scale for scale in (Scale("1e5", 10, 8, 400, 150, 300, 60), Scale("1e6", 42, 20, 2500, 1000, 2500, 400))
}


@dataclass(frozen=True)
class Data:
    """A generated file, how many triples each graph has, and the observations that queries may ask for."""

    scale: Scale
    path: Path
    graphs: dict[str, int]
    observations: int
    samples: tuple[str, ...]

    @property
    def triples(self) -> int:
        """The triples of all graphs; no triple stands in two of them."""
        return sum(self.graphs.values())


def generate(scale: Scale, folder: Path) -> Data:
    """Return the data of a scale, written to `folder` unless this very generator has already written them there."""
    path = folder / f"statistics-{scale.name}.nq"
    meta = path.with_suffix(".json")
    sources = (Path(__file__), Path(__file__).with_name("vocabulary.py"))
    generator = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    if path.is_file() and meta.is_file():
        known = json.loads(meta.read_text(encoding="utf-8"))
        if known["generator"] == generator and known["bytes"] == path.stat().st_size:
            return Data(scale, path, known["graphs"], known["observations"], tuple(known["samples"]))
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", buffering=1 << 20) as stream:
        statistics = _Statistics(scale, stream)
        statistics.write()
    data = Data(scale, path, dict(statistics.counts), statistics.observed, tuple(statistics.samples))
    known = {
        "scale": scale.name, "triples": data.triples, "graphs": data.graphs, "observations": data.observations,
        "samples": data.samples, "bytes": path.stat().st_size, "generator": generator,
    }  # fmt: skip
    meta.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return data


class _Statistics:
    def __init__(self, scale: Scale, stream: TextIO) -> None:
        self.counts: Counter[str] = Counter()
        self.observed = 0
        self.samples: list[str] = []
        self._scale = scale
        self._stream = stream
        # Only random() is used: its sequence for a seed is the same in every version of Python.
        self._random = random.Random(_SEED).random

    def write(self) -> None:
        self._reference()
        self._concepts()
        self._institutions()
        self._events()
        self._observations()

    def _describe(self, graph: str, subject: str, *properties: tuple[str, str]) -> None:
        start, end = term(subject), f" {term('graph:' + graph)} .\n"
        self._stream.writelines(f"{start} {term(predicate)} {term(value)}{end}" for predicate, value in properties)
        self.counts[graph] += len(properties)

    def _pick(self, count: int) -> int:
        return 1 + int(self._random() * count)

    def _reference(self) -> None:
        scale, graph = self._scale, "reference"
        country = labels("skos:prefLabel", ("المملكة", "Royaume", "Kingdom"))
        self._describe(graph, "area:country", ("rdf:type", "stat:Country"), *country)
        for number in range(1, scale.regions + 1):
            names = labels("skos:prefLabel", (f"جهة {number}", f"Région {number}", f"Region {number}"))
            key = code("R", number)
            self._describe(graph, f"area:{key}", ("rdf:type", "stat:Region"), ("stat:within", "area:country"),
                           ("skos:notation", f'"{key}"'), *names)  # fmt: skip
        for number in range(1, scale.provinces + 1):
            names = labels("skos:prefLabel", (f"إقليم {number}", f"Province {number}", f"Province {number}"))
            key = code("P", number)
            self._describe(graph, f"area:{key}", ("rdf:type", "stat:Province"), ("skos:notation", f'"{key}"'),
                           ("stat:within", f"area:{code('R', number % scale.regions + 1)}"),
                           ("stat:latitude", typed(f"{27 + 8 * self._random():.4f}", "decimal")),
                           ("stat:longitude", typed(f"{-13 + 12 * self._random():.4f}", "decimal")), *names)  # fmt: skip
        for unit in UNITS:
            self._describe(graph, f"unit:{unit}", ("rdf:type", "stat:Unit"), ("skos:notation", f'"{unit}"'))
        self._cubes()

    def _cubes(self) -> None:
        scale, graph = self._scale, "reference"
        for number in range(1, scale.indicators + 1):
            key = code("I", number)
            self._describe(graph, f"indicator:{key}", ("rdf:type", "stat:Indicator"), ("skos:notation", f'"{key}"'),
                           ("sdmx-attribute:unitMeasure", f"unit:{UNITS[number % len(UNITS)]}"),
                           ("dct:subject", f"concept:{code('C', number % scale.concepts + 1)}"),
                           *numbered("skos:prefLabel", number))  # fmt: skip
        for number in range(1, scale.indicators // 4 + 2):
            self._describe(graph, f"dataset:{code('D', number)}", ("rdf:type", "qb:DataSet"),
                           ("dct:publisher", f"institution:{code('O', number % scale.institutions + 1)}"),
                           ("dct:issued", typed(f"{2010 + number % 15}-06-01", "date")),
                           *numbered("dct:title", number))  # fmt: skip
        for number in range(1, scale.documents + 1):
            self._describe(graph, f"document:{code('S', number)}", ("rdf:type", "stat:Document"),
                           ("dct:publisher", f"institution:{code('O', number % scale.institutions + 1)}"),
                           ("dct:issued", typed(f"{2000 + number % 25}-{number % 12 + 1:02d}-15", "date")),
                           ("dct:language", f'"{LANGUAGES[number % 3]}"'), *numbered("dct:title", number))  # fmt: skip

    def _concepts(self) -> None:
        self._describe("concepts", "concept:scheme", ("rdf:type", "skos:ConceptScheme"), *numbered("dct:title", 0))
        for number in range(1, self._scale.concepts + 1):
            key = code("C", number)
            near = [THEMES[(number + step) % len(THEMES)] for step in (0, 7, 13)]
            ar, fr = (comma.join(theme[place] for theme in near) for place, comma in enumerate(("، ", ", ")))
            facts = [("rdf:type", "skos:Concept"), ("skos:inScheme", "concept:scheme"), ("skos:notation", f'"{key}"'),
                     *numbered("skos:prefLabel", number),
                     ("skos:definition", f'"يشمل المفهوم رقم {number}: {ar}"@ar'),
                     ("skos:definition", f'"Le concept {number} couvre : {fr}"@fr')]  # fmt: skip
            if number > 1:  # a tree in which each has five narrower ones
                facts.append(("skos:broader", f"concept:{code('C', (number + 3) // 5)}"))
            if number % 3 == 0:
                facts += [("skos:altLabel", f'"{near[1][place]} [{number}]"@{LANGUAGES[place]}') for place in (0, 1)]
            if number % 4 == 0:
                facts.append(("skos:related", f"concept:{code('C', self._pick(self._scale.concepts))}"))
            self._describe("concepts", f"concept:{key}", *facts)

    def _institutions(self) -> None:
        scale = self._scale
        for number in range(1, scale.institutions + 1):
            key = code("O", number)
            ar, fr, en = (
                f"{body} {theme} {number}"
                for body, theme in zip(BODIES[number % 4], THEMES[number // 4 % len(THEMES)], strict=True)
            )
            day = f"{1950 + number % 70}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            facts = [("rdf:type", "org:FormalOrganization"), ("skos:notation", f'"{key}"'),
                     ("org:classification", f"concept:{code('C', number % scale.concepts + 1)}"),
                     ("stat:seat", f"area:{code('P', number % scale.provinces + 1)}"),
                     ("stat:founded", typed(day, "date")), *labels("skos:prefLabel", (ar, fr, en))]  # fmt: skip
            if number > 1:  # a tree in which each has four below it
                facts.append(("org:subOrganizationOf", f"institution:{code('O', (number + 2) // 4)}"))
            if number % 2:
                facts.append(("skos:altLabel", f'"ORG {number}"'))
            self._describe("institutions", f"institution:{key}", *facts)

    def _events(self) -> None:
        scale = self._scale
        for number in range(1, scale.events + 1):
            day = f"{1959 + self._pick(65)}-{self._pick(12):02d}-{self._pick(28):02d}"
            before, after = (f"institution:{code('O', self._pick(scale.institutions))}" for _ in range(2))
            self._describe("events", f"event:{code('E', number)}",
                           ("rdf:type", "org:ChangeEvent" if number % 3 else "stat:CensusEvent"),
                           ("dct:date", typed(day, "date")),
                           ("stat:place", f"area:{code('P', self._pick(scale.provinces))}"),
                           ("org:originalOrganization", before), ("org:resultingOrganization", after),
                           ("prov:wasDerivedFrom", f"document:{code('S', number % scale.documents + 1)}"),
                           *labels("rdfs:label", (f"حدث {number}", f"Événement {number}", f"Event {number}")))  # fmt: skip

    def _observations(self) -> None:
        scale, place = self._scale, 0
        every = max(1, scale.indicators * scale.provinces * scale.years // _SAMPLES)
        for indicator in range(1, scale.indicators + 1):
            level = 10 + 100_000 * self._random()
            for province in range(1, scale.provinces + 1):
                value = level * (0.2 + 1.8 * self._random())
                for year in range(FIRST_YEAR, FIRST_YEAR + scale.years):
                    place += 1
                    if self._random() < _MISSING:
                        continue
                    value *= 0.97 + 0.08 * self._random()
                    key = f"{code('I', indicator)}-{code('P', province)}-{year}"
                    self._observation(key, indicator, province, year, value, place)
                    self.observed += 1
                    if self.observed % every == 0:
                        self.samples.append(key)

    def _observation(self, key: str, indicator: int, province: int, year: int, value: float, place: int) -> None:
        graph, selector, start = "observations", f"_:s{place}", place * 41 % 900_000
        end = start + 5 + place % 9
        comparator = ("below", "about")[place % 10 - 8] if place % 10 > 7 else "exactly"
        self._describe(graph, f"observation:{key}", ("rdf:type", "qb:Observation"),
                       ("qb:dataSet", f"dataset:{code('D', (indicator + 3) // 4)}"),
                       ("stat:indicator", f"indicator:{code('I', indicator)}"),
                       ("sdmx-dimension:refArea", f"area:{code('P', province)}"),
                       ("sdmx-dimension:refPeriod", typed(year, "gYear")),
                       ("sdmx-measure:obsValue", typed(f"{value:.2f}", "decimal")),
                       ("sdmx-attribute:unitMeasure", f"unit:{UNITS[indicator % len(UNITS)]}"),
                       ("stat:comparator", f"stat:{comparator}"), ("prov:wasDerivedFrom", f"passage:{key}"))  # fmt: skip
        self._describe(graph, f"passage:{key}", ("rdf:type", "oa:SpecificResource"),
                       ("oa:hasSource", f"document:{code('S', place % self._scale.documents + 1)}"),
                       ("oa:hasSelector", selector))  # fmt: skip
        self._describe(graph, selector, ("rdf:type", "oa:TextPositionSelector"),
                       ("oa:start", typed(start, "integer")), ("oa:end", typed(end, "integer")))  # fmt: skip
