"""The copy to take away: whole in itself, the same each time, of public entries only, never over something else."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from catalogue.models import Disagreement, DisagreementSide, Microcredential
from catalogue.take_away.building import CARD, SUMS, Refused, build
from catalogue.take_away.listing import letter_of
from catalogue.take_away.places import between, file_of
from catalogue.take_away.rewriting import rewritten
from catalogue.workflow import withdraw
from institutions.dates import day_in_words
from tests.catalogue.take_away.copies import astray, pages
from tests.factories import make_draft, make_group, make_institution, make_offering, make_part, make_price, make_sector
from tests.pages.elements import Element, read
from tests.pages.other_pages import cite, make_source, make_statement, prose_grade

ORIGIN = "https://catalogue.example"
MARK = "zqxhidden"


def make_small() -> Microcredential:
    """A program in a region and a sector, and one about which little is stated."""
    school = make_institution("Example College", slug="example", region="vancouver-island-coast", kind="college")
    wood = make_offering(
        "Wood & “nails”", slug="wood", provider=school, sectors=(make_sector("trades", slug="trades"),)
    )
    make_part(wood, "Joints", slug="joints")
    cite(wood, make_source(title="A guide", short_title="Guide"), "title", paragraph=7)
    make_offering("Metal", slug="metal")
    make_offering("Épées", slug="epees")
    return wood


@pytest.fixture(scope="module")
def copied(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A copy of a small catalogue, made once for all that only look at it."""
    folder = tmp_path_factory.mktemp("take-away") / "copy"
    with django_db_blocker.unblock(), override_settings(SITE_ORIGIN=ORIGIN), transaction.atomic():
        make_small()
        build(folder)
        transaction.set_rollback(True)
    return folder


def held(folder: Path) -> dict[str, str]:
    """The digest of each file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def links(whole: Element) -> set[str]:
    return {link.attributes["href"] for link in whole.one("main").all("a") if "href" in link.attributes}


def test_every_link_and_asset_resolves_within_the_copy(copied):
    found = pages(copied)
    assert astray(copied, found, ORIGIN) == []
    assert {"microcredentials/wood/index.html", "institutions/example/index.html", "sectors/trades/index.html"} < (
        found.keys()
    )
    text = "".join((copied / name).read_text() for name in found)
    for left in ("<script", "<form", "<button", "<input", 'action="', 'href="/', 'src="/', 'href="?'):
        assert left not in text


def test_a_link_that_leads_nowhere_is_noticed(copied, tmp_path):
    (tmp_path / "here.html").write_text(
        '<a href="gone.html">x</a><a href="#gone">x</a><a href="/x">x</a><a href="https://catalogue.example/x">x</a>'
    )
    assert len(astray(tmp_path, pages(tmp_path), ORIGIN)) == 4


def test_a_booklet_has_contents_programs_and_sources(copied):
    found = pages(copied)
    for name in ("booklets/region-vancouver-island-coast.html", "booklets/sector-trades.html"):
        (listed,) = found[name].one("nav").one("ol").all("a")
        (program,) = found[name].all(cls="booklet-program")
        assert listed.text == "Wood & “nails”"
        assert program.one("h2").text.startswith(listed.text)
        assert "Guide, paragraph 7" in program.one(cls="booklet-notes").text
        assert "A guide" in found[name].one(cls="booklet-sources").text
    unplaced = found["booklets/region-not-stated.html"].one("nav").one("ol").all("a")
    assert [each.text for each in unplaced] == ["Épées", "Metal"], "what nobody places is in a booklet too"


def test_programs_stand_in_the_order_in_which_a_reader_looks_for_them(copied):
    letters = pages(copied)["a-to-z.html"].one("main")
    assert [each.text for each in letters.all("h2")] == ["E", "M", "W"]
    assert [each.all("a")[0].text for each in letters.all(cls="copy-list")] == ["Épées", "Metal", "Wood & “nails”"]


@pytest.mark.django_db
def test_the_sources_of_a_booklet_are_those_that_its_programs_name(tmp_path):
    wood, metal = make_small(), Microcredential.objects.get(slug="metal")
    dispute = Disagreement.objects.create(kind="conflict", title="Wood or metal")
    for side, name in ((wood, "Side one"), (metal, "Side two")):
        citation = cite(side, make_source(short_title=name), "title")
        DisagreementSide.objects.create(disagreement=dispute, citation=citation)
    group = make_group("Trades training")
    cite(wood.memberships.create(group=group, standing="member"), make_source(short_title="Of the group"))
    make_statement(make_source(short_title="Of the statement"), "It is said.", wood)
    build(tmp_path / "copy")
    page = read((tmp_path / "copy/microcredentials/wood/index.html").read_text())
    assert {"Of the group", "Of the statement"} <= {*re.findall(r"Of the \w+", page.text)}
    booklet = read((tmp_path / "copy/booklets/sector-trades.html").read_text())
    sources = booklet.one(cls="booklet-sources").one("ul").all("strong")
    assert [each.text for each in sources] == ["Guide", "Side one", "Side two"]


@pytest.mark.django_db
def test_the_same_data_give_the_same_bytes_and_what_is_hidden_changes_nothing(tmp_path):
    wood = make_small()
    build(tmp_path / "one")
    make_part(make_draft(MARK, slug=MARK), MARK)
    make_part(wood, MARK, state="draft")
    make_offering(MARK, provider=wood.participations.get().institution, publish_at=timezone.now() + timedelta(days=9))
    make_price(make_draft(MARK), 7_654_321)
    build(tmp_path / "two")
    first = held(tmp_path / "one")
    assert "microcredentials/wood/index.html" in first
    assert held(tmp_path / "two") == first
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "one" / SUMS).read_text().splitlines())
    assert sums == {name: digest for name, digest in first.items() if name != SUMS}
    withdraw(wood, by=None, why="between us", public_reason="It ended.")
    build(tmp_path / "two")
    assert not (tmp_path / "two" / "microcredentials/wood").exists(), "the later copy takes the place of the first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_every_page_says_of_which_day_it_is_and_what_it_is_not(copied):
    card = json.loads((copied / CARD).read_text())
    assert (card["from"], card["programs"]) == (ORIGIN, 3)
    day = day_in_words(date.fromisoformat(card["of"]))
    for name, whole in pages(copied).items():
        assert day in whole.text, name
        assert "can be out of date" in whole.text, name
        assert "not an official government service" in whole.text, name


def test_its_own_pages_lead_to_every_program(copied):
    found = pages(copied)
    assert links(found["a-to-z.html"]) >= {"microcredentials/wood/index.html", "microcredentials/metal/index.html"}
    ways = links(found["ways-in.html"])
    assert ways >= {
        "lists/sector-trades.html",
        "lists/region-vancouver-island-coast.html",
        "lists/provider-example.html",
    }
    of_trades = found["lists/sector-trades.html"].one("main")
    assert [card.one("h3").text for card in of_trades.all("article")] == ["Wood & “nails”"]
    assert of_trades.one(cls="chip").text.endswith("trades"), "what the list is of"
    assert "../booklets/sector-trades.html" in links(found["booklets/index.html"])


@pytest.mark.django_db
def test_its_own_pages_are_easy_to_read(copied):
    found = pages(copied)
    assert max(prose_grade(found[name]) for name in ("a-to-z.html", "ways-in.html", "this-copy.html")) <= 8


@pytest.mark.django_db
def test_it_never_writes_over_something_else(tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    (other / "me.jpg").write_text("me")
    with pytest.raises(CommandError, match=r"holds something else: me\.jpg"):
        call_command("build_edition", str(other))
    with pytest.raises(CommandError, match="is a file"):
        call_command("build_edition", str(other / "me.jpg"))
    for foreign in ("{'not': json", "[1]", '{"what": "a book"}'):
        (other / "me.jpg").unlink(missing_ok=True)
        (other / CARD).write_text(foreign)
        with pytest.raises(CommandError, match=rf"holds something else: {CARD}"):
            call_command("build_edition", str(other))
        assert (other / CARD).read_text() == foreign
    (tmp_path / "copy").mkdir()
    call_command("build_edition", str(tmp_path / "copy"), stdout=(told := StringIO()))
    assert "0 programs" in told.getvalue()
    (tmp_path / "copy" / "notes.txt").write_text("mine")
    before = held(tmp_path / "copy")
    with pytest.raises(Refused, match=r"beside it notes\.txt"):
        build(tmp_path / "copy")
    assert held(tmp_path / "copy") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "photos"]


@pytest.mark.django_db
def test_a_run_that_breaks_off_leaves_nothing(tmp_path, settings):
    (tmp_path / "copy").mkdir()
    settings.ROOT_URLCONF = "tests.catalogue.take_away.broken_addresses"
    with pytest.raises(CommandError, match="/about/ answers 404"):
        call_command("build_edition", str(tmp_path / "copy"))
    assert [path.name for path in tmp_path.rglob("*")] == ["copy"]


PLACES = [
    ("/", "index.html"),
    ("/microcredentials/", "microcredentials/index.html"),
    ("/microcredentials/?page=2", "lists/page-2.html"),
    ("/microcredentials/?sector=trades&page=3", "lists/sector-trades-page-3.html"),
    ("/microcredentials/wood/", "microcredentials/wood/index.html"),
    ("/microcredentials/?q=wood", None),
    ("/microcredentials/?sector=trades&delivery=online", None),
    ("/microcredentials/?sector=../../etc", None),
    ("/microcredentials/wood/?as_of=2026-11-27", None),
    ("/microcredentials/wood.json", None),
    ("/pathways/", "pathways/index.html"),
    ("/pathways/diploma/", "pathways/diploma/index.html"),
    ("/pathways/?institution=example", None),
    ("/about/privacy/", "about/privacy/index.html"),
    ("/fr/microcredentials/wood/", None),
    ("/admin/", None),
    ("/no-such-page/", None),
]


@pytest.mark.parametrize(("address", "file"), PLACES)
def test_which_address_stands_in_which_file(address, file):
    assert file_of(address) == file


@pytest.mark.parametrize(
    ("title", "letter"),
    [("Wood", "W"), ("Économie", "E"), ("“Nails” and wood", "N"), ("3D", "0–9"), (".NET", "N"), ("!", "0–9")],
)
def test_a_program_stands_under_the_letter_that_a_reader_looks_for(title, letter):
    assert letter_of(title) == letter


def test_links_are_rewritten_and_what_needs_a_server_is_left_out():
    page = rewritten(
        '<title>A &amp; B</title><nav class="breadcrumb"><a href="/">Home</a></nav><main id="main"><p>1 &lt; 2<br>'
        '<a href="/compare/?e=x&amp;e=y">Compare</a> <a href="/glossary/#credit">Credit</a> <a href="#here">Here</a>'
        '<a href="https://x.example/">X</a></p><form action="/"><input><b>gone</b></form><script>gone</script>'
        '<svg><a href="/compare/"><path d=""/></a></svg></main><p>outside</p>',
        "/microcredentials/wood/",
        "microcredentials/wood/index.html",
        " (there)",
    )
    assert (page.title, page.crumbs) == ("A &amp; B", '<a href="../../index.html">Home</a>')
    assert page.main == (
        '<p>1 &lt; 2<br><a href="http://127.0.0.1:8000/compare/?e=x&amp;e=y">Compare (there)</a> '
        '<a href="../../glossary/index.html#credit">Credit</a> <a href="#here">Here</a>'
        '<a href="https://x.example/">X</a></p><svg><path d=""/></svg>'
    )
    assert [*page.found] == ["/", "/glossary/"]


def test_pieces_of_one_file_share_no_anchor_and_no_landmark():
    html = '<section id="x" aria-labelledby="y"><h3 id="y">Same</h3><a href="#x">x</a></section>'
    piece = rewritten(html, "/", "booklets/x.html", "", prefix="wood-", is_piece=True)
    assert piece.main == ('<section id="wood-x"><h3 id="wood-y">Same</h3><a href="#wood-x">x</a></section>')


def test_the_way_from_one_file_to_another():
    assert between("index.html", "a/b.html") == "a/b.html"
    assert between("a/b/index.html", "a/c/index.html") == "../c/index.html"
