"""
Work in other processes gives what it gives in this one, whatever happens to them.

`test_side_by_side.py` runs it: in a process of its own, for one that has threads, as a
worker of the test runner has, starts no others.
"""

from __future__ import annotations

import os
import signal
from functools import partial

import pytest

from service_standards.side_by_side import FEWEST, meanwhile, values

HERE = os.getpid()


def large() -> bytes:
    """More than a pipe holds."""
    return bytes(range(256)) * 10_000


def broken() -> bytes:
    """What cannot be made anywhere."""
    raise ValueError("no such thing")


def killed() -> int:
    """The process that makes it, unless that is this one, is ended from outside."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


def test_what_was_begun_meanwhile_gives_its_value() -> None:
    """Also what is long, what fails, and what a killed process left; and other work may be done beside it."""
    begun = meanwhile(large), meanwhile(broken), meanwhile(killed)

    assert list(values([partial(pow, n, 2) for n in range(2 * FEWEST)])) == [n**2 for n in range(2 * FEWEST)]
    assert begun[0]() == large()
    with pytest.raises(ValueError, match="no such thing"):
        begun[1]()
    assert begun[2]() == 7


def test_errors_read_the_same_on_any_number_of_cores() -> None:
    """What fails in a child is done here again; what a killed child was to make is made here."""
    makes = [partial(int, str(n)) for n in range(2 * FEWEST)]
    assert list(values([*makes, killed])) == [*range(2 * FEWEST), 7]
    with pytest.raises(ValueError, match="'x'"):
        list(values([*makes, partial(int, "x")]))


def test_work_goes_to_other_processes_where_there_are_cores() -> None:
    """Else the tests above would look at one process only."""
    alone = os.environ["STANDARDS_CORES"] == "1"
    assert (set(values([os.getpid] * FEWEST)) == {HERE}) is alone
    assert (meanwhile(os.getpid)() == HERE) is alone
