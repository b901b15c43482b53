"""The tables of a dataset as machine-learning tools read them: Croissant, one JSON-LD document for each dataset with tables.

Croissant Format Specification 1.0 (MLCommons). Columns and their types are those of the tables' CSVW metadata; addresses stand
below `catalog.DEPLOYMENT`. Describes the plain CSV tables only: their twins for spreadsheet programs hold nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hasila.catalog import DEPLOYMENT, Catalog, Dataset
from hasila.distributions import FOLDER, Distribution
from hasila.publication.dcat_access import Access
from hasila.publication.manifest import Manifest
from hasila.rdf.languages import pick

_LANGUAGE = "en"
_OWN = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: Mapping[str, Any] = {
    "@language": _LANGUAGE,
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _OWN},
}
"""As appendix 1 of the specification has it, with the two terms that the examples of version 1.0 add."""
_TYPES: Mapping[str, str] = {
    "anyURI": "sc:URL",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "dateTime": "sc:DateTime",
    "decimal": "sc:Float",
    "double": "sc:Float",
    "float": "sc:Float",
    "int": "sc:Integer",
    "integer": "sc:Integer",
    "long": "sc:Integer",
    "nonNegativeInteger": "sc:Integer",
    "positiveInteger": "sc:Integer",
}
"""CSVW's datatypes; what is not here is text."""


def tables_of(dataset: Dataset, files: Mapping[str, Distribution]) -> list[Distribution]:
    """Return the plain CSV tables of a dataset that say what their columns are."""
    held = (files[name] for name in dataset.files)
    return [file for file in held if file.format == "csv" and file.metadata and not file.excel]


class Croissant:
    """Describes the datasets of one catalogue; `metadata` are the files of CSVW metadata by name."""

    def __init__(
        self, manifest: Manifest, listed: Catalog, files: Iterable[Distribution], access: Access,
        metadata: Mapping[str, bytes],
    ) -> None:  # fmt: skip
        self._manifest = manifest
        self._listed = listed
        self._files = {file.name: file for file in files}
        self._access = access
        self._metadata = metadata

    def dataset(self, dataset: Dataset) -> dict[str, Any] | None:
        """Return the description of a dataset, or None when it has no tables."""
        tables = tables_of(dataset, self._files)
        if not tables:
            return None
        title = self._said(dataset.title)
        author = self._said(self._listed.creator.name)
        return {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "name": dataset.key,
            "alternateName": list(dict.fromkeys(dataset.title.values())),
            "description": self._said(dataset.description),
            "url": DEPLOYMENT + dataset.path,
            "sameAs": dataset.iri,
            "license": self._manifest.licence,
            "creator": {"@type": "sc:Organization", "name": author, "url": self._listed.creator.iri},
            "publisher": {
                "@type": "sc:Organization",
                "name": self._said(self._listed.publisher.name),
                "url": self._listed.publisher.iri,
            },
            "datePublished": dataset.issued,
            "dateModified": dataset.modified,
            "version": dataset.version,
            "inLanguage": list(self._manifest.languages),
            "keywords": list(dataset.keywords.get(_LANGUAGE) or next(iter(dataset.keywords.values()))),
            "citeAs": f"{author}. {title}. {self._manifest.name} {dataset.version}, {dataset.modified}. {dataset.iri}",
            "distribution": [self._file(table) for table in tables],
            "recordSet": [self._records(table) for table in tables],
        }

    def _file(self, table: Distribution) -> dict[str, Any]:
        return {
            "@type": "cr:FileObject",
            "@id": table.name,
            "name": table.name,
            "description": self._said(self._access.title(table)),
            "contentUrl": f"{DEPLOYMENT}/{FOLDER}/{table.name}",
            "contentSize": f"{table.bytes} B",
            "encodingFormat": "text/csv",
            "sha256": table.sha256,
        }

    def _records(self, table: Distribution) -> dict[str, Any]:
        described = json.loads(self._metadata[table.metadata or ""])
        name = table.name.removesuffix(".csv").replace("/", "-")
        return {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": _in_english(described.get("dc:description", ())) or self._said(self._access.title(table)),
            "field": [_field(name, table, column) for column in described["tableSchema"]["columns"]],
        }

    def _said(self, text: Mapping[str, str]) -> str:
        return pick(text, _LANGUAGE, self._manifest.languages)[0]


def _field(records: str, table: Distribution, column: Mapping[str, Any]) -> dict[str, Any]:
    datatype = column.get("datatype", "string")
    base = datatype.get("base", "string") if isinstance(datatype, dict) else datatype
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{column['name']}",
        "name": column["name"],
        "description": _in_english(column.get("dc:description", ()))
        or _title(column.get("titles", {}))
        or column["name"],
        "dataType": "sc:Text" if "separator" in column else _TYPES.get(base, "sc:Text"),
        "source": {"fileObject": {"@id": table.name}, "extract": {"column": column["name"]}},
    }


def _in_english(texts: Sequence[Mapping[str, str]]) -> str:
    """Return the English one of CSVW's natural-language values, else the first; empty where there is none."""
    values = {text["@language"]: text["@value"] for text in texts if "@language" in text}
    return values.get(_LANGUAGE) or next(iter(values.values()), "")


def _title(titles: Mapping[str, str | Sequence[str]]) -> str:
    found = titles.get(_LANGUAGE) or next(iter(titles.values()), "")
    return found if isinstance(found, str) else found[-1]
