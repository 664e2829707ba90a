"""The page that undoes a change: first it shows what was and will be, then it does it, as one change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalogue.models import Microcredential
from catalogue.models.vocabulary import State
from catalogue.proposals import waiting_of
from catalogue.rights import limits_of, may_publish
from catalogue.undoing import (
    KEEP,
    UNDO,
    Kind,
    Moved,
    Reversal,
    Undecided,
    Undoing,
    entries_touched,
    kinds_written,
    plan_undo,
    settle,
    undo,
)
from institutions.changes import Change
from institutions.records import Record
from institutions.rewriting import in_portions

from .addresses import is_pk
from .forms import OptionalReason
from .refusals import REFUSALS, in_words
from .undo_large import LargeUndoForm, ask_for, large_undo
from .undo_words import one_of, preview

Kinds = set[tuple[type[Record], Kind]]

UNDO_ADDRESS = "admin:institutions_change_undo"
MOST_AT_ONCE = 2000  # records that a request writes; more are for the worker
_PERMISSIONS = {
    Kind.REMOVE: "has_delete_permission",
    Kind.REWRITE: "has_change_permission",
    Kind.BRING_BACK: "has_add_permission",
    Kind.GONE: "has_change_permission",
}


def undo_address(change: Change | int, only: str = "") -> str:
    pk = change if isinstance(change, int) else change.pk
    return reverse(UNDO_ADDRESS, args=[pk], query={"only": only} if only else None)


class UndoPage(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", view, name="institutions_change_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        change = Change.objects.filter(pk=unquote(object_id)).first() if is_pk(unquote(object_id)) else None
        if change is None:
            raise Http404
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        kinds, total = kinds_written(change)
        if total > MOST_AT_ONCE and not _only(request):
            return self._large_undo(request, change, kinds, total)
        undoing = _asked_for(request, change)
        if self._forbidden(request, kinds, change, undoing):
            raise PermissionDenied
        reason = OptionalReason(request.POST if request.method == "POST" else None)
        said: list[str] = []
        if request.method == "POST":
            if reason.is_valid():
                answer = self._undo(request, undoing, reason.cleaned_data["why"], said)
                if answer:
                    return answer
                undoing = _asked_for(request, change)
            else:
                said += [f"Why: {error}" for error in reason.errors["why"]]
        return self._render(request, undoing, reason, said)

    def _large_undo(self, request: HttpRequest, change: Change, kinds: Kinds, total: int) -> HttpResponse:
        """One that no request waits for, nor shows record by record."""
        if self._forbidden(request, kinds, change):
            raise PermissionDenied
        form = LargeUndoForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            ask_for(request, change, form, total)
            return HttpResponseRedirect(undo_address(change))
        context = {
            **self.admin_site.each_context(request),
            "title": "Undo this change",
            "subtitle": str(change),
            "opts": self.opts,
            "object": change,
            **large_undo(change, kinds, total, form),
        }
        response = TemplateResponse(request, "admin/institutions/change/undo_large.html", context)
        if context["standing"].is_in_hand and "still" not in request.GET:
            response.headers["Refresh"] = "2"
        return response

    def _undo(self, request: HttpRequest, undoing: Undoing, why: str, said: list[str]) -> HttpResponse | None:
        """Undo it and lead to its change; what keeps it from being done is `said`."""
        only = next((each.identity for each in undoing.reversals if each.name == _only(request)), None)
        try:
            done = undo(
                undoing.change.pk,
                by=request.user,
                why=why,
                choices=_chosen(request),
                seen=request.POST.get("seen", "") or "nothing",
                only=only,
            )
        except Moved:
            said.append("Somebody changed some of it meanwhile. Nothing was written. Below is how it stands now.")
        except Undecided:
            said.append("Somebody changed some of it since. Choose for each what is to stand.")
        except REFUSALS as refusal:
            said += in_words(refusal)
        else:
            if done is None:
                said.append("There is nothing to undo, so nothing was written.")
                return None
            words = "It is back." if only else f"Change {undoing.change.pk} is undone."
            self.message_user(request, words, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:institutions_change_change", args=[done.pk]))
        return None

    def _render(self, request: HttpRequest, undoing: Undoing, reason: OptionalReason, said: list[str]) -> HttpResponse:
        choices = _chosen(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Undo this change" if not _only(request) else "Bring back",
            "subtitle": str(undoing.change),
            "opts": self.opts,
            "object": undoing.change,
            "preview": preview(undoing, settle(undoing, choices), choices),
            "waiting": 0 if _only(request) else waiting_of(undoing.change).count(),
            "seen": undoing.fingerprint,
            "only": _only(request),
            "reason": reason,
            "said": said,
        }
        return TemplateResponse(request, "admin/institutions/change/undo.html", context)

    def _forbidden(self, request: HttpRequest, kinds: Kinds, change: Change, undoing: Undoing | None = None) -> bool:
        """Whether the account may not write to all that the undo would write to.

        A change may reach beyond the institutions that an editor is limited to, so none of theirs undoes one.
        """
        if limits_of(request.user):
            return True
        if undoing is not None:
            kinds = {(each.model, each.kind) for each in undoing.reversals}
        for model, kind in kinds:
            page = self.admin_site.get_model_admin(model)
            if not page.has_change_permission(request) or not getattr(page, _PERMISSIONS[kind])(request):
                return True
        return not may_publish(request.user) and _touches_published(change, undoing)


def _touches_published(change: Change, undoing: Undoing | None) -> bool:
    """Whether visitors read of any of the entries now, or would then; of a large undo, or ever did."""
    returning = [each.state for each in undoing.reversals if _moves(each)] if undoing else []
    if any(state and state.state == State.PUBLISHED for state in returning):
        return True
    shown = Microcredential.objects.filter(Q(state=State.PUBLISHED) | Q(withdrawn_on__isnull=False))
    once = Microcredential.history.none() if undoing else Microcredential.history.filter(state=State.PUBLISHED)
    return any(
        shown.filter(pk__in=portion).exists() or once.filter(id__in=portion).exists()
        for portion in in_portions(entries_touched(change))
    )


def _moves(each: Reversal) -> bool:
    """Whether an entry comes back, or its state."""
    if each.model is not Microcredential:
        return False
    return each.kind == Kind.BRING_BACK or any(value.field.name == "state" for value in each.values)


def _only(request: HttpRequest) -> str:
    return request.GET.get("only", "")


def _asked_for(request: HttpRequest, change: Change) -> Undoing:
    undoing = plan_undo(change)
    if not _only(request):
        return undoing
    narrowed = one_of(undoing, _only(request))
    if narrowed is None:
        raise Http404
    return narrowed


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if value in {UNDO, KEEP}}
