"""Downloads from a real server: broken off and resumed, checked against the manifest, by the tools people have."""

from __future__ import annotations

import hashlib
import http.client
import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hasila.release import Release

NAME = "hasila.nq"


def _curl(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("curl")
    assert program is not None
    return subprocess.run(
        [program, "--silent", "--show-error", *arguments], cwd=folder, capture_output=True, timeout=60
    )


@pytest.mark.parametrize("name", [NAME, f"{NAME}.gz", f"{NAME}.zst"])
def test_interrupted_download_is_resumed_by_curl(server_url: str, release: Release, tmp_path: Path, name: str) -> None:
    entry = release.files[f"dumps/{name}"]
    url = f"{server_url}/dumps/{name}"
    # A limit on the bytes breaks the transfer off in the middle, as a lost line does.
    cut = _curl("--range", f"0-{entry.bytes // 3}", "--output", name, url, folder=tmp_path)
    assert cut.returncode == 0 and 0 < (tmp_path / name).stat().st_size < entry.bytes
    resumed = _curl("--continue-at", "-", "--output", name, "--write-out", "%{http_code}", url, folder=tmp_path)
    assert (resumed.returncode, resumed.stdout) == (0, b"206"), resumed.stderr
    assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == entry.sha256


def test_download_that_breaks_off_in_the_middle_is_joined_with_if_range(server_url: str, release: Release) -> None:
    entry = release.files[f"dumps/{NAME}"]
    host = urlsplit(server_url).netloc
    broken = http.client.HTTPConnection(host, timeout=30)
    broken.request("GET", f"/dumps/{NAME}")
    response = broken.getresponse()
    first, tag = response.read(50_000), response.headers["ETag"]
    broken.close()
    again = http.client.HTTPConnection(host, timeout=30)
    again.request("GET", f"/dumps/{NAME}", headers={"Range": f"bytes={len(first)}-", "If-Range": tag})
    rest = again.getresponse()
    assert rest.status == 206
    assert rest.headers["Content-Range"] == f"bytes {len(first)}-{entry.bytes - 1}/{entry.bytes}"
    assert hashlib.sha256(first + rest.read()).hexdigest() == entry.sha256
    again.request("GET", f"/dumps/{NAME}", headers={"Range": f"bytes={len(first)}-", "If-Range": '"another"'})
    whole = again.getresponse()
    assert (whole.status, hashlib.sha256(whole.read()).hexdigest()) == (200, entry.sha256)
    again.close()


def test_every_checksum_of_the_manifest_is_that_of_the_bytes_served(server_url: str, release: Release) -> None:
    host = http.client.HTTPConnection(urlsplit(server_url).netloc, timeout=30)

    def get(path: str, coding: str = "identity") -> tuple[bytes, http.client.HTTPMessage]:
        host.request("GET", path, headers={"Accept-Encoding": coding})
        response = host.getresponse()
        assert response.status == 200, path
        return response.read(), response.headers

    path = f"/releases/{release.publication.version}/"
    manifest = json.loads(get(f"{path}manifest.json")[0])
    for name, entry in manifest["files"].items():
        content, _ = get(path + name)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"]), name
    for distribution in release.distributions:
        assert hashlib.sha256(get(distribution.path)[0]).hexdigest() == distribution.sha256
        for form in distribution.compressed:
            content, headers = get(distribution.path, form.coding)
            assert headers["Content-Encoding"] == form.coding
            assert hashlib.sha256(content).hexdigest() == form.sha256
    host.close()


def test_release_fetched_file_by_file_passes_sha256sum(server_url: str, release: Release, tmp_path: Path) -> None:
    url = f"{server_url}/releases/{release.publication.version}"
    names = ["dumps/hasila.ttl", "dumps/table/list-figures.xlsx", "validation/report.ttl", "publication.json"]
    for name in names:
        assert _curl("--fail", "--create-dirs", "--output", name, f"{url}/{name}", folder=tmp_path).returncode == 0
    sums = _curl("--fail", f"{url}/SHA256SUMS", folder=tmp_path).stdout
    assert hashlib.sha256(sums).hexdigest() == release.digest
    command = ["sha256sum", "--check", "--ignore-missing", "-"]
    done = subprocess.run(command, input=sums, cwd=tmp_path, capture_output=True, timeout=30)
    assert done.returncode == 0
    assert done.stdout.count(b": OK") == len(names)
