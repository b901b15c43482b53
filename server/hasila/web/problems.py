"""The one rendering of what goes wrong: problem details for programs, the same content as a page for readers.

RFC 9457 (Problem Details for HTTP APIs). Statuses and texts stand in the problem table, `hasila/problems.toml`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from hasila.errors import HasilaError, NotAcceptable, NotFound
from hasila.problems import Problem, problem, problems
from hasila.rdf.formats import HTML, TURTLE, Format
from hasila.rdf.languages import pick
from hasila.rdf.negotiation import choose
from hasila.release import Release
from hasila.web.languages import INTERFACE_LANGUAGES, page_language, requested_language
from hasila.web.pages import render
from hasila.web.representations import JSON, negotiate, represent
from hasila.web.site import site
from hasila.web.suggestions import suggestions
from hasila.web.terms import TermView

blueprint = Blueprint("problems", __name__)
log = logging.getLogger(__name__)

PROBLEM_JSON = Format("problem", "application/problem+json", "json", "JSON", "", ("application/json",))

_BY_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    412: "precondition-failed",
    413: "request-too-large",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
}
_LIMITS = frozenset(
    {
        "query-timed-out",
        "query-memory-exceeded",
        "result-too-large",
        "too-many-rows",
        "query-too-long",
        "request-too-large",
        "engine-busy",
        "engine-unavailable",
        "rate-exceeded",
    }
)
_RETRY = {"engine-busy": 2, "engine-unavailable": 5, "release-invalid": 30, "rate-exceeded": 60}


def install(app: Flask) -> None:
    """Make `app` answer every exception with a problem."""
    app.register_error_handler(HasilaError, _answer_fact)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer_fact(error: HasilaError) -> Response:
    known = problem(error.slug)
    if known.slug == "internal-error" or error.slug == "engine-fault":
        log.error("%s %s: %s", request.method, request.path, error.message)
    if known.slug == "internal-error":
        return respond(known, known.cause["en"], {})
    return respond(known, error.message, error.facts)


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    slug = _BY_STATUS.get(status, "bad-request" if status < 500 else "internal-error")
    known = problem(slug)
    headers = {}
    if slug == "method-not-allowed":
        allowed = sorted(getattr(error, "valid_methods", None) or [])
        return respond(known, f"{request.method[:20]} is not offered here.", {"allow": allowed})
    if slug == "range-not-satisfiable" and getattr(error, "length", None) is not None:
        headers["Content-Range"] = f"bytes */{getattr(error, 'length', 0)}"
    return respond(known, known.cause["en"], {}, headers)


def _answer_unexpected(error: Exception) -> Response:
    # What went wrong inside is for the log alone.
    log.exception("%s %s failed", request.method, request.path, exc_info=error)
    known = problem("internal-error")
    return respond(known, known.cause["en"], {})


def respond(
    known: Problem, detail: str, facts: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> Response:
    """Return the answer to a request that met the problem `known`."""
    document = _document(known, detail, facts)
    form = _form()
    meant = suggestions(request.path) if known.slug == "not-found" else []
    if meant:
        document["suggestions"] = [_suggestion(view) for view in meant]
    if form == HTML:
        body = render("problem.html", problem=known, document=document, sparql=g.get("sparql"), meant=meant)
    else:
        body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    response = Response(body, status=known.status, content_type=form.content_type)
    response.headers["Content-Language"] = page_language() if form == HTML else _title_language()
    response.headers["Cache-Control"] = "no-store" if known.status >= 500 else "no-cache"
    response.headers["Link"] = f'</problems/{known.slug}>; rel="help"'
    response.vary.update(("Accept", "Accept-Language"))
    if known.slug == "method-not-allowed":
        allow = facts.get("allow")
        response.headers["Allow"] = ", ".join(allow) if isinstance(allow, list | tuple) else str(allow or "GET")
    if known.slug in _RETRY:
        seconds = facts.get("retry_after")
        response.headers["Retry-After"] = str(
            max(1, round(seconds)) if isinstance(seconds, int | float) else _RETRY[known.slug]
        )
    response.headers.update(headers or {})
    return response


def _document(known: Problem, detail: str, facts: Mapping[str, object]) -> dict[str, Any]:
    title, _ = pick(known.title, _title_language(), INTERFACE_LANGUAGES[::-1])
    document: dict[str, Any] = {
        # Relative to the request, as RFC 9457 section 3.1.1 allows: the server does not know its public name.
        "type": f"/problems/{known.slug}",
        "title": title,
        "status": known.status,
        "detail": _detail(known, detail, facts),
        "instance": quote(request.path),
    }
    document.update({name: fact for name, fact in facts.items() if name not in document})
    if known.slug in _LIMITS and site().release.dumps:
        document["dump"] = f"/dumps/{_whole_dump(site().release)}"
    return document


def _suggestion(view: TermView) -> dict[str, object]:
    text = view.text
    return {"href": view.href, "label": {"text": text.text, "lang": text.lang, "dir": text.dir}}


def _detail(known: Problem, detail: str, facts: Mapping[str, object]) -> str:
    """Return what happened in the language of the title, where the table has a sentence and the facts fill it."""
    why = facts.get("why")
    if isinstance(why, Mapping) and why:
        return pick(why, _title_language(), INTERFACE_LANGUAGES[::-1])[0]
    sentence, _ = pick(known.detail, _title_language(), INTERFACE_LANGUAGES[::-1])
    try:
        return sentence.format(**facts) or detail
    except (KeyError, ValueError, TypeError):
        return detail


def _whole_dump(release: Release) -> str:
    """Return the name of the dump to download instead of asking: Turtle where there is one."""
    turtle = f"{release.publication.name}.{TURTLE.extension}"
    return turtle if turtle in release.dumps else release.dumps[0]


def _title_language() -> str:
    # A program that asks for no language gets the title in that of the detail, which is English.
    return page_language() if request.headers.get("Accept-Language") or requested_language() else "en"


def _form() -> Format:
    try:
        return choose(request.headers.get("Accept"), (PROBLEM_JSON, HTML))
    except NotAcceptable:
        return PROBLEM_JSON


@blueprint.get("/problems/")
def list_problems() -> Response:
    """Every problem type there is."""
    form = negotiate((JSON, HTML))
    if form == HTML:
        return represent(form, lambda: render("problems.html", problems=problems().values()))
    return represent(form, lambda: json.dumps([asdict(p) for p in problems().values()], ensure_ascii=False, indent=2))


@blueprint.get("/problems/<slug>")
def show_problem(slug: str) -> Response:
    """One problem type: cause and cure. Raises NotFound for a slug that is not in the table."""
    known = problems().get(slug)
    if known is None:
        raise NotFound("There is no problem type of that name; see /problems/.")
    form = negotiate((JSON, HTML))
    if form == HTML:
        return represent(form, lambda: render("problem.html", problem=known, document=None, sparql=None, meant=()))
    return represent(form, lambda: json.dumps(asdict(known), ensure_ascii=False, indent=2))
