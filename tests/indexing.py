"""What tests make is indexed at the end of the making. (The demo makes its site at once, and builds whole indexes.)"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import Mock, patch

from django.apps import apps
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def indexed_once() -> Iterator[None]:
    """What is saved within is indexed for the search and for references at the end, as a worker finds it that comes
    late, and not at each of the three times that a page is saved on its way."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield  # Whoever is around this one does it.
        return
    waiting: dict[tuple[str, str, str], None] = {}
    later = Mock(enqueue=lambda *saved: waiting.setdefault(saved))
    with (
        patch("modelsearch.signal_handlers.insert_or_update_object_task", later),
        disable_reference_index_auto_update(),
    ):
        yield
    for app_label, model_name, pk in waiting:
        insert_or_update_object_task.enqueue(app_label, model_name, pk)
        ReferenceIndex.create_or_update_for_object(apps.get_model(app_label, model_name).objects.get(pk=pk))
