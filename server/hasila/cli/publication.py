"""The commands of the build side: `hasila build`, `hasila validate`, `hasila verify`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from hasila.cli.answering import EngineAnswering
from hasila.cli.options import language_of, language_option, progress, reported, root_option, settings_of
from hasila.errors import EXIT_NOT_CONFORMING
from hasila.publication import build as building
from hasila.publication import evidence, reports, sources
from hasila.publication.checking import check
from hasila.publication.findings import Finding
from hasila.publication.manifest import Manifest, read_manifest
from hasila.publication.store import Dataset


def _print(manifest: Manifest, found: Sequence[Finding], form: str, language: str) -> None:
    writer = reports.REPORT_FORMATS[form]
    click.echo(writer(found, language, manifest.base, manifest.prefixes), nl=False)


def _summary(found: Sequence[Finding]) -> str:
    violations = sum(f.severity == "Violation" for f in found)
    return f"{violations} violations, {len(found) - violations} warnings"


@click.command()
@root_option
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Where releases go [default: ROOT/build].")
@language_option
@reported
def build(root: Path, out: Path | None, language: str | None) -> None:
    """Validate the sources and make a release of them."""
    manifest = read_manifest(root)
    settings = settings_of(manifest.server, language=language)
    spoken = language_of(settings, manifest.languages)
    try:
        answering = EngineAnswering.of_settings(settings)
        release, found = building.build(manifest, out or root / "build", progress, answering)
    except building.Findings as error:
        _print(manifest, error.found, "text", spoken)
        raise
    _print(manifest, found, "text", spoken)
    click.echo(f"{release.path}  {release.publication.triples} triples  digest {release.digest}")


@click.command()
@root_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(reports.REPORT_FORMATS)), default="text", show_default=True)
@language_option
@reported
def validate(root: Path, paths: tuple[Path, ...], form: str, language: str | None) -> None:
    """Check the sources; with PATHS, show only what is found in those files or folders."""
    manifest = read_manifest(root)
    spoken = language_of(settings_of(manifest.server, language=language), manifest.languages)
    _, found = check(manifest, sources.load(manifest, progress), progress)
    if paths:
        wanted = [path.resolve() for path in paths]
        found = [f for f in found if f.file and any((root / f.file).resolve().is_relative_to(w) for w in wanted)]
    _print(manifest, found, form, spoken)
    click.echo(_summary(found), err=True)
    if any(finding.severity == "Violation" for finding in found):
        sys.exit(EXIT_NOT_CONFORMING)


@click.command()
@root_option
@click.option("--source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The source text, as received (UTF-8).")  # fmt: skip
@click.option("--report", type=int, default=None, help="Year of the report the text belongs to [default: all].")
@reported
def verify(root: Path, source: Path, report: int | None) -> None:
    """Check every passage that a statement points to against the source text."""
    manifest = read_manifest(root)
    dataset = Dataset(sources.load(manifest).quads())
    found, incomplete = evidence.passages(dataset, manifest.evidence, report)
    text = evidence.read_source(source)
    misfits = evidence.compare_source(text, dataset, manifest.evidence, {p.source for p in found})
    misfits += [*incomplete, *evidence.compare(text, found)]
    for misfit in misfits:
        click.echo(f"{misfit.resource}: {misfit.reason}")
    wrong = {misfit.resource for misfit in misfits}
    right = sum(passage.statement not in wrong for passage in found)
    click.echo(f"{right} of {len(found) + len(incomplete)} passages verified")
    if misfits or not found:
        sys.exit(EXIT_NOT_CONFORMING)
