"""Loads a folder of fixtures as one act. Finding what is wrong and deciding what becomes of each row live elsewhere."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from institutions.changes import Way, recording
from institutions.records import StaleRecord

from .fixtures import FixtureProblems, Reading, Row, fields_given
from .locking import wait_for_other_loaders
from .order import in_waves
from .settling import Fate, Outcome, Settling
from .standing import Standing
from .validating import explain_refusals, validate


def load(folder: Path, why: str = "load_catalogue") -> list[Fate]:
    """Load the fixtures of a folder. Raises FixtureProblems with all that is wrong; then nothing is written."""
    reading = Reading(folder)
    try:
        # Around the whole transaction: PostgreSQL looks at foreign keys only at its end.
        with recording(way=Way.LOADER, why=why):
            wait_for_other_loaders()
            return check_and_write(reading)
    except (IntegrityError, StaleRecord) as problem:
        raise FixtureProblems([f"Somebody else wrote to the database meanwhile. Load again. ({problem})"]) from None


def check_and_write(reading: Reading) -> list[Fate]:
    rows = reading.rows.values()
    standing = Standing(rows)
    validate(reading, standing.records)
    refuse_problems(reading)
    waves = in_waves(rows)
    settling = Settling(standing)
    settling.settle(chain.from_iterable(waves))
    write_or_explain(waves, settling, reading)
    return list(settling.fates.values())


def refuse_problems(reading: Reading) -> None:
    if problems := reading.all_problems():
        raise FixtureProblems(problems)


def write_or_explain(waves: list[list[Row]], settling: Settling, reading: Reading) -> None:
    try:
        with transaction.atomic():
            for fate in settling.fates.values():
                if fate.outcome == Outcome.CREATED:
                    fate.record.pk = None  # validating gave it a placeholder
            for wave in waves:
                write([settling.fates[row.identity] for row in wave], settling)
    except IntegrityError:
        # The database is the last to check its rules, and quick; asking it for reasons is slow.
        validate(reading, settling.standing.records)
        explain_refusals(reading.rows.values())
        refuse_problems(reading)
        raise


def write(fates: list[Fate], settling: Settling) -> None:
    """Write what is new or changed among rows of one model that do not refer to each other."""
    created = [fate for fate in fates if fate.outcome == Outcome.CREATED]
    for fate in created:
        bind(fate, settling)
    if created:
        try:
            type(created[0].record).objects.bulk_create(fate.record for fate in created)
        except ValidationError as problem:
            raise FixtureProblems(problem.messages) from None
    for fate in fates:
        if fate.outcome == Outcome.UPDATED:
            update(fate, settling)


def update(fate: Fate, settling: Settling) -> None:
    for name in fate.fields & {each.name for each in fields_given(fate.row.model) if not each.is_relation}:
        setattr(fate.record, name, getattr(fate.row.record, name))
    bind(fate, settling)
    try:
        fate.record.save()
    except ValidationError as problem:
        raise FixtureProblems(f"{fate.row}: {message}" for message in problem.messages) from None


def bind(fate: Fate, settling: Settling) -> None:
    """Let the foreign keys of a record point to records that are stored by now."""
    targets = dict(fate.row.targets())
    for each in fields_given(fate.row.model):
        if each.is_relation:
            setattr(fate.record, each.name, settling.record_of(targets[each.name]) if each.name in targets else None)
