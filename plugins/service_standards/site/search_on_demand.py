"""
The search of a site of which pages are made when they are asked for.

The index knows all pages, so it takes longer than any of them. It is made when
the first question is asked; after a change the last one answers until the next
is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock, Thread
from time import monotonic, sleep

from ..memory import memory_of_user
from .on_demand import SiteOnDemand
from .search import SearchEntry, SearchError, SearchReport, search_files
from .site import glossary_synonyms

SLICE = 0.05
"""For so many seconds others wait until they have a turn."""


class SearchOnDemand:
    """The files of the search, for one site after another."""

    def __init__(self, turn: Lock, made: Callable[[SearchReport | SearchError], None]) -> None:
        """*turn* is had by whoever asks the site for something; *made* is told what came of an index."""
        self._turn = turn
        self._made = made
        self._starting = Lock()
        self._making: Thread | None = None
        self._site: SiteOnDemand | None = None
        """What the newest index is of."""
        self._indexes: tuple[Mapping[str, bytes], ...] = ()
        """The newest index, and the one before it: a browser may have begun with that one."""

    def file(self, site: SiteOnDemand, name: str) -> bytes | None:
        """The file *name* of the index of *site*, or meanwhile of the one before; None if there is none."""
        with self._starting:
            if self._site is not site and (self._making is None or not self._making.is_alive()):
                self._making = Thread(target=self._make, args=(site,), daemon=True)
                self._making.start()
        if not self._indexes and self._making:
            self._making.join()
        return next((index[name] for index in self._indexes if name in index), None)

    def _make(self, site: SiteOnDemand) -> None:
        entries = self._entries(site)
        memory = memory_of_user()  # of its own: that of the site is used by whoever has the turn
        try:
            index, report = search_files(entries, glossary_synonyms(site.edition), memory)
        except SearchError as fault:
            self._made(fault)
            return
        finally:
            memory.close()
        self._indexes = (index, *self._indexes[:1])
        self._site = site
        self._made(report)

    def _entries(self, site: SiteOnDemand) -> list[SearchEntry]:
        entries = site.entries()
        found: list[SearchEntry] = []
        while True:
            with self._turn:
                until = monotonic() + SLICE
                while monotonic() < until:
                    entry = next(entries, None)
                    if entry is None:
                        site.kept.memory.save()
                        return found
                    found.append(entry)
            sleep(SLICE / 10)  # else the others would hardly ever have their turn
