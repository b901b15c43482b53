"""The style sheet of every page, at an address that holds the hash of its content: for ever the same.

RFC 8246 (immutable). The outermost layer codes it as it does other answers; `/static/style.css` is the plain file.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from flask import Blueprint, Response, request

from hasila.errors import NotFound
from hasila.rdf.formats import Format
from hasila.web.headers import IMMUTABLE

CSS = Format("css", "text/css", "css", "CSS")
blueprint = Blueprint("stylesheet", __name__)


@cache
def _content() -> bytes:
    return files("hasila.web").joinpath("static/style.css").read_bytes()


@cache
def _digest() -> str:
    return hashlib.sha256(_content()).hexdigest()[:16]


def address() -> str:
    """Return the path of the style sheet as it now is."""
    return f"/static/style-{_digest()}.css"


@blueprint.get("/static/style-<digest>.css")
def show_style(digest: str) -> Response:
    """Send the style sheet. Raises NotFound for the hash of another."""
    if digest != _digest():
        raise NotFound("There is no style sheet of that hash; pages name the one there is.")
    known = request.if_none_match.contains_weak(digest)
    response = Response(status=304) if known else Response(_content(), content_type=CSS.content_type)
    # Weak: the bytes of its codings differ.
    response.set_etag(digest, weak=True)
    response.headers["Cache-Control"] = IMMUTABLE
    response.vary.add("Accept-Encoding")
    return response
