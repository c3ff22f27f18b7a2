"""One indexing at the end, in place of hundreds on the way.

Each save asks the worker to index the page. While the demo is seeded a page is saved ten times and more, and the
visitor would search a half-filled index until the worker has caught up.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexed_once() -> Iterator[None]:
    """Whatever is saved within is found by search, and known to refer to what it refers to, from the end on."""
    with disable_reference_index_auto_update():
        yield
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", backend_name="default", verbosity=0)
    DBTaskResult.objects.ready().filter(task_path=insert_or_update_object_task.module_path).delete()
