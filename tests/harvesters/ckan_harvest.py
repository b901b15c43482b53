"""Run by the Python of CKAN's own environment: CKAN's RDF harvester on an address, and CKAN's schema over what it brings in.

ckanext-dcat's DCATRDFHarvester gathers as it does on a portal (HEAD, GET, pages, keys, names), its parser reads with the
profile euro_dcat_ap_3, and every dataset is validated as package_create validates it. Only the database is not there: harvest
objects are kept in a list, and the two validators that ask it (is the name free, may the user write) are left out.

Arguments: `harvest URL` or `validate FILE` (a JSON list of datasets as package_create takes them). Prints JSON.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

warnings.simplefilter("ignore")

from ckan.common import config  # noqa: E402

config.update({"ckan.plugins": "", "ckan.locale_default": "en", "ckan.site_url": "http://portal.example",
               "ckanext.dcat.rdf.profiles": "euro_dcat_ap_3"})  # fmt: skip

import ckanext.dcat.harvesters.rdf as harvesting  # noqa: E402
from ckan.lib.navl.dictization_functions import validate  # noqa: E402
from ckan.logic import get_validator  # noqa: E402
from ckan.logic.schema import default_create_package_schema  # noqa: E402


class Kept:
    """A harvest object that is kept in a list instead of a database."""

    every: ClassVar[list[Kept]] = []

    def __init__(self, guid: str, job: object, content: str = "", **_: object) -> None:
        self.guid, self.content, self.id = guid, content, f"object-{len(self.every)}"

    def save(self) -> None:
        self.every.append(self)


class Harvester(harvesting.DCATRDFHarvester):
    """CKAN's harvester without a database behind it."""

    errors: ClassVar[list[str]] = []

    def _save_gather_error(self, message: str, job: object) -> None:
        self.errors.append(message)

    def _mark_datasets_for_deletion(self, guids_in_source: list[str], harvest_job: object) -> list[str]:
        return []

    @classmethod
    def _ensure_name_is_unique(cls, ideal_name: str, *_: object, **__: object) -> str:
        return ideal_name


def harvest(url: str) -> dict[str, Any]:
    """Return what the harvester brings in from the address, in its order, and what CKAN finds wrong with it."""
    harvesting.HarvestObject = Kept
    source = SimpleNamespace(id="source", url=url, config=None, owner_org=None)
    harvesting.model.Package.get = staticmethod(lambda _: source)
    Harvester().gather_stage(SimpleNamespace(source=source))
    datasets = [json.loads(kept.content) for kept in Kept.every]
    return {
        "errors": Harvester.errors,
        "datasets": [
            {"guid": kept.guid, "dataset": dataset} for kept, dataset in zip(Kept.every, datasets, strict=True)
        ],
        "invalid": {dataset["name"]: wrong for dataset in datasets if (wrong := faults(dataset))},
    }


def faults(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return what package_create would refuse of a dataset."""
    schema = default_create_package_schema()
    schema["name"] = [get_validator(name) for name in ("not_empty", "unicode_safe", "name_validator")]
    schema["owner_org"] = [get_validator("ignore_missing")]
    _, errors = validate(dataset, schema, {"user": "", "ignore_auth": True})
    return dict(errors)


if __name__ == "__main__":
    command, argument = sys.argv[1:]
    if command == "harvest":
        found = harvest(argument)
    else:
        listed = json.loads(Path(argument).read_text(encoding="utf-8"))
        found = {dataset["name"]: faults(dataset) for dataset in listed}
    json.dump(found, sys.stdout, ensure_ascii=False)
