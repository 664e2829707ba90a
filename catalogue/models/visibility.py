"""What a visitor may see of an offering. The rule stands here and nowhere else; every `public()` asks it."""

from __future__ import annotations

from django.db.models import Q

from .vocabulary import State


def public_offering(path: str = "") -> Q:
    """An offering is public when it is published, and a part also needs a published parent.

    `path` leads from the queried model to the offering, with its trailing `__`.
    """
    published = Q(**{f"{path}state": State.PUBLISHED})
    whole = Q(**{f"{path}parent__isnull": True})
    return published & (whole | Q(**{f"{path}parent__state": State.PUBLISHED}))


def public_subject(path: str = "") -> Q:
    """A claim is public when its offering is; a claim about a group always is."""
    return Q(**{f"{path}microcredential__isnull": True}) | public_offering(f"{path}microcredential__")
