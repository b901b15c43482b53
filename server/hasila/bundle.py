"""The browser assets beside the releases: which files there are, and by which names pages ask for them.

Subresources of HTML pages: ECMAScript modules, style sheets, fonts. File names carry a hash of their content, so that what a
name holds never changes. Makes none (see `publication.bundling`) and serves none (see `web.assets`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from hasila.release import FileEntry, Release
from hasila.releases import KEPT

FOLDER = "assets"
"""The folder of the assets within the output folder of builds."""
PREFIX = f"/{FOLDER}/"
"""What their addresses begin with."""
INDEX = "assets.json"
"""The file in it that lists the others."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bundle:
    """The assets in `folder`: `entries` are files by the name pages ask for, `files` all of them, compressed forms too.

    `source` is the digest of what they were made from.
    """

    folder: Path
    source: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The path of each asset by the name that pages ask for."""
        return {name: PREFIX + file for name, file in self.entries.items()}

    def to_json(self) -> dict[str, Any]:
        """Return what the index holds."""
        files = {name: {"sha256": entry.sha256, "bytes": entry.bytes} for name, entry in self.files.items()}
        return {"source": self.source, "entries": dict(self.entries), "files": files}


def read_bundle(folder: Path) -> Bundle:
    """Return the assets in a folder; none where there is no whole bundle, for pages do without."""
    try:
        data = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        files = {str(name): FileEntry(**entry) for name, entry in data["files"].items()}
        found = Bundle(folder, data["source"], data["entries"], files)
        whole = all((folder / name).stat().st_size == entry.bytes for name, entry in files.items())
        whole = whole and all("/" not in name for name in files) and set(found.entries.values()) <= files.keys()
    except FileNotFoundError:
        return Bundle(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("The browser assets in %s are left out: %s", folder, error)
        return Bundle(folder)
    if not whole:
        log.warning("The browser assets in %s are not whole and are left out.", folder)
    return found if whole else Bundle(folder)


def beside(release: Release) -> Path:
    """Return the folder of the assets that pages of a release use, which may be a kept one or a build."""
    parent = release.path.parent
    return (parent.parent if parent.name == KEPT else parent) / FOLDER
