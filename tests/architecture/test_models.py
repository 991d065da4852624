"""What every model promises: paired deeds, dates in order, and a door that asks who is looking."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

MODELS = [model for model in apps.get_models() if model.__module__.startswith("goldenthread.")]

DONE_BY_THE_OPERATOR = {
    "partnership.invitation.sent": "an invitation may come from the command line, which is nobody",
}
"""Deeds with a time and perhaps no doer, and why."""

THROUGH_OWNER = {
    "foundation.message": "no page shows messages",
    "foundation.scheduledrun": "kept by the worker for itself",
    "foundation.trailentry": "by partnership/readable_trail.py, which takes the scope",
    "foundation.trailseal": "read by trail verify alone",
    "governance.meetingnotice": "from its meeting",
    "governance.packnotice": "from its pack",
    "improvement.challengestep": "from its challenge",
    "improvement.stagerun": "from its challenge",
    "partnership.agencysuccession": "from its agencies",
    "partnership.invitation": "by its token, or from its person",
    "records.clockextension": "from its clock",
    "records.clockpause": "from its clock",
    "records.documentversion": "from its document",
    "records.searchdue": "kept for the indexer alone",
    "records.searchlink": "kept for the indexer alone",
    "records.searchrow": "by records/search_index.py, which takes the scope",
}
"""Models without ``visible_to``, and from where their rows are reached instead."""


def pairs(model: type[models.Model]) -> list[str]:
    """The deeds of a model: every x for which it has x_at and x_by."""
    names = {field.name for field in model._meta.concrete_fields}
    return sorted(name[:-3] for name in names if name.endswith("_at") and f"{name[:-3]}_by" in names)


DEEDS = [(model, verb) for model in MODELS for verb in pairs(model)]
DATED = [model for model in MODELS if {"starts_on", "ends_on"} <= {field.name for field in model._meta.fields}]


def label(value: object) -> str:
    return value._meta.label_lower if isinstance(value, type) else str(value)


def refused(model: type[models.Model], **changes: object) -> bool:
    """Whether the database itself refuses to change some row of ``model`` so."""
    row = model._base_manager.first()
    assert row is not None, f"The universe of tests/cast.py has no {model._meta.label_lower}: add one."
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        return True
    return False


def test_there_are_models_to_look_at():
    assert len(MODELS) > 10
    assert DEEDS
    assert DATED


@pytest.mark.parametrize(("model", "verb"), DEEDS, ids=label)
def test_a_deed_has_a_time_and_a_doer_or_neither(universe, model, verb):
    at, by = model._meta.get_field(f"{verb}_at"), model._meta.get_field(f"{verb}_by")
    if f"{model._meta.label_lower}.{verb}" in DONE_BY_THE_OPERATOR:
        assert by.null
        return
    assert at.null == by.null, "both may be empty, or neither"
    somebody = universe.people["business_manager"].pk
    assert refused(model, **{at.name: timezone.now(), f"{by.name}_id": None})
    assert refused(model, **{at.name: None, f"{by.name}_id": somebody})


@pytest.mark.parametrize("model", DATED, ids=label)
def test_dates_are_in_order(universe, model):
    assert refused(model, starts_on=universe.today, ends_on=universe.today - timedelta(days=1))


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_model_asks_who_is_looking(model):
    asks = hasattr(model._default_manager.all(), "visible_to")
    assert asks != (model._meta.label_lower in THROUGH_OWNER)


def test_the_lists_name_only_what_is_there():
    labels = {model._meta.label_lower for model in MODELS}
    assert labels >= set(THROUGH_OWNER)
    assert {f"{model._meta.label_lower}.{verb}" for model, verb in DEEDS} >= set(DONE_BY_THE_OPERATOR)
