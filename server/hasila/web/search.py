"""Search by name: what somebody is looking for, in whatever language and spelling, as a page and as JSON.

RFC 9110 section 12 (negotiation). How things are found stands in `hasila.search`, how each is shown in `search_results`. A
publication without an index of labels has this path for an IRI of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response

from hasila.rdf.formats import HTML
from hasila.search.finding import Found
from hasila.web import paging
from hasila.web.languages import page_language, requested_language
from hasila.web.pages import SERVICE_LINKS, render
from hasila.web.representations import JSON, negotiate, represent
from hasila.web.resources import dereference
from hasila.web.search_results import ClassView, class_views, results
from hasila.web.site import site, url_parameters

blueprint = Blueprint("search", __name__)

OFFERS = (JSON, HTML)
USUAL, LARGEST = 20, 100
"""How many results are on a page when nobody says how many, and at most."""
_MOST_CLASSES = 12


@dataclass(frozen=True)
class Asked:
    """What was asked: the words, and the IRI of a class that what is found must be of, if any."""

    question: str
    of_class: str | None

    def link(self, **changed: object) -> str:
        """Return the address of the same search with some parameters changed; one that is None is left out."""
        given: dict[str, object] = {"q": self.question, "class": self.of_class, **changed}
        if requested_language():
            given["lang"] = requested_language()
        return "/search?" + urlencode({name: value for name, value in given.items() if value is not None})


@blueprint.get("/search")
def search() -> Response:
    """Answer with the things whose names fit the words asked for.

    Nothing fits no question. Raises BadRequest for one that is too long, and for a page that is no number.
    """
    finder = site().search
    if finder is None:
        return dereference("search", lambda path: path)
    form = negotiate(OFFERS)
    given = url_parameters()
    asked = Asked((given.one("q") or "").strip(), given.one("class") or None)
    found = finder.find(asked.question, asked.of_class)
    page = paging.page_of(given.one("page"), given.one("size") or str(USUAL), len(found.hits), "/search", LARGEST)
    key = (asked.question, asked.of_class or "", str(page.number), str(page.size), page_language())
    response = represent(form, lambda: (_page if form == HTML else _json)(asked, found, page), key, SERVICE_LINKS)
    response.vary.add("Accept-Language")
    response.headers["Content-Language"] = page_language()
    return response


def _page(asked: Asked, found: Found, page: paging.Page) -> str:
    views = class_views(dict(found.classes))
    return render(
        "search.html", asked=asked, found=found, page=page, results=_on(found, page), classes=views[:_MOST_CLASSES],
        chosen=next((view for view in views if view.iri == asked.of_class), None), neighbours=_neighbours(asked, page),
    )  # fmt: skip


def _on(found: Found, page: paging.Page) -> list[Any]:
    first = (page.number - 1) * page.size
    return results(found, found.hits[first : first + page.size])


def _neighbours(asked: Asked, page: paging.Page) -> Mapping[str, str]:
    near = {"previous": page.number - 1, "next": page.number + 1}
    size = None if page.size == USUAL else page.size
    return {name: asked.link(page=n, size=size) for name, n in near.items() if 1 <= n <= page.last}


def _json(asked: Asked, found: Found, page: paging.Page) -> str:
    document: dict[str, Any] = {
        "query": asked.question,
        "total": len(found.hits),
        "complete": found.complete,
        "page": page.number,
        "size": page.size,
        **_neighbours(asked, page),
        "results": [result.as_json() for result in _on(found, page)],
        "classes": [_class(view, asked) for view in class_views(dict(found.classes))],
    }
    if found.respelt:
        document["respelt"] = [list(choices) for choices in found.choices]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _class(view: ClassView, asked: Asked) -> dict[str, object]:
    return {**view.as_json(), "count": view.count, "search": asked.link(**{"class": view.iri})}
