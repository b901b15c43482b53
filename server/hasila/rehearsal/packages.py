"""The datasets of a catalogue as CKAN's package_create takes them, for portals that do not harvest.

CKAN 2.10 and 2.11, action API (package_create): to be sent, or entered by hand. The fields are those that a harvest would bring
in (`ckan_fields`), in one language, since CKAN keeps one; titles in the others are extras.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from rdflib import DCTERMS, RDF, Graph, Literal
from rdflib.term import Node

from hasila.packages import owned
from hasila.quality import mqa
from hasila.quality.names import DCAT, FILE_TYPE
from hasila.rehearsal.ckan_fields import TAG, read_dataset
from hasila.rehearsal.values import Chooser

_ROOT = ("title", "notes", "url", "version", "license_id")
"""Fields of CKAN's own; all others are extras."""
_FIRST = "CSV"
"""What portals ask for before anything else."""


def packages(graph: Graph, name: str, language: str, owner: str | None = None) -> list[dict[str, object]]:
    """Return the datasets of a catalogue, sorted by name; names in the portal begin with `name`.

    `owner` is the portal's organisation they are to belong to, by its name or identifier there. Raises BadRequest for what
    can be none.
    """
    nodes = sorted(graph.subjects(RDF.type, DCAT.Dataset, unique=True), key=str)
    return owned([_package(Chooser(graph, language), node, name) for node in nodes], owner)


def _package(chooser: Chooser, node: Node, name: str) -> dict[str, object]:
    fields = read_dataset(chooser, node)
    key = str(node).rpartition("/")[2].lower()
    tags, resources = fields.pop("tags", []), fields.pop("resources")
    assert isinstance(tags, list) and isinstance(resources, list)
    contact = {"maintainer": fields.get("contact_name"), "maintainer_email": fields.get("contact_email"),
               "author": fields.get("creator_name")}  # fmt: skip
    titles = {
        f"title_{title.language}": str(title)
        for title in chooser.graph.objects(node, DCTERMS.title)
        if isinstance(title, Literal) and title.language not in (None, chooser.language)
    }
    licence = _licence(chooser, node) or fields.get("license_id")
    extras = {**{k: v for k, v in fields.items() if k not in _ROOT}, **titles, "uri": str(node)}
    return {
        "name": key if key == name else f"{name}-{key}",
        **{field: fields[field] for field in _ROOT if fields.get(field)},
        **({"license_id": licence} if licence else {}),
        **{field: value for field, value in contact.items() if value},
        "private": False,
        "tags": [{"name": tag} for tag in sorted(set(tags)) if TAG.fullmatch(tag)],
        "extras": [{"key": k, "value": _text(v)} for k, v in sorted(extras.items())],
        "resources": sorted(map(_resource, resources), key=lambda r: (r.get("format") != _FIRST, str(r["url"]))),
    }


def _licence(chooser: Chooser, node: Node) -> str:
    """Return CKAN's identifier of the licence, which is known here by IRI as well as by what CKAN calls it."""
    for distribution in chooser.graph.objects(node, DCAT.distribution):
        for licence in chooser.graph.objects(distribution, DCTERMS.license):
            if str(licence) in mqa.licences():
                return mqa.licences()[str(licence)]["ckan"]
    return ""


def _resource(fields: Mapping[str, object]) -> dict[str, object]:
    kept = {k: fields[k] for k in ("name", "description", "url", "mimetype", "size", "hash", "uri") if k in fields}
    form = str(fields.get("format", "")).removeprefix(FILE_TYPE)
    return {**kept, **({"format": form} if form else {})}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
