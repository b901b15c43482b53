"""Headers that every answer carries: cross-origin access, preflight, and what a browser may do with a page.

Fetch standard, section 3.2 (CORS); Content Security Policy 3. Sets no cookie, allows no credentials.
"""

from __future__ import annotations

from flask import Flask, Response, request

_EXPOSED = (
    "Accept-Ranges, Allow, Content-Language, Content-Length, Content-Location, Content-Profile, Content-Range, ETag, "
    "Last-Modified, Link, Location, Repr-Digest, Retry-After"
)
_REQUEST_HEADERS = (
    "Accept, Accept-Language, Accept-Profile, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, Range, "
    "User-Agent, X-Requested-With"
)
IMMUTABLE = "public, max-age=31536000, immutable"
"""What is the same for ever at an address, as a file of a sealed release or one with its hash in its name (RFC 8246)."""
ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
    # No inline script or style and nothing from elsewhere: a literal that slips through stays text.
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def install(app: Flask) -> None:
    """Make every answer of `app` carry the headers, and every route answer OPTIONS."""
    app.before_request(_answer_options)
    app.after_request(_add)


def _answer_options() -> Response | None:
    if request.method != "OPTIONS" or request.routing_exception is not None:
        return None
    allowed = ", ".join(sorted(set(request.url_rule.methods or ()) if request.url_rule else {"GET"}))
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = allowed
    response.headers["Access-Control-Allow-Methods"] = allowed
    response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _add(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    return response
