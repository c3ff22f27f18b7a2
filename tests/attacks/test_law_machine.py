"""The law holds under anything that anybody does in any order. LAW_RUNS and LAW_STEPS make it dig deeper."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attacks.consent_machine import ConsentLawMachine
from tests.attacks.translation_machine import TranslationLawMachine


@pytest.mark.django_db
@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("machine", [ConsentLawMachine, TranslationLawMachine])
def test_no_sequence_of_operations_shows_the_public_what_nobody_approved(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("LAW_RUNS", "3")),
            stateful_step_count=int(os.environ.get("LAW_STEPS", "25")),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
