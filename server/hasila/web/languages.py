"""The language of a page: `?lang=`, else Accept-Language; and the strings of the interface in that language.

RFC 9110, section 12.5.4; BCP 47. The strings stand in `translations.toml`, never in templates or code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from flask import g, request

from hasila.errors import BadRequest
from hasila.rdf.languages import Text
from hasila.rdf.negotiation import choose_language
from hasila.web.site import site, url_parameters

INTERFACE_LANGUAGES = ("ar", "fr", "en")
"""The languages the interface itself speaks; a page in any other language of the publication has English around it."""


@cache
def translations() -> Mapping[str, Text]:
    """Return the strings of the interface: key → language → string."""
    table: Mapping[str, Text] = tomllib.loads(
        files("hasila.web").joinpath("translations.toml").read_text(encoding="utf-8")
    )
    return table


def translate(key: str, language: str, **values: object) -> str:
    """Return the interface's string for `key` in `language`, else in English, with `{name}`s filled in.

    Raises KeyError for an unknown key: that is a fault of ours.
    """
    texts = translations()[key]
    return texts.get(language, texts["en"]).format(**values)


def requested_language() -> str | None:
    """Return the language that `?lang=` names, or None when it is absent or not one of the publication's."""
    if "requested_language" not in g:
        wanted = None
        with suppress(BadRequest):
            wanted = url_parameters().one("lang")
        g.requested_language = wanted if wanted in site().publication.languages else None
    language: str | None = g.requested_language
    return language


def page_language() -> str:
    """Return the language of the current page."""
    known: str | None = g.get("language")
    if known is None:
        g.language = known = requested_language() or choose_language(
            request.headers.get("Accept-Language"), site().publication.languages
        )
    return known


def local(path: str, **query: str) -> str:
    """Return a link to a path of this server that keeps a language the reader chose by `?lang=`."""
    path, hash_mark, fragment = path.partition("#")
    chosen = requested_language()
    if chosen and "lang" not in query:
        query["lang"] = chosen
    mark = "&" if "?" in path else "?"
    return path + (mark + urlencode(query) if query else "") + hash_mark + fragment


def switch(language: str) -> str:
    """Return the link to the current page in another language, its other parameters kept."""
    try:
        pairs = [pair for pair in url_parameters().pairs if pair[0] != "lang"]
    except BadRequest:
        pairs = []
    return "?" + urlencode([*pairs, ("lang", language)])
