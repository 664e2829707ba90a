"""The home page."""

import pytest

pytestmark = pytest.mark.django_db


def test_it_has_one_search_box(client):
    assert client.get("/").content.decode().count('name="q"') == 1


def test_an_unknown_address_answers_404_with_a_search_box(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()
