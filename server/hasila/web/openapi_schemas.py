"""The schemas of the interface's JSON and of its parameters (JSON Schema 2020-12, as OpenAPI 3.1 has it)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hasila.search.finding import MOST_LETTERS
from hasila.search.fitting import Fit
from hasila.search.things import KINDS
from hasila.web import paging, search

Schema = Mapping[str, Any]
_STRING, _COUNT, _LINK = (
    {"type": "string"},
    {"type": "integer", "minimum": 0},
    {"type": "string", "format": "uri-reference"},
)
_IRI = {"type": "string", "format": "iri"}
_TEXTS = {"type": "object", "additionalProperties": _STRING}
_DIRECTION = {"enum": ["ltr", "rtl", "auto"]}


def _object(required: Mapping[str, Schema], others: Mapping[str, Schema] | None = None) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **(others or {})}}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_NAME = _object({"text": _STRING, "lang": _STRING, "dir": _DIRECTION})
_LABEL = _object(
    {
        "text": _STRING, "lang": _STRING, "dir": _DIRECTION, "kind": {"enum": list(KINDS)},
        "marked": _list({"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}),
    }
)  # fmt: skip
_CLASS = _object({"iri": _IRI, "label": _NAME})
_RELEASE: Mapping[str, Schema] = {
    "version": _STRING, "href": _LINK, "modified": {"type": "string", "format": "date"}, "released": _STRING,
    "sealed": {"type": "boolean"}, "digest": _STRING, "rdfc10": _STRING, "triples": _COUNT,
}  # fmt: skip

SCHEMAS: Mapping[str, Schema] = {
    "Problem": _object(
        {"type": _LINK, "title": _STRING, "status": {"type": "integer", "minimum": 400, "maximum": 599}, "detail": _STRING},
        {
            "instance": _LINK, "dump": _LINK,
            "suggestions": {**_list(_object({"href": {"type": ["string", "null"]}, "label": _NAME})), "maxItems": 5},
        },
    ),
    "Search": _object(
        {
            "query": _STRING, "total": _COUNT, "complete": {"type": "boolean"}, "page": _COUNT, "size": _COUNT,
            "results": _list(_object({
                "iri": _IRI, "href": {"type": ["string", "null"]}, "name": _LABEL, "match": _LABEL,
                "fit": {"enum": [fit.name.lower() for fit in Fit]}, "classes": _list(_CLASS),
            })),
            "classes": _list(_object({"iri": _IRI, "label": _NAME, "count": _COUNT, "search": _LINK})),
        },
        {"next": _LINK, "previous": _LINK, "respelt": _list(_list(_STRING))},
    ),
    "Queries": _list(_object({
        "name": _STRING, "href": _LINK, "title": _TEXTS, "description": _TEXTS, "group": _STRING, "formats": _list(_STRING),
        "parameters": _list(_object({"name": _STRING, "type": _STRING, "default": _STRING, "label": _TEXTS})),
    })),
    "Files": _list(_object(
        {"href": _LINK, "name": _STRING, "media_type": _STRING, "bytes": _COUNT, "sha256": _STRING},
        {"modified": _STRING, "graph": _IRI, "year": {"type": "integer"}, "table": _STRING, "language": _STRING},
    )),
    "Releases": _list(_object(_RELEASE)),
    "Release": _object(
        {**_RELEASE, "files": _list(_object({"href": _LINK, "bytes": _COUNT, "sha256": _STRING, "media_type": _STRING}))}
    ),
    "Health": _object(
        {"status": {"enum": ["ok", "unavailable"]}, "release": _STRING, "version": _STRING, "software": _STRING,
         "triples": _COUNT},
    ),
}  # fmt: skip
"""Components of the description, by name."""

_PAGE = {"type": "integer", "minimum": 1, "default": 1}
PARAMETERS: Mapping[str, tuple[str, Schema]] = {
    "page": ("query", _PAGE),
    "size": ("query", {"type": "integer", "minimum": 1, "maximum": paging.LARGEST, "default": paging.USUAL}),
    "_profile": ("query", _STRING),
    "owner_org": ("query", {"type": "string", "pattern": "^[a-z0-9_-]{2,100}$"}),
    "accept-profile": ("header", _STRING),
    "range": ("header", {"type": "string", "pattern": "^bytes=[0-9]+-[0-9]*$"}),
    "excel": ("query", {"enum": ["0", "1"]}),
    "default": ("query", {"const": ""}),
    "graph": ("query", _IRI),
    "q": ("query", {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS}),
    "uri": ("query", _IRI),
    "class": ("query", _IRI),
    "query": ("query", {"type": "string", "minLength": 1}),
    "default-graph-uri": ("query", _list(_IRI)),
    "named-graph-uri": ("query", _list(_IRI)),
    "timeout": ("query", {"type": "number", "exclusiveMinimum": 0}),
}
"""Where each parameter stands and what it may be; `lang`, `format` and those in paths are made for each route."""
OF_ROUTE: Mapping[tuple[str, str], Schema] = {
    ("search.search", "size"): {**_PAGE, "maximum": search.LARGEST, "default": search.USUAL},
}
"""Parameters that mean another range on one route."""

TYPES: Mapping[str, Schema] = {
    "iri": _IRI,
    "string": _STRING,
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
"""The types of saved queries' parameters."""
