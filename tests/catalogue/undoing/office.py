"""An office where anything may happen: random acts by every way in, and random undos, each compared with what it found.

What an undo must make of each record is worked out here from copies of the records, not from their history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from catalogue.exchange.fixtures import FixtureProblems
from catalogue.exchange.incoming.applying import apply
from catalogue.exchange.incoming.planning import Answers, make_plan
from catalogue.exchange.spreadsheets import Refused
from catalogue.merging_entries import differences, merge
from catalogue.models import Citation, Microcredential, SectorTag, Source
from catalogue.undoing import KEEP, UNDO, plan_undo, settle, undo
from institutions.changes import Change, recording
from institutions.models import Institution
from institutions.records import StaleRecord
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.catalogue.exchange.loading import load_rows, small_catalogue
from tests.catalogue.search.editing import Editor
from tests.catalogue.undoing.standing import all_records, all_told
from tests.factories import (
    make_audience,
    make_funding_source,
    make_institution,
    make_named_kind,
    make_offering,
    make_part,
    make_sector,
)

# The last: the editor found nothing of the kind that it meant to edit.
KINDS = ("badge", "certificate", "Nanodegree", "")
REFUSED = (ValidationError, IntegrityError, StaleRecord, Refused, FixtureProblems, IndexError)
Records = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Done:
    """One change, with all records before and after it."""

    change: int
    before: Records
    after: Records


def make_office() -> None:
    """What everybody finds there on the first day."""
    school = make_institution("School")
    unit, sector = make_institution("Unit", unit_of=school), make_sector("Sector")
    audience, fund = make_audience("Audience"), make_funding_source("Fund")
    make_named_kind("Nanodegree", kind="certificate")
    guide = Source.objects.create(key="guide", kind="document", title="Guide", short_title="Guide", paragraphs=79)
    entry = make_offering("Entry", provider=unit, sectors=(sector,), audiences=(audience,), funding=(fund,))
    make_part(entry, "Part")
    make_offering("Other")
    cited = {"source": guide, "paragraph": 1, "basis": "stated", "says": "So."}
    Citation.objects.create(institution=school, field="city", **cited)
    Citation.objects.create(microcredential=entry, field="title", **cited)


class Office:
    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self.done: list[Done] = []
        self.refusals = self.undone = 0
        connection.run_on_commit.clear()  # what made the office is one change, and over
        self._standing = all_records()

    def act(self, seed: int) -> str:
        """One act by a way in that the seed chooses; returns which."""
        dice = Random(seed)
        acts = (self._shell, self._shell, self._shell, self._bulk, self._form, self._list, self._rows,
                self._delete_page, self._action, self._change_many, self._merge, self._step, self._step,
                self._import, self._import, self._load, self._loaddata)  # fmt: skip
        if dice.random() < 0.04:
            acts = (self._entry_form,)  # the largest page: it takes ten times as long as any other
        chosen = dice.choice(acts)
        self._happened(lambda: chosen(dice))
        return chosen.__name__

    def undo_newest(self) -> None:
        """Nothing changed since: all is as it was before, to the last value."""
        if not self.done or self.done[-1].after != self._standing:
            return
        newest = self.done[-1]
        if self._happened(lambda: undo(newest.change, by=self._desk.user)):
            assert self._standing == newest.before
            self.undone += 1

    def undo_any(self, seed: int) -> None:
        """What nobody touched since is as it was before; what was kept, or is none of its business, is as it is."""
        if not self.done:
            return
        dice = Random(seed)
        chosen = dice.choice(self.done)
        plan = plan_undo(Change.objects.get(pk=chosen.change))
        choices = {name: dice.choice([KEEP, UNDO]) for name in plan.conflicts}
        kept = {f"{each.model.__name__} {each.pk}" for each in settle(plan, choices).kept}
        kept_values = _kept_values(plan, choices)
        found = self._standing
        if self._happened(lambda: undo(chosen.change, by=self._desk.user, choices=choices)):
            expected = _expected(chosen, found, kept, kept_values)
            assert _but_for_looks(self._standing) == _but_for_looks(expected)
            self.undone += 1

    def _happened(self, act: Callable[[], object]) -> bool:
        """Whether it wrote. Whatever it was: the history says how all stands, and a refusal left nothing behind."""
        before, newest = self._standing, _newest()
        refused = False
        try:
            with transaction.atomic():
                act()
        except REFUSED:
            refused = True
            self.refusals += 1
        connection.run_on_commit.clear()  # as if it were committed: the next act is another change
        connection.check_constraints()
        self._standing = all_records()
        assert self._standing == all_told()
        made = [*Change.objects.filter(pk__gt=newest).values_list("pk", flat=True)]
        if refused or not made:
            assert self._standing == before
            return False
        if len(made) == 1:
            self.done.append(Done(made[0], before, self._standing))
        return True

    # The ways in. Each may turn out to be refused, or to change nothing.

    def _shell(self, dice: Random) -> None:
        with recording(why="shell"):
            Editor(dice.randrange(10**9)).edit()

    def _bulk(self, dice: Random) -> None:
        """As scripts do: many at once, and whole querysets deleted."""
        if dice.random() < 0.3:
            SectorTag.objects.filter(pk__in=_some(dice, SectorTag, 2)).delete()
            return
        number = dice.randrange(10**6)
        made = [Institution(name=f"School {number}-{n}", slug=f"school-{number}-{n}") for n in range(3)]
        Institution.objects.bulk_create(made)

    def _form(self, dice: Random) -> None:
        sheet = self._desk.open_record(Institution.objects.get(pk=_some(dice, Institution)[0]))
        self._desk.send(sheet.type(city=f"Town {dice.randrange(5)}", short_name=f"S{dice.randrange(9)}"))

    def _list(self, dice: Random) -> None:
        sheet = self._desk.open_list(Institution)
        rows = range(int(sheet.values["form-TOTAL_FORMS"][0]))
        cells = {f"form-{row}-city": f"Town {dice.randrange(5)}" for row in dice.sample(rows, min(len(rows), 3))}
        self._desk.send(sheet.type(**cells), _save="1")

    def _rows(self, dice: Random) -> None:
        school = Institution.objects.get(pk=_some(dice, Institution)[0])
        sheet, row = self._desk.open_record(school), school.citations.first()
        if row and dice.random() < 0.6:
            name = sheet.row_of("citations", row)
            typed = {f"{name}-DELETE": "on"} if dice.random() < 0.4 else {f"{name}-says": f"Says {dice.random()}."}
            self._desk.send(sheet.type(**typed))
            return
        guide = Source.objects.filter(key="guide").first()
        said = {"field": "city", "paragraph": 2, "basis": "stated", "says": f"Says {dice.random()}."}
        self._desk.send(sheet.new_row("citations", source=guide.pk if guide else "", **said))

    def _entry_form(self, dice: Random) -> None:
        entry = Microcredential.objects.get(pk=_some(dice, Microcredential)[0])
        sheet = self._desk.open_record(entry).type(title=f"Title {dice.randrange(30)}")
        if dice.random() < 0.5:
            school = _some(dice, Institution)[0]
            sheet.new_row("participations", institution=school, role=dice.choice(["provider", "platform"]))
        if dice.random() < 0.3:
            sheet.type(slug=f"slug-{dice.randrange(30)}")
        self._desk.send(sheet)

    def _delete_page(self, dice: Random) -> None:
        model = dice.choice([Microcredential, Institution, Citation])
        for pk in _some(dice, model):
            self._desk.client.post(address(model(pk=pk), "delete"), {"post": "yes", "why": "Random"})

    def _action(self, dice: Random) -> None:
        chosen = {"action": "still_says_so", "_selected_action": [str(pk) for pk in _some(dice, Citation, 3)]}
        self._desk.client.post(reverse("admin:catalogue_citation_changelist"), chosen)

    def _change_many(self, dice: Random) -> None:
        """One value for many, chosen in the list: what is sent is what its preview names."""
        schools = Institution.objects.filter(pk__in=_some(dice, Institution, 3))
        sent = {
            "action": "change_one_value",
            "_selected_action": [str(school.pk) for school in schools],
            "seen": [f"{school.pk}:{school.version}" for school in schools],
            "bulk_field": "city",
            "bulk_step": "apply",
            "value": f"Town {dice.randrange(5)}",
        }
        self._desk.client.post(address(Institution, "changelist"), sent)

    def _merge(self, dice: Random) -> None:
        two = Microcredential.objects.filter(pk__in=_some(dice, Microcredential, 2)).order_by("-state", "pk")
        if len(two) < 2:
            return
        kept, other = two
        names = [each.name for each in differences(kept, other)]
        merge(kept, other, by=self._desk.user, taken={name for name in names if dice.random() < 0.5})

    def _step(self, dice: Random) -> None:
        entry = Microcredential.objects.get(pk=_some(dice, Microcredential)[0])
        step = dice.choice(["publish", "withdraw", "submit", "reopen"])
        page = reverse("admin:catalogue_microcredential_step", args=[entry.pk, step])
        self._desk.send(Sheet(page, "", {"opened": entry.version, "public_reason": "Ended", "why": ""}))

    def _import(self, dice: Random) -> None:
        said = ((dice.randrange(12), dice.randrange(900), dice.choice(KINDS)) for _ in range(dice.randint(1, 4)))
        rows = [f"Imported {number},School,{cost},{kind}" for number, cost, kind in said]
        text = "\n".join(["Title,School,Cost,Kind", *rows])
        apply(make_plan(text.encode(), f"file-{dice.randrange(5)}.csv", Answers({})))

    def _load(self, dice: Random) -> None:
        rows = small_catalogue()
        rows[2]["fields"]["title"] = f"Title {dice.randrange(5)}"
        load_rows(self._folder, *rows)

    def _loaddata(self, dice: Random) -> None:
        """Raw saves, which know nothing of what they overwrite."""
        school = Institution.objects.get(pk=_some(dice, Institution)[0])
        file = self._folder / "raw.json"
        call_command("dumpdata", "institutions.institution", pks=str(school.pk), output=str(file), verbosity=0)
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"region": ""', '"region": "cariboo"'), encoding="utf-8")
        call_command("loaddata", str(file), verbosity=0)
        file.unlink()


def _newest() -> int:
    newest = Change.objects.first()
    return newest.pk if newest else 0


def _some(dice: Random, model: type, most: int = 1) -> list[int]:
    pks = [*model.objects.order_by("pk").values_list("pk", flat=True)]
    return dice.sample(pks, min(len(pks), most))


def _kept_values(plan, choices: dict[str, str]) -> set[tuple[str, str]]:
    named = {each.name: each for each in plan.reversals}
    kept = set()
    for name in settle(plan, choices).kept_values:
        record, _, told = name.rpartition(".")
        each = named[record]
        kept.add((f"{each.model.__name__} {each.pk}", each.model._meta.get_field(told).attname))
    return kept


def _expected(chosen: Done, found: Records, kept: set[str], kept_values: set[tuple[str, str]]) -> Records:
    expected = {name: dict(values) for name, values in found.items()}
    for name in (chosen.before.keys() | chosen.after.keys()) - kept:
        before, after = chosen.before.get(name), chosen.after.get(name)
        if before == after:
            continue
        if before is None:
            expected.pop(name, None)
        elif after is None:
            expected.setdefault(name, before)
        elif name in expected:
            wrote = [told for told in before if before[told] != after[told] and (name, told) not in kept_values]
            expected[name].update({told: before[told] for told in wrote})
    return expected


def _but_for_looks(records: Records) -> Records:
    """Whether a citation needs a look depends on when it was last looked at: `test_undo` holds that apart."""
    return {
        name: {told: value for told, value in values.items() if told != "needs_look"}
        for name, values in records.items()
    }
