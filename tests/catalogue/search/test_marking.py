"""Marks stand round matched words of the text, whatever the text holds, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.marking import mark
from catalogue.search.text import TextIndex

INDEX = TextIndex(
    enumerate(
        [
            {
                "title": "Mass timber, nurses & managers",
                "summary": "Zoë’s café: C++ and clean-tech. Amp up; quot lt x27",
            },
            {"title": "Nursing management cleantech microcredentials"},
            {"title": "Nłeʔkepmxcín"},
        ]
    ),
    3,
)


def marked(html: str, asked: str) -> str:
    return mark(html, INDEX.match(asked))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("timber", "<p>Mass [Timber]</p>"),
        ("timber mass", "<p>Timberland, stimber</p>"),
        ("mass timber", "<p>[Timberland], stimber</p>"),
        ("nurse mass", "<p>[nurses] [nursing] nursery</p>"),
        ("nurse", "<p>[nurses] [nursing] [nursery]</p>"),
        ("microcredential", "<p>[Micro-credential], [micro credentials]</p>"),
        ("timber", '<a class="timber" href="/timber/">[Timber]</a>'),
        ("timber", "<dl><dt>Timber</dt><dd>[timber]</dd></dl>"),
        ("timber", '<span class="label">Timber</span><span class="not-stated">timber</span><span>[timber]</span>'),
        ("timb", "<p>tim [timb] [timbers]</p>"),
        ("amp", "<p>a &amp; b &lt; c &quot;[amp]&quot; &#x27;</p>"),
        ("x27", "<p>&#x27;[x27]</p>"),
        ("lt", "<p>&lt;mark&gt; [lt]</p>"),
        ("café", "<p>[Café] [CAFE\u0301] [cafe]</p>"),
        ("timber", "<p>[ti\u00admber] “[timber]”</p>"),
        ("nlekepmxcin", "<p>[Nłeʔkepmxcín]</p>"),
        ("c++", "<p>[C++], C</p>"),
        ("cleantech", "<p>[clean-tech], [cleantech], clean</p>"),
        ("masstimber", "<p>[mass] [timber], [timber]</p>"),
        ('"mass timber"', "<p>[mass] [timber], timbers</p>"),
        ("timber -mass", "<p>mass [timber]</p>"),
        ("plumbing", "<p>nothing</p>"),
    ],
)
def test_marks(asked, expected):
    html = expected.replace("[", "").replace("]", "")
    assert marked(html, asked) == expected.replace("[", "<mark>").replace("]", "</mark>")


@given(st.text("ab<>&;#x27'é\u0301ł timber=\"/", max_size=60), st.sampled_from(["timb", "a", "x27", "am", "b c++"]))
def test_without_the_marks_everything_is_as_it_was(text, asked):
    """Text escaped as Django does it, between tags."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    html = f'<p class="timber a">{escaped.replace("&#", "&amp;#")}</p>'
    result = marked(html, asked)
    assert re.sub("</?mark>", "", result) == html
    assert result.startswith('<p class="timber a">')
    assert not re.search(r"&\w*<mark>|<mark>[^<]*;", result)
