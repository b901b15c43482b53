"""What a harvester that keeps one language takes of a property's values, and whether chance decides.

A literal of the portal's own language is taken, else the first that comes: with several languages and none of them
the portal's, another one may come next time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.quality.names import compact
from hasila.rehearsal.losses import Loss

_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?")


def is_iso_date(text: str) -> bool:
    """Tell whether a text is a year, month, date or time of ISO 8601 in its extended form."""
    return _ISO_DATE.fullmatch(text) is not None


@dataclass
class Chooser:
    """Chooses values from a graph for a portal of one language, and notes what is lost by choosing."""

    graph: Graph
    language: str
    losses: list[Loss] = field(default_factory=list)

    def lose(self, code: str, subject: object, **facts: str) -> None:
        """Note a loss, once."""
        loss = Loss(code, str(subject), facts)
        if loss not in self.losses:
            self.losses.append(loss)

    def text(self, node: Node, path: URIRef) -> str:
        """Return the value of a property as ckanext-dcat takes it: the label of a resource that has one, else its IRI."""
        values = list(self.graph.objects(node, path))
        for value in values:
            if not isinstance(value, Literal):
                labels = list(self.graph.objects(value, RDFS.label))
                return str(labels[0] if labels else value)
        return self.literal(node, path, [v for v in values if isinstance(v, Literal)])

    def literal(self, node: Node, path: URIRef, values: list[Literal]) -> str:
        """Return the literal in the portal's language, else the first; notes where others are left behind."""
        if not values:
            return ""
        languages = sorted({value.language for value in values if value.language})
        ours = [value for value in values if value.language == self.language]
        name = compact(path)
        if not ours and len(values) > 1:
            self.lose("language-by-chance", node, property=name, languages=", ".join(languages), portal=self.language)
        elif len(languages) > 1:
            others = ", ".join(language for language in languages if language != self.language)
            self.lose("languages-left", node, property=name, languages=others, kept=self.language)
        return str((ours or values)[0])

    def texts(self, node: Node, path: URIRef) -> list[str]:
        """Return every value of a property."""
        return [str(value) for value in self.graph.objects(node, path)]

    def number(self, node: Node, path: URIRef) -> int | None:
        """Return the first value of a property as a whole number; None, and a loss, when it is none."""
        for value in self.graph.objects(node, path):
            try:
                return int(float(str(value)))
            except ValueError:
                self.lose("number-unread", node, property=compact(path), value=str(value))
        return None

    def date(self, node: Node, path: URIRef) -> str:
        """Return the value of a date as it stands; one that is not of ISO 8601 is noted."""
        found = self.text(node, path)
        if found and not is_iso_date(found):
            self.lose("date-unread", node, property=compact(path), value=found)
        return found


def filled(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
