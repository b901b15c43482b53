"""Examples of what stands in the paths of the interface: names that the publication has, so that a description can be tried.

OpenAPI 3.1 section 4.8.12 (Parameter, example).
"""

from __future__ import annotations

from collections.abc import Iterator

from hasila.web.site import Site


def examples(served: Site) -> dict[tuple[str, str], str]:
    """Return an example by the name of the route and that of the variable, for what the publication has one of."""
    return dict(_examples(served))


def _examples(served: Site) -> Iterator[tuple[tuple[str, str], str]]:
    publication, release = served.publication, served.release
    for query in list(served.queries)[:1]:
        yield ("queries.show_query", "name"), query
    for graph in publication.graphs[:1]:
        yield ("graphs.show_graph", "name"), graph.name
    for version in publication.ontology_versions[-1:]:
        yield ("ontology.show_term", "name"), version
    for name in release.dumps[:1]:
        yield ("dumps.refuse", "name"), name
        yield ("releases.refuse", "name"), f"dumps/{name}"
    for dataset in release.catalog.datasets[:1] if release.catalog else ():
        yield ("datasets.show_dataset", "key"), dataset.key
    if f"feed/{publication.languages[0]}.atom" in release.files:
        yield ("feed.show_archive", "name"), f"{publication.version}.{publication.languages[0]}.atom"
    yield ("feed.show_page", "page"), "1"
    for key in _thing(served):
        yield ("resources.show_document", "key"), key
        yield ("resources.see_document", "key"), key


def _thing(served: Site) -> list[str]:
    """Return the key of the thing that a search would show first."""
    if served.search is None:
        return []
    begin = f"{served.publication.base}id/"
    index = served.search.index
    iris = (index.iri(number) for number in range(len(index)))
    return [iri.removeprefix(begin) for iri in [next((iri for iri in iris if iri.startswith(begin)), "")] if iri]
