"""What a parameter of a saved query may be chosen from: the resources beside its default, by name.

HTML, section 4.10.7 (select). Only where there are few enough to be looked through; else a field takes the IRI. Binds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app

from hasila.rdf.languages import Text, pick
from hasila.rdf.namespaces import shorten
from hasila.rdf.saved_queries import Parameter, quote_literal
from hasila.web.asking import labels_of, select
from hasila.web.languages import page_language
from hasila.web.site import site

MOST = 300
"""So many resources are offered; a longer list is no choice."""
_BESIDE = "SELECT DISTINCT ?thing {{ ?thing a ?class FILTER(STRSTARTS(STR(?thing), {folder})) }} LIMIT {most}"
_KEPT = "hasila.choices"


def choices_of(parameter: Parameter, value: str) -> list[tuple[str, str, str]]:
    """Return IRI, name and its language of each resource that a parameter may take, by name, `value` always among them.

    Empty for a parameter that is no IRI of the publication's things, and where there are more than `MOST`.
    """
    publication = site().publication
    folder, _, _ = parameter.default.rpartition("/")
    if parameter.type != "iri" or not folder.startswith(publication.base):
        return []
    known = _beside(f"{folder}/")
    if not known:
        return []
    named = [(iri, *pick(label, page_language(), publication.languages)) for iri, label in known.items()]
    if value not in known:
        named.append((value, "", ""))
    found = [(iri, name or shorten(iri, publication.prefixes), language) for iri, name, language in named]
    return sorted(found, key=lambda choice: (choice[1].casefold(), choice[0]))


def _beside(folder: str) -> Mapping[str, Text]:
    """Return the labels of the resources whose IRIs begin so; none of too many. Asked once, for a release never changes."""
    kept: dict[str, Mapping[str, Text]] = current_app.extensions.setdefault(_KEPT, {})
    if folder not in kept:
        rows = select(_BESIDE.format(folder=quote_literal(folder), most=MOST + 1))
        iris = [row["thing"]["value"] for row in rows]
        labels = labels_of(iris) if len(iris) <= MOST else {}
        kept[folder] = {iri: labels.get(iri, {}) for iri in iris} if len(iris) <= MOST else {}
    return kept[folder]
