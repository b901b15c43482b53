"""What things are called, read from the release's index of labels, so that a page need not ask the engine for a name.

SKOS section 5 (preferred labels). Without an index nothing is known here. Chooses no language.
"""

from __future__ import annotations

from collections.abc import Iterable

from hasila.rdf.languages import Text
from hasila.search.things import PREFERRED, Thing
from hasila.web.site import site


def names_of(iris: Iterable[str]) -> dict[str, Text]:
    """Return the preferred labels, by language, of the resources that have any."""
    finder = site().search
    if finder is None:
        return {}
    numbers = [number for iri in iris if (number := finder.number_of(iri)) is not None]
    found = {thing.iri: preferred(thing) for thing in map(finder.index.thing, numbers)}
    return {iri: names for iri, names in found.items() if names}


def preferred(thing: Thing) -> Text:
    """Return the preferred labels of a thing, by language."""
    return {label.language: label.text for label in thing.labels if label.kind == PREFERRED}
