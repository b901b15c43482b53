"""The command `hasila assets`: bundles what browsers are sent beside the pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hasila.cli.options import progress, reported, root_option
from hasila.publication import bundling

_WITHOUT = """hasila: the browser assets are not bundled: {reason}
        Pages go without: tables stand in for charts, the query form for the editor, the reader's own fonts for ours."""


@click.command()
@root_option
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Where releases go [default: ROOT/build].")
@click.option("--strict", is_flag=True, help="Fail where there can be no bundle, instead of saying so.")
@reported
def assets(root: Path, out: Path | None, strict: bool) -> None:
    """Bundle scripts, styles and fonts for browsers, unless that is done already."""
    try:
        made = bundling.bundle(bundling.SOURCES, out or root / "build", progress)
    except bundling.AssetsUnavailable as error:
        click.echo(_WITHOUT.format(reason=error.message), err=True)
        if strict:
            sys.exit(error.exit_code)
        return
    size = sum(made.files[name].bytes for name in made.files if not name.endswith((".gz", ".zst")))
    click.echo(f"{made.folder}  {len(made.entries)} assets  {size} bytes")
