"""What a harvest brings in and what it loses, and the words for it: reason and cure in each language.

The words stand in `losses.toml`, by code; those of an indicator of data.europa.eu's assessment in `hasila.quality`.
Reads no catalogue.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from hasila.quality import mqa
from hasila.rdf.languages import Text, pick

Severity = Literal["lost", "limit", "untested"]
"""lost: the publisher can keep it from being lost; limit: the harvester takes no such thing; untested: it was not tried."""
SEVERITIES: Sequence[Severity] = ("lost", "limit", "untested")
_INDICATOR = "mqa-"


@dataclass(frozen=True)
class Loss:
    """One thing that is lost: a code of `losses.toml`, the resource or address it is lost of, and facts for the words."""

    code: str
    subject: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        found: Severity = words()[self.code]["severity"]
        return found

    def reason(self, language: str) -> str:
        """Return why it is lost."""
        return _told(words()[self.code]["reason"], language, self.facts)

    def cure(self, language: str) -> str:
        """Return what keeps it from being lost."""
        return _told(words()[self.code]["cure"], language, self.facts)


@dataclass(frozen=True)
class Imported:
    """One dataset as a harvester would hold it: its key there, its title, its fields, and those of its resources."""

    key: str
    title: str
    iri: str
    fields: Mapping[str, object]
    resources: Sequence[Mapping[str, object]] = ()


@dataclass(frozen=True)
class Harvest:
    """What one harvester would import, and lose."""

    harvester: str
    datasets: Sequence[Imported]
    losses: Sequence[Loss]

    @property
    def loses(self) -> bool:
        """Whether anything is lost that the publisher could keep."""
        return any(loss.severity == "lost" for loss in self.losses)


@cache
def words() -> Mapping[str, Any]:
    """Return severity, reason and cure of every code, those of the indicators included."""
    table = tomllib.loads(files("hasila.rehearsal").joinpath("losses.toml").read_text(encoding="utf-8"))
    lost = table.pop("mqa")
    for key, indicator in mqa.indicators().items():
        reason = {
            language: lost["reason"][language].format(points=indicator.points, label=text, faults="{faults}")
            for language, text in indicator.label.items()
        }
        table[_INDICATOR + key] = {"severity": "lost", "reason": reason, "cure": indicator.cure}
    return table


def of_indicator(key: str, subject: str, faults: Sequence[str]) -> Loss:
    """Return the loss of an indicator's points, with the first resources or properties at fault."""
    return Loss(_INDICATOR + key, subject, {"faults": ", ".join(faults[:3]) + (" …" if len(faults) > 3 else "")})


def _told(texts: Text, language: str, facts: Mapping[str, str]) -> str:
    return pick(texts, language, ("en",))[0].format(**facts)
