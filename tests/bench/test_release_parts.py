"""The reports on downloads and pages say the ratios of medians, and whether what was aimed at is reached."""

from __future__ import annotations

from . import downloads, pages
from .downloads import BEHIND, DIRECT, NGINX, Sent
from .load import Sample
from .pages import Paged


def test_downloads_are_compared_with_nginx_by_their_medians() -> None:
    sent = Sent("all.nq", 2_000_000, {NGINX: [900.0, 1000.0, 5000.0], DIRECT: [400.0, 600.0, 700.0], BEHIND: [990.0]})
    lines = downloads.report([sent], ["a machine"]).splitlines()
    assert f"| all.nq, 2000000 bytes | {NGINX} | 1000 | 1.00 |" in lines
    assert f"| all.nq, 2000000 bytes | {DIRECT} | 600 | 0.60 (aim: at least 0.50, reached) |" in lines
    assert f"| all.nq, 2000000 bytes | {BEHIND} | 990 | 0.99 (aim: at least 1.00, not reached) |" in lines
    assert "- a machine" in lines


def test_pages_are_compared_with_trifid_in_time_and_rate() -> None:
    paged = Paged({"HTML": {
        "hasila": [(Sample(0, 2.0, 0, 0, 0), Sample(400, 0, 0, 0, 0))],
        "Trifid in its mode": [(Sample(0, 8.0, 0, 0, 0), Sample(200, 0, 0, 0, 0))],
    }})  # fmt: skip
    lines = pages.report(paged, []).splitlines()
    assert (
        "| HTML | hasila | 2.00 | 4.00 (aim: at least 3.00, reached) | 400 | 2.00 (aim: at least 3.00, not reached) |"
        in lines
    )
    assert "| HTML | Trifid in its mode | 8.00 | 1.00 | 200 | 1.00 |" in lines
