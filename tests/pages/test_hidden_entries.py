"""No address shows anything of an entry that is not public: not a word, not a count, not a header."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import (
    SUBJECTS,
    AudienceTag,
    Citation,
    Disagreement,
    DisagreementSide,
    Edition,
    FundingLink,
    Group,
    Measure,
    Membership,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
    Source,
    Statement,
    StatementSubject,
)
from catalogue.models.vocabulary import State
from catalogue.opendata.addresses import LISTS
from catalogue.opendata.whole.editions import keep_up, make_edition
from catalogue.opendata.whole.standing import end_of
from catalogue.workflow import publish, reopen, withdraw
from funding.models import FundingSource
from tests.catalogue.opendata.whole.writing import days_ago
from tests.catalogue_data import documents  # noqa: F401
from tests.factories import make_draft, make_named_kind, make_offering
from tests.pages.elements import page
from tests.pages.walk import body, walk

# What programs ask for; to some of it no page leads.
FOR_PROGRAMS = (*LISTS, "microcredentials-ics", "robots", "sitemap", "opensearch", "plain-index")
MARK = "zqxhidden"
LATER = timezone.now() + timedelta(days=400)
HIDDEN_STATES = [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN]


def _cite(subject, field: str = "", source: Source | None = None) -> Citation:
    name = next(name for name, model in SUBJECTS.items() if isinstance(subject, model))
    source = source or Source.objects.get(key="education-guide")
    return Citation.objects.create(
        **{name: subject}, source=source, field=field, paragraph=47, basis="stated", says=f"{MARK} says"
    )


def _hide(state: str, **fields) -> Microcredential:
    """An entry with everything that can be said of one, all of it tied to public rows."""
    slug = "-".join([MARK, state, *fields])
    named = make_named_kind(f"{MARK} kind", slug=slug, summary=f"{MARK} in a word")
    entry = make_draft(f"{MARK} {state}", slug=slug, state=state, kind=named.kind, named_kind=named, **fields)
    bcit = Participation.objects.filter(institution__slug="bcit").first().institution
    group = Group.objects.get(key="r18")
    claims = [
        Participation.objects.create(microcredential=entry, institution=bcit, role="provider"),
        Recognition.objects.create(
            microcredential=entry, institution=bcit, target="diploma", target_name=MARK, force="counts"
        ),
        FundingLink.objects.create(microcredential=entry, funding_source=_money()),
        SectorTag.objects.create(microcredential=entry, sector=SectorTag.objects.first().sector),
        AudienceTag.objects.create(microcredential=entry, audience=AudienceTag.objects.first().audience),
        Measure.objects.create(microcredential=entry, quantity="price", minimum=7_654_321, unit="cad"),
        Membership.objects.create(microcredential=entry, group=group, standing="member"),
    ]
    statement = Statement.objects.create(topic="definition", text=f"{MARK} statement")
    StatementSubject.objects.create(statement=statement, microcredential=entry)
    StatementSubject.objects.create(statement=statement, institution=bcit)
    citations = [_cite(entry, "title"), _cite(statement), *map(_cite, claims)]
    file = Source.objects.create(kind="imported-file", key=f"file-of-{entry.slug}", title=MARK, short_title=MARK)
    _cite(entry, "title", file)
    _cite(claims[0], source=file)
    dispute = Disagreement.objects.create(kind="conflict", title=f"{MARK} dispute")
    public = Citation.objects.public().exclude(says__contains=MARK).filter(institution=bcit).first()
    for citation in (citations[0], public):
        DisagreementSide.objects.create(disagreement=dispute, citation=citation)
    return entry


def _texts(pages: dict) -> dict[str, str]:
    """What is sent of each page, but for its tag: that changes whenever staff write anything."""
    return {
        address: f"{body(response)}\n{ {name: value for name, value in response.items() if name != 'ETag'} }"
        for address, response in pages.items()
    }


def _starts() -> list[str]:
    """What `_hide` ties its entries to comes first: there they would show."""
    names = ["home", "microcredentials", *FOR_PROGRAMS, "pathways", "about", "sources", "coverage"]
    tied = [
        reverse("institution", args=["bcit"]),
        reverse("sector", args=[SectorTag.objects.first().sector.slug]),
        reverse("funding-source", args=[_money().slug]),
        reverse("pathway", args=["diploma"]),
        reverse("source", args=["education-guide"]),
    ]
    maps = [reverse("sitemap-part", args=[number]) for number in range(2)]
    first, last = _days()
    two_days = f"?from={first}&to={last}"
    differences = [reverse("difference-file", kwargs={"form": form}) + two_days for form in ("json", "csv")]
    differences += [f"{language}{reverse('difference')}{two_days}" for language in ("", "/fr")]
    return [*tied, *(f"/fr{address}" for address in tied), *map(reverse, names), *maps, *differences]


def _days() -> tuple[date, date]:
    """Before all that a test has written, and after it."""
    return timezone.localdate() - timedelta(days=4), timezone.localdate() - timedelta(days=1)


def _make_editions() -> None:
    """Of these days, and of today, as if all had been written on a day between."""
    days_ago(2)
    Edition.objects.all().delete()
    for day in _days():
        make_edition(day, end_of(day))
    keep_up()


def _money() -> FundingSource:
    return FundingLink.objects.exclude(microcredential=None).first().funding_source


@pytest.mark.django_db
def test_a_walk_over_every_address_finds_nothing_hidden(client, documents, full):  # noqa: F811
    """The quick run looks at a few pages of each kind, `make full` at all of them."""
    starts, most = _starts(), None if full else 3
    _make_editions()
    before = _texts(walk(client, *starts, most=most))
    published = Microcredential.objects.public().results().first()
    hidden = [_hide(state) for state in HIDDEN_STATES]
    hidden.append(_hide(State.DRAFT, parent=published))
    hidden.append(_hide(State.PUBLISHED, parent=hidden[0]))
    hidden.append(_hide(State.PUBLISHED, publish_at=LATER))
    hidden.append(_hide(State.PUBLISHED, parent=published, publish_at=LATER))
    hidden.append(_withdraw(_hide(State.PUBLISHED)))  # its own address tells of it, and no other
    hidden[-1].withdrawn_on = timezone.localdate() - timedelta(days=9)
    hidden[-1].save()
    _make_editions()
    after = _texts(walk(client, *starts, most=most))
    after[reverse("data-changes")] = _without_tombstone(after[reverse("data-changes")], hidden[-1])
    assert len(after) > 80, "the walk goes far enough to mean something"
    leaks = [address for address, text in after.items() if MARK in text.lower() or "7,654,321" in text]
    assert leaks == []
    assert after.keys() == before.keys()
    if full:
        assert {f"/fr{address}" for address in after if _has_french(address)} <= after.keys()
    changed = [address for address in after if _comparable(after[address]) != _comparable(before[address])]
    assert changed == []


def _without_tombstone(text: str, entry: Microcredential) -> str:
    """The feed of changes without what it tells of an entry that was taken out: address, day and reason, no more."""
    start = text.index('"withdrawn": [')
    end = text.index("\n ]", start) + len("\n ]")
    told = {"slug": entry.slug, "withdrawn_on": entry.withdrawn_on.isoformat(), "reason": "The school ended it."}
    assert json.loads(f"{{{text[start:end]}}}") == {"withdrawn": [told]}
    return f'{text[:start]}"withdrawn": []{text[end:]}'


def _has_french(address: str) -> bool:
    """Data is the same in every language."""
    return "." not in address and not address.startswith(("/fr/", reverse("suggestions"), "/data/SHA256SUMS"))


def _comparable(text: str) -> str:
    """A page without what differs from one request to the next, or from one edition to the next."""
    tokens = ("csrfmiddlewaretoken", 'name="token"', "Pacific Time", "heure du Pacifique", '"@value": "20')
    lines = (line for line in text.splitlines() if not any(token in line for token in tokens))
    return re.sub("'Content-Length': '[0-9]+'", "", "\n".join(lines))  # which the text itself decides


@pytest.mark.django_db
@pytest.mark.parametrize("state", [*HIDDEN_STATES, State.PUBLISHED])
def test_guessed_addresses_of_hidden_entries_are_not_found(client, documents, state):  # noqa: F811
    entry = _hide(state, publish_at=LATER)
    for slug in (entry.slug, entry.key, str(entry.pk)):
        response = client.get(reverse("microcredential", args=[slug]))
        assert response.status_code == 404
        assert MARK not in body(response).replace(slug, "").lower()


def _withdraw(entry: Microcredential) -> Microcredential:
    """Through the workflow, which tells visitors of it."""
    withdraw(entry, by=None, why=f"{MARK} between us", public_reason="The school ended it.")
    return entry


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["microcredential", "microcredential-letter"])
@pytest.mark.parametrize("language", ["", "/fr"])
def test_a_withdrawn_entry_is_gone_with_its_name_the_day_and_the_reason(client, documents, name, language):  # noqa: F811
    entry = _hide(State.PUBLISHED)
    address = language + reverse(name, args=[entry.slug])
    assert client.get(address).status_code == 200
    _withdraw(entry)
    response = client.get(address)
    assert (response.status_code, response["X-Robots-Tag"]) == (410, "noindex")
    assert response["Cache-Control"] == "private, no-cache"
    shown = page(response)
    assert shown.one("h1").text == entry.title
    assert shown.one("meta", name="robots").attributes["content"] == "noindex"
    assert shown.all("link", rel="canonical") == []
    assert "The school ended it." in shown.one("main").text
    day = timezone.localdate()
    assert (f"le {day.day}" if language else f"on {day:%B} {day.day}, {day.year}.") in shown.one("main").text
    links = {link.attributes["href"] for link in shown.one("main").all("a")}
    assert links == {f"{language}/microcredentials/", f"{language}/institutions/bcit/"}
    rest = body(response).replace(entry.title, "").replace(entry.slug, "").lower()
    assert MARK not in rest
    assert "7,654,321" not in rest


@pytest.mark.django_db
def test_what_nobody_has_seen_is_not_told_to_be_gone(client, documents):  # noqa: F811
    whole = _hide(State.PUBLISHED)
    waiting = _withdraw(_hide(State.PUBLISHED, publish_at=LATER))
    of_the_whole = _withdraw(_hide(State.PUBLISHED, parent=whole))
    again = _withdraw(make_offering())
    assert client.get(reverse("microcredential", args=[of_the_whole.slug])).status_code == 410
    _withdraw(whole)
    reopen(again, by=None)
    for entry in (waiting, of_the_whole, again):
        assert client.get(reverse("microcredential", args=[entry.slug])).status_code == 404
    publish(again, by=None)
    assert client.get(reverse("microcredential", args=[again.slug])).status_code == 200


@pytest.mark.django_db
def test_an_old_address_of_what_is_gone_says_so_too(client, documents):  # noqa: F811
    """Where visitors saw it; an old address of what nobody saw, or sees no more and is not told of, is not found."""
    seen, waiting, again = _hide(State.PUBLISHED), _hide(State.PUBLISHED, publish_at=LATER), make_offering("Again")
    old = {entry.pk: entry.slug for entry in (seen, waiting, again)}
    for entry in (seen, waiting, again):
        entry.slug = f"new-{entry.slug}"
        entry.save()
        _withdraw(entry)
    reopen(again, by=None)
    for tail in ("/", "/letter/", "/suggest/", ".json", ".jsonld"):
        assert client.get(f"/microcredentials/{old[seen.pk]}{tail}").status_code == 410, tail
        for hidden in (waiting, again):
            assert client.get(f"/microcredentials/{old[hidden.pk]}{tail}").status_code == 404, tail
    told = client.get(f"/microcredentials/{old[seen.pk]}/")
    assert "The school ended it." in body(told)
    assert body(told) == body(client.get(seen.get_absolute_url())).replace(seen.slug, old[seen.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["compare", "shortlist"])
@pytest.mark.parametrize("state", [*HIDDEN_STATES, State.PUBLISHED])
def test_hidden_entries_are_neither_compared_nor_put_on_a_list(client, documents, state, address):  # noqa: F811
    entry = _hide(state, publish_at=LATER)
    for others in ([], ["tru-oeru"], ["tru-oeru", "sfu-fass-forward"]):
        response = client.get(reverse(address), {"e": [entry.slug, *others]})
        shown = body(response)
        assert response.status_code == 200
        assert MARK not in shown.replace(entry.slug, "").lower()
        assert shown.replace(entry.slug, "nowhere") == body(client.get(reverse(address), {"e": ["nowhere", *others]}))
        assert "7,654,321" not in shown


@pytest.mark.django_db
def test_searching_for_hidden_words_finds_nothing(client, documents):  # noqa: F811
    _hide(State.DRAFT)
    _hide(State.PUBLISHED, publish_at=LATER)
    listing = reverse("microcredentials")
    for word in (MARK, MARK[:6], f'"{MARK}"'):
        page = body(client.get(listing, {"q": word}))
        assert "data-slug=" not in page
        rows = body(client.get(reverse("microcredentials-csv"), {"q": word})).strip().splitlines()
        assert len(rows) == 1
