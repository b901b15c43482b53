"""Citations of what is served: of a resource, a dataset, a release, the answer to a saved query, for pages and by themselves.

FAIR Signposting for the links (RFC 8574, `cite-as`). Who made and who publishes is said by the catalogue, so that nothing is
cited where there is none, as for files served as they are. How a citation is written stands in `hasila.citations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from hasila.catalog import Catalog, Dataset, Series
from hasila.citations import Citation, citation_key, write
from hasila.engine.protocol import ResourceDescription
from hasila.errors import NotFound
from hasila.rdf.formats import CITATION_FORMATS, Format
from hasila.rdf.iris import as_uri
from hasila.rdf.languages import Text, pick
from hasila.rdf.namespaces import DCTERMS, PROV, shorten
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.release import Publication, Release
from hasila.web.languages import local, page_language
from hasila.web.site import site

_MADE_BY = (DCTERMS + "creator", PROV + "wasAttributedTo")
_LABELS = 25
"""So many values of each property are asked for: its makers are among them."""


class CitedForm(NamedTuple):
    """A citation in one format: the format, the text, and the address it has by itself."""

    form: Format
    written: str
    href: str


@dataclass(frozen=True)
class Cited:
    """What a page shows of a citation: its parts, and the same for reference managers."""

    citation: Citation
    forms: tuple[CitedForm, ...]


def formats() -> tuple[Format, ...]:
    """Return the formats that citations are offered in; none where it is not known who publishes."""
    return CITATION_FORMATS if site().release.catalog else ()


def links(iri: str, address: str) -> list[str]:
    """Return the Link values that tell how `iri`, described at `address`, is cited."""
    if not formats():
        return []
    told = (f'<{address}.{form.extension}>; rel="describedby"; type="{form.media_type}"' for form in formats())
    return [f'<{as_uri(iri)}>; rel="cite-as"', *told]


def shown(citation: Citation | None, address: str, parameters: Mapping[str, str] | None = None) -> Cited | None:
    """Return what a page shows of a citation whose forms are found at `address` and a suffix; None for none."""
    if citation is None:
        return None
    forms = (
        CitedForm(form, write(citation, form), local(f"{address}.{form.extension}", **(parameters or {})))
        for form in CITATION_FORMATS
    )
    return Cited(citation, tuple(forms))


def written(citation: Citation | None, form: Format) -> str:
    """Return the citation in a format. Raises NotFound where there is none."""
    if citation is None:
        raise NotFound("Who publishes this is not known, so it cannot be cited.")
    return write(citation, form)


def of_iri(iri: str) -> Citation | None:
    """Return the citation of a resource. Raises NotFound when nothing is said of it."""
    described = site().engine.describe_resource(iri, _LABELS)
    if not described.out and iri not in _titles_of_graphs():
        raise NotFound(f"Nothing is published of <{iri}>.")
    return of_resource(described)


def of_resource(described: ResourceDescription) -> Citation | None:
    """Return the citation of a resource that is described; the maker that it names itself goes before any other."""
    catalog = site().release.catalog
    if catalog is None:
        return None
    label = described.labels.get(described.iri) or _titles_of_graphs().get(described.iri, {})
    return _citation(described.iri, label, _author(described, catalog), catalog)


def _titles_of_graphs() -> dict[str, Text]:
    return {graph.iri: graph.title for graph in site().publication.graphs}


def _author(described: ResourceDescription, catalog: Catalog) -> Text:
    """Return the name of whoever made what is described.

    What was read in a source is its maker's, and what was computed from that, or put beside it, the publisher's.
    """
    said = {predicate for predicate, _ in described.out}
    for predicate, term in described.out:
        name = described.labels.get(str(term["value"])) if predicate in _MADE_BY else None
        if name:
            return name
    taken = {PROV + "wasDerivedFrom", site().publication.evidence.get("statement", "")} & said
    return catalog.creator.name if taken and PROV + "wasGeneratedBy" not in said else catalog.publisher.name


def of_dataset(thing: Dataset | Series) -> Citation | None:
    """Return the citation of a dataset or a series of the catalogue."""
    catalog = site().release.catalog
    if catalog is None:
        return None
    whole = thing is catalog.datasets[0]
    if isinstance(thing, Series):
        return _citation(thing.iri, thing.title, catalog.creator.name, catalog)
    return _citation(thing.iri, thing.title, catalog.creator.name, catalog, whole=whole,
                     version=thing.version, issued=thing.modified)  # fmt: skip


def of_query(query: SavedQuery, values: Mapping[str, str]) -> Citation | None:
    """Return the citation of the answer of a saved query to `values`; the language of its labels makes no other answer."""
    catalog = site().release.catalog
    if catalog is None:
        return None
    given = urlencode({name: value for name, value in values.items() if name != LANGUAGE_PARAMETER})
    iri = f"{site().publication.base}queries/{query.name}{'?' + given if given else ''}"
    return _citation(iri, query.title or {"": query.name}, catalog.creator.name, catalog)


def of_release(release: Release) -> Citation | None:
    """Return the citation of a release as a whole."""
    if release.catalog is None:
        return None
    publication = release.publication
    iri = f"{publication.base}releases/{publication.version}/"
    return _citation(iri, publication.title, release.catalog.creator.name, release.catalog, whole=True,
                     version=publication.version, issued=publication.modified)  # fmt: skip


def _citation(
    iri: str, title: Text, author: Text, catalog: Catalog, *, version: str = "", issued: str = "", whole: bool = False
) -> Citation:
    publication = site().publication
    name, language = pick(title, page_language(), publication.languages)
    return Citation(
        key=citation_key(publication.name, iri, publication.base),
        iri=iri,
        title=name or shorten(iri, publication.prefixes),
        language=language or page_language(),
        author=_said(author, publication),
        publisher=_said(catalog.publisher.name, publication),
        within="" if whole else _said(publication.title, publication),
        version=version or publication.version,
        issued=issued or publication.modified,
        licence=publication.licence,
    )


def _said(name: Text, publication: Publication) -> str:
    return pick(name, page_language(), publication.languages)[0]
