"""“Report a mistake or add a fact”: a form for everybody, without account, cookie, script or puzzle.

That a form comes from our own page is told by the browser (Origin) and by a signed token in it, which ends after a day.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalogue.client_address import network_of
from catalogue.coverage import QUESTIONS
from catalogue.models import Microcredential
from catalogue.models.suggestion import LONGEST_EMAIL, LONGEST_SAYS, LONGEST_SOURCE
from catalogue.suggesting import TooMany, receive

from .kept import NOT_KEPT
from .microcredentials import moved, public_entry
from .withdrawn import gone

_TOKEN_LASTS = 24 * 60 * 60  # seconds
_LONGEST_FORM = 20_000  # bytes; the longest answers in any letters are below
_SALT = "suggestion"
OTHER = "other"


class SuggestionForm(forms.Form):
    about = forms.ChoiceField(error_messages={"required": gettext_lazy("Choose what it is about.")})
    says = forms.CharField(
        max_length=LONGEST_SAYS,
        error_messages={
            "required": gettext_lazy("Write what is right."),
            "max_length": gettext_lazy("Please use at most 1,000 letters."),
        },
    )
    source = forms.CharField(
        max_length=LONGEST_SOURCE,
        error_messages={
            "required": gettext_lazy("Say where this stands. We cannot use it without a source."),
            "max_length": gettext_lazy("Please use at most 500 letters."),
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=LONGEST_EMAIL,
        error_messages={"invalid": gettext_lazy("Write it as in name@example.ca, or leave it empty.")},
    )
    # Out of sight: only a program fills it in.
    nickname = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(question.name, question.label) for question in QUESTIONS]
        self.fields["about"].choices = [*asked, (OTHER, _("Something else"))]

    def clean_nickname(self) -> str:
        if self.cleaned_data["nickname"]:
            raise forms.ValidationError(_("Please leave the last box empty."))
        return ""

    @property
    def told(self) -> dict[str, str]:
        told = {name: self.cleaned_data[name] for name in ("about", "says", "source", "email")}
        return told | {"about": "" if told["about"] == OTHER else told["about"]}


@csrf_exempt  # it would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    entry = public_entry(slug)
    if entry is None:
        return gone(request, slug)
    if entry.parent or entry.slug != slug:
        return moved(reverse("suggest", args=[(entry.parent or entry).slug]))
    if request.method != "POST":
        return _page(request, entry, SuggestionForm())
    if len(size := request.META.get("CONTENT_LENGTH") or "0") > 9 or int(size) > _LONGEST_FORM:
        return _page(request, entry, SuggestionForm(), _("That was too much at once. Please write less."), 413)
    form = SuggestionForm(request.POST)
    problem = _not_from_here(request, entry, form.data.get("token", ""))
    if problem:
        return _page(request, entry, form, problem, 403)
    if not form.is_valid():
        return _page(request, entry, form, status=400)
    try:
        receive(entry, network_of(request), **form.told)
    except TooMany:
        words = _("Many suggestions came in the last hour. Please send yours again later; it still stands below.")
        return _page(request, entry, form, words, 429)
    return HttpResponseRedirect(reverse("suggest-thanks", args=[entry.slug]))


def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    entry = public_entry(slug)
    if entry is None:
        return gone(request, slug)
    if entry.parent or entry.slug != slug:
        return moved(reverse("suggest-thanks", args=[(entry.parent or entry).slug]))
    return _not_kept(render(request, "suggestions/thanks.html", {"entry": entry, "trail": _trail(entry)}))


def _page(
    request: HttpRequest, entry: Microcredential, form: SuggestionForm, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "entry": entry,
        "trail": _trail(entry),
        "form": form,
        "problem": problem,
        "token": signing.dumps(entry.pk, salt=_SALT),
    }
    response = _not_kept(render(request, "suggestions/form.html", context, status=status))
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NOT_KEPT
    response["X-Robots-Tag"] = "noindex"
    return response


def _not_from_here(request: HttpRequest, entry: Microcredential, token: str) -> str:
    """Why a form cannot be taken as one of ours, in words; empty where it can."""
    sent_from = request.headers.get("Origin") or _origin_of(request.headers.get("Referer", ""))
    if sent_from not in {settings.SITE_ORIGIN, f"{request.scheme}://{request.get_host()}"}:
        return _("Your browser does not say that this came from our page. Please send it once more from here.")
    try:
        is_ours = signing.loads(token, salt=_SALT, max_age=_TOKEN_LASTS) == entry.pk
    except signing.BadSignature:
        is_ours = False
    return "" if is_ours else _("This page was open for more than a day. Please send it once more.")


def _origin_of(address: str) -> str:
    try:
        place = urlsplit(address)
    except ValueError:
        return ""
    return f"{place.scheme}://{place.netloc}"


def _trail(entry: Microcredential) -> list[tuple[str, str]]:
    return [(_("Find a program"), reverse("microcredentials")), (entry.title, entry.get_absolute_url())]
