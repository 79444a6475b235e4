"""
The configuration of a git-based content management system: forms for people who do not write YAML.

Decap CMS reads it, and Sveltia CMS, which takes the same file. Both are pages
without a server of their own that write to the git host, as pull requests.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from ..model.documents import KINDS, Kind
from ..model.handbook import Handbook
from ..model.records import Evidence, Review, Waiver
from ..model.registry import REGISTRIES, Settings
from .form_fields import ENTRIES, Field, Forms, fields_of
from .forms_host import Repository, backend_settings, forms_policy

REGISTRY_FORMAT = "registry-list"
ENTRY_FORMAT = "source-entry"
"""The formats that `forms.js` adds: a list at the top of a file; translations told from what they translate."""


def forms_files(
    handbook: Handbook, paths: Iterable[str], repository: Repository, language: str
) -> Mapping[str, str]:
    """
    The files of the forms by name: the configuration, the page, its script.

    *paths*: those of the handbook's files, from its folder. The system itself
    and its YAML library are not among them; they lie beside the page.
    """
    page = files(__package__) / "forms"
    return {
        "config.yml": forms_config(handbook, paths, repository, language),
        "forms.js": (page / "forms.js").read_text(encoding="utf-8"),
        "index.html": (page / "index.html")
        .read_text(encoding="utf-8")
        .replace("{{language}}", language)
        .replace("{{policy}}", _escaped(forms_policy(repository)))
        .replace("{{title}}", _escaped(handbook.settings.name)),
    }


def forms_config(handbook: Handbook, paths: Iterable[str], repository: Repository, language: str) -> str:
    """The configuration as YAML; what is said for many documents stands once, with an anchor."""
    forms = Forms(handbook=handbook, language=language)
    config = {
        "backend": backend_settings(repository),
        # On one's own computer, with `npx decap-server`, the forms write to the files beside.
        "local_backend": True,
        "publish_mode": "editorial_workflow",
        "locale": language,
        "media_folder": f"{repository.folder}/pictures",
        "public_folder": "/pictures",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "editor": {"preview": False},
        # For Sveltia CMS; in Decap CMS the script does the same.
        "output": {"omit_empty_optional_fields": True},
        "collections": _collections(forms, sorted(paths), repository.folder),
    }
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.sort_base_mapping_type_on_output = False
    text = io.StringIO()
    yaml.dump(config, text)
    return text.getvalue()


def _collections(forms: Forms, paths: list[str], root: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for kind, model in KINDS.items():
        fields = fields_of(model, forms)
        there = [
            {"name": id_, "label": dossier.working.document.title, "file": f"{root}/{path}", "fields": fields}
            for id_, dossier in sorted(forms.handbook.dossiers.items())
            if dossier.working.document.kind is kind
            and not (path := f"{dossier.working.folder}/{kind}.yml").startswith(f"{_drafts(kind)}/")
        ]
        if there:
            made.append(
                {
                    "name": str(kind),
                    "label": forms.said("collection", kind),
                    "description": forms.said("text", "all_documents"),
                    "files": there,
                }
            )
        made.append(
            _folder(
                forms,
                f"new_{kind}",
                f"{root}/{_drafts(kind)}",
                fields,
                forms.said("collection", f"one_{kind}"),
            )
            | {
                "path": f"{{{{slug}}}}/{kind}",
                "description": forms.said("text", "new_documents"),
                "summary": "{{title}} ({{id}})",
            }
        )
    registries = [
        _file(forms, name, f"{root}/registry/{name}.yml", _entries(forms, name))
        for name in REGISTRIES
        if f"registry/{name}.yml" in paths
    ]
    if registries:
        made.append(
            {
                "name": "registry",
                "label": forms.said("collection", "registry"),
                "description": forms.said("text", "registry"),
                "format": REGISTRY_FORMAT,
                "files": registries,
            }
        )
    for name, record in (("evidence", Evidence), ("waivers", Waiver)):
        one = forms.said("collection", f"one_{name}")
        made.append(
            _folder(forms, name, f"{root}/{name}", fields_of(record, forms), one)
            | {"summary": "{{title}} ({{id}})"}
        )
    made += _reviews(forms, paths, root)
    settings = _file(forms, "handbook", f"{root}/handbook.yml", fields_of(Settings, forms))
    made.append({"name": "settings", "label": forms.said("collection", "settings"), "files": [settings]})
    return made


def _drafts(kind: Kind) -> str:
    """Where the forms begin documents of a kind: a folder of its own, for a form knows a document by its folder."""
    return f"drafts/{kind}"


def _folder(forms: Forms, name: str, folder: str, fields: list[Field], one: str) -> dict[str, Any]:
    """A collection of the files of a folder, to which a form can add; the mark of its entries is never written."""
    mark = {"name": ENTRY_FORMAT, "label": forms.said("label", "entry"), "widget": "hidden", "default": True}
    return {
        "name": name,
        "label": forms.said("collection", name),
        "label_singular": one,
        "folder": folder,
        "create": True,
        "extension": "yml",
        "format": ENTRY_FORMAT,
        "filter": {"field": ENTRY_FORMAT, "value": True},
        "identifier_field": "title",
        "slug": "{{fields.id}}",
        "fields": [*fields, mark],
    }


def _file(forms: Forms, name: str, file: str, fields: list[Field]) -> dict[str, Any]:
    return {"name": name, "label": forms.said("collection", name), "file": file, "fields": fields}


def _entries(forms: Forms, registry: str) -> list[Field]:
    return [
        {
            "name": ENTRIES,
            "label": forms.said("collection", registry),
            "widget": "list",
            "collapsed": True,
            "summary": "{{fields.title}} ({{fields.id}})",
            "fields": fields_of(REGISTRIES[registry], forms),
        }
    ]


def _reviews(forms: Forms, paths: list[str], root: str) -> list[dict[str, Any]]:
    """Those that are there, and for every document a collection of its own, not shown, to begin one in."""
    fields = fields_of(Review, forms)
    there = []
    new = []
    for id_, dossier in sorted(forms.handbook.dossiers.items()):
        folder = f"{dossier.working.folder}/reviews"
        title = dossier.working.document.title
        days = [path[len(folder) + 1 : -4] for path in paths if path.startswith(f"{folder}/")]
        there += [
            {
                "name": f"{id_}-{day}",
                "label": f"{title}, {day}",
                "file": f"{root}/{folder}/{day}.yml",
                "fields": fields,
            }
            for day in days
            if "." not in day
        ]
        one = _folder(forms, "review", f"{root}/{folder}", fields, forms.said("collection", "one_review"))
        new.append(
            one
            | {
                "name": f"review-of-{id_}",
                "label": f"{forms.said('collection', 'review')}: {title}",
                "identifier_field": "on",
                "slug": "{{fields.on}}",
                "summary": "{{on}}",
                "hide": True,
            }
        )
    shown = [{"name": "review", "label": forms.said("collection", "review"), "files": there}] if there else []
    return shown + new


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
