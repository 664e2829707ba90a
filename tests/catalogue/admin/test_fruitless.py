"""Searches without a result at the desk: what was typed most often comes first, and leads to a new synonym."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import FruitlessSearch, Synonym
from tests.catalogue.admin.desk import Desk, address

pytestmark = pytest.mark.django_db
LIST = address(FruitlessSearch, "changelist")


@pytest.fixture(autouse=True)
def searches() -> None:
    today = timezone.localdate()
    for text, counts in {"night owl": [2, 5], "falconry": [6], "basketry": [1, 1, 1]}.items():
        for days, count in enumerate(counts):
            FruitlessSearch.objects.create(day=today - timedelta(days=days), text=text, count=count)


def listed(maria: Desk, question: str = "") -> list[tuple[str, int]]:
    rows = maria.client.get(f"{LIST}{question}").context["cl"].result_list
    return [(row.text, row.how_often) for row in rows]


def test_each_text_stands_once_the_most_frequent_first(maria: Desk) -> None:
    assert listed(maria) == [("night owl", 7), ("falconry", 6), ("basketry", 3)]
    rows = maria.client.get(LIST).context["cl"].result_list
    assert {row.day for row in rows} == {timezone.localdate()}


def test_it_can_be_searched_sorted_and_narrowed(maria: Desk) -> None:
    assert listed(maria, "?q=OWL") == [("night owl", 7)]
    assert [text for text, _ in listed(maria, "?o=1")] == ["basketry", "falconry", "night owl"]
    assert listed(maria, f"?day__lt={timezone.localdate()}") == []


def test_one_click_leads_to_a_new_synonym(maria: Desk) -> None:
    page = maria.open(LIST)
    new = f"{address(Synonym, 'add')}?asked=night+owl"
    assert f'<a href="{new}">Add a synonym</a>' in page.html
    sheet = maria.open(new)
    assert sheet.values["asked"] == ["night owl"]
    maria.save(sheet.type(means="evening"))
    there = address(Synonym.objects.get(asked="night owl"), "change")
    assert f'It has a <a href="{there}">synonym</a> now' in maria.open(LIST).html


def test_nobody_edits_it(maria: Desk, admin_client) -> None:
    row = FruitlessSearch.objects.first()
    for client in (maria.client, admin_client):
        assert client.get(address(FruitlessSearch, "add")).status_code == 403
        assert client.post(address(row, "change"), {"text": "other", "count": 9}).status_code == 403
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    assert not maria.user.has_perm("catalogue.delete_fruitlesssearch")


def test_the_front_page_for_staff_leads_to_it(maria: Desk) -> None:
    assert f'href="{LIST}">Searches without a result' in maria.open("/admin/").html
