"""
Work on all cores of the machine: pure functions, their values in the order asked for.

By fork, so what is known already is known to every process at once. Where
there is no fork that can be trusted, or too little to do, one process does it
all: the values are the same.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection

Value = TypeVar("Value")

FEWEST = 24
"""So many pieces of work are worth the start of a process."""

_makes: Sequence[Callable[[], Any]] = ()
"""What a child process is to do; it was born with it."""
_is_child = False


def packed_values(makes: Sequence[Callable[[], Any]]) -> Iterator[bytes]:
    """
    Yield what each of *makes* gives, pickled, in their order; each must give the same in whatever process it runs.

    What fails in a child is done here again, so that an error reads the same on any number of cores.
    """
    from concurrent.futures.process import BrokenProcessPool

    global _makes
    _makes = makes
    done = 0
    gc.freeze()  # else looking for garbage would copy all memory into every child
    try:
        with suppress(BrokenProcessPool), _pool(cores()) as pool:
            chunk = max(1, min(32, len(makes) // (8 * cores())))
            for n, value in enumerate(pool.map(_attempt, range(len(makes)), chunksize=chunk)):
                yield _packed(makes[n]()) if value is None else value
                done = n + 1
        yield from (_packed(make()) for make in makes[done:])
    finally:
        _makes = ()
        gc.unfreeze()


def values(makes: Sequence[Callable[[], Value]]) -> Iterator[Value]:
    """Yield what each of *makes* gives, in their order: worked out on all cores, if that is done sooner."""
    if is_worth_it(len(makes)):
        yield from map(pickle.loads, packed_values(makes))
    else:
        yield from (make() for make in makes)


def meanwhile(make: Callable[[], Value]) -> Callable[[], Value]:
    """Begin *make* in a process of its own, if there may be one; what is given waits for its value."""
    if cores() == 1:
        return make
    from multiprocessing import get_context

    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    gc.freeze()
    child = context.Process(target=_send, args=(make, receiver, sender), daemon=True)
    child.start()
    gc.unfreeze()
    sender.close()

    def value() -> Value:
        packed = None
        with suppress(EOFError, OSError):  # it had nothing to say
            packed = receiver.recv_bytes()
        receiver.close()
        child.join()
        found: Value = pickle.loads(packed) if packed is not None else make()
        return found

    return value


def is_worth_it(pieces: int, *, fewest: int = FEWEST) -> bool:
    """Whether so many pieces of work are done sooner on several cores; *fewest* are, if each of them is long."""
    return pieces >= fewest and cores() > 1


def cores() -> int:
    """How many processes may run: `STANDARDS_CORES`, else one a core; one where fork is no way to have more."""
    if _is_child or sys.platform != "linux" or threading.active_count() > 1:
        return 1
    asked = os.environ.get("STANDARDS_CORES", "")
    return max(1, int(asked)) if asked.isdecimal() else len(os.sched_getaffinity(0))


def _pool(processes: int) -> ProcessPoolExecutor:
    # Loaded when there is work for it: most commands have none, and would begin later.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(processes, get_context("fork"), _begin)


def _begin() -> None:
    global _is_child
    _is_child = True
    # Who started it may hold much and throw away little; it makes much, and holds nothing.
    gc.set_threshold(500_000, 50, 100)


def _send(make: Callable[[], Any], receiver: Connection, sender: Connection) -> None:
    _begin()
    receiver.close()  # so that it is told if the one who waits is no more
    with suppress(Exception):
        sender.send_bytes(_packed(make()))


def _attempt(n: int) -> bytes | None:
    try:
        return _packed(_makes[n]())
    except Exception:
        return None


def _packed(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
