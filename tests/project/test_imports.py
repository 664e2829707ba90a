"""Imports go downward only, string foreign keys included: pages and commands know the models, never the reverse."""

from __future__ import annotations

import ast

from tests.project.source_code import imported, is_product, module_name, modules, tree

# From the ground up. A module may import from its own layer and from those before it; the longest prefix decides.
LAYERS = (
    {
        "catalogue.definitions",
        "catalogue.client_address",
        "catalogue.colours",
        "catalogue.deadline",
        "catalogue.environment",
        "catalogue.environment_texts",
        "catalogue.extra",
        "catalogue.form_rendering",
        "catalogue.glossary",
        "catalogue.languages",
        "catalogue.password_rules",
        "catalogue.production",
        "catalogue.log_lines",
        "catalogue.mail_server",
        "catalogue.metrics",
        "catalogue.reading",
        "catalogue.release",
        "catalogue.security_headers",
        "catalogue.sign_on_settings",
        "catalogue.style_sheet",
        "catalogue.static_files",
        "catalogue.time_zone",
        "catalogue.variables",
    },
    {"institutions"},
    {"funding"},
    {"catalogue.models", "catalogue.apps"},
    {
        "catalogue.search",
        "catalogue.backups",
        "catalogue.replicas",
        "catalogue.exchange",
        "catalogue.workflow",
        "catalogue.provenance",
        "catalogue.coverage",
        "catalogue.tallies",
        "catalogue.wording",
        "catalogue.dossier",
        "catalogue.opendata",
        "catalogue.sides",
        "catalogue.checking",
        "catalogue.criteria",
        "catalogue.generating",
        "catalogue.staff_accounts",
        "catalogue.undoing",
        "catalogue.alike",
        "catalogue.duplicates",
        "catalogue.merging_entries",
        "catalogue.staff_groups",
        "catalogue.rights",
        "catalogue.second_step",
        "catalogue.sessions",
        "catalogue.sign_in_letters",
        "catalogue.sign_in_log",
        "catalogue.signing_in",
        "catalogue.single_sign_on",
        "catalogue.links",
        "catalogue.suggesting",
        "catalogue.proposals",
        "catalogue.upkeep",
        "catalogue.waiting",
    },
    # Drawing knows nothing of the site.
    {"catalogue.pictures"},
    {
        "catalogue.views",
        "catalogue.admin",
        "catalogue.admin_config",
        "catalogue.letting_in",
        "catalogue.sending_again",
        "catalogue.staff_site",
        "catalogue.management",
        "catalogue.take_away",
        "catalogue.templatetags",
        "catalogue.faults",
        "catalogue.freshness",
        "catalogue.middleware",
        "catalogue.serving",
        "catalogue.handing_over",
        "catalogue.unreadable",
        "catalogue.hashing",
        "catalogue.tending",
    },
    {"catalogue.settings", "catalogue.urls", "catalogue.wsgi", "catalogue.gunicorn", "catalogue"},
)
# The package itself holds no logic that others could import upward.
_RANKS = {prefix: rank for rank, layer in enumerate(LAYERS) for prefix in layer if prefix != "catalogue"}


def _rank(name: str) -> int | None:
    prefixes = [prefix for prefix in _RANKS if name == prefix or name.startswith(prefix + ".")]
    return _RANKS[max(prefixes, key=len)] if prefixes else None


def _string_foreign_keys(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
        "ForeignKey",
        "OneToOneField",
        "ManyToManyField",
    }:
        target = node.args[0] if node.args else None
        if isinstance(target, ast.Constant) and "." in str(target.value):
            return [{"catalogue": "catalogue.models"}.get(app, app) for app in [target.value.split(".")[0]]]
    return []


def test_every_module_has_its_layer():
    product = [path for path in modules() if is_product(path) and module_name(path) != "catalogue"]
    assert [str(path) for path in product if _rank(module_name(path)) is None] == []


def test_imports_never_go_upward():
    upward = []
    for path in filter(is_product, modules()):
        own = _rank(module_name(path))
        for node in ast.walk(tree(path)):
            for name in (*imported(path, node), *_string_foreign_keys(node)):
                if own is not None and (_rank(name) or 0) > own:
                    upward.append(f"{path}:{node.lineno} imports {name}")
    assert upward == []


def test_string_foreign_keys_are_seen():
    node = ast.parse("models.ForeignKey('catalogue.Group', on_delete=models.PROTECT)").body[0].value
    assert _string_foreign_keys(node) == ["catalogue.models"]
