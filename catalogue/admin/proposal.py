"""Proposals in the admin: the list of what waits, and the page on which a publisher takes, leaves or declines it."""

from __future__ import annotations

from copy import copy
from http import HTTPStatus
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from catalogue.models import Proposal, ProposalState
from catalogue.proposals import decline, take_back, units
from catalogue.rights import may_publish
from institutions.records import Record

from .addresses import address_of, is_pk
from .forms import LONGEST_REASON
from .lists import ReadableList
from .proposal_words import in_short, told
from .proposing import typed_once_more
from .refusals import REFUSALS, in_words, named
from .states import moment_in_words
from .whose import Whose

MOST_AT_ONCE = 100
_AS_PROPOSED = "This is what you proposed. Go on and save: it takes the place of your proposal, which waits until then."
ACCEPT, DECLINE, TAKE_BACK, GO_ON = "accept", "decline", "take-back", "go-on"


class DecisionForm(forms.Form):
    """What to do with a proposal; of the values that are taken the page sends the names."""

    decision = forms.ChoiceField(choices=[(each, each) for each in (ACCEPT, DECLINE, TAKE_BACK, GO_ON)])
    take = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Only to decline: whoever proposed it reads this.",
    )

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"].choices = [(name, name) for name in units(proposal)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == ACCEPT and not cleaned.get("take"):
            self.add_error(None, "Nothing is ticked. Tick what to take, or decline it.")
        return cleaned


@admin.register(Proposal)
class ProposalAdmin(ReadableList):
    list_display = ["entry", "what", "by_name", "made_at", "state"]
    list_select_related = ["entry"]
    list_filter = ["state", Whose, "made_at", "by_name"]
    search_fields = ["entry__title", "by_name", "why"]
    actions = ["accept_chosen"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user)

    @admin.action(description="Accept all that is proposed in them", permissions=["decide"])
    def accept_chosen(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        """Each as if its button had been pressed; those that ask something stay, to be decided on their own pages."""
        waiting = [*chosen.filter(state=ProposalState.OPEN).order_by("pk")[: MOST_AT_ONCE + 1]]
        if len(waiting) > MOST_AT_ONCE:
            self.message_user(request, f"Choose at most {MOST_AT_ONCE} at once.", messages.ERROR)
            return
        asks = [each for each in waiting if not self._taken_whole(request, each)]
        self.message_user(request, f"Accepted: {len(waiting) - len(asks)}.", messages.SUCCESS)
        if asks:
            words = f"These ask something first, so decide them on their own pages: {named(asks)}."
            self.message_user(request, words, messages.WARNING)

    def _taken_whole(self, request: HttpRequest, proposal: Proposal) -> bool:
        """Take all of it. False where its page has something to ask; then nothing of it is written."""
        record, sent = page_record(proposal), copy(request)
        if record is None:
            return False
        page = self.admin_site.get_model_admin(type(record))
        sent.POST, sent.is_one_of_many = QueryDict(), True
        sent.POST = typed_once_more(page, sent, record, proposal)
        return page.changeform_view(sent, str(record.pk), address_of(record)).status_code == HTTPStatus.FOUND

    @admin.display(description="what it would change")
    def what(self, proposal: Proposal) -> str:
        return in_short(proposal)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one proposal, on which it is decided."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = self.get_object(request, unquote(object_id)) if is_pk(unquote(object_id)) else None
        if proposal is None:
            raise Http404
        form = DecisionForm(proposal, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not self._may(request, proposal):
                raise PermissionDenied
            if form.is_valid():
                answer = self._decide(request, proposal, form)
                if answer:
                    return answer
        return self._render(request, proposal, form)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who proposed and who decided stands on its page."""
        return HttpResponseRedirect(reverse("admin:catalogue_proposal_change", args=[object_id]))

    def _may(self, request: HttpRequest, proposal: Proposal) -> bool:
        wanted = request.POST.get("decision")
        return proposal.by_id == request.user.pk if wanted in {TAKE_BACK, GO_ON} else may_publish(request.user)

    def _decide(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse | None:
        """Decide, and lead to the page that comes next; what keeps it from being decided stands in the form."""
        decision = form.cleaned_data["decision"]
        if decision in {ACCEPT, GO_ON}:
            return self._type_again(request, proposal, form)
        try:
            if decision == DECLINE:
                decline(proposal, by=request.user, reason=form.cleaned_data["reason"])
            else:
                take_back(proposal, by=request.user)
        except REFUSALS as refusal:
            form.add_error(None, in_words(refusal))
            return None
        self.message_user(request, "It is declined." if decision == DECLINE else "It is taken back.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:catalogue_proposal_changelist"))

    def _type_again(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse | None:
        """Type it into the page that it was proposed on, and send that; or show it to whoever goes on with it.

        Where it cannot be saved, that page comes too.
        """
        record = page_record(proposal)
        if proposal.state != ProposalState.OPEN or record is None:
            form.add_error(None, "It cannot be taken any more: it is decided, or what it speaks of was deleted.")
            return None
        page = self.admin_site.get_model_admin(type(record))
        request.POST = request.POST.copy()
        goes_on = form.cleaned_data["decision"] == GO_ON
        left_out = [name for name in units(proposal) if not goes_on and name not in form.cleaned_data["take"]]
        request.POST.setlist("left_out", left_out)
        request.POST = typed_once_more(page, request, record, proposal)
        if goes_on:
            request.POST["why"] = proposal.why
            request.refused, request.is_shown_again = [_AS_PROPOSED], True
        return page.changeform_view(request, str(record.pk), address_of(record))

    def _render(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
        record = page_record(proposal)
        is_open = proposal.state == ProposalState.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": "Proposal",
            "subtitle": str(proposal.entry),
            "opts": self.opts,
            "object": proposal,
            "page": record and {"address": address_of(record), "name": str(record)},
            "made": moment_in_words(proposal.made_at),
            "decided": proposal.decided_at and moment_in_words(proposal.decided_at),
            "told": told(proposal),
            "form": form,
            "may_decide": is_open and may_publish(request.user),
            "may_take_back": is_open and proposal.by_id == request.user.pk,
        }
        return TemplateResponse(request, "admin/catalogue/proposal/decide.html", context)


def page_record(proposal: Proposal) -> Record | None:
    """The record on whose page it was typed, if it is still there."""
    model: type[models.Model] = apps.get_model(proposal.noun)
    return model.objects.filter(pk=proposal.record).first()
