"""The publication broken as people break it: each fault is found where it was made, and told in the reader's language."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from hasila.cli import main
from hasila.publication.build import build
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
        REPORT, "hasila:year 2025 .\n", "hasila:year 2025 .\n\n" + """<https://w3id.org/hasila/id/figure/2025.clearance-rate>
    hasila:lowerBound 99.0 .
""", "hasila:lowerBound 99.0", "fr", "bound",
    ),
    "wrong class": Breakage(EVENTS, "schema:location place:ifrane", "schema:location theme:training",
                            "schema:location theme:training", "en", "location"),
    "unknown theme": Breakage(FIGURES, ",identity-documents,2025-S20", ",identity-dokuments,2025-S20", "at-least-3600000",
                              "fr", "theme|dangling|reference"),
    "future date": Breakage(REPORT, 'dcterms:issued "2025-12-17"', 'dcterms:issued "2027-12-17"', '"2027-12-17"', "ar",
                            "release"),
    "person's name": Breakage(
        REPORT, "hasila:year 2025 .\n", "hasila:year 2025 .\n\n" + """<https://w3id.org/hasila/id/person/somebody>
    a <http://xmlns.com/foaf/0.1/Person> ;
    <http://xmlns.com/foaf/0.1/name> "Somebody" .
""", "foaf/0.1/Person", "en", "Person|privacy",
    ),
    "duplicate observation": Breakage(
        FIGURES, "2025.violent-crime", "2025.clearance-rate.twice,clearance-rate,total,MA,2025,rate,94,unit:PERCENT,exact,,"
        ",1,94,preferred,crime,2025-S23,معدل الزجر,Taux,Rate\n2025.violent-crime", "2025.clearance-rate", "ar", "ic-12",
    ),
    "unknown unit": Breakage(FIGURES, ",card,", ",kard,", "at-least-3600000", "fr", "unit|dangling|reference"),
    "dangling reference": Breakage(EVENTS, "hasila:recipient post:director-general-dgsn-dgst",
                                   "hasila:recipient post:nobody", "post:nobody", "en", "dangling|reference|recipient"),
    "span outside the source": Breakage(REPORT, 'oa:end 2530 ', 'oa:end 9530 ', "oa:end 9530", "ar", "span|source|evidence"),
    "blank node": Breakage(EVENTS, "schema:location place:ifrane", "schema:location [ ]", "schema:location [ ]", "fr",
                           "blank"),
    "number the store would rewrite": Breakage(REPORT, "hasila:paragraph 4 ", "hasila:paragraph 04 ",
                                               "hasila:paragraph 04", "fr", "literals-as-stored"),
    "value that is no number": Breakage(FIGURES, ",3600000,", ",3.6 million,", "at-least-3600000", "fr", "obsValue|ic-14"),
}  # fmt: skip


@pytest.fixture
def sources(repository: Path, tmp_path: Path) -> Path:
    """A copy of the publication, without the software."""
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(repository / name, tmp_path / "publication" / name)
    shutil.copy(repository / "hasila.toml", tmp_path / "publication")
    return tmp_path / "publication"


@pytest.mark.parametrize("name", BREAKAGES)
def test_fault_is_found_with_its_line_and_told_in_the_language_asked_for(sources: Path, name: str) -> None:
    fault = BREAKAGES[name]
    path = sources / fault.file
    text = path.read_text(encoding="utf-8")
    assert text.count(fault.old) >= 1
    path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
    line = next(
        n for n, content in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if fault.line_of in content
    )

    options = ["validate", "--root", str(sources), "--format", "json", "--language", fault.language]
    done = CliRunner().invoke(main, options, catch_exceptions=False)

    assert done.exit_code == 1
    found = json.loads(done.stdout)["findings"]
    meant = [f for f in found if re.search(fault.sources, f["source"]) and (f["file"], f["line"]) == (fault.file, line)]
    assert meant, [(f["source"], f["file"], f["line"]) for f in found]
    assert all(SCRIPTS[fault.language].search(f["message"]) for f in meant)


def test_faulty_publication_is_not_built_and_the_release_before_stays(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, _ = build(read_manifest(sources), out)
    for fault in BREAKAGES.values():
        path = sources / fault.file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
        done = CliRunner().invoke(main, ["build", "--root", str(sources), "--out", str(out)], catch_exceptions=False)
        assert done.exit_code == 1
        path.write_text(text, encoding="utf-8")
    assert Release.open(out / "current").digest == first.digest
    assert {path.name for path in out.iterdir()} == {first.path.name, "current", ".lock"}
