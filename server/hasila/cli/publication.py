"""The commands of the build side: `hasila new-report`, `build`, `validate`, `verify` and `publish`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import click

from hasila.cli.answering import EngineAnswering
from hasila.cli.options import (
    language_of,
    language_option,
    progress,
    release_folder,
    release_option,
    reported,
    root_option,
    setting_options,
    settings_at,
    settings_of,
)
from hasila.engine.engines import endpoints, require_address
from hasila.errors import EXIT_NOT_CONFORMING
from hasila.publication import build as building
from hasila.publication import evidence, reports, sources
from hasila.publication import new_report as beginning
from hasila.publication.checking import check
from hasila.publication.files import relative
from hasila.publication.findings import SEVERITIES, Finding
from hasila.publication.graph_store import Credentials, GraphStore
from hasila.publication.manifest import Manifest, read_manifest
from hasila.publication.store import Dataset
from hasila.rdf.languages import pick
from hasila.release import Release
from hasila.settings import Value


def _print(manifest: Manifest, found: Sequence[Finding], form: str, language: str) -> None:
    writer = reports.REPORT_FORMATS[form]
    click.echo(writer(found, language, manifest.base, manifest.prefixes), nl=False)


def _summary(found: Sequence[Finding]) -> str:
    counts = {severity: sum(f.severity == severity for f in found) for severity in SEVERITIES}
    notes = f", {counts['Info']} notes" if counts["Info"] else ""
    return f"{counts['Violation']} violations, {counts['Warning']} warnings{notes}"


def build_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a build."""
    out = click.option("--out", type=click.Path(path_type=Path), default=None,
                       help="Where releases go [default: ROOT/build].")  # fmt: skip
    return root_option(out(language_option(command)))


@click.command()
@build_options
@reported
def build(root: Path, out: Path | None, language: str | None) -> None:
    """Validate the sources and make a release of them."""
    make(root, out, language, seal=False)


def make(root: Path, out: Path | None, language: str | None, *, seal: bool) -> None:
    """Build, sealed or not, and print findings and the release."""
    manifest = read_manifest(root)
    settings = settings_of(manifest.server, language=language)
    spoken = language_of(settings, manifest.languages)
    try:
        answering = EngineAnswering.of_settings(settings)
        release, found = building.build(manifest, out or root / "build", progress, answering, seal=seal)
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


@click.command(name="new-report")
@root_option
@click.argument("year", type=int)
@language_option
@reported
def new_report(root: Path, year: int, language: str | None) -> None:
    """Begin the report of YEAR: make its files from the publication's templates."""
    manifest = read_manifest(root)
    spoken = language_of(settings_of(manifest.server, language=language), manifest.languages)
    made = beginning.plan(manifest, year)
    beginning.write(root, made)
    click.echo(pick(beginning.MADE, spoken, ("en",))[0].format(year=year))
    for path in made:
        click.echo(f"  {relative(root, path)}")
    click.echo(pick(beginning.STEPS, spoken, ("en",))[0])
    for number, step in enumerate(beginning.steps(manifest, year, spoken), start=1):
        click.echo(f"  {number}. {step}")
    click.echo(pick(beginning.CHECK, spoken, ("en",))[0])


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


@click.command()
@root_option
@release_option
@click.option("--to", "url", required=True, metavar="URL", help="Where the store takes graphs, or updates.")
@click.option("--user", default=None, help="User name, where the store wants one.")
@click.option("--password-file", type=click.File(), default=None, help="File with the password in its first line.")
@click.option("--update", is_flag=True, help="Send SPARQL updates instead of whole graphs.")
@setting_options("endpoints")
@reported
def publish(
    root: Path,
    release: Path | None,
    url: str,
    user: str | None,
    password_file: TextIO | None,
    update: bool,
    **options: Value | None,
) -> None:
    """Put the release's named graphs into a store, and check them where it answers queries."""
    # Imported here: SPARQLWrapper takes longer to load than most commands to run.
    from hasila.publication import publishing

    if (user is None) != (password_file is None):
        raise click.UsageError("--user and --password-file belong together.")
    credentials = Credentials(user, password_file.readline().rstrip("\r\n")) if user and password_file else None
    addresses = endpoints(settings_at(root, **options))
    opened = Release.open(release_folder(root, release))
    publishing.publish(
        opened, GraphStore(require_address(url, "--to"), credentials), addresses, progress, update=update
    )
    graphs = opened.publication.graphs
    click.echo(f"{url} holds {len(graphs)} graphs, {sum(graph.triples for graph in graphs)} triples")
