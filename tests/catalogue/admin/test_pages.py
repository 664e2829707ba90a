"""Every page for staff opens, for every noun, with the same number of questions to the database for any length."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.forms import ModelForm
from django.test import Client

from catalogue import models as nouns
from funding.models import FundingFlow, FundingSource
from institutions.changes import Change
from institutions.models import Institution
from institutions.records import Record
from tests.catalogue.admin.desk import Desk, address
from tests.catalogue.admin.rows import made, rows_of, slug

EDITED = [model for model in apps.get_models() if model in (Change, nouns.FruitlessSearch) or issubclass(model, Record)]
RECORDS = [model for model in EDITED if issubclass(model, Record)]
# Session, user and two for permissions; then the count, the rows, and one for the counts beside each filter.
QUERIES = {
    Change: 8,
    nouns.FruitlessSearch: 7,
    Institution: 10,
    FundingSource: 9,
    FundingFlow: 8,
    nouns.Microcredential: 19,  # two learn that nothing was written since, and in a test read it anew
    nouns.Group: 8,
    nouns.Sector: 8,
    nouns.Audience: 7,
    nouns.NamedKind: 8,
    nouns.Participation: 9,
    nouns.Recognition: 10,
    nouns.Measure: 11,
    nouns.FundingLink: 8,
    nouns.SectorTag: 8,
    nouns.AudienceTag: 8,
    nouns.Membership: 8,
    nouns.Source: 8,
    nouns.Citation: 11,
    nouns.Statement: 9,
    nouns.StatementSubject: 7,
    nouns.Disagreement: 7,
    nouns.DisagreementSide: 7,
    nouns.Synonym: 7,
}


def named(model: type[Model]) -> str:
    return model._meta.label


def test_every_noun_is_in_the_admin() -> None:
    assert len(EDITED) == 24
    assert [model for model in EDITED if not admin.site.is_registered(model)] == []
    assert set(QUERIES) == set(EDITED)


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_every_noun_can_be_listed_searched_and_filtered(model: type[Model]) -> None:
    page = admin.site.get_model_admin(model)
    assert page.list_display != ("__str__",)
    assert page.search_fields
    assert page.list_filter
    assert page.get_ordering(None) or model._meta.ordering


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_no_select_holds_a_whole_table(maria: Desk, model: type[Model]) -> None:
    """Every record is chosen by completing its name, on the page of the noun and in its rows."""
    context = maria.client.get(address(model, "add")).context
    forms = [context["adminform"].form, *(rows.formset.empty_form for rows in context["inline_admin_formsets"])]
    offered = [(form, name) for form in forms for name, field in form.fields.items() if hasattr(field, "queryset")]
    hidden_number = [(form, "id") for form in forms]
    whole = [name for form, name in offered if (form, name) not in hidden_number and not completes(form, name)]
    assert whole == []


def completes(form: ModelForm, name: str) -> bool:
    widget = form.fields[name].widget
    return isinstance(getattr(widget, "widget", widget), AutocompleteSelect)


@pytest.mark.parametrize("model", EDITED, ids=named)
@pytest.mark.parametrize("how_many", [1, 3, 300])
def test_a_list_asks_the_same_number_of_questions(
    maria: Desk, django_assert_num_queries, model: type[Model], how_many: int
) -> None:
    if model is Change:
        Change.objects.bulk_create([Change(way="shell") for _ in range(how_many)])
    elif model is nouns.FruitlessSearch:
        made(model, how_many, text=slug, day=date(2026, 11, 2), count=1)
    elif model is nouns.Microcredential:
        rows_of(nouns.Participation, how_many)  # each with an entry of its own, whose provider the list names
    else:
        rows_of(model, how_many)
    keys_first = how_many > 100  # of a list of several pages
    with django_assert_num_queries(QUERIES[model] + keys_first):
        answer = maria.client.get(address(model, "changelist"))
    assert answer.context["cl"].result_count == how_many


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_staff_reach_every_page_of_every_noun(maria: Desk, model: type[Model]) -> None:
    row = rows_of(model, 1)[0]
    for page in ("change", "history", "delete"):
        assert maria.client.get(address(row, page)).status_code == 200, page
    for page in ("changelist", "add"):
        assert maria.client.get(address(model, page)).status_code == 200, page
    assert maria.client.get(f"{address(model, 'changelist')}?q=school").status_code == 200


def test_the_record_of_changes_can_be_read(maria: Desk) -> None:
    change = Change.objects.create(way="shell")
    for page in (address(Change, "changelist"), address(change, "change")):
        assert maria.client.get(page).status_code == 200


@pytest.mark.parametrize(
    "page", ["auth/", "auth/user/", "auth/user/add/", "auth/user/1/change/", "auth/group/", "auth/group/1/delete/"]
)
def test_staff_do_not_reach_accounts(maria: Desk, page: str) -> None:
    assert maria.client.get(f"/admin/{page}").status_code in {403, 404}
    assert maria.client.post(f"/admin/{page}", {"username": "x", "post": "yes"}).status_code in {403, 404}
    assert "/admin/auth/" not in maria.open("/admin/").html


def test_who_may_only_look_can_look(db: None) -> None:
    user = User.objects.create_user("kim", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    kim = Desk(user)
    for model in RECORDS:
        row = rows_of(model, 1)[0]
        assert 'name="_save"' not in kim.open(address(row, "change")).html, model
        assert kim.client.post(address(row, "change"), {"opened": "1"}).status_code == 403, model
        assert kim.client.post(address(row, "delete"), {"post": "yes"}).status_code == 403, model


def test_administrators_keep_accounts(admin_client: Client, admin_user: User) -> None:
    for page in ("", "add/", f"{admin_user.pk}/change/", f"{admin_user.pk}/delete/", f"{admin_user.pk}/history/"):
        assert admin_client.get(f"/admin/auth/user/{page}").status_code == 200, page


@pytest.mark.parametrize("model", [Institution, FundingSource, nouns.Sector, nouns.Source], ids=named)
def test_a_link_to_the_site_leads_to_a_page(maria: Desk, client: Client, model: type[Model]) -> None:
    row = rows_of(model, 1)[0]
    assert f'href="{row.get_absolute_url()}"' in maria.open(address(row, "change")).html
    assert client.get(row.get_absolute_url()).status_code == 200


def test_strangers_are_sent_to_sign_in(client: Client, db: None) -> None:
    for model in EDITED:
        for page in ("changelist", "add"):
            assert client.get(address(model, page)).url.startswith("/admin/login/"), model
    assert client.get("/admin/autocomplete/").url.startswith("/admin/login/")


def test_an_account_that_is_not_staff_sees_nothing(db: None) -> None:
    desk = Desk(User.objects.create_user("visitor"))
    assert desk.client.get("/admin/").url.startswith("/admin/login/")


def test_nobody_is_told_whether_an_account_exists(client: Client, maria: Desk) -> None:
    """The same words for a wrong password and for a name that nobody has, and no name is given away."""
    pages = []
    for name in ("maria", "nobody"):
        answer = client.post("/admin/login/", {"username": name, "password": "wrong"}).content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="(maria|nobody)"', "", answer))
    assert pages[0] == pages[1]
    assert "maria" not in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize("page", ["", "login/", "catalogue/", "catalogue/microcredential/", "catalogue/source/add/"])
def test_no_page_for_staff_is_stored(maria: Desk, client: Client, page: str) -> None:
    desk = client if page == "login/" else maria.client
    answer = desk.get(f"/admin/{page}")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_names_are_completed_while_one_types(maria: Desk) -> None:
    made(Institution, 1, name="Camosun College", slug=slug)
    asked = {"app_label": "catalogue", "model_name": "participation", "field_name": "institution", "term": "camo"}
    answer = maria.client.get("/admin/autocomplete/", asked)
    assert [each["text"] for each in answer.json()["results"]] == ["Camosun College"]


@pytest.mark.parametrize("model", RECORDS, ids=named)
def test_nothing_is_chosen_for_staff(maria: Desk, model: type[Model]) -> None:
    """On a new page every choice is empty, and an empty one that may stay so is called not stated."""
    form = maria.client.get(address(model, "add")).context["adminform"].form
    choices = {name: form[name] for name, field in form.fields.items() if hasattr(field, "choices")}
    chosen = {name: bound.value() for name, bound in choices.items() if bound.value()}
    assert chosen == {}
    for field in model._meta.fields:
        if field.choices and field.name in form.fields:
            empty = dict(form.fields[field.name].choices)[""]
            assert empty == ("Not stated" if field.blank else "Choose…"), field.name


def test_a_page_with_hundreds_of_sources_can_be_saved(maria: Desk) -> None:
    school, guide = rows_of(Institution, 1)[0], rows_of(nouns.Source, 1)[0]
    said = {"institution": school, "source": guide, "paragraph": 1, "basis": "stated", "field": "name"}
    nouns.Citation.objects.bulk_create([nouns.Citation(says=f"Word {number}", **said) for number in range(250)])
    maria.save(maria.open_record(school).type(city="Victoria"))
    school.refresh_from_db()
    assert school.city == "Victoria"


def test_a_page_with_more_than_a_thousand_boxes_is_read(maria: Desk) -> None:
    """Django refuses that many unless told otherwise; a page has up to five hundred rows of each kind."""
    boxes = {f"measures-{number // 8}-{number % 8}": "" for number in range(1001)}
    assert maria.client.post(address(Institution, "add"), boxes).status_code == 200
