"""What becomes of a dataset's metadata in CKAN: the fields that euro_dcat_ap_3 makes of them, and what CKAN refuses.

After ckanext-dcat 2.4 (profiles/euro_dcat_ap_base.py, _2, _3) and CKAN 2.11 (lib/munge.py, logic/schema.py,
model/license.py). Fields are named as CKAN names them; those it keeps as extras stand beside the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from hasila.quality import mqa
from hasila.quality.names import ADMS, DCAT, DCATAP, LOCN, SCHEMA, SPDX, VCARD
from hasila.rehearsal.values import Chooser, filled

TAG = re.compile(r"[\w \-.]{2,100}")
"""What a tag may be; one that is not makes CKAN refuse its dataset."""
_LISTS = {
    "language": DCTERMS.language, "theme": DCAT.theme, "alternate_identifier": ADMS.identifier,
    "conforms_to": DCTERMS.conformsTo, "documentation": FOAF.page, "source": DCTERMS.source,
    "is_version_of": DCTERMS.isVersionOf, "has_version": DCAT.hasVersion,
    "applicable_legislation": DCATAP.applicableLegislation,
}  # fmt: skip
_RESOURCE_TEXTS = {
    "name": DCTERMS.title, "description": DCTERMS.description, "access_url": DCAT.accessURL, "download_url": DCAT.downloadURL,
    "status": ADMS.status, "license": DCTERMS.license, "rights": DCTERMS.rights, "availability": DCATAP.availability,
    "compress_format": DCAT.compressFormat, "package_format": DCAT.packageFormat,
}  # fmt: skip
_MEDIA_TYPE = re.compile(r"\w+/[\w.+-]+")


def name_of(title: str) -> str:
    """Return the dataset's name in CKAN: the ASCII letters and digits of its title; empty when it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:95]


def read_dataset(chooser: Chooser, node: Node) -> dict[str, object]:
    """Return the fields of a dataset, its resources included; title and resources are always there."""
    fields = {
        "notes": chooser.text(node, DCTERMS.description),
        "url": chooser.text(node, DCAT.landingPage),
        "version": chooser.text(node, DCAT.version) or chooser.text(node, OWL.versionInfo),
        "tags": _tags(chooser, node),
        "license_id": _licence(chooser, node),
        "issued": chooser.date(node, DCTERMS.issued),
        "modified": chooser.date(node, DCTERMS.modified),
        "identifier": chooser.text(node, DCTERMS.identifier),
        "frequency": chooser.text(node, DCTERMS.accrualPeriodicity),
        "provenance": chooser.text(node, DCTERMS.provenance),
        "dcat_type": chooser.text(node, DCTERMS.type),
        "access_rights": _access_rights(chooser, node),
        **{name: chooser.texts(node, path) for name, path in _LISTS.items()},
        **dict(_contact(chooser, node)),
        **dict(_agents(chooser, node)),
        **dict(_period(chooser, node)),
        **dict(_place(chooser, node)),
    }
    resources = [_resource(chooser, distribution) for distribution in chooser.graph.objects(node, DCAT.distribution)]
    return {"title": chooser.text(node, DCTERMS.title), **filled(fields), "resources": resources}


def _tags(chooser: Chooser, node: Node) -> list[str]:
    return [part.strip() for keyword in chooser.texts(node, DCAT.keyword) for part in keyword.split(",")]


def _licence(chooser: Chooser, node: Node) -> str:
    """Return the licence's identifier in CKAN's register, which knows a licence by its own address for it or by its title."""
    titles = {row["title"]: row["ckan"] for row in mqa.licences().values() if row["ckan"]}
    stated = [
        o for d in chooser.graph.objects(node, DCAT.distribution) for o in chooser.graph.objects(d, DCTERMS.license)
    ]
    for licence in stated:
        found = _REGISTER.get(str(licence)) or titles.get(chooser.text(licence, DCTERMS.title))
        if found:
            return found
    for licence in dict.fromkeys(stated):
        chooser.lose("licence-unknown", node, licence=str(licence))
    return ""


_REGISTER = {
    **{f"http://www.opendefinition.org/licenses/{code}": code
       for code in ("odc-pddl", "odc-odbl", "odc-by", "cc-zero", "cc-by", "cc-by-sa", "gfdl")},
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/": "uk-ogl",
    "http://creativecommons.org/licenses/by-nc/2.0/": "cc-nc",
}  # fmt: skip


def _access_rights(chooser: Chooser, node: Node) -> str:
    for value in chooser.graph.objects(node, DCTERMS.accessRights):
        return chooser.text(value, RDFS.label) if isinstance(value, BNode) else str(value)
    return ""


def _contact(chooser: Chooser, node: Node) -> Iterator[tuple[str, object]]:
    for contact in chooser.graph.objects(node, DCAT.contactPoint):
        name, email = chooser.text(contact, VCARD.fn), chooser.text(contact, VCARD.hasEmail).removeprefix("mailto:")
        if not name and not email:
            chooser.lose("contact-unread", node, contact=str(contact))
        url = chooser.text(contact, VCARD.hasURL)
        yield from {
            "contact_uri": _iri(contact), "contact_name": name, "contact_email": email, "contact_url": url
        }.items()  # fmt: skip
        return


def _agents(chooser: Chooser, node: Node) -> Iterator[tuple[str, object]]:
    for key, path in (("publisher", DCTERMS.publisher), ("creator", DCTERMS.creator)):
        agents = sorted(chooser.graph.objects(node, path), key=lambda a: (a, FOAF.name, None) not in chooser.graph)
        for agent in agents[:1]:
            name = chooser.text(agent, FOAF.name)
            if not name:
                chooser.lose("agent-unread", node, property=key, agent=str(agent))
            yield from {
                f"{key}_uri": _iri(agent), f"{key}_name": name, f"{key}_url": chooser.text(agent, FOAF.homepage),
                f"{key}_email": chooser.text(agent, FOAF.mbox).removeprefix("mailto:"),
                f"{key}_type": chooser.text(agent, DCTERMS.type),
            }.items()  # fmt: skip


def _period(chooser: Chooser, node: Node) -> Iterator[tuple[str, object]]:
    periods = list(chooser.graph.objects(node, DCTERMS.temporal))
    for period in periods:
        start = chooser.date(period, DCAT.startDate) or chooser.date(period, SCHEMA.startDate)
        end = chooser.date(period, DCAT.endDate) or chooser.date(period, SCHEMA.endDate)
        if start or end:
            yield from {"temporal_start": start, "temporal_end": end}.items()
            return
    for period in periods:
        chooser.lose("period-unread", node, period=str(period))


def _place(chooser: Chooser, node: Node) -> Iterator[tuple[str, object]]:
    for place in chooser.graph.objects(node, DCTERMS.spatial):
        if isinstance(place, Literal):
            yield "spatial_text", str(place)
            continue
        yield "spatial_uri", _iri(place)
        if (place, RDF.type, DCTERMS.Location) in chooser.graph:
            for name, path in (
                ("spatial", LOCN.geometry),
                ("spatial_bbox", DCAT.bbox),
                ("spatial_centroid", DCAT.centroid),
            ):
                yield from ((name, str(geometry)) for geometry in chooser.graph.objects(place, path))
            labels = [*chooser.graph.objects(place, SKOS.prefLabel), *chooser.graph.objects(place, RDFS.label)]
            if labels:
                yield "spatial_text", str(labels[-1])


def _resource(chooser: Chooser, node: Node) -> dict[str, object]:
    texts = {name: chooser.text(node, path) for name, path in _RESOURCE_TEXTS.items()}
    address = texts["download_url"] or texts["access_url"]
    if not address:
        chooser.lose("resource-without-address", node)
    fields = {
        **texts, "url": address, "uri": _iri(node),
        "issued": chooser.date(node, DCTERMS.issued), "modified": chooser.date(node, DCTERMS.modified),
        "size": chooser.number(node, DCAT.byteSize), **_format(chooser, node), **_checksum(chooser, node),
    }  # fmt: skip
    return filled(fields)


def _format(chooser: Chooser, node: Node) -> dict[str, object]:
    media_type = chooser.text(node, DCAT.mediaType)
    form = chooser.graph.value(node, DCTERMS.format)
    # An IRI of IANA is no media type to CKAN: no preview fits it, and no format is found by it.
    if media_type and not _MEDIA_TYPE.fullmatch(media_type):
        chooser.lose("media-type-as-iri", node, value=media_type)
    return {"mimetype": media_type, "format": media_type if form is None else str(form)}


def _checksum(chooser: Chooser, node: Node) -> dict[str, object]:
    found: dict[str, object] = {}
    for checksum in chooser.graph.objects(node, SPDX.checksum):
        found = {
            "hash": chooser.text(checksum, SPDX.checksumValue),
            "hash_algorithm": chooser.text(checksum, SPDX.algorithm),
        }
        if not found["hash"]:
            chooser.lose("checksum-unread", node, algorithm=str(found["hash_algorithm"]))
    return found


def _iri(node: Node) -> str:
    return str(node) if isinstance(node, URIRef) else ""
