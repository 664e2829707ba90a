"""Entries that are likely the same: a list of pairs to merge or to tell apart, and what the page of one says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalogue.duplicates import current_names, likely_the_same
from catalogue.models import Microcredential, NotDuplicate
from catalogue.models.vocabulary import Role

from .addresses import address_of, is_pk
from .merge_entries import MERGE_ADDRESS
from .preview import state_in_words
from .queues import duplicates_for

DUPLICATES_ADDRESS = "admin:catalogue_microcredential_duplicates"
PAIRS_A_PAGE = 50
ANOTHER = "another"  # names the entries that a new one was said not to be


@dataclass(frozen=True)
class Shown:
    """One of two entries that look alike."""

    pk: int
    title: str
    address: str
    state: str
    schools: str


@dataclass(frozen=True)
class Pair:
    first: Shown
    second: Shown
    merge: str

    @property
    def both(self) -> tuple[Shown, Shown]:
        return self.first, self.second


class AskedBeforeMaking(forms.ModelForm):
    """A new entry that looks like others is made once whoever types it has said of each that it is another one."""

    look_alikes: Sequence[tuple[Shown, bool]] = ()  # with whether it was said to be another one

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk is None and cleaned.get("title"):
            found = current_names().like(
                cleaned["title"],
                cleaned.get("other_titles") or "",
                self._schools(),
                parent=getattr(cleaned.get("parent"), "pk", None),
            )
            told = {*self.data.getlist(ANOTHER)}
            self.look_alikes = [(each, str(each.pk) in told) for each in shown(found)]
            if not all(is_told for _, is_told in self.look_alikes):
                self.add_error(None, "It looks like an entry that is there already. Nothing is saved yet: see above.")
        return cleaned

    def _schools(self) -> list[int]:
        """The schools that run it, as far as its rows name any."""
        rows = (name.removesuffix("-role") for name, role in self.data.items() if role in Role.providing())
        schools = (self.data.get(f"{row}-institution", "") for row in rows if f"{row}-DELETE" not in self.data)
        return [int(school) for school in schools if is_pk(school)]


class DuplicatesPage(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name="catalogue_microcredential_duplicates"), *super().get_urls()]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """The pairs; a POST tells one of them apart for good."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._tell_apart(request)
        found = duplicates_for(request)
        page = Paginator(found or [], PAIRS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {
            **self.admin_site.each_context(request),
            "title": "Possible duplicates",
            "opts": self.opts,
            "pairs": pairs_of(page),
            "is_looked_for": found is None,
            "page": page,
            "page_var": PAGE_VAR,
            "may_change": self.has_change_permission(request),
            "may_merge": self.has_delete_permission(request),
        }
        return TemplateResponse(request, "admin/catalogue/microcredential/duplicates.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        entry = kwargs.get("obj")
        alike = likely_the_same(entry) if entry else []
        context["alike"] = pairs_of((entry.pk, each.pk) for each in alike)
        context["look_alikes"] = getattr(context["adminform"].form, "look_alikes", ())
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for other, _ in () if change else getattr(form, "look_alikes", ()):
            NotDuplicate.objects.note(form.instance.pk, other.pk, by=request.user)

    def _tell_apart(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        named = request.POST.get("first", ""), request.POST.get("second", "")
        if not all(map(is_pk, named)) or named[0] == named[1]:
            raise SuspiciousOperation("The list does not send such pairs.")
        there = Microcredential.objects.in_bulk([int(pk) for pk in named])
        if len(there) == 2:
            NotDuplicate.objects.note(*there, by=request.user)
            words = " and ".join(f"“{entry}”" for entry in there.values())
            self.message_user(request, f"{words} are kept apart. Nobody will be asked again.", messages.SUCCESS)
        else:
            self.message_user(request, "One of the two is no longer there. Nothing was written.", messages.WARNING)
        return HttpResponseRedirect(reverse(DUPLICATES_ADDRESS))


def pairs_of(pks: Iterable[tuple[int, int]]) -> list[Pair]:
    pairs = [*pks]
    found = _read({pk for pair in pairs for pk in pair})
    return [
        Pair(_shown(found[one]), _shown(found[other]), reverse(MERGE_ADDRESS, args=[one, other]))
        for one, other in pairs
        if one in found and other in found
    ]


def shown(pks: list[int]) -> list[Shown]:
    found = _read({*pks})
    return [_shown(found[pk]) for pk in pks if pk in found]


def _read(pks: set[int]) -> dict[int, Microcredential]:
    return Microcredential.objects.prefetch_related("participations__institution").in_bulk(pks) if pks else {}


def _shown(entry: Microcredential) -> Shown:
    names = [each.institution.brief_name for each in entry.participations.all() if each.role in Role.providing()]
    return Shown(entry.pk, entry.title, address_of(entry), state_in_words(entry), ", ".join(names))
