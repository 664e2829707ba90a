"""Nobody is overwritten silently: two savers are merged or asked, told who did what, and lose no typing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Citation, Measure, Microcredential, Source
from catalogue.models.vocabulary import Delivery, Pace
from institutions.changes import Change
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.factories import make_draft, make_institution, make_offering, make_participation

pytestmark = pytest.mark.django_db


def states() -> int:
    """How many states of entries and participations there are; a refused save adds none."""
    models = (Microcredential, Microcredential.participations.rel.related_model)
    return Change.objects.count() + sum(model.history.count() for model in models)


def test_the_second_saver_learns_who_saved_what_and_keeps_all_typing(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    late = jonas.open_record(entry)
    maria.save(maria.open_record(entry).type(title="Welding of pipes", delivery="online"))
    before = states()
    late.type(title="Welding and soldering", pace="own-pace", why="From their website")
    late.new_row("participations", institution=make_institution("BCIT").pk, role="provider", since="2021")
    after = jonas.refused(late)
    assert "maria changed “Title” (now Welding of pipes), “Way of learning” (now Online) of “Welding" in after.html
    assert "Nothing was saved, and what you typed is still on this page." in after.html
    assert re.search("<p>maria changed it on [^<]+. It was: Welding</p>", after.html)
    assert "Theirs: Welding of pipes</label>" in after.html
    assert "Mine, as it stands in the form below: Welding and soldering</label>" in after.html
    kept = {"title": "Welding and soldering", "pace": "own-pace", "delivery": "online", "why": "From their website"}
    assert {name: after.values[name] for name in kept} == {name: [value] for name, value in kept.items()}
    assert after.values["participations-0-since"] == ["2021"]
    entry.refresh_from_db()
    assert (entry.title, entry.delivery, entry.pace) == ("Welding of pipes", Delivery.ONLINE, "")
    assert (states(), entry.participations.count()) == (before, 0)


@pytest.mark.parametrize(("choice", "title"), [("mine", "Soldering"), ("theirs", "Welding of pipes")])
def test_nothing_is_saved_until_the_second_saver_chose(maria: Desk, jonas: Desk, choice: str, title: str) -> None:
    entry = make_draft("Welding")
    late = jonas.open_record(entry)
    maria.save(maria.open_record(entry).type(title="Welding of pipes"))
    again = jonas.refused(jonas.refused(late.type(title="Soldering", pace="own-pace")))
    assert "Theirs: Welding of pipes" in again.html
    jonas.save(again.type(**{"title.choice": choice}))
    entry.refresh_from_db()
    assert (entry.title, entry.pace, entry.version) == (title, Pace.OWN, 3)


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_choice_does_not_hold_against_a_third_editor(maria: Desk, jonas: Desk, choice: str) -> None:
    entry = make_draft("Welding")
    late = jonas.open_record(entry)
    maria.save(maria.open_record(entry).type(title="Welding of pipes"))
    asked = jonas.refused(late.type(title="Soldering")).type(**{"title.choice": choice})
    maria.save(maria.open_record(entry).type(title="Welding of rails"))
    assert "Theirs: Welding of rails" in jonas.refused(asked).html


def test_different_values_go_together_without_a_question(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    late = jonas.open_record(entry)
    maria.save(maria.open_record(entry).type(title="Welding of pipes"))
    page = jonas.saved(late.type(pace="own-pace"))
    assert "While you had this page open: maria changed “Title” (now Welding of pipes)" in page.html
    entry.refresh_from_db()
    assert (entry.title, entry.pace, entry.version) == ("Welding of pipes", Pace.OWN, 3)


def test_what_goes_together_is_checked_again(maria: Desk, jonas: Desk) -> None:
    """Each alone is right; together they are not: the least is more than the most."""
    entry = make_draft("Welding")
    row = Measure.objects.create(microcredential=entry, quantity="price", minimum=100, maximum=200)
    late = jonas.open_record(row)
    maria.save(maria.open_record(row).type(maximum="120"))
    after = jonas.refused(late.type(minimum="150"))
    assert (after.values["minimum"], after.values["maximum"]) == (["150"], ["120.00"])
    row.refresh_from_db()
    assert (row.minimum, row.maximum) == (100, 120)


def test_a_fresh_page_can_be_saved(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    maria.save(maria.open_record(entry).type(title="Welding of pipes"))
    jonas.save(jonas.open_record(entry).type(pace="own-pace"))
    entry.refresh_from_db()
    assert (entry.title, entry.pace, entry.version) == ("Welding of pipes", Pace.OWN, 3)


def test_a_row_that_somebody_else_saved_is_not_written_back(maria: Desk, jonas: Desk) -> None:
    """Jonas never touched the row; his page merely still shows the old one."""
    entry = make_draft("Welding")
    row = make_participation(entry, make_institution("BCIT"))
    late = jonas.open_record(entry)
    sheet = maria.open_record(entry)
    maria.save(sheet.type(**{f"{sheet.row_of('participations', row)}-since": "2021"}))
    page = jonas.saved(late.type(title="Welding of pipes"))
    assert "maria changed “Since” (now 2021) of “BCIT: Provider”" in page.html
    row.refresh_from_db()
    entry.refresh_from_db()
    assert (row.since, entry.title) == ("2021", "Welding of pipes")


def test_a_value_of_a_row_that_both_changed_is_asked_about(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    row = make_participation(entry, make_institution("BCIT"))
    late, sheet = jonas.open_record(entry), maria.open_record(entry)
    name = sheet.row_of("participations", row)
    maria.save(sheet.type(**{f"{name}-since": "2021"}))
    asked = jonas.refused(late.type(**{f"{name}-since": "2019", f"{name}-role": "platform"}))
    assert "Theirs: 2021" in asked.html
    assert asked.values[f"{name}-unresolved"] == ["since"]
    jonas.save(asked.type(**{f"{name}-since.choice": "theirs"}))
    row.refresh_from_db()
    assert (row.since, row.role) == ("2021", "platform")


def test_a_row_that_somebody_else_added_does_not_lend_its_heading_to_another(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding", delivery="online", pace="own-pace")
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    told = {"microcredential": entry, "source": guide, "basis": "stated"}
    Citation.objects.create(**told, field="pace", paragraph=5, says="When one likes.")
    late = jonas.open_record(entry).type(title="Soldering")
    Citation.objects.create(**told, field="delivery", paragraph=1, says="Online it is.")
    maria.save(maria.open_record(entry).type(title="Brazing"))
    html = jonas.refused(late).html
    headings = re.findall(r'class="inline_label">(A guide[^<]*)<', html)
    assert [each.strip() for each in headings] == ["A guide, paragraph 5: When one likes."]


def test_a_row_that_nobody_touched_and_somebody_deleted_just_goes(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    row = make_participation(entry, make_institution("BCIT"))
    late, sheet = jonas.open_record(entry), maria.open_record(entry)
    maria.save(sheet.type(**{f"{sheet.row_of('participations', row)}-DELETE": "on"}))
    page = jonas.saved(late.type(title="Welding of pipes"))
    assert "The participation “BCIT: Provider” was deleted by maria" in page.html
    assert not entry.participations.exists()


def test_a_row_that_somebody_else_saved_is_not_deleted(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    row = make_participation(entry, make_institution("BCIT"))
    late, sheet = jonas.open_record(entry), maria.open_record(entry)
    name = sheet.row_of("participations", row)
    maria.save(sheet.type(**{f"{name}-since": "2021"}))
    after = jonas.refused(late.type(**{f"{name}-DELETE": "on"}))
    assert "Somebody else saved “BCIT: Provider” after you had opened this page." in after.html
    assert entry.participations.count() == 1
    jonas.save(after)
    assert not entry.participations.exists()


def test_a_row_that_somebody_else_deleted_comes_back_as_a_new_one(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    gone, stays = (make_participation(entry, make_institution(name)) for name in ("BCIT", "Camosun"))
    late, sheet = jonas.open_record(entry), maria.open_record(entry)
    maria.save(sheet.type(**{f"{sheet.row_of('participations', gone)}-DELETE": "on"}))
    typed = {f"{late.row_of('participations', row)}-since": year for row, year in ((gone, "2019"), (stays, "2020"))}
    after = jonas.refused(late.type(**typed))
    assert f"The participation “BCIT: Provider” was deleted by maria on {timezone.localdate():%B}" in after.html
    assert after.values["participations-INITIAL_FORMS"] == ["1"]
    assert [after.values[f"participations-{i}-since"] for i in (0, 1)] == [["2020"], ["2019"]]
    assert [str(each) for each in entry.participations.all()] == ["Camosun: Provider"]
    jonas.save(after)
    assert sorted(f"{each} {each.since}" for each in entry.participations.all()) == [
        "BCIT: Provider 2019",
        "Camosun: Provider 2020",
    ]


def test_an_entry_that_somebody_else_deleted_comes_back_as_a_new_one(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    make_participation(entry, make_institution("BCIT"))
    late = jonas.open_record(entry).type(title="Welding of pipes", pace="own-pace")
    maria.client.post(address(entry, "delete"), {"post": "yes", "why": "Twice there"})
    after = jonas.refused(late)
    assert f"The microcredential “Welding” was deleted by maria on {timezone.localdate():%B}" in after.html
    assert (after.values["title"], after.values["participations-0-role"]) == (["Welding of pipes"], ["provider"])
    assert not Microcredential.objects.exists()
    assert f'action="{address(Microcredential, "add")}"' in after.html
    jonas.save(Sheet(address(Microcredential, "add"), after.html, after.values))
    assert [str(each) for each in Microcredential.objects.get().participations.all()] == ["BCIT: Provider"]


def test_the_same_form_sent_twice_is_saved_once(maria: Desk) -> None:
    entry, school = make_draft("Welding"), make_institution("BCIT")
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    sheet = maria.open_record(entry).new_row("participations", institution=school.pk, role="provider")
    sheet.new_row("citations", field="title", source=guide.pk, paragraph=1, basis="stated", says="It is called so.")
    maria.save(sheet)
    assert "This is already there, word for word." in maria.refused(sheet).html
    assert (entry.participations.count(), entry.citations.count()) == (1, 1)


def test_a_page_for_a_new_entry_sent_twice_makes_one(maria: Desk) -> None:
    sheet = maria.open_new(Microcredential).type(title="Welding", **{"participations-TOTAL_FORMS": "0"})
    maria.save(sheet)
    twice = maria.refused(sheet)
    assert "This microcredential was saved already" in twice.html
    assert Microcredential.objects.count() == 1
    first = Microcredential.objects.get()
    assert "Is it here already?" in maria.refused(twice).html
    maria.save(twice.type(another=first.pk))
    assert Microcredential.objects.count() == 2


def test_what_is_the_same_already_needs_no_refusal(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    late = jonas.open_record(entry)
    maria.save(maria.open_record(entry).type(title="Welding of pipes"))
    jonas.save(late.type(title="Welding of pipes"))
    assert Microcredential.objects.get().version == 2


@pytest.mark.parametrize("opened", ["", "x", "-1", "0", "99999999999999999999"])
def test_a_page_that_does_not_say_its_version_is_refused(maria: Desk, opened: str) -> None:
    entry = make_offering("Welding")
    maria.refused(maria.open_record(entry).type(opened=opened, title="Welding of pipes"))
    assert Microcredential.objects.get().title == "Welding"


def test_a_step_on_an_old_version_is_refused(maria: Desk, jonas: Desk) -> None:
    entry = make_offering("Welding", state="draft")
    late = jonas.open(reverse("admin:catalogue_microcredential_step", args=[entry.pk, "publish"]))
    maria.save(maria.open_record(entry).type(summary="Changed."))
    assert "maria changed “Summary” (now Changed.)" in jonas.client.post(late.address, late.values).content.decode()
    entry.refresh_from_db()
    assert entry.state == "draft"
