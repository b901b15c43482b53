"""The command `hasila freeze`: the publication as files for any static host."""

from __future__ import annotations

from pathlib import Path

import click

from hasila.cli.options import progress, release_folder, release_option, reported, root_option, settings_at
from hasila.engine.engines import engine_of
from hasila.engine.limits import Limits
from hasila.release import Release


@click.command()
@root_option
@release_option
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--live",
    metavar="URL",
    help="address of a server of the same publication, for what files cannot answer "
    "(search, SPARQL, questions with other parameters); without it pages and catalogue leave that out",
)
@reported
def freeze(root: Path, release: Path | None, out: Path, live: str | None) -> None:
    """Write every page, resource and dump of a release as files into the folder OUT."""
    # Imported here: Flask takes longer to load than most commands to run.
    from hasila.web.app import create_app
    from hasila.web.freezing import freeze as write

    opened = Release.open(release_folder(root, release))
    settings = settings_at(root, rate_per_minute=0)
    if not settings.text("public_url"):
        # Files are served from anywhere; the canonical IRIs lead to wherever that is.
        settings = settings_at(root, rate_per_minute=0, public_url=opened.publication.base)
    with engine_of(opened, settings, Limits.of_settings(settings)) as engine:
        app = create_app(opened, engine, settings)
        number = write(app, app.extensions["hasila"], out, progress, live)
    click.echo(f"{out}  {number} files  release {opened.publication.version}, digest {opened.digest}")
