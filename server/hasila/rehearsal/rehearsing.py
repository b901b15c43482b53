"""A whole rehearsal: every harvester in turn on one catalogue, and on an earlier state of it where one is given.

Brings `ckan`, `udata`, `europa` and `google` together. Prints nothing; see `reports`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hasila.rehearsal import ckan, europa, google, udata
from hasila.rehearsal.catalogue import Catalogue
from hasila.rehearsal.client import Client
from hasila.rehearsal.earlier import Change, compare
from hasila.rehearsal.losses import Harvest


@dataclass(frozen=True)
class Portal:
    """What is taken for granted of the portals: their default language, and how many pages and addresses are looked at."""

    language: str = "en"
    most_pages: int = 50
    most_addresses: int = 2000


@dataclass(frozen=True)
class Rehearsal:
    """What each harvester would import and lose; by harvester what changes since the earlier state, where one was given."""

    source: str
    harvests: Sequence[Harvest]
    changes: Mapping[str, Change]

    @property
    def loses(self) -> bool:
        """Whether any harvester loses anything that the publisher could keep."""
        return any(harvest.loses for harvest in self.harvests)


def rehearse(address: str, client: Client, portal: Portal, earlier: str | None = None) -> Rehearsal:
    """Return what the harvesters would do with the catalogue at an address or in a file, and with its earlier state."""
    harvests = _harvests(Catalogue(address, client), portal)
    if earlier is None:
        return Rehearsal(address, harvests, {})
    # Pages and addresses of the earlier state are not looked at: they are gone.
    before = _harvests(Catalogue(earlier, client), replace(portal, most_pages=0, most_addresses=0))
    changes = {}
    after = []
    for old, new in zip(before, harvests, strict=True):
        if new.harvester == google.NAME:
            after.append(new)
            continue
        change, losses = compare(old, new)
        changes[new.harvester] = change
        after.append(replace(new, losses=[*new.losses, *losses]))
    return Rehearsal(address, after, changes)


def _harvests(catalogue: Catalogue, portal: Portal) -> list[Harvest]:
    return [
        ckan.rehearse(catalogue, portal.language),
        udata.rehearse(catalogue, portal.language),
        europa.rehearse(catalogue, portal.most_addresses),
        google.rehearse(catalogue, portal.most_pages),
    ]
