"""
The edge to MkDocs: hands the handbook's pages to Material's shell.

The only module that imports mkdocs. Everything is read, checked and made
before MkDocs empties the site's folder, so a broken handbook leaves the old
site as it was.
"""

from __future__ import annotations

import datetime
import gc
import logging
import os
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config import Config
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from . import __version__
from .checks import errors_that_stop
from .findings import editors_language, report
from .history.edition import Edition, edition
from .memory import Memory, memory_of_user
from .model.documents import Audience
from .preview import Preview, is_live, listens_alone
from .side_by_side import meanwhile
from .site import TEMPLATES, THEME_FOLDER
from .site.folder import SiteFolder
from .site.frame import Frames, ThemePage, lit, part
from .site.kept import Kept
from .site.on_demand import SiteOnDemand
from .site.page import SitePage
from .site.policy import content_policy, with_policy
from .site.render import compiled, environment
from .site.search import SearchError, SearchReport, search_files
from .site.site import SiteSettings, glossary_synonyms, site_files, site_pages
from .site.writing import write_pages
from .source.files import files_of_folder
from .today import NoMomentError, today

log = logging.getLogger("mkdocs.plugins.service-standards")


PAGE_EVENTS = (
    "files", "nav", "env", "pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page",
)  # fmt: skip
"""The events at which another plugin or a hook may look at pages, or change them."""


NOWHERE = os.devnull
"""A place where MkDocs finds no files: thousands of sources that are no pages would only be listed, and taken out again."""


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in `mkdocs.yml`."""

    preview = c.Choice((True, False, "auto"), default="auto")
    """Show the working copies instead of what is in force; `auto`: in `mkdocs serve`, and where STANDARDS_PREVIEW is set."""
    date = c.Optional(c.Type((str, datetime.date)))
    """The day on which the handbook is shown, `2026-12-01`; today if left out. (`on` would be read as *true*.)"""
    language = c.Optional(c.Choice(("en", "uk", "ru")))
    """The language of messages to editors; from the environment if left out."""
    audience = c.Choice(("internal", "public"), default="internal")
    """`public` leaves out every document that is not marked public."""


class HandbookPage(Page):
    """A page whose HTML is ready: nothing is converted again."""

    def __init__(self, site_page: SitePage, file: File, config: MkDocsConfig) -> None:
        self.site_page = site_page
        self._changed: str | None = None
        super().__init__(site_page.title, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Set what Material's templates ask of a page's own settings."""
        self.markdown = ""
        self.meta = {
            "title": self.site_page.title,
            "description": self.site_page.description,
            "site_page": self.site_page,
        }
        if not self.site_page.headings:
            self.meta["hide"] = ["toc"]

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the table of contents; the content is there."""
        self.toc = TableOfContents(
            [AnchorLink(title=one.title, id=one.anchor, level=one.level) for one in self.site_page.headings]
        )

    @property
    def content(self) -> str:
        """The article; what another plugin made of it, if one did."""
        return self._changed if self._changed is not None else self.site_page.html

    @content.setter
    def content(self, value: str | None) -> None:
        # MkDocs sets it for every page before it writes the first one: only what differs is held.
        self._changed = None if value is None or value == self.site_page.html else value


class ServiceStandardsPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Renders a handbook of service standards."""

    def __init__(self) -> None:
        self.serving = False
        self.site: SiteOnDemand | None = None
        """What the preview shows, if no build makes all its pages."""
        self.edition: Edition | None = None
        self.pages: list[SitePage] = []
        self.sources = ""
        """The handbook's folder."""
        self.folder: SiteFolder | None = None
        """Where a build writes."""
        self.files: Mapping[str, bytes] = {}
        self.last: MkDocsConfig | None = None
        """The settings of the last build."""
        self.frames: Frames | None = None
        """What is around the pages, if nobody else has to do with them; else MkDocs makes page by page."""
        self.templates: Environment | None = None
        self.configs: dict[str, MkDocsConfig] = {}
        self.script_hashes: set[str] = set()

    @cached_property
    def memory(self) -> Memory:
        """What the preview holds from one save to the next."""
        return memory_of_user(holds=True)

    @cached_property
    def pages_memory(self) -> Memory:
        """Where its pages are remembered that are made all at once."""
        return memory_of_user()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is the preview."""
        self.serving = command == "serve"
        # What is read stays until the end: to look through it for garbage again and again takes a third of the time.
        gc.set_threshold(5_000_000, 50, 100)

    def on_shutdown(self) -> None:
        """Let the process end at once."""
        gc.freeze()  # else Python looks through all that was read once more, to free what is freed anyway

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the package's theme between the company's overrides and Material's own."""
        place = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(place, str(THEME_FOLDER))
        config.theme.static_templates.discard(
            "sitemap.xml"
        )  # the handbook has its own, without the day of the build
        if config.theme.custom_dir:
            config.watch.append(config.theme.custom_dir)
        self.configs = {}
        self.script_hashes = set()
        self.templates = None
        self.frames = None
        return config

    @event_priority(-100)  # last: what stands aside is not where others may look for it
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read, check, make every page; raise PluginError with the whole report if the handbook is broken."""
        ours = self._pages_are_ours(config)
        self._make(config, ours)
        self.sources = config.docs_dir
        if ours:
            config.docs_dir = NOWHERE

    def _make(self, config: MkDocsConfig, ours: bool) -> None:
        if self.serving and ours and listens_alone(config, self, ("post_build",)) and is_live():
            self._look(config)
            return
        started = perf_counter()
        edition, settings, kept = self._judged(config, memory_of_user())
        self.edition, self.site = edition, None
        self.pages = list(site_pages(edition, settings, kept))
        kept.memory.close()  # no process may begin with a store that another one has open
        self.search = meanwhile(self._search_files)  # beside the pages of the site
        self.files = site_files(edition, settings, self.pages)
        log.info(
            "%d documents, %d pages in %.1f seconds",
            len(edition.shown),
            len(self.pages),
            perf_counter() - started,
        )
        self.folder = SiteFolder(Path(config.site_dir))
        if ours:
            self.folder.set_aside()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was, if nothing of the new one is there yet."""
        if self.folder:
            self.folder.restore()

    def look_again(self) -> None:
        """Let the preview show what lies in the folder now; raise PluginError, and nothing has changed, if it is broken."""
        assert self.last
        self._look(self.last)

    def _look(self, config: MkDocsConfig) -> None:
        started = perf_counter()
        edition, settings, kept = self._judged(config, self.memory)
        self.memory.save()
        self.memory.let_go()
        self.templates = self.templates or environment(settings.overrides)
        self.site = SiteOnDemand(
            edition=edition,
            settings=settings,
            templates=self.templates,
            # What comes from there is not held: all pages at once are asked for by the search only.
            kept=replace(kept, memory=self.pages_memory),
        )
        self.edition, self.configs = edition, {}
        self.pages, self.files = [], {}
        if self.frames:
            self.frames = replace(self.frames, frames={}, navs={})
        log.info("%d documents in %.1f seconds", len(edition.shown), perf_counter() - started)

    def _judged(self, config: MkDocsConfig, memory: Memory) -> tuple[Edition, SiteSettings, Kept]:
        """What is to be shown; raise PluginError with the whole report if the handbook is broken."""
        asked = _build_date(self.config.date)
        _require_a_moment()
        language = editors_language(self.config.language)
        sources = files_of_folder(Path(config.docs_dir))
        reading, stopping = errors_that_stop(sources, asked, memory)
        if stopping or reading.handbook is None:
            words = report(stopping, language, folder=os.path.relpath(config.docs_dir))
            raise PluginError(f"the handbook cannot be built.\n\n{words}")
        handbook = reading.handbook
        asked_for = self.serving or bool(os.environ.get("STANDARDS_PREVIEW"))
        preview = asked_for if self.config.preview == "auto" else bool(self.config.preview)
        settings = SiteSettings(
            site_url=config.site_url or "",
            edit_base=_edit_base(config),
            overrides=(Path(config.theme.custom_dir),) if config.theme.custom_dir else (),
            version=__version__,
            files=sources,
        )
        shown = edition(
            handbook,
            asked or today(handbook.settings.time_zone),
            preview=preview,
            audience=Audience(self.config.audience),
        )
        kept = Kept(memory=memory, keys=reading.keys, named=reading.named, quoted=reading.quoted)
        return shown, settings, kept

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Let the server ask for pages one by one, as far as no build has to make them all."""
        Preview(
            server,
            config,
            builder,
            site=lambda: self.site,
            html_of=self.html_of,
            look_again=self.look_again,
            made=_tell_of_search,
        )
        return server

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace what lies in `docs_dir` by the pages that were made from it."""
        config.docs_dir = self.sources
        for file in list(files):
            if file.abs_src_path and Path(file.abs_src_path).is_relative_to(config.docs_dir):
                files.remove(file)
        for page in () if self._pages_are_ours(config) else self.pages:
            name = page.address + ("index.md" if page.address.endswith("/") or not page.address else ".md")
            file = File.generated(config, name, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.edit_uri = None
            HandbookPage(page, file, config)
            files.append(file)
        for path, content in self.files.items():
            if (there := files.get_file_from_path(path)) is not None:
                files.remove(there)
            if not self._pages_are_ours(config):
                files.append(
                    File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
                )
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave MkDocs without a tree of its own: the pages bring their navigation with them."""
        nav.items.clear()
        self.nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the shell's templates the words of the interface; write the pages, if nobody else has to do with them."""
        from .site.labels import label, labels

        env.auto_reload = False  # MkDocs makes one for each build
        env.bytecode_cache = compiled("theme")
        env.globals["label"] = label
        env.globals["labels"] = labels
        env.globals["part"] = part
        env.globals["lit"] = lit
        self.last = config
        if self._pages_are_ours(config):
            site_url = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
            self.frames = Frames(env, partial(self._context, config), site_url)
            if not self.site:
                assert self.folder
                self.folder.bring_back()
                write_pages(self.pages, self.frames, self.folder)
                for path, content in self.files.items():
                    self.folder.put(path, content)
                self.script_hashes |= self.frames.script_hashes
        return env

    def html_of(self, page: SitePage) -> str:
        """The whole HTML of a page, as a build writes it."""
        assert self.frames
        return self.frames.whole(page)

    def _pages_are_ours(self, config: MkDocsConfig) -> bool:
        """Whether nobody else has to do with pages: neither a company's own templates for the shell nor another plugin."""
        return (
            config.use_directory_urls and listens_alone(config, self, PAGE_EVENTS) and _shell_is_ours(config)
        )

    def _context(self, config: MkDocsConfig, language: str, page: ThemePage) -> Mapping[str, Any]:
        """What MkDocs gives to the theme's templates, in a language of the handbook."""
        return get_context(self.nav, Files([]), self._config_in(language, config), page)  # type: ignore[arg-type]

    @event_priority(100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let the page's own language decide theme, name and home."""
        if isinstance(page, HandbookPage):
            context["config"] = self._config_in(page.site_page.language, config)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Allow the scripts that the theme has in its pages by their hashes, and no others."""
        html, hashes = with_policy(output)
        self.script_hashes |= hashes
        return html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write search and headers; raise PluginError if a document in the sources is not a page in the site."""
        if self.site:
            return
        assert self.edition is not None
        site = Path(config.site_dir)
        assert self.folder
        try:
            files, found = self.search()
        except SearchError as fault:
            raise PluginError(f"the search could not be made: {fault}") from fault
        for path, content in files.items():
            self.folder.put(f"search/{path}", content)
        _tell_of_search(found)
        headers = (
            f"/*\n  Content-Security-Policy: {content_policy(self.script_hashes)}; frame-ancestors 'none'\n"
        )
        headers += "  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
        self.folder.put("_headers", headers.encode())
        self.folder.finish()
        missing = [
            one.id for one in self.edition.shown.values() if not (site / one.id / "index.html").is_file()
        ]
        if missing:
            raise PluginError(
                f"SIT01 {len(missing)} of {len(self.edition.shown)} documents are not pages of the site: "
                + ", ".join(missing[:10])
            )
        self.pages, self.files = [], {}

    def _search_files(self) -> tuple[dict[str, bytes], SearchReport]:
        assert self.edition is not None
        entries = [page.search for page in self.pages if page.search]
        memory = memory_of_user()
        made = search_files(entries, glossary_synonyms(self.edition), memory)
        memory.close()
        return made

    def _config_in(self, language: str, config: MkDocsConfig) -> MkDocsConfig:
        found = self.configs.get(language)
        if found is None:
            assert self.edition is not None
            found = copy(config)
            theme = copy(config.theme)
            theme._Theme__vars = dict(config.theme.items())  # type: ignore[attr-defined]
            theme["language"] = language if _speaks(config, language) else "en"
            found.theme = theme
            found.site_name = self.edition.name_in(language)
            self.configs[language] = found
        return found


def _tell_of_search(made: SearchReport | SearchError) -> None:
    if isinstance(made, SearchError):
        log.error("the search could not be made: %s", made)
    elif made.without_forms:
        log.info(
            "The search knows no word forms of %s: pip install 'mkdocs-service-standards[search]'",
            ", ".join(made.without_forms),
        )


def _shell_is_ours(config: MkDocsConfig) -> bool:
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    templates = {path.relative_to(own).as_posix() for path in own.rglob("*.html")} if own else set()
    articles = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    return templates <= articles


def _build_date(asked: Any) -> datetime.date | None:
    """The day asked for; None: today in the handbook's time zone."""
    if isinstance(asked, datetime.date):
        return asked
    if asked:
        try:
            return datetime.date.fromisoformat(asked)
        except ValueError:
            raise PluginError(
                f"service-standards: date: {asked!r} is not a date; write it as 2026-12-01"
            ) from None
    return None


def _require_a_moment() -> None:
    """Raise PluginError if SOURCE_DATE_EPOCH is set to what is no moment."""
    try:
        today("UTC")
    except NoMomentError as fault:
        raise PluginError(f"service-standards: {fault}") from None


def _edit_base(config: MkDocsConfig) -> str:
    """Where the host's editor opens a file of the handbook; empty if the repository is not known."""
    if not config.repo_url or not config.edit_uri:
        return ""
    repo = config.repo_url.rstrip("/")
    return config.edit_uri if "://" in config.edit_uri else f"{repo}/{config.edit_uri.lstrip('/')}"


def _speaks(config: MkDocsConfig, language: str) -> bool:
    return any(
        (Path(folder) / "partials" / "languages" / f"{language}.html").is_file()
        for folder in config.theme.dirs
    )
