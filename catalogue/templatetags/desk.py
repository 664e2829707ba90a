"""Tags of the pages for staff: the work that waits, and what one may begin."""

from __future__ import annotations

from django import template
from django.apps import apps
from django.contrib import admin
from django.template import RequestContext

from catalogue.admin.queues import Counted
from catalogue.admin.queues import work_queues as read_queues
from catalogue.exchange.incoming.announcing import being_written

register = template.Library()


register.simple_tag(being_written)


@register.simple_tag(takes_context=True)
def work_queues(context: RequestContext) -> list[Counted]:
    return read_queues(context["request"])


@register.simple_tag(takes_context=True)
def may_add(context: RequestContext, noun: str) -> bool:
    """Whether a link to the page for a new one leads anywhere for this account."""
    return admin.site.get_model_admin(apps.get_model(noun)).has_add_permission(context["request"])
