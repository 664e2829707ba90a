"""Saves that wait: an editor's page is kept as a proposal, and a publisher's yes is that page typed once more.

What was proposed is put into the form as it stands now, with the version that the editor had opened. So it takes the
way of every save: carried onto the newest version, asked about where two changed the same, and validated as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from catalogue.models import Citation, Proposal, ProposalState
from catalogue.proposals import (
    ADDED,
    CHANGED,
    DELETED,
    Edit,
    accept,
    added,
    changed,
    deleted,
    kept_citations,
    propose,
    take_back,
    units,
    waiting_for,
)
from catalogue.rights import change_waits, may_publish
from institutions.changes import current_change
from institutions.records import Record

from .addresses import address_of, is_pk
from .forms import LONGEST_REASON
from .merging import opened_at, put


class ProposingPage(admin.ModelAdmin):
    def save_model(self, request: HttpRequest, obj: Record, form: forms.ModelForm, change: bool) -> None:
        if not (change and change_waits(request.user, obj)):
            super().save_model(request, obj, form, change)

    def keep_as_proposal(self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable[Any]) -> None:
        """Instead of saving the rows, when the change waits."""
        self.propose(request, form, edits_of(form, formsets))

    def propose(self, request: HttpRequest, form: forms.ModelForm, edits: Iterable[Edit]) -> None:
        """Keep the edits of a page; where it came from a proposal of one's own, they take its place."""
        old, why = carried_proposal(request), form.cleaned_data.get("why", "")
        edits = [_with_sources_of(old, edit) for edit in edits] if old else edits
        of_import = old.of_import if old else None
        request.proposal = propose(stored(form.instance), edits, by=request.user, why=why, of_import=of_import)
        if old and request.proposal:
            take_back(old, by=request.user)

    def settle_proposal(self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable[Any]) -> None:
        """After a save that came from a proposal: that it is decided, in the same transaction."""
        proposal = carried_proposal(request)
        if proposal is None or (proposal.noun, proposal.record) != (self.opts.label_lower, form.instance.pk):
            return
        if not may_publish(request.user):
            take_back(proposal, by=request.user)  # what it proposed waits no longer and has just been saved
            return
        left_out = request.POST.getlist("left_out")
        for citation in _citations_for_claims(proposal, left_out, formsets):
            citation.save()
        change = current_change() if any(each.has_changed() for each in (form, *formsets)) else None
        accept(proposal, by=request.user, left_out={*left_out, *_saved_otherwise(proposal)}, change=change)
        if not getattr(request, "is_one_of_many", False):
            self.message_user(request, f"The proposal of {proposal.by_name} is accepted.")

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:
        """None: the Change is the record, and of a proposal no row was saved."""
        return ""

    def response_change(self, request: HttpRequest, obj: Record) -> HttpResponse:
        if not change_waits(request.user, obj):
            if carried_proposal(request):
                return HttpResponseRedirect(address_of(obj))
            return super().response_change(request, obj)
        if getattr(request, "proposal", None):
            self.message_user(request, "Your change is kept as a proposal. Visitors see it once a publisher takes it.")
        else:
            self.message_user(request, "Nothing differs from how it stands, so nothing was proposed.")
        return HttpResponseRedirect(address_of(obj))

    def proposals_about(self, request: HttpRequest, obj: Record | None) -> dict[str, Any]:
        """For the page of a record: what waits, and the proposal that the page came from."""
        proposal = carried_proposal(request)
        return {
            "waiting": [*waiting_for(obj)] if obj else [],
            "carried": proposal and [("proposal", proposal.pk), *_left_out(request)],
        }


def stored(record: Record) -> Record:
    return type(record).objects.get(pk=record.pk)


def carried_proposal(request: HttpRequest) -> Proposal | None:
    """The proposal that a publisher is about to take, or its own author goes on with; it travels with the page."""
    pk = request.POST.get("proposal", "")
    proposal = Proposal.objects.filter(pk=pk).select_related("entry").first() if is_pk(pk) else None
    if proposal is None or may_publish(request.user):
        return proposal
    return proposal if proposal.by_id == request.user.pk and proposal.state == ProposalState.OPEN else None


def _with_sources_of(old: Proposal, edit: Edit) -> Edit:
    """An edit with the sources that came with the same one of an older proposal, where its values still stand."""
    noun = edit.record._meta.label_lower
    for each in old.edits:
        if each["citations"] and (each["noun"], each["pk"]) == (noun, edit.record.pk):
            typed = with_values(stored_copy(edit.record), edit.values)
            if _stands(typed, each):
                return replace(edit, citations=[*edit.citations, *kept_citations(each, edit.record)])
    return edit


def _left_out(request: HttpRequest) -> list[tuple[str, str]]:
    return [("left_out", name) for name in request.POST.getlist("left_out")]


def edits_of(
    form: forms.ModelForm,
    formsets: Iterable[Any],
    cited: Callable[[Record], list[Citation]] = lambda row: [],
) -> Iterator[Edit]:
    """What was typed into a page, record by record; `cited` gives the new citations of a row."""
    yield _changed(form)
    for formset in formsets:
        for row in formset.initial_forms:
            if formset._should_delete_form(row):
                yield deleted(row.instance)
            elif row.has_changed():
                yield _changed(row, cited(row.instance))
        for row in formset.extra_forms:
            if row.has_changed() and not formset._should_delete_form(row):
                yield added(row.instance, cited(row.instance))


def _changed(form: forms.ModelForm, citations: Sequence[Citation] = ()) -> Edit:
    names = {field.name for field in form.instance._meta.concrete_fields} & {*form.changed_data}
    return changed(stored(form.instance), citations, **{name: form.cleaned_data[name] for name in names})


def typed_once_more(page: admin.ModelAdmin, request: HttpRequest, record: Record, proposal: Proposal) -> QueryDict:
    """The page of a record as a browser would send it, with what was proposed and is not left out typed into it."""
    data, taken = QueryDict(mutable=True), _taken(proposal, request.POST.getlist("left_out"))
    form = page.get_form(request, record, change=True)(instance=record)
    _fill(data, form)
    for edit in taken:
        if edit["noun"] == proposal.noun and edit["pk"] == record.pk:
            _type(data, form, edit)
    for formset_class, inline in page.get_formsets_with_inlines(request, record):
        prefix = formset_class.get_default_prefix()
        formset = formset_class(instance=record, prefix=prefix, queryset=inline.get_queryset(request))
        mine = [each for each in taken if each["noun"] == inline.opts.label_lower and each["towards"]]
        _fill_rows(data, formset, mine)
    why = f"Proposed by {proposal.by_name}" + (f": {proposal.why}" if proposal.why else "")
    data["why"] = why[:LONGEST_REASON]
    data["proposal"] = str(proposal.pk)
    data.setlist("left_out", request.POST.getlist("left_out"))
    data["_continue"] = "1"
    return data


def _taken(proposal: Proposal, left_out: Collection[str]) -> list[dict[str, Any]]:
    """The edits without what is left out."""
    edits = []
    for number, edit in enumerate(proposal.edits):
        if f"{number}" not in left_out:
            values = {name: pair for name, pair in edit["values"].items() if f"{number}.{name}" not in left_out}
            edits.append({**edit, "values": values})
    return edits


def _fill(data: QueryDict, form: forms.ModelForm) -> None:
    for name, field in form.fields.items():
        put(data, form.add_prefix(name), field, form.get_initial_for_field(field, name))


def _type(data: QueryDict, form: forms.ModelForm, edit: Mapping[str, Any]) -> None:
    """Put proposed values into the form, and the version that they were proposed for."""
    typed = type(form)(instance=with_values(stored_copy(form.instance), edit["values"]), prefix=form.prefix)
    for name in edit["values"]:
        if name in form.fields:
            put(data, form.add_prefix(name), form.fields[name], typed.get_initial_for_field(form.fields[name], name))
    data[form.add_prefix("opened")] = str(edit["version"])


def _fill_rows(data: QueryDict, formset: Any, edits: list[dict[str, Any]]) -> None:
    """The rows as they stand, then those that were deleted since, then the new ones."""
    known = {each["pk"]: each for each in edits if each["act"] != ADDED}
    rows = [(form.instance, known.pop(form.instance.pk, None)) for form in formset.initial_forms]
    rows += [(state, each) for each in known.values() if each["act"] == CHANGED and (state := _as_opened(each))]
    for number, (record, edit) in enumerate(rows):
        _fill_row(data, formset, number, record, edit)
    new = [each for each in edits if each["act"] == ADDED]
    for number, edit in enumerate(new, len(rows)):
        _fill_row(data, formset, number, with_values(formset.model(), edit["values"]), None)
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(rows))
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows) + len(new))


def _fill_row(data: QueryDict, formset: Any, number: int, record: Record, edit: Mapping[str, Any] | None) -> None:
    prefix = f"{formset.prefix}-{number}"
    form = formset.form(instance=record, prefix=prefix)
    _fill(data, form)
    data[f"{prefix}-id"] = str(record.pk or "")
    data[f"{prefix}-{formset.fk.name}"] = str(formset.instance.pk)
    if edit is None:
        return
    if edit["act"] == DELETED:
        data[f"{prefix}-DELETE"] = "on"
        data[f"{prefix}-opened"] = str(edit["version"])
    else:
        _type(data, form, edit)


def _as_opened(edit: Mapping[str, Any]) -> Record | None:
    """A record that is no longer there, as it was when the proposal was made."""
    model = apps.get_model(edit["noun"])
    state = opened_at(model(pk=edit["pk"]), edit["version"])
    return state.instance if state else None


def stored_copy(record: Record) -> Record:
    return type(record)(**{field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields})


def with_values(record: Record, values: Mapping[str, tuple[Any, Any]], place: int = 1) -> Record:
    """The record with the values of an edit: as proposed, or with `place` 0 as they were."""
    for name, pair in values.items():
        field = record._meta.get_field(name)
        setattr(record, field.attname, field.to_python(pair[place]) if pair[place] is not None else field.get_default())
    return record


def _saved_otherwise(proposal: Proposal) -> Iterator[str]:
    """Values that do not stand as proposed after the save: the publisher chose what somebody else had saved."""
    for number, edit in enumerate(proposal.edits):
        model = apps.get_model(edit["noun"])
        record = model.objects.filter(pk=edit["pk"]).first() if edit["act"] == CHANGED else None
        for name, pair in edit["values"].items() if record else ():
            attribute = model._meta.get_field(name).attname
            if getattr(record, attribute) != getattr(with_values(model(), {name: pair}), attribute):
                yield f"{number}.{name}"


def _citations_for_claims(proposal: Proposal, left_out: Collection[str], formsets: Iterable[Any]) -> Iterator[Any]:
    """New citations of claims that an import brought along: only where the claim stands as it was proposed."""
    saved = [form.instance for formset in formsets for form in formset.forms if form.instance.pk]
    open_units = {*units(proposal)} - {*left_out}
    for number, edit in enumerate(proposal.edits):
        if not edit["citations"] or not any(name.split(".")[0] == str(number) for name in open_units):
            continue
        for claim in saved:
            if claim._meta.label_lower == edit["noun"] and edit["pk"] in (None, claim.pk) and _stands(claim, edit):
                yield from kept_citations(edit, claim)
                break


def _stands(claim: Record, edit: Mapping[str, Any]) -> bool:
    typed = with_values(stored_copy(claim), edit["values"])
    return all(getattr(typed, name) == getattr(claim, name) for name in edit["values"])
