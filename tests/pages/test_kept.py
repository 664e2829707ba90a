"""Finished pages: kept once, sent many times, the same for everybody, and never older than what they show."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.utils.http import http_date

from catalogue.search.current import renewed_snapshot
from catalogue.search.index import PROBATION
from tests.factories import make_institution, make_offering
from tests.watched import watched

pytestmark = pytest.mark.django_db
LIST = "/microcredentials/"


@pytest.fixture
def offering():
    return make_offering("Wood", slug="wood", provider=make_institution("College", slug="college"), delivery="online")


@pytest.mark.parametrize("address", ["/", LIST, f"{LIST}wood/", "/institutions/", "/institutions/college/", "/about/"])
def test_a_page_that_has_not_changed_is_not_sent_again(client, offering, address):
    first = client.get(address)
    assert first["ETag"].startswith('W/"')
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    offering.title = "Wood of today"
    offering.save()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_card_of_old_does_not_come_back_when_all_is_read_anew(client, offering):
    client.get(LIST)
    offering.title = "Ward"  # as long as before: packed with what it has in common with itself, it is as it was
    offering.save()
    assert b"Ward" in client.get(LIST).content
    renewed_snapshot(from_nothing=True)
    assert b"Ward" in client.get(LIST).content


def test_a_proxy_may_keep_a_page_and_show_it_while_the_site_is_away(client, offering):
    for address in (LIST, f"{LIST}wood/"):
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=86400"
        assert response["Vary"] == "Accept-Encoding"
        assert not response.cookies


def test_the_next_visitor_gets_the_same_bytes_without_any_work(client, offering, django_assert_num_queries):
    with watched() as snapshot:
        first = client.get(f"{LIST}wood/")
        with django_assert_num_queries(0):
            assert client.get(f"{LIST}wood/").content == first.content
        assert snapshot.kept.get((f"{LIST}wood/", "", ""))[0] == first.content


class MadeMeanwhile:
    """The lock of a page that another makes while one waits for it; or that hangs, and keeps nobody."""

    def __init__(self, make: Callable[[], None], comes: bool) -> None:
        self._make, self._comes, self.was_released = make, comes, False

    def acquire(self, timeout: float) -> bool:
        assert 0 < timeout < 1
        self._make()
        return self._comes

    def release(self) -> None:
        self.was_released = True


def test_who_asks_for_a_page_that_is_being_made_gets_that_one(client, offering, django_assert_num_queries):
    with watched() as snapshot:
        key = (f"{LIST}wood/", "", "")
        turn = MadeMeanwhile(lambda: snapshot.kept.put(key, (b"Made by another.", "text/html")), comes=True)
        snapshot.turns[key] = turn
        with django_assert_num_queries(0):
            assert client.get(f"{LIST}wood/").content == b"Made by another."
        assert turn.was_released
        assert not snapshot.turns


def test_what_pages_share_is_made_by_one_of_them(client, offering):
    with watched() as snapshot:
        snapshot.turns["a sum"] = MadeMeanwhile(lambda: snapshot.made.update({"a sum": 7}), comes=True)
        assert snapshot.once("a sum", lambda: pytest.fail("made twice")) == 7
        snapshot.turns["another"] = MadeMeanwhile(lambda: None, comes=False)
        assert snapshot.once("another", lambda: 8) == 8


def test_a_page_that_hangs_keeps_nobody(client, offering):
    with watched() as snapshot:
        turn = snapshot.turns[f"{LIST}wood/", "", ""] = MadeMeanwhile(lambda: None, comes=False)
        assert b"Wood" in client.get(f"{LIST}wood/").content
        assert not turn.was_released


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("br;q=0,gzip;q=0.0", "", bytes),
        ("identity", "", bytes),
        ("", "", bytes),
        (", ;q=,\x7f", "", bytes),
    ],
)
def test_each_visitor_gets_an_encoding_that_is_understood(client, offering, accepted, encoding, decode):
    plain = client.get(LIST)
    for _ in range(2):  # made, and kept
        response = client.get(LIST, headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding", "") == encoding
        assert decode(response.content) == plain.content
        assert response["ETag"] == plain["ETag"]


def test_one_question_is_one_page_however_it_is_asked(client, offering):
    with watched() as snapshot:
        client.get(f"{LIST}?delivery=online&q=wood")
        one = len(snapshot.kept)
        client.get(f"{LIST}?q=+wood&delivery=online&delivery=online&page=1&sort=best&sector=")
        assert len(snapshot.kept) == one


def test_what_we_do_not_have_pushes_nobodys_page_out(client, offering):
    with watched() as snapshot:
        client.get(LIST)
        kept = len(snapshot.kept)
        for query in ("utm_source=mail", "delivery=by-post", "page=99", "page=x", "q=%3F", "q=nothingofthekind"):
            client.get(f"{LIST}?{query}")
        for address in (f"{LIST}?", f"{LIST}nowhere/", "/nowhere/"):
            client.get(address)
        assert len(snapshot.kept) == kept
        assert client.get("/about/?utm_source=mail").content == client.get("/about/").content


def test_the_store_gives_up_its_oldest_pages_first(client, offering):
    with watched() as snapshot:
        snapshot.kept._most = 25_000
        for query in ("", "delivery=online", "delivery=not-stated", "delivery=blended"):
            client.get(f"{LIST}?{query}")
        assert snapshot.kept.get((LIST, "", "")) is None
        assert snapshot.kept.get((LIST, "delivery=blended", "")) is not None


def test_a_kept_page_holds_nothing_of_who_asked(client, offering):
    user = get_user_model().objects.create_user("maria", password="a long password", is_staff=True)
    client.force_login(user)
    with watched():
        signed_in = client.get(LIST)
        client.logout()
        assert client.get(LIST).content == signed_in.content
    assert b"maria" not in signed_in.content


def test_a_page_of_another_release_is_another_page(client, offering, monkeypatch):
    before = client.get(LIST)["ETag"]
    monkeypatch.setattr("catalogue.views.kept.release", lambda: "another")
    assert client.get(f"{LIST}?", headers={"If-None-Match": before}).status_code == 304  # of the same process
    assert client.get(f"{LIST}?page=1", headers={"If-None-Match": before}).status_code == 200


def test_a_file_is_not_kept_but_has_a_tag(client, offering):
    first = client.get("/microcredentials.csv")
    assert client.get("/microcredentials.csv", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first.streaming
    assert b"Wood" in first.getvalue()


def since(client, address: str, moment: str, **headers: str):
    return client.get(address, headers={"If-Modified-Since": moment, **headers})


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}wood/", f"{LIST}wood.json", "/microcredentials.json", "/openapi.json"]
)
def test_since_when_a_page_stands_is_said_once_it_is_sure(client, offering, address):
    with watched() as snapshot:
        assert "Last-Modified" not in client.get(address)
        snapshot.stood_until(snapshot.stands_since + PROBATION - 0.1)
        assert "Last-Modified" not in client.get(address)
        assert since(client, address, http_date(snapshot.stands_since)).status_code == 200
        snapshot.stood_until(snapshot.stands_since + PROBATION)
        first = client.get(address)
        assert first["Last-Modified"] == snapshot.modified == http_date(snapshot.stands_since)
        again = since(client, address, first["Last-Modified"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Last-Modified"] == first["Last-Modified"]
        for moment in (snapshot.stands_since - 1, snapshot.stands_since + 1):
            assert since(client, address, http_date(moment)).status_code == 200
        assert since(client, address, http_date(snapshot.stands_since + 60)).status_code == 304
        for broken in ("yesterday", "", "Sat, 99 Nov 2026 00:00:00 GMT"):
            assert since(client, address, broken).status_code == 200
        assert since(client, address, first["Last-Modified"], **{"If-None-Match": '"other"'}).status_code == 200
        assert since(client, address, "yesterday", **{"If-None-Match": first["ETag"]}).status_code == 304


def test_a_file_that_is_not_sent_again_keeps_nobody_waiting(client, offering):
    address = "/microcredentials.csv"
    with watched() as snapshot:
        snapshot.stood_until(snapshot.stands_since + PROBATION)
        first = client.get(address)
        assert b"Wood" in first.getvalue()
        for _ in range(5):
            assert since(client, address, first["Last-Modified"]).status_code == 304


def test_no_date_makes_a_page_of_what_is_not_there(client, offering):
    with watched() as snapshot:
        snapshot.stood_until(snapshot.stands_since + PROBATION)
        for address in (f"{LIST}nowhere/", f"{LIST}nowhere.json"):
            assert since(client, address, snapshot.modified).status_code == 404
        assert since(client, "/microcredentials.json?colour=red", snapshot.modified).status_code == 400


def test_a_new_state_stands_since_a_later_moment_however_it_came_about(client, offering):
    """By an edit, or anew from nothing: what was said of the state before counts no more."""

    def edit() -> None:
        offering.title = "Wood of today"
        offering.save()

    for change in (edit, lambda: renewed_snapshot(from_nothing=True)):
        with watched() as before:
            before.stood_until(before.stands_since + PROBATION)
            moment = client.get(LIST)["Last-Modified"]
        change()
        with watched() as after:
            assert after is not before
            assert "Last-Modified" not in client.get(LIST)
            assert since(client, LIST, moment).status_code == 200
