"""The steps of an entry's life as pages of the admin: what each does, what keeps it, and its button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from catalogue import workflow
from catalogue.models import Microcredential
from catalogue.models.vocabulary import State
from catalogue.rights import PUBLISH, is_within_limits
from catalogue.workflow import CHANGE

from .addresses import address_of
from .base import refusals_caught, standing_of
from .conflicts import conflict
from .forms import LONGEST_REASON, OptionalReason
from .states import moment_in_words

STEP_ADDRESS = "admin:catalogue_microcredential_step"


@dataclass(frozen=True)
class LifeStep:
    """One step that an entry can take, in the words of its button and its page."""

    name: str
    label: str
    explains: str
    done: str
    run: Callable[..., None]
    leaves: tuple[State, ...]
    permission: str = CHANGE
    asks_why: bool = False
    asks_checklist: bool = False

    def is_for(self, account: AbstractBaseUser, entry: Microcredential) -> bool:
        """Whether this account may take the step; what visitors read of a withdrawn entry is a publisher's affair."""
        needed = PUBLISH if entry.withdrawn_on else self.permission
        return account.has_perm(needed) and is_within_limits(account, entry)

    @property
    def form_class(self) -> type[forms.Form]:
        return WithdrawalForm if self.asks_why else StepForm


class StepForm(forms.Form):
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def reasons(self) -> dict[str, str]:
        """What the step is told of why it is taken."""
        return {}


class WithdrawalForm(OptionalReason, StepForm):
    """Asks for the reason twice: visitors read the one, colleagues the other, which may say more."""

    public_reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Shown at the entry’s old address with its name and the day. For example: the school ended it.",
    )
    field_order = ["public_reason", "why"]

    @property
    def reasons(self) -> dict[str, str]:
        public = self.cleaned_data["public_reason"]
        return {"public_reason": public, "why": self.cleaned_data["why"] or public}


STEPS = (
    LifeStep(
        "submit",
        "Hand in for review",
        "A colleague who may publish sees it among the entries in review. Visitors do not see it yet.",
        "It is in review now.",
        workflow.submit,
        (State.DRAFT,),
    ),
    LifeStep(
        "publish",
        "Publish",
        "Visitors see it in lists and on its own page, at once.",
        "It is published.",
        workflow.publish,
        (State.DRAFT, State.IN_REVIEW, State.WITHDRAWN),
        permission=PUBLISH,
        asks_checklist=True,
    ),
    LifeStep(
        "withdraw",
        "Withdraw",
        "Visitors no longer see it; at its address they read your reason. Nothing is lost: it can be published again.",
        "It is withdrawn now.",
        workflow.withdraw,
        (State.PUBLISHED,),
        permission=PUBLISH,
        asks_why=True,
    ),
    LifeStep(
        "reopen",
        "Take back into work",
        "It becomes a draft again.",
        "It is a draft again.",
        workflow.reopen,
        (State.IN_REVIEW, State.WITHDRAWN),
    ),
)


def steps_open_to(entry: Microcredential, request: HttpRequest) -> list[LifeStep]:
    return [step for step in STEPS if entry.state in step.leaves and step.is_for(request.user, entry)]


def is_later(entry: Microcredential) -> bool:
    """Whether it names a moment to come, before which visitors see nothing of it."""
    return entry.publish_at is not None and entry.publish_at > timezone.now()


class LifeStepPages(admin.ModelAdmin):
    def get_urls(self) -> list[Any]:
        address = path(
            "<path:object_id>/step/<slug:name>/",
            self.admin_site.admin_view(self.step_view),
            name="catalogue_microcredential_step",
        )
        return [address, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        step = next((step for step in STEPS if step.name == name), None)
        entry = self.get_object(request, unquote(object_id))
        if step is None or entry is None:
            raise Http404
        if not step.is_for(request.user, entry):
            raise PermissionDenied
        form = step.form_class(request.POST or None, initial={"opened": entry.version})
        if request.method == "POST" and form.is_valid():
            said = self._take(step, entry, form, request)
            if not said:
                seen_from = f" Visitors see it from {moment_in_words(entry.publish_at)}." if entry.waits else ""
                self.message_user(request, f"“{entry}”: {step.done}{seen_from}", messages.SUCCESS)
                return HttpResponseRedirect(address_of(entry))
            form.add_error(None, said)
        return self._render_step(request, step, entry, form)

    def _take(self, step: LifeStep, entry: Microcredential, form: StepForm, request: HttpRequest) -> list[str]:
        """Take the step; returns what it was refused for."""
        opened = form.cleaned_data["opened"]
        if opened != entry.version:
            return [conflict(entry, opened, address_of(entry))]
        with refusals_caught() as refused:
            step.run(entry, by=request.user, **form.reasons)
        return refused

    def _render_step(
        self, request: HttpRequest, step: LifeStep, entry: Microcredential, form: forms.Form
    ) -> HttpResponse:
        missing = workflow.checklist(entry) if step.asks_checklist else []
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "subtitle": str(entry),
            "opts": self.opts,
            "object": entry,
            "step": step,
            "starts": moment_in_words(entry.publish_at) if step.name == "publish" and is_later(entry) else "",
            "form": form,
            "is_open": entry.state in step.leaves and not missing,
            "missing": missing,
            "standing": standing_of(entry) if step.asks_checklist else None,
        }
        return TemplateResponse(request, "admin/catalogue/microcredential/step.html", context)
