"""What becomes of a dataset's metadata in udata: the fields that it reads, and what it cannot read.

After udata 17 (core/dataset/rdf.py: `dataset_from_rdf`, `resource_from_rdf`). Its own extras and its contact points,
which need an organisation on the portal, are told by name and address only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime

from rdflib import DCTERMS, FOAF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from hasila.quality.names import DCAT, FILE_TYPE, FREQUENCY, SCHEMA, SPDX, VCARD
from hasila.rehearsal.catalogue import Catalogue
from hasila.rehearsal.values import Chooser, filled

_IANA = "https://www.iana.org/assignments/media-types/"
_CHECKSUMS = {str(SPDX[f"checksumAlgorithm_{name}"]): name for name in ("md5", "sha1", "sha256")}
_FREQUENCIES = frozenset({
    "UNKNOWN", "UPDATE_CONT", "1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "HOURLY", "BIHOURLY", "TRIHOURLY", "12HRS", "CONT",
    "DAILY_3", "DAILY_2", "DAILY", "WEEKLY_5", "WEEKLY_3", "WEEKLY_2", "WEEKLY", "BIWEEKLY", "MONTHLY_3", "MONTHLY_2",
    "MONTHLY", "BIMONTHLY", "QUARTERLY", "ANNUAL_3", "ANNUAL_2", "ANNUAL", "BIENNIAL", "TRIENNIAL", "QUADRENNIAL",
    "QUINQUENNIAL", "DECENNIAL", "BIDECENNIAL", "TRIDECENNIAL", "AS_NEEDED", "IRREG", "NEVER", "NOT_PLANNED", "OTHER",
})  # fmt: skip
_PURL_FREQUENCY = "http://purl.org/cld/freq/"
_WKT = frozenset({"http://www.opengis.net/ont/geosparql#wktLiteral", "http://www.opengis.net/rdf#wktLiteral"})
_GEOJSON = frozenset({"http://www.opengis.net/ont/geosparql#geoJSONLiteral", _IANA + "application/vnd.geo+json"})


def read_dataset(chooser: Chooser, node: Node, catalogue: Catalogue) -> dict[str, object]:
    """Return the fields of a dataset, its resources included; title and resources are always there."""
    resources = [_resource(chooser, d) for d in chooser.graph.objects(node, DCAT.distribution)]
    fields = {
        "description": _text(chooser, node, DCTERMS.description),
        "tags": _tags(chooser, node),
        "frequency": _frequency(chooser, node),
        "licence": sorted({str(o) for d in chooser.graph.objects(node, DCAT.distribution)
                           for o in chooser.graph.objects(d, DCTERMS.license)} | set(chooser.texts(node, DCTERMS.license))),
        "issued": _date(chooser, node, DCTERMS.issued),
        "modified": _date(chooser, node, DCTERMS.modified),
        "landing_page": chooser.text(node, DCAT.landingPage) or str(node),
        "access_rights": chooser.texts(node, DCTERMS.accessRights),
        "contact": dict(_contact(chooser, node)),
        "temporal": _period(chooser, node, catalogue),
        "spatial": _place(chooser, node),
    }  # fmt: skip
    return {"title": _text(chooser, node, DCTERMS.title), **filled(fields), "resources": [r for r in resources if r]}


def _text(chooser: Chooser, node: Node, path: URIRef) -> str:
    return chooser.literal(node, path, [v for v in chooser.graph.objects(node, path) if isinstance(v, Literal)])


def _tags(chooser: Chooser, node: Node) -> list[str]:
    values = [o for o in chooser.graph.objects(node, DCAT.keyword) if isinstance(o, Literal)]
    labels = [chooser.graph.value(theme, SKOS.prefLabel) for theme in chooser.graph.objects(node, DCAT.theme)]
    tags = {_slug(str(value)): str(value) for value in [*values, *labels] if value}
    for slug, value in tags.items():
        if not slug:
            chooser.lose("tag-empty", node, tag=value)
    return sorted(slug for slug in tags if slug)


def _slug(tag: str) -> str:
    """Return a tag as udata writes it; empty for what has no letter or digit."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", tag.lower()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def _frequency(chooser: Chooser, node: Node) -> str:
    value = chooser.graph.value(node, DCTERMS.accrualPeriodicity)
    if value is None:
        return ""
    text = str(value)
    if text.startswith(_PURL_FREQUENCY) or text.removeprefix(FREQUENCY) in _FREQUENCIES:
        return text
    chooser.lose("frequency-unknown", node, value=text)
    return ""


def _date(chooser: Chooser, node: Node, path: URIRef) -> str:
    found = chooser.date(node, path)
    if path == DCTERMS.modified and found[:10] > datetime.now(UTC).date().isoformat():
        chooser.lose("date-in-future", node, value=found)
        return ""
    return found


def _contact(chooser: Chooser, node: Node) -> Iterator[tuple[str, str]]:
    for contact in chooser.graph.objects(node, DCAT.contactPoint):
        name = _text(chooser, contact, VCARD.fn) or _text(chooser, contact, FOAF.name)
        email = chooser.text(contact, VCARD.hasEmail).removeprefix("mailto:")
        if name or email:
            yield from (("name", name), ("email", email))
        else:
            chooser.lose("contact-unread", node, contact=str(contact))


def _period(chooser: Chooser, node: Node, catalogue: Catalogue) -> list[str]:
    period = chooser.graph.value(node, DCTERMS.temporal)
    if period is None:
        return []
    graph: Graph | None = chooser.graph
    if isinstance(period, URIRef):
        # udata asks the period's own address, whatever the catalogue says of it.
        graph = _dereferenced(catalogue, str(period))
        if graph is None:
            code = "period-untested" if catalogue.is_file else "period-not-answering"
            chooser.lose(code, node, period=str(period))
            return []
    if graph is not None and not isinstance(period, Literal):
        for start, end in ((SCHEMA.startDate, SCHEMA.endDate), (DCAT.startDate, DCAT.endDate)):
            found = [graph.value(period, start), graph.value(period, end)]
            if any(isinstance(v, Literal) and isinstance(v.toPython(), date) for v in found):
                return [str(v) for v in found if v is not None]
    chooser.lose("period-unread", node, period=str(period))
    return []


def _dereferenced(catalogue: Catalogue, address: str) -> Graph | None:
    if catalogue.is_file:
        return None
    accept = "application/rdf+xml, text/turtle;q=0.9, application/ld+json;q=0.8"
    answer = catalogue.client.ask("GET", address.partition("#")[0], accept=accept)
    if answer.status != 200:
        return None
    try:
        return catalogue.parse(answer.body.decode("utf-8"), answer.media_type)
    except Exception:  # whatever the parsers raise: it is not RDF
        return None


def _place(chooser: Chooser, node: Node) -> list[str]:
    places = list(chooser.graph.objects(node, DCTERMS.spatial))
    found = []
    for place in places:
        for value in chooser.graph.objects(place):
            kind = str(value.datatype) if isinstance(value, Literal) else ""
            text = str(value).strip().upper()
            if (kind in _WKT and text.startswith(("POLYGON", "MULTIPOLYGON"))) or (
                kind in _GEOJSON and "POLYGON" in text
            ):
                found.append(str(value))
    if places and not found:
        chooser.lose("place-without-outline", node, place=str(places[0]))
    return found


def _resource(chooser: Chooser, node: Node) -> dict[str, object]:
    address = chooser.text(node, DCAT.downloadURL) or chooser.text(node, DCAT.accessURL)
    if not address:
        chooser.lose("resource-without-address", node)
        return {}
    form, media_type = chooser.text(node, DCTERMS.format), chooser.text(node, DCAT.mediaType)
    fields = {
        "title": _text(chooser, node, DCTERMS.title), "description": _text(chooser, node, DCTERMS.description),
        "url": address, "format": form.removeprefix(FILE_TYPE).lower(), "mime": media_type.removeprefix(_IANA),
        "filesize": chooser.number(node, DCAT.byteSize), "checksum": _checksum(chooser, node),
        "issued": _date(chooser, node, DCTERMS.issued), "modified": _date(chooser, node, DCTERMS.modified),
    }  # fmt: skip
    return filled(fields)


def _checksum(chooser: Chooser, node: Node) -> str:
    checksum = chooser.graph.value(node, SPDX.checksum)
    if checksum is None:
        return ""
    algorithm = str(chooser.graph.value(checksum, SPDX.algorithm))
    if algorithm.replace("https:", "http:", 1) in _CHECKSUMS.keys() - {algorithm}:
        # DCAT-AP's shapes ask for https, SPDX and udata write http: no publisher can please both.
        chooser.lose("checksum-by-https", node, algorithm=algorithm)
        return ""
    if algorithm not in _CHECKSUMS:
        chooser.lose("checksum-unread", node, algorithm=algorithm)
        return ""
    return f"{_CHECKSUMS[algorithm]}:{chooser.graph.value(checksum, SPDX.checksumValue)}"
