"""Datasets as CKAN's package_create takes them: to which of a portal's organisations they belong.

CKAN 2.10 and 2.11, action API (package_create: owner_org) and the setting ckan.auth.create_unowned_dataset, off by default.
What else is said of each stands in `rehearsal.packages`; sends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hasila.errors import BadRequest

# CKAN's own names; an identifier is a UUID, which fits too.
_ORGANISATION = re.compile("[a-z0-9_-]{2,100}")


def owned(datasets: Sequence[Mapping[str, object]], owner: str | None) -> list[dict[str, object]]:
    """Return datasets as those of an organisation, by its name or identifier in the portal; None changes nothing.

    Raises BadRequest for what can be neither.
    """
    if owner is None:
        return [dict(dataset) for dataset in datasets]
    if not _ORGANISATION.fullmatch(owner):
        raise BadRequest(
            f"owner_org: {owner!r:.120} is no name or identifier of an organisation in CKAN: 2 to 100 small letters, digits, "
            "hyphens and low lines.", name="owner_org",
        )  # fmt: skip
    return [{"name": dataset["name"], "owner_org": owner, **dataset} for dataset in datasets]
