"""Random acts by all ways in: history and records agree, and every undo restores exactly (`office.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from catalogue.staff_accounts import make_staff
from tests.catalogue.admin.desk import Desk
from tests.catalogue.undoing.office import Office, make_office

pytestmark = pytest.mark.django_db
SEEDS = st.integers(0, 10**9)


def test_history_and_records_agree_and_every_undo_is_exact(tmp_path: Path, full: bool) -> None:
    make_office()
    maria = Desk(make_staff("maria", "seven green herons"))
    told: dict[str, int] = {}

    class OfficeHours(RuleBasedStateMachine):
        """Each run is one office, whose work is rolled back at its end."""

        def __init__(self) -> None:
            super().__init__()
            self._work = transaction.atomic()
            self._work.__enter__()
            self._office = Office(maria, tmp_path)

        @rule(seed=SEEDS)
        def act(self, seed: int) -> None:
            self._count(self._office.act(seed))

        @rule(seed=SEEDS)
        def act_again(self, seed: int) -> None:
            self._count(self._office.act(seed))

        @rule()
        def undo_newest(self) -> None:
            self._office.undo_newest()
            self._count("undo of the newest")

        @rule(seed=SEEDS)
        def undo_any(self, seed: int) -> None:
            self._office.undo_any(seed)
            self._count("undo of any")

        def _count(self, what: str) -> None:
            told[what] = told.get(what, 0) + 1

        def teardown(self) -> None:
            for name, number in (("refused", self._office.refusals), ("undone", self._office.undone)):
                told[name] = told.get(name, 0) + number
            transaction.set_rollback(True)
            self._work.__exit__(None, None, None)

    run_state_machine_as_test(
        OfficeHours,
        settings=settings(
            max_examples=220 if full else 4,  # some end before their last act: ten thousand in all
            stateful_step_count=50 if full else 12,
            deadline=None,
            phases=[Phase.generate],  # to make a failure smaller takes as long again for each act
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(told)
    assert told["undone"] > 0
