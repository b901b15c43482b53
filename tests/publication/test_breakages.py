"""The publication broken as people break it: each fault is found where it was made, and told in the reader's language."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hasila.publication import reports
from hasila.publication.build import Findings, build
from hasila.publication.manifest import read_manifest
from hasila.release import Release

REPORT, EVENTS, FIGURES = "data/reports/2025.ttl", "data/events/2025.ttl", "data/figures/2025.csv"
SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]{2}"), "fr": re.compile("[a-zéèà]{2}"), "en": re.compile("[a-z]{2}")}


@dataclass(frozen=True)
class Breakage:
    """One fault: in `file`, `old` becomes `new`; `line_of` stands on the line to be named, `sources` may find it."""

    file: str
    old: str
    new: str
    line_of: str
    language: str
    sources: str


BREAKAGES = {
    "missing Arabic label": Breakage(
        EVENTS, '"تقوية الإحساس بالأمن"@ar ,\n        ', "", "Renforcer le sentiment de sécurité", "ar", "abel"
    ),
    "bound above value": Breakage(
        REPORT, "hasila:year 2025 .\n", "hasila:year 2025 .\n\n" + """<https://w3id.org/hasila/id/figure/2025.criminal-cases>
    hasila:lowerBound 999999.0 .
""", "hasila:lowerBound 999999.0", "fr", "bound",
    ),
    "wrong class": Breakage(EVENTS, "schema:location place:ifrane", "schema:location theme:training",
                            "schema:location theme:training", "en", "location"),
    "unknown indicator": Breakage(FIGURES, "at-least-3600000,eid-cards-issued,", "at-least-3600000,eid-kards-issued,",
                                  "at-least-3600000", "fr", "indicator|dangling|reference"),
    "future date": Breakage(REPORT, 'dcterms:issued "2025-12-17"', 'dcterms:issued "2027-12-17"', '"2027-12-17"', "ar",
                            "release"),
    "person's name": Breakage(
        REPORT, "hasila:year 2025 .\n", "hasila:year 2025 .\n\n" + """<https://w3id.org/hasila/id/person/somebody>
    a <http://xmlns.com/foaf/0.1/Person> ;
    <http://xmlns.com/foaf/0.1/name> "Somebody" .
""", "foaf/0.1/Person", "en", "Person|privacy",
    ),
    "duplicate observation": Breakage(
        FIGURES, "\n2025.violent-crime", "\n2025.clearance-rate.twice,clearance-rate,total,MA,2025,rate,94,unit:PERCENT,exact,"
        ",,1,94,percent,preferred,,,2025,1,fragment,medium,,7news-ma-5bcf10f8,\n2025.violent-crime", "2025.clearance-rate",
        "ar", "ic-12",
    ),
    "unknown unit": Breakage(FIGURES, "level,3685964,card,", "level,3685964,kard,", "level,3685964,", "fr",
                             "unit|dangling|reference"),
    "dangling reference": Breakage(EVENTS, "hasila:recipient post:director-general-dgsn-dgst",
                                   "hasila:recipient post:nobody", "post:nobody", "en", "dangling|reference|recipient"),
    "span outside the source": Breakage(REPORT, 'oa:end 2530 ', 'oa:end 9530 ', "oa:end 9530", "ar", "span|source|evidence"),
    "blank node": Breakage(EVENTS, "schema:location place:marrakesh", "schema:location [ ]", "schema:location [ ]", "fr",
                           "blank"),
    "number the store would rewrite": Breakage(REPORT, "hasila:paragraph 4 ", "hasila:paragraph 04 ",
                                               "hasila:paragraph 04", "fr", "literals-as-stored"),
    "value that is no number": Breakage(FIGURES, "level,48958,", "level,48.9 thousand,", "2025.cheque-cases,", "fr",
                                        "obsValue|ic-14"),
}  # fmt: skip


def copy_sources(repository: Path, folder: Path) -> Path:
    """Return a copy of the publication in a folder, without the software."""
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(repository / name, folder / "publication" / name)
    shutil.copy(repository / "hasila.toml", folder / "publication")
    return folder / "publication"


@pytest.fixture(scope="module")
def broken(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication with all the faults at once: none hides another, and to validate takes its time."""
    sources = copy_sources(repository, tmp_path_factory.mktemp("broken"))
    for fault in BREAKAGES.values():
        path = sources / fault.file
        text = path.read_text(encoding="utf-8")
        assert text.count(fault.old) >= 1, fault
        path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
    return sources


@pytest.fixture(scope="module")
def out(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder in which the sound publication is in force."""
    folder = tmp_path_factory.mktemp("out")
    shutil.copytree(release.path, folder / release.path.name)
    (folder / "current").symlink_to(release.path.name)
    return folder


@pytest.fixture(scope="module")
def findings(broken: Path, out: Path) -> dict[str, list[dict[str, Any]]]:
    """What a build says of them, by language: they are looked for once and told three times."""
    manifest = read_manifest(broken)
    with pytest.raises(Findings) as caught:
        build(manifest, out)
    return {
        language: json.loads(reports.as_json(caught.value.found, language, manifest.base, manifest.prefixes))[
            "findings"
        ]
        for language in SCRIPTS
    }


@pytest.mark.parametrize("name", BREAKAGES)
def test_fault_is_found_with_its_line_and_told_in_the_language_asked_for(
    broken: Path, findings: dict[str, list[dict[str, Any]]], name: str
) -> None:
    fault = BREAKAGES[name]
    lines = (broken / fault.file).read_text(encoding="utf-8").split("\n")
    line = next(n for n, content in enumerate(lines, 1) if fault.line_of in content)
    found = findings[fault.language]
    meant = [f for f in found if re.search(fault.sources, f["source"]) and (f["file"], f["line"]) == (fault.file, line)]
    assert meant, [(f["source"], f["file"], f["line"]) for f in found]
    assert all(SCRIPTS[fault.language].search(f["message"]) for f in meant)
    # One violation is enough for a publication not to be built.
    assert any(f["severity"] == "Violation" for f in meant)


def test_faulty_publication_is_not_built_and_the_release_before_stays(
    release: Release, findings: dict[str, list[dict[str, Any]]], out: Path
) -> None:
    """Any one violation is enough (see above); what the command then says and exits with is tested on the small publication."""
    assert sum(finding["severity"] == "Violation" for finding in findings["en"]) >= len(BREAKAGES)
    assert Release.open(out / "current").digest == release.digest
    assert {path.name for path in out.iterdir()} - {".lock"} == {release.path.name, "current"}
