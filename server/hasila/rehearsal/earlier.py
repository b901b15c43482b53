"""What changes between two states of a catalogue at who harvests both: what would be deleted, doubled, corrected.

Every harvester takes what it no longer finds for withdrawn; what comes back under another key comes as a new dataset
beside the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hasila.rehearsal.losses import Harvest, Imported, Loss


@dataclass(frozen=True)
class Change:
    """Keys of the datasets that a second harvest would add, correct, leave as they are, and withdraw."""

    added: tuple[str, ...]
    corrected: tuple[str, ...]
    unchanged: tuple[str, ...]
    withdrawn: tuple[str, ...]


def compare(earlier: Harvest, later: Harvest) -> tuple[Change, list[Loss]]:
    """Return what the later harvest changes, and what it doubles: a dataset of the same title under another key."""
    old, new = _by_key(earlier), _by_key(later)
    both = [key for key in new if key in old]
    change = Change(
        added=tuple(key for key in new if key not in old),
        corrected=tuple(key for key in both if new[key] != old[key]),
        unchanged=tuple(key for key in both if new[key] == old[key]),
        withdrawn=tuple(key for key in old if key not in new),
    )
    titles = {old[key].title: key for key in change.withdrawn}
    doubled = [key for key in change.added if new[key].title in titles]
    losses = [Loss("key-changed", key, {"old": titles[new[key].title], "title": new[key].title}) for key in doubled]
    if earlier.datasets and not later.datasets and not later.losses:
        losses.append(Loss("all-withdrawn", later.harvester))
    return change, losses


def _by_key(harvest: Harvest) -> Mapping[str, Imported]:
    return {dataset.key: dataset for dataset in harvest.datasets}
