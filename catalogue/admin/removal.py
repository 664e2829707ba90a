"""The page that deletes a record: what goes with it, what keeps it, and that it goes in one act or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

from catalogue.workflow import belongings, remove
from institutions.records import Record

from .addresses import address_of
from .forms import OptionalReason
from .refusals import MOST_NAMED, REFUSALS, in_words


class RemovalPage(admin.ModelAdmin):
    delete_confirmation_template = "admin/record_delete.html"

    def get_deleted_objects(
        self, objs: Iterable[Record], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What `workflow.remove` will delete, and not what Django would: foreign keys protect, they do not cascade."""
        going = [each for obj in objs for each in belongings(obj)]
        counts = Counter(str(each._meta.verbose_name_plural) for each in going)
        forbidden = {str(each._meta.verbose_name) for each in going if not self._may_delete(request, each)}
        kept = [self._named_with_page(each) for each in _keepers(going)]
        return [_named(each) for each in reversed(going)], dict(counts), forbidden, kept

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        reason = OptionalReason(request.POST if request.method == "POST" else None)
        if request.method == "POST" and not reason.is_valid():
            return self._refuse_removal(request, object_id, [f"Why: {error}" for error in reason.errors["why"]])
        try:
            return super().delete_view(request, object_id, {"reason": reason, **(extra_context or {})})
        except REFUSALS as refusal:
            return self._refuse_removal(request, object_id, in_words(refusal))

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        remove(obj, by=request.user, why=request.POST.get("why", "").strip())

    def _named_with_page(self, record: Record) -> str:
        owner = self.admin_site.get_model_admin(type(record)).owner_of(record)
        return f"{_named(record)} (on the page of “{owner}”)" if owner else _named(record)

    def _may_delete(self, request: HttpRequest, record: Record) -> bool:
        page = self.admin_site.get_model_admin(type(record))
        return page.has_delete_permission(request, record)

    def _refuse_removal(self, request: HttpRequest, object_id: str, said: list[str]) -> HttpResponseRedirect:
        for words in said:
            self.message_user(request, words, messages.ERROR)
        record = self.get_object(request, unquote(object_id))
        return HttpResponseRedirect(address_of(record) if record else "../../")


def _named(record: Record) -> str:
    return capfirst(f"{record._meta.verbose_name}: {record}")


def _keepers(going: Sequence[Record]) -> list[Record]:
    """Records that refer to those going, are not going themselves, and so keep them."""
    keepers: dict[tuple[type[Record], int], Record] = {}
    for model in {type(each) for each in going}:
        pks = [each.pk for each in going if isinstance(each, model)]
        for relation in model._meta.related_objects:
            if relation.on_delete is models.PROTECT and issubclass(relation.related_model, Record):
                referring = relation.related_model.objects.filter(**{f"{relation.field.name}__in": pks})
                keepers |= {(type(each), each.pk): each for each in referring[: MOST_NAMED + len(going)]}
    for each in going:
        keepers.pop((type(each), each.pk), None)
    return [*keepers.values()]
