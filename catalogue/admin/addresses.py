"""Where staff edit a record, and what can be a record's number in an address or a form."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from institutions.records import Record


def is_pk(text: Any) -> bool:
    """Whether it can be a primary key: the database is not to be asked about anything else."""
    return str(text).isdecimal() and len(str(text)) < 19


def address_of(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def address_of_new(model: type[Record]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def address_of_list(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
