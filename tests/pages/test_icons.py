"""Icons: small drawings of our own that take the colour of the words beside them and say nothing by themselves."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template

from catalogue.templatetags.icons import ICONS, icon
from tests.project.source_code import ROOT

FOLDER = ROOT / "templates" / "icons"


def test_an_icon_is_drawn_inside_the_page_and_hidden_from_those_who_listen():
    drawn = Template('{% load icons %}{% icon "search" %}').render(Context())
    assert drawn.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in drawn
    assert "<circle" in drawn


def test_an_icon_that_nobody_drew_is_named():
    with pytest.raises(LookupError, match="no icon “serach”"):
        icon("serach")


@pytest.mark.parametrize("name", ICONS)
def test_icons_have_one_grid_and_no_colour_of_their_own(name):
    file = (FOLDER / f"{name}.svg").read_text()
    assert 'viewBox="0 0 24 24"' in file
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', file)) == {"none", "currentColor"}
    assert set(re.findall(r"<([a-z]+)", icon(name))) <= {"svg", "path", "circle"}
    assert len(icon(name)) < 600
