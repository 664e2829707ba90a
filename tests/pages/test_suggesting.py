"""“Report a mistake or add a fact”: for everybody, without cookie or script; nothing that was typed is lost."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from catalogue import suggesting
from catalogue.coverage import QUESTIONS
from catalogue.models import Microcredential, Suggestion, SuggestionSent
from catalogue.models.vocabulary import State
from tests.factories import make_draft, make_offering, make_part
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
GIVEN = {"about": "delivery", "says": "It is online.", "source": "https://school.example/welding", "email": ""}


@pytest.fixture
def entry() -> Microcredential:
    return make_offering("Welding", slug="welding")


class OfYesterday(signing.TimestampSigner):
    def timestamp(self) -> str:
        return signing.b62_encode(int(timezone.now().timestamp()) - 24 * 3600 - 5)


def there(entry: Microcredential, prefix: str = "") -> str:
    return f"{prefix}/microcredentials/{entry.slug}/suggest/"


def token_on(response: HttpResponse) -> str:
    return page(response).one("input", name="token").attributes["value"]


def send(
    client: Client, entry: Microcredential, origin: str | None = settings.SITE_ORIGIN, **typed: str
) -> HttpResponse:
    typed = {"token": signing.dumps(entry.pk, salt="suggestion"), **GIVEN, **typed}
    headers = {"Origin": origin} if origin is not None else {}
    return client.post(there(entry), typed, headers=headers)


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_from_the_page_of_an_offering_to_thanks(entry: Microcredential, prefix: str) -> None:
    client = Client(enforce_csrf_checks=True)
    offering = page(client.get(f"{prefix}/microcredentials/welding/"))
    assert offering.one("a", href=there(entry, prefix)).text
    form = client.get(there(entry, prefix))
    names = [option.attributes["value"] for option in page(form).one("select").all("option")]
    assert names == ["", *(question.name for question in QUESTIONS), "other"]
    typed = {**GIVEN, "email": "kim@example.ca", "token": token_on(form), "nickname": ""}
    sent = client.post(there(entry, prefix), typed, headers={"Origin": settings.SITE_ORIGIN}, follow=True)
    assert sent.redirect_chain == [(f"{there(entry, prefix)}thanks/", 302)]
    kept = Suggestion.objects.get()
    assert (kept.entry, kept.about, kept.says, kept.source, kept.email, kept.state) == (
        entry, "delivery", "It is online.", "https://school.example/welding", "kim@example.ca", "open",
    )  # fmt: skip
    for response in (form, sent):
        assert not response.cookies
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-cache", "noindex")
        assert "ETag" not in response
    assert b"It is online." not in client.get(f"{prefix}/microcredentials/welding/").content


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"about": ""}, "Choose what it is about."),
        ({"about": "nothing"}, "Select a valid choice"),
        ({"says": " "}, "Write what is right."),
        ({"says": "x" * 1001}, "at most 1,000"),
        ({"says": "a\0b"}, "Null characters"),
        ({"source": ""}, "We cannot use it without a source."),
        ({"source": "x" * 501}, "at most 500"),
        ({"email": "kim"}, "name@example.ca"),
        ({"nickname": "kim"}, "Please leave the last box empty."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, entry: Microcredential, typed: dict, words: str
) -> None:
    answer = send(client, entry, **typed)
    assert (answer.status_code, Suggestion.objects.count()) == (400, 0)
    html = answer.content.decode()
    assert words in html
    for value in {**GIVEN, **typed}.values():
        assert value.strip() in html or "\0" in value


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None, "http://"])
def test_a_form_from_elsewhere_is_not_taken(client: Client, entry: Microcredential, origin: str | None) -> None:
    answer = send(client, entry, origin)
    assert (answer.status_code, Suggestion.objects.count()) == (403, 0)
    assert "It is online." in answer.content.decode()  # ready to be sent from here


def test_where_a_browser_names_no_origin_the_page_it_comes_from_will_do(client: Client, entry: Microcredential) -> None:
    typed = {**GIVEN, "token": signing.dumps(entry.pk, salt="suggestion")}
    for referer, status in (("https://[broken", 403), (f"{settings.SITE_ORIGIN}/x/", 302)):
        assert client.post(there(entry), typed, headers={"Referer": referer}).status_code == status


def test_a_token_is_for_one_entry_and_one_day(client: Client, entry: Microcredential) -> None:
    other = make_offering("Other")
    for token in ("", "x", signing.dumps(other.pk, salt="suggestion"), signing.dumps(entry.pk, salt="other")):
        assert send(client, entry, token=token).status_code == 403
    answer = send(client, entry, token=OfYesterday(salt="suggestion").sign_object(entry.pk))
    assert (answer.status_code, Suggestion.objects.count()) == (403, 0)
    assert send(client, entry, token=token_on(answer)).status_code == 302


def test_sent_twice_it_is_kept_once(client: Client, entry: Microcredential) -> None:
    for _ in range(2):
        assert send(client, entry).status_code == 302
    assert Suggestion.objects.count() == SuggestionSent.objects.count() == 1


def test_a_network_sends_ten_in_an_hour_and_others_go_on(client: Client, entry: Microcredential) -> None:
    for number in range(suggesting.FROM_A_NETWORK):
        assert send(client, entry, says=f"Fact {number}").status_code == 302
    refused = send(client, entry, says="One more")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "One more" in refused.content.decode()
    assert send(Client(REMOTE_ADDR="142.58.103.21"), entry, says="One more").status_code == 302
    SuggestionSent.objects.update(at=timezone.now() - timedelta(hours=1))
    assert send(client, entry, says="One more again").status_code == 302
    assert "127.0.0.1" not in str([*SuggestionSent.objects.values()])


def test_nobody_fills_the_database(client: Client, entry: Microcredential) -> None:
    many = [Suggestion(entry=entry, says=f"Fact {n}", source="Here") for n in range(suggesting.IN_A_DAY)]
    Suggestion.objects.bulk_create(many)
    assert send(client, entry).status_code == 429
    assert client.post(there(entry), {**GIVEN, "says": "x" * 30_000}).status_code == 413
    assert client.post(there(entry), b"x", content_type="multipart/form-data; boundary=").status_code in {400, 403}


def test_what_is_kept_for_a_while_is_deleted(client: Client, entry: Microcredential) -> None:
    for says in ("Old", "New"):
        send(client, entry, says=says, email="kim@example.ca")
    Suggestion.objects.filter(says="Old").update(sent_at=timezone.now() - suggesting.EMAIL_KEPT_FOR)
    SuggestionSent.objects.filter(pk=SuggestionSent.objects.first().pk).update(at=timezone.now() - suggesting.WINDOW)
    call_command("tidy_suggestions")
    assert dict(Suggestion.objects.values_list("says", "email")) == {"Old": "", "New": "kim@example.ca"}
    assert SuggestionSent.objects.count() == 1


def test_only_about_what_visitors_see(client: Client, entry: Microcredential) -> None:
    hidden, part = make_draft("Hidden"), make_part(entry, "Part", slug="part")
    gone = make_offering("Gone", state=State.WITHDRAWN, withdrawn_on=timezone.localdate(), withdrawal_reason="X")
    for tail in ("", "thanks/"):
        assert client.get(there(hidden) + tail).status_code == 404
        assert client.get(there(gone) + tail).status_code == 410
        assert client.get(there(part) + tail)["Location"] == there(entry) + tail
    assert send(client, hidden).status_code == 404
    for method in (client.put, client.delete):
        assert method(there(entry)).status_code == 405


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_form_asks_for_the_entry_alone(client: Client, django_assert_num_queries, how_many: int) -> None:
    entries = [make_offering(f"Welding {number}") for number in range(how_many)]
    with django_assert_num_queries(1):
        client.get(there(entries[0]))
