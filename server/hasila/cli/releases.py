"""The commands about releases: `hasila release` seals one, `hasila diff` compares two."""

from __future__ import annotations

from pathlib import Path

import click

from hasila.changes import Change
from hasila.cli.options import language_of, language_option, release_folder, reported, root_option, settings_at
from hasila.cli.publication import build_options, make
from hasila.errors import OptionInvalid
from hasila.publication.difference_reports import FORMATS, Compared
from hasila.publication.differences import differences, read_resources
from hasila.release import Release
from hasila.releases import KEPT, kept_releases


@click.command()
@build_options
@reported
def release(root: Path, out: Path | None, language: str | None) -> None:
    """Build, and keep the release for good under its version."""
    make(root, out, language, seal=True)


@click.command()
@root_option
@click.argument("old")
@click.argument("new", default="current")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@language_option
@reported
def diff(root: Path, old: str, new: str, form: str, language: str | None) -> None:
    """Say what NEW added, corrected and withdrew against OLD: versions, folders of releases, or `current`."""
    before, after = _opened(root, old), _opened(root, new)
    publication = after.publication
    spoken = language_of(settings_at(root, language=language), publication.languages)
    changes = differences(read_resources(before), read_resources(after))
    told = _told(after, before)
    if told is not None:
        # The release says more of these very changes: why, and what replaces what was withdrawn.
        changes = tuple(told.get((change.resource, change.kind), change) for change in changes)
    compared = Compared(
        publication.base, publication.prefixes, before.publication.version, publication.version, changes
    )
    click.echo(FORMATS[form](compared, spoken), nl=False)


def _told(after: Release, before: Release) -> dict[tuple[str, str], Change] | None:
    changes = after.changes()
    if changes is None or changes.before != before.publication.version:
        return None
    return {(change.resource, change.kind): change for change in changes.changes}


def _opened(root: Path, name: str) -> Release:
    """Return the release that a version, a folder or `current` names. Raises OptionInvalid when there is none."""
    current = release_folder(root, None)
    if name == "current":
        return Release.open(current)
    if "/" in name or Path(name).is_dir():
        return Release.open(Path(name))
    kept = kept_releases(current.parent / KEPT)
    found = [release for release in kept if release.publication.version == name]
    if not found:
        known = ", ".join(release.publication.version for release in kept) or "none"
        raise OptionInvalid(f"There is no kept release {name!r}; kept: {known}.", option="release", value=name)
    return found[0]
