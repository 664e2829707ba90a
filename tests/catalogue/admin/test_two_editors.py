"""Two editors at the same records, at random: nobody's work is lost without a word, and typing stays on the screen."""

from __future__ import annotations

from random import Random

import pytest
from django.urls import reverse

from catalogue.exchange.incoming.applying import apply
from catalogue.exchange.incoming.planning import Answers, make_plan
from catalogue.models import Citation, Source, Statement, StatementSubject
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.factories import make_draft, make_institution

pytestmark = pytest.mark.django_db

FIELDS = ["name", "short_name", "other_names", "city", "region", "ownership"]
WORDS = {"region": ["cariboo", "kootenay", "northeast"], "ownership": ["public", "private"]}


@pytest.fixture
def trials(full: bool) -> range:
    return range(100 if full else 6)


def another(random: Random, field: str, than: set[str]) -> str:
    """A value that nobody has given this field yet."""
    words = WORDS.get(field, [f"{field} {random.randrange(10**6)}" for _ in range(4)])
    return random.choice([word for word in words if word not in than])


def edits(random: Random, fields: list[str], than: dict[str, str]) -> dict[str, str]:
    return {field: another(random, field, {than.get(field, "")}) for field in fields}


def values_of(record: Institution) -> dict[str, str]:
    record.refresh_from_db()
    return {field: getattr(record, field) for field in FIELDS}


def typed_on(sheet: Sheet, typed: dict[str, str]) -> dict[str, str]:
    return {name: sheet.values[name][0] for name in typed}


def cited(school: Institution, number: int) -> Citation:
    guide, _ = Source.objects.get_or_create(
        kind="document", title="A guide", short_title="A guide", defaults={"paragraphs": 9}
    )
    return Citation.objects.create(
        institution=school, source=guide, field="city", basis="stated", paragraph=1, says=f"It says so {number}."
    )


def test_different_values(maria: Desk, jonas: Desk, trials: range) -> None:
    school = make_institution("BCIT")
    for trial in trials:
        random, was = Random(trial), values_of(school)
        fields = random.sample(FIELDS, random.randint(2, 6))
        cut = random.randint(1, len(fields) - 1)
        hers, his = edits(random, fields[:cut], was), edits(random, fields[cut:], was)
        late = jonas.open_record(school)
        maria.save(Sheet(late.address, late.html, {**late.values}).type(**hers))
        page = jonas.saved(late.type(**his))
        assert "While you had this page open: maria changed" in page.html, trial
        assert values_of(school) == {**was, **hers, **his}, trial


def test_the_same_value(maria: Desk, jonas: Desk, trials: range) -> None:
    school = make_institution("BCIT")
    for trial in trials:
        random, was = Random(trial), values_of(school)
        both = random.sample(["name", "short_name", "other_names", "city"], random.randint(1, 3))
        hers = edits(random, both, was)
        his = edits(random, [*both, "region"], {**was, **hers})
        late = jonas.open_record(school)
        maria.save(Sheet(late.address, late.html, {**late.values}).type(**hers))
        asked = jonas.refused(late.type(**his))
        assert typed_on(asked, his) == his, trial
        assert values_of(school) == {**was, **hers}, trial
        choices = {field: random.choice(["mine", "theirs"]) for field in both}
        jonas.save(asked.type(**{f"{field}.choice": choice for field, choice in choices.items()}))
        chosen = {field: {"mine": his, "theirs": hers}[choice][field] for field, choice in choices.items()}
        assert values_of(school) == {**was, **hers, **his, **chosen}, trial


def test_rows(maria: Desk, jonas: Desk, trials: range) -> None:
    """Both edit a row, each edits one of their own, and both add one."""
    school = make_institution("BCIT")
    rows = [cited(school, number) for number in range(3)]
    for trial in trials:
        random = Random(trial)
        late = jonas.open_record(school)
        both, hers, his = (late.row_of("citations", row) for row in random.sample(rows, 3))
        early = Sheet(late.address, late.html, {**late.values})
        early.type(**{f"{both}-says": f"Hers {trial}.", f"{hers}-paragraph": str(random.randint(2, 5))})
        late.type(**{f"{both}-says": f"His {trial}.", f"{his}-paragraph": str(random.randint(6, 9))})
        there = {row.pk: (row.says, row.paragraph) for row in Citation.objects.all()}
        numbers = {name: int(late.values[f"{name}-id"][0]) for name in (both, hers, his)}
        there[numbers[hers]] = (there[numbers[hers]][0], int(early.values[f"{hers}-paragraph"]))
        there[numbers[his]] = (there[numbers[his]][0], int(late.values[f"{his}-paragraph"]))
        maria.save(early)
        asked = jonas.refused(late)
        assert asked.values[f"{both}-says"] == [f"His {trial}."], trial
        choice = ["mine", "theirs"][trial % 2]
        jonas.save(asked.type(**{f"{both}-says.choice": choice}))
        says = {"mine": "His", "theirs": "Hers"}[choice]
        there[numbers[both]] = (f"{says} {trial}.", there[numbers[both]][1])
        assert {row.pk: (row.says, row.paragraph) for row in Citation.objects.all()} == there, trial


def test_deletion_against_edit(maria: Desk, jonas: Desk, trials: range) -> None:
    """Of a row: whoever comes second is asked, and an edited row comes back with what was typed into it."""
    school = make_institution("BCIT")
    for trial in trials:
        row, edits_first = cited(school, trial), trial % 2 == 0
        late = jonas.open_record(school)
        name, early = late.row_of("citations", row), Sheet(late.address, late.html, {**late.values})
        edit, delete = {f"{name}-says": f"Edited {trial}."}, {f"{name}-DELETE": "on"}
        maria.save(early.type(**(edit if edits_first else delete)))
        asked = jonas.refused(late.type(**(delete if edits_first else edit)))
        assert f"Edited {trial}." in asked.html, trial
        assert [each.says for each in Citation.objects.all()] == [f"Edited {trial}."] * edits_first, trial
        jonas.save(asked)
        assert [each.says for each in Citation.objects.all()] == [f"Edited {trial}."] * (not edits_first), trial
        for each in Citation.objects.all():
            each.delete()


def test_an_action_against_an_open_form(maria: Desk, jonas: Desk, trials: range) -> None:
    row = cited(make_institution("BCIT"), 0)
    for trial in trials:
        row.refresh_from_db()
        row.needs_look = True
        row.save()
        late = jonas.open_record(row)
        chosen = {"action": "still_says_so", "_selected_action": [str(row.pk)]}
        assert maria.client.post(reverse("admin:catalogue_citation_changelist"), chosen).status_code == 302
        page = jonas.saved(late.type(paragraph=str(2 + trial % 7)))
        assert "While you had this page open: maria changed" in page.html, trial
        row.refresh_from_db()
        assert (row.needs_look, row.paragraph) == (False, 2 + trial % 7), trial


def test_an_import_against_an_open_form(maria: Desk, jonas: Desk, full: bool) -> None:
    """What the file changes and what is typed into the form both stand; where they differ, whoever types is asked."""
    for trial in range(100 if full else 3):
        if trial % 10 == 0:  # each import cites its values, and a page of two hundred sources would take minutes
            entry = make_draft(f"Wood {trial}", slug=f"wood-{trial}")
            late = jonas.open_record(entry)  # the page that comes after a save is the one for the next trial
        random = Random(trial)
        place, language, typed = f"Town {trial}", f"Language {trial}", f"Typed {trial}"
        text = f"Slug,Title,Place taught,Language\n{entry.slug},{entry.title},{place},{language}\n"
        assert apply(make_plan(text.encode(), "x.csv", Answers(account=maria.user)), by=maria.user).changed == 1
        clash = random.random() < 0.5
        late.type(audience=typed, **({"language": typed} if clash else {}))
        if clash:
            asked = jonas.refused(late)
            assert typed_on(asked, {"language": "", "audience": ""}) == {"language": typed, "audience": typed}, trial
            choice = random.choice(["mine", "theirs"])
            language = {"mine": typed, "theirs": language}[choice]
            late = jonas.saved(asked.type(**{"language.choice": choice}))
        else:
            late = jonas.saved(late)
            assert "While you had this page open: maria changed" in late.html, trial
        entry.refresh_from_db()
        assert (entry.place_taught, entry.language, entry.audience) == (place, language, typed), trial


def test_what_a_record_is_tied_to(maria: Desk, jonas: Desk, trials: range) -> None:
    """Ties of many to many are rows: both tie, one unties while the other ties, or both tie the same."""
    schools = [make_institution(f"School {number}") for number in range(4)]
    for trial in trials:
        random = Random(trial)
        said = Statement.objects.create(topic="work", text=f"Welders are wanted {trial}.")
        first = StatementSubject.objects.create(statement=said, institution=schools[0])
        hers, his = random.sample(schools[1:], 2)
        same, unties = trial % 3 == 2, trial % 3 == 1
        late = jonas.open_record(said)
        early = Sheet(late.address, late.html, {**late.values}).new_row("subjects", institution=hers.pk)
        if unties:
            early.type(**{f"{early.row_of('subjects', first)}-DELETE": "on"})
        maria.save(early)
        late.new_row("subjects", institution=hers.pk if same else his.pk)
        if same:
            assert "is already there, word for word" in jonas.refused(late).html, trial
        else:
            jonas.save(late)
        tied = [hers, *([] if same else [his]), *([] if unties else [schools[0]])]
        assert {each.subject for each in said.subjects.all()} == set(tied), trial
        assert said.subjects.count() == len(tied), trial


def test_many_changed_at_once_against_an_open_form(maria: Desk, jonas: Desk, trials: range) -> None:
    """Whoever comes second is told: the form carries its typing over, and a preview that is old writes nothing."""
    schools = [make_institution(f"School {number}") for number in range(2)]
    listing = reverse("admin:institutions_institution_changelist")
    for trial in trials:
        for school in schools:
            school.refresh_from_db()
        town, region = f"Town {trial}", WORDS["region"][trial % 3]
        many = {
            "action": "change_one_value",
            "_selected_action": [str(school.pk) for school in schools],
            "seen": [f"{school.pk}:{school.version}" for school in schools],
            "bulk_field": "city",
            "bulk_step": "apply",
            "value": town,
        }
        late = jonas.open_record(schools[0]).type(region=region)
        if trial % 2:
            jonas.save(late)
            assert "Somebody changed these meanwhile" in maria.client.post(listing, many).content.decode(), trial
            assert not Institution.objects.filter(city=town).exists(), trial
            continue
        assert maria.client.post(listing, many).status_code == 302, trial
        assert "While you had this page open: maria changed" in jonas.saved(late).html, trial
        assert [each.city for each in Institution.objects.filter(name__in=["School 0", "School 1"])] == [town] * 2
        assert values_of(schools[0])["region"] == region, trial


def test_a_page_sent_twice(maria: Desk, trials: range) -> None:
    for trial in trials:
        random = Random(trial)
        sheet = maria.open_new(Institution).type(name=f"School {trial}", kind="college")
        maria.save(sheet)
        if trial % 2:
            assert "was saved already" in maria.refused(sheet).html, trial
        school = Institution.objects.get(name=f"School {trial}")
        sheet = maria.open_record(school).type(city=another(random, "city", set()))
        maria.save(sheet)
        maria.save(sheet)
        school.refresh_from_db()
        assert (school.version, Institution.objects.count()) == (2, trial + 1), trial


def test_a_list_that_is_edited(maria: Desk, jonas: Desk, trials: range) -> None:
    """Each types into cells of their own, in rows that may be the same, and half of the time both into one more."""
    schools = [make_institution(f"School {number}") for number in range(4)]
    cells = [(school, field) for school in schools for field in ("short_name", "city", "region")]
    for trial in trials:
        random, there = Random(trial), values_in(cells)
        late = jonas.open_list(Institution)
        chosen = random.sample(cells, 7)
        both = chosen[6:] if random.random() < 0.5 else []
        hers = {cell: another(random, cell[1], {there[cell]}) for cell in chosen[:3] + both}
        his = {cell: another(random, cell[1], {there[cell], hers.get(cell)}) for cell in chosen[3:6] + both}
        maria.save(Sheet(late.address, late.html, {**late.values}).type(**boxes(late, hers)), "_save")
        late.type(**boxes(late, his))
        if both:
            asked = jonas.refused(late, "_save")
            assert typed_on(asked, boxes(asked, his)) == boxes(asked, his), trial
            assert values_in(cells) == {**there, **hers}, trial
            choice = random.choice(["mine", "theirs"])
            late = asked.type(**{f"{name}.choice": choice for name in boxes(asked, dict.fromkeys(both, ""))})
            his |= {cell: hers[cell] for cell in both if choice == "theirs"}
        page = jonas.saved(late, "_save")
        moved = {school for school, _ in hers} & {school for school, _ in his}
        assert both or ("While you had this page open: maria changed" in page.html) == bool(moved), trial
        assert values_in(cells) == {**there, **hers, **his}, trial
        assert "Nothing differs from how it stands" in jonas.saved(late, "_save").html, trial


def values_in(cells: list[tuple[Institution, str]]) -> dict[tuple[Institution, str], str]:
    return {(school, field): getattr(Institution.objects.get(pk=school.pk), field) for school, field in cells}


def boxes(sheet: Sheet, typed: dict[tuple[Institution, str], str]) -> dict[str, str]:
    return {f"{sheet.row_of('form', school)}-{field}": value for (school, field), value in typed.items()}


def test_deletion_against_a_list_that_is_edited(maria: Desk, jonas: Desk, trials: range) -> None:
    """What was typed into the row of a deleted record is named, and the other rows wait for one more save."""
    for trial in trials:
        gone, stays = make_institution(f"Gone {trial}"), make_institution(f"Stays {trial}")
        late, is_typed = jonas.open_list(Institution), trial % 3 < 2
        typed = {(stays, "city"): f"Town {trial}"} | ({(gone, "city"): f"Lost {trial}"} if is_typed else {})
        late.type(**boxes(late, typed))
        assert maria.client.post(address(gone, "delete"), {"post": "yes"}).status_code == 302
        if is_typed:
            late = jonas.refused(late, "_save")
            assert f"You had typed City: “Lost {trial}”" in late.html, trial
            assert not Institution.objects.exclude(city="").exists(), trial
        assert is_typed == ("was deleted by maria on" not in jonas.saved(late, "_save").html), trial
        assert [each.city for each in Institution.objects.all()] == [f"Town {trial}"], trial
        Institution.objects.get().delete()


def test_a_deleted_school_comes_back_with_what_was_typed(maria: Desk, jonas: Desk, trials: range) -> None:
    for trial in trials:
        school = make_institution(f"School {trial}")
        late = jonas.open_record(school).type(city=f"Town {trial}")
        assert maria.client.post(address(school, "delete"), {"post": "yes"}).status_code == 302
        asked = jonas.refused(late)
        assert asked.values["city"] == [f"Town {trial}"], trial
        assert not Institution.objects.exists()
        jonas.save(Sheet(address(Institution, "add"), asked.html, asked.values))
        assert [each.city for each in Institution.objects.all()] == [f"Town {trial}"], trial
        Institution.objects.get().delete()
