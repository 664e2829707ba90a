"""Tags that lead from a page to the same as data, and that put what search engines read into the page itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.opendata import schema_org
from catalogue.opendata.addresses import ENTRY_FORMS, FORMS, LISTS, NAMES, absolute, form_of
from catalogue.opendata.record import Data
from catalogue.views.data_block import data_block

from .head import site_name

register = template.Library()


class Form(NamedTuple):
    """The name of a form, its media type and its path."""

    name: str
    type: str
    path: str


@register.simple_tag
def entry_forms(slug: str, also: Iterable[str] = ()) -> list[Form]:
    """Those that every entry has, and those that this one has beside them."""
    return [Form(NAMES[form], ENTRY_FORMS[form], form_of(slug, form)) for form in (*FORMS, *also)]


@register.simple_tag
def list_forms() -> list[Form]:
    """The path of each takes the query string of the list behind it."""
    return [Form(NAMES[name.partition("-")[2]], kind, reverse(name)) for name, kind in LISTS.items()]


@register.simple_tag
def structured(data: Data) -> SafeString:
    """Data for search engines: no script, so that the content security policy has no say in it."""
    return data_block(data)


@register.simple_tag
def breadcrumb_data(trail: Iterable[tuple[str, str]], here: str) -> SafeString:
    """Where the page lies, as the breadcrumb shows it; its last place is the page itself and needs no address."""
    places = [(_("Home"), reverse("home")), *trail]
    return data_block(schema_org.breadcrumb([(str(name), absolute(path)) for name, path in places], str(here)))


@register.simple_tag
def site_data() -> SafeString:
    """The site, how it is searched, and the list as files."""
    home, listing = absolute(reverse("home")), absolute(reverse("microcredentials"))
    downloads = [(form.name, form.type, absolute(form.path)) for form in list_forms()]
    words = _(
        "Short programs in British Columbia. We say who runs each, what it costs and how long it takes, "
        "if a source tells us."
    )
    return data_block(
        [
            schema_org.website(site_name(), home, f"{listing}?q={{q}}"),
            schema_org.dataset(site_name(), words, listing, downloads),
        ]
    )
