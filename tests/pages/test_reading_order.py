"""Every kind of page has one main heading; its headings go down step by step; nothing changes the order of stops."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.pages import PAGES
from tests.pages.elements import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_headings_and_stops_come_in_the_order_of_the_page(client, documents, name: str) -> None:
    whole = page(client.get(PAGES[name]))
    levels = [int(each.tag[1]) for each in whole.everything() if each.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(above, below) for above, below in pairwise(levels) if below - above > 1] == []
    jumps = {each.attributes["tabindex"] for each in whole.everything() if "tabindex" in each.attributes}
    assert jumps <= {"0", "-1"}
