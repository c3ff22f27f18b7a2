"""Attacks on what is left of a page in the cache in front, and of the cache in the database, that a reviewer with fresh
eyes tried, the fifth time: each name says what must happen."""

from __future__ import annotations

import datetime
import importlib
import logging
import os

import pytest
import requests
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.consent.models import Erasure, TakeDown
from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import take_down
from newsroom.web.cache_in_front import purge
from newsroom.web.purging import purge_later
from tests import factories
from tests.consent.keepers import keeper
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

AWAY = "http://127.0.0.1:9"
SLUG, OLD = "the-house-with-the-blue-door", "the-house-before"


@pytest.fixture
def cache(settings):
    """One that answers nobody."""
    backend = {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": AWAY}
    settings.WAGTAILFRONTENDCACHE = {"default": backend}


def erase(record):
    return Desk(keeper()).post("newsroom_erase", record.pk, sure="on")


def test_a_page_that_a_cache_may_still_have_is_not_erased_since_nobody_could_purge_it_any_more(cache, settings):
    record = take_down(factories.campaign_story(), factories.duty_editor(), "Somebody in it is at risk.")
    check_receipt.call(record.pk)
    assert record.steps.get(name="purge").state == "failed"
    assert "may still have this page" in erase(record).content.decode()
    assert not Erasure.objects.exists()
    settings.WAGTAILFRONTENDCACHE = {}
    erase(record)
    assert Erasure.objects.exists()


def test_what_a_cache_was_asked_to_forget_is_in_no_table_once_the_page_is_erased(
    cache, settings, django_capture_on_commit_callbacks
):
    story = factories.campaign_story(slug=OLD)
    factories.publish(story, slug=SLUG)
    neighbor = factories.campaign_story(body=[("text", f'<p><a linktype="page" id="{story.pk}">It</a></p>')])
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for page in (story, neighbor):
        with django_capture_on_commit_callbacks(execute=True):
            Desk(factories.duty_editor()).post("wagtailadmin_pages:unpublish", page.pk)
    tasks = DBTaskResult.objects.filter(task_path=purge_later.module_path)
    assert SLUG in said_in(tasks) and neighbor.slug in said_in(tasks)
    settings.WAGTAILFRONTENDCACHE = {}
    erase(take_down(story, factories.duty_editor(), "Somebody in it is at risk."))
    assert Erasure.objects.exists()
    assert SLUG not in said_in(DBTaskResult.objects) and OLD not in said_in(DBTaskResult.objects)
    assert neighbor.slug in said_in(tasks), "Its own purge goes on."


def said_in(tasks):
    texts = tasks.annotate(text=Cast("args_kwargs", TextField())).values_list("text", "traceback")
    return "".join(text for row in texts for text in row)


@pytest.mark.parametrize("level", ["CRITICAL", "FATAL", "ERROR", "WARNING"])
def test_a_cache_that_refuses_is_counted_however_little_is_logged(level, settings, monkeypatch):
    def refuses(*args, **kwargs):
        answer = requests.Response()
        answer.status_code = 502
        return answer

    monkeypatch.setattr(requests, "post", refuses)
    monkeypatch.setattr(requests, "delete", refuses)
    monkeypatch.setitem(os.environ, "LOG_LEVEL", level)
    said = importlib.reload(importlib.import_module("config.settings.logging")).LOGGING
    root = logging.getLogger()
    before = root.level
    backend = {
        "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudflareBackend",
        "ZONEID": "z",
        "BEARER_TOKEN": "t",
    }
    settings.WAGTAILFRONTENDCACHE = {"default": backend}
    root.setLevel(said["root"]["level"])
    try:
        assert purge(["http://localhost/en/"]) == 1
    finally:
        root.setLevel(before)


def test_a_receipt_of_a_page_that_is_gone_ends(cache):
    story = factories.campaign_story()
    record = take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    TakeDown.objects.filter(pk=record.pk).update(created_at=timezone.now() - datetime.timedelta(days=1))
    TakeDown.objects.filter(pk=record.pk).update(translation_key="3a0d2f6e-7f0a-4a57-9a9b-0f5a4e7d8c11")
    check_receipt.call(record.pk)
    assert "error" not in record.steps.get(name="purge").result
