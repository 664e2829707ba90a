"""Tags of the pages for staff: the work that waits."""

from __future__ import annotations

from django import template
from django.template import RequestContext

from catalogue.admin.queues import Counted
from catalogue.admin.queues import work_queues as read_queues
from catalogue.exchange.incoming.announcing import being_written

register = template.Library()


register.simple_tag(being_written, name="file_being_written")


@register.simple_tag(takes_context=True)
def work_queues(context: RequestContext) -> list[Counted]:
    return read_queues(context["request"])
