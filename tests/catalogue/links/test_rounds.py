"""A round over the addresses of the catalogue: which are visited, how politely, and when one is called broken."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalogue.links.rounds import Manners, check_links, named_addresses, new_visitor
from catalogue.links.visiting import Found
from catalogue.models import CheckedLink, Microcredential, Source
from catalogue.models.link import STRIKES
from catalogue.models.vocabulary import State
from tests.catalogue.admin.desk import Desk, address
from tests.catalogue.links.conftest import Site
from tests.factories import make_account, make_draft, make_institution, make_offering

pytestmark = pytest.mark.django_db
Said = tuple[list[str], Callable[[str], None]]
LIST = address(CheckedLink, "changelist")


class Dreamer:
    """Finds what it is told to."""

    def __init__(self, *missing: str) -> None:
        self.missing = missing
        self.visited: list[str] = []

    def visit(self, address: str) -> Found:
        self.visited.append(address)
        return Found(address not in self.missing, "404 Not Found" if address in self.missing else "200 OK")


def make_addresses() -> None:
    make_draft("Draft", web_address="https://a.example/draft")
    make_offering(
        "Welding", provider=make_institution("Z", website="https://z.example"), web_address="https://a.example/"
    )
    make_offering("Gone", provider=make_institution("Y"), web_address="https://gone.example", state=State.WITHDRAWN)
    Source.objects.create(
        kind="web-page", title="T", short_title="T", address="https://a.example/", read_on=timezone.localdate()
    )


def test_every_address_that_is_looked_after_is_visited_once(said: Said) -> None:
    make_addresses()
    wanted = {"https://a.example/draft", "https://a.example/", "https://z.example"}
    assert named_addresses() == wanted
    dreamer = Dreamer()
    check_links(dreamer, said[1])
    assert sorted(dreamer.visited) == sorted(wanted)
    assert {link.answer for link in CheckedLink.objects.all()} == {"200 OK"}
    check_links(dreamer, said[1])
    assert len(dreamer.visited) == 3  # not again on the same day
    check_links(dreamer, said[1], again=True)
    assert len(dreamer.visited) == 6


def test_it_is_broken_at_the_fourth_strike_and_whole_at_the_first_answer(said: Said) -> None:
    entry = make_draft("Draft", web_address="https://a.example/")
    for strikes in range(1, STRIKES + 1):
        assert not CheckedLink.objects.broken().exists()
        check_links(Dreamer("https://a.example/"), said[1], again=True)
        link = CheckedLink.objects.get()
        assert (link.strikes, link.answer) == (strikes, "404 Not Found")
        CheckedLink.objects.update(first_failed=timezone.localdate() - timedelta(days=9))
    assert CheckedLink.objects.broken().get().first_failed == timezone.localdate() - timedelta(days=9)
    assert said[0][0] == "https://a.example/: 404 Not Found"
    assert said[0][-1] == "Visited: 1. Broken by now: 1."
    check_links(Dreamer(), said[1], again=True)
    link = CheckedLink.objects.get()
    assert (link.strikes, link.first_failed) == (0, None)
    entry.web_address = ""
    entry.save()
    check_links(Dreamer(), said[1])
    assert not CheckedLink.objects.exists()


def test_a_machine_that_is_cut_off_blames_no_school(said: Said) -> None:
    addresses = [f"https://a.example/{number}" for number in range(11)]
    for address_of_entry in addresses:
        make_draft("Draft", web_address=address_of_entry)
    check_links(Dreamer(*addresses), said[1])
    assert not CheckedLink.objects.exists()
    assert "Nothing was written down." in said[0][-1]
    check_links(Dreamer(*addresses[1:]), said[1])
    assert CheckedLink.objects.filter(strikes=1).count() == 10


def test_a_check_changes_no_entry(said: Said) -> None:
    entry = make_draft("Draft", web_address="https://a.example/")
    check_links(Dreamer("https://a.example/"), said[1])
    assert entry.history.count() == 1
    assert Microcredential.objects.get().version == 1


def test_one_host_is_asked_one_thing_at_a_time(site: Site, said: Said) -> None:
    for number in range(4):
        make_draft(f"Draft {number}", web_address=site.address(f"200?{number}", ["a.example", "b.example"][number % 2]))
    check_links(site.visitor(manners=Manners(0.15)), said[1])
    for host in ("a.example", "b.example"):
        first, second = sorted(when for _, _, asked, when in site.asked if asked.startswith(host))
        assert second - first >= 0.15


def test_the_command_visits_nothing_where_nothing_is_named(capsys: pytest.CaptureFixture) -> None:
    call_command("check_links")
    assert capsys.readouterr().out == "Visited: 0. Broken by now: 0.\n"
    assert "/about/)" in new_visitor().user_agent


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_leads_to_what_names_an_address(django_assert_num_queries, how_many: int) -> None:
    maria = Desk(make_account("maria"))
    for number in range(how_many):
        make_draft("Draft", web_address=f"https://a.example/{number}")
        told = {"strikes": STRIKES, "first_failed": timezone.localdate(), "checked_at": timezone.now(), "answer": "404"}
        CheckedLink.objects.create(address=f"https://a.example/{number}", **told)
    with django_assert_num_queries(8):
        page = maria.client.get(LIST, {"broken": "yes"})
    html = page.content.decode()
    assert page.context["cl"].result_count == how_many
    assert "/admin/catalogue/microcredential/?web_address__exact=https%3A%2F%2Fa.example%2F0" in html
    assert "/admin/institutions/institution/?" not in html
    there = "/admin/catalogue/microcredential/?web_address__exact=https%3A%2F%2Fa.example%2F0"
    assert maria.client.get(there).context["cl"].result_count == 1
