"""The glossary: words of the field in plain words, and what "microcredential" means to whom, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.definitions import BODIES, TRAITS
from catalogue.glossary import TERMS
from catalogue.search.folding import sort_key

from .kept import kept


@kept()
def show(request: HttpRequest) -> HttpResponse:
    terms = sorted(TERMS, key=lambda term: sort_key(str(term.word)))
    rows = [{"name": trait.name, "cells": [(body, trait.says.get(body.slug)) for body in BODIES]} for trait in TRAITS]
    return render(request, "glossary/show.html", {"trail": [], "terms": terms, "bodies": BODIES, "rows": rows})
