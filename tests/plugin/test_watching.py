"""What the preview sees of changes in a folder."""

from __future__ import annotations

from pathlib import Path
from queue import Empty, Queue
from threading import Lock
from time import sleep

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from service_standards.watching import look, observer


def test_a_look_sees_files_but_not_what_is_left_out(tmp_path: Path) -> None:
    """Files in folders of folders; a link to nothing is no file; a file by itself; what is not there."""
    (tmp_path / "one/releases/1.0.0").mkdir(parents=True)
    (tmp_path / "one/standard.yml").touch()
    (tmp_path / "one/releases/1.0.0/standard.yml").touch()
    (tmp_path / "nowhere").symlink_to(tmp_path / "nothing")

    assert len(look(str(tmp_path))) == 2
    assert set(look(str(tmp_path), without="releases")) == {str(tmp_path / "one/standard.yml")}
    assert len(look(str(tmp_path / "one/standard.yml"))) == 1
    assert look(str(tmp_path / "nothing")) == {}


def test_changes_are_told_once_each_and_not_while_something_is_made(tmp_path: Path) -> None:
    """A file that is written, made, removed; in a release a little later."""
    released = tmp_path / "releases"
    released.mkdir()
    busy, told = Lock(), Queue[str]()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            told.put(str(event.src_path))

    watching = observer(busy)
    watching.schedule(Handler(), str(tmp_path), recursive=True)
    watching.start()
    try:
        for file in (tmp_path / "a.yml", released / "b.yml"):
            file.write_text("new")
            assert told.get(timeout=20) == str(file)
        with busy:
            sleep(0.2)  # for a look that has begun
            (tmp_path / "a.yml").unlink()
            with pytest.raises(Empty):
                told.get(timeout=1)
        assert told.get(timeout=20) == str(tmp_path / "a.yml")
    finally:
        watching.stop()
        watching.join()
    assert told.empty()
