#!/usr/bin/env python3
"""
The git host, as far as the workflows speak to it through `gh`: it answers from files and notes what it was asked.

`HOST` is its folder: `state.json` has the answers by address, `asked.jsonl`
gets a line for each question; contents of commits come from the bare
repository `repository.git` beside them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

HOST = Path(os.environ["HOST"])
STATE = HOST / "state.json"
BOT = {"login": "github-actions[bot]", "type": "Bot"}


def main(arguments: list[str]) -> None:
    """Answer one question."""
    body = json.loads(sys.stdin.buffer.read()) if "--input" in arguments else None
    with (HOST / "asked.jsonl").open("a") as log:
        note = {"arguments": arguments, "body": body, "token": os.environ.get("GH_TOKEN", "")}
        log.write(json.dumps(note) + "\n")
    if arguments[0] != "api":
        return
    if not os.environ.get("GH_TOKEN"):
        fail(401, "Bad credentials")
    method = arguments[arguments.index("--method") + 1] if "--method" in arguments else "GET"
    [address] = [one for one in arguments[1:] if "/" in one and not one.startswith("Accept:")]
    path, _, query = address.partition("?")
    asked = dict(parse_qsl(query))
    if method != "GET":
        print(json.dumps(write(method, path, body or {})))
    elif "/contents/" in path:
        contents(path, asked["ref"], raw="-H" in arguments)
    else:
        found = read(path, asked)
        print(json.dumps([found] if "--slurp" in arguments else found))


def read(path: str, asked: dict[str, str]) -> Any:
    """What the state has at this address."""
    state = json.loads(STATE.read_text())
    if path not in state:
        fail(404, "Not Found")
    found = state[path]
    if path.startswith("orgs/") and os.environ["GH_TOKEN"] != "members":
        fail(403, "Resource not accessible by integration")
    if isinstance(found, list) and "head" in asked:
        owner, _, branch = asked["head"].partition(":")
        found = [one for one in found if one["head"]["ref"] == branch and one["head"]["owner"] == owner]
    if isinstance(found, list) and "state" in asked:
        found = [one for one in found if one.get("state", "open") == asked["state"]]
    return found


def write(method: str, path: str, body: dict[str, Any]) -> Any:
    """Change the state as the host does."""
    state = json.loads(STATE.read_text())
    if method == "POST":
        listed = state.setdefault(path, [])
        made = {"id": 900 + len(listed), "number": 70 + len(listed), "user": BOT, "state": "open", **body}
        listed.append(made)
        state.setdefault(f"{path}/{made['number']}/comments", [])
    else:
        around, _, number = path.rpartition("/")
        around = around if around in state else next(one for one in state if one.endswith("/comments"))
        made = next(one for one in state[around] if str(one["number"]) == number or str(one["id"]) == number)
        made.update(body)
    STATE.write_text(json.dumps(state, indent=1))
    return made


def contents(path: str, ref: str, raw: bool) -> None:
    """A file or a folder of a commit."""
    inside = unquote(path.partition("/contents/")[2])
    if raw:
        sys.stdout.buffer.write(git("cat-file", "blob", f"{ref}:{inside}"))
        return
    names = git("ls-tree", "-z", f"{ref}:{inside}").decode().split("\0")[:-1]
    kinds = {"blob": "file", "tree": "dir"}
    listed = [line.partition("\t") for line in names]
    print(json.dumps([{"name": name, "type": kinds[head.split()[1]]} for head, _, name in listed]))


def git(*arguments: str) -> bytes:
    """Ask the bare repository; what is not there is not found."""
    done = subprocess.run(
        ["git", "--git-dir", HOST / "repository.git", *arguments], capture_output=True, check=False
    )
    if done.returncode:
        fail(404, "Not Found")
    return done.stdout


def fail(status: int, why: str) -> None:
    """End as `gh` does."""
    print(f"gh: {why} (HTTP {status})", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
