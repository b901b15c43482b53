"""What a form offers to choose from: the things of a namespace, by their names in the reader's language.

SKOS section 5 (preferred labels). Knows no form and no page; of a namespace with too many things nothing is offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from hasila.rdf.folding import fold
from hasila.rdf.languages import pick
from hasila.search.index import LabelIndex
from hasila.search.things import Thing

MOST = 1000
"""Nobody chooses from more than this: it is searched for, and typed."""


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its IRI, its name, and the language of that name (empty: none)."""

    iri: str
    name: str
    language: str = ""

    @property
    def key(self) -> str:
        """What the IRI ends with."""
        return self.iri.replace("#", "/").rpartition("/")[2]


class Choices:
    """Answers from one index; what was asked for is kept, for the questions are those of the forms there are."""

    def __init__(self, index: LabelIndex, languages: Sequence[str]) -> None:
        self._index = index
        self._languages = languages
        self._kept: dict[tuple[tuple[str, ...], str], tuple[Choice, ...]] = {}

    def among(self, namespaces: tuple[str, ...], language: str) -> tuple[Choice, ...]:
        """Return what stands in the namespaces, sorted by name in `language`; nothing where there are more than `MOST`."""
        asked = (namespaces, language)
        if asked not in self._kept:
            found = (number for namespace in namespaces for number in self._index.below(namespace))
            numbers = list(islice(found, MOST + 1))
            named = (self._choice(self._index.thing(number), language) for number in numbers if len(numbers) <= MOST)
            self._kept[asked] = tuple(sorted(named, key=lambda choice: (fold(choice.name), choice.iri)))
        return self._kept[asked]

    def _choice(self, thing: Thing, language: str) -> Choice:
        name, spoken = pick(thing.names, language, self._languages)
        return Choice(thing.iri, name or thing.iri, spoken)
