"""The front page: what the publication's manifest names first, what the release changed, downloads and a box for a question.

Which answers it shows, and how, the manifest and the saved queries say. Decides nothing about data.
"""

from __future__ import annotations

from flask import Blueprint, Response

from hasila.rdf.formats import HTML, RDF_FORMATS, RESULT_FORMATS, XLSX
from hasila.web.names import names_of
from hasila.web.pages import EXAMPLE, SERVICE_LINKS, render
from hasila.web.representations import licence_links, negotiate, represent, see
from hasila.web.sections import front_questions, front_sections
from hasila.web.site import site
from hasila.web.tables import viewer

blueprint = Blueprint("front", __name__)

_MOST_GRAPHS = 100
"""The front page shows so many named graphs; the service description names all."""
MOST = 12
"""The front page shows so many rows, cards or moments of an answer; the page of its query shows all."""
_DESCRIBED = (
    '</catalog>; rel="describedby"; profile="https://semiceu.github.io/DCAT-AP/releases/3.0.1/"',
    '</.well-known/void>; rel="describedby"; type="text/turtle"',
)


@blueprint.get("/")
def front() -> Response:
    """Answer with the front page; programs that want RDF are pointed to what describes the publication."""
    form = negotiate((HTML, *RDF_FORMATS))
    if form != HTML:
        # Files served as they are have no catalogue, but every publication has an endpoint that tells what it holds.
        return see(f"/catalog.{form.extension}" if site().release.catalog else f"/sparql?format={form.extension}")
    links = [*SERVICE_LINKS, *(_DESCRIBED if site().release.catalog else ())]
    return represent(HTML, _page, links=[*links, *licence_links()])


def _page() -> str:
    release, headline = site().release, site().publication.headline
    leading = viewer(names_of([headline])).iri(headline) if headline else None
    return render(
        "front.html", headline=leading, sections=front_sections(), questions=front_questions(), changes=release.changes(),
        dumps=release.dumps, most=MOST, formats=RESULT_FORMATS, answer_formats=(*RESULT_FORMATS, XLSX), example=EXAMPLE,
        most_graphs=_MOST_GRAPHS,
    )  # fmt: skip
