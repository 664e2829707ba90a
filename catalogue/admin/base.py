"""What the page of every record shares in the admin: one act a save, versions, refusals in words, what needs a look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminErrorList
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import OperationalError
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from catalogue.provenance import uncited
from catalogue.rights import change_waits
from catalogue.waiting import BUSY, is_busy, wait_no_longer
from institutions.changes import Act, Way, recording
from institutions.records import Record

from .addresses import address_of, address_of_new, is_pk
from .conflicts import NOTHING_LOST, deletion
from .forms import LONGEST_REASON, FieldsInWords, RecordForm
from .guard import GuardedPage
from .history import HistoryPage
from .lists import ReadableList
from .merging import OF_THE_PAGE
from .proposing import ProposingPage
from .refusals import REFUSALS, in_words
from .removal import RemovalPage
from .rows import reseated, was_edited
from .states import label_of


@dataclass(frozen=True)
class Standing:
    """What is left to do about the sources of a record, in words."""

    uncited: list[str]
    to_look_at: list[str]


class RecordAdmin(GuardedPage, ProposingPage, RemovalPage, HistoryPage, FieldsInWords, ReadableList):
    """The pages of one noun. Whatever one save writes is one `Change`, with who and why, or nothing at all."""

    form = RecordForm

    def get_fields(self, request: HttpRequest, obj: Record | None = None) -> list[str]:
        return [name for name in super().get_fields(request, obj) if name not in OF_THE_PAGE]

    def get_form(self, request: HttpRequest, obj: Record | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.refused = getattr(request, "refused", ())
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Record, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix) | {"most_shown": inline.most_shown}
        if "data" in kwargs:
            towards = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            present = inline.model.objects.filter(**{towards.name: obj.pk}).values_list("pk", flat=True)
            kwargs["data"] = reseated(
                kwargs["data"],
                prefix,
                towards.name,
                present if obj.pk else (),
                # With a page whose record is gone all its rows come back, edited or not.
                lambda row: obj.pk is None or was_edited(inline.get_formset(request, obj).form, request.POST, row),
            )
        return kwargs

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id and self._is_gone(request, object_id):
            back = f"Save this page again to make a new {self.opts.verbose_name} of it."
            request.refused = [f"{deletion(self.model, object_id)} {NOTHING_LOST} {back}"]
            object_id, form_url = None, address_of_new(self.model)
        else:
            try:
                with refusals_caught() as refused, acting(request, Way.FORM):
                    self._lock(object_id)
                    return super().changeform_view(request, object_id, form_url, extra_context)
            except OperationalError as problem:
                if not is_busy(problem):
                    raise
                request.refused = [BUSY]
                # Without the transaction that every other answer to a sent form has: it could not begin either.
                return self._changeform_view(request, object_id, form_url, extra_context)
            request.refused = refused
        # Once more, with the refusal among the errors of the form: nothing is saved and all typing stays.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable, change: bool) -> None:
        if change and change_waits(request.user, form.instance):
            self.keep_as_proposal(request, form, formsets)
            return
        super().save_related(request, form, formsets, change)
        self.refuse_what_is_beyond(request, form.instance, change)
        self.settle_proposal(request, form, formsets)
        for saved in (form, *formsets):
            for words in getattr(saved, "said", ()):
                self.message_user(request, words)
        told = told_by(form, formsets)
        if told and any(saved.has_changed() for saved in (form, *formsets)):
            self.message_user(request, f"While you had this page open: {' '.join(told)} What you changed was added.")
        if change and form.changed_data:
            self._ask_for_a_look(request, form.instance)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Record | None = None, **kwargs: Any
    ) -> HttpResponse:
        context["standing"] = standing_of(obj) if obj else None
        context["rights"] = self.rights_in_words(request, obj)
        context |= self.proposals_about(request, obj)
        owner = self.owner_of(obj) if obj else None
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        form = context["adminform"].form
        if getattr(request, "is_shown_again", False):
            # That nothing is saved yet is no mistake of whoever goes on with it.
            context["notices"] = form.errors.pop(NON_FIELD_ERRORS, [])
            context["errors"] = AdminErrorList(form, formsets)
        context["told"] = told_by(form, formsets)
        context["conflicts"] = [each for saved in (form, *formsets) for each in getattr(saved, "conflicts", ())]
        context["owner"] = owner and {"address": address_of(owner), "name": str(owner)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def owner_of(self, obj: Record) -> Record | None:
        """The record on whose page this one is a row, where there is one."""
        return None

    def response_action(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        with refusals_caught() as refused, acting(request, Way.ACTION):
            wait_no_longer()
            return super().response_action(request, queryset)
        for words in refused:
            self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def view_on_site(self, obj: Record) -> str | None:
        """The record's page, where visitors have one to see."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    # Who did what is in the Change and its history; a second record of it in Django's own log could only differ.
    def log_addition(self, request: HttpRequest, obj: Record, message: Any) -> None: ...
    def log_change(self, request: HttpRequest, obj: Record, message: Any) -> None: ...
    def log_deletions(self, request: HttpRequest, queryset: Any) -> None: ...

    def _is_gone(self, request: HttpRequest, object_id: str) -> bool:
        pk = unquote(object_id)
        return is_pk(pk) and self.get_object(request, pk) is None

    def _lock(self, object_id: str | None) -> None:
        """Whoever saves the same page at the same moment waits, and is then compared with what this one saved."""
        wait_no_longer()
        if object_id and is_pk(unquote(object_id)):
            self.model.objects.select_for_update().filter(pk=unquote(object_id)).first()

    def _ask_for_a_look(self, request: HttpRequest, record: Record) -> None:
        flagged = standing_of(record).to_look_at
        if flagged:
            words = f"Do the sources of “{record}” still say so? Look again at: {'; '.join(flagged)}."
            self.message_user(request, words, messages.WARNING)


def told_by(form: forms.ModelForm, formsets: Iterable[Any]) -> list[str]:
    """Who saved what since the page was opened, of the record and of its rows."""
    return [words for saved in (form, *formsets) for words in getattr(saved, "told", ())]


@contextmanager
def refusals_caught() -> Iterator[list[str]]:
    """Collects the words for a refusal, after the transaction inside has been rolled back."""
    said: list[str] = []
    try:
        yield said
    except REFUSALS as refusal:
        said += in_words(refusal)


def acting(request: HttpRequest, way: Way) -> AbstractContextManager[Act]:
    """Everything written inside is one act of the person who sent the request."""
    return recording(by=request.user, way=way, why=request.POST.get("why", "").strip()[:LONGEST_REASON])


def standing_of(record: Record) -> Standing:
    if not hasattr(record, "citations"):
        return Standing([], [])
    flagged = record.citations.current().filter(needs_look=True).select_related("source")
    return Standing(
        uncited=[label_of(type(record), name) for name in uncited(record)],
        to_look_at=[f"{label_of(type(record), each.field)} ({each.locator})" for each in flagged],
    )
