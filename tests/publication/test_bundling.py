"""Bundling for browsers: once per state of the sources, and a word where a machine cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hasila.bundle import read_bundle
from hasila.cli import main
from hasila.publication import bundling

# Stands in for Node and npm: writes what the arguments say into the folder that the bundler is told.
NPM = """#!/bin/sh
echo "$1" >> ../calls
exit {code}
"""
NODE = """#!/bin/sh
cp src/page.js "$2/chart-$(cksum < src/page.js | cut -d' ' -f1).js"
printf 'wOF2' > "$2/font-1.woff2"
printf '{"chart": "%s", "font": "font-1.woff2"}' "$(basename "$2"/chart-*)" > "$2/entries.json"
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "src").mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "src" / "page.js").write_text("export {};\n" * 200)
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is all the machine has, beside what a shell needs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder


def _program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def _quiet(text: str) -> None:
    """Say nothing."""


def test_bundle_is_made_once_for_a_state_of_the_sources(sources: Path, machine: Path, tmp_path: Path) -> None:
    _program(machine, "npm", NPM.format(code=0))
    _program(machine, "node", NODE)
    out = tmp_path / "out"
    first = bundling.bundle(sources, out, _quiet)
    assert first.entries.keys() == {"chart", "font"}
    chart = first.entries["chart"]
    assert {chart, f"{chart}.gz", f"{chart}.zst", "font-1.woff2"} == first.files.keys()
    assert read_bundle(out / "assets") == first
    assert bundling.bundle(sources, out, _quiet) == first
    assert (out / "calls").read_text() == "ci\n"

    (sources / "src" / "page.js").write_text("export const more = 1;\n" * 200)
    second = bundling.bundle(sources, out, _quiet)
    assert second.entries["chart"] != chart
    # A server that is running still names the earlier files.
    assert (out / "assets" / chart).exists()
    (sources / "src" / "page.js").write_text("export const most = 2;\n" * 200)
    bundling.bundle(sources, out, _quiet)
    assert not (out / "assets" / chart).exists()
    assert (out / "assets" / second.entries["chart"]).exists()


def test_machine_that_cannot_bundle_is_told_why(sources: Path, machine: Path, tmp_path: Path) -> None:
    _program(machine, "npm", "#!/bin/sh\necho 'npm error network' >&2\nexit 1\n")
    _program(machine, "node", NODE)
    with pytest.raises(bundling.AssetsUnavailable, match="npm ci ended with 1: npm error network"):
        bundling.bundle(sources, tmp_path / "out", _quiet)
    assert not read_bundle(tmp_path / "out" / "assets").entries


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 3)])
def test_command_without_node_says_so_and_lets_the_build_go_on(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int
) -> None:
    monkeypatch.setenv("PATH", str(machine))
    done = CliRunner().invoke(main, ["assets", "--out", str(tmp_path / "out"), *options])
    assert done.exit_code == code
    assert "there is no node" in done.output
    assert "Pages go without" in done.output


def test_sources_are_what_is_written_and_not_what_npm_left(sources: Path) -> None:
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "left.js").write_text("")
    assert set(bundling.source_files(sources)) == {"package.json", "src/page.js"}


def test_lock_file_names_no_host() -> None:
    lock = (bundling.SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert "://" not in "".join(line for line in lock.splitlines() if '"url"' not in line and '"funding"' not in line)
    assert '"resolved"' not in lock
