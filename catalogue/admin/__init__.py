"""The admin for ministry staff, one noun a module; what all pages share is in base.py and what it imports."""

from django.contrib import admin

from . import (  # noqa: F401 (each registers its nouns)
    account,
    change,
    claims,
    disagreement,
    fruitless,
    funding,
    group,
    incoming,
    institution,
    link,
    microcredential,
    proposal,
    sector,
    source,
    statement,
    suggestion,
    synonym,
)

# Deletes row by row without asking the workflow; each record's own page does it with its claims, in one act.
admin.site.disable_action("delete_selected")
