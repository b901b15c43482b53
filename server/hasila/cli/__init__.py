"""The command line, `hasila`: begin, build, validate, verify, query, serve, release, compare and publish; rehearse a harvest.

Exit codes: 0 done; 1 the data do not conform or a check found something; 2 wrong options, settings or manifest;
3 the machine refuses (port in use, disk full, another build running). Decides nothing itself: it reads options, calls one
room and prints.
"""

from __future__ import annotations

import click

from hasila import __version__
from hasila.cli.assets import assets
from hasila.cli.freezing import freeze
from hasila.cli.publication import build, new_report, publish, validate, verify
from hasila.cli.rehearsal import package, rehearse
from hasila.cli.releases import diff, release
from hasila.cli.service import query, serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hasila")
def main() -> None:
    """Publish an annual report as linked open data."""


for command in (
    assets, build, diff, freeze, new_report, package, publish, query, rehearse, release, serve, validate, verify,
):  # fmt: skip
    main.add_command(command)
