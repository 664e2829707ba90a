"""Suggestions from the public in the admin: the list, and the page on which staff read the source and decide."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator

from catalogue.coverage import FIELDS, QUESTIONS, Question
from catalogue.models import Citation, Measure, Microcredential, Source, Suggestion, SuggestionState
from catalogue.models.vocabulary import SourceKind
from catalogue.suggesting import Reading, accept, decline, mark_accepted, may_decide
from catalogue.wording import measure_words

from .addresses import address_of
from .base import refusals_caught
from .conflicts import NOTHING_LOST, SINCE_OPENED, conflict, told_since
from .forms import LONGEST_REASON
from .lists import ReadableList
from .merging import opened_at
from .page_source import SourceSelect, basis_field, paragraph_field, wrong_ground
from .states import Names, moment_in_words, value_in_words
from .whose import Whose

ACCEPT, MARK, DECLINE = "accept", "mark", "decline"
_ADDRESS = re.compile(r"https?://\S+")
_WIDE = forms.TextInput(attrs={"class": "vTextField"})


def question_of(suggestion: Suggestion) -> Question | None:
    return next((question for question in QUESTIONS if question.name == suggestion.about), None)


class DeclineForm(forms.Form):
    reason = forms.CharField(label="Why", max_length=LONGEST_REASON, widget=_WIDE)


class AcceptForm(forms.Form):
    """The value for the entry, and what the member of staff read or heard at the place that the visitor named."""

    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)
    address = forms.URLField(
        label="Web address that you read", required=False, max_length=300, assume_scheme="https", widget=_WIDE
    )
    title = forms.CharField(label="Name of that page", required=False, max_length=200, widget=_WIDE)
    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label="Or a source that is here",
        help_text="A document, or a call or message of the school. Where it is not here yet, add it as a source first.",
    )
    paragraph = paragraph_field("Paragraph of it")
    says = forms.CharField(label="What it says, in our own words", max_length=1000, widget=_WIDE)
    basis = basis_field(required=True)

    def __init__(self, suggestion: Suggestion, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.suggestion = suggestion
        field = Microcredential._meta.get_field(suggestion.about)
        page = admin.site.get_model_admin(Microcredential)
        value = page.formfield_for_dbfield(field, request)
        value.label, value.required, value.help_text = "Value for the entry", True, ""
        self.base_fields = {"value": value, **self.base_fields}
        found = _ADDRESS.search(suggestion.source)
        initial = {
            "opened": suggestion.entry.version,
            "value": _typed(field, suggestion),
            "address": found[0].rstrip(".,;)") if found else "",
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["source"].widget = SourceSelect()
        self.fields["source"].widget.choices = self.fields["source"].choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source = cleaned.get("source") or Source(kind=SourceKind.WEB_PAGE)
        for name, words in wrong_ground(source, cleaned.get("basis"), cleaned.get("paragraph")):
            if name not in self.errors:
                self.add_error(name, words)
        if source.pk is None and "source" not in self.errors:
            for name in ("address", "title"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, "Say what you read, or choose a source that is here.")
        return cleaned

    def was_overtaken(self) -> str:
        """What to say where somebody gave the entry another value since the page was opened; asked again, nothing."""
        entry, opened = self.suggestion.entry, self.cleaned_data["opened"]
        state = opened_at(entry, str(opened))
        if state is None:
            return conflict(entry, None, address_of(entry))
        if getattr(state, self.suggestion.about) == getattr(entry, self.suggestion.about):
            return ""
        self.data = {**self.data.dict(), "opened": entry.version}
        told = " ".join(told_since(entry, opened))
        return f"{SINCE_OPENED} {told} {NOTHING_LOST} Accept again if your value is right all the same."

    @property
    def reading(self) -> Reading:
        told = ("basis", "says", "source", "paragraph", "address", "title")
        return Reading(**{name: self.cleaned_data[name] for name in told})


def _typed(field: Any, suggestion: Suggestion) -> Any:
    """What was suggested, as the form would have it; a choice only where the very words of one were written."""
    if field.choices:
        words = suggestion.says.strip().rstrip(".").casefold()
        same = [value for value, label in field.choices if words in {str(label).casefold(), value.casefold()}]
        return same[0] if same else field.value_from_object(suggestion.entry)
    if field.get_internal_type() in {"CharField", "TextField"}:
        return suggestion.says
    found = _ADDRESS.search(suggestion.says)
    return found[0] if field.name == "web_address" and found else field.value_from_object(suggestion.entry)


@admin.register(Suggestion)
class SuggestionAdmin(ReadableList):
    list_display = ["entry", "what", "suggested", "sent_at", "state"]
    list_select_related = ["entry"]
    list_filter = ["state", Whose, "sent_at"]
    search_fields = ["entry__title", "says", "source"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        return False

    @admin.display(description="about")
    def what(self, suggestion: Suggestion) -> str:
        question = question_of(suggestion)
        return str(question.label) if question else "Something else"

    @admin.display(description="what is right")
    def suggested(self, suggestion: Suggestion) -> str:
        return Truncator(suggestion.says).words(20)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who decided stands on its page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:catalogue_suggestion_change", args=[object_id]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        suggestion = self.listed(request, object_id, "entry")
        is_ours = may_decide(request.user, suggestion)
        if request.method == "POST" and not is_ours:
            raise PermissionDenied
        decision = request.POST.get("decision", "") if request.method == "POST" else ""
        taking = self._accept_form(request, suggestion, decision)
        declining = DeclineForm(request.POST if decision == DECLINE else None)
        refused = self._decide(request, suggestion, decision, taking, declining)
        if refused == []:
            self.message_user(request, "It is declined." if decision == DECLINE else "It is accepted.")
            return HttpResponseRedirect(self._list_it_came_from(request))
        for words in refused or ():
            self.message_user(request, words, messages.ERROR)
        return self._render(request, suggestion, taking if is_ours else None, declining if is_ours else None)

    def _list_it_came_from(self, request: HttpRequest) -> str:
        """With its filters, as in the queue of those that wait."""
        told = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(told, reverse("admin:catalogue_suggestion_changelist"))

    def _accept_form(self, request: HttpRequest, suggestion: Suggestion, decision: str) -> AcceptForm | None:
        if suggestion.about not in FIELDS:
            return None
        return AcceptForm(suggestion, request, request.POST if decision == ACCEPT else None)

    def _decide(
        self, request: HttpRequest, suggestion: Suggestion, decision: str, taking: Any, declining: forms.Form
    ) -> list[str] | None:
        """What it was refused for; nothing where it is decided, None where there is nothing to decide yet."""
        with refusals_caught() as refused:
            if decision == ACCEPT and taking and taking.is_valid():
                entry = suggestion.entry
                if words := taking.was_overtaken():
                    return [words]
                accept(suggestion, entry, taking.cleaned_data["value"], taking.reading, by=request.user)
            elif decision == MARK:
                mark_accepted(suggestion, by=request.user)
            elif decision == DECLINE and declining.is_valid():
                decline(suggestion, by=request.user, reason=declining.cleaned_data["reason"])
            else:
                return None
        return refused

    def _render(
        self, request: HttpRequest, suggestion: Suggestion, taking: Any, declining: forms.Form | None
    ) -> HttpResponse:
        # A refused save leaves its values on the record in hand.
        entry = Microcredential.objects.get(pk=suggestion.entry_id)
        context = {
            **self.admin_site.each_context(request),
            "title": "Suggestion from the public",
            "subtitle": str(entry),
            "opts": self.opts,
            "object": suggestion,
            "what": self.what(suggestion),
            "entry_address": address_of(entry),
            "is_a_fact": question_of(suggestion) is not None,
            "now": _stands(suggestion, entry),
            "grounds": _grounds(suggestion, entry),
            "sent": moment_in_words(suggestion.sent_at),
            "decided": suggestion.decided_at and moment_in_words(suggestion.decided_at),
            "is_open": suggestion.state == SuggestionState.OPEN,
            "taking": taking,
            "declining": declining,
            "row_form": _row_form(suggestion),
        }
        return TemplateResponse(request, "admin/catalogue/suggestion/decide.html", context)


def _stands(suggestion: Suggestion, entry: Microcredential) -> list[str]:
    """What the entry says now to the question, one answer a line; none where it says nothing."""
    question = question_of(suggestion)
    if question is None:
        return []
    if question.claim:
        claims = question.claim.objects.filter(microcredential=entry, **question.where)
        return [measure_words(claim) if question.claim is Measure else str(claim) for claim in claims]
    words = value_in_words(entry, Microcredential._meta.get_field(question.name), Names())
    return [words] if words else []


def _grounds(suggestion: Suggestion, entry: Microcredential) -> list[str]:
    if suggestion.about not in FIELDS:
        return []
    cited = Citation.objects.current().filter(microcredential=entry, field=suggestion.about).select_related("source")
    return [f"{each} ({each.get_basis_display()})" for each in cited]


def _row_form(suggestion: Suggestion) -> str:
    """The empty form of a claim that would answer the question, as far as it can be filled in."""
    question = question_of(suggestion)
    if question is None or question.claim is None:
        return ""
    known = {name.removesuffix("__in"): value[0] if name.endswith("__in") else value
             for name, value in question.where.items()}  # fmt: skip
    filled = {"microcredential": suggestion.entry_id, **{name: str(value) for name, value in known.items()}}
    return reverse(f"admin:catalogue_{question.claim._meta.model_name}_add", query=filled)
