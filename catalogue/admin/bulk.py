"""One value for many records at once: chosen in a list, previewed as was -> now, and written as one change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from catalogue.proposals import changed, propose
from catalogue.rights import change_waits
from institutions.records import Record

from .forms import OptionalReason
from .guard import proposing
from .proposing import stored
from .states import Names, value_in_words

MOST_AT_ONCE = 500
FIELD, STEP, PREVIEW, APPLY = "bulk_field", "bulk_step", "preview", "apply"


@dataclass(frozen=True)
class Row:
    """One record: its value as it is and as it would be, and what keeps it from being so."""

    record: Record
    seen: str
    was: str
    now: str
    refused: str
    waits: bool

    @property
    def is_changed(self) -> bool:
        return not self.refused and self.was != self.now


class BulkEditPage(admin.ModelAdmin):
    actions = ["change_one_value"]
    bulk_fields: tuple[str, ...] = ()

    @proposing
    @admin.action(description="Change one value of all chosen", permissions=["change"])
    def change_one_value(self, request: HttpRequest, chosen: models.QuerySet) -> HttpResponse | None:
        """Asks for the field, then for the value, then shows what would change; the last step writes it."""
        if chosen.count() > MOST_AT_ONCE:
            words = f"Choose at most {MOST_AT_ONCE} at once. A spreadsheet takes in more."
            self.message_user(request, words, messages.ERROR)
            return None
        records = [*self.model.objects.select_for_update().filter(pk__in=chosen.order_by().values("pk")).order_by("pk")]
        name = request.POST.get(FIELD, "")
        if name not in self.bulk_fields:
            return self._ask(request, records)
        field = self.model._meta.get_field(name)
        step = request.POST.get(STEP)
        form = _value_form(self, request, field)(request.POST if step in {PREVIEW, APPLY} else None)
        reason = OptionalReason(request.POST)
        if not form.is_valid():
            return self._ask(request, records, field=field, form=form, reason=reason)
        rows = [*_rows(records, field, form.cleaned_data["value"], request.user)]
        said = _problems(request, rows, reason) if step == APPLY else []
        if step == APPLY and not said:
            return self._write(request, rows, field, reason.cleaned_data["why"])
        return self._ask(request, records, field=field, form=form, reason=reason, rows=rows, said=said)

    def _write(self, request: HttpRequest, rows: list[Row], field: models.Field, why: str) -> None:
        """Change what this account may change at once, and propose the rest."""
        edited = [row.record for row in rows if row.is_changed and not row.waits]
        waiting = [row.record for row in rows if row.is_changed and row.waits]
        for record in edited:
            record.save()
        for record in waiting:
            edit = changed(stored(record), **{field.name: getattr(record, field.name)})
            propose(edit.record, [edit], by=request.user, why=why)
        if edited or not waiting:
            words = f"{len(edited)} {self._noun(len(edited))} changed, in one change."
            self.message_user(request, words, messages.SUCCESS)
        if waiting:
            words = f"{len(waiting)} {self._noun(len(waiting))} kept as proposals, since visitors read them."
            self.message_user(request, words, messages.SUCCESS)

    def _noun(self, number: int) -> str:
        return self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural

    def _ask(self, request: HttpRequest, records: list[Record], **given: Any) -> HttpResponse:
        field, rows = given.get("field"), given.get("rows", [])
        context = {
            **self.admin_site.each_context(request),
            "title": "Change one value of many",
            "opts": self.opts,
            "records": records,
            "checkbox": ACTION_CHECKBOX_NAME,
            "fields": [(name, capfirst(self.model._meta.get_field(name).verbose_name)) for name in self.bulk_fields],
            "field": field and {"name": field.name, "label": capfirst(field.verbose_name)},
            "form": given.get("form"),
            "reason": given.get("reason"),
            "rows": rows,
            "changed": sum(row.is_changed for row in rows),
            "said": given.get("said", []),
        }
        return TemplateResponse(request, "admin/bulk_edit.html", context)


def _value_form(page: admin.ModelAdmin, request: HttpRequest, field: models.Field) -> type[forms.Form]:
    value = page.formfield_for_dbfield(field, request)
    value.label = capfirst(field.verbose_name)
    return type("ValueForm", (forms.Form,), {"value": value})


def _rows(records: list[Record], field: models.Field, value: Any, account: AbstractBaseUser) -> Iterator[Row]:
    """The records with the new value set, and not saved."""
    names = Names()
    for record in records:
        was = value_in_words(record, field, names)
        setattr(record, field.name, value)
        now = value_in_words(record, field, names)
        refused = _refusal(record, field, value) if was != now else ""
        yield Row(record, f"{record.pk}:{record.version}", was, now, refused, change_waits(account, record))


def _refusal(record: Record, field: models.Field, value: Any) -> str:
    """What the field itself and the rules that speak of it have against the value; no other can have anything.

    Of what the record says as a whole, only what it says of this field: all else stood there before.
    """
    rules = (rule for rule in record._meta.constraints if isinstance(rule, models.CheckConstraint))
    try:
        field.clean(value, record)
        for rule in rules:
            if field.name in rule.condition.referenced_base_fields:
                rule.validate(type(record), record)
        record.clean()
    except ValidationError as problem:
        of_all = hasattr(problem, "error_dict")
        return " ".join(problem.message_dict.get(field.name, ()) if of_all else problem.messages)
    return ""


def _problems(request: HttpRequest, rows: list[Row], reason: OptionalReason) -> list[str]:
    """What keeps a preview that was read from being written."""
    if not reason.is_valid():
        return [f"Why: {error}" for error in reason.errors["why"]]
    seen = {*request.POST.getlist("seen")}
    moved = [str(row.record) for row in rows if row.seen not in seen]
    if moved or len(seen) != len(rows):
        which = ", ".join(moved[:5]) or "some that are no longer there"
        return [f"Somebody changed these meanwhile: {which}. Nothing was written. Below is how all of it stands now."]
    return [] if any(row.is_changed for row in rows) else ["Nothing would change, so nothing was written."]
