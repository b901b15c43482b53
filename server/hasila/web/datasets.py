"""Datasets and series of the catalogue, each by itself: a page with its downloads, RDF, and other profiles.

DCAT-AP 3.0.1; schema.org (embedded in the page as a data block, which no browser executes: HTML, "script" element); Content
Negotiation by Profile. Datasets that only the data tell of, such as those of a data cube, are dereferenced like any thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, Response

from hasila.catalog import FOLDER, Catalog, Dataset, Series
from hasila.distributions import Distribution
from hasila.errors import NotFound
from hasila.rdf.formats import (
    ALL_FORMATS,
    CITATION_FORMATS,
    EVENT_FORMATS,
    HTML,
    JSONLD,
    RDF_FORMATS,
    Format,
    by_extension,
)
from hasila.rdf.profiles import CROISSANT, DATA, DCAT, DCAT_AP, SCHEMA_ORG, Profile
from hasila.web import citations
from hasila.web.catalog import document, embeddable, in_profile, listed, located, wanted
from hasila.web.languages import local, page_language
from hasila.web.pages import render
from hasila.web.representations import Body, alternates, negotiate, represent
from hasila.web.resources import OFFERS, dereference, readings
from hasila.web.site import origin, site

blueprint = Blueprint("datasets", __name__)

_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class Downloads:
    """The files of a dataset as a page shows them: whole ones, tables, and single named graphs."""

    complete: tuple[Distribution, ...]
    tables: tuple[Distribution, ...]
    graphs: tuple[Distribution, ...]


@blueprint.get("/dataset/<path:key>")
def show_dataset(key: str) -> Response:
    """Answer with a dataset or a series: its page or its description. Raises NotFound for what nothing is said of."""
    for reading in readings(f"dataset/{key}"):
        catalog = site().release.catalog
        name = reading.path.removeprefix("dataset/")
        found = (catalog.dataset(name) or catalog.find_series(name)) if catalog else None
        if found is not None and reading.suffix not in EVENT_FORMATS:
            return _represent(found, reading.suffix)
    return dereference(f"dataset/{key}", lambda path: path)


def _represent(thing: Dataset | Series, suffix: Format | None) -> Response:
    profiles = _profiles(thing)
    profile = wanted(profiles)
    if profile is not None and profile.token == DATA.token:
        return _see_data(thing, suffix)
    if profile in (SCHEMA_ORG, CROISSANT):
        return _in_json(thing, profile)
    form = suffix or negotiate((*OFFERS, *citations.formats()) if profile is None else RDF_FORMATS)
    path = f"/dataset/{quote(thing.key, safe=_SAFE)}"
    chosen = profile or DCAT_AP
    make: Callable[[], Body] = lambda: document([f"dataset/{thing.key}"], form, chosen)  # noqa: E731
    if form == HTML:
        make = lambda: _page(thing)  # noqa: E731
    elif form in CITATION_FORMATS:
        make = lambda: citations.written(citations.of_dataset(thing), form)  # noqa: E731
    links = [*alternates(path, OFFERS, form), *citations.links(thing.iri, path), *_profile_links(path, profiles)]
    response = represent(form, make, (origin(), chosen.token), links, f"{path}.{form.extension}")
    return in_profile(response, chosen if form != HTML else SCHEMA_ORG)


def _profiles(thing: Dataset | Series) -> tuple[Profile, ...]:
    """Return the profiles that a thing is described in; the default first."""
    found = [DCAT_AP, DCAT, SCHEMA_ORG]
    if f"{FOLDER}/dataset/{thing.key}.croissant.jsonld" in site().release.files:
        found.append(CROISSANT)
    if isinstance(thing, Dataset) and thing.files:
        found.append(replace(DATA, iri=site().publication.ontology or site().publication.base))
    return tuple(found)


def _profile_links(path: str, profiles: Iterable[Profile]) -> list[str]:
    # "List profiles" (section 6.3): every profile with the address of the description in it.
    return [f'<{path}?_profile={p.token}>; rel="alternate"; profile="{p.iri}"' for p in profiles]


def _in_json(thing: Dataset | Series, profile: Profile) -> Response:
    negotiate((JSONLD,))
    name = f"dataset/{thing.key}.{_file_of(profile)}"
    make = lambda: located(site().release.file(f"{FOLDER}/{name}").read_bytes())  # noqa: E731
    path = f"/dataset/{quote(thing.key, safe=_SAFE)}"
    response = represent(JSONLD, make, (origin(), name), _profile_links(path, _profiles(thing)))
    if profile == SCHEMA_ORG:
        response.vary.add("Accept-Language")
        response.headers["Content-Language"] = page_language()
    return in_profile(response, profile)


def _file_of(profile: Profile) -> str:
    return "croissant.jsonld" if profile == CROISSANT else f"schema.{page_language()}.jsonld"


def _see_data(thing: Dataset | Series, suffix: Format | None) -> Response:
    """Point to the file that holds the dataset, in the format asked for."""
    files = {file.format: file for file in _files(thing) if file.table is None}
    offers = [form for ending in ("ttl", "nt", "jsonld", "rdf", "trig", "nq") if (form := by_extension(ending))]
    held = tuple(form for form in offers if form.name in files)
    form = suffix if suffix in held else negotiate(held)
    response = Response(status=303)
    response.headers["Location"] = quote(files[form.name].path, safe=_SAFE)
    response.vary.update(("Accept", "Accept-Profile"))
    return response


def _files(thing: Dataset | Series) -> Sequence[Distribution]:
    names = thing.files if isinstance(thing, Dataset) else ()
    known = {file.name: file for file in site().release.distributions}
    # The first of a format is that of the whole, the complete dump before those of single graphs.
    return [known[name] for name in reversed(names)]


def _page(thing: Dataset | Series) -> str:
    catalog = listed()
    block = located(site().release.file(f"{FOLDER}/dataset/{thing.key}.schema.{page_language()}.jsonld").read_bytes())
    return render(
        "dataset.html", catalog=catalog, dataset=thing, data_block=embeddable(block.decode()), formats=RDF_FORMATS,
        downloads=_downloads(thing), members=_members(catalog, thing), address=f"/dataset/{thing.key}",
        profiles=[profile for profile in _profiles(thing) if profile not in (DCAT_AP, DCAT)],
        graphs={graph.iri: graph.title for graph in site().publication.graphs},
        series=catalog.find_series(thing.series) if isinstance(thing, Dataset) else None, local_iri=_local,
        labels={form.name: form.label for form in ALL_FORMATS},
        cited=citations.shown(citations.of_dataset(thing), f"/dataset/{thing.key}"),
    )  # fmt: skip


def _local(iri: str) -> str:
    """Return the path here that answers for one of our IRIs, with the reader's language; another IRI as it is."""
    path = site().iris.document_path(iri)
    return iri if path is None else local(path)


def _members(catalog: Catalog, thing: Dataset | Series) -> list[Dataset]:
    if isinstance(thing, Series):
        return [member for key in thing.members if (member := catalog.dataset(key))]
    return [other for other in catalog.datasets if other.series] if thing.series is None else []


def _downloads(thing: Dataset | Series) -> Downloads:
    files = list(reversed(_files(thing)))
    tables = tuple(file for file in files if file.table is not None)
    others = [file for file in files if file.table is None]
    single = tuple(file for file in others if file.graph is not None and (file.year is None or not isinstance(thing, Dataset)
                                                                         or thing.series is None))  # fmt: skip
    return Downloads(tuple(file for file in others if file not in single), tables, single)


@blueprint.get("/croissant/<path:key>")
def show_croissant(key: str) -> Response:
    """Answer with the Croissant description of a dataset's tables: `/croissant/{key}.jsonld`. Raises NotFound."""
    name = f"{FOLDER}/dataset/{key.removesuffix('.jsonld')}.croissant.jsonld"
    if listed() and name not in site().release.files:
        raise NotFound(f"There is no Croissant description of {key!r:.120}.")
    response = represent(JSONLD, lambda: located(site().release.file(name).read_bytes()), (origin(),))
    return in_profile(response, CROISSANT)
