"""What a parameter of a saved query may be chosen from: the resources beside its default, by name.

HTML, section 4.10.7 (select). Names come from the release's index of labels, so that a page asks no engine for them; without an
index, and where there are too many to look through, a field takes the IRI. Binds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from flask import current_app

from hasila.rdf.languages import Text, pick
from hasila.rdf.namespaces import shorten
from hasila.rdf.saved_queries import Parameter
from hasila.web.languages import page_language
from hasila.web.names import preferred
from hasila.web.site import site

MOST = 300
"""So many resources are offered; a longer list is no choice."""
_KEPT = "hasila.choices"


def choices_of(parameter: Parameter, value: str) -> list[tuple[str, str, str]]:
    """Return IRI, name and its language of each resource that a parameter may take, by name, `value` always among them.

    Empty for a parameter that is no IRI of the publication's things, and where there are more than `MOST`.
    """
    publication = site().publication
    folder, _, _ = parameter.default.rpartition("/")
    known = _beside(f"{folder}/") if parameter.type == "iri" and folder.startswith(publication.base) else {}
    if not known:
        return []
    named = [(iri, *pick(label, page_language(), publication.languages)) for iri, label in known.items()]
    if value not in known:
        named.append((value, "", ""))
    found = [(iri, name or shorten(iri, publication.prefixes), language) for iri, name, language in named]
    return sorted(found, key=lambda choice: (choice[1].casefold(), choice[0]))


def _beside(folder: str) -> Mapping[str, Text]:
    """Return the labels of the resources whose IRIs begin so; none of too many. Looked for once: a release never changes."""
    kept: dict[str, Mapping[str, Text]] = current_app.extensions.setdefault(_KEPT, {})
    if folder not in kept:
        kept[folder] = _labels(folder)
    return kept[folder]


def _labels(folder: str) -> Mapping[str, Text]:
    finder = site().search
    if finder is None:
        return {}
    numbers = list(islice(finder.index.below(folder), MOST + 1))
    things = map(finder.index.thing, numbers if len(numbers) <= MOST else ())
    return {thing.iri: preferred(thing) for thing in things}
