"""What things are called, read from the release's index of labels, so that a page need not ask the engine for a name.

SKOS section 5 (preferred labels). Without an index nothing is known here. Chooses no language.
"""

from __future__ import annotations

from collections.abc import Iterable

from hasila.rdf.languages import Text
from hasila.web.site import site


def names_of(iris: Iterable[str]) -> dict[str, Text]:
    """Return the preferred labels, by language, of the resources that have any."""
    finder = site().search
    if finder is None:
        return {}
    numbers = [number for iri in iris if (number := finder.number_of(iri)) is not None]
    return {thing.iri: names for thing in map(finder.index.thing, numbers) if (names := thing.names)}
