"""The commands of the query side: `hasila serve` and `hasila query`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from hasila.cli.options import (
    progress,
    release_folder,
    release_option,
    reported,
    root_option,
    setting_options,
    settings_at,
)
from hasila.cli.text_table import text_table
from hasila.engine.engines import engine_of
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query
from hasila.errors import BadRequest, OptionInvalid, QueryFileInvalid
from hasila.publication import loaded
from hasila.rdf import saved_queries
from hasila.release import Release
from hasila.settings import SETTINGS, Value

_SERVER_SETTINGS = tuple(setting.name for setting in SETTINGS if setting.name != "language")
_QUERY_SETTINGS = ("engine", "endpoints", "query_seconds", "query_mebibytes", "result_mebibytes")
_FORMATS = {"csv": "csv", "tsv": "tsv", "json": "json", "xml": "xml", "ttl": "turtle", "table": "json"}


@click.command()
@root_option
@release_option
@click.option(
    "--load",
    "first",
    multiple=True,
    metavar="[GRAPH_IRI=]FILE",
    help="Serve RDF files instead of a release; more may follow. With GRAPH_IRI= a file's triples go to that graph.",
)
@click.option(
    "--base",
    default=None,
    metavar="IRI",
    help="With --load: the IRI below which IRIs dereference [default: http://HOST:PORT/].",
)
@click.argument("files", nargs=-1, metavar="[FILE…]")
@setting_options(*_SERVER_SETTINGS)
@reported
def serve(root: Path, release: Path | None, first: tuple[str, ...], base: str | None, files: tuple[str, ...],
          **options: Value | None) -> None:  # fmt: skip
    """Serve a release, or with --load any RDF files, over HTTP."""
    # Imported here: Flask and granian take longer to load than most commands to run.
    from hasila.web import server

    if first:
        if release is not None:
            raise OptionInvalid("--release and --load exclude each other; give one of them.", option="load")
        found = [loaded.read_argument(argument) for argument in (*first, *files)]
        settings = settings_at(root, **options)
        address = server.address(settings.text("host"), settings.integer("port")) if base is None else base
        loaded.require_base(address)
        # Told before the files are read, which may take long.
        server.require_free(settings.text("host"), settings.integer("port"))
        server.end_on_signals()
        with tempfile.TemporaryDirectory(prefix="hasila-") as folder:
            server.serve(loaded.write_release(found, address, Path(folder), progress).path, settings)
    elif files or base is not None:
        given = "--base" if base is not None else files[0]
        raise OptionInvalid(f"{given} is for files: hasila serve --load FILE…", option="load", value=given)
    else:
        server.serve(release_folder(root, release), settings_at(root, **options))


@click.command()
@root_option
@release_option
@click.argument("query")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="Bind a parameter of a saved query.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="table", show_default=True)
@setting_options(*_QUERY_SETTINGS)
@reported
def query(
    root: Path, release: Path | None, query: str, parameters: tuple[str, ...], form: str, **options: Value | None
) -> None:
    """Run QUERY, the name of a saved query or a .rq file, on the release."""
    settings = settings_at(root, **options)
    opened = Release.open(release_folder(root, release))
    saved = _saved_query(opened, query)
    text = saved.bind(dict(_pair(parameter) for parameter in parameters))
    with engine_of(opened, settings, Limits.of_settings(settings)) as engine:
        graph = engine.read(text).form.value in ("construct", "describe")
        wanted = "turtle" if graph and form in ("table", "ttl") else _FORMATS[form]
        with engine.answer(Query(text, wanted)) as answer:
            content = b"".join(answer)
    table = wanted == "json" and form == "table"
    # Bytes, since the CSV of SPARQL ends its lines with CRLF and text streams may translate that.
    click.echo(text_table(content) if table else content, nl=False)


def _pair(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.UsageError(f"-p {parameter!r}: write NAME=VALUE.")
    return name, value


def _saved_query(release: Release, wanted: str) -> saved_queries.SavedQuery:
    """Return the saved query of that name, or the one in that file. Raises QueryFileInvalid when there is neither."""
    path = Path(wanted)
    if path.suffix != ".rq":
        path = release.path / "queries" / f"{wanted}.rq"
        if path not in release.query_files:
            known = ", ".join(file.stem for file in release.query_files)
            raise QueryFileInvalid(f"There is no saved query {wanted!r}. There are: {known}.", file=wanted)
    try:
        return saved_queries.read(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileInvalid(f"{path} cannot be read: {error}.", file=str(path)) from error
    except BadRequest as error:
        raise QueryFileInvalid(error.message, file=str(path)) from error
