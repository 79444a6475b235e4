"""Codes on printed pages can be read by every reader."""

from __future__ import annotations

from io import BytesIO

import pytest
import segno

from service_standards.site.qr import QUIET, qr_code

ADDRESSES = {
    "short": "https://a.example/",
    "document": "https://handbook.example/email-reply/",
    "version in another language": "https://handbook.example/uk/complaint-handling-in-branches/12.0.1/",
    "long": "https://handbook.example/" + "a-very-long-word/" * 40,
    "letters beyond ASCII": "https://довідник.example/",
}


@pytest.mark.parametrize("url", ADDRESSES.values(), ids=ADDRESSES)
def test_a_code_is_drawn_as_the_library_draws_it(url: str) -> None:
    """Module by module."""
    out = BytesIO()
    segno.make(url, error="m", micro=False, mask=3).save(
        out, kind="svg", xmldecl=False, border=QUIET, omitsize=True, svgclass="ss-qr", lineclass=None
    )

    assert qr_code(url) == out.getvalue().decode().strip()
