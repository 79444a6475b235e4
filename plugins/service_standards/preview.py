"""
The preview, `mkdocs serve`: pages are made when a browser asks for them.

After a save the handbook is read and judged again, and no page is made before
somebody wants it. What is changed around the handbook (`mkdocs.yml`, a
company's templates) is left to MkDocs' own build. Rules are not known here.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Iterable
from contextlib import suppress
from posixpath import normpath
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer

from .site.on_demand import SiteOnDemand
from .site.page import SitePage
from .site.search import SearchError, SearchReport
from .site.search_on_demand import SearchOnDemand
from .watching import Seen, look, observer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger("mkdocs.plugins.service-standards")


def listens_alone(config: MkDocsConfig, plugin: object, events: Iterable[str]) -> bool:
    """Whether no other plugin and no hook is called at *events* than *plugin*."""
    listening = (one for name in events for one in config.plugins.events[name])
    return all(getattr(one, "__self__", None) is plugin for one in listening)


def is_live() -> bool:
    """Whether the server tells browsers to reload. If it does not, a plugin never sees it."""
    context = click.get_current_context(silent=True)
    asked = context.params if context else {}
    # MkDocs and its fork call it differently.
    return not asked["no_livereload"] if "no_livereload" in asked else bool(asked.get("livereload"))


class Preview:
    """What the server of MkDocs does, in our way."""

    def __init__(
        self,
        server: LiveReloadServer,
        config: MkDocsConfig,
        builder: Callable[[], None],
        *,
        site: Callable[[], SiteOnDemand | None],
        html_of: Callable[[SitePage], str],
        look_again: Callable[[], None],
        made: Callable[[SearchReport | SearchError], None],
    ) -> None:
        """
        *builder* is MkDocs' own build; *site* gives what is shown now, None if a build made it all.

        *look_again* makes *site* give what lies in the folder now; it raises PluginError, and nothing has changed, if that is broken.
        """
        self.server = server
        self.build, self.site, self.html_of, self.look_again = builder, site, html_of, look_again
        self.turn = Lock()
        """Had by whoever makes something: one at a time."""
        self.search = SearchOnDemand(self.turn, made)
        self.epoch = server._visible_epoch
        """The server's name for the state that is shown: a page that was made of an older one is loaded again."""
        self.around = [str(path) for path in (config.config_file_path, *config.watch) if path]
        self._watch_with_less_work(config)
        self.seen_around = self._look_around()
        server.builder = self.reload
        server.set_app(self.answer)

    def _watch_with_less_work(self, config: MkDocsConfig) -> None:
        watched = []
        for path in dict.fromkeys((config.docs_dir, config.config_file_path, *config.theme.dirs)):
            with suppress(KeyError):  # not all are watched
                self.server.unwatch(path)
                watched.append(path)
        self.server.observer = observer(self.turn)  # type: ignore[assignment]
        for path in watched:
            self.server.watch(path)
        self.around += [path for path in watched if path not in (config.docs_dir, *self.around)]

    def _look_around(self) -> list[Seen]:
        return [look(path) for path in self.around]

    def reload(self) -> None:
        """Make what is shown anew after a change; if it is broken, tell why and keep what is shown."""
        with self.turn:
            around = self._look_around()
            if self.site() is None or around != self.seen_around:
                self.build()
                self.seen_around = around
            else:
                try:
                    self.look_again()
                except (
                    PluginError,
                    OSError,
                ) as fault:  # a file may be gone before it is read: that is seen soon
                    log.error("%s", fault)
                    log.error("The preview shows the last state without errors.")
                    with self.server._epoch_cond:
                        self.server._wanted_epoch = self.server._visible_epoch
                        self.server._epoch_cond.notify_all()
                    return
            self.epoch = self.server._wanted_epoch

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The server's application: what is ours, made now; all else as MkDocs answers."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        site = self.site()
        if site is None or not f"{path}/".startswith(self.server.mount_path):
            return self.server.serve_request(environ, start_response)
        asked = normpath("/" + path[len(self.server.mount_path) :]).lstrip("/")
        if path.endswith("/"):
            asked = f"{asked}/index.html".lstrip("/")
        content = self._content(site, asked)
        if content is not None:
            headers = [("Content-Type", _kind_of(asked)), ("Content-Length", str(len(content)))]
            start_response("200 OK", headers)
            return [content]
        if not path.endswith("/") and self._content(site, f"{asked}/index.html".lstrip("/")) is not None:
            start_response("302 Found", [("Location", f"{quote(path)}/")])
            return []
        return self.server.serve_request(environ, start_response)

    def _content(self, site: SiteOnDemand, path: str) -> bytes | None:
        """The file at *path* as a build would write it; in pages also the script by which browsers load them again."""
        if path.startswith("search/"):
            return self.search.file(site, path.removeprefix("search/"))
        folder, _, name = path.rpartition("/")
        if not site.knows(path.removesuffix("index.html")):
            return None
        with self.turn:
            site = self.site() or site  # another one, if it had to wait for that
            if name != "index.html":
                return site.file(path)
            page = site.page(f"{folder}/" if folder else "")
            if page is None:
                return None
            html = self.html_of(page).encode("utf-8", errors="xmlcharrefreplace")
            reloading: bytes = self.server._inject_js_into_html(html, self.epoch)  # type: ignore[no-untyped-call]
            return reloading


def _kind_of(path: str) -> str:
    if path.endswith((".js", ".mjs")):
        return "application/javascript"  # as MkDocs says: browsers refuse modules under any other name
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
