"""Our own catalogue, as it is served: no harvester loses anything of it, and the command says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hasila.release import Release

from .conftest import GOOD


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "hasila", *arguments], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("path", ["catalog", "catalog.ttl?page=1&size=1"])
def test_own_catalogue_loses_nothing(server_url: str, release: Release, path: str) -> None:
    # The addresses that the publication's names will resolve to, once their redirects are registered, are this server's.
    stand_in = f"{release.publication.base}={server_url}/"
    done = _run("rehearse", f"{server_url}/{path}", "--format", "json", "--stand-in", stand_in)
    told = json.loads(done.stdout)
    lost = [
        (h["harvester"], loss["code"], loss["subject"])
        for h in told["harvests"]
        for loss in h["losses"]
        if loss["severity"] != "limit"
    ]
    assert lost == []
    assert (done.returncode, told["loses"]) == (0, False)
    assert release.catalog is not None
    own = {dataset.iri for dataset in release.catalog.datasets}
    for harvest in told["harvests"]:
        assert {dataset["iri"] for dataset in harvest["datasets"]} >= own, harvest["harvester"]
        # The three that take files take all of them; Google is told of them in the page.
        assert all(dataset["resources"] for dataset in harvest["datasets"] if dataset["iri"] in own)


def test_command_tells_in_each_language_and_ends_with_1_when_something_is_lost(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text(GOOD.replace("{root}", "https://forests.example/"), encoding="utf-8")
    bad.write_text(good.read_text(encoding="utf-8").replace('dct:identifier "fires-2024" ;', ""), encoding="utf-8")
    for language, word in (("ar", "يضيع"), ("fr", "perdu"), ("en", "lost")):
        done = _run("rehearse", str(bad), "--lang", language)
        assert done.returncode == 1 and f"[{word}] no-identifier" in done.stdout
        assert "Traceback" not in done.stderr
    assert _run("rehearse", str(good)).returncode == 0
    compared = _run("rehearse", str(bad), "--earlier", str(good), "--format", "json")
    changes = {harvest["harvester"]: harvest["changes"] for harvest in json.loads(compared.stdout)["harvests"]}
    assert changes["udata"]["withdrawn"] == ["fires-2024"] and changes["ckanext-dcat"]["withdrawn"] == []


@pytest.mark.parametrize("arguments", [["none.ttl"], ["good.ttl", "--stand-in", "x"], ["good.ttl", "--lang", "de"], []])
def test_wrong_arguments_are_a_usage_error(arguments: list[str], tmp_path: Path) -> None:
    path = tmp_path / "good.ttl"
    path.write_text("", encoding="utf-8")
    done = _run("rehearse", *(str(path) if argument == "good.ttl" else argument for argument in arguments))
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_package_belongs_to_the_organisation_named(tmp_path: Path) -> None:
    path = tmp_path / "good.ttl"
    path.write_text(GOOD.replace("{root}", "https://forests.example/"), encoding="utf-8")
    owned = json.loads(_run("package", str(path), "--owner-org", "forest-office").stdout)
    assert {package["owner_org"] for package in owned} == {"forest-office"}
    plain = json.loads(_run("package", str(path)).stdout)
    assert [{k: v for k, v in package.items() if k != "owner_org"} for package in owned] == plain
    refused = _run("package", str(path), "--owner-org", "Forest Office")
    assert refused.returncode == 2 and "owner_org" in refused.stderr
    assert "--owner-org" in _run("package", "--help").stdout


def test_package_prints_what_a_portal_takes(tmp_path: Path) -> None:
    path = tmp_path / "good.ttl"
    path.write_text(GOOD.replace("{root}", "https://forests.example/"), encoding="utf-8")
    done = _run("package", str(path), "--name", "forests", "--lang", "fr")
    packages = json.loads(done.stdout)
    assert [package["name"] for package in packages] == ["forests-fires-2024", "forests-stands-2024"]
    stands = packages[1]
    assert (stands["title"], stands["license_id"], stands["maintainer_email"]) == (
        "Peuplements de 2024",
        "cc-by",
        "desk@forests.example",
    )
    assert {"name": "غابة"} in stands["tags"] and {"key": "title_ar", "value": "مشاجر 2024"} in stands["extras"]
    (csv,) = stands["resources"]
    assert (csv["format"], csv["mimetype"], csv["size"], csv["url"]) == (
        "CSV",
        "text/csv",
        120,
        "https://forests.example/stands.csv",
    )
    assert _run("package", str(tmp_path / "none")).returncode == 2
