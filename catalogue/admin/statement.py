"""Statements in the admin: what else the sources say, with who says it and about what."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator

from catalogue.models import ABOUT, Statement, StatementSubject

from .base import RecordAdmin
from .citation import CitationInline, NeedsLook
from .deleted import DeletedPage
from .list_filters import whether
from .rows import RecordInline


class SubjectInline(RecordInline):
    model = StatementSubject
    verbose_name = "thing that it is about"
    verbose_name_plural = "What it is about (one thing a row)"
    fields = [*ABOUT]
    autocomplete_fields = [*ABOUT]


@admin.register(Statement)
class StatementAdmin(DeletedPage, RecordAdmin):
    list_display = ["in_short", "topic", "said_by", "as_of"]
    list_filter = [
        "topic",
        whether("said_by", "who says it", empty="The document itself", filled="A person"),
        NeedsLook,
    ]
    search_fields = ["text", "said_by", "said_role"]
    fields = ["topic", "text", ("said_by", "said_role"), "as_of"]
    inlines = [SubjectInline, CitationInline]

    @admin.display(description="text", ordering="text")
    def in_short(self, statement: Statement) -> str:
        return Truncator(statement.text).words(16)


@admin.register(StatementSubject)
class StatementSubjectAdmin(RecordAdmin):
    list_display = ["statement", *ABOUT]
    list_select_related = ["statement", *ABOUT]
    list_filter = ["statement__topic"]
    search_fields = ["statement__text", "microcredential__title", "institution__name", "group__name"]
    autocomplete_fields = ["statement", *ABOUT]
    fields = ["statement", *ABOUT]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not among the nouns on the front page: it is edited on the page of its statement."""
        return False

    def owner_of(self, obj: StatementSubject) -> Statement:
        return obj.statement
