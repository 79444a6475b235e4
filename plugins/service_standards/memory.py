"""
What was worked out before, kept by what it was worked out from.

One file in the user's own cache folder (never in the handbook's: what a pull
request brings is not to be trusted with). An entry's key is a hash of all that
its value depends on, so nothing in it can be out of date; it may be deleted at
any time, and two commands may use it at once. Where it can't be used, all is
worked out anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from time import time
from typing import Any, TypeVar

from . import __version__
from .side_by_side import FEWEST, is_worth_it, packed_values

Value = TypeVar("Value")

Job = tuple[bytes, Callable[[], Iterable[Value]]]
"""A key, and how to make the values that it stands for."""

AT_ONCE = 2048
"""So many values are asked for together, and held before they are written."""

FORGOTTEN_AFTER = timedelta(days=30)
"""Entries that nobody asked for since then are dropped."""


class Memory:
    """
    Remembers values; without a *file*, not beyond this object's life.

    One that *holds* gives the very objects that it gave before, until `let_go`
    twice found that nobody asked for them: who asks may not change them. One
    thread at a time may use it.
    """

    def __init__(self, file: Path | None = None, *, holds: bool = False) -> None:
        self._new: dict[bytes, bytes] = {}
        self._asked: set[bytes] = set()
        self._held: dict[bytes, Any] = {}
        self._held_before: dict[bytes, Any] = {}
        self._holds = holds
        self._opened = _opened(file) if file else None
        self._process = os.getpid()
        self._today = date.today().toordinal()

    @property
    def _store(self) -> sqlite3.Connection | None:
        """What is open belongs to the process that opened it."""
        return self._opened if os.getpid() == self._process else None

    def recall(self, key: bytes, make: Callable[[], Value]) -> Value:
        """What *make* gives for *key*: remembered, or made now. What it raises is not remembered."""
        if self._has(key):
            found: Value = self._held[key]
            return found
        kept = self._kept(key)
        if kept is not None:
            found = pickle.loads(kept)
            return self._give(key, found)
        value = make()
        if self._store is not None:
            self._new[key] = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return self._give(key, value)

    def recall_each(
        self, jobs: Iterable[tuple[bytes | None, Callable[[], Value]]], *, fewest: int = FEWEST
    ) -> Iterator[Value]:
        """As `recall`, for key after key; what must be made is made on all cores, if there are *fewest*, and without a key not remembered."""
        asked = tuple(jobs)
        missing = self._unknown({key: make for key, make in asked if key})
        # One round for all: what a process has worked out for one value, it has for the others too.
        made = packed_values(tuple(missing.values())) if is_worth_it(len(missing), fewest=fewest) else None
        for first in range(0, len(asked), AT_ONCE):
            some = asked[first : first + AT_ONCE]
            kept = self._kept_all(
                {key for key, _ in some if key and key not in missing and not self._has(key)}
            )
            for key, make in some:
                if key is None:
                    yield make()
                elif made and missing.pop(key, None):
                    packed = next(made)
                    if self._store is not None:
                        self._new[key] = packed
                    yield self._give(key, pickle.loads(packed))
                else:
                    yield self._give(key, pickle.loads(kept[key])) if key in kept else self.recall(key, make)
            if len(self._new) > AT_ONCE:
                self.save()  # what is written need not be held

    def hold(self, key: bytes, make: Callable[[], Value]) -> Value:
        """What *make* gives, the same object for all who ask in this object's life, and not kept beyond it."""
        if not self._has(key):
            self._held[key] = make()
        found: Value = self._held[key]
        return found

    def share(self, key: bytes, make: Callable[[], Value]) -> Value:
        """As `recall`, and the same object for all who ask in this object's life: none of them may change it."""
        return self.hold(key, lambda: self.recall(key, make))

    def recall_chain(self, jobs: Iterable[Job[Value]]) -> Iterator[Value]:
        """Yield all that is made for key after key; as `recall_each`, for what makes several values."""
        for values in self.recall_each(((key, partial(_all, make)) for key, make in jobs), fewest=2):
            yield from values

    def let_go(self) -> None:
        """Forget what is held and nobody asked for since the last time."""
        self._held_before, self._held = self._held, {}

    def _has(self, key: bytes) -> bool:
        if key in self._held_before:
            self._held[key] = self._held_before.pop(key)
        return key in self._held

    def _give(self, key: bytes, value: Value) -> Value:
        if self._holds:
            self._held[key] = value
        return value

    def _unknown(self, jobs: dict[bytes, Callable[[], Value]]) -> dict[bytes, Callable[[], Value]]:
        """Those of *jobs* whose values must be made."""
        asked = [key for key in jobs if not self._has(key) and key not in self._new]
        known: set[bytes] = set()
        for first in range(0, len(asked), AT_ONCE):
            known.update(key for (key,) in self._rows("key", asked[first : first + AT_ONCE]))
        return {key: jobs[key] for key in asked if key not in known}

    def _kept(self, key: bytes) -> bytes | None:
        return self._kept_all({key}).get(key)

    def _kept_all(self, keys: Set[bytes]) -> dict[bytes, bytes]:
        """What is remembered of *keys*, by key."""
        found = {key: self._new[key] for key in keys if key in self._new}
        for key, value, day in self._rows("key, value, asked", [key for key in keys if key not in found]):
            found[key] = value
            if day < self._today:
                self._asked.add(key)
        return found

    def _rows(self, columns: str, keys: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
        """Yield *columns* of what is written under *keys*."""
        if self._store is not None and keys:
            with suppress(sqlite3.Error):
                places = ",".join("?" * len(keys))  # nothing but question marks goes into the text
                yield from self._store.execute(f"select {columns} from kept where key in ({places})", keys)

    def save(self) -> None:
        """Write what is new. That the disk is full or the file is busy costs time later, and nothing else."""
        if self._store is None:
            return
        today = self._today
        with suppress(sqlite3.Error), self._store:
            self._store.executemany(
                "insert or replace into kept values (?, ?, ?)",
                ((key, value, today) for key, value in self._new.items()),
            )
            self._new.clear()
            self._store.executemany(
                "update kept set asked = ? where key = ?", ((today, key) for key in self._asked)
            )
            self._asked.clear()
            if self._store.execute("pragma user_version").fetchone()[0] < today:  # once a day is enough
                self._store.execute("delete from kept where asked < ?", (today - FORGOTTEN_AFTER.days,))
                self._store.execute(f"pragma user_version = {today}")

    def close(self) -> None:
        """Write what is new and leave the file to others: a process begun later may open it for itself."""
        self.save()
        if self._store is not None:
            self._store.close()
            self._opened = None


def _all(make: Callable[[], Iterable[Value]]) -> tuple[Value, ...]:
    return tuple(make())


def _opened(file: Path) -> sqlite3.Connection | None:
    with suppress(sqlite3.Error, OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        _forget_programs(file)
        # Whoever uses it from several threads sees to it that they take turns.
        store = sqlite3.connect(file, timeout=5, check_same_thread=False)
        store.execute("pragma journal_mode = wal")
        store.execute("pragma synchronous = normal")
        store.execute(
            "pragma wal_autocheckpoint = 20000"
        )  # pages: to wait for the disk now and then is enough
        store.execute("create table if not exists kept (key blob primary key, value blob, asked integer)")
        return store
    return None


def _forget_programs(file: Path) -> None:
    """Remove what other states of the program kept, once nobody uses them."""
    if not file.exists():
        for other in file.parent.glob("*.sqlite*"):
            with suppress(OSError):
                if time() - other.stat().st_mtime > FORGOTTEN_AFTER.total_seconds():
                    other.unlink()


def memory_of_user(*, holds: bool = False) -> Memory:
    """The memory of this user's commands; none beyond the process if `STANDARDS_CACHE=off`."""
    folder = folder_of_user()
    return Memory(folder / f"{program()}.sqlite" if folder else None, holds=holds)


def folder_of_user() -> Path | None:
    """Where this user's commands keep what they remember; None if `STANDARDS_CACHE=off`."""
    if os.environ.get("STANDARDS_CACHE") == "off":
        return None
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "service-standards")


@cache
def program() -> str:
    """Stands for the program as it is now: another one may come to other values."""
    package = Path(__file__).parent
    parts = [__version__, platform.python_version()]
    for path in sorted(package.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            status = path.stat()
            parts.append(f"{path.relative_to(package)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def key_of(*parts: str | bytes | Iterable[str]) -> bytes:
    """A hash that tells apart whatever differs in *parts*, in their number or in their order."""
    total = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = (
            part
            if isinstance(part, bytes)
            else (part if isinstance(part, str) else "\0".join(part)).encode(errors="surrogateescape")
        )
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.digest()
