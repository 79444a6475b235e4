"""What the forms need of the git host: its address, the sign-in, and a policy that lets the page reach no other."""

from __future__ import annotations

from typing import Any

import pytest

from service_standards.exports.forms_host import (
    Repository,
    backend_settings,
    forms_policy,
    with_room_for_forms,
)
from service_standards.site.policy import content_policy


def repository(backend: str, **values: Any) -> Repository:
    """Where forms write to."""
    return Repository(backend=backend, name="a/b", branch="main", folder="standards", **values)


BACKENDS: dict[str, tuple[Repository, dict[str, str]]] = {
    "GitHub as it is": (repository("github", host="github.com"), {}),
    "GitHub with a sign-in": (
        repository("github", host="github.com", base_url="https://in.example.com/", auth_endpoint="/oauth"),
        {"base_url": "https://in.example.com", "auth_endpoint": "oauth"},
    ),
    "GitHub of one's own": (
        repository("github", host="git.example.com", base_url="https://in.example.com"),
        {"api_root": "https://git.example.com/api/v3", "base_url": "https://in.example.com"},
    ),
    "GitLab": (
        repository("gitlab", host="gitlab.com", app_id="abc"),
        {"app_id": "abc", "auth_type": "pkce"},
    ),
    "GitLab of one's own": (
        repository("gitlab", host="git.example.com", app_id="abc"),
        {
            "api_root": "https://git.example.com/api/v4",
            "base_url": "https://git.example.com",
            "app_id": "abc",
            "auth_type": "pkce",
        },
    ),
    "Codeberg": (
        repository("forgejo", host="codeberg.org", app_id="abc"),
        {"api_root": "https://codeberg.org/api/v1", "base_url": "https://codeberg.org", "app_id": "abc"},
    ),
    "Bitbucket": (
        repository("bitbucket", host="bitbucket.org", app_id="abc"),
        {"app_id": "abc", "auth_type": "implicit"},
    ),
    "moved to GitLab, said on the command line": (repository("gitlab", host="github.com"), {}),
    "nothing known of the host": (repository("github"), {}),
}


@pytest.mark.parametrize(("where", "expected"), BACKENDS.values(), ids=BACKENDS)
def test_backend(where: Repository, expected: dict[str, str]) -> None:
    """Only what differs from the system's own defaults is written; a host of one's own has its interface there."""
    always = {"name": where.backend, "repo": "a/b", "branch": "main"}

    assert backend_settings(where) == always | expected


REACHED = {
    "GitHub": (repository("github", host="github.com"), {"https://api.github.com", "https://www.githubstatus.com", "https://avatars.githubusercontent.com"}),
    "GitHub's sign-in is a window": (repository("github", base_url="https://in.example.com"), {"https://api.github.com", "https://www.githubstatus.com", "https://avatars.githubusercontent.com"}),
    "GitLab of one's own": (repository("gitlab", host="git.example.com"), {"https://git.example.com", "https://secure.gravatar.com"}),
    "another sign-in": (repository("gitlab", host="gitlab.com", base_url="https://in.example.com/x"), {"https://gitlab.com", "https://secure.gravatar.com", "https://in.example.com"}),
    "Codeberg": (repository("forgejo", host="codeberg.org"), {"https://codeberg.org"}),
}  # fmt: skip


@pytest.mark.parametrize(("where", "hosts"), REACHED.values(), ids=REACHED)
def test_policy_reaches_the_git_host_alone(where: Repository, hosts: set[str]) -> None:
    """Scripts of the page's own folder only; no script in the page; no address but those of the git host."""
    found = directives(forms_policy(where))

    assert found["default-src"] == {"'none'"}
    assert found["script-src"] == {"'self'", "'unsafe-eval'"}
    assert {one for one in found["connect-src"] if one.startswith("https:")} == hosts


def directives(policy: str) -> dict[str, set[str]]:
    """A policy by directive."""
    return {part.split()[0]: set(part.split()[1:]) for part in policy.split("; ")}


def test_room_for_forms_beside_a_site() -> None:
    """The site's policy allows what either needs, of every directive; scripts in a page stay forbidden but for its own."""
    own = content_policy({"'sha256-abc'"}) + "; frame-ancestors 'none'"
    forms = forms_policy(repository("github"))
    headers = f"/*\n  Content-Security-Policy: {own}\n  X-Content-Type-Options: nosniff\n"

    made = with_room_for_forms(headers, forms)

    assert made.splitlines()[0::2] == headers.splitlines()[0::2]
    found = directives(made.splitlines()[1].removeprefix("  Content-Security-Policy: "))
    assert found["frame-ancestors"] == found["object-src"] == {"'none'"}
    assert found["script-src"] == {"'self'", "'wasm-unsafe-eval'", "'unsafe-eval'", "'sha256-abc'"}
    for policy in (directives(own), directives(forms)):
        for name, sources in policy.items():
            assert sources - {"'none'"} <= found[name], name
        for name in found.keys() - policy.keys():
            if name.endswith("-src"):
                assert policy["default-src"] - {"'none'"} <= found[name], name
    assert with_room_for_forms(made, forms) == made, "twice is once"
