"""
What the forms need of the git host: where it is, how people sign in, and the policy that lets the page reach it.

The settings are those of Decap CMS's backends; each has its own defaults,
and only what differs from them is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

BACKENDS = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "bitbucket.org": "bitbucket",
    "codeberg.org": "forgejo",
}
"""What a host's own git service is called in the configuration."""

_COMMON_HOSTS = {"github.com", "gitlab.com", "bitbucket.org"}
"""Those that a backend asks if it is told of no other."""

_INTERFACES = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1", "forgejo": "/api/v1"}
"""Where a git host of one's own has its interface."""

_SIGN_IN = {"gitlab": "pkce", "bitbucket": "implicit"}
"""How a page signs in without a service of its own, once the host knows it as an application."""

_REACHED = {
    "github": (
        "https://api.github.com",
        "https://www.githubstatus.com",
        "https://avatars.githubusercontent.com",
    ),
    "gitlab": ("https://gitlab.com", "https://secure.gravatar.com"),
    "bitbucket": ("https://bitbucket.org", "https://api.bitbucket.org"),
    "azure": ("https://dev.azure.com", "https://login.microsoftonline.com", "https://*.visualstudio.com"),
}
"""The addresses that a backend asks; a host of one's own is asked instead of the first."""

LOCAL = "http://localhost:8081"
"""Where `npx decap-server` answers on one's own computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """Where the forms write to, and how people sign in there."""

    backend: str
    name: str
    """`owner/name`."""
    branch: str
    folder: str
    """The handbook's folder in the repository: `standards`."""
    host: str = ""
    """The git host's name; empty if nothing says it."""
    base_url: str = ""
    """Where people sign in, if not at the host itself."""
    auth_endpoint: str = ""
    app_id: str = ""
    """By what the host knows the forms as an application."""


def backend_settings(repository: Repository) -> dict[str, str]:
    """The part `backend` of the configuration."""
    backend = repository.backend
    found = {"name": backend, "repo": repository.name, "branch": repository.branch}
    own = _own_host(repository)
    if own and backend in _INTERFACES:
        found["api_root"] = own + _INTERFACES[backend]
        if backend != "github":
            found["base_url"] = own
    if repository.app_id:
        found["app_id"] = repository.app_id
        if backend in _SIGN_IN:
            found["auth_type"] = _SIGN_IN[backend]
    if repository.base_url:
        found["base_url"] = repository.base_url.rstrip("/")
    if repository.auth_endpoint:
        found["auth_endpoint"] = repository.auth_endpoint.strip("/")
    return found


def forms_policy(repository: Repository) -> str:
    """
    The Content-Security-Policy of the forms: scripts of their own folder only, and no host but the git host.

    Decap CMS makes functions of its configuration's schema (`unsafe-eval`)
    and writes its styles into the page (`unsafe-inline`, for styles alone).
    """
    default = _REACHED.get(repository.backend, ())
    own = _own_host(repository)
    reached = [own, *default[1:]] if own else [*default]
    if repository.base_url and repository.backend != "github":  # there it opens a window of its own
        reached.append(_origin(repository.base_url))
    hosts = " ".join(dict.fromkeys(one for one in reached if one))
    return "; ".join(
        f"{name} {sources}".strip()
        for name, sources in {
            "default-src": "'none'",
            "script-src": "'self' 'unsafe-eval'",
            "style-src": "'self' 'unsafe-inline'",
            "img-src": f"'self' data: blob: {hosts}",
            "font-src": "'self' data:",
            "connect-src": f"'self' blob: {LOCAL} {hosts}",
            "base-uri": "'none'",
            "form-action": "'self'",
        }.items()
    )


def with_room_for_forms(headers: str, policy: str) -> str:
    """
    A site's file `_headers` whose policy leaves room for that of the forms.

    A host that finds several rules for an address sends the headers of all,
    and a browser keeps to every policy that it is sent. So the rule for the
    whole site has to allow what any page needs; each page has its own, which
    is stricter, inside.
    """
    return re.sub(
        r"(?m)^(\s+Content-Security-Policy: )(.+)$",
        lambda found: found[1] + _either(found[2], policy),
        headers,
    )


def _either(one: str, other: str) -> str:
    """A policy that allows what at least one of two allows; what only one of them names stays as it is there."""
    left, right = _directives(one), _directives(other)
    made = {}
    for name in dict.fromkeys([*left, *right]):
        if name.endswith("-src"):
            sources = [*left.get(name, left["default-src"]), *right.get(name, right["default-src"])]
        else:
            sources = [*left.get(name, right.get(name, [])), *(right.get(name, []) if name in left else [])]
        kept = [source for source in dict.fromkeys(sources) if source != "'none'"]
        made[name] = kept or ["'none'"]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in made.items())


def _directives(policy: str) -> dict[str, list[str]]:
    parts = (one.split() for one in policy.split(";"))
    return {part[0]: part[1:] for part in parts if part}


def _own_host(repository: Repository) -> str:
    """The address of a git host that is not the backend's own; empty if it is."""
    host = repository.host
    return f"https://{host}" if host and host not in _COMMON_HOSTS else ""


def _origin(address: str) -> str:
    found = urlsplit(address)
    return f"{found.scheme}://{found.netloc}"
