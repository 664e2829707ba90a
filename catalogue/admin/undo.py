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
    plan_undo,
    settle,
    undo,
)
from institutions.changes import Change
from institutions.rewriting import in_portions

from .addresses import is_pk
from .forms import OptionalReason
from .refusals import REFUSALS, in_words
from .undo_words import one_of, preview

UNDO_ADDRESS = "admin:institutions_change_undo"
MOST_AT_ONCE = 2000  # records that a request may write; more are for `manage.py undo_change`
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
        undoing = _asked_for(request, change)
        if self._forbidden(request, undoing):
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

    def _undo(self, request: HttpRequest, undoing: Undoing, why: str, said: list[str]) -> HttpResponse | None:
        """Undo it and lead to its change; what keeps it from being done is `said`."""
        only = next((each.identity for each in undoing.reversals if each.name == _only(request)), None)
        if len(undoing.reversals) > MOST_AT_ONCE:
            return None
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
            self.message_user(request, f"Change {undoing.change.pk} is undone.", messages.SUCCESS)
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
            "too_many": len(undoing.reversals) > MOST_AT_ONCE,
            "reason": reason,
            "said": said,
        }
        return TemplateResponse(request, "admin/institutions/change/undo.html", context)

    def _forbidden(self, request: HttpRequest, undoing: Undoing) -> bool:
        """Whether the account may not write to all that the undo would write to.

        A change may reach beyond the institutions that an editor is limited to, so none of theirs undoes one.
        """
        if limits_of(request.user):
            return True
        kinds = {(each.model, each.kind) for each in undoing.reversals}
        for model, kind in kinds:
            page = self.admin_site.get_model_admin(model)
            if not page.has_change_permission(request) or not getattr(page, _PERMISSIONS[kind])(request):
                return True
        return _touches_published(undoing) and not may_publish(request.user)


def _touches_published(undoing: Undoing) -> bool:
    """Whether visitors read of any of the entries now, or would then."""
    returning = [each.state for each in undoing.reversals if each.model is Microcredential and _moves(each)]
    if any(state and state.state == State.PUBLISHED for state in returning):
        return True
    shown = Microcredential.objects.filter(Q(state=State.PUBLISHED) | Q(withdrawn_on__isnull=False))
    return any(shown.filter(pk__in=portion).exists() for portion in in_portions(entries_touched(undoing.change)))


def _moves(each: Reversal) -> bool:
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
