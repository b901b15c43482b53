"""The commands `hasila rehearse` and `hasila package`: how portals would read a catalogue, anybody's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from hasila.cli.options import progress, reported
from hasila.errors import EXIT_NOT_CONFORMING, OptionInvalid

_LANGUAGES = ("ar", "fr", "en")


@click.command()
@click.argument("source", metavar="URL_OR_FILE")
@click.option(
    "--earlier", default=None, metavar="URL_OR_FILE", help="An earlier state: tells what changes, doubles, goes."
)
@click.option("--lang", type=click.Choice(_LANGUAGES), default="en", show_default=True, help="Language of the report.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--portal-language", default="en", show_default=True, help="Default language of the portals rehearsed.")
@click.option(
    "--most-pages", type=click.IntRange(1), default=50, show_default=True, help="Most pages of datasets read."
)
@click.option(
    "--most-addresses", type=click.IntRange(0), default=2000, show_default=True, help="Most addresses of files asked."
)
@click.option("--seconds", type=click.FloatRange(1), default=300.0, show_default=True, help="Time limit of the whole.")
@click.option(
    "--stand-in", multiple=True, metavar="BEGIN=OTHER", help="Ask OTHER… where BEGIN… is written; may be repeated."
)
@reported
def rehearse(
    source: str, earlier: str | None, lang: str, form: str, portal_language: str, most_pages: int, most_addresses: int,
    seconds: float, stand_in: tuple[str, ...],
) -> None:  # fmt: skip
    """Tell what CKAN, udata, data.europa.eu and Google would import of a catalogue, and what each would lose."""
    # Imported here: rdflib takes longer to load than most commands to run.
    from hasila.rehearsal import reports
    from hasila.rehearsal.client import Bounds, Client, require_stand_in
    from hasila.rehearsal.rehearsing import Portal
    from hasila.rehearsal.rehearsing import rehearse as rehearsed

    for place in filter(None, (source, earlier)):
        _require_source(place)
    client = Client(Bounds(seconds=seconds), progress, dict(map(require_stand_in, stand_in)))
    found = rehearsed(source, client, Portal(portal_language, most_pages, most_addresses), earlier)
    click.echo(reports.FORMATS[form](found, lang), nl=False)
    if found.loses:
        sys.exit(EXIT_NOT_CONFORMING)


@click.command()
@click.argument("source", metavar="URL_OR_FILE")
@click.option(
    "--name", default="data", show_default=True, help="What the names of the datasets begin with in the portal."
)
@click.option("--lang", default="en", show_default=True, help="Language of the portal.")
@click.option(
    "--owner-org",
    default=None,
    metavar="NAME_OR_ID",
    help="The portal's organisation that the datasets are to belong to; CKAN takes none without unless it is set up so.",
)
@click.option(
    "--stand-in", multiple=True, metavar="BEGIN=OTHER", help="Ask OTHER… where BEGIN… is written; may be repeated."
)
@reported
def package(source: str, name: str, lang: str, owner_org: str | None, stand_in: tuple[str, ...]) -> None:
    """Print the datasets of a catalogue as CKAN's package_create takes them, for a portal that does not harvest."""
    from hasila.rehearsal.catalogue import Catalogue
    from hasila.rehearsal.ckan import read_pages
    from hasila.rehearsal.client import Client, require_stand_in
    from hasila.rehearsal.packages import packages

    _require_source(source)
    pages = read_pages(Catalogue(source, Client(None, progress, dict(map(require_stand_in, stand_in)))))
    for loss in pages.losses:
        click.echo(f"{loss.subject}: {loss.reason('en')}", err=True)
    if not pages.whole:
        sys.exit(EXIT_NOT_CONFORMING)
    click.echo(json.dumps(packages(pages.merged(), name, lang, owner_org), ensure_ascii=False, indent=1))


def _require_source(place: str) -> None:
    if urlsplit(place).scheme not in ("http", "https") and not Path(place).is_file():
        raise OptionInvalid(f"{place}: is neither an http address nor a file.", option="source", value=place)
