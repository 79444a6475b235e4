"""A site into its folder: pages on all cores, and of all only what is not there just so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..side_by_side import values
from .folder import SiteFolder, State
from .frame import Frames
from .page import SitePage


def write_pages(pages: Iterable[SitePage], frames: Frames, folder: SiteFolder) -> None:
    """Let the whole HTML of each of *pages* stand in *folder*."""
    # The origins are worked out here: so the frames are there, once, when others begin to fill them.
    asked = [(page, f"{page.address}index.html", frames.origin(page)) for page in pages]
    changed = [(page, path, origin) for page, path, origin in asked if not folder.stays(path, origin)]
    states = values([partial(_write, page, path, frames, folder) for page, path, _ in changed])
    for (_, path, origin), state in zip(changed, states, strict=True):
        folder.wrote(path, origin, state)


def _write(page: SitePage, path: str, frames: Frames, folder: SiteFolder) -> State:
    return folder.write(path, frames.whole(page).encode())
