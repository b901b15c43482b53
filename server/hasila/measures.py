"""What a release says of its own quality: which metrics there are, and what was measured of what.

Data Quality Vocabulary (DQV): metrics in dimensions, measurements computed on resources; as `quality/quality.json` of
a release, from which pages are made. The same in RDF are files beside it. Measures nothing and opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hasila.rdf.languages import Text

FOLDER = "quality"
"""Folder of the measurements within a release."""
QUALITY = f"{FOLDER}/quality.json"
"""Name of the file of this module within a release."""


@dataclass(frozen=True)
class Metric:
    """One thing that is measured: its key, the family of rules it is of, its dimension, and what it is called.

    `unit` says what its value counts: `points` (the more the better), `findings` (none is best) or `tests` that pass.
    `see` is the IRI that others have for it, if they have one; `grade` how grave a finding is, where rules grade it. `made` is
    False for what cannot be measured without a network.
    """

    key: str
    family: str
    dimension: str
    label: Text
    unit: str
    see: str = ""
    grade: str = ""
    made: bool = True


@dataclass(frozen=True)
class Measurement:
    """What a metric came to, measured of the resource `on`: its value, the best it could be, and what was found wrong."""

    metric: str
    on: str
    value: int
    best: int
    found: tuple[str, ...] = ()

    @property
    def is_best(self) -> bool:
        """Whether nothing is missing."""
        return self.value == self.best


@dataclass(frozen=True)
class Family:
    """Metrics of one origin: what they are called together, and where they are from."""

    key: str
    label: Text
    lead: Text


@dataclass(frozen=True)
class Quality:
    """All that was measured of a release.

    `tested` and `tested_version` are when and in which version the software was put to the W3C's tests.
    """

    families: tuple[Family, ...]
    dimensions: Mapping[str, Text]
    metrics: tuple[Metric, ...]
    measurements: tuple[Measurement, ...]
    conforms: bool
    tested: str
    tested_version: str

    def of_family(self, key: str) -> list[tuple[Metric, list[Measurement]]]:
        """Return the metrics of a family, each with its measurements, in order."""
        return [(m, [x for x in self.measurements if x.metric == m.key]) for m in self.metrics if m.family == key]

    def scores(self, family: str) -> dict[str, tuple[int, int]]:
        """Return, by resource measured, the sum of a family's values and of the best ones."""
        keys = {metric.key for metric in self.metrics if metric.family == family}
        sums: dict[str, tuple[int, int]] = {}
        for found in self.measurements:
            if found.metric in keys:
                value, best = sums.get(found.on, (0, 0))
                sums[found.on] = value + found.value, best + found.best
        return sums

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Quality:
        """Return what `quality.json` says. Raises KeyError or TypeError when it does not."""
        listed: Sequence[Mapping[str, Any]] = data["measurements"]
        return cls(
            families=tuple(Family(**entry) for entry in data["families"]),
            dimensions=data["dimensions"],
            metrics=tuple(Metric(**entry) for entry in data["metrics"]),
            measurements=tuple(Measurement(**{**entry, "found": tuple(entry["found"])}) for entry in listed),
            conforms=data["conforms"],
            tested=data["tested"],
            tested_version=data["tested_version"],
        )
