"""
One writer at a time: who writes releases holds the handbook for the time of it.

The lock is on the handbook's folder itself and belongs to the process: the
system lifts it when that ends, however it ends, and no file is left behind.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """Another process is writing releases in this handbook, or wrote some since it was read."""


if sys.platform == "win32":

    @contextmanager
    def alone(root: Path) -> Iterator[None]:
        """Hold nothing: folders cannot be locked here. What was written since the reading is found by the ledger."""
        yield

else:
    import fcntl

    @contextmanager
    def alone(root: Path) -> Iterator[None]:
        """Hold the handbook at *root*. Raises BusyError at once if another process holds it."""
        folder = os.open(root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as fault:
                if fault.errno in (errno.EWOULDBLOCK, errno.EACCES):
                    raise BusyError(root) from fault
                # Some network disks lock nothing: there the ledger must tell.
            yield
        finally:
            os.close(folder)
