"""Where the data of an offering and of a list stand: at the site's own origin, whatever name a visitor used."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from catalogue.languages import kept_by_language

# The name of the site where no page is around it: data speaks English.
SITE = "BC Microcredential Catalogue"
# The forms of an offering, by what its address ends in.
FORMS = {"json": "application/json", "jsonld": "application/ld+json", "ctdl.jsonld": "application/ld+json"}
# One more, which only an entry has that states enough.
ELM = "elm.jsonld"
ENTRY_FORMS = {**FORMS, ELM: "application/ld+json"}
# The forms of a list, each with the same query string as the page.
LISTS = {
    "microcredentials-csv": "text/csv",
    "microcredentials-json": "application/json",
    "microcredentials-xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "microcredentials-atom": "application/atom+xml",
}
# What people call them.
NAMES = {
    "json": "JSON",
    "jsonld": "schema.org",
    "ctdl.jsonld": "CTDL",
    ELM: "European Learning Model",
    "csv": "CSV",
    "xlsx": "XLSX",
    "atom": "Atom",
}


def absolute(address: str) -> str:
    return settings.SITE_ORIGIN + address


def page_of(slug: str) -> str:
    return absolute(reverse("microcredential", args=[slug]))


def form_of(slug: str, form: str) -> str:
    """The path of an offering in one form."""
    return reverse(f"microcredential-{form}", args=[slug])


def list_of(name: str, query: str = "") -> str:
    return absolute(_path_of(name) + (f"?{query}" if query else ""))


@kept_by_language
def _path_of(name: str) -> str:
    return reverse(name)
