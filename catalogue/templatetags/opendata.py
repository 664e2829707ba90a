"""Tags that lead from a page to the same as data: in the head for programs, at the foot for people."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.urls import reverse

from catalogue.opendata.addresses import FORMS, LISTS, NAMES, form_of

register = template.Library()


class Form(NamedTuple):
    """The name of a form, its media type and its path."""

    name: str
    type: str
    path: str


@register.simple_tag
def entry_forms(slug: str) -> list[Form]:
    return [Form(NAMES[form], kind, form_of(slug, form)) for form, kind in FORMS.items()]


@register.simple_tag
def list_forms() -> list[Form]:
    """The path of each takes the query string of the list behind it."""
    return [Form(NAMES[name.partition("-")[2]], kind, reverse(name)) for name, kind in LISTS.items()]
