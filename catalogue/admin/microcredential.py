"""Microcredentials in the admin: the form in the order of the public page, the steps of an entry's life, its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join

from catalogue.exchange.exporting import rows_for_staff
from catalogue.models import FormerSlug, Microcredential
from catalogue.models.vocabulary import Role, State
from catalogue.rights import may_publish
from catalogue.workflow import checklist

from .addresses import address_of
from .base import RecordAdmin
from .bulk import BulkEditPage
from .citation import CitationInline, NeedsLook, sources_beside
from .claims import (
    AudienceTagInline,
    FundingLinkInline,
    MeasureInline,
    MembershipInline,
    ParticipationInline,
    RecognitionInline,
    SectorTagInline,
)
from .deleted import DeletedPage
from .duplicates import AskedBeforeMaking, DuplicatesPage
from .hints import length_and_grade
from .list_editing import ListEditingPage
from .list_filters import whether
from .merge_entries import MergePage
from .order import PageInOrder
from .page_source import PageSource, PageSourceForm
from .preview import PREVIEW_ADDRESS, PreviewPage, state_in_words
from .queues import InQueue
from .steps import STEP_ADDRESS, LifeStepPages, steps_open_to
from .verifying import VERIFIED_ADDRESS, VerifyingPage

IN_ORDER = (
    (
        "Name and summary",
        {
            "fields": ["title", "slug", "other_titles", "summary", "web_address"],
            "description": "What a learner reads first. Leave empty whatever nobody has stated: the page says"
            " “Not stated”.",
        },
    ),
    (
        "Can one take it?",
        {
            "fields": [("availability", "availability_as_of"), ("last_verified", "review_due")],
            "description": "“Offered” is only for what you have checked with the school: then give the date of the"
            " check.",
        },
    ),
    ParticipationInline,
    MeasureInline,
    ("Key facts", {"fields": [("delivery", "place_taught"), ("kind", "named_kind")]}),
    ("What one learns", {"fields": ["skills", "level"]}),
    SectorTagInline,
    (
        "Who it is for",
        {
            "fields": ["audience", "entry_requirements"],
            "description": "In our own words, short and plain. The list below sorts by it.",
        },
    ),
    AudienceTagInline,
    (
        "How one learns and is tested",
        {"fields": [("pace", "assessed"), ("language", "application_deadline")]},
    ),
    RecognitionInline,
    FundingLinkInline,
    (
        "Its parts",
        {
            "fields": ["parent", "parts_list"],
            "description": "A course inside a program is a part of it: it has no page of its own, only a place on that"
            " page.",
        },
    ),
    MembershipInline,
    CitationInline,
    ("When visitors see it", {"fields": ["publish_at"]}),
)


class MicrocredentialForm(AskedBeforeMaking, PageSourceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"summary", "audience", "entry_requirements"} & self.fields.keys():
            text = self.data.get(name) if self.is_bound else self.get_initial_for_field(self.fields[name], name)
            said = length_and_grade(text or "", [self.instance.title])
            self._say_beside(name, said)
        for name, words in sources_beside(self.instance).items():
            if name in self.fields:
                self._say_beside(name, escape(words))  # the page shows such texts as they are

    def _say_beside(self, name: str, words: str) -> None:
        self.fields[name].help_text = f"{self.fields[name].help_text} {words}".strip()

    def slugs_like(self, name: str) -> set[str]:
        former = FormerSlug.objects.filter(slug__startswith=name).values_list("slug", flat=True)
        return super().slugs_like(name) | set(former)


@admin.register(Microcredential)
class MicrocredentialAdmin(
    ListEditingPage,
    PageSource,
    PreviewPage,
    LifeStepPages,
    VerifyingPage,
    DuplicatesPage,
    MergePage,
    BulkEditPage,
    DeletedPage,
    PageInOrder,
    RecordAdmin,
):
    form = MicrocredentialForm
    actions = [*VerifyingPage.actions, *BulkEditPage.actions]
    list_display = ["title", "standing", "kind", "provider", "availability", "parent", "delivery", "review_due"]
    list_editable = only_in_boxes = ["delivery", "review_due"]
    beside_boxes = ["standing", "provider"]
    list_select_related = ["parent", "named_kind"]
    list_filter = [
        InQueue,
        "state",
        NeedsLook,
        "availability",
        "kind",
        "delivery",
        whether("parent", "part of another", empty="Offerings", filled="Parts of one"),
    ]
    search_fields = ["title", "other_titles", "slug", "participations__institution__name",
                     "participations__institution__short_name"]  # fmt: skip
    autocomplete_fields = ["parent", "named_kind"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["parts_list"]
    bulk_fields = ("kind", "availability", "availability_as_of", "last_verified", "review_due", "delivery", "pace",
                   "level", "assessed", "place_taught", "language", "application_deadline", "web_address", "audience",
                   "entry_requirements")  # fmt: skip
    in_order = IN_ORDER

    def get_readonly_fields(self, request: HttpRequest, obj: Microcredential | None = None) -> list[str]:
        """When visitors see an entry is for those who publish it."""
        return [*self.readonly_fields, *([] if may_publish(request.user) else ["publish_at"])]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("participations__institution")

    def lines(self, listed: ChangeList) -> Iterator[list[str]]:
        """In the columns of the exchange, so that a file can be taken in again."""
        return rows_for_staff(dict.fromkeys(listed.queryset.values_list("pk", flat=True)))

    def view_on_site(self, obj: Microcredential) -> str | None:
        public = Microcredential.objects.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if public else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        entry = kwargs.get("obj")
        context["state"] = state_in_words(entry) if entry else ""
        context["preview"] = reverse(PREVIEW_ADDRESS, args=[entry.pk]) if entry else ""
        context["steps"] = steps_open_to(entry, request) if entry else []
        may_verify = entry and entry.state != State.WITHDRAWN and self.has_change_permission(request, entry)
        context["verified"] = reverse(VERIFIED_ADDRESS, args=[entry.pk]) if may_verify else ""
        context["missing"] = checklist(entry) if entry and entry.state != State.PUBLISHED else []
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        entry = self.get_object(request, unquote(object_id))
        if entry and entry.state == State.PUBLISHED and request.method != "POST":
            extra_context = {"withdraw_first": reverse(STEP_ADDRESS, args=[entry.pk, "withdraw"])}
        return super().delete_view(request, object_id, extra_context)

    def response_post_save_add(self, request: HttpRequest, obj: Microcredential) -> HttpResponse:
        """On to its own page, where its claims can now name their sources and its next step is."""
        return HttpResponseRedirect(address_of(obj))

    @admin.display(description="state", ordering="state")
    def standing(self, entry: Microcredential) -> str:
        return state_in_words(entry)

    @admin.display(description="provider")
    def provider(self, entry: Microcredential) -> str:
        names = [each.institution.brief_name for each in entry.participations.all() if each.role in Role.providing()]
        return ", ".join(names) or "none"

    @admin.display(description="Its parts")
    def parts_list(self, entry: Microcredential) -> str:
        if entry.pk is None:
            return "Save first, then add its parts."
        links = format_html_join("", '<li><a href="{}">{}</a></li>', ((address_of(p), p) for p in entry.parts.all()))
        add = reverse("admin:catalogue_microcredential_add", query={"parent": entry.pk})
        return format_html('<ul class="links">{}<li><a href="{}">Add a part</a></li></ul>', links, add)
