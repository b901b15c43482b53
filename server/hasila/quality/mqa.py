"""The Metadata Quality Assessment of data.europa.eu (MQA): 405 points for the metadata of one dataset.

Source: the methodology that data.europa.eu publishes and the definitions of its metrics (https://piveau.eu/ns/voc#).
It says of interoperability only how several distributions add up: the best one counts. Elsewhere the strict reading
is taken here: an indicator of distributions is fulfilled when every distribution fulfils it. Asks no address itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rdflib import DCTERMS, Graph
from rdflib.term import Node

from hasila.quality.dcat_ap import departures, described_by
from hasila.quality.names import ACCESS_RIGHT, DCAT, FILE_TYPE, LICENCE, compact
from hasila.rdf.languages import Text

MOST = 405
"""What a dataset can score."""
RATINGS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))
"""The least points of each rating, best first."""
METRICS = "https://piveau.eu/ns/voc#"
"""The namespace of the metrics and dimensions as data.europa.eu names them."""

_MEDIA_TYPE = re.compile(
    r"https?://www\.iana\.org/assignments/media-types/"
    r"(application|audio|example|font|haptics|image|message|model|multipart|text|video)/[a-z0-9][\w!#$&^.+-]*"
)
_ACCESS_RIGHTS = frozenset(
    ACCESS_RIGHT + name
    for name in ("CONFIDENTIAL", "NON_PUBLIC", "NORMAL", "OP_DATPRO", "PUBLIC", "RESTRICTED", "SENSITIVE")
)

Answers = Callable[[str], bool]
"""Tells whether an address answers a request with a status from 200 to 399."""


@dataclass(frozen=True)
class Indicator:
    """One indicator: its key, dimension and points, the IRI of its metric, and its words in each language."""

    key: str
    dimension: str
    points: int
    metric: str
    label: Text
    cure: Text


@dataclass(frozen=True)
class Assessment:
    """What one dataset scores: points by indicator, and for what is not fulfilled the resources or properties at fault."""

    dataset: Node
    points: Mapping[str, int]
    faults: Mapping[str, Sequence[str]]

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(self.points.values())

    @property
    def rating(self) -> str:
        """The rating that the sum falls into."""
        return next(name for least, name in RATINGS if self.score >= least)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("hasila.quality").joinpath("mqa.toml").read_text(encoding="utf-8"))


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return the indicators by key, in the order of the methodology."""
    return {
        key: Indicator(key, **{**row, "metric": METRICS + row["metric"]}) for key, row in _table()["indicator"].items()
    }


@cache
def dimensions() -> Mapping[str, Text]:
    """Return the names of the dimensions by key."""
    return dict(_table()["dimension"])


@cache
def file_types() -> Mapping[str, frozenset[str]]:
    """Return the IRIs of file types that are `known`, `machine_readable` and `non_proprietary`."""
    table = tomllib.loads(files("hasila.quality").joinpath("file_types.toml").read_text(encoding="utf-8"))
    sets = {name: frozenset(FILE_TYPE + code for code in codes) for name, codes in table.items()}
    return {**sets, "known": frozenset().union(*sets.values())}


@cache
def licences() -> Mapping[str, Mapping[str, str]]:
    """Return what is known of a licence by its IRI of the EU table, and by the IRI the table matches it to."""
    table = tomllib.loads(files("hasila.quality").joinpath("licences.toml").read_text(encoding="utf-8"))
    return {iri: row for code, row in table.items() for iri in (LICENCE + code, row["match"])}


def assess(graph: Graph, dataset: Node, answers: Answers) -> Assessment:
    """Return what the metadata of a dataset score; `answers` is asked of each address of its distributions."""
    distributions = sorted(graph.objects(dataset, DCAT.distribution), key=str)
    faults = _of_dataset(graph, dataset)
    for key, found in _of_distributions(graph, dataset, distributions, answers).items():
        faults[key] = [*faults.get(key, ()), *found]
    best = max((_interoperable(graph, d) for d in distributions), key=_points_lost, default=None)
    lost = best if best is not None else {key: [compact(dataset)] for key in _FORMAT_KEYS}
    faults |= {key: found for key, found in lost.items() if found}
    departing = departures(graph, described_by(graph, dataset))
    if departing:
        faults["conformance"] = [f"{compact(departure.focus)} {departure}" for departure in departing]
    earned = {key: 0 if key in faults else indicator.points for key, indicator in indicators().items()}
    return Assessment(dataset, earned, faults)


def _of_dataset(graph: Graph, dataset: Node) -> dict[str, list[str]]:
    paths = {
        "keyword": DCAT.keyword, "theme": DCAT.theme, "spatial": DCTERMS.spatial, "temporal": DCTERMS.temporal,
        "access-rights": DCTERMS.accessRights, "contact": DCAT.contactPoint, "publisher": DCTERMS.publisher,
        "issued": DCTERMS.issued, "modified": DCTERMS.modified,
    }  # fmt: skip
    faults = {key: [compact(dataset)] for key, path in paths.items() if (dataset, path, None) not in graph}
    if not any(str(value) in _ACCESS_RIGHTS for value in graph.objects(dataset, DCTERMS.accessRights)):
        faults["access-rights-vocabulary"] = [compact(dataset)]
    return faults


def _of_distributions(graph: Graph, dataset: Node, found: Sequence[Node], answers: Answers) -> dict[str, list[str]]:
    def lacking(fulfils: Callable[[Node], bool]) -> list[str]:
        return [compact(d) for d in found if not fulfils(d)] if found else [compact(dataset)]

    def has(path: Node) -> Callable[[Node], bool]:
        return lambda d: (d, path, None) in graph

    def reached(path: Node) -> Callable[[Node], bool]:
        return lambda d: has(path)(d) and all(answers(str(url)) for url in graph.objects(d, path))

    checks: dict[str, Callable[[Node], bool]] = {
        "access-url-answers": reached(DCAT.accessURL),
        "download-url": has(DCAT.downloadURL),
        "download-url-answers": reached(DCAT.downloadURL),
        "licence": has(DCTERMS.license),
        "licence-vocabulary": lambda d: any(_known_licence(str(o)) for o in graph.objects(d, DCTERMS.license)),
        "rights": has(DCTERMS.rights),
        "byte-size": has(DCAT.byteSize),
        "issued": has(DCTERMS.issued),
        "modified": has(DCTERMS.modified),
    }
    lists = {key: lacking(check) for key, check in checks.items()}
    return {key: missing for key, missing in lists.items() if missing}


def _known_licence(iri: str) -> bool:
    # Every entry of the EU table is known; the matches only as far as our table has them.
    return iri.startswith(LICENCE) or iri in licences()


_FORMAT_KEYS = ("format", "media-type", "vocabulary", "non-proprietary", "machine-readable")


def _interoperable(graph: Graph, distribution: Node) -> dict[str, list[str]]:
    """Return, for each indicator of formats, the distribution where it does not fulfil it, else nothing."""
    forms = {str(o) for o in graph.objects(distribution, DCTERMS.format)}
    media = {str(o) for o in graph.objects(distribution, DCAT.mediaType)}
    types = file_types()
    fulfilled = {
        "format": bool(forms),
        "media-type": bool(media),
        "vocabulary": bool(forms & types["known"]) and any(map(_MEDIA_TYPE.fullmatch, media)),
        "non-proprietary": bool(forms & types["non_proprietary"]),
        "machine-readable": bool(forms & types["machine_readable"]),
    }
    return {key: [] if good else [compact(distribution)] for key, good in fulfilled.items()}


def _points_lost(faults: Mapping[str, Sequence[str]]) -> int:
    return -sum(indicators()[key].points for key, found in faults.items() if found)
