"""Rendering pages: what every template has at hand, and the front page.

Templates escape everything (Jinja autoescape); they hold no text of their own. Decides nothing about data.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, Flask, Response, render_template, request

from hasila.rdf.formats import HTML, RESULT_FORMATS
from hasila.rdf.languages import Text, autonym, direction, pick
from hasila.web.languages import local, page_language, requested_language, switch, translate
from hasila.web.representations import licence_links, negotiate, represent
from hasila.web.site import site
from hasila.web.tables import Table, evaluate
from hasila.web.terms import TextView, group_digits, text_view

blueprint = Blueprint("pages", __name__)

_SHORT = 24
_MOST_GRAPHS = 100
"""The front page shows so many named graphs; the service description names all."""
EXAMPLE = """SELECT ?class (COUNT(?thing) AS ?things)
WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?things)
"""
"""What the box for a query holds at first: it answers on any publication."""
_DESCRIBED = (
    '</catalog>; rel="describedby"; profile="https://semiceu.github.io/DCAT-AP/releases/3.0.1/"',
    '</.well-known/void>; rel="describedby"; type="text/turtle"',
)


SERVICE_LINKS = ('</openapi.json>; rel="service-desc"; type="application/json"',)
"""Where the interface is described for programs (RFC 8631)."""


def install(app: Flask) -> None:
    """Tell Jinja to leave no blank lines where its tags stood."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def render(template: str, **context: object) -> str:
    """Return a page in the language of the current request."""
    language = page_language()
    publication = site().publication
    return render_template(
        template,
        t=partial(_translate, language),
        text=text,
        local=local,
        switch=switch,
        direction=direction,
        lang=language,
        dir=direction(language),
        chosen_language=requested_language(),
        publication=publication,
        release=site().release,
        path=request.path,
        brand=brand(),
        names={tag: autonym(tag) for tag in publication.languages},
        digits=group_digits,
        **context,
    )


def _translate(language: str, key: str, **values: object) -> str:
    return translate(key, language, **values)


def text(texts: Text) -> TextView:
    """Return one text of several languages as the page shows it."""
    return text_view(*pick(texts, page_language(), site().publication.languages), page_language())


def brand() -> str:
    """Return the short name of the publication: what its title says before a colon, else its name."""
    short, colon, _ = text(site().publication.title).text.partition(":")
    return short.strip() if colon and len(short) <= _SHORT else site().publication.name


@blueprint.get("/")
def front() -> Response:
    """Answer with the front page: key answers, named graphs, dumps and a box for a question."""
    negotiate((HTML,))
    links = [*_DESCRIBED, *SERVICE_LINKS] if site().release.catalog else SERVICE_LINKS
    return represent(HTML, lambda: render("front.html", tables=list(_front_tables()), dumps=site().release.dumps,
                                          downloads=RESULT_FORMATS, example=EXAMPLE, most_graphs=_MOST_GRAPHS),
                     links=[*links, *licence_links()])  # fmt: skip


def _front_tables() -> Iterable[Table]:
    for name in site().publication.front:
        query = site().queries.get(name)
        if query is not None:
            yield evaluate(query, {})
