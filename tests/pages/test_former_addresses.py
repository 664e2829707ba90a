"""Old addresses of entries lead on for good, in one step, and tell nothing of what is hidden."""

import pytest
from django.urls import reverse

from catalogue.models import Microcredential
from catalogue.models.vocabulary import State
from catalogue.workflow import publish, withdraw
from tests.factories import make_draft, make_institution, make_offering, make_part, make_participation

pytestmark = pytest.mark.django_db
NAMES = ("microcredential", "microcredential-letter")


def rename(entry: Microcredential, slug: str) -> None:
    entry.slug = slug
    entry.save()


@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("name", NAMES)
def test_an_old_address_leads_to_the_new_one_in_one_step(client, name, language):
    entry = make_offering(slug="first")
    for slug in ("second", "third"):
        rename(entry, slug)
    for old in ("first", "second"):
        response = client.get(language + reverse(name, args=[old]))
        assert (response.status_code, response["Location"]) == (301, language + reverse(name, args=["third"]))
        assert response["Cache-Control"] == "private, no-cache", "or a browser goes in circles when it is named back"
    rename(entry, "first")
    assert client.get(language + reverse(name, args=["first"])).status_code == 200
    assert client.get(language + reverse(name, args=["third"]))["Location"] == language + reverse(name, args=["first"])


def test_an_old_address_of_a_part_leads_to_its_place(client):
    part = make_part(make_offering(slug="whole"), slug="first", state=State.PUBLISHED)
    rename(part, "second")
    assert client.get("/microcredentials/first/")["Location"] == "/microcredentials/whole/#second"
    assert client.get("/microcredentials/first/letter/")["Location"] == "/microcredentials/whole/letter/"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_an_old_address_of_what_is_hidden_is_not_found(client, name, state):
    entry = make_offering("Zqxhidden", slug="first")
    rename(entry, "second")
    withdraw(entry, by=None, why="It ended", public_reason="It ended.")
    entry.state, entry.withdrawn_on, entry.withdrawal_reason = state, None, ""
    entry.save()
    response = client.get(reverse(name, args=["first"]))
    assert response.status_code == 404
    assert "second" not in response.content.decode()
    assert "Zqxhidden" not in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_an_old_address_of_what_was_withdrawn_is_gone_with_the_reason(client, name):
    entry = make_draft("Zqxhidden", slug="never-shown")
    make_participation(entry, make_institution())
    rename(entry, "first")
    publish(entry, by=None)
    rename(entry, "second")
    withdraw(entry, by=None, why="Between us", public_reason="The school ended it.")
    response = client.get(reverse(name, args=["first"]))
    assert response.status_code == 410
    assert "The school ended it." in response.content.decode()
    assert "Between us" not in response.content.decode()
    assert client.get(reverse(name, args=["never-shown"])).status_code == 404
